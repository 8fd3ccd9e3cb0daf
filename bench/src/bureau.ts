import type pg from 'pg';
import { getBureau } from '@doudi/core/api/bureau';
import { bureauEndpoints } from '@doudi/server/src/features/bureau/endpoints.ts';
import { accountsOf } from '@doudi/server/src/features/training/accounts.ts';
import type { Who } from '@doudi/server/src/platform/http/endpoint.ts';
import { SEEDED, type Cluster } from './cluster.ts';
import { makeClaims, PROGRAMME } from './roll.ts';
import { spread, timed, type Spread } from './stats.ts';

export interface BureauSizes {
  readonly households: number;
  readonly rounds: number;
}

export interface BureauMeasured {
  readonly households: number;
  readonly lines: number;
  /** Matters of supervision and points of leads of five years. */
  readonly matters: number;
  readonly points: number;
  /** The whole page, counted anew. */
  readonly page: Spread;
  /** Every benefit and every payment line of the county counted once, under the same row-level security. */
  readonly plain: Spread;
}

/** Months that the page sums payments of: this one, the last, the same a year ago. */
const MONTHS = ['2020-11', '2021-10', '2021-11'];

/** Of each topic one matter for so many households, over five years; and how many of them are still open. */
const SUPERVISED = [
  { topic: 'check', of: 5, open: 200, state: `jsonb_build_object('part', 'random', 'concluded', jsonb_build_object('on', closed_on), 'note', repeat('核查记录', 80))` },
  { topic: 'complaint', of: 15, open: 100, state: `jsonb_build_object('course', 'petition', 'kind', (array['petition', 'complaint', 'report', 'help'])[1 + i % 4], 'channel', 'telephone', 'named', i % 2 = 0, 'receivedOn', opened_on, 'investigations', '[]'::jsonb, 'about', jsonb_build_object('kind', 'unit', 'unit', key), 'text', repeat('反映的情况', 60))` },
  { topic: 'task', of: 30, open: 50, state: `jsonb_build_object('kind', 'other', 'lateDays', i % 7)` },
  { topic: 'rectification', of: 60, open: 40, state: `jsonb_build_object('failing', 'duty', 'revisits', '[{}]'::jsonb, 'replies', '[]'::jsonb)` },
  { topic: 'oversight', of: 600, open: 1_000_000_000, state: `jsonb_build_object('kind', 'inspection', 'stage', 'during', 'method', 'onSite', 'level', 'county', 'duties', '[]'::jsonb)` },
];

/** Five years of supervision: what grows while the number of households stays. */
async function superviseYears(admin: pg.Client, county: number, households: number): Promise<{ matters: number; points: number }> {
  await admin.query(`create temp table office as select id, key, row_number() over (order by id) - 1 as nth, count(*) over () as all_of from unit where county_id = $1 and kind in ('township', 'street', 'farm')`, [county]);
  for (const t of SUPERVISED)
    await admin.query(`insert into matter (county_id, id, topic, number, title, status, status_text, unit_id, area_id, due_on, opened_on, closed_on, seq, state)
      select $1, gen_random_uuid(), '${t.topic}', '${t.topic}-' || i, '事项', case when closed_on is null then 'open' else '${t.topic === 'oversight' ? 'recorded' : 'closed'}' end, '', id, id, opened_on + 30, opened_on, closed_on, 3, jsonb_strip_nulls(${t.state})
      from (select i, o.id, o.key, d.opened_on, case when i % ${t.open} <> 0 then d.opened_on + 20 end as closed_on from generate_series(1, ${Math.ceil(households / t.of)}) i join office o on o.nth = i % o.all_of cross join lateral (select '2021-11-15'::date - (i % 1800) as opened_on) d) x`, [county]);
  const points = Math.ceil(households / 5);
  await admin.query(`create temp table point as select i, md5('lead' || i)::uuid as id, f.id as about_case, f.unit_id, '2021-11-15'::date - (i % 1800)::int as on_day, i % 20 = 0 as open from (select id, unit_id, row_number() over (order by id) as i from case_file where county_id = $1) f where i <= ${points}`, [county]);
  await admin.query(`insert into lead (county_id, id, no, subject, about_case, unit_id, area_id, side, opened_on, due_on, closed_on) select $1, id, i, about_case::text, about_case, unit_id, unit_id, 'out', on_day, case when open then on_day + 30 end, case when not open then on_day + 20 end from point`, [county]);
  await admin.query(`insert into lead_hit (county_id, lead_id, rule, subject, mark, round, area_id, side, source, proof, facts, found_on, seen_on, due_on, status, answered_on, answered_by, words, next)
    select $1, id, 'R04', about_case::text, 'm', 1, unit_id, 'out', 'warning', false, '{}', on_day, on_day, on_day + 30, case when open then 'open' when i % 3 = 0 then 'valid' else 'explained' end, case when not open then on_day + 20 end, case when not open then gen_random_uuid() end, case when not open then '已核实' end, case when not open and i % 3 = 0 then 'change' end from point`, [county]);
  await admin.query('drop table office, point');
  for (const t of ['matter', 'lead', 'lead_hit']) await admin.query(`vacuum (analyze, freeze) ${t}`);
  return { matters: SUPERVISED.reduce((n, t) => n + Math.ceil(households / t.of), 0), points };
}

