import { sign } from 'node:crypto';
import { sql } from 'kysely';
import { addRisk, assignDraw, cancelDraw, drawAudit, drawBundle, freezeDraw, getDraw, listDraws, revealSeed } from '@doudi/core/api/draws';
import { MUST_LABELS, share } from '@doudi/core/draw/select';
import { SEED_LABELS } from '@doudi/core/draw/seed';
import type { DrawState } from '@doudi/core/draw/topic';
import type { Output } from '@doudi/core/api/contract';
import type { TableValue } from '@doudi/core/policy/tables';
import { addMonths, daysInMonth } from '@doudi/core/case/months';
import { isRefusal, refuse, type Refusal } from '@doudi/core/refusal/refusal';
import { ANY_POST_LABELS, type AnyPost } from '@doudi/core/rights/permissions';
import type { Tx } from '../../platform/database.ts';
import { endpoint, type Endpoint } from '../../platform/http/endpoint.ts';
import { canonicalJson } from '../../platform/log/canonical.ts';
import type { Services } from '../../services.ts';
import { logAccess } from '../audit/access.ts';
import { cite, lightFor } from '../cases/words.ts';
import { loadLaw, type Law } from '../law/law.ts';
import { matterCommands } from '../matters/command.ts';
import { matterItem } from '../matters/endpoints.ts';
import { filesOfMatter } from '../matters/files.ts';
import { listMatterRows, type MatterRow } from '../matters/read.ts';
import { programmeName } from '../payments/view.ts';
import { drawHooks, findDrawn, findFrozen } from './hooks.ts';

const PLANS = ['draw.monthly', 'draw.yearly'] as const;
const LIMIT = 300;
/** States of a check that has no conclusion yet. */
const UNCONCLUDED = ['open', 'unpaired', 'third'] as const;

const NONE = refuse('notfound', '没有这次抽查，或者不在您的工作范围内');

/** The last period that is over, as the form proposes it. */
function lastPeriod(period: 'month' | 'quarter' | 'year', today: string): { from: string; to: string } {
  const months = { month: 1, quarter: 3, year: 12 }[period];
  const month = today.slice(0, 7);
  const first = period === 'month' ? month : addMonths(`${month.slice(0, 4)}-01`, Math.floor((Number(month.slice(5)) - 1) / months) * months);
  const last = addMonths(first, -1);
  return { from: `${addMonths(first, -months)}-01`, to: `${last}-${daysInMonth(last)}` };
}

/** What the plans in force let be drawn, each with its last period that is over. */
export function plansOf(law: Law): Omit<Output<typeof listDraws>['plans'][number], 'missing'>[] {
  return PLANS.flatMap((key) => {
    const plan = law.policy.find<TableValue<'draw.monthly'>>(key, { on: law.today });
    if (!plan) return [];
    const percent = law.policy.find<number>(plan.value.percent, { on: law.today });
    return [{ key, label: plan.value.label, percent: percent?.value ?? null, percentSource: percent ? cite(law.policy, percent.source) : null, must: plan.value.must, home: plan.value.home, period: plan.value.period, source: cite(law.policy, plan.source), ...lastPeriod(plan.value.period, law.today) }];
  });
}

/** Whether of a plan's last period nothing was drawn; draws that were given up do not count, nor a period that was over before the plan asked for it. */
export const isMissing = (law: Law, p: { readonly key: string; readonly from: string; readonly to: string }, drawn: readonly DrawnPeriod[]): boolean =>
  law.policy.find(p.key, { on: p.to }) !== undefined && !drawn.some((r) => r.plan === p.key && r.from <= p.to && r.to >= p.from);

export interface DrawnPeriod {
  readonly id: string;
  readonly plan: string;
  readonly from: string;
  readonly to: string;
  readonly status: string;
  /** By when the checks are to be concluded. */
  readonly due: string | null;
}

/** Draws that were not given up, with the days they cover. */
export const findPeriods = async (tx: Tx, county: number): Promise<DrawnPeriod[]> =>
  (await sql<DrawnPeriod>`select id, state ->> 'plan' as plan, state ->> 'from' as "from", state ->> 'to' as "to", status, state #>> '{assigned,due}' as due from matter where county_id = ${county} and topic = 'draw' and status <> 'cancelled'`.execute(tx)).rows;

