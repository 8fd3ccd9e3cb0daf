import { sql } from 'kysely';
import { answerStandardChange, decideStandardChange, getStandardChange, listStandardChangeCases, listStandardChanges } from '@doudi/core/api/budget';
import { totalsOf } from '@doudi/core/budget/what-if';
import { maskName } from '@doudi/core/people/mask';
import { refuse, type Refusal } from '@doudi/core/refusal/refusal';
import type { Tx } from '../../platform/database.ts';
import { endpoint, type Endpoint } from '../../platform/http/endpoint.ts';
import type { Services } from '../../services.ts';
import { loadLaw, type Law } from '../law/law.ts';
import { findUnits } from '../law/units.ts';
import { programmeName } from '../payments/view.ts';
import { openPersons } from '../persons/persons.ts';
import { insertCountyParameters } from '../policy/county-parameters.ts';
import { basisOf, refuseStale } from './basis.ts';
import { enqueueChange, findChange, findChanges, insertChangeCases, type ChangeRow } from './change.ts';
import { CHANGE_STATUS, presentIn, sumsOf, triedView } from './scenario-endpoints.ts';
import { findScenario, findScenariosById, type ScenarioRow } from './scenario.ts';

const NO_CHANGE: Refusal = refuse('notfound', '没有这次提标');
const LIST = 100;

/** Why a household was left as it was, and what is done about it. */
const SKIPPED: Readonly<Record<string, { text: string; cure: string }>> = {
  other: { text: '标准没有使金额变化，只因其他规定有变', cure: '逐户复核，按现行规定提出变更' }, unsplit: { text: '因标准、因其他不能分开：按决定时的规定算不出现发金额', cure: '逐户复核，按现行规定提出变更' },
  recovery: { text: '有未了的追回', cure: '由县级负责人逐户答复是否调整' }, suspended: { text: '案件正在重新核查', cure: '由县级负责人逐户答复是否调整' },
  lower: { text: '新标准下金额减少', cure: '逐户提出变更，写明理由、送达文书' }, exit: { text: '新标准下不再符合条件', cure: '逐户提出终止，写明理由、送达文书' }, unknown: { text: '无法测算', cure: '补齐家庭事实后逐户提出变更' },
  moved: { text: '测算以后户情、金额有变，或其后月份已另有调整', cure: '执行后按现行规定重新测算，再补一次' }, ended: { text: '待遇在起始月之前已终止', cure: '不需要调整' }, dead: { text: '领款人已死亡', cure: '逐户核实，变更领款人或终止' }, clock: { text: '时钟早于该案上一步', cure: '拨正培训时钟后再补一次' },
};

function head(law: Law, c: ChangeRow, s: ScenarioRow | undefined) {
  return {
    id: c.id, scenario: c.scenario_id, scenarioTitle: s?.title ?? '', title: c.title, number: c.number, issuedOn: c.issued_on, fromMonth: c.from_month, reason: c.reason, status: c.status, statusText: CHANGE_STATUS[c.status],
    proposed: { name: c.proposed_by_name, at: c.proposed_at }, decided: c.decided_by_name && c.decided_at ? { name: c.decided_by_name, at: c.decided_at } : null, note: c.note, appliedAt: c.applied_at,
    tried: s ? triedView(law, s, presentIn(law, s, c.id)) : [], totals: s?.sums ? totalsOf(sumsOf(s.sums)) : null,
  };
}

interface Group { readonly status: 'pending' | 'applied' | 'skipped' | 'asked'; readonly why: string | null; readonly unit_id: number; readonly households: number; readonly fen: number; readonly months: number; readonly supplement: number }

async function groups(tx: Tx, id: string): Promise<Group[]> {
  return (await sql<Group>`select status, why, unit_id, count(*)::int as households, sum(after_fen - before_fen)::bigint as fen, sum(months)::int as months, sum(supplement_fen)::bigint as supplement
    from standard_change_case where county_id = current_county() and change_id = ${id} group by status, why, unit_id`.execute(tx)).rows;
}

const ANSWER_TEXT = { raise: '随提标调整', leave: '不调整' } as const;

/** Households of whose sum other rules make something, or may, and how much where it is known. */
async function review(tx: Tx, id: string): Promise<{ households: number; fen: number }> {
  return (await sql<{ households: number; fen: number }>`select count(*)::int as households, coalesce(sum(other_fen), 0)::bigint as fen from standard_change_case where county_id = current_county() and change_id = ${id} and other_fen is distinct from 0`.execute(tx)).rows[0] ?? { households: 0, fen: 0 };
}