/** The bureau's page over a whole county, against counting its benefits and payments once. */
export async function benchBureau(cluster: Cluster, sizes: BureauSizes, log: (line: string) => void): Promise<BureauMeasured> {
  await cluster.createDatabase('bureau', SEEDED);
  const admin = await cluster.admin('bureau');
  const installation = await cluster.open('bureau');
  try {
    const services = { ...cluster.services, installation };
    const { county, clerk } = await makeClaims(services, admin, sizes.households);
    await admin.query(`update benefit set from_month = '2019-' || lpad((1 + abs(hashtext(id::text)) % 12)::text, 2, '0'), to_month = case when abs(hashtext(id::text)) % 9 = 0 then '2021-10' end where county_id = $1`, [county]);
    // One case in twenty is open, one of these in ten late.
    await admin.query(`update case_file set status = 'accepted', closed_on = null, next_step = 'investigate', next_due = '2021-11-25'::date + (abs(hashtext(id::text)) % 100 - 10) where county_id = $1 and abs(hashtext(id::text)) % 20 = 0`, [county]);
    for (const month of MONTHS) {
      const { rows } = await admin.query<{ id: string }>(`insert into roll (county_id, id, programme, month, status, item, made_by, made_at, frozen_by, frozen_at, released_by, released_at, freezes) values ($1, gen_random_uuid(), $2, $3, 'reconciled', '最低生活保障金', $4, now(), $4, now(), gen_random_uuid(), now(), 1) returning id`, [county, PROGRAMME, month, clerk]);
      await admin.query(`insert into roll_line (county_id, roll_id, pay_roll_id, benefit_id, case_id, person_id, unit_id, area_id, programme, month, item, due_fen, paid_fen, status, holds, held_on)
        select county_id, $2::uuid, $2::uuid, id, case_id, person_id, unit_id, area_id, programme, $3::text, '最低生活保障金', monthly_fen, case when h % 200 = 0 then 0 else monthly_fen end, case when h % 400 = 0 then 'held' when h % 200 = 0 then 'returned' else 'paid' end, case when h % 400 = 0 then array['noAccount'] else '{}'::text[] end, case when h % 400 = 0 then current_date end
        from (select *, abs(hashtext(id::text)) as h from benefit where county_id = $1) b`, [county, rows[0]?.id, month]);
    }
    for (const t of ['benefit', 'case_file', 'roll_line']) await admin.query(`vacuum (analyze, freeze) ${t}`);
    const years = await superviseYears(admin, county, sizes.households);
    log(`bureau: ${sizes.households} households made`);
    const chief = accountsOf([...services.counties.values()].find((c) => c.id === county) ?? fail()).find((a) => a.posts[0]?.post === 'countyLeader');
    const handle = bureauEndpoints(services).find((e) => e.contract.path === getBureau.path)?.handle ?? fail();
    const who: Who = { account: chief?.id ?? fail(), name: '局长', county, countyKey: '', post: 'countyLeader', unitId: 0, unitKey: '', area: null, tokenHash: Buffer.alloc(32), kind: 'bearer' };
    const within = { county, area: null, user: who.account };
    const [page, plain]: [number[], number[]] = [[], []];
    for (let round = 0; round <= sizes.rounds; round++) {
      const [a, b]: [number[], number[]] = [[], []];
      await timed(a, () => installation.db.transaction(within, async (tx) => await handle(tx, { params: {}, query: {}, body: undefined }, who)));
      await timed(b, () => installation.db.transaction(within, async (tx) => {
        await tx.selectFrom('benefit').select((e) => e.fn.sum('monthly_fen').as('fen')).execute();
        await tx.selectFrom('roll_line').select((e) => e.fn.sum('paid_fen').as('fen')).execute();
      }));
      // The first round fills the caches of both.
      if (round > 0) {
        page.push(...a);
        plain.push(...b);
      }
    }
    return { households: sizes.households, lines: sizes.households * MONTHS.length, ...years, page: spread(page), plain: spread(plain) };
  } finally {
    await admin.end();
    await installation.close();
    await cluster.dropDatabase('bureau');
  }
}

function fail(): never {
  throw new Error('nothing to measure');
}
