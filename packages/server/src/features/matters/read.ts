import { sql } from 'kysely';
import type { MatterTopicId } from '@doudi/core/matter/model';
import type { Tx } from '../../platform/database.ts';

/** A matter as lists show it. */
export interface MatterRow {
  readonly id: string;
  readonly topic: MatterTopicId;
  readonly number: string;
  readonly title: string;
  readonly status: string;
  readonly status_text: string;
  /** Key and name of the unit that it is about. */
  readonly unit: string | null;
  readonly unit_name: string | null;
  readonly waits: 'unit' | 'county' | null;
  readonly next: string | null;
  readonly due_on: string | null;
  readonly opened_on: string;
  readonly closed_on: string | null;
  readonly about_case: string | null;
  readonly origin_id: string | null;
  readonly seq: number;
}

/** What is said in secret about a member of staff is kept from that person, also where their post sees the whole county: of a matter `m`. */
export const notAbout = (reader: string) => sql`(m.topic <> 'complaint' or coalesce(m.state ->> 'secret', '') <> 'true' or coalesce(m.state #>> '{about,staff}', '') <> ${reader})`;

export interface MatterFilter {
  /** Account of whoever reads; leaves out what `notAbout` keeps from them. */
  readonly reader?: string | undefined;
  readonly topics?: readonly MatterTopicId[] | undefined;
  readonly unit?: string | undefined;
  readonly open?: boolean | undefined;
  readonly status?: readonly string[] | undefined;
  readonly waits?: 'unit' | 'county' | undefined;
  readonly origin?: string | undefined;
  readonly aboutCase?: string | undefined;
  readonly id?: string | undefined;
  readonly ids?: readonly string[] | undefined;
  /** Open ones whose day is before this one. */
  readonly before?: string | undefined;
  readonly limit: number;
}

/** The matter from which one came, so far as the caller sees that one: that there is a hidden one is no unit's to know. */
export const SEEN_ORIGIN = sql`(select o.id from matter o where o.county_id = m.county_id and o.id = m.origin_id) as origin_id`;

/**
 * Matters that the caller may see: open ones first, by their day; then the closed, latest first. The two are read one after the
 * other, each in the order of an index: the closed of many years are not sorted to show the first page.
 */
export async function listMatterRows(tx: Tx, county: number, f: MatterFilter): Promise<MatterRow[]> {
  if (f.open !== undefined || f.before !== undefined || f.id !== undefined || f.ids !== undefined || f.origin !== undefined || f.aboutCase !== undefined) return await findMatterRows(tx, county, f);
  const open = await findMatterRows(tx, county, { ...f, open: true });
  return open.length < f.limit ? [...open, ...(await findMatterRows(tx, county, { ...f, open: false, limit: f.limit - open.length }))] : open;
}

async function findMatterRows(tx: Tx, county: number, f: MatterFilter): Promise<MatterRow[]> {
  const [topic, ...more] = f.topics ?? [];
  const order = f.open === undefined ? sql`m.closed_on is not null, case when m.closed_on is null then coalesce(m.due_on, 'infinity') end, m.closed_on desc` : f.open ? sql`coalesce(m.due_on, 'infinity')` : sql`m.closed_on desc`;
  const { rows } = await sql<MatterRow>`select m.id, m.topic, m.number, m.title, m.status, m.status_text, u.key as unit, u.name as unit_name, m.waits, m.next, m.due_on, m.opened_on, m.closed_on, m.about_case, ${SEEN_ORIGIN}, m.seq
    from matter m left join unit u on u.county_id = m.county_id and u.id = m.unit_id where m.county_id = ${county}
      ${f.topics === undefined ? sql`` : more.length === 0 ? sql`and m.topic = ${topic ?? ''}` : sql`and m.topic = any (${f.topics}::text[])`} ${f.unit === undefined ? sql`` : sql`and u.key = ${f.unit}`} ${f.open === undefined ? sql`` : f.open ? sql`and m.closed_on is null` : sql`and m.closed_on is not null`}
      ${f.status ? sql`and m.status = any (${f.status}::text[])` : sql``} ${f.waits ? sql`and m.waits = ${f.waits}` : sql``} ${f.origin ? sql`and m.origin_id = ${f.origin}` : sql``} ${f.aboutCase ? sql`and m.about_case = ${f.aboutCase}` : sql``} ${f.id ? sql`and m.id = ${f.id}` : sql``} ${f.ids ? sql`and m.id = any (${f.ids}::uuid[])` : sql``} ${f.before === undefined ? sql`` : sql`and m.closed_on is null and m.due_on < ${f.before}::date`} ${f.reader === undefined ? sql`` : sql`and ${notAbout(f.reader)}`}
    order by ${order}, m.opened_on desc, m.id limit ${f.limit}`.execute(tx);
  return rows;
}

export interface ActRow {
  readonly seq: number;
  readonly kind: string;
  readonly at: string;
  readonly actor_user: string;
  /** Name of the account; null where none acted. */
  readonly name: string | null;
  readonly actor_post: string;
  /** Key of the unit whose post it was; '' of the system. */
  readonly actor_unit: string;
  readonly body: Record<string, unknown>;
}

/** What happened to a matter, in order; a unit is not told by it that something was handed to another organ. */
export async function findActs(tx: Tx, county: number, id: string): Promise<ActRow[]> {
  return (await sql<ActRow>`select a.seq, a.kind, a.at, a.actor_user, c.name, a.actor_post, a.actor_unit, a.body from matter_act a
    left join account c on c.county_id = a.county_id and c.id::text = a.actor_user where a.county_id = ${county} and a.matter_id = ${id} and (in_area(null) or a.kind <> 'rectReceipted' and not (a.kind = 'rectStepTaken' and a.body ? 'handOver')) order by a.seq`.execute(tx)).rows;
}
