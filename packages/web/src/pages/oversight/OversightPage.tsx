import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { listOversight, type OversightUnit } from '@doudi/core/api/oversight';
import { COUNTY_WIDE } from '@doudi/core/rights/permissions';
import { useState, type ReactNode } from 'react';
import { useCall } from '../../api/hooks.ts';
import { useSession } from '../../app/session.tsx';
import { useT } from '../../i18n/index.tsx';
import { SourceChips } from '../../ui/Chips.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { DateText } from '../../ui/Text.tsx';
import { View } from '../../ui/View.tsx';
import { RecordButton, RecordForm } from './forms.tsx';
import '../../styles/office.css';
import '../../styles/oversight.css';

const route = getRouteApi('/oversight');
/** Units that a figure of the bureau counts. */
const COUNTED = { notYet: (u: OversightUnit) => !u.covered, short: (u: OversightUnit) => u.short > 0, posts: (u: OversightUnit) => u.postsOpen.length > 0, conditions: (u: OversightUnit) => u.conditions.missing > 0 } as const;

/** Units not yet supervised first, then by the oldest supervision: where the county has to go. */
const toVisit = (units: readonly OversightUnit[]): OversightUnit[] => units.toSorted((a, b) => Number(a.covered) - Number(b.covered) || (a.last?.on ?? '').localeCompare(b.last?.on ?? '') || a.unitName.localeCompare(b.unitName, 'zh'));

/** 单位督导: every unit to which the county handed down, in one table. */
export function OversightPage(): ReactNode {
  const t = useT();
  const { may, session } = useSession();
  const navigate = useNavigate();
  const { show } = route.useSearch();
  const query = useCall(listOversight, {}, { keep: true });
  const [recording, setRecording] = useState(false);
  const open = (unit: string): void => void navigate({ to: '/oversight/$unit', params: { unit } });
  return (
    <div className="page">
      <h1>{t('nav.oversight')}</h1>
      <p className="says">{t(may('rectify.conduct') || may('bureau.read') || may('audit.read') ? 'ov.says' : 'ov.own')}</p>
      <View query={query}>
        {(page) => {
          const left = page.units.filter((u) => !u.covered).length;
          // A unit reads of itself alone.
          const own = page.units.length === 1 && !COUNTY_WIDE.includes(session.post);
          return (
            <>
              <p className="row-line">
                <span>{t('ov.period')} <DateText date={page.period.from} short /> — <DateText date={page.period.to} short />{t('ov.everyMonths', { n: page.period.months })} <SourceChips source={page.period.source} /></span>
                {page.units.length === 0 ? null : own ? <span>{t(left === 0 ? 'ov.ownCovered' : 'ov.ownNotYet')}</span> : left === 0 ? <b className="good">{t('ov.allCovered', { of: page.units.length })}</b> : <b className="bad">▲ {t('ov.notYetSum', { n: left, of: page.units.length })}</b>}
                {may('oversight.record') ? <RecordButton onClick={() => setRecording(true)} /> : null}
              </p>
              {show === undefined ? null : <p className="row-line">{t(`ov.show.${show}`)} <Link to="/oversight">{t('ov.showAll')}</Link></p>}
              <DataTable caption={t('nav.oversight')} rows={toVisit(show === undefined ? page.units : page.units.filter(COUNTED[show]))} rowKey={(u) => u.unit} place="oversight" onOpen={(u) => open(u.unit)} empty={<p>{t('ov.none')}</p>} columns={[
                { key: 'unit', title: t('ov.unit'), render: (u) => <Link to="/oversight/$unit" params={{ unit: u.unit }}>{u.unitName}</Link> },
                { key: 'last', title: t('ov.last'), render: (u) => <Last u={u} /> },
                { key: 'staff', title: t('ov.staff'), render: (u) => <><span className="nobreak">{t('ov.people', { n: u.staff })} {u.short > 0 ? <b className="bad">{t('ov.short', { n: u.short })}</b> : null}</span><br />{u.postsOpen.length > 0 ? <><b className="bad">{t('ov.postsOpen', { posts: u.postsOpen.join('、') })}</b><br /></> : null}<span className="muted">{t('ov.trainedOf', { n: u.trained, of: u.trainees })}</span></> },
                { key: 'load', title: t('ov.load'), align: 'right', render: (u) => <span title={t('ov.loadSays', { households: u.households, persons: u.persons })}>{u.perStaff === null ? '—' : t('ov.loadOf', { n: u.perStaff })}</span> },
                { key: 'conditions', title: t('ov.conditions'), render: (u) => <>{u.conditions.held + u.conditions.missing + u.conditions.stated === 0 ? <span className="muted">{t('ov.notStated')}</span> : t('ov.conditionsOf', u.conditions)} {u.conditions.missing > 0 ? <b className="bad">{t('ov.missing', { n: u.conditions.missing })}</b> : null}{u.conditions.stated > 0 ? <span className="muted"> {t('ov.stated', { n: u.conditions.stated })}</span> : null}</> },
                { key: 'entrusted', title: t('ov.entrusted'), render: (u) => { const n = u.entrusted.filter((e) => e.inForce).length; return n === 0 ? <span className="muted">{t('ov.noEntrusted')}</span> : t('ov.entrustedOf', { n }); } },
                { key: 'filings', title: t('ov.filings'), render: (u) => <Filings u={u} /> },
                { key: 'matters', title: t('ov.matters'), render: (u) => <Open u={u} /> },
              ]} />
              {page.minimum ? <p className="muted">{t('ov.staff')} {t('ov.staffMin', { n: page.minimum.value })} <SourceChips source={page.minimum.source} /></p> : <p className="muted">{t('ov.staff')} {t('ov.noMin')}</p>}
              {page.load ? <p className="muted">{t('ov.staff')} {t('ov.loadMost', { n: page.load.value })} <SourceChips source={page.load.source} /></p> : null}
              <p className="muted">{t('ov.conditions')} <SourceChips source={page.basis} /></p>
              {recording ? <RecordForm onClose={() => setRecording(false)} onDone={(id) => { setRecording(false); void navigate({ to: '/oversight/acts/$id', params: { id } }); }} /> : null}
            </>
          );
        }}
      </View>
    </div>
  );
}

