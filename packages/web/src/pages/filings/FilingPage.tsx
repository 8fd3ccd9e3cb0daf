import { getRouteApi, Link } from '@tanstack/react-router';
import { acceptFiling, getFiling, listFilingLines } from '@doudi/core/api/filings';
import type { Output } from '@doudi/core/api/contract';
import { MARKS, type Mark } from '@doudi/core/filing/report';
import { useState, type ReactNode } from 'react';
import { addressOf } from '../../api/client.ts';
import { useCall } from '../../api/hooks.ts';
import { useSession } from '../../app/session.tsx';
import { useWhoMay } from '../../app/who.ts';
import { TextField } from '../../forms/inputs.tsx';
import { useLocale, useT } from '../../i18n/index.tsx';
import { clockTime } from '../../lib/dates.ts';
import { monthText } from '../../lib/months.ts';
import { byClause } from '../../lib/source.ts';
import { SourceChips } from '../../ui/Chips.tsx';
import { DataTable, Pager } from '../../ui/DataTable.tsx';
import { ExplainedButton } from '../../ui/Explained.tsx';
import { FormDrawer } from '../../ui/FormDrawer.tsx';
import { Light } from '../../ui/Light.tsx';
import { DateText } from '../../ui/Text.tsx';
import { Facts, Section, View } from '../../ui/View.tsx';
import { ExportForm } from '../rosters/ExportForm.tsx';
import { Comparison } from './Comparison.tsx';
import { DemandTable } from './Demands.tsx';
import { Papers } from './Papers.tsx';
import { demandColumn, RaiseDemand, type Demanding } from './RaiseDemand.tsx';
import { ReportTable } from './ReportTable.tsx';
import { rosterColumns, type RosterLine } from './roster.tsx';
import '../../styles/office.css';

const route = getRouteApi('/filings/$id');
type Filing = Output<typeof getFiling>;

/** One filing as it was sent, what differs from the cases of today, and the county's examination. */
export function FilingPage(): ReactNode {
  const t = useT();
  const { id } = route.useParams();
  const query = useCall(getFiling, { params: { id } });
  return (
    <div className="page">
      <View query={query}>
        {(filing) => (
          <>
            <p className="screen-only"><Link to="/filings" search={{ month: filing.month }}>← {t('office.back')}</Link></p>
            <Filed key={filing.status} filing={filing} id={id} />
          </>
        )}
      </View>
    </div>
  );
}

function Filed({ filing, id }: { readonly filing: Filing; readonly id: string }): ReactNode {
  const { t, locale } = useLocale();
  const { may } = useSession();
  const [demanding, setDemanding] = useState<Demanding | null>(null);
  const open = filing.status !== 'accepted';
  const reviewing = open && may('filing.review');
  return (
    <>
      <div className="page-head">
        <h1>{t('fil.one', { unit: filing.unitName, programme: filing.programmeName, month: monthText(filing.month, locale) })}</h1>
        <span className="tag">{filing.statusText}</span>
        <Link to="/filings/$id/print" params={{ id }} className="screen-only">{t('fil.print')}</Link>
      </div>
      <ExportForm address={(purpose) => addressOf('/filings/:id/export', { id }, { purpose })} />
      <Facts items={[
        [t('fil.due'), <><DateText date={filing.dueOn} /> {filing.light ? <Light light={filing.light.light} text={filing.light.text} /> : null} <SourceChips source={byClause(filing.dueSource)} /></>],
        [t('fil.filedOn'), filing.filedOn ? <><DateText date={filing.filedOn} /> {filing.late ? <span className="bad">■ {t('fil.late')}</span> : null}</> : null],
        [t('fil.opens'), filing.opensOn ? <><DateText date={filing.opensOn} short /></> : null], [t('fil.by'), filing.filedBy],
      ]} />
      <Examination filing={filing} id={id} onDemand={() => setDemanding({ line: null })} />
      {filing.papers ? <Papers filing={filing} id={id} papers={filing.papers} /> : null}
      <Section title={t('fil.report')}><ReportTable report={filing.report} /></Section>
      <Section title={t('fil.differences')}>
        <DataTable caption={t('fil.differences')} rows={filing.differences} rowKey={(d) => d.case + d.text} empty={<p className="good">✓ {t('fil.noDifferences')}</p>} columns={[
          { key: 'line', title: t('fil.demandLine'), width: '7rem', render: (d) => (d.line === null ? '—' : t('fil.lineNo', { n: d.line })) },
          { key: 'case', title: t('fil.caseNumber'), render: (d) => <Link to="/cases/$id" params={{ id: d.case }} className="number">{d.caseNumber}</Link> },
          { key: 'text', title: t('fil.difference'), render: (d) => d.text },
          ...demandColumn<Filing['differences'][number]>(t, reviewing, (d) => setDemanding({ line: d.line, text: d.text })),
        ]} />
      </Section>
      <Comparison filing={filing} id={id} onDemand={reviewing ? (d) => setDemanding({ line: d.line, kind: 'determination', text: t('fil.platformDemand', { who: d.who, text: d.text }) }) : undefined} />
      <Section title={t('fil.incomplete')} aside={filing.incomplete.total > 0 ? <span className="bad">{t('fil.incompleteCount', { n: filing.incomplete.total })}</span> : null}>
        <DataTable caption={t('fil.incomplete')} rows={filing.incomplete.items} rowKey={(d) => d.case} empty={<p className="good">✓ {t('fil.noIncomplete')}</p>} columns={[
          { key: 'line', title: t('fil.demandLine'), width: '7rem', render: (d) => t('fil.lineNo', { n: d.line }) },
          { key: 'case', title: t('fil.caseNumber'), render: (d) => <Link to="/cases/$id" params={{ id: d.case }} className="number">{d.caseNumber}</Link> },
          { key: 'text', title: t('fil.lacks'), render: (d) => d.text },
          ...demandColumn<Filing['incomplete']['items'][number]>(t, reviewing, (d) => setDemanding({ line: d.line, kind: 'other', text: d.text })),
        ]} />
      </Section>
      <Section title={t('fil.tab.demands')}><DemandTable demands={filing.demands} empty={t('fil.noDemands')} /></Section>
      <Roster id={id} total={filing.lines} onDemand={open ? (line) => setDemanding({ line }) : undefined} />
      {demanding !== null ? <RaiseDemand id={id} about={demanding} lines={filing.lines} onClose={() => setDemanding(null)} /> : null}
    </>
  );
}

