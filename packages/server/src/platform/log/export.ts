import { sign } from 'node:crypto';
import { canonicalJson } from './canonical.ts';
import type { SigningKey } from '../keys.ts';
import { GENESIS, utc } from './entry.ts';
import { findHead, findStoredCheckpoints, readLog } from './read.ts';
import type { Query } from './read.ts';

export const EXPORT_FORMAT = 'doudi-action-log/1';

export interface ExportOptions {
  readonly county: number;
  readonly signing: SigningKey;
  /** Real time, ISO with offset. */
  readonly exportedAt: string;
  /** Minutes business time may be from real time; null for a training installation. */
  readonly maxSkewMinutes: number | null;
}

/** A row that somebody changed into what has no canonical text is exported as it stands: the verifier will name it. */
function line(value: unknown): string {
  try {
    return `${canonicalJson(value)}\n`;
  } catch {
    return `${JSON.stringify(value)}\n`;
  }
}

/**
 * The whole log of a county as lines of canonical JSON, each ending in a line feed: a signed header that says where the
 * log ends, then the entries, then the checkpoints. `tools/verify-log.mjs` verifies it alone. Streams; needs an open
 * transaction over the whole county, REPEATABLE READ.
 */
export async function* exportLog(query: Query, options: ExportOptions): AsyncGenerator<string> {
  const { county, signing, maxSkewMinutes } = options;
  // The application's own idea of the end, not the last row there is: rows missing at the end must show in the file too.
  const head = await findHead(query, county);
  const checkpoints = await findStoredCheckpoints(query, county);
  const header = {
    format: EXPORT_FORMAT, county, position: head?.position ?? 0, hash: head?.hash ?? GENESIS.toString('hex'), checkpoints: checkpoints.length,
    exportedAt: utc(options.exportedAt), maxSkewMinutes, keyId: signing.id, publicKey: signing.publicPem,
  };
  // Signed, so that the end of the file cannot be cut off together with the checkpoints that would tell.
  const signature = sign(null, Buffer.from(canonicalJson(header), 'utf8'), signing.privateKey).toString('base64');
  yield line({ ...header, signature });
  for await (const { prev, hash, ...entry } of readLog(query, county)) yield line({ entry, hash, prev });
  for (const { keyId, signature: signed, ...statement } of checkpoints) yield line({ checkpoint: statement, keyId, signature: signed });
}