/** Claims made after the caseload was computed: no list of the change has them. */
async function newcomers(tx: Tx, c: ChangeRow, s: ScenarioRow): Promise<number> {
  return (await sql<{ n: number }>`select count(*)::int as n from benefit b where b.county_id = current_county() and b.payment = 'monthly' and b.created_at > ${s.made_at} and (b.to_month is null or b.to_month >= ${c.from_month})
    and not exists (select from standard_change_case x where x.county_id = b.county_id and x.change_id = ${c.id} and x.case_id = b.case_id)`.execute(tx)).rows[0]?.n ?? 0;
}

/** Whether this person may decide now; the proposal is never one's own. */
function notDecidable(c: ChangeRow, account: string): Refusal | undefined {
  if (c.status !== 'proposed') return refuse('step.done', `这次提标${CHANGE_STATUS[c.status]}`);
  if (c.proposed_by === account) return refuse('budget.sameperson', '提标由您提出，须由另一人决定', { allowed: ['由另一名县级负责人决定'] });
  return undefined;
}

export function changeEndpoints(services: Services): Endpoint[] {
  return [
    endpoint(listStandardChanges, async (tx, _, who) => {
      const law = await loadLaw(tx, services, who.county);
      const changes = await findChanges(tx, LIST);
      const scenarios = await findScenariosById(tx, changes.map((c) => c.scenario_id));
      return { items: changes.map((c) => head(law, c, scenarios.get(c.scenario_id))) };
    }),
    endpoint(getStandardChange, async (tx, { params }, who) => {
      const c = await findChange(tx, params.id);
      const s = c && (await findScenario(tx, c.scenario_id));
      if (!c || !s) return NO_CHANGE;
      const law = await loadLaw(tx, services, who.county);
      const all = await groups(tx, c.id);
      const units = new Map((await findUnits(tx)).map((u) => [u.id, u]));
      const applied = all.filter((g) => g.status === 'applied');
      const sum = (list: readonly Group[], of: (g: Group) => number): number => list.reduce((a, g) => a + of(g), 0);
      const no = notDecidable(c, who.account);
      return {
        ...head(law, c, s), applied: { households: sum(applied, (g) => g.households), monthFen: sum(applied, (g) => g.fen), months: sum(applied, (g) => g.months), supplementFen: sum(applied, (g) => g.supplement) },
        pending: sum(all.filter((g) => g.status === 'pending'), (g) => g.households), asked: sum(all.filter((g) => g.status === 'asked'), (g) => g.households), review: await review(tx, c.id),
        skipped: [...Map.groupBy(all.filter((g) => g.status === 'skipped'), (g) => g.why ?? '')].map(([why, list]) => ({ why, text: SKIPPED[why]?.text ?? why, cure: SKIPPED[why]?.cure ?? '', households: sum(list, (g) => g.households) })),
        newcomers: await newcomers(tx, c, s),
        units: [...Map.groupBy(applied, (g) => g.unit_id)].map(([unit, list]) => ({ unit: units.get(unit)?.key ?? String(unit), unitName: units.get(unit)?.name ?? '', households: sum(list, (g) => g.households), monthFen: sum(list, (g) => g.fen), supplementFen: sum(list, (g) => g.supplement) })),
        decide: { allowed: no === undefined, why: no?.rule ?? null }, stale: c.status === 'proposed' ? (refuseStale(s, basisOf(law.policy))?.rule ?? null) : null,
      };
    }),
    endpoint(listStandardChangeCases, async (tx, { params, query }, who) => {
      const c = await findChange(tx, params.id);
      if (!c) return NO_CHANGE;
      const law = await loadLaw(tx, services, who.county);
      const units = await findUnits(tx);
      const unit = query.unit === undefined ? undefined : (units.find((u) => u.key === query.unit)?.id ?? -1);
      const { rows } = await sql<{ case_id: string; number: string; applicant: string; unit_id: number; programme: string; status: Group['status']; why: string | null; before_fen: number; after_fen: number; from_month: string | null; months: number; supplement_fen: number; other_fen: number | null; answer: 'raise' | 'leave' | null; answer_reason: string | null; answered_by_name: string | null; answered_at: string | null }>`
        select x.case_id, f.number, f.applicant, x.unit_id, x.programme, x.status, x.why, x.before_fen, x.after_fen, x.from_month, x.months, x.supplement_fen, x.other_fen, x.answer, x.answer_reason, x.answered_by_name, x.answered_at from standard_change_case x join case_file f on f.county_id = x.county_id and f.id = x.case_id
        where x.county_id = current_county() and x.change_id = ${c.id} ${query.status ? sql`and x.status = ${query.status}` : sql``} ${query.why ? sql`and x.why = ${query.why}` : sql``} ${query.review === 'true' ? sql`and x.other_fen is distinct from 0` : sql``} ${unit === undefined ? sql`` : sql`and x.unit_id = ${unit}`} ${query.cursor ? sql`and x.case_id > ${query.cursor}::uuid` : sql``}
        order by x.case_id limit ${query.limit + 1}`.execute(tx);
      const items = rows.slice(0, query.limit);
      const people = await openPersons(tx, services, who.county, items.map((r) => r.applicant));
      const names = new Map(units.map((u) => [u.id, u.name]));
      return {
        items: items.map((r) => ({
          case: r.case_id, number: r.number, name: maskName(people.get(r.applicant)?.name ?? ''), unitName: names.get(r.unit_id) ?? '', programmeName: programmeName(law, r.programme, c.from_month), status: r.status, why: r.why ? (SKIPPED[r.why]?.text ?? r.why) : null,
          beforeFen: r.before_fen, afterFen: r.after_fen, otherFen: r.other_fen, answer: r.answer && r.answered_at ? { text: ANSWER_TEXT[r.answer], reason: r.answer_reason ?? '', by: r.answered_by_name ?? '', at: r.answered_at } : null, fromMonth: r.from_month, months: r.months, supplementFen: r.supplement_fen,
        })),
        next: rows.length > query.limit ? (items.at(-1)?.case_id ?? null) : null,
      };
    }),
    endpoint(answerStandardChange, async (tx, { params, body }, who) => {
      const c = await findChange(tx, params.id, true);
      if (!c) return NO_CHANGE;
      const law = await loadLaw(tx, services, who.county);
      const status = body.answer === 'raise' ? ('pending' as const) : ('skipped' as const);
      const { rows } = await sql`update standard_change_case set status = ${status}, why = case when ${status} = 'skipped' then why end, answer = ${body.answer}, answer_reason = ${body.reason}, answered_by = ${who.account}, answered_by_name = ${who.name}, answered_at = ${law.now}
        where county_id = ${who.county} and change_id = ${c.id} and case_id = ${params.case} and status = 'asked' returning case_id`.execute(tx);
      if (rows.length === 0) return refuse('step.done', '这一户不在待答复之列，或已经答复');
      if (status === 'pending') {
        await sql`update standard_change set status = 'applying', applied_at = null where county_id = ${who.county} and id = ${c.id} and status = 'applied'`.execute(tx);
        await enqueueChange(tx, { county: who.county, change: c.id });
      }
      return { status };
    }),
    endpoint(decideStandardChange, async (tx, { params, body }, who) => {
      const c = await findChange(tx, params.id, true);
      const s = c && (await findScenario(tx, c.scenario_id));
      if (!c || !s) return NO_CHANGE;
      const no = notDecidable(c, who.account);
      if (no) return no;
      const law = await loadLaw(tx, services, who.county);
      // To turn it down stays possible; to agree would apply what nobody computed by this law.
      const stale = body.outcome === 'agree' ? refuseStale(s, basisOf(law.policy)) : undefined;
      if (stale) return stale;
      const status = body.outcome === 'agree' ? ('applying' as const) : ('rejected' as const);
      await sql`update standard_change set status = ${status}, decided_by = ${who.account}, decided_by_name = ${who.name}, decided_at = ${law.now}, note = ${body.note} where county_id = ${who.county} and id = ${c.id}`.execute(tx);
      if (status === 'rejected') return { status, pending: 0, skipped: 0, asked: 0 };
      // From that month on it is the county's law, for new cases as for changes.
      const parameters = s.tried.map((p) => ({ ...p, from: `${c.from_month}-01` }));
      await insertCountyParameters(tx, who.county, parameters, { change: c.id, title: c.title, number: c.number, issuedOn: c.issued_on, entered: { account: c.proposed_by, name: c.proposed_by_name }, decided: { account: who.account, name: who.name }, at: law.now });
      await insertChangeCases(tx, who.county, c.id, s.id);
      await enqueueChange(tx, { county: who.county, change: c.id });
      const all = await groups(tx, c.id);
      const count = (of: Group['status']): number => all.filter((g) => g.status === of).reduce((a, g) => a + g.households, 0);
      return { status, pending: count('pending'), skipped: count('skipped'), asked: count('asked') };
    }),
  ];
}
