import { sql } from 'kysely';
import { reverseLines } from '@doudi/core/ledger/entry';
import { OPERATION_KINDS } from '@doudi/core/ledger/operations';
import { ENTRY_KINDS, type AccountRef } from '@doudi/core/ledger/model';
import { refuse, type Refusal } from '@doudi/core/refusal/refusal';
import type { Tx } from '../../platform/database.ts';
import type { Law } from '../law/law.ts';
import { findEntries, type Names } from './queries.ts';
import { overdraft, post } from './post.ts';

/**
 * Takes a wrong entry of funds back by another entry that names it; both stay. Refusals: entries of rolls, batches, cases and
 * recoveries (they follow what they belong to), one corrected already, money that has been spent since, whoever entered or confirmed it.
 */
export async function correctEntry(tx: Tx, law: Law, names: Names, id: string, reason: string, by: string): Promise<string | Refusal> {
  const entry = (await findEntries(tx, names, { entry: id, limit: 1 }))[0];
  if (!entry) return refuse('notfound', '没有这笔分录，或不在您的辖区');
  if (!(OPERATION_KINDS as readonly string[]).includes(entry.kind)) return refuse('fund.state', `“${ENTRY_KINDS[entry.kind]}”的分录随其批次、案件或追回办理，不单独更正`, { allowed: ['在批次、案件或追回中办理'] });
  if (entry.correctedBy) return refuse('step.done', `已由第 ${entry.correctedBy.number} 号分录更正`);
  // Who moved it does not take it back: money moves by two people, forwards as backwards.
  if (entry.fund && (await sql`select from fund_operation where county_id = ${law.county} and id = ${entry.fund} and ${by}::uuid in (entered_by, settled_by)`.execute(tx)).rows.length > 0) return refuse('payment.sameperson', '更正须由登记、确认以外的人作出', { allowed: ['由另一名县级负责人更正'] });
  const lines = reverseLines(entry.lines.map((l) => ({ account: { kind: l.kind, unit: l.unit ?? undefined, programme: l.programme ?? undefined, source: l.source ?? undefined } satisfies AccountRef, fen: l.fen })));
  for (const l of lines) {
    const no = l.fen < 0 ? await overdraft(tx, law.county, l.account, -l.fen) : undefined;
    if (no) return no;
  }
  return await post(tx, { county: law.county, kind: 'corrected', on: law.today, at: law.now, by, memo: `更正第 ${entry.number} 号：${reason}`.slice(0, 500), ref: entry.fund ? { fund: entry.fund } : {}, corrects: id, key: `corrected:${id}`, lines });
}
