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
  /** The whole page, counted anew. */
  readonly page: Spread;
  /** Every benefit and every payment line of the county counted once, under the same row-level security. */
  readonly plain: Spread;
}

/** Months that the page sums payments of: this one, the last, the same a year ago. */
const MONTHS = ['2020-11', '2021-10', '2021-11'];

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
    return { households: sizes.households, lines: sizes.households * MONTHS.length, page: spread(page), plain: spread(plain) };
  } finally {
    await admin.end();
    await installation.close();
    await cluster.dropDatabase('bureau');
  }
}

function fail(): never {
  throw new Error('nothing to measure');
}
