import { bureauDuties, type DutyView } from '@doudi/core/api/bureau';
import { getRouteApi, Link } from '@tanstack/react-router';
import { Button } from 'antd';
import type { ReactNode } from 'react';
import { useCall } from '../../api/hooks.ts';
import { isUnder, NAV } from '../../app/nav.ts';
import { useLocale, useT } from '../../i18n/index.tsx';
import { shortDate } from '../../lib/dates.ts';
import { AssumptionChip } from '../../ui/Chips.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { DateText } from '../../ui/Text.tsx';
import { Section, View } from '../../ui/View.tsx';
import '../../styles/office.css';
import '../../styles/bureau.css';

const route = getRouteApi('/bureau/duties');
const STATES = ['late', 'due', 'unassigned'] as const;
type State = (typeof STATES)[number];
/** Units named before the rest are only counted. */
const NAMED = 6;

const is = (d: DutyView, state: State): boolean => d.at !== null && (state === 'unassigned' ? d.owner === null : d.standing === state);

/** 方案的监督条款: each with who answers for it, where it is done, what was done in the period, and what is due. */
export function DutiesPage(): ReactNode {
  const t = useT();
  const { state } = route.useSearch();
  const query = useCall(bureauDuties, {}, { keep: true });
  return (
    <div className="page bureau">
      <p className="screen-only"><Link to="/bureau">← {t('bureau.title')}</Link></p>
      <div className="page-head"><h1>{t('bureau.duties')}</h1><span className="screen-only row-line"><Link to="/bureau/goals">{t('goals.title')}</Link><Button onClick={() => print()}>{t('bureau.print')}</Button></span></div>
      <p className="says">{t('bureau.dutiesSays')}</p>
      <View query={query}>
        {({ items, period }) => {
          const shown = state ? items.filter((d) => is(d, state)) : items;
          return (
            <>
              <p>{t('bureau.dutiesCount', { all: items.length, at: items.filter((d) => d.at !== null).length })}<DateText date={period.from} short /> — <DateText date={period.to} short /></p>
              <p className="row-line screen-only">
                <Only on={state === undefined} label={`${t('bureau.only.all')} ${items.length}`} />
                {STATES.map((s) => <Only key={s} state={s} on={state === s} label={`${t(`bureau.only.${s}`)} ${items.filter((d) => is(d, s)).length}`} />)}
              </p>
              {shown.length === 0 ? <p className="empty">{t('bureau.noneSuch')}</p> : null}
              {[...Map.groupBy(shown, (d) => d.module)].map(([module, of]) => (
                <Section key={module} title={module}>
                  <DataTable caption={module} rows={of} rowKey={(d) => d.id} empty={null} columns={[
                    { key: 'clause', title: t('bureau.clause'), width: '12%', render: (d) => <span title={d.id}>{d.clause}</span> },
                    { key: 'phrase', title: t('bureau.phrase'), width: '24%', render: (d) => (d.at === null ? d.phrase : <Link to="/bureau/duties/$id" params={{ id: d.id }}>{d.phrase}</Link>) },
                    { key: 'owner', title: t('bureau.owner'), width: '12%', render: (d) => (d.at === null ? null : d.owner ? <>{d.owner.body}<br /><span className="muted">{d.owner.person}</span></> : <span className="muted">{t('bureau.noOwner')}</span>) },
                    { key: 'at', title: t('bureau.where'), width: '12%', render: (d) => (d.at === null ? <span className="muted">{d.says}</span> : <Where at={d.at} />) },
                    { key: 'done', title: t('bureau.doneHere'), render: (d) => <Done d={d} /> },
                    { key: 'due', title: t('bureau.interval'), width: '15%', render: (d) => <Due d={d} /> },
                  ]} />
                </Section>
              ))}
            </>
          );
        }}
      </View>
    </div>
  );
}

const Only = ({ state, on, label }: { readonly state?: State; readonly on: boolean; readonly label: string }): ReactNode => (on ? <b>{label}</b> : <Link to="/bureau/duties" search={state ? { state } : {}}>{label}</Link>);

/** The page of the menu on which a clause is done. */
export function Where({ at }: { readonly at: string }): ReactNode {
  const t = useT();
  const own = at === '/registers/certificates' ? 'reg.tab.certificates' : at === '/registers/problems' ? 'reg.tab.problems' : at === '/bureau/goals' ? 'goals.title' : at === '/bureau/duties' ? 'bureau.duties' : NAV.find((n) => isUnder(at, n.to))?.label;
  return <a href={at}>{own ? t(own) : at}</a>;
}

/** What was done under a clause in the period, by where it is recorded; which units it did not reach. */
export function Done({ d }: { readonly d: DutyView }): ReactNode {
  const t = useT();
  return (
    <>
      {d.done.map((x) => <div key={x.label}><a href={x.href}>{x.label}</a> {t('bureau.times', { n: x.count })} <span className="muted">{x.last ? <>{t('bureau.last')} <DateText date={x.last} short /></> : t('bureau.never')}</span></div>)}
      {d.goals.length > 0 ? <div><Link to="/bureau/goals" hash={d.goals[0] ?? ''}>{t('bureau.measured')}</Link></div> : null}
      {d.reached === null ? null : d.left.length === 0 ? <div className="good">{t('bureau.reachAll', { n: d.reached })}</div>
        : <div className="muted">{t('bureau.reach', { n: d.reached, left: d.left.length })}{d.left.slice(0, NAMED).map((u, i) => <span key={u.unit}>{i > 0 ? '、' : ''}<Link to="/oversight/$unit" params={{ unit: u.unit }}>{u.unitName}</Link></span>)}{d.left.length > NAMED ? ` ${t('bureau.andMore', { n: d.left.length })}` : ''}</div>}
    </>
  );
}

/** How often, by whose word, and where that stands. */
export function Due({ d }: { readonly d: DutyView }): ReactNode {
  const { t, locale } = useLocale();
  if (d.at === null) return null;
  if (!d.interval) return <span className="muted">{t('bureau.noInterval')}</span>;
  const { months } = d.interval;
  return (
    <>
      {months === 1 ? t('bureau.everyMonth') : months === 12 ? t('bureau.everyYear') : t('bureau.everyMonths', { n: months })} {d.interval.source?.assumption ? <AssumptionChip reason={d.interval.source.assumption} /> : null}<br />
      {d.standing ? <span className={d.standing === 'late' ? 'bad' : d.standing === 'done' ? 'good' : undefined}>{t(`bureau.standing.${d.standing}`)}</span> : null} {d.due && d.standing !== 'done' ? <span className="muted">{t('bureau.dueBy', { date: shortDate(d.due, locale) })}</span> : null}
    </>
  );
}
