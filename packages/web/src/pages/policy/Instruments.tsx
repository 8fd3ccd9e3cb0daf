import { listInstruments } from '@doudi/core/api/policy';
import type { ReactNode } from 'react';
import { useCall } from '../../api/hooks.ts';
import { useLocale } from '../../i18n/index.tsx';
import { shortDate } from '../../lib/dates.ts';
import { DataTable } from '../../ui/DataTable.tsx';
import { View } from '../../ui/View.tsx';

/** Every document that rules here, in force or not on the day. */
export function Instruments({ on }: { readonly on: string }): ReactNode {
  const { t, locale } = useLocale();
  const query = useCall(listInstruments, { query: { on } }, { keep: true });
  return (
    <View query={query}>
      {({ items }) => (
        <DataTable caption={t('pol.tab.instruments')} rows={items} rowKey={(i) => i.id} empty={<p>{t('pol.noInstruments')}</p>} columns={[
          { key: 'title', title: t('pol.instrument'), width: '34%', render: (i) => <span><b>{i.title}</b> {i.isPlan ? <span className="tag tag-on">{t('pol.isPlan')}</span> : null} {i.public ? null : <span className="tag tag-warn">{t('pol.notPublic')}</span>}{i.note ? <><br /><small className="muted">{i.note}</small></> : null}</span> },
          { key: 'number', title: t('pol.number'), render: (i) => i.number ?? <span className="muted">—</span> },
          { key: 'issuer', title: t('pol.issuer'), render: (i) => i.issuer ?? <span className="muted">—</span> },
          { key: 'date', title: t('pol.issued'), render: (i) => (i.date ? <span className="nobreak">{shortDate(i.date, locale)}</span> : <span className="muted">—</span>) },
          { key: 'state', title: t('office.state'), render: (i) => <span className={`state-${i.state}`}>{i.stateText}</span> },
          { key: 'layer', title: t('pol.layer'), width: '5rem', render: (i) => i.layerText },
          { key: 'basis', title: t('pol.basis'), render: (i) => { const list = i.basis.map((b) => <p key={b} className="tight">{items.find((x) => x.id === b)?.title ?? b}</p>); return list.length > 2 ? <details><summary>{t('pol.count', { n: list.length })}</summary>{list}</details> : list; } },
        ]} />
      )}
    </View>
  );
}
