import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { plusMonths } from '@doudi/core/calendar/date';
import type { Source } from '@doudi/core/policy/model';
import type { TableValue } from '@doudi/core/policy/tables';
import { listsOf, tuned, type RuleChoice, type WarningRule } from '@doudi/core/warning/rules';
import type { Tx } from '../../platform/database.ts';
import type { Progress } from '../calculations/calculate.ts';
import type { Law } from '../law/law.ts';
import { fieldOf, foundBy, gatherWatched } from './find.ts';

/** The county's rules as the policy states them, and where they come from. */
export function rulesOf(law: Law): { rules: readonly WarningRule[]; oldAfterDays: number; source: Source | undefined } {
  const found = law.policy.find<TableValue<'warning.rules'>>('warning.rules', { on: law.today });
  return { rules: found?.value.rules ?? [], oldAfterDays: found?.value.oldAfterDays ?? 0, source: found?.source };
}

interface ChoiceRow extends RuleChoice {
  readonly from_date: string;
  readonly reason: string;
  readonly found_before: number | null;
  readonly found_after: number | null;
  readonly by_name: string | null;
}

/** What the county decided about its rules and is in force on the day, by rule. */
export async function findChoices(tx: Tx, county: number, on: string): Promise<Map<string, ChoiceRow>> {
  const { rows } = await sql<ChoiceRow>`select distinct on (c.rule) c.rule, c.active, c.threshold::float8 as threshold, c.from_date, c.reason, c.found_before, c.found_after, a.name as by_name
    from warning_choice c left join account a on a.county_id = c.county_id and a.id = c.decided_by where c.county_id = ${county} and c.from_date <= ${on}::date order by c.rule, c.from_date desc, c.decided_at desc`.execute(tx);
  return new Map(rows.map((r) => [r.rule, r]));
}

/** A rule as it runs, and why it does not. */
interface Running {
  readonly rule: WarningRule;
  readonly why: string | null;
}

/** Which rules run today: those with a kind that finds, not switched off, with a list to read. */
export function runningRules(law: Law, choices: ReadonlyMap<string, ChoiceRow>, brought: ReadonlySet<string>): Running[] {
  return rulesOf(law).rules.map((r): Running => {
    const choice = choices.get(r.id);
    const rule = tuned(r, choice?.threshold);
    if (rule.kind === 'none') return { rule, why: `无数据来源：${rule.reason}` };
    if (rule.kind === 'reported') return { rule, why: '由人登记，不自动运行' };
    if (choice && !choice.active) return { rule, why: `本县已停用：${choice.reason}` };
    const lists = listsOf(rule);
    return { rule, why: lists.length > 0 && !lists.some((l) => brought.has(l)) ? '无数据来源：还没有收到名单' : null };
  });
}

export interface Trial {
  readonly now: number;
  readonly after: number;
  readonly fewer: number;
  readonly more: number;
  readonly from: string;
}

/** What a rule finds by its present and by another number, on the entries of the last twelve months and the households of today: computed by the rule itself. */
export async function tryRule(tx: Tx, law: Law, now: WarningRule, after: WarningRule, progress?: Progress): Promise<Trial | undefined> {
  const from = plusMonths(law.today, -12);
  const field = fieldOf(law, from);
  const [a, b] = [foundBy(now, field), foundBy(after, field)];
  if (!a || !b) return undefined;
  await progress?.(0, 2);
  await gatherWatched(tx, law.county, law.today, [now, after]);
  await progress?.(1, 2);
  // Subjects in both are in neither difference: one pass over the two together, whatever their size.
  const { rows } = await sql<Omit<Trial, 'from'>>`select count(*) filter (where a)::int as now, count(*) filter (where b)::int as after, count(*) filter (where not b)::int as fewer, count(*) filter (where not a)::int as more
    from (select subject, bool_or(old) as a, bool_or(not old) as b from (select subject, true as old from (${a}) x union all select subject, false from (${b}) y) z group by subject) s`.execute(tx);
  return rows[0] && { ...rows[0], from };
}

/** Writes what the county's leader decided about a rule. */
export async function insertChoice(tx: Tx, c: RuleChoice & { readonly county: number; readonly from: string; readonly reason: string; readonly trial: Trial | undefined; readonly account: string; readonly at: string }): Promise<void> {
  await sql`insert into warning_choice (county_id, id, rule, active, threshold, from_date, reason, found_before, found_after, decided_by, decided_at)
    values (${c.county}, ${randomUUID()}, ${c.rule}, ${c.active}, ${c.threshold}, ${c.from}, ${c.reason}, ${c.trial?.now ?? null}, ${c.trial?.after ?? null}, ${c.account}, ${c.at})`.execute(tx);
}