/** Of each draw, how many checks it opened and how many wait for their conclusion. */
async function findChecksOf(tx: Tx, county: number): Promise<Map<string, { all: number; open: number }>> {
  const { rows } = await sql<{ draw: string; all: number; open: number }>`select m.origin_id as draw, count(*)::int as "all", (count(*) filter (where m.closed_on is null and m.status = any (${[...UNCONCLUDED]}::text[])))::int as open
    from matter m join matter d on d.county_id = m.county_id and d.id = m.origin_id and d.topic = 'draw' where m.county_id = ${county} and m.topic = 'check' group by 1`.execute(tx);
  return new Map(rows.map(({ draw, all, open }) => [draw, { all, open }]));
}

/** A draw as lists and its page show it: its own part ends with the pairs, but it is not done while checks are outstanding. */
function drawItem(law: Law, r: MatterRow, checks: { all: number; open: number } | undefined, due: string | null | undefined): Output<typeof listDraws>['items'][number] {
  const item = matterItem(law, r);
  if (r.status !== 'assigned' || !checks || checks.open === 0) return { ...item, checks: checks ?? null };
  const light = lightFor(law, due ?? null);
  return { ...item, closedOn: null, waits: 'county', next: `还有 ${checks.open} 件核查没有结论`, dueOn: due ?? null, late: light?.light === 'red', light: light?.light ?? null, lightText: light?.text ?? null, checks };
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
  readonly checkers: readonly string[];
  readonly concluded: boolean;
}

async function findMembers(tx: Tx, county: number, id: string): Promise<MemberRow[]> {
  return (await sql<MemberRow>`select m.number, m.about_case, u.name as unit, m.programme, m.outcome, m.part, m.classes, m.ground, m.check_id, coalesce(m.checkers, '{}')::text[] as checkers, exists (select from matter c where c.county_id = m.county_id and c.id = m.check_id and not (c.status = any (${[...UNCONCLUDED]}::text[]))) as concluded,
      coalesce((select array_agg(a.name order by x.n) from unnest(m.checkers) with ordinality as x (id, n) join account a on a.county_id = m.county_id and a.id = x.id), '{}') as names
    from draw_member m join unit u on u.county_id = m.county_id and u.id = m.unit_id where m.county_id = ${county} and m.draw_id = ${id} order by m.part, m.number collate "C"`.execute(tx)).rows;
}

type Bundle = Omit<Output<typeof drawAudit>, 'format'> & { readonly format: Output<typeof drawAudit>['format'] | Output<typeof drawBundle>['format'] };

const findState = async (tx: Tx, county: number, id: string): Promise<DrawState | undefined> => (await sql<{ state: DrawState }>`select state from matter where county_id = ${county} and topic = 'draw' and id = ${id}`.execute(tx)).rows[0]?.state;

/** A bundle with its signature, over all but the statement, which the commitment binds. The older format marks in its statement which cases are of a class: it goes to auditors alone. */
async function bundleOf(tx: Tx, services: Services, county: number, id: string, audit: boolean): Promise<Bundle | Refusal> {
  const s = await findState(tx, county, id);
  const frozen = s && (await findFrozen(tx, county, id, s.commitment));
  if (!s || !frozen) return NONE;
  const drawn = await findDrawn(tx, county, id);
  const common = { commitment: s.commitment, seed: (s.seed?.parts ?? []).map(({ source, value }) => ({ source, value })), result: s.made?.result ?? null, exportedAt: new Date().toISOString() };
  const { signing } = services.installation.keys;
  const signed = !frozen.sealedText ? { format: 'doudi-draw-bundle/1' as const, ...common, drawn } : audit ? { format: 'doudi-draw-audit/2' as const, ...common, drawn, sealed: frozen.sealedText } : { format: 'doudi-draw-bundle/2' as const, ...common, drawn: drawn.filter((d) => d.part === 'random') };
  return { ...signed, statement: frozen.text, signature: { keyId: signing.id, value: sign(null, Buffer.from(canonicalJson(signed), 'utf8'), signing.privateKey).toString('base64') }, publicKey: signing.publicKey.export({ type: 'spki', format: 'pem' }).toString() };
}

