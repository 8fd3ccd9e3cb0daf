import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { planTraining } from '@doudi/core/api/training';
import type { MatterActor, MatterContext } from '@doudi/core/matter/model';
import { isRefusal, refuse, type Refusal } from '@doudi/core/refusal/refusal';
import type { TrainingPayloads } from '@doudi/core/training/payloads';
import { trainingTopic, type TrainingBodies, type TrainingContext, type TrainingState } from '@doudi/core/training/topic';
import type * as z from 'zod';
import type { Tx } from '../../platform/database.ts';
import type { Services } from '../../services.ts';
import type { Law } from '../law/law.ts';
import { checkMatterFiles } from '../matters/files.ts';
import { runMatter, type MatterDone } from '../matters/run.ts';
import type { Followed, Hooks } from '../matters/topics.ts';
import { findPlaces, findTrainees, sealHelper, type Audience } from './queries.ts';

export const audienceOf = (law: Law): { readonly value: Audience; readonly source: ReturnType<Law['policy']['get']>['source'] } => law.policy.get<Audience>('training.audience', { on: law.today });

async function context(tx: Tx, law: Law, common: MatterContext, command: { readonly name: string; readonly payload: unknown }): Promise<TrainingContext> {
  if (command.name === 'plan') {
    const p = command.payload as TrainingPayloads['plan'];
    const audience = audienceOf(law).value;
    const staff = new Map((await findTrainees(tx, law, audience)).map((s) => [s.id, s.unit]));
    const places = new Set((await findPlaces(tx, law)).map((u) => u.key));
    const named = new Set(audience.groups.filter((g) => g.named).map((g) => g.id));
    const known = p.seats.every((s) => (s.account === undefined ? places.has(s.unit) && named.has(s.group) : staff.get(s.account) === s.unit));
    return { ...common, known: known && (p.unit === null || places.has(p.unit)), filesKnown: true };
  }
  const files = command.name === 'hold' ? (command.payload as TrainingPayloads['hold']).files : [];
  return { ...common, filesKnown: files.length === 0 || (await checkMatterFiles(tx, law.county, common.id, files)) === undefined };
}

/** Keeps the register of seats as the training goes; the seats themselves are written with their names by `planSession`. */
async function follow(tx: Tx, county: number, now: Followed<TrainingState, TrainingContext>): Promise<undefined> {
  for (const act of now.acts) {
    if (act.kind === 'trainingMoved') {
      const { on, place } = act.body as TrainingBodies['trainingMoved'];
      await sql`update training_seat set on_date = ${on}, place = ${place} where county_id = ${county} and training_id = ${now.id}`.execute(tx);
    }
    if (act.kind === 'trainingHeld') {
      const { on, present, results } = act.body as TrainingBodies['trainingHeld'];
      await sql`update training_seat t set on_date = ${on}, state = case when t.id = any (${present}::uuid[]) then 'present' else 'absent' end, score = (select x.score from unnest(${results.map((r) => r.seat)}::uuid[], ${results.map((r) => r.score)}::int[]) as x (seat, score) where x.seat = t.id)
        where t.county_id = ${county} and t.training_id = ${now.id}`.execute(tx);
    }
    if (act.kind === 'trainingCancelled') await sql`update training_seat set state = 'cancelled' where county_id = ${county} and training_id = ${now.id}`.execute(tx);
  }
  return undefined;
}

/** What a training asks of the database and leaves in it. */
export const trainingHooks: Hooks<TrainingState, TrainingBodies, TrainingPayloads, TrainingContext> = {
  topic: trainingTopic,
  context: async (tx, _services, law, common, _state, command) => await context(tx, law, common, command),
  follow: async (tx, _services, law, now) => await follow(tx, law.county, now),
};

/** Plans a training of a unit, or of the county (`unit` null), and gives everybody called a seat. */
export async function planSession(tx: Tx, services: Services, law: Law, actor: MatterActor, unit: string | null, body: z.output<(typeof planTraining)['body']>): Promise<MatterDone<TrainingState> | Refusal> {
  const { accounts, named, ...plan } = body;
  const staff = new Map((await findTrainees(tx, law, audienceOf(law).value)).map((s) => [s.id, s]));
  const called = [...new Set(accounts)].map((id) => staff.get(id));
  if (called.some((s) => s === undefined)) return refuse('notfound', '有的参训人员不在岗，或者不在您的工作范围内', { allowed: ['从名单中选择'] });
  const seats = [
    ...called.flatMap((s) => (s ? [{ id: randomUUID(), unit: s.unit, account: s.id, group: s.group, name: null }] : [])),
    ...named.map((n) => ({ id: randomUUID(), unit: n.unit, account: undefined, group: n.group, name: sealHelper(services, law.county).seatName(n.name) })),
  ];
  const done = await runMatter(tx, services, law.county, trainingHooks, actor, { name: 'plan', payload: { ...plan, unit, seats: seats.map(({ name: _, ...s }) => s) } });
  if (isRefusal(done)) return done;
  await sql`insert into training_seat (county_id, id, training_id, unit_id, account_id, name_enc, audience, subject, on_date, place, hours, teacher, state)
    select ${law.county}, x.id, ${done.id}, u.id, x.account, decode(x.name, 'hex'), x.audience, ${plan.subject}, ${plan.on}, ${plan.place}, ${plan.hours}, ${plan.teacher}, 'called'
    from unnest(${seats.map((s) => s.id)}::uuid[], ${seats.map((s) => s.unit)}::text[], ${seats.map((s) => s.account ?? null)}::uuid[], ${seats.map((s) => s.name?.toString('hex') ?? null)}::text[], ${seats.map((s) => s.group)}::text[]) as x (id, unit, account, name, audience)
    join unit u on u.county_id = ${law.county} and u.key = x.unit`.execute(tx);
  return done;
}
