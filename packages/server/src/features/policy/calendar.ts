import { sql } from 'kysely';
import { formatDateZh, WorkCalendar, type CalendarData } from '@doudi/core/calendar/calendar';
import { plusDays } from '@doudi/core/calendar/date';
import { addUnit, scopeOf } from '@doudi/core/case/procedure';
import type { CaseState } from '@doudi/core/case/state';
import { refuse, type Refusal } from '@doudi/core/refusal/refusal';
import type { Tx } from '../../platform/database.ts';
import type { Who } from '../../platform/http/endpoint.ts';
import type { Services } from '../../services.ts';
import { contextOf } from '../cases/context.ts';
import { enqueueReproject, findCasesOfYear, reproject, withWholeCounty } from '../cases/reproject.ts';
import { loadLaw, type Law } from '../law/law.ts';

type Year = CalendarData['years'][string];

/** So many cases are recomputed within the import itself; beyond, the job does it. */
const AT_ONCE = 2000;

interface ImportedYear {
  readonly year: number;
  readonly body: Year;
  readonly imported_at: string;
}

export const findImportedYears = async (tx: Tx): Promise<ImportedYear[]> => (await sql<ImportedYear>`select year, body, imported_at from calendar_year order by year`.execute(tx)).rows;

/** Every year that is published, day by day, and how many working days it has. */
export function yearsView(services: Services, law: Law, imported: readonly ImportedYear[]) {
  const years: Record<string, Year> = { ...services.calendarData.years, ...Object.fromEntries(imported.map((y) => [String(y.year), y.body])) };
  const day = (date: string): { date: string; text: string } => ({ date, text: formatDateZh(date) });
  return Object.entries(years).sort(([a], [b]) => (a < b ? -1 : 1)).map(([year, y]) => {
    const mine = imported.find((i) => String(i.year) === year);
    return {
      year: Number(year), off: y.weekday_off.map(day), work: y.weekend_work.map(day), workingDays: law.calendar.workingDaysBetween(plusDays(`${year}-01-01`, -1), `${year}-12-31`).days,
      origin: mine ? ('imported' as const) : ('shipped' as const), importedAt: mine?.imported_at ?? null,
    };
  });
}

/** A year's arrangement as published, or why it cannot be one. */
export function checkYear(services: Services, year: number, body: Year): Refusal | undefined {
  if (services.calendarData.years[String(year)]) return refuse('conflict.duplicate', `${year} 年的安排已随程序提供`, { allowed: ['导入程序未提供的年份'] });
  if (body.weekday_off.length === 0) return refuse('input.invalid', `${year} 年一个放假日都没有，不像已公布的安排`, { fields: [{ path: 'body.weekday_off', message: '不能为空' }] });
  try {
    new WorkCalendar({ years: { [String(year)]: body } });
  } catch (e) {
    if (!(e instanceof RangeError)) throw e;
    return refuse('input.invalid', e.message, { fields: [{ path: body.weekend_work.some((d) => e.message.startsWith(d)) ? 'body.weekend_work' : 'body.weekday_off', message: e.message }] });
  }
  return undefined;
}

interface Notice {
  readonly number: string;
  readonly until: string;
  readonly computed: string;
  readonly same: boolean;
}

/** Running notices that were posted with a provisional end. Their posted date is public and stays; the log is not touched. */
async function findPromised(tx: Tx, law: Law): Promise<Notice[]> {
  const { rows } = await sql<{ number: string; state: CaseState }>`select f.number, f.state from case_file f where f.county_id = ${law.county} and f.id in (select case_id from work_item where county_id = ${law.county} and step in ('notice', 'countyNotice')) order by f.number`.execute(tx);
  return rows.flatMap(({ number, state }) => {
    const n = state.notices.at(-1);
    const value = n && law.policy.find<number>(n.level === 'county' ? 'county-notice.days' : 'notice.days', scopeOf(state));
    if (!n || n.closedOn || !n.provisional || !value) return [];
    const computed = addUnit(contextOf(law, state, { related: [], relativeFiled: false }), n.on, value).date;
    return [{ number, until: n.until, computed, same: computed === n.until }];
  });
}

/**
 * Stores a year's holidays and recomputes what was provisional in every county of the installation. The administrator
 * learns counts; case numbers only of notices in the own county, because somebody must look at those boards.
 */
export async function importYear(tx: Tx, services: Services, who: Who, year: number, body: Year) {
  const correction = (await findImportedYears(tx)).some((y) => y.year === year);
  await sql`insert into calendar_year (year, body, imported_by, imported_at) values (${year}, ${JSON.stringify(body)}::jsonb, ${who.account}, now())
    on conflict on constraint calendar_year_pk do update set body = excluded.body, imported_by = excluded.imported_by, imported_at = excluded.imported_at`.execute(tx);
  const counties: { county: string; recomputed: number; changed: number }[] = [];
  let left = AT_ONCE;
  let queued = 0;
  let notices: Notice[] = [];
  for (const { id, key, layer } of services.counties.values())
    await withWholeCounty(tx, id, async () => {
      const ids = await findCasesOfYear(tx, id, year, correction);
      const now = ids.slice(0, left);
      left -= now.length;
      const done = await reproject(tx, services, id, now);
      if (ids.length > now.length) {
        queued += ids.length - now.length;
        await enqueueReproject(tx, { county: id, year, correction });
      }
      if (id === who.county) notices = await findPromised(tx, await loadLaw(tx, services, id));
      counties.push({ county: layer.jurisdiction?.name ?? key, recomputed: done.cases, changed: done.changed });
    });
  const sum = (pick: 'recomputed' | 'changed'): number => counties.reduce((n, c) => n + c[pick], 0);
  return {
    year, recomputed: sum('recomputed'), queued, changed: sum('changed'), counties, notices,
    noticeText: notices.length === 0 ? '没有以暂定日期张贴的公示。' : `${notices.length} 份公示已按暂定日期张贴，张贴的期满日是对公众的承诺，不作改动。`,
  };
}
