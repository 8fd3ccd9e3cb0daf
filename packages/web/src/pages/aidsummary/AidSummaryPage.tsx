import { Link } from '@tanstack/react-router';
import { aidSummary, fileAidSummary } from '@doudi/core/api/aid';
import { useState, type ReactNode } from 'react';
import { problemOf } from '../../api/client.ts';
import { useCall, useSend } from '../../api/hooks.ts';
import { useSession } from '../../app/session.tsx';
import { useLocale } from '../../i18n/index.tsx';
import { monthText, shiftMonth } from '../../lib/months.ts';
import { SourceChips } from '../../ui/Chips.tsx';
import { ExplainedButton } from '../../ui/Explained.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { RefusalPanel } from '../../ui/RefusalPanel.tsx';
import { DateText, Money } from '../../ui/Text.tsx';
import { Section, View } from '../../ui/View.tsx';
import '../../styles/office.css';

/** 临时救助月汇总: who was helped in a month, why, with how much, in what form; filed with the county once the month is over. */
export function AidSummaryPage(): ReactNode {
  const { t, locale } = useLocale();
  const { session, may } = useSession();
  const [month, setMonth] = useState(shiftMonth(session.today.slice(0, 7), -1));
  const query = useCall(aidSummary, { query: { month } }, { keep: true });
  const send = useSend(fileAidSummary);
  const step = (n: number): void => setMonth(shiftMonth(month, n));
  return (
    <div className="page">
      <h1>{t('nav.aidSummary')}</h1>
      <p className="says">{t('aidSummary.says')}</p>
      <div className="row-line">
        <button type="button" className="link" onClick={() => step(-1)}>‹ {t('aidSummary.before')}</button> <b>{monthText(month, locale)}</b>
        {month < session.today.slice(0, 7) ? <button type="button" className="link" onClick={() => step(1)}>{t('aidSummary.after')} ›</button> : null}
      </div>
      <View query={query}>
        {(page) => (
          <>
            <p>{t('aidSummary.due')} <DateText date={page.dueOn} /> <SourceChips source={page.dueSource} /></p>
            {page.units.length === 0 ? <p className="empty">{t('aidSummary.none')}</p> : page.units.map((u) => (
              <Section key={u.unit} title={u.unitName} aside={u.filed ? <span>{u.filed.late ? '▲' : '●'} {t('aidSummary.filed')} <DateText date={u.filed.on} short /> {u.filed.by}</span> : <span>▲ {t('aidSummary.open')}</span>}>
                {u.totals.map((x) => <p key={x.programmeName}>{x.programmeName}：{t('aidSummary.total', { cases: x.cases, persons: x.persons })}，{t('aidSummary.decided')} <Money fen={x.decidedFen} />，{t('aidSummary.given')} <Money fen={x.givenFen} /></p>)}
                <DataTable caption={u.unitName} rows={u.lines} rowKey={(l) => l.case} empty={<p>{t('aidSummary.none')}</p>} columns={[
                  { key: 'who', title: t('aidSummary.who'), render: (l) => <>{l.applicant} <span className="muted">{t('aidSummary.persons', { n: l.persons })}</span> <Link to="/cases/$id" params={{ id: l.case }}>{l.number}</Link></> },
                  { key: 'kind', title: t('aidSummary.kind'), render: (l) => <>{l.programmeName} <span className="muted">{l.causeText}</span></> },
                  { key: 'decided', title: t('aidSummary.decided'), align: 'right', render: (l) => (l.decidedOn ? <Money fen={l.decidedFen} /> : '—') },
                  { key: 'bank', title: t('aidSummary.bank'), align: 'right', render: (l) => (l.bankFen > 0 ? <Money fen={l.bankFen} /> : '—') },
                  { key: 'given', title: t('aidSummary.given'), render: (l) => (l.given.length === 0 ? '—' : l.given.map((g, i) => <div key={i}><DateText date={g.on} short /> {t(`aidForm.${g.form}`)} <Money fen={g.fen} /> <span className="muted">{g.fundText}</span></div>)) },
                ]} />
              </Section>
            ))}
            {may('filing.make') && page.mayFile && month < session.today.slice(0, 7) ? <ExplainedButton type="primary" why={null} onClick={() => { if (!send.isPending) send.mutate({ body: { month } }); }}>{t('aidSummary.file')}</ExplainedButton> : null}
            {send.error ? <RefusalPanel problem={problemOf(send.error)} /> : null}
          </>
        )}
      </View>
    </div>
  );
}
