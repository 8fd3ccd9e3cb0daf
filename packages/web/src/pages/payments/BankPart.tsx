import { batchLines } from '@doudi/core/api/payments';
import { useState, type ReactNode } from 'react';
import { useCall } from '../../api/hooks.ts';
import { useSession } from '../../app/session.tsx';
import { useLocale, useT } from '../../i18n/index.tsx';
import { clockTime, shortDate } from '../../lib/dates.ts';
import { byClause } from '../../lib/source.ts';
import { SourceChips } from '../../ui/Chips.tsx';
import { DataTable, Pager } from '../../ui/DataTable.tsx';
import { Light } from '../../ui/Light.tsx';
import { DateText, Money } from '../../ui/Text.tsx';
import { Facts, Section, View } from '../../ui/View.tsx';
import { BankWay } from './BankWay.tsx';
import { ReadReturn } from './ReadReturn.tsx';
import type { Roll } from './RollPage.tsx';

const STATES = ['sent', 'disputed', 'paid', 'partial', 'rejected', 'returned'] as const;

/** What went to the bank, by when it must answer, and what it answered. */
export function BankPart({ roll }: { readonly roll: Roll }): ReactNode {
  const t = useT();
  const { may } = useSession();
  const b = roll.batch;
  if (!b) return <Section title={t('pay.bank')}><p className="empty">{t('pay.noBatch')}</p><BankWay roll={roll} /></Section>;
  const download = may('payment.make') || may('payment.release');
  return (
    <Section title={t('pay.bank')}>
      <Facts items={[
        [t('pay.batchNumber'), <span key="n" className="number">{b.number}</span>],
        [t('office.total'), <span key="t">{t('pay.lineCount', { n: b.lines })} <Money fen={b.totalFen} /></span>],
        [t('pay.sentOn'), b.sentOn ? <DateText key="s" date={b.sentOn} /> : t('pay.notSent')],
        [t('pay.dueOn'), b.dueOn ? <span key="d"><DateText date={b.dueOn} provisional={b.provisional} /> {b.light ? <Light light={b.light.light} text={b.light.text} /> : null} <SourceChips source={byClause(b.source)} /></span> : <SourceChips key="d" source={byClause(b.source)} />],
        [t('pay.sha'), <code key="h" className="hash" title={b.sha256}>{b.sha256}</code>],
        [t('pay.file'), download ? <span key="f"><a href={`/api/v1/rolls/${encodeURIComponent(roll.id)}/bank-file`} download>{t('pay.download')}</a> <span className="muted">{t('pay.downloadNote')}</span></span> : <span key="f" className="muted">{t('pay.downloadWhy')}</span>],
      ]} />
      <BankWay roll={roll} />
      <ReadReturn roll={roll} />
      {roll.returns.length > 0 ? (
        <>
          <h3>{t('pay.returns')}</h3>
          <DataTable caption={t('pay.returns')} rows={roll.returns} rowKey={(r) => r.id} empty={null} columns={[
            { key: 'at', title: t('office.at'), render: (r) => clockTime(r.at) }, { key: 'by', title: t('office.by'), render: (r) => r.by },
            ...(['paid', 'partial', 'rejected', 'disputed', 'unanswered', 'faults'] as const).map((k) => ({ key: k, title: t(`pay.ret.${k}`), align: 'right' as const, render: (r: Roll['returns'][number]) => r[k] })),
          ]} />
        </>
      ) : <p className="muted">{t('pay.noReturns')}</p>}
      <BatchLines roll={roll} />
    </Section>
  );
}

function BatchLines({ roll }: { readonly roll: Roll }): ReactNode {
  const { t, locale } = useLocale();
  const [open, setOpen] = useState(false);
  const [state, setState] = useState<(typeof STATES)[number] | undefined>(undefined);
  const [cursors, setCursors] = useState<string[]>([]);
  const query = useCall(batchLines, { params: { id: roll.id }, query: { state, cursor: cursors.at(-1) } }, { keep: true, enabled: open });
  return (
    <details className="more" onToggle={(e) => setOpen(e.currentTarget.open)}>
      <summary>{t('pay.batchLines')}</summary>
      <div className="filters">
        <select className="input" aria-label={t('office.state')} value={state ?? ''} onChange={(e) => { setCursors([]); setState(STATES.find((s) => s === e.target.value)); }}>
          <option value="">{t('pay.allStates')}</option>
          {STATES.map((s) => <option key={s} value={s}>{t(`pay.state.${s}`)}</option>)}
        </select>
      </div>
      {open ? (
        <View query={query}>
          {(page) => (
            <>
              <DataTable caption={t('pay.batchLines')} rows={page.items} rowKey={(l) => String(l.number)} empty={<p>{t('pay.noBatchLines')}</p>} columns={[
                { key: 'n', title: '№', width: '4rem', align: 'right', render: (l) => l.number },
                { key: 'payee', title: t('pay.payee'), render: (l) => l.payee },
                { key: 'account', title: t('pay.account'), render: (l) => <span className="number">{l.account}</span> },
                { key: 'fen', title: t('pay.sentFen'), align: 'right', render: (l) => <Money fen={l.fen} bare /> },
                { key: 'paid', title: t('pay.paidFen'), align: 'right', render: (l) => <Money fen={l.paidFen} bare /> },
                { key: 'state', title: t('office.state'), render: (l) => l.stateText },
                { key: 'words', title: t('pay.words'), render: (l) => l.words ?? '' },
                { key: 'on', title: t('pay.paidOn'), render: (l) => (l.paidOn ? shortDate(l.paidOn, locale) : '') },
              ]} />
              <Pager cursors={cursors} next={page.next} onGo={setCursors} />
            </>
          )}
        </View>
      ) : null}
    </details>
  );
}
