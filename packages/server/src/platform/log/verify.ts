import type { KeyObject } from 'node:crypto';
import { createHash } from 'node:crypto';
import { ACTION_LABELS } from '@doudi/core/case/actions';
import type { Checkpoint } from './checkpoint.ts';
import { signatureHolds } from './checkpoint.ts';
import { GENESIS, hashEntry } from './entry.ts';
import type { HeadRow, LogRow } from './read.ts';

/**
 * What can be wrong: `changed` an entry does not give its hash; `missing` entries are not there; `order` an entry stands
 * in the wrong place; `link` it does not continue the one before; `backdated` its time cannot be true; `checkpoint` a
 * signed checkpoint does not hold; `truncated` the chain ends before where it is known to have reached.
 */
export type FaultKind = 'changed' | 'missing' | 'order' | 'link' | 'backdated' | 'checkpoint' | 'truncated';

export interface Fault {
  readonly position: number;
  readonly kind: FaultKind;
  /** For the operator, in Chinese. */
  readonly text: string;
}

export interface Report {
  readonly county: number;
  readonly ok: boolean;
  readonly entries: number;
  readonly lastPosition: number;
  readonly lastHash: string;
  /** Checkpoints whose signature holds and which agree with the chain. */
  readonly checkpoints: number;
  /** The first `FAULTS_KEPT`. */
  readonly faults: readonly Fault[];
  readonly faultCount: number;
}

export interface Claims {
  readonly county: number;
  /** Public halves of the signing keys that were ever used. */
  readonly publicKeys: readonly KeyObject[];
  /** Checkpoints in the database, and those in the file outside it; null where one of the two was not looked at. */
  readonly stored: readonly Checkpoint[] | null;
  readonly exported: readonly Checkpoint[] | null;
  /** The application's own idea of the end; undefined when not looked at, null when the row is missing. */
  readonly head?: HeadRow | null;
  /** How far business time may be from real time, in minutes; null exempts (a training clock runs as it likes). */
  readonly maxSkewMinutes: number | null;
  /** What the chain's entries belong to and what their kinds are called; cases when not given. */
  readonly of?: { readonly noun: string; readonly labels: Readonly<Record<string, string>> };
}

export const FAULTS_KEPT = 200;

class Faults {
  readonly kept: Fault[] = [];
  count = 0;
  add(position: number, kind: FaultKind, text: string): void {
    this.count += 1;
    if (this.kept.length < FAULTS_KEPT) this.kept.push({ position, kind, text });
  }
}

const CASES: NonNullable<Claims['of']> = { noun: '案件', labels: ACTION_LABELS };

function hashOf(prev: string, row: LogRow): string | null {
  try {
    return hashEntry(Buffer.from(prev, 'hex'), row).toString('hex');
  } catch {
    // A value that has no canonical text was never hashed.
    return null;
  }
}

const keyId = (key: KeyObject): string => createHash('sha256').update(key.export({ type: 'spki', format: 'der' })).digest('hex').slice(0, 16);

/** Signatures first, then the two copies against each other; what is left is what the chain has to agree with. */
function settleCheckpoints(claims: Claims, faults: Faults): Map<number, Checkpoint> {
  const keys = new Map(claims.publicKeys.map((key) => [keyId(key), key]));
  const sound = (checkpoint: Checkpoint): boolean => {
    const key = keys.get(checkpoint.keyId);
    const holds = key !== undefined && checkpoint.county === claims.county && checkpoint.at >= checkpoint.recordedAt && signatureHolds(checkpoint, key);
    if (!holds) faults.add(checkpoint.position, 'checkpoint', key ? `第 ${checkpoint.position} 条处的校验点签名不符，校验点被改动` : `第 ${checkpoint.position} 条处的校验点用未知密钥 ${checkpoint.keyId} 签名`);
    return holds;
  };
  const index = (list: readonly Checkpoint[]): Map<number, Checkpoint> => new Map(list.filter(sound).map((checkpoint) => [checkpoint.position, checkpoint]));
  const stored = index(claims.stored ?? []);
  const exported = index(claims.exported ?? []);
  if (claims.stored && claims.exported) {
    for (const [position, checkpoint] of exported) {
      const twin = stored.get(position);
      if (!twin) faults.add(position, 'checkpoint', `第 ${position} 条处的校验点在文件中有、数据库中没有`);
      else if (twin.signature !== checkpoint.signature) faults.add(position, 'checkpoint', `第 ${position} 条处的校验点在文件与数据库中不同`);
    }
    for (const position of stored.keys()) {
      if (!exported.has(position)) faults.add(position, 'checkpoint', `第 ${position} 条处的校验点在数据库中有、文件中没有`);
    }
  }
  // Of two different ones the file's counts: it is out of a database superuser's reach.
  return new Map([...stored, ...exported].sort(([a], [b]) => a - b));
}

class Walk {
  position = 0;
  hash: string = GENESIS.toString('hex');
  recordedAt = '';
  entries = 0;
  agreed = 0;
  /** Nothing after a checkpoint may be recorded before it was signed. */
  private floor = '';
  /** 16 characters per case instead of 36: the one thing here that grows, with cases and not with entries. */
  private readonly cases = new Map<string, { seq: number; at: string }>();
  private readonly claims: Claims;
  private readonly checkpoints: Map<number, Checkpoint>;
  private readonly faults: Faults;

  constructor(claims: Claims, checkpoints: Map<number, Checkpoint>, faults: Faults) {
    this.claims = claims;
    this.checkpoints = checkpoints;
    this.faults = faults;
  }

