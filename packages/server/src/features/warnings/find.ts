import { sql, type RawBuilder } from 'kysely';
import { plusMonths } from '@doudi/core/calendar/date';
import { listsOf, type WarningRule, type Watch } from '@doudi/core/warning/rules';
import type { Tx } from '../../platform/database.ts';
import type { Law } from '../law/law.ts';
import { excludingOf } from '../payments/steps.ts';

/** What every rule asks of the county. */
interface Field {
  readonly county: number;
  readonly today: string;
  /** Entries of lists before this day do not count: a trial on the last twelve months. Absent = all. */
  readonly since?: string;
  /** Monthly standard by programme and area. */
  readonly standards: readonly { readonly programme: string; readonly area: 'urban' | 'rural'; readonly fen: number }[];
  /** Programmes that may not be drawn together, both ways. */
  readonly exclusive: readonly (readonly [string, string])[];
}

/** The law's numbers that rules need. */
export function fieldOf(law: Law, since?: string): Field {
  const on = law.today;
  const programmes = law.policy.programmes(on).map((p) => p.id);
  return {
    county: law.county, today: on, ...(since === undefined ? {} : { since }),
    standards: programmes.flatMap((programme) => (['urban', 'rural'] as const).flatMap((area) => {
      const fen = law.policy.find<number>('standard.monthly', { on, programme, area })?.value;
      return fen === undefined ? [] : [{ programme, area, fen }];
    })),
    exclusive: programmes.flatMap((a) => excludingOf(law.policy, a, on).filter((b) => b !== a).map((b): readonly [string, string] => [a, b])),
  };
}

/** Sorting and joining a county's people beside the lists: one night's run at a time, and one trial. */
const WORK_MEM = '128MB';

/**
 * Entries of the lists named about anybody who has a case, in a table of this transaction: the lists hold the whole population,
 * and are read once, not once by every rule.
 */
async function gatherEntries(tx: Tx, county: number, lists: readonly string[]): Promise<void> {
  await sql`drop table if exists warning_entry`.execute(tx);
  // From end to end: by an index every row of every list is fetched by itself.
  await sql`select set_config('enable_indexscan', 'off', true)`.execute(tx);
  await sql`create temp table warning_entry on commit drop as select e.list, e.ref, e.number_idx, e.other_idx, e.on_date, e.fen, e.fields from external_row e
    where e.county_id = ${county} and e.list = any (${[...lists]}::text[]) and exists (select from case_person p where p.county_id = ${county} and p.role = 'member' and p.number_idx = e.number_idx)`.execute(tx);
  await sql`select set_config('enable_indexscan', 'on', true)`.execute(tx);
  await sql`create index on warning_entry (list)`.execute(tx);
  await sql`analyze warning_entry`.execute(tx);
}

/**
 * Who is watched today, one row per person and case, in a table of this transaction: members of households on a monthly roll, recognised
 * without money, and those that left or were refused within twelve months and stand nowhere else; and what the lists of these rules say
 * about them. @returns how many people.
 */
