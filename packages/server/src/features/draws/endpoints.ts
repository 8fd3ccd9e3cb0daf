import { sign } from 'node:crypto';
import { sql } from 'kysely';
import { addRisk, assignDraw, cancelDraw, drawBundle, freezeDraw, getDraw, listDraws, revealSeed } from '@doudi/core/api/draws';
import { MUST_LABELS, share } from '@doudi/core/draw/select';
import { SEED_LABELS, type DrawState } from '@doudi/core/draw/topic';
import type { Output } from '@doudi/core/api/contract';
import type { TableValue } from '@doudi/core/policy/tables';
import { addMonths, daysInMonth } from '@doudi/core/case/months';
import { isRefusal, refuse } from '@doudi/core/refusal/refusal';
import { ANY_POST_LABELS, type AnyPost } from '@doudi/core/rights/permissions';
import type { Tx } from '../../platform/database.ts';
import { endpoint, type Endpoint } from '../../platform/http/endpoint.ts';
import { canonicalJson } from '../../platform/log/canonical.ts';
import type { Services } from '../../services.ts';
import { cite } from '../cases/words.ts';
import { loadLaw, type Law } from '../law/law.ts';
import { matterItem } from '../matters/endpoints.ts';
import { listMatterRows } from '../matters/read.ts';
import { matterActor, runMatter, type MatterDone } from '../matters/run.ts';
import { programmeName } from '../payments/view.ts';
import { drawHooks, findFrozen } from './hooks.ts';

const PLANS = ['draw.monthly', 'draw.yearly'] as const;
const LIMIT = 300;

const answer = (d: MatterDone<unknown>): { id: string; number: string; seq: number } => ({ id: d.id, number: d.number, seq: d.seq });

/** The last period that is over, as the form proposes it. */
function lastPeriod(period: 'month' | 'quarter' | 'year', today: string): { from: string; to: string } {
  const months = { month: 1, quarter: 3, year: 12 }[period];
  const month = today.slice(0, 7);
  const first = period === 'month' ? month : addMonths(`${month.slice(0, 4)}-01`, Math.floor((Number(month.slice(5)) - 1) / months) * months);
  const last = addMonths(first, -1);
  return { from: `${addMonths(first, -months)}-01`, to: `${last}-${daysInMonth(last)}` };
}

/** What the plans in force let be drawn, each with its last period that is over. */
export function plansOf(law: Law): Output<typeof listDraws>['plans'] {
  return PLANS.flatMap((key) => {
    const plan = law.policy.find<TableValue<'draw.monthly'>>(key, { on: law.today });
    if (!plan) return [];
    const percent = law.policy.find<number>(plan.value.percent, { on: law.today });
    return [{ key, label: plan.value.label, percent: percent?.value ?? null, percentSource: percent ? cite(law.policy, percent.source) : null, must: plan.value.must, home: plan.value.home, period: plan.value.period, source: cite(law.policy, plan.source), ...lastPeriod(plan.value.period, law.today) }];
  });
}

interface MemberRow {
  readonly number: string;
  readonly about_case: string;
  readonly unit: string;
  readonly programme: string;
  readonly outcome: 'grant' | 'refuse';
  readonly part: 'random' | 'must' | 'risk';
  readonly classes: (keyof typeof MUST_LABELS)[];
  readonly ground: string | null;
  readonly names: string[];
  readonly check_id: string | null;
}

async function findMembers(tx: Tx, county: number, id: string): Promise<MemberRow[]> {
  return (await sql<MemberRow>`select m.number, m.about_case, u.name as unit, m.programme, m.outcome, m.part, m.classes, m.ground, m.check_id,
      coalesce((select array_agg(a.name order by x.n) from unnest(m.checkers) with ordinality as x (id, n) join account a on a.county_id = m.county_id and a.id = x.id), '{}') as names
    from draw_member m join unit u on u.county_id = m.county_id and u.id = m.unit_id where m.county_id = ${county} and m.draw_id = ${id} order by m.part, m.number collate "C"`.execute(tx)).rows;
}