/** 抽查: freeze → seed → draw → pairs. The county's alone until the checks. */
export function drawEndpoints(services: Services): Endpoint[] {
  const command = matterCommands(services, drawHooks);
  return [
    endpoint(listDraws, async (tx, _, who) => {
      const law = await loadLaw(tx, services, who.county);
      const periods = await findPeriods(tx, who.county);
      const checks = await findChecksOf(tx, who.county);
      return { items: (await listMatterRows(tx, who.county, { topics: ['draw'], limit: LIMIT })).map((r) => drawItem(law, r, checks.get(r.id), periods.find((p) => p.id === r.id)?.due)), plans: plansOf(law).map((p) => ({ ...p, missing: isMissing(law, p, periods) })) };
    }),
    endpoint(getDraw, async (tx, { params }, who) => {
      const law = await loadLaw(tx, services, who.county);
      const s = await findState(tx, who.county, params.id);
      const head = s && (await listMatterRows(tx, who.county, { topics: ['draw'], id: params.id, limit: 1 }))[0];
      if (!s || !head) return NONE;
      const frozen = await findFrozen(tx, who.county, params.id, s.commitment);
      const units = new Map((await sql<{ key: string; name: string }>`select key, name from unit where county_id = ${who.county}`.execute(tx)).rows.map((u) => [u.key, u.name]));
      const people = (await sql<{ id: string; name: string; post: AnyPost }>`select distinct on (a.id) a.id, a.name, p.post from account a join account_post p on p.county_id = a.county_id and p.account_id = a.id
        where a.county_id = ${who.county} and a.disabled_at is null and p.post in ('countyHandler', 'countyLeader', 'auditor') and p.from_date <= ${law.today} and (p.to_date is null or p.to_date >= ${law.today}) order by a.id`.execute(tx)).rows;
      return {
        head: drawItem(law, head, (await findChecksOf(tx, who.county)).get(head.id), s.assigned?.due), from: s.from, to: s.to, percent: s.percent, must: [...s.must], seed: { ...s.seedPlan, sources: [...(s.seedPlan.sources ?? [])], kindText: SEED_LABELS[s.seedPlan.kind] }, sealed: s.sealed ?? null, size: s.size, commitment: s.commitment, frozenAt: s.frozenAt, holds: frozen?.holds ?? false, again: [...s.again], reason: s.reason ?? null,
        revealed: s.seed ? { ...s.seed, parts: [...s.seed.parts], witnesses: [...s.seed.witnesses], files: (await filesOfMatter(tx, who.county, params.id)).filter((f) => s.seed?.files?.includes(f.id)) } : null,
        strata: (s.made?.strata ?? []).map((x) => ({ ...x, unitName: units.get(x.unit) ?? x.unit, programmeName: programmeName(law, x.programme, law.today.slice(0, 7)), required: share(x.size, s.percent) })),
        result: s.made?.result ?? null, cancelled: s.cancelled ?? null, assigned: s.assigned ? { on: s.assigned.on, due: s.assigned.due, alone: [...s.assigned.alone] } : null,
        members: (await findMembers(tx, who.county, params.id)).map((m) => ({ number: m.number, case: !m.concluded && m.checkers.includes(who.account) ? null : m.about_case, unitName: m.unit, programmeName: programmeName(law, m.programme, law.today.slice(0, 7)), outcome: m.concluded ? m.outcome : null, part: m.part, classes: m.classes.map((c) => MUST_LABELS[c]), ground: m.ground, checkers: m.names, check: m.check_id })),
        people: people.map((p) => ({ ...p, post: ANY_POST_LABELS[p.post] })),
      };
    }),
    endpoint(drawBundle, async (tx, { params }, who) => {
      const bundle = await bundleOf(tx, services, who.county, params.id, false);
      if (isRefusal(bundle)) return bundle;
      const { format } = bundle;
      return format === 'doudi-draw-bundle/2' ? { ...bundle, format } : refuse('rights.denied', '这次抽查按旧格式冻结，验证包里带有必查标记，不能交给外面的人', { allowed: ['由县级负责人或者审计人员导出审计包'] });
    }),
    endpoint(drawAudit, async (tx, { params }, who) => {
      const bundle = await bundleOf(tx, services, who.county, params.id, true);
      if (isRefusal(bundle)) return bundle;
      const { format } = bundle;
      if (format === 'doudi-draw-bundle/2') throw new Error('an audit without its sealed list');
      await logAccess(tx, who, (await loadLaw(tx, services, who.county)).now, 'download', `draw:${params.id}`, '导出抽查审计包（含必查名单）');
      return { ...bundle, format };
    }),
    command(freezeDraw, 'freeze'),
    command(revealSeed, 'reveal'),
    command(addRisk, 'risk'),
    command(assignDraw, 'assign'),
    command(cancelDraw, 'cancel'),
  ];
}
