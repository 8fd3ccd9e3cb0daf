import { decodeBankBytes } from '@doudi/core/payment/bank-file-encoding';
import { guardRoll } from '@doudi/core/payment/line';
import { exclusiveWith } from '@doudi/core/policy/exclusive';
import type { Policy } from '@doudi/core/policy/resolve';
import { isRefusal, refuse, type Refusal } from '@doudi/core/refusal/refusal';
import type { Tx } from '../../platform/database.ts';
import type { Who } from '../../platform/http/endpoint.ts';
import type { Services } from '../../services.ts';
import { simulateBankReturn, type BankBehaviour } from '../../simulators/bank.ts';
import { holding } from '../bank/outbox.ts';
import { loadLaw } from '../law/law.ts';
import { findBatch, writeFile } from './batch.ts';
import { bankLayout } from './layout.ts';
import { findRoll } from './make.ts';
import { readReturnFile, tellReturn, type ReturnResult, type TextPieces } from './returns.ts';

export const NO_ROLL: Refusal = refuse('notfound', '没有这个批次');

/** The programme itself and those that nobody draws with it in one month (table `programme.exclusive`). */
export function excludingOf(policy: Policy, programme: string, on: string): string[] {
  return [programme, ...exclusiveWith(policy, programme, on)];
}

/** A return file as text: given as text, or as the bank's bytes in the layout's encoding. */
export function textOf(services: Services, county: number, body: { text?: string | undefined; base64?: string | undefined }): string {
  return body.text ?? decodeBankBytes(Buffer.from(body.base64 ?? '', 'base64'), bankLayout(services, county).encoding);
}

/** Reads a return file, whole or piece by piece, into a roll that has gone to the bank. */
export async function readInto(tx: Tx, services: Services, who: Who, id: string, pieces: string | TextPieces): Promise<ReturnResult | Refusal> {
  const roll = await findRoll(tx, id, true);
  if (!roll) return NO_ROLL;
  const no = guardRoll('read', { status: roll.status, madeBy: roll.made_by, answeredBy: [] }, who.account);
  if (no) return no;
  const batch = await findBatch(tx, id);
  if (!batch) return NO_ROLL;
  const held = await holding(tx, who.county, batch.id, true);
  if (held) return held;
  const law = await loadLaw(tx, services, who.county);
  const result = await readReturnFile(tx, services, law, roll, batch, typeof pieces === 'string' ? [pieces] : pieces, { account: who.account });
  if (isRefusal(result) || result.again) return result;
  await tellReturn(tx, who.county, roll, result, { user: who.account, name: who.name }, law.now);
  return result;
}

/** Training only: the simulated bank answers the roll's own file. */
export async function readSimulated(tx: Tx, services: Services, who: Who, id: string, rule: BankBehaviour['rule']): Promise<ReturnResult | Refusal> {
  if (services.installation.config.mode !== 'training') return refuse('training.only', '正式环境的回盘只能来自银行');
  const roll = await findRoll(tx, id, true);
  const batch = roll && (await findBatch(tx, id));
  if (!roll) return NO_ROLL;
  if (!batch) return refuse('payment.state', '本批次还没有送银行', { allowed: ['复核放行'] });
  const file = await writeFile(tx, services, who.county, roll, batch);
  if (isRefusal(file)) return file;
  const law = await loadLaw(tx, services, who.county);
  const answer = simulateBankReturn(file.text, bankLayout(services, who.county), { paidOn: law.today, rule });
  if (!answer.ok) return refuse('payment.state', `模拟银行不接受代发文件：${answer.reasons[0] ?? ''}`, { missing: answer.reasons.slice(0, 20) });
  return await readInto(tx, services, who, id, answer.text);
}
