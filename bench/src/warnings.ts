import { runWarnings } from '@doudi/server/src/features/warnings/run.ts';
import { SEEDED, type Cluster } from './cluster.ts';
import { spread, timed, type Spread } from './stats.ts';

export interface WarningSizes {
  readonly households: number;
  /** Entries of other departments' lists. */
  readonly entries: number;
  readonly rounds: number;
}

export interface WarningsMeasured {
  readonly households: number;
  readonly people: number;
  readonly entries: number;
  readonly hits: number;
  readonly leads: number;
  /** The night on which everything is new, milliseconds. */
  readonly firstMs: number;
  /** Every night after it. */
  readonly made: Spread;
  /** The watched people joined with their entries, list by list, and nothing kept. */
  readonly plain: Spread;
}

const LISTS = ['deaths', 'payroll', 'companies', 'vehicles', 'property', 'deposits', 'insurance', 'prison', 'household', 'family', 'medical', 'disability', 'unemployment', 'school', 'disaster'];
/** Of the people on the lists, one in so many is watched: lists hold the whole population. */
const OUTSIDE = 200;
const SIZE = 3;

async function prepare(cluster: Cluster, database: string, sizes: WarningSizes): Promise<number> {
  const admin = await cluster.admin(database);
  try {
    const county = [...cluster.services.counties.values()].find((c) => c.key === 'hongqiao')?.id;
    if (county === undefined) throw new Error('no county');
    const people = sizes.households * SIZE;
    const at = [county];
    await admin.query(`create temp table office as select id, row_number() over (order by id) - 1 as at from unit where county_id = $1 and kind in ('village', 'community') limit 8`, at);
    await admin.query(`insert into person (county_id, id, unit_id, name_enc, name_idx, number_enc, number_idx, birth, sex, created_at) select $1, md5('person' || i)::uuid, o.id, '', '', '', decode(md5('p' || i), 'hex'), '1950-01-01'::date + (i % 25000), 'male', '2019-01-02' from generate_series(0, ${people - 1}) i join office o on o.at = (i / ${SIZE}) % 8`, at);
    await admin.query(`insert into case_file (county_id, id, number, programme, unit_id, area_id, status, organ, application_date, applicant, persons, handler, decided_by, decided_on, monthly_fen, from_month, closed_on, seq, state, updated_at)
      select $1, md5('case' || i)::uuid, '2021-W-' || i, 'dibao', o.id, o.id, 'granted', 'unit', '2021-01-04', md5('person' || i * ${SIZE})::uuid, ${SIZE}, md5('h')::uuid, md5('h')::uuid, '2021-02-01'::date - (i % 2000), 50000, '2019-01', '2021-02-01', 16,
        jsonb_build_object('facts', jsonb_build_object('area', 'urban', 'incomes', jsonb_build_array(jsonb_build_object('person', md5('person' || i * ${SIZE})::uuid, 'kind', 'wage', 'monthly', 50000)), 'properties', '[]'::jsonb)), '2021-02-01' from generate_series(0, ${sizes.households - 1}) i join office o on o.at = i % 8`, at);
    await admin.query(`insert into case_person (county_id, case_id, person_id, unit_id, role, number_idx) select $1, md5('case' || i / ${SIZE})::uuid, md5('person' || i)::uuid, o.id, 'member', decode(md5('p' || i), 'hex') from generate_series(0, ${people - 1}) i join office o on o.at = (i / ${SIZE}) % 8`, at);
    await admin.query(`insert into benefit (county_id, id, case_id, unit_id, area_id, programme, person_id, payee_idx, monthly_fen, from_month, payment, review_due, created_at)
      select $1, md5('benefit' || i)::uuid, md5('case' || i)::uuid, o.id, o.id, 'dibao', md5('person' || i * ${SIZE})::uuid, decode(md5('p' || i * ${SIZE}), 'hex'), 50000, '2019-01', 'monthly', case when i % 200 = 0 then '2021-01-01'::date else '2099-01-01'::date end, '2019-01-02' from generate_series(0, ${sizes.households - 1}) i join office o on o.at = i % 8`, at);
    await admin.query(`insert into external_row (county_id, list, ref, number_idx, other_idx, on_date, fen, fields, batch_id)
      select $1, (array[${LISTS.map((l) => `'${l}'`).join(', ')}])[1 + i % ${LISTS.length}], 'E' || i, decode(md5('p' || (i::bigint * 7919) % ${people * OUTSIDE}), 'hex'), case when i % ${LISTS.length} = 9 then decode(md5('o' || i), 'hex') end, '2021-11-01'::date - (i % 700), 100000 + i % 900000, '{"text": "登记事项", "grade": 2}', md5('batch')::uuid from generate_series(0, ${sizes.entries - 1}) i`, at);
    for (const list of LISTS) await admin.query(`insert into external_list (county_id, list, source, source_date, coverage, rows, brought_at) values ($1, $2, '基准', '2021-11-01', '全部', ${Math.floor(sizes.entries / LISTS.length)}, now())`, [county, list]);
    for (const t of ['person', 'case_file', 'case_person', 'benefit', 'external_row']) await admin.query(`vacuum (analyze, freeze) ${t}`);
    return county;
  } finally {
    await admin.end();
  }
}

/** A night of every warning rule over a county, against joining the same people with the same entries and keeping nothing. */
export async function benchWarnings(cluster: Cluster, sizes: WarningSizes, log: (line: string) => void): Promise<WarningsMeasured> {
  await cluster.createDatabase('warnings', SEEDED);
  const county = await prepare(cluster, 'warnings', sizes);
  log(`warnings: ${sizes.households} households and ${sizes.entries} entries made`);
  const installation = await cluster.open('warnings');
  const admin = await cluster.admin('warnings');
  try {
    const services = { ...cluster.services, installation };
    const first: number[] = [];
    await timed(first, () => runWarnings(services, county));
    log('warnings: the first night is over');
    const made: number[] = [];
    const plain: number[] = [];
    for (let round = 0; round < sizes.rounds; round++) {
      await timed(plain, async () => {
        for (const list of LISTS) await admin.query(`select count(*), sum(e.fen) from benefit b join case_person p on p.county_id = b.county_id and p.case_id = b.case_id and p.role = 'member' join external_row e on e.county_id = p.county_id and e.list = $2 and e.number_idx = p.number_idx where b.county_id = $1`, [county, list]);
      });
      await timed(made, () => runWarnings(services, county));
    }
    const { rows } = await admin.query<{ hits: number; leads: number }>('select (select count(*)::int from lead_hit) as hits, (select count(*)::int from lead) as leads');
    return { households: sizes.households, people: sizes.households * SIZE, entries: sizes.entries, hits: rows[0]?.hits ?? 0, leads: rows[0]?.leads ?? 0, firstMs: Math.round(first[0] ?? 0), made: spread(made), plain: spread(plain) };
  } finally {
    await admin.end();
    await installation.close();
    await cluster.dropDatabase('warnings');
  }
}