export async function gatherWatched(tx: Tx, county: number, today: string, rules: readonly WarningRule[]): Promise<number> {
  const month = today.slice(0, 7);
  const year = plusMonths(today, -12);
  await sql`select set_config('work_mem', ${WORK_MEM}, true)`.execute(tx);
  await gatherEntries(tx, county, [...new Set(rules.flatMap((r) => listsOf(r)))]);
  await sql`drop table if exists warning_watched`.execute(tx);
  await sql`create temp table warning_watched on commit drop as
    with watched as (
      select b.case_id, 'roll' as watch from benefit b where b.county_id = ${county} and b.payment = 'monthly' and b.from_month <= ${month} and (b.to_month is null or b.to_month >= ${month})
      union all select b.case_id, 'left' from benefit b where b.county_id = ${county} and b.payment = 'monthly' and b.to_month < ${month} and b.to_month >= ${year.slice(0, 7)}
      union all select f.id, 'refused' from case_file f where f.county_id = ${county} and f.status = 'refused' and f.decided_on > ${year}::date
      union all select f.id, 'recognised' from case_file f where f.county_id = ${county} and f.status = 'granted' and coalesce(f.monthly_fen, 0) = 0 and not exists (select from benefit b where b.county_id = f.county_id and b.case_id = f.id) and f.state ->> 'endedFrom' is null)
    select f.id as case_id, f.unit_id, f.area_id, f.programme, f.persons, w.watch, p.person_id, p.number_idx
    from watched w join case_file f on f.county_id = ${county} and f.id = w.case_id join case_person p on p.county_id = f.county_id and p.case_id = f.id and p.role = 'member'`.execute(tx);
  await sql`delete from warning_watched w where w.watch in ('left', 'refused') and exists (select from warning_watched o where o.number_idx = w.number_idx and o.watch in ('roll', 'recognised'))`.execute(tx);
  await sql`create index on warning_watched (number_idx)`.execute(tx);
  await sql`create index on warning_watched (case_id)`.execute(tx);
  await sql`analyze warning_watched`.execute(tx);
  return (await sql<{ n: number }>`select count(*)::int as n from warning_watched`.execute(tx)).rows[0]?.n ?? 0;
}

const watching = (watch: readonly Watch[], programmes?: readonly string[]) => sql`w.watch = any (${[...watch]}::text[]) ${programmes ? sql`and w.programme = any (${[...programmes]}::text[])` : sql``}`;
const entries = (f: Field, lists: readonly string[], from?: string) => {
  const floor = [f.since, from].filter((x) => x !== undefined).sort().at(-1);
  return sql`e.list = any (${[...lists]}::text[]) ${floor === undefined ? sql`` : sql`and e.on_date > ${floor}::date`}`;
};
/** Fingerprint of the entries seen, and the entries as the clerk reads them. */
const MARK = sql`md5(string_agg(e.list || '|' || e.ref, ',' order by e.list, e.ref))`;
const ROWS = sql`'rows', jsonb_agg(jsonb_build_object('list', e.list, 'on', e.on_date, 'fen', e.fen, 'text', e.fields ->> 'text', 'person', w.person_id) order by e.on_date desc, e.ref)`;
const HEAD = sql`w.case_id::text as subject, w.case_id as about_case, w.unit_id, w.area_id`;
const GROUP = sql`w.case_id, w.unit_id, w.area_id`;
const NOBODY = sql`null::uuid as person_id`;
const declaredThings = (kind: string) => sql`coalesce((select sum(coalesce((p ->> 'count')::int, 1)) from jsonb_array_elements(coalesce(c.state #> '{facts,properties}', '[]')) p where p ->> 'kind' = ${kind}), 0)`;
const casesOf = (f: Field, alias: string) => sql`join case_file c on c.county_id = ${f.county} and c.id = ${sql.ref(`${alias}.case_id`)}`;

