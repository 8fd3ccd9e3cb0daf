import type { Fen } from '../money/fen.ts';
import { accountKey, accountOf, type AccountRef, type EntryLine } from './model.ts';

/** The entry cannot be written: a fault of the program that made it, not of the person who asked. */
export class NotAnEntry extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'NotAnEntry';
  }
}

/**
 * Lines as they are written: each account once with its net sum, in a fixed order, accounts that cancel out left away. Refuses
 * (NotAnEntry) an account without the dimensions of its kind, a sum that is no whole fen, and lines that do not sum to zero.
 * An empty result means that nothing moves: there is no entry.
 */
export function settleLines(lines: readonly EntryLine[]): EntryLine[] {
  const net = new Map<string, { account: AccountRef; fen: Fen }>();
  let sum = 0;
  for (const { account, fen } of lines) {
    if (!Number.isSafeInteger(fen)) throw new NotAnEntry(`不是整数分：${fen}`);
    const own = accountOf(account);
    if (!own) throw new NotAnEntry(`账户缺少维度：${accountKey(account)}`);
    const key = accountKey(own);
    net.set(key, { account: own, fen: (net.get(key)?.fen ?? 0) + fen });
    sum += fen;
  }
  if (sum !== 0) throw new NotAnEntry(`借贷不平，相差 ${sum} 分`);
  return [...net].filter(([, l]) => l.fen !== 0).sort(([a], [b]) => (a < b ? -1 : 1)).map(([, l]) => l);
}

/** The entry that takes another one back. */
export const reverseLines = (lines: readonly EntryLine[]): EntryLine[] => lines.map((l) => ({ account: l.account, fen: -l.fen }));

/** Balances (debit +) after a sequence of entries, by account. */
export function balancesOf(entries: readonly (readonly EntryLine[])[]): Map<string, Fen> {
  const out = new Map<string, Fen>();
  for (const lines of entries) for (const { account, fen } of lines) out.set(accountKey(account), (out.get(accountKey(account)) ?? 0) + fen);
  return out;
}
