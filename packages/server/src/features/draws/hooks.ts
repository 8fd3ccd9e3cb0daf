import { createHash, randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import type { DrawBodies, DrawContext, DrawState, Frozen } from '@doudi/core/draw/topic';
import { drawTopic, pairsOf } from '@doudi/core/draw/topic';
import type { DrawPayloads } from '@doudi/core/draw/payloads';
import { planSeed } from '@doudi/core/draw/seed';
import { select, type DrawStatement, type Drawn, type Hash, type SealedList } from '@doudi/core/draw/select';
import type { MatterActor, MatterContext } from '@doudi/core/matter/model';
import { isTableKey, type TableValue } from '@doudi/core/policy/tables';
import { isRefusal, refuse, type Refusal } from '@doudi/core/refusal/refusal';
import { allowTime, type Tx } from '../../platform/database.ts';
import { canonicalJson } from '../../platform/log/canonical.ts';
import type { Services } from '../../services.ts';
import { findNames } from '../accounts/names.ts';
import type { Law } from '../law/law.ts';
import type { Followed, Hooks } from '../matters/topics.ts';
import { openDrawn } from '../checks/drawn.ts';
import { findCheckers } from '../checks/hooks.ts';
import { checkMatterFiles } from '../matters/files.ts';
import { findBarred } from './barred.ts';
import { findPopulation } from './population.ts';

export const sha256: Hash = (text) => createHash('sha256').update(text, 'utf8').digest('hex');

type PlanKey = 'draw.monthly' | 'draw.yearly';

/** A population may be all households on the roll. The number that the draw has taken keeps a second one of the county waiting. */
const FREEZE_MS = 120_000;

async function freshOf(tx: Tx, law: Law, common: MatterContext, p: DrawPayloads['freeze']): Promise<NonNullable<DrawContext['fresh']> | Refusal> {
  const seed = planSeed(p.seed);
  if (isRefusal(seed)) return seed;
  const found = isTableKey(p.plan) ? law.policy.find<TableValue<PlanKey>>(p.plan, { on: p.to }) : undefined;
  if (!found) return refuse('policy.absent', `${p.to} 没有抽查办法 ${p.plan}`, { allowed: ['在政策中写明抽查的总体、比例和依据'] });
  const percent = law.policy.find<number>(found.value.percent, { on: p.to });
  if (!percent) return refuse('policy.absent', `${p.to} 没有规定“${found.value.label}”的比例（${found.value.percent}）`, { allowed: ['在政策中写明比例和依据'] });
  await allowTime(tx, FREEZE_MS);
  const population = await findPopulation(tx, law.county, found.value, p.from, p.to);
  const { rows } = await sql<{ number: string; cancelled: boolean }>`select number, status = 'cancelled' as cancelled from matter
    where county_id = ${law.county} and topic = 'draw' and id <> ${common.id} and state ->> 'plan' = ${p.plan} and state ->> 'from' <= ${p.to} and state ->> 'to' >= ${p.from} order by number`.execute(tx);
  const sealed: SealedList = { format: 'doudi-draw-sealed/2', number: common.number, salt: randomBytes(32).toString('hex'), whole: population.flatMap(({ k, classes }) => (classes.length > 0 ? [{ k, classes }] : [])) };
  const statement: DrawStatement = {
    format: 'doudi-draw/2', county: law.county, number: common.number, plan: p.plan, from: p.from, to: p.to, percent: percent.value, must: found.value.must, seed, frozenAt: common.now,
    sealed: { commitment: sha256(canonicalJson(sealed)), size: sealed.whole.length }, population: population.map(({ k, u, p: programme, o }) => ({ k, u, p: programme, o })),
  };
  return { plan: { label: found.value.label, percent: percent.value, must: found.value.must }, statement, sealed, commitment: sha256(canonicalJson(statement)), others: rows };
}

/** What was frozen, with the statement word for word and, in draws of today, the sealed list; `holds`: both still give the commitments. */
export async function findFrozen(tx: Tx, county: number, id: string, commitment: string): Promise<(Frozen & { readonly text: string; readonly sealedText?: string | undefined }) | undefined> {
  const row = (await sql<{ statement: string; classes: object }>`select statement, classes from draw_frozen where county_id = ${county} and draw_id = ${id}`.execute(tx)).rows[0];
  if (!row) return undefined;
  const statement = JSON.parse(row.statement) as DrawStatement | { format: 'doudi-draw/1' };
  const holds = sha256(row.statement) === commitment;
  if (statement.format !== 'doudi-draw/2') return { holds, text: row.statement };
  const sealed = row.classes as SealedList;
  const sealedText = canonicalJson(sealed);
  return { holds: holds && sha256(sealedText) === statement.sealed.commitment, statement, sealed, text: row.statement, sealedText };
}

/** What was drawn, as it is kept: what stands here is checked, not what a new draw would give. */
export const findDrawn = async (tx: Tx, county: number, draw: string): Promise<Drawn[]> =>
  (await sql<Drawn>`select number as k, part from draw_member where county_id = ${county} and draw_id = ${draw} and part <> 'risk' order by number collate "C"`.execute(tx)).rows;

/** The first checkpoint signed after the time named, in real time: a training clock runs ahead of it. */
async function findCheckpoint(tx: Tx, county: number, after: string, now: string): Promise<DrawContext['checkpoint']> {
  const real = new Date(Date.parse(after) - (Date.parse(now) - Date.now())).toISOString();
  return (await sql<{ hash: string; at: string; position: number }>`select encode(hash, 'hex') as hash, at, position from checkpoint where county_id = ${county} and at >= ${real} order by position limit 1`.execute(tx)).rows[0];
}

async function context(tx: Tx, law: Law, common: MatterContext, state: DrawState | undefined, command: { readonly name: string; readonly payload: unknown }, actor: MatterActor): Promise<DrawContext | Refusal> {
  const base = { ...common, hash: sha256 };
  if (command.name === 'freeze') {
    const fresh = await freshOf(tx, law, common, command.payload as DrawPayloads['freeze']);
    return isRefusal(fresh) ? fresh : { ...base, fresh };
  }
  if (!state) return base;
  const frozen = await findFrozen(tx, law.county, state.id, state.commitment);
  if (command.name === 'reveal') {
    const strange = await checkMatterFiles(tx, law.county, state.id, (command.payload as DrawPayloads['reveal']).files);
    return strange ?? { ...base, frozen, own: [...(await findNames(tx, [state.frozenBy, actor.user])).values()], checkpoint: state.seedPlan.kind === 'checkpoint' ? await findCheckpoint(tx, law.county, state.seedPlan.after, law.now) : undefined };
  }
  if (command.name === 'risk') {
    const ids = (command.payload as DrawPayloads['risk']).cases.map((c) => c.case);
    const { rows } = await sql<{ id: string; number: string }>`select id, number from case_file where county_id = ${law.county} and id = any (${ids}::uuid[])`.execute(tx);
    return { ...base, numbers: new Map(rows.map((r) => [r.id, r.number])) };
  }
  if (command.name === 'assign') {
    const { checkers } = command.payload as DrawPayloads['assign'];
    const known = new Set((await findCheckers(tx, law)).map((c) => c.id));
    if (!checkers.every((id) => known.has(id))) return refuse('notfound', '有的核查人员不是本县在岗的核查人员', { allowed: ['县级经办人员、负责人、审计人员'] });
    return { ...base, frozen, drawn: await findDrawn(tx, law.county, state.id), barred: await findBarred(tx, law.county, await memberNumbers(tx, law.county, state.id)) };
  }
  return base;
}

const memberNumbers = async (tx: Tx, county: number, draw: string): Promise<string[]> => (await sql<{ number: string }>`select distinct number from draw_member where county_id = ${county} and draw_id = ${draw}`.execute(tx)).rows.map((r) => r.number);

async function follow(tx: Tx, services: Services, law: Law, now: Followed<DrawState, DrawContext>): Promise<Refusal | undefined> {
  const { state, id } = now;
  const { county } = law;
  for (const act of now.acts) {
    if (act.kind === 'drawFrozen') {
      const { statement, sealed } = now.context.fresh ?? {};
      if (!statement) throw new Error('a freeze without its statement');
      await sql`insert into draw_frozen (county_id, draw_id, statement, commitment, classes) values (${county}, ${id}, ${canonicalJson(statement)}, ${state.commitment}, ${JSON.stringify(sealed)}::jsonb)`.execute(tx);
    }
    if (act.kind === 'drawRiskAdded') await insertMembers(tx, county, id, (act.body as DrawBodies['drawRiskAdded']).cases.map((x) => ({ number: x.number, part: 'risk', ground: x.ground, classes: [] })));
    const { statement, sealed } = now.context.frozen ?? {};
    if (act.kind === 'drawMade' && statement && sealed) {
      const classes = new Map(sealed.whole.map((w) => [w.k, w.classes]));
      await insertMembers(tx, county, id, select(statement, sealed, state.commitment, state.seed?.parts ?? [], sha256).drawn.map((d) => ({ number: d.k, part: d.part, ground: null, classes: classes.get(d.k) ?? [] })));
    }
    if (act.kind === 'drawAssigned' && state.assigned && now.context.drawn && now.context.barred) {
      const { pairs } = pairsOf(state, now.context.drawn, state.assigned.checkers, now.context.barred, sha256);
      await sql`update draw_member m set checkers = array[x.one, x.two] from unnest(${pairs.map((p) => p.k)}::text[], ${pairs.map((p) => p.pair[0])}::uuid[], ${pairs.map((p) => p.pair[1])}::uuid[]) as x (number, one, two)
        where m.county_id = ${county} and m.draw_id = ${id} and m.number = x.number`.execute(tx);
      const refused = await openDrawn(tx, services, law, now.actor, state, state.assigned.due);
      if (refused) return refused;
    }
  }
  return undefined;
}

async function insertMembers(tx: Tx, county: number, draw: string, list: readonly { number: string; part: string; ground: string | null; classes: readonly string[] }[]): Promise<void> {
  await sql`insert into draw_member (county_id, draw_id, number, about_case, unit_id, programme, outcome, part, classes, ground)
    select f.county_id, ${draw}::uuid, f.number, f.id, f.unit_id, f.programme, coalesce(f.state -> 'decision' ->> 'outcome', 'grant'), x.part, coalesce(string_to_array(nullif(x.classes, ''), ','), '{}'), x.ground
    from unnest(${list.map((m) => m.number)}::text[], ${list.map((m) => m.part)}::text[], ${list.map((m) => m.classes.join(','))}::text[], ${list.map((m) => m.ground)}::text[]) as x (number, part, classes, ground)
    join case_file f on f.county_id = ${county} and f.number = x.number`.execute(tx);
}

/** What a draw asks of the database and leaves in it. */
export const drawHooks: Hooks<DrawState, DrawBodies, DrawPayloads, DrawContext> = {
  topic: drawTopic,
  context: async (tx, _services, law, common, state, command, actor) => await context(tx, law, common, state, command, actor),
  follow: async (tx, services, law, now) => await follow(tx, services, law, now),
};
