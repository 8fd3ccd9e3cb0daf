import { sign, verify, type KeyObject } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { sql } from 'kysely';
import type { Db } from '../../platform/database.ts';
import { canonicalJson } from '../../platform/log/canonical.ts';
import type { Signer } from '../../platform/log/checkpoint.ts';

/** "At `at` the ledger of `county` ended at `position` with `hash`", signed; a line of a file outside the database. */
export interface LedgerAnchor {
  readonly county: number;
  readonly position: number;
  /** Hexadecimal. */
  readonly hash: string;
  /** Real time of signing. */
  readonly at: string;
  readonly keyId: string;
  /** Ed25519, base64. */
  readonly signature: string;
}

/** What a county's file of anchors holds: its lines in order, and the numbers of lines that are none. */
export interface LedgerAnchors {
  readonly anchors: readonly LedgerAnchor[];
  readonly badLines: readonly number[];
}

const fileOf = (dataFolder: string, county: number): string => path.join(dataFolder, 'checkpoints', `${county}-ledger.jsonl`);

const statement = ({ county, position, hash, at }: Omit<LedgerAnchor, 'keyId' | 'signature'>): Buffer => Buffer.from(canonicalJson({ chain: 'ledger', county, position, hash, at }), 'utf8');

/** Whether one of the keys signed it. */
export const anchorHolds = (a: LedgerAnchor, publicKeys: readonly KeyObject[]): boolean => publicKeys.some((k) => verify(null, statement(a), k, Buffer.from(a.signature, 'base64')));

function parse(line: string): LedgerAnchor | undefined {
  try {
    const value: unknown = JSON.parse(line);
    const field = (name: string): unknown => (typeof value === 'object' && value !== null ? Object.entries(value).find(([key]) => key === name)?.[1] : undefined);
    const whole = ['county', 'position'].every((name) => Number.isSafeInteger(field(name))) && ['hash', 'at', 'keyId', 'signature'].every((name) => typeof field(name) === 'string');
    return whole ? (value as LedgerAnchor) : undefined;
  } catch {
    return undefined;
  }
}

/** Reads the file; nothing without one. A last line without its end is a write cut off by a crash and does not count. */
export function readAnchors(dataFolder: string, county: number): LedgerAnchors {
  const file = fileOf(dataFolder, county);
  const lines = (fs.existsSync(file) ? fs.readFileSync(file, 'utf8').split('\n').slice(0, -1) : []).map(parse);
  return { anchors: lines.filter((a) => a !== undefined), badLines: lines.flatMap((a, i) => (a ? [] : [i + 1])) };
}

/** Counties that have a file of anchors. */
export const anchoredCounties = (dataFolder: string): number[] => {
  const folder = path.join(dataFolder, 'checkpoints');
  return (fs.existsSync(folder) ? fs.readdirSync(folder) : []).filter((name) => /^\d+-ledger\.jsonl$/.test(name)).map((name) => Number.parseInt(name, 10));
};

/**
 * Signs where the county's money ledger ends, in a file outside the database: what stands before it cannot be rewritten
 * unnoticed, even by somebody who may switch triggers off. Nothing when nothing was written since the last one.
 * @param at real time, ISO with offset.
 */
export async function anchorLedger(db: Db, dataFolder: string, county: number, signer: Signer, at: string): Promise<LedgerAnchor | undefined> {
  const head = await db.transaction({ county, area: null }, async (tx) => (await sql<{ position: number; hash: Buffer }>`select position, hash from ledger_head where county_id = ${county} and position > 0`.execute(tx)).rows[0], { readOnly: true });
  if (!head || head.position === readAnchors(dataFolder, county).anchors.at(-1)?.position) return undefined;
  const unsigned = { county, position: head.position, hash: head.hash.toString('hex'), at };
  const anchor = { ...unsigned, keyId: signer.id, signature: sign(null, statement(unsigned), signer.privateKey).toString('base64') };
  const file = fileOf(dataFolder, county);
  fs.mkdirSync(path.dirname(file), { recursive: true, mode: 0o750 });
  // A line cut off by a crash makes room for the next.
  if (fs.existsSync(file)) fs.truncateSync(file, fs.readFileSync(file).lastIndexOf(10) + 1);
  fs.writeFileSync(file, `${canonicalJson(anchor)}\n`, { flag: 'a', mode: 0o640, flush: true });
  return anchor;
}
