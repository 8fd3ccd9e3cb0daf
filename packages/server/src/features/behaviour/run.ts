import { sql } from 'kysely';
import type { Task } from 'graphile-worker';
import type { TableValue } from '@doudi/core/policy/tables';
import { addMonths } from '@doudi/core/case/months';
import { isRefusal } from '@doudi/core/refusal/refusal';
import type { Tx } from '../../platform/database.ts';
import type { Services } from '../../services.ts';
import type { Compute, Progress } from '../calculations/calculate.ts';
import { loadLaw, type Law } from '../law/law.ts';
import { runMatter, SYSTEM_ACTOR } from '../matters/run.ts';
import { scoreHooks } from '../scores/hooks.ts';
import { findPatterns } from './find.ts';
import type { Pattern } from './pattern.ts';

/** Patterns that go to the database in one statement: each has up to two hundred cases. */
const CHUNK = 200;

/** Keeps the patterns of one kind as questions: found again it is the same one, and opens again only where it has more cases than when it was answered. */
async function keep(tx: Tx, law: Law, kind: string, patterns: readonly Pattern[]): Promise<void> {
  const { county, today } = law;
  for (let i = 0; i < patterns.length; i += CHUNK)
    await sql`with found as materialized (select distinct on (p.unit, p.key) p.* from jsonb_to_recordset(${JSON.stringify(patterns.slice(i, i + CHUNK))}::jsonb) as p (unit int, key text, text text, cases jsonb)),
      kept as (insert into behaviour_question (county_id, kind, unit_id, key, text, found_on, seen_on) select ${county}::int, ${kind}::text, unit, key, text, ${today}::date, ${today}::date from found
        on conflict on constraint behaviour_question_once do update set text = excluded.text, seen_on = excluded.seen_on returning id, unit_id, key)
      insert into behaviour_case (county_id, question_id, about_case, note) select ${county}::int, k.id, c."case", c.note from kept k join found f on f.unit = k.unit_id and f.key = k.key cross join lateral jsonb_to_recordset(f.cases) as c ("case" uuid, note text)
      on conflict on constraint behaviour_case_pk do nothing`.execute(tx);
  await sql`update behaviour_question q set open = true where q.county_id = ${county} and q.kind = ${kind} and q.seen_on = ${today}::date and not q.open
    and (select count(*) from behaviour_case c where c.county_id = q.county_id and c.question_id = q.id) > (select max(a.cases) from behaviour_answer a where a.county_id = q.county_id and a.question_id = q.id)`.execute(tx);
}

/** Looks for every pattern of the county's rules, one look at a time. Returns how many are there now. Needs the view of the whole county. */
export async function lookAround(tx: Tx, law: Law, progress?: Progress): Promise<number> {
  const rules = law.policy.find<TableValue<'behaviour.rules'>>('behaviour.rules', { on: law.today })?.value.rules ?? [];
  await sql`select pg_advisory_xact_lock(hashtext('behaviour'), ${law.county})`.execute(tx);
  let found = 0;
  for (const [i, rule] of rules.entries()) {
    await progress?.(i, rules.length);
    const patterns = await findPatterns(tx, law, rule);
    await keep(tx, law, rule.kind, patterns);
    found += patterns.length;
  }
  return found;
}

/** A look that somebody asked for. */
export const computeBehaviour: Compute = async (services, county, _input, progress) =>
  await services.installation.db.transaction({ county, area: null, user: 'system' }, async (tx) => ({ found: await lookAround(tx, await loadLaw(tx, services, county), progress) }), LONG);

const LONG = { statementTimeout: 300_000 };

/** Every night: what deserves a look, and last month's scores as soon as the month is over and nobody has computed them. */
export const watchTask = (services: Services): Task => async (_, helpers) => {
  for (const county of services.counties.keys()) {
    const scope = { county, area: null, user: 'system' };
    await services.installation.db.transaction(scope, async (tx) => await lookAround(tx, await loadLaw(tx, services, county)), LONG);
    await services.installation.db.transaction(scope, async (tx) => {
      const month = addMonths((await loadLaw(tx, services, county)).today.slice(0, 7), -1);
      const known = (await sql`select from matter where county_id = ${county} and topic = 'score' and state ->> 'month' = ${month} and state ->> 'kind' = 'month'`.execute(tx)).rows.length > 0;
      const done = known ? undefined : await runMatter(tx, services, county, scoreHooks, SYSTEM_ACTOR, { name: 'compute', payload: { month } });
      if (isRefusal(done)) helpers.logger.info(`scores of ${county} ${month}: ${done.rule}`);
    }, LONG);
  }
};
/** 03:20 in China. */
export const WATCH_CRON = { task: 'watch', match: '20 19 * * *', options: { jobKey: 'watch', queueName: 'watch' } };
