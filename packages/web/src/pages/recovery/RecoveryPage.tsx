import { listRecoveries, recoveryReport, type RecoveryRow } from '@doudi/core/api/recovery';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { useCall } from '../../api/hooks.ts';
import { useSession } from '../../app/session.tsx';
import { useT } from '../../i18n/index.tsx';
import { DataTable, Pager, type Column } from '../../ui/DataTable.tsx';
import { Tabs } from '../../ui/Tabs.tsx';
import { DateText, Money } from '../../ui/Text.tsx';
import { UnitFilter } from '../../ui/UnitFilter.tsx';
import { Section, View } from '../../ui/View.tsx';
import '../../styles/office.css';

const route = getRouteApi('/recovery');
const STATES = ['open', 'waiting', 'late', 'closed'] as const;

/** 追回: everything owed back, the late first, with the sums; and the month's figures. */
export function RecoveryPage(): ReactNode {
  const t = useT();
  const navigate = useNavigate();
  const { state = 'open', unit } = route.useSearch();
  const here = `${state}|${unit ?? ''}`;
  const [walked, setWalked] = useState<{ here: string; cursors: string[] }>({ here, cursors: [] });
  const cursors = walked.here === here ? walked.cursors : [];
  const go = (s: (typeof STATES)[number], u: string | undefined): void => void navigate({ to: '/recovery', search: { ...(s === 'open' ? {} : { state: s }), ...(u === undefined ? {} : { unit: u }) }, replace: true });
  const query = useCall(listRecoveries, { query: { state, unit, cursor: cursors.at(-1) } }, { keep: true });
  const columns: Column<RecoveryRow>[] = [
    { key: 'case', title: t('recovery.case'), render: (r) => <><Link to="/recovery/$id" params={{ id: r.case }}>{r.applicant}</Link> <small className="muted">{r.caseNumber}，{r.programmeName}</small></> },
    { key: 'unit', title: t('recovery.unit'), render: (r) => r.unit, width: '7rem' },
    { key: 'ground', title: t('recovery.ground'), render: (r) => r.groundText },
    { key: 'state', title: t('recovery.state'), render: (r) => <>{r.daysLate > 0 ? <b className="bad">▲ {t('recovery.lateDays', { n: r.daysLate })}</b> : r.statusText}{' '}{r.pendingFen > 0 ? <span className="tag">{t('recovery.pending')}</span> : null}{r.escalated ? <span className="tag">{t('recovery.escalations')}</span> : null}</>, width: '9rem' },
    { key: 'next', title: t('recovery.next'), render: (r) => (r.nextDue && r.nextFen !== null ? <><DateText date={r.nextDue} short /> <Money fen={r.nextFen} bare /></> : <span className="muted">—</span>) },
    { key: 'due', title: t('recovery.due'), align: 'right', render: (r) => <Money fen={r.dueFen} bare /> },
    { key: 'back', title: t('recovery.recovered'), align: 'right', render: (r) => <Money fen={r.recoveredFen} bare /> },
    { key: 'waived', title: t('recovery.waived'), align: 'right', render: (r) => <Money fen={r.waivedFen} bare /> },
    { key: 'left', title: t('recovery.outstanding'), align: 'right', render: (r) => <b><Money fen={r.outstandingFen} bare /></b> },
  ];
  return (
    <div className="page">
      <h1>{t('nav.recovery')}</h1>
      <p className="says">{t('recovery.says')}</p>
      <View query={query}>
        {(page) => (
          <>
            <p className="sum-line">
              {t('recovery.due')} <b><Money fen={page.totals.dueFen} /></b> ＝ {t('recovery.recovered')} <Money fen={page.totals.recoveredFen} /> ＋ {t('recovery.waived')} <Money fen={page.totals.waivedFen} /> ＋ {t('recovery.outstanding')} <b><Money fen={page.totals.outstandingFen} /></b>
              {page.totals.lateFen > 0 ? <b className="bad">（{t('recovery.sumLate')} <Money fen={page.totals.lateFen} />）</b> : null}
            </p>
            <Tabs label={t('recovery.state')} value={state} onChange={(s) => go(s, unit)}
              items={STATES.map((key) => ({ key, label: t(`recovery.${key}`), count: key === 'waiting' ? page.totals.waiting : key === 'late' ? page.totals.lateCount : undefined }))} />
            <div className="filters"><UnitFilter unit={unit} onChange={(u) => go(state, u)} /></div>
            <DataTable caption={t('nav.recovery')} rows={page.items} rowKey={(r) => r.id} columns={columns} empty={<p>{t('recovery.none')}</p>} />
            <Pager cursors={cursors} next={page.next} onGo={(c) => setWalked({ here, cursors: c })} />
          </>
        )}
      </View>
      <Month />
    </div>
  );
}

/** The month's report: what stood at its start, came, went, and stands at its end, by unit. */
function Month(): ReactNode {
  const t = useT();
  const { session } = useSession();
  const [month, setMonth] = useState(session.today.slice(0, 7));
  const query = useCall(recoveryReport, { query: { month } }, { keep: true });
  const sum = (key: string, title: string) => ({ key, title, align: 'right' as const, render: (u: Readonly<Record<string, unknown>>) => <Money fen={Number(u[key])} bare /> });
  return (
    <Section title={t('recovery.report')} aside={<label>{t('recovery.month')} <input className="input input-month" type="month" value={month} onChange={(e) => { if (e.target.value) setMonth(e.target.value); }} /></label>}>
      <View query={query}>
        {(r) => (
          <DataTable caption={t('recovery.report')} rows={[...r.units, ...(r.units.length > 1 ? [{ unit: t('recovery.all'), ...r.total }] : [])]} rowKey={(u) => u.unit} empty={<p>{t('recovery.none')}</p>} columns={[
            { key: 'unit', title: t('recovery.unit'), render: (u) => u.unit }, sum('openingFen', t('recovery.opening')), sum('establishedFen', t('recovery.establishedFen')), sum('fraudFen', t('recovery.fraudFen')), sum('recoveredFen', t('recovery.recovered')),
            sum('waivedFen', t('recovery.waived')), sum('correctedFen', t('recovery.corrected')), sum('closingFen', t('recovery.closing')),
          ]} />
        )}
      </View>
    </Section>
  );
}