/** 抽查: freeze → seed → draw → pairs. The county's alone until the checks. */
export function drawEndpoints(services: Services): Endpoint[] {
  return [
    endpoint(listDraws, async (tx, _, who) => {
      const law = await loadLaw(tx, services, who.county);
      return { items: (await listMatterRows(tx, who.county, { topics: ['draw'], limit: LIMIT })).map((r) => matterItem(law, r)), plans: plansOf(law) };
    }),
    endpoint(getDraw, async (tx, { params }, who) => {
      const law = await loadLaw(tx, services, who.county);
      const found = (await sql<{ state: DrawState }>`select state from matter where county_id = ${who.county} and topic = 'draw' and id = ${params.id}`.execute(tx)).rows[0];
      const head = found && (await listMatterRows(tx, who.county, { topics: ['draw'], id: params.id, limit: 1 }))[0];
      if (!found || !head) return refuse('notfound', '没有这次抽查，或者不在您的工作范围内');
      const s = found.state;
      const frozen = await findFrozen(tx, who.county, params.id, s.commitment);
      const units = new Map((await sql<{ key: string; name: string }>`select key, name from unit where county_id = ${who.county}`.execute(tx)).rows.map((u) => [u.key, u.name]));
      const people = (await sql<{ id: string; name: string; post: AnyPost }>`select distinct on (a.id) a.id, a.name, p.post from account a join account_post p on p.county_id = a.county_id and p.account_id = a.id
        where a.county_id = ${who.county} and a.disabled_at is null and p.post in ('countyHandler', 'countyLeader', 'auditor') and p.from_date <= ${law.today} and (p.to_date is null or p.to_date >= ${law.today}) order by a.id`.execute(tx)).rows;
      return {
        head: matterItem(law, head), from: s.from, to: s.to, percent: s.percent, must: [...s.must], seed: { ...s.seedPlan, kindText: SEED_LABELS[s.seedPlan.kind] }, size: s.size, commitment: s.commitment, frozenAt: s.frozenAt, holds: frozen?.holds ?? false, again: [...s.again], reason: s.reason ?? null,
        revealed: s.seed ? { ...s.seed, parts: [...s.seed.parts], witnesses: [...s.seed.witnesses] } : null,
        strata: (s.made?.strata ?? []).map((x) => ({ ...x, unitName: units.get(x.unit) ?? x.unit, programmeName: programmeName(law, x.programme, law.today.slice(0, 7)), required: share(x.size, s.percent) })),
        result: s.made?.result ?? null, cancelled: s.cancelled ?? null, assigned: s.assigned ? { on: s.assigned.on, due: s.assigned.due, alone: [...s.assigned.alone] } : null,
        members: (await findMembers(tx, who.county, params.id)).map((m) => ({ number: m.number, case: m.about_case, unitName: m.unit, programmeName: programmeName(law, m.programme, law.today.slice(0, 7)), outcome: m.outcome, part: m.part, classes: m.classes.map((c) => MUST_LABELS[c]), ground: m.ground, checkers: m.names, check: m.check_id })),
        people: people.map((p) => ({ ...p, post: ANY_POST_LABELS[p.post] })),
      };
    }),
    endpoint(drawBundle, async (tx, { params }, who) => {
      const found = (await sql<{ state: DrawState }>`select state from matter where county_id = ${who.county} and topic = 'draw' and id = ${params.id}`.execute(tx)).rows[0];
      const frozen = found && (await findFrozen(tx, who.county, params.id, found.state.commitment));
      if (!found || !frozen) return refuse('notfound', '没有这次抽查，或者不在您的工作范围内');
      const s = found.state;
      // What is kept now, not what a new draw would give: the verifier compares the two.
      const drawn = (await sql<{ k: string; part: 'random' | 'must' }>`select number as k, part from draw_member where county_id = ${who.county} and draw_id = ${params.id} and part <> 'risk' order by number collate "C"`.execute(tx)).rows;
      const { signing } = services.installation.keys;
      const signed = { format: 'doudi-draw-bundle/1' as const, commitment: s.commitment, seed: (s.seed?.parts ?? []).map(({ source, value }) => ({ source, value })), drawn, result: s.made?.result ?? null, exportedAt: new Date().toISOString() };
      return { ...signed, statement: frozen.text, signature: { keyId: signing.id, value: sign(null, Buffer.from(canonicalJson(signed), 'utf8'), signing.privateKey).toString('base64') }, publicKey: signing.publicKey.export({ type: 'spki', format: 'pem' }).toString() };
    }),
    endpoint(freezeDraw, async (tx, { body }, who) => {
      const done = await runMatter(tx, services, who.county, drawHooks, matterActor(who), { name: 'freeze', payload: body });
      return isRefusal(done) ? done : answer(done);
    }),
    endpoint(revealSeed, async (tx, { params, body: { seq, ...payload } }, who) => {
      const done = await runMatter(tx, services, who.county, drawHooks, matterActor(who), { name: 'reveal', payload }, params.id, seq);
      return isRefusal(done) ? done : answer(done);
    }),
    endpoint(addRisk, async (tx, { params, body: { seq, ...payload } }, who) => {
      const done = await runMatter(tx, services, who.county, drawHooks, matterActor(who), { name: 'risk', payload }, params.id, seq);
      return isRefusal(done) ? done : answer(done);
    }),
    endpoint(assignDraw, async (tx, { params, body: { seq, ...payload } }, who) => {
      const done = await runMatter(tx, services, who.county, drawHooks, matterActor(who), { name: 'assign', payload }, params.id, seq);
      return isRefusal(done) ? done : answer(done);
    }),
    endpoint(cancelDraw, async (tx, { params, body: { seq, ...payload } }, who) => {
      const done = await runMatter(tx, services, who.county, drawHooks, matterActor(who), { name: 'cancel', payload }, params.id, seq);
      return isRefusal(done) ? done : answer(done);
    }),
  ];
}
