import { sql } from 'kysely';
import pg from 'pg';
import type { Tx } from '../../platform/database.ts';
import type { Services } from '../../services.ts';
import { shanghai } from '../law/law.ts';
import { post, type PostingLine } from './post.ts';

interface Sum {
  readonly programme: string;
  readonly unit_id: number;
  readonly owed: number;
  readonly gone: number;
  readonly paid: number;
}

/** What the frozen rolls of a county sum to, per programme and unit: owed (not excluded), gone to the bank, and paid of it. */
const findSums = async (tx: Tx, county: number): Promise<Sum[]> =>
  (await sql<Sum>`select l.programme, l.unit_id, sum(case when l.status = 'excluded' then l.paid_fen else l.due_fen end)::bigint as owed,
      sum(case when l.status = 'sent' then l.due_fen else l.paid_fen end)::bigint as gone, sum(l.paid_fen)::bigint as paid
    from roll_line l join roll r on r.county_id = l.county_id and r.id = l.roll_id where l.county_id = ${county} and r.status <> 'drafted' group by l.programme, l.unit_id order by l.programme, l.unit_id`.execute(tx)).rows;

const byProgramme = (sums: readonly Sum[], fen: (s: Sum) => number): [string, number][] => [...Map.groupBy(sums, (s) => s.programme)].map(([p, list]) => [p, list.reduce((n, s) => n + fen(s), 0)]);

/**
 * Takes over what was paid before there was a ledger: three entries that say what the rolls of that time say, so that
 * ledger and lines agree from the first day. Does nothing where rolls are in the ledger already, or where there are none.
 * What the money came from is the county's to enter as an opening balance.
 * @returns whether entries were written.
 */
export async function takeOver(tx: Tx, county: number, now: Date): Promise<boolean> {
  const known = (await sql`select from ledger_entry where county_id = ${county} and kind in ('frozen', 'released', 'paid') limit 1`.execute(tx)).rows.length > 0;
  const sums = known ? [] : await findSums(tx, county);
  if (sums.length === 0) return false;
  const at = shanghai(now.getTime());
  const entry = { county, on: at.today, at: at.now, by: 'system' };
  const pair = (s: Sum, debit: 'expense' | 'payable', credit: 'payable' | 'transit', fen: number): PostingLine[] => {
    const unit = { programme: s.programme, unitId: s.unit_id };
    return [{ account: { kind: debit, ...unit }, fen }, { account: credit === 'transit' ? { kind: 'transit', programme: s.programme } : { kind: credit, ...unit }, fen: -fen }];
  };
  await post(tx, { ...entry, kind: 'frozen', memo: '启用总账：此前各批次应发', key: 'takeover:frozen', lines: sums.flatMap((s) => pair(s, 'expense', 'payable', s.owed)) });
  await post(tx, { ...entry, kind: 'released', memo: '启用总账：此前各批次放行', key: 'takeover:released', lines: sums.flatMap((s) => pair(s, 'payable', 'transit', s.gone)) });
  await post(tx, { ...entry, kind: 'paid', memo: '启用总账：此前各批次银行已付', key: 'takeover:paid', lines: byProgramme(sums, (s) => s.paid).flatMap(([programme, fen]): PostingLine[] => [{ account: { kind: 'transit', programme }, fen }, { account: { kind: 'bank', programme }, fen: -fen }]) });
  return true;
}

/**
 * At the start of the server: the counties that paid before they kept a ledger take it over. One question of all counties
 * together, asked as the administrator; nearly always nobody is left.
 */
export async function takeOverAll(services: Services): Promise<void> {
  const { installation } = services;
  const admin = new pg.Client({ connectionString: installation.adminUrl });
  await admin.connect();
  let counties: number[];
  try {
    counties = (await admin.query<{ county_id: number }>(`select distinct r.county_id from roll r where r.status <> 'drafted' and not exists (select from ledger_entry e where e.county_id = r.county_id and e.kind in ('frozen', 'released', 'paid')) order by r.county_id`)).rows.map((r) => r.county_id);
  } finally {
    await admin.end();
  }
  for (const county of counties) await installation.db.transaction({ county, area: null, user: 'system' }, (tx) => takeOver(tx, county, new Date()));
}
