import { listProcedures } from '@doudi/core/api/policy';
import type { Output } from '@doudi/core/api/contract';
import type { ReactNode } from 'react';
import { useCall } from '../../api/hooks.ts';
import { useLocale, useT } from '../../i18n/index.tsx';
import { shortDate } from '../../lib/dates.ts';
import { SourceChips } from '../../ui/Chips.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { Section, View } from '../../ui/View.tsx';

type Item = Output<typeof listProcedures>['items'][number];
type Procedure = NonNullable<Item['delegated']>;

/** How a programme is handled on a day: with an entrustment and without one, step by step. */
export function Procedures({ on, programme }: { readonly on: string; readonly programme: string | undefined }): ReactNode {
  const { t, locale } = useLocale();
  const query = useCall(listProcedures, { query: { on, programme } }, { keep: true });
  return (
    <View query={query}>
      {({ items }) => (
        <>
          <p className="says">{t('pol.appliedOn', { on: shortDate(on, locale) })}</p>
          {items.length === 0 ? <p className="empty">{t('pol.noProcedures')}</p> : null}
          {items.map((i) => (
            <Section key={i.programme} title={i.programmeName}>
              {i.delegated ? <Steps title={t('pol.delegated', { name: i.delegated.name })} procedure={i.delegated} /> : <p className="notice">{t('pol.noDelegated')}</p>}
              {i.undelegated ? <Steps title={t('pol.undelegated', { name: i.undelegated.name })} procedure={i.undelegated} folded={i.delegated !== null} /> : null}
            </Section>
          ))}
        </>
      )}
    </View>
  );
}

function Steps({ title, procedure: p, folded = false }: { readonly title: string; readonly procedure: Procedure; readonly folded?: boolean }): ReactNode {
  const t = useT();
  return (
    <details className="more" open={!folded}>
      <summary>
        <b>{title}</b> <span className="tag">{t(`pol.organ.${p.organ}`)}</span> {p.simplified ? <span className="tag">{t('pol.simplified')}</span> : null}
      </summary>
      <p className="row-line"><SourceChips source={p.source} />{p.verificationChain.length > 0 ? <span className="muted">{t('pol.chain', { chain: p.verificationChain.join(' → ') })}</span> : null}</p>
      <DataTable caption={title} rows={p.steps.map((s, i) => ({ ...s, n: i + 1 }))} rowKey={(s) => s.step} empty={null} columns={[
        { key: 'n', title: '№', width: '3rem', align: 'right', render: (s) => s.n },
        { key: 'step', title: t('pol.step'), width: '16%', render: (s) => <span><b>{s.label}</b>{s.whenText ? <><br /><small className="muted">{s.whenText}</small></> : null}</span> },
        { key: 'who', title: t('pol.who'), width: '16%', render: (s) => s.posts.join('、') },
        { key: 'needs', title: t('pol.needs'), width: '18%', render: (s) => (s.needs.length > 0 ? s.needs.join('、') : <span className="muted">—</span>) },
        { key: 'deadline', title: t('pol.deadline'), render: (s) => (s.deadline ? <span>{t('pol.deadlineText', { from: s.deadline.fromText, text: s.deadline.text })} <SourceChips source={s.deadline.source} /></span> : <span className="muted">—</span>) },
        { key: 'source', title: t('pol.source'), render: (s) => <SourceChips source={s.source} /> },
      ]} />
    </details>
  );
}
