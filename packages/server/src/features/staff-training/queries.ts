import { sql } from 'kysely';
import type { TableValue } from '@doudi/core/policy/tables';
import { ANY_POST_LABELS, type AnyPost } from '@doudi/core/rights/permissions';
import type { TrainingState } from '@doudi/core/training/topic';
import type { Tx } from '../../platform/database.ts';
import type { Services } from '../../services.ts';
import type { Law } from '../law/law.ts';

export type Audience = TableValue<'training.audience'>;

/** Names and telephones of people without account, bound to their column and county. */
export const sealHelper = (services: Services, county: number) => ({
  seatName: (x: string) => services.cipher.encrypt(x, `training_seat.name|${county}`),
  name: (x: string) => services.cipher.encrypt(x, `helper.name|${county}`),
  phone: (x: string) => services.cipher.encrypt(x, `helper.phone|${county}`),
});
const open = (services: Services, county: number, column: string, x: Buffer): string => services.cipher.decrypt(x, `${column}|${county}`);

export interface StaffRow {
  readonly id: string;
  readonly name: string;
  readonly post: AnyPost;
  readonly postText: string;
  readonly unit: string;
  readonly unitName: string;
  readonly unitId: number;
  /** Id of the group of `training.audience` to which the post belongs. */
  readonly group: string;
  /** Day of the last training attended. */
  readonly last: string | null;
}

/** Present staff of the caller's area whose posts are to be trained, with the day on which each last was. */
export async function findTrainees(tx: Tx, law: Law, audience: Audience): Promise<StaffRow[]> {
  const group = new Map<string, string>(audience.groups.flatMap((g) => g.posts.map((p) => [p, g.id] as const)));
  const { rows } = await sql<{ id: string; name: string; post: AnyPost; unit: string; unit_name: string; unit_id: number; last: string | null }>`
    select distinct on (a.id) a.id, a.name, p.post, u.key as unit, u.name as unit_name, u.id as unit_id, (select max(t.on_date) from training_seat t where t.county_id = a.county_id and t.account_id = a.id and t.state = 'present') as last
    from account a join account_post p on p.county_id = a.county_id and p.account_id = a.id join unit u on u.county_id = p.county_id and u.id = p.unit_id
    where a.county_id = ${law.county} and a.disabled_at is null and p.from_date <= ${law.today} and coalesce(p.to_date, 'infinity') >= ${law.today} and p.post = any (${[...group.keys()]}::text[]) and in_area(u.id) order by a.id, p.from_date desc`.execute(tx);
  return rows.map((r) => ({ id: r.id, name: r.name, post: r.post, postText: ANY_POST_LABELS[r.post], unit: r.unit, unitName: r.unit_name, unitId: r.unit_id, group: group.get(r.post) ?? '', last: r.last })).sort((a, b) => a.unitId - b.unitId || a.post.localeCompare(b.post));
}

/** Trainings that the caller sees, latest first. */
export async function findTrainings(tx: Tx, county: number, limit: number): Promise<{ id: string; state: TrainingState }[]> {
  return (await sql<{ id: string; state: TrainingState }>`select id, state from matter where county_id = ${county} and topic = 'training' order by state ->> 'on' desc, id limit ${limit}`.execute(tx)).rows;
}

export type SeatState = 'called' | 'present' | 'absent' | 'cancelled';
export interface Seat {
  readonly id: string;
  readonly training: string;
  readonly name: string;
  readonly unitName: string;
  readonly audience: string;
  readonly subject: string;
  readonly on: string;
  readonly place: string;
  readonly hours: number;
  readonly teacher: string;
  readonly state: SeatState;
  readonly score: number | null;
}

/** Seats that the caller sees: those of one training, or those of trainings that others hold. */
export async function findSeats(tx: Tx, services: Services, county: number, by: { readonly training: string } | { readonly notIn: readonly string[] }): Promise<Seat[]> {
  const { rows } = await sql<{ id: string; training_id: string; account_name: string | null; name_enc: Buffer | null; unit_name: string; audience: string; subject: string; on_date: string; place: string; hours: number; teacher: string; state: SeatState; score: number | null }>`
    select t.id, t.training_id, a.name as account_name, t.name_enc, u.name as unit_name, t.audience, t.subject, t.on_date, t.place, t.hours, t.teacher, t.state, t.score from training_seat t join unit u on u.county_id = t.county_id and u.id = t.unit_id
    left join account a on a.county_id = t.county_id and a.id = t.account_id where t.county_id = ${county} and ${'training' in by ? sql`t.training_id = ${by.training}` : sql`t.training_id <> all (${by.notIn}::uuid[])`} order by t.on_date desc, u.id, t.id limit 1000`.execute(tx);
  return rows.map((r) => ({ id: r.id, training: r.training_id, name: r.account_name ?? (r.name_enc ? open(services, county, 'training_seat.name', r.name_enc) : ''), unitName: r.unit_name, audience: r.audience, subject: r.subject, on: r.on_date, place: r.place, hours: r.hours, teacher: r.teacher, state: r.state, score: r.score }));
}

export interface Place {
  readonly key: string;
  readonly name: string;
  readonly kind: 'unit' | 'village';
  readonly id: number;
  /** Name of the office that the village belongs to; its own for an office. */
  readonly office: string;
}

/** Offices and villages of the caller's area on a day. */
export async function findPlaces(tx: Tx, law: Law): Promise<Place[]> {
  const inForce = (u: string) => sql`coalesce(${sql.ref(`${u}.valid_from`)}, '-infinity') <= ${law.today}::date and coalesce(${sql.ref(`${u}.valid_to`)}, 'infinity') >= ${law.today}::date`;
  return (await sql<Place>`select u.key, u.name, case when u.kind in ('village', 'community') then 'village' else 'unit' end as kind, u.id, coalesce(case when u.kind in ('village', 'community') then p.name end, u.name) as office
    from unit u left join unit p on p.county_id = u.county_id and p.id = u.parent_id where u.county_id = ${law.county} and u.kind <> 'county' and in_area(u.id) and ${inForce('u')} and (u.kind not in ('village', 'community') or ${inForce('p')}) order by coalesce(case when u.kind in ('village', 'community') then p.id end, u.id), u.id`.execute(tx)).rows;
}

export interface Helper {
  readonly id: string;
  readonly role: string;
  readonly unit: string;
  readonly unitName: string;
  readonly name: string;
  readonly phone: string;
  readonly from: string;
  readonly to: string | null;
  readonly selected: string;
}

/** People of the caller's area without account who fill a role, present ones first. */
export async function findHelpers(tx: Tx, services: Services, county: number): Promise<Helper[]> {
  const { rows } = await sql<{ id: string; role: string; unit: string; unit_name: string; name_enc: Buffer; phone_enc: Buffer; from_date: string; to_date: string | null; selected: string }>`select h.id, h.role, u.key as unit, u.name as unit_name, h.name_enc, h.phone_enc, h.from_date, h.to_date, h.selected
    from helper h join unit u on u.county_id = h.county_id and u.id = h.unit_id where h.county_id = ${county} order by h.to_date is not null, u.id, h.from_date desc, h.id`.execute(tx);
  return rows.map((r) => ({ id: r.id, role: r.role, unit: r.unit, unitName: r.unit_name, name: open(services, county, 'helper.name', r.name_enc), phone: open(services, county, 'helper.phone', r.phone_enc), from: r.from_date, to: r.to_date, selected: r.selected }));
}
