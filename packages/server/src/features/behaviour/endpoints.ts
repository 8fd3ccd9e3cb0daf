import { sql } from 'kysely';
import { answerBehaviour, listBehaviour, runBehaviour } from '@doudi/core/api/behaviour';
import type { Output } from '@doudi/core/api/contract';
import { ANSWERS, KIND_IDS, ruleText, type BehaviourAnswer, type BehaviourKind, type BehaviourRule } from '@doudi/core/behaviour/model';
import type { TableValue } from '@doudi/core/policy/tables';
import { refuse } from '@doudi/core/refusal/refusal';
import { endpoint, type Endpoint } from '../../platform/http/endpoint.ts';
import type { Services } from '../../services.ts';
import { askCalculation, findCalculation, viewCalculation } from '../calculations/calculate.ts';
import { cite } from '../cases/words.ts';
import { loadLaw } from '../law/law.ts';

const LIMIT = 100;
const ruled = (rule: BehaviourRule | undefined): string => (rule ? ruleText(rule) : '');
const CASES = 50;

interface Row {
  readonly id: string;
  readonly kind: BehaviourKind;
  readonly unit: string;
  readonly unit_name: string;
  readonly text: string;
  readonly found_on: string;
  readonly seen_on: string;
  readonly open: boolean;
  readonly cases: { case: string; number: string; note: string }[] | null;
  readonly count: number;
  readonly answers: { outcome: BehaviourAnswer; words: string; by: string; on: string; count: number }[] | null;
}

/** 值得看一看: questions for the county, each with its cases; answered by somebody with a name, in words. */
export function behaviourEndpoints(services: Services): Endpoint[] {
  return [
    endpoint(listBehaviour, async (tx, { query: q }, who) => {
      const law = await loadLaw(tx, services, who.county);
      const found = law.policy.find<TableValue<'behaviour.rules'>>('behaviour.rules', { on: law.today });
      const rules = new Map((found?.value.rules ?? []).map((r) => [r.kind, r]));
      const { rows } = await sql<Row>`select q.id, q.kind, u.key as unit, u.name as unit_name, q.text, q.found_on, q.seen_on, q.open, (select count(*)::int from behaviour_case c where c.county_id = q.county_id and c.question_id = q.id) as count,
          (select jsonb_agg(x order by x ->> 'number') from (select jsonb_build_object('case', f.id, 'number', f.number, 'note', c.note) as x from behaviour_case c join case_file f on f.county_id = c.county_id and f.id = c.about_case where c.county_id = q.county_id and c.question_id = q.id order by f.number limit ${CASES}) y) as cases,
          (select jsonb_agg(jsonb_build_object('outcome', a.outcome, 'words', a.words, 'by', a.by_name, 'on', a.on_date, 'count', a.cases) order by a.id desc) from behaviour_answer a where a.county_id = q.county_id and a.question_id = q.id) as answers
        from behaviour_question q join unit u on u.county_id = q.county_id and u.id = q.unit_id
        where q.county_id = ${who.county} and q.open = ${q.state === 'open'} ${q.kind === undefined ? sql`` : sql`and q.kind = ${q.kind}`} ${q.unit === undefined ? sql`` : sql`and u.key = ${q.unit}`} order by q.seen_on desc, q.found_on desc, q.kind, u.key, q.id limit ${LIMIT + 1}`.execute(tx);
      const tally = (await sql<{ kind: BehaviourKind; open: number; answered: number; fine: number }>`select q.kind, count(*) filter (where q.open)::int as open, count(*) filter (where not q.open)::int as answered,
          count(*) filter (where not q.open and (select a.outcome from behaviour_answer a where a.county_id = q.county_id and a.question_id = q.id order by a.id desc limit 1) = 'fine')::int as fine from behaviour_question q where q.county_id = ${who.county} group by q.kind`.execute(tx)).rows;
      const of = new Map(tally.map((t) => [t.kind, t]));
      const kinds = KIND_IDS.flatMap((kind): Output<typeof listBehaviour>['kinds'] => {
        const rule = rules.get(kind);
        const t = of.get(kind);
        return rule || t ? [{ kind, label: rule?.label ?? kind, rule: ruled(rule), open: t?.open ?? 0, answered: t?.answered ?? 0, fine: t?.fine ?? 0 }] : [];
      });
      const run = await findCalculation(tx, who.county, 'behaviour');
      return {
        run: run ? { ...viewCalculation(run), found: (run.result as { found: number } | null)?.found ?? null } : null,
        items: rows.slice(0, LIMIT).map((r) => ({
          id: r.id, kind: r.kind, label: rules.get(r.kind)?.label ?? r.kind, why: rules.get(r.kind)?.why ?? '', rule: ruled(rules.get(r.kind)), unit: r.unit, unitName: r.unit_name, text: r.text, foundOn: r.found_on, seenOn: r.seen_on, open: r.open, cases: r.cases ?? [], count: r.count,
          answers: (r.answers ?? []).map((a) => ({ ...a, outcomeText: ANSWERS[a.outcome] })),
        })),
        more: rows.length > LIMIT, open: tally.reduce((n, t) => n + t.open, 0), answered: tally.reduce((n, t) => n + t.answered, 0), source: found ? cite(law.policy, found.source) : null, kinds,
      };
    }),
    endpoint(runBehaviour, async (tx, _, who) => (await askCalculation(tx, who, 'behaviour', '', {})) ?? { queued: true as const }),
    endpoint(answerBehaviour, async (tx, { params, body }, who) => {
      const law = await loadLaw(tx, services, who.county);
      const row = (await sql<{ open: boolean; cases: number }>`select open, (select count(*)::int from behaviour_case c where c.county_id = q.county_id and c.question_id = q.id) as cases from behaviour_question q where county_id = ${who.county} and id = ${params.id} for update`.execute(tx)).rows[0];
      if (!row) return refuse('notfound', '没有这个问题，或者不在您的工作范围内');
      if (!row.open) return refuse('step.done', '已经答复', { allowed: ['出现新的案件时会重新提出'] });
      await sql`insert into behaviour_answer (county_id, question_id, outcome, words, cases, by_account, by_name, on_date, at) values (${who.county}, ${params.id}, ${body.outcome}, ${body.words}, ${row.cases}, ${who.account}, ${who.name}, ${law.today}, ${law.now})`.execute(tx);
      await sql`update behaviour_question set open = false where county_id = ${who.county} and id = ${params.id}`.execute(tx);
      return { id: params.id };
    }),
  ];
}
