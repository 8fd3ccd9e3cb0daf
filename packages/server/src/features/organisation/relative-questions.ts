import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { answerRelation } from '@doudi/core/api/organisation';
import type { TableValue } from '@doudi/core/policy/tables';
import { refuse } from '@doudi/core/refusal/refusal';
import { PERMISSIONS } from '@doudi/core/rights/permissions';
import type { Tx } from '../../platform/database.ts';
import { endpoint, type Endpoint, type Who } from '../../platform/http/endpoint.ts';
import type { Services } from '../../services.ts';
import { officer } from '../cases/context.ts';
import { loadLaw, type Law } from '../law/law.ts';

/** A household and an officer who seem to be related, of whom nothing is filed. */
export interface QuestionRow {
  readonly case: string;
  readonly number: string;
  readonly programme: string;
  readonly unit: string;
  readonly name_enc: Buffer;
  readonly application_date: string;
  readonly account: string;
  readonly officer: string;
  /** As what: of the household itself, bound to support somebody of it, or a relative by the family register of another department. */
  readonly kind: 'member' | 'obligor' | 'registry';
  /** Whether the officer did something in the case. */
  readonly handled: boolean;
  readonly answer: string | null;
  readonly answered_on: string | null;
  readonly answered_by: string | null;
}

/** Lists of other departments that say who is whose relative, by the rules of warnings in force. */
const familyLists = (law: Law): string[] => (law.policy.find<TableValue<'warning.rules'>>('warning.rules', { on: law.today })?.value.rules ?? []).flatMap((r) => (r.kind === 'relativeUndeclared' ? [...r.lists] : []));

/**
 * Relations that nobody filed, in cases in hand and on the roster: an officer who is a person of the case by the own identity number, or a
 * registered relative of one by what other departments say, while no filing of that officer names anybody of the case. Questions, not
 * verdicts: those unanswered first, of these the ones whose officer had a hand in the case. Needs the view of the whole county [XX-74].
 */
export async function findQuestions(tx: Tx, law: Law): Promise<QuestionRow[]> {
  const { county } = law;
  return (await sql<QuestionRow>`with officer as (select a.id, a.name, a.number_idx from account a where a.county_id = ${county} and ${officer()}),
      seen as (
        select o.id as account, p.case_id, case p.role when 'member' then 1 else 2 end as rank from officer o join case_person p on p.county_id = ${county} and p.number_idx = o.number_idx
        union select o.id, p.case_id, 3 from officer o join external_row e on e.county_id = ${county} and e.list = any (${familyLists(law)}::text[]) and e.other_idx = o.number_idx join case_person p on p.county_id = ${county} and p.number_idx = e.number_idx
        union select o.id, p.case_id, 3 from officer o join external_row e on e.county_id = ${county} and e.list = any (${familyLists(law)}::text[]) and e.number_idx = o.number_idx join case_person p on p.county_id = ${county} and p.number_idx = e.other_idx),
      open as (select account, case_id, min(rank) as rank from seen group by account, case_id)
    select f.id as case, f.number, f.programme, u.name as unit, n.name_enc, f.application_date, o.account, a.name as officer, case o.rank when 1 then 'member' when 2 then 'obligor' else 'registry' end as kind,
      exists (select from case_action x where x.county_id = f.county_id and x.case_id = f.id and x.actor_user = o.account::text) or o.account = any (f.investigated_by) as handled,
      w.text as answer, w.answered_on, b.name as answered_by
    from open o join officer a on a.id = o.account join case_file f on f.county_id = ${county} and f.id = o.case_id join unit u on u.county_id = f.county_id and u.id = f.unit_id join person n on n.county_id = f.county_id and n.id = f.applicant
    left join lateral (select text, answered_on, answered_by from relative_answer x where x.county_id = f.county_id and x.about_case = f.id and x.account_id = o.account order by answered_on desc, id desc limit 1) w on true
    left join account b on b.county_id = f.county_id and b.id = w.answered_by
    where f.status in ('applied', 'accepted', 'granted') and not exists (select from relative r join case_person p on p.county_id = r.county_id and p.number_idx = r.number_idx and p.case_id = f.id where r.county_id = f.county_id and r.account_id = o.account and r.removed_on is null)
    order by w.answered_on is not null, handled desc, o.rank, f.number limit 500`.execute(tx)).rows;
}

/** Officers in the caller's area who handle cases today and have filed neither a near relative nor that there is none [XX-73]; and how many villages there are and how many of them have filed for their cadres. */
export async function findUnfiled(tx: Tx, law: Law, who: Pick<Who, 'area'>): Promise<{ officers: { account: string; name: string; unit: string }[]; villages: { all: number; filed: number } }> {
  const inArea = (column: string) => (who.area === null ? sql`true` : sql`${sql.ref(column)} = any (${[...who.area]}::int[])`);
  const officers = (await sql<{ account: string; name: string; unit: string }>`select distinct on (a.id) a.id as account, a.name, u.name as unit from account a join account_post q on q.county_id = a.county_id and q.account_id = a.id join unit u on u.county_id = q.county_id and u.id = q.unit_id
    where a.county_id = ${law.county} and a.disabled_at is null and q.post = any (${[...PERMISSIONS['case.act']]}::text[]) and q.from_date <= ${law.today} and (q.to_date is null or q.to_date >= ${law.today}) and ${inArea('q.unit_id')}
      and not exists (select from relative r where r.county_id = a.county_id and r.account_id = a.id and r.removed_on is null) order by a.id, q.unit_id`.execute(tx)).rows;
  const villages = (await sql<{ all: number; filed: number }>`select count(*)::int as all, count(*) filter (where exists (select from relative r where r.county_id = u.county_id and r.unit_id = u.id and r.cadre_enc is not null and r.removed_on is null))::int as filed
    from unit u where u.county_id = ${law.county} and u.kind in ('village', 'community') and coalesce(u.valid_from, '-infinity') <= ${law.today} and coalesce(u.valid_to, 'infinity') >= ${law.today} and ${inArea('u.id')}`.execute(tx)).rows[0] ?? { all: 0, filed: 0 };
  return { officers: officers.toSorted((a, b) => a.unit.localeCompare(b.unit, 'zh') || a.name.localeCompare(b.name, 'zh')), villages };
}

/** The county's answer to such a question. */
export function questionEndpoints(services: Services): Endpoint[] {
  return [
    endpoint(answerRelation, async (tx, { body }, who) => {
      const law = await loadLaw(tx, services, who.county);
      const open = (await findQuestions(tx, law)).find((q) => q.case === body.case && q.account === body.account);
      if (!open) return refuse('notfound', '没有这个问题：已经备案，或者案件已经办结', { allowed: ['刷新后查看'] });
      if (body.account === who.account) return refuse('person.same', '不能由本人说明自己的关系', { allowed: ['由县级其他人员核实'] });
      const id = randomUUID();
      await sql`insert into relative_answer (county_id, id, about_case, account_id, text, answered_by, answered_on) values (${who.county}, ${id}, ${body.case}, ${body.account}, ${body.text}, ${who.account}, ${law.today})`.execute(tx);
      return { id };
    }),
  ];
}