function Examination({ filing, id, onDemand }: { readonly filing: Filing; readonly id: string; readonly onDemand: () => void }): ReactNode {
  const t = useT();
  const why = useWhoMay()('filing.review');
  const [accepting, setAccepting] = useState(false);
  const open = filing.demands.filter((d) => d.state !== 'closed').length;
  if (filing.examined) return <Section title={t('fil.examination')}><p className="good">✓ {t('fil.examined', { by: filing.examined.by, at: clockTime(filing.examined.at) })} {filing.examined.note}</p></Section>;
  return (
    <Section title={t('fil.examination')}>
      <div className="buttons">
        <ExplainedButton type="primary" why={why ?? (open > 0 ? t('fil.acceptWhy', { n: open }) : undefined)} onClick={() => setAccepting(true)}>{t('fil.accept')}</ExplainedButton>
        <ExplainedButton why={why} onClick={onDemand}>{t('fil.demand')}</ExplainedButton>
      </div>
      {accepting ? (
        <FormDrawer<typeof acceptFiling, { note: string }> title={t('fil.accept')} says={t('fil.acceptSays')} submit={t('fil.accept')} contract={acceptFiling} draft={`accept:${id}`} params={{ id }}
          fields={(form) => <TextField label={t('fil.note')} bind={form.bind('note')} rows={3} maxLength={500} optional first />} onClose={() => setAccepting(false)} onDone={() => setAccepting(false)} />
      ) : null}
    </Section>
  );
}

function Roster({ id, total, onDemand }: { readonly id: string; readonly total: number; readonly onDemand: ((line: number) => void) | undefined }): ReactNode {
  const t = useT();
  const { may } = useSession();
  const [mark, setMark] = useState<Mark | undefined>(undefined);
  const [cursors, setCursors] = useState<string[]>([]);
  const query = useCall(listFilingLines, { params: { id }, query: { mark, cursor: cursors.at(-1) } }, { keep: true });
  const columns = rosterColumns(t);
  const demand = may('filing.review') && onDemand ? [{ key: 'do', title: t('fil.demand'), width: '7rem', render: (l: RosterLine) => <button type="button" className="link" onClick={() => onDemand(l.number)}>{t('fil.demand')}</button> }] : [];
  return (
    <Section title={t('fil.roster')} aside={
      <div className="filters">
        <span>{t('fil.rosterCount', { n: total })}</span>
        <select className="input" aria-label={t('fil.mark')} value={mark ?? ''} onChange={(e) => { setCursors([]); setMark(MARKS.find((m) => m === e.target.value)); }}>
          <option value="">{t('fil.allMarks')}</option>
          {MARKS.map((m) => <option key={m} value={m}>{t(`fil.mark.${m}`)}</option>)}
        </select>
      </div>
    }>
      <View query={query}>
        {(page) => (
          <>
            <DataTable caption={t('fil.roster')} columns={[...columns, ...demand]} rows={page.items} rowKey={(l) => String(l.number)} empty={<p>{t(mark ? 'fil.filter' : 'fil.noLines')}</p>} />
            <Pager cursors={cursors} next={page.next} onGo={setCursors} />
          </>
        )}
      </View>
    </Section>
  );
}
