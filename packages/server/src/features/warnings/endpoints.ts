import { sql } from 'kysely';
import type { Output } from '@doudi/core/api/contract';
import { askPreview, listExternal, listRules, listRuns, previewRule, runWarnings, tuneRule } from '@doudi/core/api/leads';
import { daysBetween } from '@doudi/core/calendar/date';
import { refuse, type Refusal } from '@doudi/core/refusal/refusal';
import { yieldPercent } from '@doudi/core/warning/answers';
import { EXTERNAL_LIST_IDS, EXTERNAL_LISTS, listsOf, ruleLine, SIDE_LABELS, thresholdOf, THRESHOLDS, tuned } from '@doudi/core/warning/rules';
import type { Tx } from '../../platform/database.ts';
import { endpoint, type Endpoint } from '../../platform/http/endpoint.ts';
import type { Services } from '../../services.ts';
import { askCalculation, viewCalculation } from '../calculations/calculate.ts';
import { cite } from '../cases/words.ts';
import { loadLaw, type Law } from '../law/law.ts';
import { findChoices, insertChoice, rulesOf, runningRules } from './choices.ts';
import { fieldOf, foundBy } from './find.ts';
import { findWaiting, replaceEndpoints } from './replace.ts';
import { askRun, type RuleRun } from './run.ts';
import { findTrial, trialKey, type Two } from './trial.ts';

interface ListRow {
  readonly list: string;
  readonly source: string;
  readonly source_date: string;
  readonly coverage: string;
  readonly rows: number;
  readonly brought_at: string;
}

const findLists = async (tx: Tx, county: number): Promise<Map<string, ListRow>> => new Map((await sql<ListRow>`select list, source, source_date, coverage, rows, brought_at from external_list where county_id = ${county}`.execute(tx)).rows.map((l) => [l.list, l]));

type Yield = Output<typeof listRules>['items'][number]['yield'];
const NO_YIELD: Yield = { hits: 0, open: 0, late: 0, valid: 0, explained: 0, stop: 0, gone: 0, days: null, percent: null };

/** What became of a rule's hits of the last twelve months. */
async function findYields(tx: Tx, law: Law): Promise<Map<string, Yield>> {
  const { rows } = await sql<Omit<Yield, 'percent'> & { rule: string }>`select rule, count(*)::int as hits, (count(*) filter (where status = 'open'))::int as open, (count(*) filter (where due_on < coalesce(answered_on, ${law.today}::date)))::int as late,
      (count(*) filter (where status = 'valid'))::int as valid, (count(*) filter (where status = 'explained'))::int as explained, (count(*) filter (where status = 'stop'))::int as stop, (count(*) filter (where status = 'gone'))::int as gone,
      round(avg(answered_on - found_on) filter (where words is not null), 1)::float8 as days
    from lead_hit where county_id = ${law.county} and found_on > ${law.today}::date - interval '12 months' group by rule`.execute(tx);
  return new Map(rows.map(({ rule, ...y }) => [rule, { ...y, percent: yieldPercent(y) }]));
}

/** The rule named, and the rule as the number wanted would make it; a refusal where it has none. */
async function twoOf(tx: Tx, law: Law, id: string, wanted: number | undefined): Promise<Two | Refusal> {
  const policy = rulesOf(law).rules.find((r) => r.id === id);
  if (!policy) return refuse('notfound', '没有这条预警规则');
  if (wanted !== undefined && thresholdOf(policy) === undefined) return refuse('input.invalid', `“${policy.label}”没有可以调整的界限`, { fields: [{ path: 'body.threshold', message: '这条规则没有界限' }] });
  const choice = (await findChoices(tx, law.county, law.today)).get(id);
  return { now: tuned(policy, choice?.threshold), after: tuned(policy, wanted) };
}

const isRefused = (x: object): x is Refusal => 'refused' in x;
/** What a trial looks at, in words. */
const HOW = '用近十二个月的部门数据和今天的在管家庭，按新旧两个界限各算一遍';

