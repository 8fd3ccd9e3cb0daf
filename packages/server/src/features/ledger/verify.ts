import type { KeyObject } from 'node:crypto';
import { anchorHolds, type Anchors } from '../../platform/log/anchor.ts';
import { GENESIS } from '../../platform/log/entry.ts';
import type { Query } from '../../platform/log/read.ts';
import { hashOfEntry, type HashedEntry } from './post.ts';

export interface LedgerReport {
  readonly county: number;
  readonly ok: boolean;
  readonly entries: number;
  /** The first findings, in Chinese, for the operator. */
  readonly faults: readonly string[];
  readonly faultCount: number;
}

const KEPT = 50;
const BATCH = 500;
const IN_UTC = (column: string): string => `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

// Lines in the order in which they were hashed; what is absent stays absent, as in the canonical text.
/** Entries with their lines as they were hashed, to be read by `toEntry`; from `ledger_entry e`. */
export const HASHED_ENTRIES = `select e.position::text, e.id::text, e.kind, e.on_date::text as on, ${IN_UTC('e.at')} as at, ${IN_UTC('e.recorded_at')} as "recordedAt", e.by_account as by, e.memo, e.key, e.corrects::text,
    json_strip_nulls(json_build_object('roll', e.roll_id, 'batch', e.batch_id, 'case', e.case_id, 'recovery', e.recovery_id, 'fund', e.fund_id))::text as ref,
    (select coalesce(json_agg(json_build_object('account', json_strip_nulls(json_build_object('kind', a.kind, 'unit', u.key, 'programme', a.programme, 'source', a.source)), 'fen', l.fen) order by l.line), '[]')::text
      from ledger_line l join ledger_account a on a.county_id = l.county_id and a.id = l.account_id left join unit u on u.county_id = a.county_id and u.id = a.unit_id where l.county_id = e.county_id and l.entry_id = e.id) as lines,
    encode(e.prev_hash, 'hex') as prev, encode(e.hash, 'hex') as hash
  from ledger_entry e`;
const ROWS = `${HASHED_ENTRIES} where e.county_id = $1 and e.position > $2 order by e.position limit ${BATCH}`;

const optional = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

/** A row of `HASHED_ENTRIES` as the entry whose hash stands beside it. */
export function toEntry(county: number, r: Record<string, unknown>): HashedEntry {
  const text = (name: string): string => String(r[name]);
  return {
    county, position: Number(r['position']), id: text('id'), kind: text('kind'), on: text('on'), at: text('at'), recordedAt: text('recordedAt'), by: text('by'), memo: text('memo'), key: text('key'),
    ref: JSON.parse(text('ref')) as HashedEntry['ref'], corrects: optional(r['corrects']), lines: JSON.parse(text('lines')) as HashedEntry['lines'],
  };
}

/**
 * Walks a county's ledger once: every hash recomputed, no gap, each entry linked to the one before and in balance, the head
 * where the chain ends, and every account's balance the sum of its lines; with `signed`, every anchor of the file outside the
 * database finds its entry. Reads only; needs a connection that sees every row.
 */
export async function verifyLedger(query: Query, county: number, signed?: { readonly file: Anchors; readonly publicKeys: readonly KeyObject[] }): Promise<LedgerReport> {
  const faults: string[] = [];
  let faultCount = 0;
  const add = (text: string): void => {
    faultCount += 1;
    if (faults.length < KEPT) faults.push(text);
  };
  for (const line of signed?.file.badLines ?? []) add(`资金账校验点文件第 ${line} 行无法读取`);
  const anchors = Map.groupBy(signed?.file.anchors ?? [], (a) => a.position);
  let hash = GENESIS.toString('hex');
  let position = 0;
  let entries = 0;
  for (let after = 0; ; ) {
    const rows = await query(ROWS, [county, after]);
    for (const row of rows) {
      const e = toEntry(county, row);
      const stored = String(row['hash']);
      entries += 1;
      if (e.position !== position + 1) add(`资金账缺第 ${position + 1} 号分录：记录被删除`);
      else if (row['prev'] !== hash) add(`第 ${e.position} 号分录与上一号不相衔接：此处或之前的分录被改写`);
      if (hashOfEntry(Buffer.from(String(row['prev']), 'hex'), e).toString('hex') !== stored) add(`第 ${e.position} 号分录内容与散列值不符：分录被改动`);
      const sum = e.lines.reduce((total, l) => total + l.fen, 0);
      if (sum !== 0) add(`第 ${e.position} 号分录借贷不平，相差 ${sum} 分`);
      for (const a of anchors.get(e.position) ?? []) {
        if (a.county !== county || !anchorHolds('ledger', a, signed?.publicKeys ?? [])) add(`第 ${e.position} 号分录的校验点签名不符`);
        else if (a.hash !== stored) add(`第 ${e.position} 号分录与 ${a.at} 签名的校验点不符：此前的分录被改写`);
      }
      hash = stored;
      position = e.position;
    }
    after = position;
    if (rows.length < BATCH) break;
  }
  for (const p of anchors.keys()) if (p > position) add(`校验点记有第 ${p} 号分录，资金账只到第 ${position} 号：末尾被截去`);
  const head = (await query(`select position::text, encode(hash, 'hex') as hash from ledger_head where county_id = $1`, [county]))[0];
  if (head ? Number(head['position']) !== position || head['hash'] !== hash : entries > 0) add('资金账的链头与末号分录不符：末尾被截去或被改写');
  const wrong = await query(`select a.id::text, a.kind from ledger_account a left join (select account_id, sum(fen) as fen from ledger_line where county_id = $1 group by account_id) s on s.account_id = a.id where a.county_id = $1 and a.balance_fen <> coalesce(s.fen, 0)`, [county]);
  for (const a of wrong) add(`账户 ${String(a['id'])}（${String(a['kind'])}）的余额不等于其分录合计`);
  return { county, ok: faultCount === 0, entries, faults, faultCount };
}
