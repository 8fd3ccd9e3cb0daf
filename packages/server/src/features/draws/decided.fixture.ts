import { randomUUID } from 'node:crypto';
import pg from 'pg';
import type { Installation } from '../../platform/installation.ts';

export interface Decided {
  /** Login prefix's county key. */
  readonly county: string;
  readonly on: string;
  readonly outcome: 'grant' | 'refuse';
  readonly programme: string;
  readonly related?: boolean;
  readonly disputed?: boolean;
  /** Account that handled it. */
  readonly handler?: string;
}

/** Cases that were decided, written straight into the tables: what a draw draws from. Returns ids by number, spread over the county's offices. */
export async function seedDecided(installation: Installation, list: readonly Decided[]): Promise<Map<string, string>> {
  const admin = new pg.Client({ connectionString: installation.adminUrl });
  await admin.connect();
  const out = new Map<string, string>();
  try {
    for (const [i, d] of list.entries()) {
      const id = randomUUID();
      const number = `T-${d.county}-${String(i).padStart(4, '0')}`;
      const state = { decision: { outcome: d.outcome }, disputed: d.disputed ?? false, ...(d.related ? { relatives: [{ account: randomUUID() }] } : {}) };
      const { rowCount } = await admin.query(
        `insert into case_file (county_id, id, number, programme, unit_id, area_id, status, organ, application_date, applicant, persons, handler, decided_on, closed_on, seq, state, updated_at)
         select c.id, $1, $2, $3, u.id, u.id, $4, 'unit', $5::date - 20, $6, 2, $7, $5, $5, 1, $8, now() from county c
           join lateral (select id from unit where county_id = c.id and kind in ('street', 'township') order by id offset $9 limit 1) u on true where c.key = $10`,
        [id, number, d.programme, d.outcome === 'grant' ? 'granted' : 'refused', d.on, randomUUID(), d.handler ?? randomUUID(), JSON.stringify(state), i % 3, d.county],
      );
      if (rowCount !== 1) throw new Error(`no office for ${number}`);
      out.set(number, id);
    }
  } finally {
    await admin.end();
  }
  return out;
}

const ORGANS = ['县纪委监委', '县财政局'] as const;
/** The seed of a freeze: two organs, four digits each. */
export const organsSeed = (after: string): Record<string, unknown> => ({ kind: 'organs', text: '局会议室，两家各写一个数装入信封，当众同时拆开', sources: ORGANS.map((name) => ({ name, numbers: 1, digits: 4 })), after });
/** What the two brought. */
export const BROUGHT = { parts: [{ source: ORGANS[0], numbers: ['4071'] }, { source: ORGANS[1], numbers: ['9926'] }], witnesses: ['监督员甲', '村民乙'], proof: '县政府网站公示栏' };
