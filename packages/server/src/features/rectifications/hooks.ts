import { sql } from 'kysely';
import type { MatterContext } from '@doudi/core/matter/model';
import type { TableValue } from '@doudi/core/policy/tables';
import type { Responsible } from '@doudi/core/rectification/model';
import type { RectPayloads } from '@doudi/core/rectification/payloads';
import { rectTopic, type Rect, type RectBodies, type RectContext } from '@doudi/core/rectification/topic';
import { refuse, type Refusal } from '@doudi/core/refusal/refusal';
import { ANY_POST_LABELS, COUNTY_WIDE, type AnyPost } from '@doudi/core/rights/permissions';
import type { Tx } from '../../platform/database.ts';
import type { Services } from '../../services.ts';
import { settleFinding } from '../checks/settle.ts';
import type { Law } from '../law/law.ts';
import { findOffices } from '../law/units.ts';
import { checkMatterFiles } from '../matters/files.ts';
import type { Followed, Hooks } from '../matters/topics.ts';
import { issueStepPaper } from './paper.ts';

export interface StaffRow {
  readonly id: string;
  readonly name: string;
  readonly post: AnyPost;
  readonly unit: string;
}

/** Accounts of the county that hold a post today, each once. */
export async function findStaff(tx: Tx, law: Law): Promise<StaffRow[]> {
  return (await sql<StaffRow>`select distinct on (a.id) a.id, a.name, p.post, u.key as unit from account a join account_post p on p.county_id = a.county_id and p.account_id = a.id join unit u on u.county_id = p.county_id and u.id = p.unit_id
    where a.county_id = ${law.county} and a.disabled_at is null and p.from_date <= ${law.today} and (p.to_date is null or p.to_date >= ${law.today}) order by a.id, p.from_date desc`.execute(tx)).rows;
}

async function context(tx: Tx, law: Law, common: MatterContext, state: Rect | undefined, command: { readonly name: string; readonly payload: unknown }): Promise<RectContext | Refusal> {
  const on = { on: law.today };
  const ladder = law.policy.get<TableValue<'rectify.ladder'>>('rectify.ladder', on);
  const tolerance = law.policy.get<TableValue<'rectify.tolerance'>>('rectify.tolerance', on);
  const base: RectContext = {
    ...common, ladder: ladder.value, ladderSource: ladder.source, tolerance: tolerance.value.conditions, toleranceSource: tolerance.source,
    reviewDays: law.policy.number('rectify.review-days', on).value, reinspectDays: law.policy.number('rectify.reinspect-days', on).value,
  };
  switch (command.name as keyof RectPayloads) {
    case 'open': {
      const p = command.payload as RectPayloads['open'];
      if (!(await findOffices(tx, law.today)).some((o) => o.key === p.unit)) return refuse('notfound', '没有这个单位', { allowed: ['街道、乡镇等受委托单位'] });
      if (p.case === undefined) return base;
      const found = (await sql<{ unit: string }>`select u.key as unit from case_file f join unit u on u.county_id = f.county_id and u.id = f.unit_id where f.county_id = ${law.county} and f.id = ${p.case}`.execute(tx)).rows[0];
      return !found ? refuse('notfound', '没有这个案件，或者不在您的工作范围内') : found.unit === p.unit ? base : refuse('input.invalid', '案件不是这个单位办理的', { allowed: ['选择办理该案的单位'] });
    }
    case 'step': {
      const p = command.payload as RectPayloads['step'];
      const offices = new Set((await findOffices(tx, law.today)).map((o) => o.key));
      if (p.circulate.some((u) => !offices.has(u))) return refuse('notfound', '通报范围里有不存在的单位');
      const named = p.person && 'account' in p.person ? p.person.account : undefined;
      if (named === undefined) return base;
      const found = (await findStaff(tx, law)).find((s) => s.id === named && s.unit === state?.unit);
      if (!found) return refuse('notfound', '责任人不是被要求整改的单位的在岗人员', { allowed: ['选择该单位的人员', '写明姓名和职务'] });
      const person: Responsible = { account: found.id, name: found.name, post: ANY_POST_LABELS[found.post] };
      return { ...base, person };
    }
    case 'reply':
      return (await checkMatterFiles(tx, law.county, common.id, (command.payload as RectPayloads['reply']).files)) ?? base;
    case 'tolerate':
      return (await checkMatterFiles(tx, law.county, common.id, (command.payload as RectPayloads['tolerate']).conditions.flatMap((x) => x.files))) ?? base;
    case 'reinspect': {
      const p = command.payload as RectPayloads['reinspect'];
      const county = new Set((await findStaff(tx, law)).filter((s) => COUNTY_WIDE.includes(s.post)).map((s) => s.id));
      if (p.who.some((id) => !county.has(id))) return refuse('person.related', '复查由县级人员进行，不能由被要求整改的单位自己复查', { allowed: ['选择两名县级人员'] });
      return (await checkMatterFiles(tx, law.county, common.id, p.files)) ?? base;
    }
    default:
      return base;
  }
}

async function follow(tx: Tx, services: Services, law: Law, now: Followed<Rect, RectContext>): Promise<Refusal | undefined> {
  const { state, number, context: c } = now;
  for (const act of now.acts) {
    if (act.kind === 'rectStepTaken') {
      const body = act.body as RectBodies['rectStepTaken'];
      const rung = c.ladder.rungs.find((r) => r.id === body.rung);
      if (rung) await issueStepPaper(tx, services, law, state, number, state.steps.length - 1, rung, body, c);
    }
    // The findings that started it close with it, and only with it.
    if (act.kind === 'rectClosed' && state.origin !== undefined)
      for (const f of state.findings) {
        const refused = await settleFinding(tx, services, law.county, act.actor, { check: state.origin, finding: f.id, rectification: state.id, number });
        if (refused) return refused;
      }
  }
  return undefined;
}

/** What a rectification asks of the database and leaves in it. */
export const rectHooks: Hooks<Rect, RectBodies, RectPayloads, RectContext> = {
  topic: rectTopic,
  context: async (tx, _services, law, common, state, command) => await context(tx, law, common, state, command),
  follow,
};
