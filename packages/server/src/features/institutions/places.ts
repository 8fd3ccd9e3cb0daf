import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { Action } from '@doudi/core/case/actions';
import type { CaseState } from '@doudi/core/case/state';
import { refuse, type Refusal } from '@doudi/core/refusal/refusal';
import type { Tx } from '../../platform/database.ts';
import { agreeHolder } from '../payments/benefits.ts';

/** The case an action belongs to, and the day on which it is given. */
export interface CareScope {
  readonly county: number;
  readonly areaId: number;
  readonly today: string;
  readonly now: string;
}

interface Taken {
  readonly institution_id: string | null;
  readonly taken: number;
  readonly waiting: number;
}

export interface Occupancy {
  readonly taken: ReadonlyMap<string, number>;
  /** Destitute persons of the county who chose an institution and have no place yet. */
  readonly waiting: number;
}

/** Taken places by institution and who waits, over the whole county. */
export async function findOccupancy(tx: Tx): Promise<Occupancy> {
  const { rows } = await sql<Taken>`select institution_id, taken, waiting from find_taken_places()`.execute(tx);
  return { taken: new Map(rows.flatMap((r) => (r.institution_id ? [[r.institution_id, r.taken] as const] : []))), waiting: rows.reduce((sum, r) => sum + r.waiting, 0) };
}

interface Live {
  readonly id: string;
  readonly institution_id: string | null;
  readonly state: 'waiting' | 'reserved' | 'occupied';
}

const findLive = async (tx: Tx, caseId: string): Promise<Live | undefined> =>
  (await sql<Live>`select id, institution_id, state from institution_place where county_id = current_county() and case_id = ${caseId} and state <> 'ended' for update`.execute(tx)).rows[0];

const end = async (tx: Tx, live: Live | undefined, on: string, reason: string): Promise<void> => {
  if (live) await sql`update institution_place set state = 'ended', ended_on = ${on}, reason = ${reason} where county_id = current_county() and id = ${live.id}`.execute(tx);
};

/** Puts the person on the list of those who wait, from the day of the wish. */
async function wait(tx: Tx, c: CareScope, caseId: string, since: string, user: string): Promise<void> {
  await sql`insert into institution_place (county_id, id, kind, case_id, area_id, state, since, by_account, at) values (${c.county}, ${randomUUID()}, 'support', ${caseId}, ${c.areaId}, 'waiting', ${since}, ${user}, ${c.now})`.execute(tx);
}

/** Gives the person a place. Two offices that reach for the last one meet at the institution's row. */
async function place(tx: Tx, c: CareScope, caseId: string, institution: string, granted: boolean, user: string): Promise<Refusal | undefined> {
  const home = (await sql<{ name: string; places: number; closed_on: string | null }>`select name, places, closed_on from institution where county_id = ${c.county} and id = ${institution} for update`.execute(tx)).rows[0];
  if (!home) return refuse('input.invalid', '没有登记这家供养服务机构', { fields: [{ path: 'body.payload.carer.institution', message: '请从机构名册中选择' }] });
  if (home.closed_on !== null && home.closed_on <= c.today) return refuse('place.full', `${home.name}已于 ${home.closed_on} 停止供养服务`, { allowed: ['选择其他机构'] });
  const live = await findLive(tx, caseId);
  const state = granted ? 'occupied' : 'reserved';
  if (live?.institution_id === institution && live.state !== 'waiting') {
    await sql`update institution_place set state = ${state} where county_id = ${c.county} and id = ${live.id}`.execute(tx);
    return undefined;
  }
  const { taken } = await findOccupancy(tx);
  if ((taken.get(institution) ?? 0) >= home.places) return refuse('place.full', `${home.name}共 ${home.places} 张床位，已全部占用`, { missing: ['空余床位'], allowed: ['选择有空余床位的机构', '等候，机构有空余后再落实'] });
  if (!live) await wait(tx, c, caseId, c.today, user);
  await sql`update institution_place set institution_id = ${institution}, state = ${state}, since = ${c.today} where county_id = ${c.county} and case_id = ${caseId} and state <> 'ended'`.execute(tx);
  return undefined;
}

/** Who draws the money by the arrangement in force: nobody but the person, the carer, or the institution. */
async function agree(tx: Tx, state: CaseState): Promise<void> {
  const a = state.care?.arrangement;
  if (!a) return;
  const { rows } = a.payee === 'carer' && a.carer.person
    ? await sql<{ idx: Buffer }>`select name_idx as idx from person where county_id = current_county() and id = ${a.carer.person}`.execute(tx)
    : a.payee === 'institution' && a.carer.institution
      ? await sql<{ idx: Buffer }>`select name_idx as idx from institution where county_id = current_county() and id = ${a.carer.institution}`.execute(tx)
      : { rows: [] };
  await agreeHolder(tx, state.id, rows[0]?.idx ?? null);
}

/**
 * What the acts of a case mean for places and payee, in the transaction of the command: the wish queues, the arrangement
 * takes a place, the grant occupies it, the end gives it back. Refused where no place is free: nothing is kept then.
 */
export async function followCare(tx: Tx, c: CareScope, state: CaseState, actions: readonly Action[]): Promise<Refusal | undefined> {
  if (!state.care) return undefined;
  for (const a of actions) {
    const live = ['wishRecorded', 'careArranged', 'decided', 'withdrawn', 'abandoned', 'changeDecided'].includes(a.kind) ? await findLive(tx, state.id) : undefined;
    if (a.kind === 'wishRecorded') {
      if (a.body.form === 'institution' && !live) await wait(tx, c, state.id, a.body.signedOn, a.actor.user);
      // Whoever lives there stays until another arrangement is made.
      if (a.body.form === 'home' && live?.state !== 'occupied') await end(tx, live, c.today, '本人改变意愿');
    } else if (a.kind === 'careArranged') {
      const no = a.body.carer.institution ? await place(tx, c, state.id, a.body.carer.institution, state.status === 'granted', a.actor.user) : undefined;
      if (no) return no;
      if (!a.body.carer.institution) await end(tx, live, c.today, a.body.reason || '改为分散供养');
      await agree(tx, state);
    } else if (a.kind === 'decided') {
      if (a.body.outcome === 'grant') {
        if (live?.state === 'reserved') await sql`update institution_place set state = 'occupied', since = ${c.today} where county_id = ${c.county} and id = ${live.id}`.execute(tx);
        await agree(tx, state);
      } else await end(tx, live, c.today, '不予确认');
    } else if (a.kind === 'withdrawn' || a.kind === 'abandoned') await end(tx, live, c.today, '申请撤回');
    else if (a.kind === 'changeDecided' && a.body.outcome === 'agree' && a.body.kind === 'stop') await end(tx, live, c.today, '终止供养');
  }
  return undefined;
}
