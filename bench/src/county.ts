import type pg from 'pg';
import { testIdentity } from '@doudi/core/people/id-number';
import { accountsOf, rootUnit, trainingUnits } from '@doudi/server/src/features/training/accounts.ts';
import { seal } from '@doudi/server/src/features/persons/persons.ts';
import type { County, Services } from '@doudi/server/src/services.ts';

/** A household that the benchmark will look for. */
export interface Target {
  readonly name: string;
  readonly idNumber: string;
  readonly caseNumber: string;
}

export type Asker = 'handler' | 'countyHandler' | 'village';

export interface LargeCounty {
  /** Logins: of the first unit, of the bureau, of one of the first unit's villages. */
  readonly logins: Readonly<Record<Asker, string>>;
  readonly targets: readonly Target[];
}

/** Units in which the households live; the handler's is the first. */
const UNITS = 10;
/** Open cases of the handler's unit, whatever the size of the county. */
const OPEN_HERE = 24;
/** One household in so many has a running application. */
const OPEN_SHARE = 33;
const TARGETS = 40;
/** Persons who bear one name; they live in different units. */
const NAMESAKES = 3;

const TABLES = ['person', 'case_file', 'case_person', 'work_item'] as const;

/** The county with the most towns and streets. */
function pick(services: Services): County {
  const places = (c: County): number => c.layer.units.filter((u) => u.kind === 'township' || u.kind === 'street').length;
  const county = [...services.counties.values()].toSorted((a, b) => places(b) - places(a))[0];
  if (!county) throw new Error('no county');
  return county;
}

/** Rows go in faster without the indexes and with the foreign keys unchecked; both are back before anything is measured. */
async function bulk(admin: pg.Client, work: () => Promise<void>): Promise<void> {
  const { rows } = await admin.query<{ name: string; definition: string }>(
    `select i.indexrelid::regclass::text as name, pg_get_indexdef(i.indexrelid) as definition from pg_index i
     where i.indrelid = any ($1::regclass[]) and not exists (select from pg_constraint c where c.conindid = i.indexrelid)`, [TABLES]);
  for (const { name } of rows) await admin.query(`drop index ${name}`);
  await admin.query('set session_replication_role = replica');
  await work();
  await admin.query('set session_replication_role = default');
  for (const { definition } of rows) await admin.query(definition);
  for (const table of TABLES) await admin.query(`vacuum (analyze, freeze) ${table}`);
}

/**
 * Makes one county of `households` in a seeded database: one case each, about one in thirty-three open, spread
 * over ten units and their villages, one to three members. Keyed hashes are as random as real ones; ciphertexts are one
 * and the same valid text, the folded state is empty: no list and no search reads it.
 */
