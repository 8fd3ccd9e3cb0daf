import type { Task } from 'graphile-worker';
import type { MatterActor } from '@doudi/core/matter/model';
import type { TableValue } from '@doudi/core/policy/tables';
import type { Source } from '@doudi/core/policy/model';
import { isRefusal } from '@doudi/core/refusal/refusal';
import { EVERY_LABELS, periodOf } from '@doudi/core/task/series';
import type { Tx } from '../../platform/database.ts';
import type { Services } from '../../services.ts';
import { cite } from '../cases/words.ts';
import { loadLaw, type Law } from '../law/law.ts';
import { findOffices } from '../law/units.ts';
import { SYSTEM_ACTOR } from '../matters/run.ts';
import { giveTask } from './hooks.ts';
import { findSeriesUnits } from './queries.ts';

type Series = TableValue<'task.series'>['series'][number];
interface Running {
  readonly series: Series;
  readonly basis: Source;
  readonly period: string;
  readonly due: string;
}

/** Series in force with their present period. */
function seriesOf(law: Law): Running[] {
  const found = law.policy.find<TableValue<'task.series'>>('task.series', { on: law.today });
  return (found?.value.series ?? []).map((series) => ({
    series, ...periodOf(series.every, series.dueDay, law.today),
    basis: { instrument: series.clause === undefined ? undefined : found?.source.instrument, clause: series.clause, quote: series.quote, assumption: series.assumption, req: series.req },
  }));
}

/** Gives every unit its task of each series' present period, once, as long as the day has not passed [XX-58]. @returns how many. */
export async function issueDue(tx: Tx, services: Services, law: Law, actor: MatterActor): Promise<number> {
  let issued = 0;
  for (const { series: s, basis, period, due } of seriesOf(law)) {
    if (law.today > due) continue;
    const have = await findSeriesUnits(tx, law.county, s.id, period);
    for (const unit of (await findOffices(tx, law.today)).filter((u) => !have.has(u.key))) {
      const given = await giveTask(tx, services, law.county, actor, { title: `${s.title} ${period}`, kind: s.kind, text: s.text, parts: s.parts, unit: unit.key, due, basis, series: { id: s.id, period } });
      if (isRefusal(given)) throw new Error(`${s.id} ${unit.key}: ${given.rule}`);
      issued += 1;
    }
  }
  return issued;
}

/** Series as the list of tasks shows them. */
export async function seriesView(tx: Tx, law: Law): Promise<{ id: string; title: string; everyText: string; period: string; due: string; issued: boolean; source: ReturnType<typeof cite> }[]> {
  const out = [];
  for (const { series: s, basis, period, due } of seriesOf(law)) out.push({ id: s.id, title: s.title, everyText: EVERY_LABELS[s.every], period, due, issued: (await findSeriesUnits(tx, law.county, s.id, period)).size > 0, source: cite(law.policy, basis) });
  return out;
}

/** Nightly, an hour past midnight in China. */
export const SERIES_CRON = { task: 'taskSeries', match: '5 17 * * *', options: { jobKey: 'taskSeries' } };
export const taskSeriesTask = (services: Services): Task => async () => {
  for (const county of services.counties.keys())
    await services.installation.db.transaction({ county, area: null, user: 'system' }, async (tx) => await issueDue(tx, services, await loadLaw(tx, services, county), SYSTEM_ACTOR));
};