  private show(row: LogRow): string {
    const { noun, labels } = this.claims.of ?? CASES;
    return `第 ${row.position} 条（${noun} ${row.case} 第 ${row.seq} 步“${labels[row.kind] ?? row.kind}”）`;
  }

  step(row: LogRow): void {
    this.entries += 1;
    if (hashOf(row.prev, row) !== row.hash) this.faults.add(row.position, 'changed', `${this.show(row)}内容与散列值不符：记录被改动`);
    if (!(row.position > this.position)) {
      this.faults.add(row.position, 'order', `${this.show(row)}不在应在的位置：次序被改动`);
      return;
    }
    this.checkPlace(row);
    this.checkTimes(row);
    this.checkCase(row);
    this.checkCheckpoint(row);
    this.position = row.position;
    this.hash = row.hash;
    if (row.recordedAt > this.recordedAt) this.recordedAt = row.recordedAt;
  }

  private checkPlace(row: LogRow): void {
    const expected = this.position + 1;
    if (row.position > expected) this.faults.add(expected, 'missing', row.position === expected + 1 ? `缺第 ${expected} 条：记录被删除` : `缺第 ${expected} 至 ${row.position - 1} 条：记录被删除`);
    else if (row.prev !== this.hash) this.faults.add(row.position, 'link', `${this.show(row)}与上一条不相衔接：此处或之前的记录被改写`);
  }

  private checkTimes(row: LogRow): void {
    if (row.recordedAt < this.recordedAt) this.faults.add(row.position, 'backdated', `${this.show(row)}记录时间 ${row.recordedAt} 早于上一条 ${this.recordedAt}：时间被倒填`);
    else if (row.recordedAt < this.floor) this.faults.add(row.position, 'backdated', `${this.show(row)}记录时间 ${row.recordedAt} 早于之前的校验点 ${this.floor}：时间被倒填`);
    const { maxSkewMinutes } = this.claims;
    if (maxSkewMinutes === null) return;
    const skew = Math.abs(Date.parse(row.at) - Date.parse(row.recordedAt)) / 60_000;
    if (!(skew <= maxSkewMinutes)) this.faults.add(row.position, 'backdated', `${this.show(row)}办理时间 ${row.at} 与记录时间 ${row.recordedAt} 相差超过 ${maxSkewMinutes} 分钟`);
  }

  private checkCase(row: LogRow): void {
    const key = Buffer.from(row.case.replaceAll('-', ''), 'hex').toString('latin1');
    const last = this.cases.get(key);
    const expected = (last?.seq ?? 0) + 1;
    if (row.seq !== expected) this.faults.add(row.position, 'missing', `${this.show(row)}之前缺第 ${expected} 步：案件的步骤不连续`);
    if (last && row.at < last.at) this.faults.add(row.position, 'backdated', `${this.show(row)}办理时间 ${row.at} 早于本案上一步 ${last.at}：时间被倒填`);
    this.cases.set(key, { seq: row.seq, at: row.at });
  }

  private checkCheckpoint(row: LogRow): void {
    const checkpoint = this.checkpoints.get(row.position);
    if (!checkpoint) return;
    if (checkpoint.hash === row.hash && checkpoint.recordedAt === row.recordedAt) this.agreed += 1;
    else this.faults.add(row.position, 'checkpoint', `${this.show(row)}与 ${checkpoint.at} 签名的校验点不符：此处或之前的记录被改写`);
    if (checkpoint.at > this.floor) this.floor = checkpoint.at;
    this.checkpoints.delete(row.position);
  }

  end(): void {
    for (const [position, checkpoint] of this.checkpoints) {
      if (position > this.position) this.faults.add(position, 'truncated', `${checkpoint.at} 签名的校验点表明日志曾到第 ${position} 条，现只到第 ${this.position} 条：末尾被截去`);
      else this.faults.add(position, 'checkpoint', `${checkpoint.at} 签名的校验点所指的第 ${position} 条已不存在`);
    }
    const { head } = this.claims;
    if (head === undefined) return;
    if (head === null) {
      if (this.entries > 0) this.faults.add(this.position, 'changed', '链头记录缺失');
    } else if (head.position > this.position) this.faults.add(head.position, 'truncated', `链头在第 ${head.position} 条，日志只到第 ${this.position} 条：末尾被截去`);
    else if (head.position < this.position || head.hash !== this.hash || head.recordedAt < this.recordedAt) this.faults.add(this.position, 'changed', `链头（第 ${head.position} 条）与日志末条（第 ${this.position} 条）不符`);
  }
}

/**
 * Walks a county's log once, in order, and says everything that is wrong with it: each hash recomputed, positions and
 * steps of each case without a gap, each link, times that never go back, signed checkpoints, the chain as long as the
 * checkpoints and the head say. Memory does not grow with entries (about 150 bytes per case). What was written after the
 * last checkpoint can still be rewritten whole by someone who holds the database: see docs/audit-log.md.
 * [XX-57] every link can be checked.
 */
export async function verifyChain(rows: AsyncIterable<LogRow>, claims: Claims): Promise<Report> {
  const faults = new Faults();
  const walk = new Walk(claims, settleCheckpoints(claims, faults), faults);
  for await (const row of rows) walk.step(row);
  walk.end();
  return {
    county: claims.county, ok: faults.count === 0, entries: walk.entries, lastPosition: walk.position, lastHash: walk.hash,
    checkpoints: walk.agreed, faults: faults.kept, faultCount: faults.count,
  };
}