export async function makeCounty(services: Services, admin: pg.Client, households: number): Promise<LargeCounty> {
  const county = pick(services);
  const first = trainingUnits(county)[0];
  const accounts = accountsOf(county);
  const handler = accounts.find((a) => a.posts[0]?.post === 'handler' && a.posts[0].unit === first?.id);
  const countyHandler = accounts.find((a) => a.posts[0]?.post === 'countyHandler');
  const village = accounts.find((a) => a.posts[0]?.post === 'village' && county.layer.units.some((u) => u.id === a.posts[0]?.unit && u.parent === first?.id));
  if (!first || !handler || !countyHandler || !village) throw new Error(`${county.key} lacks an account`);
  const today = county.layer.jurisdiction?.trainingDate ?? '';
  const s = seal(services, county.id);

  // In the order of households: 0 is the handler's unit, its villages in turn.
  await admin.query(`create temp table place as
    select u.id as unit_id, coalesce(v.id, u.id) as area_id, u.nth, row_number() over (partition by u.nth order by v.id) - 1 as village, count(*) over (partition by u.nth) as villages
    from (select id, row_number() over (order by key <> $2, id) - 1 as nth from unit where county_id = $1 and kind in ('township', 'street', 'farm') limit ${UNITS}) u
    left join unit v on v.county_id = $1 and v.parent_id = u.id`, [county.id, first.id]);
  const { rows: counted } = await admin.query<{ units: number }>('select count(distinct nth)::int as units from place');
  const units = counted[0]?.units ?? 0;
  if (units < UNITS) throw new Error(`${rootUnit(county).name} has ${units} units`);

  await bulk(admin, async () => {
    // Open: a fixed number in the handler's unit (every tenth household is there), the rest of the share elsewhere.
    await admin.query(`create temp table household as
      select i, md5('case' || i)::uuid as id, p.unit_id, p.area_id, 1 + (i % 2 = 0)::int + (i % 7 = 0)::int as persons,
        case when i % ${UNITS} = 0 then i / ${UNITS} < ${OPEN_HERE} else i % ${OPEN_SHARE} = 1 end as open, (hashtext(i::text) & 2147483647) as dice
      from generate_series(0, ${households - 1}) i join place p on p.nth = i % ${UNITS} and p.village = (i / ${UNITS}) % p.villages`);
    await admin.query(
      `insert into person (county_id, id, unit_id, name_enc, name_idx, number_enc, number_idx, birth, sex, created_at)
       select $1, md5('person' || i || '.' || j)::uuid, area_id, $2, decode(md5('name' || i / ${NAMESAKES} || '.' || j), 'hex'), $3, decode(md5('number' || i || '.' || j), 'hex'),
         date '1940-01-01' + dice % 25000, case when j % 2 = 0 then 'female' else 'male' end, $4::date - dice % 2900 from household, generate_series(1, persons) j`,
      [county.id, s.name('王安'), s.number(testIdentity('1970-03-04', 'male', 2)), today],
    );
    await admin.query(
      `insert into case_file (county_id, id, number, programme, unit_id, area_id, status, organ, application_date, applicant, persons, handler, accepted_by, investigated_by, decided_by, decided_on, monthly_fen, from_month,
         closed_on, next_step, next_due, seq, state, updated_at)
       select $1, id, extract(year from day)::text || '-B-' || i, 'dibao', unit_id, area_id, case when open then 'applied' when dice % 10 < 7 then 'granted' else 'refused' end, 'unit', day, md5('person' || i || '.1')::uuid, persons, $2, $2, array[$2, $2]::uuid[],
         case when not open then $2::uuid end, case when not open then day + 25 end, case when not open and dice % 10 < 7 then 60000 end, case when not open and dice % 10 < 7 then to_char(day + 30, 'YYYY-MM') end,
         case when not open then day + 30 end, case when open then 'accept' end, case when open then day + 5 end, case when open then 1 else 16 end, '{}', (day + case when open then 0 else 30 end)::timestamptz + make_interval(secs => dice % 30000)
       from (select h.*, case when open then $3::date - dice % 20 else $3::date - 40 - dice % 2900 end as day from household h) h`,
      [county.id, handler.id, today],
    );
    await admin.query(`insert into case_person (county_id, case_id, person_id, unit_id, role, number_idx) select $1, id, md5('person' || i || '.' || j)::uuid, area_id, 'member', decode(md5('number' || i || '.' || j), 'hex') from household, generate_series(1, persons) j`, [county.id]);
    await admin.query(`insert into work_item (county_id, case_id, step, post, unit_id, area_id, programme, due_on, provisional) select f.county_id, f.id, 'accept', 'handler', f.unit_id, f.area_id, f.programme, f.next_due, false from case_file f where f.closed_on is null`);
  });
  const targets = await markTargets(admin, services, county.id, households);
  await admin.query('drop table household, place');
  await admin.query('vacuum (analyze) person');
  return { logins: { handler: handler.login, countyHandler: countyHandler.login, village: village.login }, targets };
}

/** Closed households of the handler's unit, far apart in the tables, get a name and a number that can be typed in; so do the namesakes. */
async function markTargets(admin: pg.Client, services: Services, county: number, households: number): Promise<Target[]> {
  const s = seal(services, county);
  const here = Math.floor(households / UNITS);
  const targets: Target[] = [];
  for (let k = 0; k < TARGETS; k++) {
    const i = UNITS * (OPEN_HERE + Math.floor((k * (here - OPEN_HERE)) / TARGETS));
    const target = { name: `甲${String.fromCodePoint(0x4e00 + k)}`, idNumber: testIdentity('1970-03-04', 'male', 100 + k) };
    await admin.query(`update person set name_idx = $2 where county_id = $1 and id in (select md5('person' || n || '.1')::uuid from generate_series($3::int, $3::int + ${NAMESAKES - 1}) n)`, [county, s.nameIdx(target.name), i]);
    await admin.query(`update person set number_idx = $2 where county_id = $1 and id = md5('person' || $3::int || '.1')::uuid`, [county, s.numberIdx(target.idNumber), i]);
    const { rows } = await admin.query<{ number: string }>(`select number from case_file where county_id = $1 and id = md5('case' || $2::int)::uuid`, [county, i]);
    targets.push({ ...target, caseNumber: rows[0]?.number ?? '' });
  }
  return targets;
}