/** 预警: rules, lists, runs; the county's. */
export function warningEndpoints(services: Services): Endpoint[] {
  const { config } = services.installation;
  return [
    endpoint(listRules, async (tx, _, who) => {
      const law = await loadLaw(tx, services, who.county);
      const { rules, oldAfterDays, source } = rulesOf(law);
      const [choices, lists, yields] = [await findChoices(tx, who.county, law.today), await findLists(tx, who.county), await findYields(tx, law)];
      const running = new Map(runningRules(law, choices, new Set(lists.keys())).map((x) => [x.rule.id, x]));
      return {
        source: cite(law.policy, source),
        items: rules.map((policy) => {
          const { rule, why } = running.get(policy.id) ?? { rule: policy, why: null };
          const choice = choices.get(policy.id);
          return {
            id: rule.id, label: rule.label, line: ruleLine(rule), side: rule.side, sideText: SIDE_LABELS[rule.side], runs: why === null, why, threshold: thresholdOf(rule) ?? null, thresholdText: thresholdOf(rule) === undefined ? null : THRESHOLDS[rule.kind], policyThreshold: thresholdOf(policy) ?? null,
            active: choice?.active ?? true, choice: choice ? { from: choice.from_date, by: choice.by_name ?? '', reason: choice.reason, before: choice.found_before, after: choice.found_after } : null,
            lists: listsOf(rule).map((l) => ({ list: l, label: EXTERNAL_LISTS[l], sourceDate: lists.get(l)?.source_date ?? null, old: isOld(lists.get(l), law, oldAfterDays) })), yield: yields.get(rule.id) ?? NO_YIELD,
          };
        }),
      };
    }),
    endpoint(previewRule, async (tx, { params, query }, who) => {
      const law = await loadLaw(tx, services, who.county);
      const two = await twoOf(tx, law, params.rule, query.threshold);
      if (isRefused(two)) return two;
      const found = await findTrial(tx, law, two);
      return { run: found ? viewCalculation(found.row) : null, trial: found?.trial ? { ...found.trial, to: law.today, how: HOW } : null };
    }),
    endpoint(askPreview, async (tx, { params, body }, who) => {
      const law = await loadLaw(tx, services, who.county);
      const two = await twoOf(tx, law, params.rule, body.threshold);
      if (isRefused(two)) return two;
      if (!foundBy(two.now, fieldOf(law))) return refuse('input.invalid', '这条规则不自动运行，不能试算');
      return (await askCalculation(tx, who, 'warningTrial', await trialKey(tx, law, two), { ...two })) ?? { queued: true as const };
    }),
    endpoint(tuneRule, async (tx, { params, body }, who) => {
      const law = await loadLaw(tx, services, who.county);
      if (body.from < law.today) return refuse('date.order', '界限从今天或者以后的日子起改，不能改过去的', { fields: [{ path: 'body.from', message: `不早于 ${law.today}` }] });
      const two = await twoOf(tx, law, params.rule, body.threshold);
      if (isRefused(two)) return two;
      const trial = body.active && body.threshold !== undefined ? (await findTrial(tx, law, two))?.trial : undefined;
      if (!trial && body.active && body.threshold !== undefined && thresholdOf(two.after) !== thresholdOf(two.now) && foundBy(two.now, fieldOf(law)))
        return refuse('step.order', '改界限之前须先试算：新的界限会多出、少掉多少户', { missing: ['当天的试算'], allowed: ['先试算，算完再决定'] });
      await insertChoice(tx, { county: who.county, rule: params.rule, active: body.active, threshold: body.threshold ?? null, from: body.from, reason: body.reason, trial, account: who.account, at: law.now });
      return { before: trial?.now ?? null, after: trial?.after ?? null };
    }),
    endpoint(listExternal, async (tx, _, who) => {
      const law = await loadLaw(tx, services, who.county);
      const { rules, oldAfterDays } = rulesOf(law);
      const lists = await findLists(tx, who.county);
      const waiting = await findWaiting(tx, who);
      const troubles = new Map((await sql<{ list: string; words: string | null; status: string }>`select distinct on (list) list, words, status from external_batch where county_id = ${who.county} order by list, started_at desc`.execute(tx)).rows.map((b) => [b.list, b.status === 'failed' ? (b.words ?? '没有收完') : null]));
      return {
        connector: config.departmentsUrl !== null, oldAfterDays,
        items: EXTERNAL_LIST_IDS.map((list) => {
          const l = lists.get(list);
          return { list, label: EXTERNAL_LISTS[list], source: l?.source ?? null, sourceDate: l?.source_date ?? null, coverage: l?.coverage ?? null, rows: l?.rows ?? 0, old: isOld(l, law, oldAfterDays), broughtAt: l?.brought_at ?? null, rules: rules.filter((r) => listsOf(r).includes(list)).map((r) => r.label), trouble: troubles.get(list) ?? null, waiting: waiting.get(list) ?? null };
        }),
      };
    }),
    ...replaceEndpoints(services),
    endpoint(listRuns, async (tx, _, who) => {
      const law = await loadLaw(tx, services, who.county);
      const labels = new Map(rulesOf(law).rules.map((r) => [r.id, r.label]));
      const { rows } = await sql<{ id: string; on_date: string; started_at: string; ended_at: string | null; by_name: string | null; people: number | null; rules: RuleRun[]; words: string | null }>`select r.id, r.on_date, r.started_at, r.ended_at, a.name as by_name, r.people, r.rules, r.words from warning_run r left join account a on a.county_id = r.county_id and a.id = r.by_account
        where r.county_id = ${who.county} order by r.started_at desc limit 30`.execute(tx);
      return {
        waiting: rows.some((r) => r.ended_at === null && r.words === null && r.by_name !== null),
        items: rows.map((r) => ({
          id: r.id, on: r.on_date, startedAt: r.started_at, seconds: r.ended_at === null ? null : Math.round((Date.parse(r.ended_at) - Date.parse(r.started_at)) / 100) / 10, by: r.by_name ?? '夜间自动运行', people: r.people, found: r.rules.reduce((n, x) => n + x.found, 0), fresh: r.rules.reduce((n, x) => n + x.fresh, 0), words: r.words,
          rules: r.rules.map((x) => ({ ...x, label: labels.get(x.rule) ?? x.rule })),
        })),
      };
    }),
    endpoint(runWarnings, async (tx, _, who) => {
      await askRun(tx, services, who.county, who.account);
      return { queued: true as const };
    }),
  ];
}

const isOld = (l: ListRow | undefined, law: Law, days: number): boolean => l !== undefined && daysBetween(l.source_date, law.today) > days;
