import { sign, verify } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { sql } from 'kysely';
import type { Db, Tx } from '../database.ts';
import type { SigningKey } from '../keys.ts';
import { canonicalJson } from './canonical.ts';
import { lockHead } from './chain.ts';
import { utc } from './entry.ts';

/** "At `at` the chain of `county` ended at `position` with `hash`", signed. */
export interface Checkpoint {
  readonly county: number;
  readonly position: number;
  /** Hexadecimal. */
  readonly hash: string;
  /** recorded_at of the entry at that position. */
  readonly recordedAt: string;
  /** Real time of signing; every later entry is recorded at or after it. */
  readonly at: string;
  readonly keyId: string;
  /** Ed25519, base64. */
  readonly signature: string;
}

export type Signer = Pick<SigningKey, 'privateKey' | 'id'>;

/** The head does not fit the chain's last entry: the log was damaged outside the application, nothing is signed. */
export class ChainBroken extends Error {
  constructor(county: number) {
    super(`the head of chain ${county} does not fit its last entry`);
    this.name = 'ChainBroken';
  }
}

function statement({ county, position, hash, recordedAt, at }: Omit<Checkpoint, 'keyId' | 'signature'>): Buffer {
  return Buffer.from(canonicalJson({ county, position, hash, recordedAt, at }), 'utf8');
}

export function signatureHolds(checkpoint: Checkpoint, publicKey: KeyObject): boolean {
  return verify(null, statement(checkpoint), publicKey, Buffer.from(checkpoint.signature, 'base64'));
}

interface Row {
  county: number;
  position: number;
  hash: Buffer;
  recordedAt: string;
  at: string;
  keyId: string;
  signature: Buffer;
}

const toCheckpoint = (row: Row): Checkpoint => ({ ...row, hash: row.hash.toString('hex'), signature: row.signature.toString('base64') });

async function findLatest(tx: Tx, county: number): Promise<number> {
  const { rows } = await sql<{ position: number }>`select position from checkpoint where county_id = ${county} order by position desc limit 1`.execute(tx);
  return rows[0]?.position ?? 0;
}

/**
 * Signs where the county's chain ends and stores it. Needs a transaction over the whole county. Raises the head's clock
 * to the time of signing, so that nothing written later can claim to be older than the checkpoint. Returns null when
 * nothing was written since the last one. Refuses (ChainBroken) a head that does not fit the last entry. The line in the
 * file is written by `checkpointCounty`, after the commit.
 * @param at real time, ISO with offset.
 */
export async function writeCheckpoint(tx: Tx, county: number, signer: Signer, at: string): Promise<Checkpoint | null> {
  const head = await lockHead(tx, county);
  if (head.position === (await findLatest(tx, county))) return null;
  const entries = await sql<{ hash: Buffer; recordedAt: string }>`select hash, recorded_at as "recordedAt" from case_action where county_id = ${county} and position = ${head.position}`.execute(tx);
  const entry = entries.rows[0];
  if (!entry?.hash.equals(head.hash)) throw new ChainBroken(county);
  const signedAt = [utc(at), head.recordedAt].sort()[1] ?? utc(at);
  const unsigned = { county, position: head.position, hash: head.hash.toString('hex'), recordedAt: entry.recordedAt, at: signedAt };
  const signature = sign(null, statement(unsigned), signer.privateKey);
  await sql`insert into checkpoint (county_id, position, hash, recorded_at, at, key_id, signature)
    values (${county}, ${head.position}, ${head.hash}, ${entry.recordedAt}, ${signedAt}, ${signer.id}, ${signature})`.execute(tx);
  await sql`update chain_head set recorded_at = ${signedAt} where county_id = ${county}`.execute(tx);
  return { ...unsigned, keyId: signer.id, signature: signature.toString('base64') };
}

/** Checkpoints of a county after a position, oldest first. */
export async function findCheckpoints(tx: Tx, county: number, after = 0): Promise<Checkpoint[]> {
  const { rows } = await sql<Row>`select county_id as county, position, hash, recorded_at as "recordedAt", at, key_id as "keyId", signature
    from checkpoint where county_id = ${county} and position > ${after} order by position`.execute(tx);
  return rows.map(toCheckpoint);
}

export function checkpointFile(dataFolder: string, county: number): string {
  return path.join(dataFolder, 'checkpoints', `${county}.jsonl`);
}

/** What a county's checkpoint file holds: its lines in order, and the numbers of lines that are none. */
export interface CheckpointFile {
  readonly checkpoints: readonly Checkpoint[];
  readonly badLines: readonly number[];
}

/** Reads the file; nothing without one. A last line without its end is a write cut off by a crash and does not count. */
export function readCheckpointFile(dataFolder: string, county: number): CheckpointFile {
  const file = checkpointFile(dataFolder, county);
  const lines = fs.existsSync(file) ? fs.readFileSync(file, 'utf8').split('\n').slice(0, -1) : [];
  const parsed = lines.map(parseCheckpoint);
  return { checkpoints: parsed.filter((checkpoint) => checkpoint !== null), badLines: parsed.flatMap((checkpoint, index) => (checkpoint ? [] : [index + 1])) };
}

/** A checkpoint from its line of JSON, or null. */
export function parseCheckpoint(line: string): Checkpoint | null {
  try {
    const value: unknown = JSON.parse(line);
    return isCheckpoint(value) ? value : null;
  } catch {
    return null;
  }
}

function isCheckpoint(value: unknown): value is Checkpoint {
  if (typeof value !== 'object' || value === null) return false;
  const field = (name: string): unknown => Object.entries(value).find(([key]) => key === name)?.[1];
  return ['county', 'position'].every((name) => Number.isSafeInteger(field(name))) && ['hash', 'recordedAt', 'at', 'keyId', 'signature'].every((name) => typeof field(name) === 'string');
}

/** Appends lines and waits until they are on the disk; a new file's name too. */
function appendLines(dataFolder: string, county: number, checkpoints: readonly Checkpoint[]): void {
  const file = checkpointFile(dataFolder, county);
  const folder = path.dirname(file);
  fs.mkdirSync(folder, { recursive: true, mode: 0o750 });
  const before = fs.existsSync(file) ? fs.readFileSync(file) : null;
  // A line cut off by a crash is written again whole: the database has it.
  if (before) fs.truncateSync(file, before.lastIndexOf(10) + 1);
  fs.writeFileSync(file, checkpoints.map((checkpoint) => `${canonicalJson(checkpoint)}\n`).join(''), { flag: 'a', mode: 0o640, flush: true });
  if (before || process.platform === 'win32') return;
  const handle = fs.openSync(folder, 'r');
  fs.fsyncSync(handle);
  fs.closeSync(handle);
}

/**
 * A checkpoint of one county in both places: signed and stored in a transaction of its own, then appended to
 * `<dataFolder>/checkpoints/<county>.jsonl`. Checkpoints that a crash kept out of the file are added. One caller at a
 * time per data folder (the job that runs it). Returns what was added to the file.
 */
export async function checkpointCounty(db: Db, dataFolder: string, county: number, signer: Signer, at: string): Promise<Checkpoint[]> {
  await db.transaction({ county, area: null }, async (tx) => await writeCheckpoint(tx, county, signer, at));
  const known = readCheckpointFile(dataFolder, county).checkpoints.at(-1)?.position ?? 0;
  const missing = await db.transaction({ county, area: null }, async (tx) => await findCheckpoints(tx, county, known), { readOnly: true });
  if (missing.length > 0) appendLines(dataFolder, county, missing);
  return missing;
}
