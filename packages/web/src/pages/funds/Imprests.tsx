import { Link } from '@tanstack/react-router';
import { listReports, receiveReport } from '@doudi/core/api/funds';
import { formatFen } from '@doudi/core/money/fen';
import { useState, type ReactNode } from 'react';
import { problemOf } from '../../api/client.ts';
import { useCall, useSend } from '../../api/hooks.ts';
import { useSession } from '../../app/session.tsx';
import { useLocale } from '../../i18n/index.tsx';
import { clockTime, shortDate } from '../../lib/dates.ts';
import { monthText, shiftMonth } from '../../lib/months.ts';
import { DataTable } from '../../ui/DataTable.tsx';
import { ExplainedButton } from '../../ui/Explained.tsx';
import { Light } from '../../ui/Light.tsx';
import { RefusalPanel } from '../../ui/RefusalPanel.tsx';
import { Money } from '../../ui/Text.tsx';
import { Section, View } from '../../ui/View.tsx';
import type { Overview } from './FundsPage.tsx';

/** Every unit's imprest against its fixed sum, the report it owes finance, and the reports given. */
export function Imprests({ o }: { readonly o: Overview }): ReactNode {
  const { t, locale } = useLocale();
  return (
    <>
      <p className="says">{t('fund.unitsSays')}</p>
      <Section title={t('fund.imprests')}>
        <DataTable caption={t('fund.imprests')} rows={o.imprests} rowKey={(i) => i.unit} empty={<p>{t('fund.noImprest')}</p>} columns={[
          { key: 'unit', title: t('office.unit'), render: (i) => <Link to="/funds/units/$unit" params={{ unit: i.unit }}>{i.unitName}</Link> },
          { key: 'quota', title: t('fund.quota'), align: 'right', render: (i) => <Money fen={i.quotaFen} bare /> }, { key: 'balance', title: t('fund.balance'), align: 'right', render: (i) => <Money fen={i.balanceFen} bare /> },
          { key: 'state', title: t('office.state'), render: (i) => <>{i.low ? <span className="bad">■ {t('fund.lowShort')}</span> : <span className="good">● {t('fund.enough')}</span>} {i.pendingFen > 0 ? <span className="tag tag-warn">{t('fund.pending', { fen: formatFen(i.pendingFen) })}</span> : null}</> },
          { key: 'report', title: t('fund.report'), render: (i) => (i.light ? <Link to="/funds/units/$unit" params={{ unit: i.unit }} search={{ month: i.reportMonth }}><Light light={i.light.light} text={i.light.text} /> {t('fund.reportOf', { month: monthText(i.reportMonth, locale), due: shortDate(i.reportDue, locale) })}</Link> : <span className="muted">{monthText(i.reportMonth, locale)} {t('fund.reported')}</span>) },
        ]} />
      </Section>
      {o.cash.length === 0 ? null : (
        <Section title={[...new Set(o.cash.map((c) => c.label))].join('、')}>
          <DataTable caption={t('fund.tab.units')} rows={o.cash} rowKey={(c) => `${c.fund}|${c.unit}`} empty={null} columns={[
            { key: 'unit', title: t('office.unit'), render: (c) => <Link to="/funds/units/$unit" params={{ unit: c.unit }} search={{ fund: c.fund }}>{c.unitName}</Link> },
            { key: 'fund', title: t('fund.account'), render: (c) => t(`fund.fund.${c.fund}`) }, { key: 'balance', title: t('fund.balance'), align: 'right', render: (c) => <Money fen={c.balanceFen} bare /> },
          ]} />
        </Section>
      )}
      <Reports />
    </>
  );
}

function Reports(): ReactNode {
  const { t, locale } = useLocale();
  const { session, may } = useSession();
  const [month, setMonth] = useState(shiftMonth(session.today.slice(0, 7), -1));
  const query = useCall(listReports, { query: { month } }, { keep: true });
  const receive = useSend(receiveReport);
  return (
    <Section title={t('fund.reports')} aside={<div className="filters"><button type="button" className="link" onClick={() => setMonth(shiftMonth(month, -1))}>← {t('office.monthBack')}</button><b className="nobreak">{monthText(month, locale)}</b><button type="button" className="link" disabled={month >= session.today.slice(0, 7)} onClick={() => setMonth(shiftMonth(month, 1))}>{t('office.monthNext')} →</button></div>}>
      {receive.isError ? <RefusalPanel problem={problemOf(receive.error)} /> : null}
      <View query={query}>
        {(page) => (
          <DataTable caption={t('fund.reports')} rows={page.items} rowKey={(r) => r.id} empty={<p>{t('fund.noReports', { month: monthText(month, locale) })}</p>} columns={[
            { key: 'unit', title: t('office.unit'), render: (r) => <Link to="/funds/units/$unit" params={{ unit: r.unit }} search={{ month: r.month }}>{r.unitName}</Link> },
            { key: 'opening', title: t('fund.opening'), align: 'right', render: (r) => <Money fen={r.uses.openingFen} bare /> }, { key: 'in', title: t('fund.receipts'), align: 'right', render: (r) => <Money fen={r.uses.receivedFen} bare /> }, { key: 'used', title: t('fund.used'), align: 'right', render: (r) => <Money fen={r.uses.usedFen} bare /> }, { key: 'closing', title: t('fund.closing'), align: 'right', render: (r) => <Money fen={r.uses.closingFen} bare /> },
            { key: 'by', title: t('fund.reported'), render: (r) => <>{r.by} <span className="muted">{clockTime(r.at)}</span></> },
            { key: 'received', title: t('fund.receive'), render: (r) => (r.receivedBy ? <>● {r.receivedBy} <span className="muted">{r.receivedAt ? clockTime(r.receivedAt) : ''}</span></> : may('fund.receive') ? <ExplainedButton size="small" why={undefined} onClick={() => receive.mutate({ params: { id: r.id }, body: {} })}>{t('fund.receive')}</ExplainedButton> : <span className="muted">{t('fund.notReceived')}</span>) },
          ]} />
        )}
      </View>
    </Section>
  );
}
