import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { listBoxes, openBox, putUpBox, takeDownBox } from '@doudi/core/api/complaints';
import { addMonths } from '@doudi/core/case/months';
import { refuse } from '@doudi/core/refusal/refusal';
import type { Tx } from '../../platform/database.ts';
import { endpoint, type Endpoint } from '../../platform/http/endpoint.ts';
import type { Services } from '../../services.ts';
import { loadLaw } from '../law/law.ts';
import { findUnits } from '../law/units.ts';

interface BoxRow {
  readonly id: string;
  readonly village: string;
  readonly village_name: string;
  readonly unit_name: string;
  readonly place: string;
  readonly keeper: string;
  readonly since: string;
  readonly ended_on: string | null;
  /** Months opened, each with its day, letters and who; the latest first. */
  readonly openings: { readonly month: string; readonly on: string; readonly count: number; readonly by: string }[];
}

/** A box shows the openings of a year, and which months of it lack one. */
const MONTHS = 12;

/** Boxes of the caller's area with their openings. */
export async function findBoxes(tx: Tx, county: number): Promise<BoxRow[]> {
  return (await sql<BoxRow>`select b.id, v.key as village, v.name as village_name, u.name as unit_name, b.place, b.keeper, b.since, b.ended_on, coalesce(o.openings, '[]') as openings
    from complaint_box b join unit v on v.county_id = b.county_id and v.id = b.area_id join unit u on u.county_id = b.county_id and u.id = b.unit_id
    left join (select box_id, jsonb_agg(jsonb_build_object('month', month, 'on', on_date, 'count', letters, 'by', opened_by) order by month desc) as openings from complaint_box_opening where county_id = ${county} group by box_id) o on o.box_id = b.id
    where b.county_id = ${county} order by u.id, v.id, b.id`.execute(tx)).rows;
}

/** How many letters of each box and month (`box|month`) were registered as complaints, from a month on: one pass, whatever the number of boxes. */
async function countRegistered(tx: Tx, county: number, from: string): Promise<ReadonlyMap<string, number>> {
  const { rows } = await sql<{ key: string; n: number }>`select (m.state ->> 'box') || '|' || left(m.received_on, 7) as key, count(*)::int as n from matter m
    where m.county_id = ${county} and m.topic = 'complaint' and m.received_on >= ${`${from}-01`} and m.state ? 'box' group by 1`.execute(tx);
  return new Map(rows.map((r) => [r.key, r.n]));
}

/** Whole months since a box hangs in which nobody opened it. */
export function missingMonths(b: Pick<BoxRow, 'since' | 'ended_on' | 'openings'>, today: string): string[] {
  const opened = new Set(b.openings.map((o) => o.month));
  const last = addMonths((b.ended_on ?? today).slice(0, 7), -1);
  const out: string[] = [];
  for (let m = last, n = 0; n < MONTHS && m >= b.since.slice(0, 7); m = addMonths(m, -1), n++) if (!opened.has(m)) out.push(m);
  return out;
}

export function boxEndpoints(services: Services): Endpoint[] {
  const NONE = refuse('notfound', '没有这个信息箱，或者不在您的辖区');
  return [
    endpoint(listBoxes, async (tx, _input, who) => {
      const law = await loadLaw(tx, services, who.county);
      const boxes = await findBoxes(tx, who.county);
      const shown = new Map(boxes.map((b) => [b.id, b.openings.slice(0, MONTHS)]));
      const registered = await countRegistered(tx, who.county, [...shown.values()].flatMap((o) => o.at(-1)?.month ?? []).sort()[0] ?? law.today.slice(0, 7));
      const units = await findUnits(tx);
      // Only where the plan asks for one in each village is a village without one a gap.
      const every = law.policy.find<boolean>('complaint.boxes', { on: law.today })?.value === true;
      const villages = units.filter((u) => (u.kind === 'village' || u.kind === 'community') && (u.valid_from ?? '0000') <= law.today && law.today <= (u.valid_to ?? '9999') && (who.area === null || who.area.includes(u.id)));
      return {
        items: boxes.map((b) => ({ id: b.id, village: b.village, villageName: b.village_name, unitName: b.unit_name, place: b.place, keeper: b.keeper, since: b.since, endedOn: b.ended_on, openings: (shown.get(b.id) ?? []).map((o) => ({ ...o, registered: registered.get(`${b.id}|${o.month}`) ?? 0 })), missing: missingMonths(b, law.today) })),
        without: every ? villages.filter((v) => !boxes.some((b) => b.village === v.key && b.ended_on === null)).map((v) => ({ key: v.key, name: v.name, unitName: units.find((u) => u.id === v.parent_id)?.name ?? '' })) : [],
        month: law.today.slice(0, 7),
      };
    }),
    endpoint(putUpBox, async (tx, { body }, who) => {
      const law = await loadLaw(tx, services, who.county);
      const village = (await findUnits(tx)).find((u) => u.key === body.village && (u.kind === 'village' || u.kind === 'community'));
      if (!village || village.parent_id === null || (who.area !== null && !who.area.includes(village.id))) return refuse('notfound', '没有这个村（居），或者不在您的辖区');
      if (body.since > law.today) return refuse('date.order', '设立日期晚于今天');
      const id = randomUUID();
      await sql`insert into complaint_box (county_id, id, area_id, unit_id, place, keeper, since) values (${who.county}, ${id}, ${village.id}, ${village.parent_id}, ${body.place}, ${body.keeper}, ${body.since})`.execute(tx);
      return { id };
    }),
    endpoint(takeDownBox, async (tx, { params, body }, who) => {
      const law = await loadLaw(tx, services, who.county);
      const box = (await findBoxes(tx, who.county)).find((b) => b.id === params.id);
      if (!box) return NONE;
      if (box.ended_on !== null) return refuse('step.done', '已经撤下');
      if (body.on > law.today || body.on < box.since) return refuse('date.order', '日期应在设立之后、今天之前');
      await sql`update complaint_box set ended_on = ${body.on} where county_id = ${who.county} and id = ${params.id}`.execute(tx);
      return { id: params.id };
    }),
    endpoint(openBox, async (tx, { params, body }, who) => {
      const law = await loadLaw(tx, services, who.county);
      const box = (await findBoxes(tx, who.county)).find((b) => b.id === params.id);
      if (!box) return NONE;
      if (body.on > law.today || body.on < box.since) return refuse('date.order', '开箱日期应在设立之后、今天之前');
      const month = body.on.slice(0, 7);
      if (box.openings.some((o) => o.month === month)) return refuse('conflict.duplicate', `${month} 已经登记开箱`, { allowed: ['信件逐件登记为信访投诉'] });
      const id = randomUUID();
      await sql`insert into complaint_box_opening (county_id, id, box_id, month, on_date, letters, opened_by, account_id, at) values (${who.county}, ${id}, ${params.id}, ${month}, ${body.on}, ${body.count}, ${body.by}, ${who.account}, ${law.now})`.execute(tx);
      return { id };
    }),
  ];
}