/** By what a unit was last supervised, and whether that lies in this period. */
export function Last({ u }: { readonly u: OversightUnit }): ReactNode {
  const t = useT();
  return (
    <>
      {u.covered ? <span className="good">{t('ov.covered')}</span> : <b className="bad">{t('ov.notYet')}</b>}<br />
      <span className="muted">{u.last ? <><DateText date={u.last.on} short /> {t(`ov.topic.${u.last.topic}`)} {u.last.number}</> : t('ov.never')}{u.drawn === null || u.drawn === 0 ? null : t('ov.drawn', { n: u.drawn })}</span>
    </>
  );
}

function Filings({ u }: { readonly u: OversightUnit }): ReactNode {
  const t = useT();
  const sum = (f: 'expected' | 'reviewed' | 'late'): number => u.filings.reduce((n, m) => n + m[f], 0);
  if (sum('expected') === 0) return <span className="muted">{t('ov.noFilings')}</span>;
  return <>{t('ov.filingsOf', { reviewed: sum('reviewed'), expected: sum('expected') })} {sum('late') > 0 ? <b className="bad">{t('ov.filingsLate', { n: sum('late') })}</b> : null}</>;
}

function Open({ u }: { readonly u: OversightUnit }): ReactNode {
  const t = useT();
  const open = u.matters.filter((m) => m.open > 0);
  const late = u.matters.reduce((n, m) => n + m.late, 0);
  return <>{open.length === 0 ? '—' : open.map((m) => `${t(`ov.topic.${m.topic}`)} ${m.open}`).join('、')} {late > 0 ? <b className="bad">{t('ov.late', { n: late })}</b> : null}</>;
}
