import { sign, verify, type KeyObject } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { sql } from 'kysely';
import type { Db } from '../database.ts';
import { canonicalJson } from './canonical.ts';
import type { Signer } from './checkpoint.ts';

/** Chains beside that of the cases: the money ledger and the acts of supervision. The name stands in the signed statement and in the file's. */
export const ANCHORED = { ledger: 'ledger_head', matters: 'matter_head' } as const;
export type AnchoredChain = keyof typeof ANCHORED;

/** "At `at` the chain of `county` ended at `position` with `hash`", signed; a line of a file outside the database. */
export interface Anchor {
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
export interface Anchors {
  readonly anchors: readonly Anchor[];
  readonly badLines: readonly number[];
}

const fileOf = (dataFolder: string, chain: AnchoredChain, county: number): string => path.join(dataFolder, 'checkpoints', `${county}-${chain}.jsonl`);

const statement = (chain: AnchoredChain, { county, position, hash, at }: Omit<Anchor, 'keyId' | 'signature'>): Buffer => Buffer.from(canonicalJson({ chain, county, position, hash, at }), 'utf8');

/** Whether one of the keys signed it. */
export const anchorHolds = (chain: AnchoredChain, a: Anchor, publicKeys: readonly KeyObject[]): boolean => publicKeys.some((k) => verify(null, statement(chain, a), k, Buffer.from(a.signature, 'base64')));

function parse(line: string): Anchor | undefined {
  try {
    const value: unknown = JSON.parse(line);
    const field = (name: string): unknown => (typeof value === 'object' && value !== null ? Object.entries(value).find(([key]) => key === name)?.[1] : undefined);
    const whole = ['county', 'position'].every((name) => Number.isSafeInteger(field(name))) && ['hash', 'at', 'keyId', 'signature'].every((name) => typeof field(name) === 'string');
    return whole ? (value as Anchor) : undefined;
  } catch {
    return undefined;
  }
}

/** Reads the file; nothing without one. A last line without its end is a write cut off by a crash and does not count. */
export function readAnchors(dataFolder: string, chain: AnchoredChain, county: number): Anchors {
  const file = fileOf(dataFolder, chain, county);
  const lines = (fs.existsSync(file) ? fs.readFileSync(file, 'utf8').split('\n').slice(0, -1) : []).map(parse);
  return { anchors: lines.filter((a) => a !== undefined), badLines: lines.flatMap((a, i) => (a ? [] : [i + 1])) };
}

/** Counties that have a file of anchors of this chain. */
export const anchoredCounties = (dataFolder: string, chain: AnchoredChain): number[] => {
  const folder = path.join(dataFolder, 'checkpoints');
  return (fs.existsSync(folder) ? fs.readdirSync(folder) : []).filter((name) => /^\d+-/.test(name) && name.endsWith(`-${chain}.jsonl`)).map((name) => Number.parseInt(name, 10));
};

/**
 * Signs where a chain of the county ends, in a file outside the database: what stands before it cannot be rewritten
 * unnoticed, even by somebody who may switch triggers off. Nothing when nothing was written since the last one.
 * @param at real time, ISO with offset.
 */
export async function anchorChain(db: Db, dataFolder: string, chain: AnchoredChain, county: number, signer: Signer, at: string): Promise<Anchor | undefined> {
  const head = await db.transaction({ county, area: null }, async (tx) => (await sql<{ position: number; hash: Buffer }>`select position, hash from ${sql.table(ANCHORED[chain])} where county_id = ${county} and position > 0`.execute(tx)).rows[0], { readOnly: true });
  if (!head || head.position === readAnchors(dataFolder, chain, county).anchors.at(-1)?.position) return undefined;
  const unsigned = { county, position: head.position, hash: head.hash.toString('hex'), at };
  const anchor = { ...unsigned, keyId: signer.id, signature: sign(null, statement(chain, unsigned), signer.privateKey).toString('base64') };
  const file = fileOf(dataFolder, chain, county);
  fs.mkdirSync(path.dirname(file), { recursive: true, mode: 0o750 });
  // A line cut off by a crash makes room for the next.
  if (fs.existsSync(file)) fs.truncateSync(file, fs.readFileSync(file).lastIndexOf(10) + 1);
  fs.writeFileSync(file, `${canonicalJson(anchor)}\n`, { flag: 'a', mode: 0o640, flush: true });
  return anchor;
}