/** What a rule finds today (see `keepHits`), or nothing where its kind finds nothing by itself. Reads `warning_watched` and `warning_entry`. */
export function foundBy(r: WarningRule, f: Field): RawBuilder<unknown> | undefined {
  switch (r.kind) {
    case 'listHit': {
      const from = r.threshold === undefined ? undefined : plusMonths(f.today, -Math.round(r.threshold));
      const field = r.field ? sql`and (e.fields ->> ${r.field.name})::numeric <= ${r.field.atMost}` : sql``;
      const where = sql`from warning_watched w join warning_entry e on ${entries(f, r.lists, from)} and e.number_idx = w.number_idx ${field} where ${watching(r.watch, r.programmes)}`;
      // Things of a household are counted together, whoever of it owns them.
      if (r.min === 1 && r.undeclared === undefined) return sql`select ${HEAD}, w.person_id, ${MARK} as mark, jsonb_build_object(${ROWS}) as facts ${where} group by ${GROUP}, w.person_id`;
      const all = sql`select ${HEAD}, ${NOBODY}, ${MARK} as mark, jsonb_build_object(${ROWS}, 'count', count(*)) as facts, count(*) as n, w.case_id ${where} group by ${GROUP} having count(*) >= ${r.min}`;
      return r.undeclared === undefined ? all : sql`select x.subject, x.about_case, x.unit_id, x.area_id, x.person_id, x.mark, x.facts || jsonb_build_object('declared', ${declaredThings(r.undeclared)}) as facts from (${all}) x ${casesOf(f, 'x')} where x.n > ${declaredThings(r.undeclared)}`;
    }
    case 'listAmountOverDeclared':
      return sql`select x.subject, x.about_case, x.unit_id, x.area_id, x.person_id, x.mark, x.facts || jsonb_build_object('declared', d.fen) as facts from (
          select ${HEAD}, w.person_id, ${MARK} as mark, jsonb_build_object(${ROWS}, 'sum', sum(e.fen)) as facts, sum(e.fen) as fen, w.case_id
          from warning_watched w join warning_entry e on ${entries(f, r.lists)} and e.number_idx = w.number_idx where ${watching(r.watch, r.programmes)} group by ${GROUP}, w.person_id) x ${casesOf(f, 'x')}
        cross join lateral (select coalesce(sum((i ->> 'monthly')::bigint), 0) as fen from jsonb_array_elements(coalesce(c.state #> '{facts,incomes}', '[]')) i where i ->> 'person' = x.person_id::text and i ->> 'kind' = any (${[...r.incomes]}::text[])) d
        where x.fen > d.fen * (1 + ${r.threshold}::numeric / 100)`;
    case 'amountOverStandard':
      return sql`select x.subject, x.about_case, x.unit_id, x.area_id, x.person_id, x.mark, x.facts || jsonb_build_object('limit', round(${r.threshold}::numeric * 12 * s.fen * x.persons)) as facts from (
          select ${HEAD}, ${NOBODY}, ${MARK} as mark, jsonb_build_object(${ROWS}, 'sum', sum(e.fen)) as facts, sum(e.fen) as fen, w.case_id, w.programme, w.persons
          from warning_watched w join warning_entry e on ${entries(f, r.lists)} and e.number_idx = w.number_idx where ${watching(r.watch, r.programmes)} group by ${GROUP}, w.programme, w.persons) x ${casesOf(f, 'x')}
        join unnest(${f.standards.map((s) => s.programme)}::text[], ${f.standards.map((s) => s.area)}::text[], ${f.standards.map((s) => s.fen)}::bigint[]) as s (programme, area, fen) on s.programme = x.programme and s.area = c.state #>> '{facts,area}'
        where x.fen > ${r.threshold}::numeric * 12 * s.fen * x.persons`;
    case 'bandOver': {
      const named = r.bands.flatMap((b) => (b.programmes ?? []).map((p) => ({ p, fen: b.fen })));
      const rest = r.bands.find((b) => b.programmes === undefined)?.fen ?? null;
      const year = f.today.slice(0, 4);
      return sql`select x.subject, x.about_case, x.unit_id, x.area_id, x.person_id, ${year}::text as mark, x.facts || jsonb_build_object('limit', b.fen) as facts from (
          select ${HEAD}, ${NOBODY}, jsonb_build_object(${ROWS}, 'sum', sum(e.fen)) as facts, sum(e.fen) as fen, w.programme
          from warning_watched w join warning_entry e on ${entries(f, r.lists)} and e.on_date between ${`${year}-01-01`}::date and ${f.today}::date and e.number_idx = w.number_idx where ${watching(r.watch)} group by ${GROUP}, w.programme) x
        cross join lateral (select coalesce((select n.fen from unnest(${named.map((n) => n.p)}::text[], ${named.map((n) => n.fen)}::bigint[]) as n (p, fen) where n.p = x.programme), ${rest}::bigint) as fen) b
        where x.fen > b.fen * ${r.threshold}::numeric / 100`;
    }
    case 'splitBefore':
      return sql`select ${HEAD}, ${NOBODY}, ${MARK} as mark, jsonb_build_object(${ROWS}, 'applied', c.application_date) as facts
        from warning_watched w join warning_entry e on ${entries(f, r.lists)} and e.number_idx = w.number_idx ${casesOf(f, 'w')}
        where ${watching(r.watch)} and e.on_date between c.application_date - make_interval(months => ${Math.round(r.threshold)}) and c.application_date group by ${GROUP}, c.application_date`;
    case 'relativeUndeclared':
      return sql`select ${HEAD}, w.person_id, ${MARK} as mark, jsonb_build_object(${ROWS}) as facts from warning_watched w join warning_entry e on ${entries(f, r.lists)} and e.number_idx = w.number_idx
        where ${watching(r.watch)} and e.other_idx is not null and not exists (select from case_person o where o.county_id = ${f.county} and o.case_id = w.case_id and o.number_idx = e.other_idx) group by ${GROUP}, w.person_id`;
    case 'relativeUnfiled':
      return sql`select ${HEAD}, w.person_id, md5(string_agg(e.id::text, ',' order by e.id)) as mark, jsonb_build_object('relation', min(e.relation), 'filed', min(e.filed_on)) as facts
        from warning_watched w join relative e on e.county_id = ${f.county} and e.number_idx = w.number_idx and e.removed_on is null ${casesOf(f, 'w')}
        where ${watching(r.watch)} and jsonb_array_length(coalesce(c.state -> 'relatives', '[]')) = 0 group by ${GROUP}, w.person_id`;
    case 'sameAccount':
      // An agreed payee (carer, institution) may stand for many.
      return sql`select b.case_id::text as subject, b.case_id as about_case, b.unit_id, b.area_id, b.person_id, md5(u.number_idx::text || array_to_string(u.humans, ',')) as mark, jsonb_build_object('people', cardinality(u.humans)) as facts
        from (select a.number_idx, array_agg(distinct a.human order by a.human) as humans, array_agg(distinct a.benefit) as benefits from (
            select distinct on (x.person_id) x.number_idx, x.holder_idx, b.payee_idx as human, b.id as benefit, b.agreed_holder_idx from payment_account x join benefit b on b.county_id = x.county_id and b.person_id = x.person_id and b.payment = 'monthly' and b.from_month <= ${f.today.slice(0, 7)} and (b.to_month is null or b.to_month >= ${f.today.slice(0, 7)})
            where x.county_id = ${f.county} and x.from_date <= ${f.today}::date order by x.person_id, x.from_date desc, x.position desc) a
          where a.holder_idx is distinct from a.agreed_holder_idx group by a.number_idx having count(distinct a.human) > 1) u
        join benefit b on b.county_id = ${f.county} and b.id = any (u.benefits)
        where exists (select from unnest(u.humans) as o (human) where o.human <> b.payee_idx and not exists (select from case_person y where y.county_id = ${f.county} and y.case_id = b.case_id and y.number_idx = o.human))`;
    case 'exclusiveProgramme':
      return sql`select ${HEAD}, w.person_id, md5(string_agg(o.case_id::text, ',' order by o.case_id)) as mark, jsonb_build_object('programmes', jsonb_agg(distinct o.programme)) as facts
        from warning_watched w join warning_watched o on o.number_idx = w.number_idx and o.case_id <> w.case_id and o.watch = 'roll'
        join unnest(${f.exclusive.map((x) => x[0])}::text[], ${f.exclusive.map((x) => x[1])}::text[]) as x (a, b) on x.a = w.programme and x.b = o.programme where w.watch = 'roll' group by ${GROUP}, w.person_id`;
    case 'reviewOverdue':
      return sql`select distinct ${HEAD}, ${NOBODY}, b.review_due::text as mark, jsonb_build_object('due', b.review_due) as facts from warning_watched w join benefit b on b.county_id = ${f.county} and b.case_id = w.case_id where w.watch = 'roll' and b.review_due < ${f.today}::date`;
    case 'ageTurned':
      return sql`select ${HEAD}, w.person_id, 'age:' || a.age as mark, jsonb_build_object('age', a.age, 'on', (p.birth + make_interval(years => a.age))::date) as facts
        from (select age, (${f.today}::date - make_interval(years => age) - make_interval(days => ${Math.round(r.threshold)}::int + 2))::date as eldest, (${f.today}::date - make_interval(years => age) + interval '2 days')::date as youngest from unnest(${[...r.ages]}::int[]) as x (age)) a
        join person p on p.county_id = ${f.county} and p.birth between a.eldest and a.youngest join warning_watched w on w.person_id = p.id
        where ${watching(r.watch)} and (p.birth + make_interval(years => a.age))::date between ${f.today}::date - ${Math.round(r.threshold)}::int + 1 and ${f.today}::date`;
    case 'manyApprovals':
      return sql`select 'decisions:' || c.decided_by || ':' || c.decided_on as subject, null::uuid as about_case, min(c.unit_id) as unit_id, min(c.unit_id) as area_id, ${NOBODY}, 'day' as mark, jsonb_build_object('count', count(*), 'on', c.decided_on) as facts
        from case_file c where c.county_id = ${f.county} and not c.imported and c.decided_by is not null and c.decided_on > ${plusMonths(f.today, f.since === undefined ? -1 : -12)}::date group by c.decided_by, c.decided_on having count(*) > ${r.threshold}`;
    case 'villageShare':
      // A village whose people are known is measured by them, against those that are known as well; else by households alone.
      return sql`with people as (select distinct on (p.area_id) p.area_id, p.persons from village_population p where p.county_id = ${f.county} and p.year <= left(${f.today}, 4)::int order by p.area_id, p.year desc, p.id desc),
          drawn as (select w.area_id, min(w.unit_id) as unit_id, count(distinct w.case_id) as n, count(distinct w.number_idx) as heads from warning_watched w where w.watch = 'roll' group by w.area_id),
          villages as (select u.id as area_id, coalesce(r.unit_id, u.parent_id) as unit_id, coalesce(r.n, 0) as n, coalesce(r.heads, 0) as heads, p.persons, coalesce(r.heads, 0) * 1000.0 / p.persons as rate
            from unit u left join drawn r on r.area_id = u.id left join people p on p.area_id = u.id where u.county_id = ${f.county} and u.kind in ('village', 'community') and (r.n > 0 or p.persons > 0)),
          middle as (select percentile_cont(0.5) within group (order by n) filter (where n > 0) as n, percentile_cont(0.5) within group (order by rate) filter (where persons > 0) as rate, count(persons) as known from villages)
        select 'village:' || v.area_id as subject, null::uuid as about_case, v.unit_id, v.area_id, ${NOBODY}, case when v.persons is null or m.known < 3 then 'share' when v.rate < m.rate then 'few' else 'many' end as mark,
          jsonb_build_object('count', v.n, 'median', m.n) || case when v.persons is null or m.known < 3 then '{}' else jsonb_build_object('rate', round(v.rate, 1), 'medianRate', round(m.rate::numeric, 1)) end as facts
        from villages v cross join middle m where case when v.persons is null or m.known < 3 then v.n >= ${r.min} and v.n > m.n * ${r.threshold}::numeric
          else m.rate > 0 and ((v.n >= ${r.min} and v.rate > m.rate * ${r.threshold}::numeric) or (m.rate * v.persons / 1000 >= ${r.min} and v.rate < m.rate / ${r.threshold}::numeric)) end`;
    case 'reported':
    case 'none':
      return undefined;
  }
}
