#!/usr/bin/env node
// Verifies an exported action log of Doudi (兜底) with nothing but this file and Node.js 18 or newer.
//
//   node verify-log.mjs FILE [--public-key PEM-FILE]
//
// Finds changed, deleted, swapped, back-dated and cut-off entries. Ends with 0 when the log is intact, 1 when it is not,
// 2 when it could not be verified at all. Without --public-key the key in the file itself is used: that shows the file
// is whole, but not who made it. Written independently of the program that writes the log; the format is described in
// docs/audit-log.md.
import { createHash, createPublicKey, verify } from 'node:crypto';
import { createReadStream, readFileSync } from 'node:fs';

const FORMAT = 'doudi-action-log/1';
const GENESIS = '0'.repeat(64);
const SHOWN = 200;

/** Keys sorted, no spaces, numbers as ECMAScript writes them (RFC 8785). */
function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (value !== null && typeof value === 'object') {
    return `{${Object.keys(value).sort().map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`).join(',')}}`;
  }
  return JSON.stringify(value);
}

const sha256 = (...parts) => parts.reduce((hash, part) => hash.update(part), createHash('sha256'));
const isObject = (value) => value !== null && typeof value === 'object' && !Array.isArray(value);

/** Lines split at the byte 0x0A alone: readline would also split at U+2028 inside a text. */
async function* readLines(file) {
  let rest = Buffer.alloc(0);
  for await (const chunk of createReadStream(file, { highWaterMark: 1 << 20 })) {
    let data = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk;
    for (let end = data.indexOf(10); end >= 0; end = data.indexOf(10)) {
      yield { text: data.toString('utf8', 0, end), whole: true };
      data = data.subarray(end + 1);
    }
    rest = data;
  }
  if (rest.length > 0) yield { text: rest.toString('utf8'), whole: false };
}

/** The value of a line, or undefined when it is not exactly the canonical text of one: no byte can be changed unseen. */
function parse(text) {
  try {
    const value = JSON.parse(text);
    return isObject(value) && canonical(value) === text ? value : undefined;
  } catch {
    return undefined;
  }
}

function keyId(key) {
  return createHash('sha256').update(key.export({ type: 'spki', format: 'der' })).digest('hex').slice(0, 16);
}

/** Every public key in a PEM text, by its id. */
function readKeys(pem) {
  const blocks = pem.match(/-----BEGIN PUBLIC KEY-----[\s\S]*?-----END PUBLIC KEY-----/g) ?? [];
  const keys = blocks.map((block) => createPublicKey(block)).filter((key) => key.asymmetricKeyType === 'ed25519');
  return new Map(keys.map((key) => [keyId(key), key]));
}

function signed(keys, id, statement, signature) {
  const key = keys.get(id);
  return key !== undefined && typeof signature === 'string' && verify(null, Buffer.from(canonical(statement), 'utf8'), key, Buffer.from(signature, 'base64'));
}

class Verifier {
  faults = [];
  faultCount = 0;
  entries = 0;
  agreed = 0;
  position = 0;
  hash = GENESIS;
  recordedAt = '';
  floor = '';
  cases = new Map();
  checkpoints = new Map();

  constructor(header, keys) {
    this.header = header;
    this.keys = keys;
    const { signature, ...statement } = header;
    if (!signed(keys, header.keyId, statement, signature)) this.fault(0, 'header', '文件头的签名不符：文件头被改动，或不是由此密钥签名 / the header is not signed by this key');
  }

  fault(position, kind, text) {
    this.faultCount += 1;
    if (this.faults.length < SHOWN) this.faults.push({ position, kind, text });
  }

  addCheckpoint({ checkpoint, keyId: id, signature }) {
    const { county, position, recordedAt, at } = checkpoint;
    if (county === this.header.county && at >= recordedAt && signed(this.keys, id, checkpoint, signature)) this.checkpoints.set(position, checkpoint);
    else this.fault(position, 'checkpoint', '校验点签名不符 / the signature of the checkpoint does not hold');
  }

  addEntry({ entry, prev, hash }) {
    this.entries += 1;
    const { position } = entry;
    const computed = sha256(Buffer.from(prev, 'hex'), Buffer.from(canonical(entry), 'utf8')).digest('hex');
    if (computed !== hash || entry.county !== this.header.county) this.fault(position, 'changed', '内容与散列值不符：记录被改动 / the entry does not give its hash');
    if (!(position > this.position)) return this.fault(position, 'order', '不在应在的位置：次序被改动 / the entry is out of order');
    if (position > this.position + 1) this.fault(this.position + 1, 'missing', `缺第 ${this.position + 1} 至 ${position - 1} 条：记录被删除 / entries are missing`);
    else if (prev !== this.hash) this.fault(position, 'link', '与上一条不相衔接：此处或之前的记录被改写 / the entry does not continue the one before');
    this.checkTimes(entry);
    this.checkCase(entry);
    this.checkCheckpoint(entry, hash);
    this.position = position;
    this.hash = hash;
    if (entry.recordedAt > this.recordedAt) this.recordedAt = entry.recordedAt;
  }

  checkTimes({ position, at, recordedAt }) {
    if (recordedAt < this.recordedAt) this.fault(position, 'backdated', `记录时间 ${recordedAt} 早于上一条 ${this.recordedAt} / recorded before the entry before`);
    else if (recordedAt < this.floor) this.fault(position, 'backdated', `记录时间 ${recordedAt} 早于之前的校验点 ${this.floor} / recorded before an earlier checkpoint`);
    const limit = this.header.maxSkewMinutes;
    if (limit === null) return;
    if (!(Math.abs(Date.parse(at) - Date.parse(recordedAt)) <= limit * 60_000)) this.fault(position, 'backdated', `办理时间 ${at} 与记录时间 ${recordedAt} 相差超过 ${limit} 分钟 / business and real time differ`);
  }

  checkCase({ position, case: id, seq, at }) {
    const key = Buffer.from(id.replaceAll('-', ''), 'hex').toString('latin1');
    const last = this.cases.get(key);
    const expected = (last?.seq ?? 0) + 1;
    if (seq !== expected) this.fault(position, 'missing', `案件 ${id} 缺第 ${expected} 步 / a step of the case is missing`);
    if (last && at < last.at) this.fault(position, 'backdated', `办理时间 ${at} 早于本案上一步 ${last.at} / before the previous step of its case`);
    this.cases.set(key, { seq, at });
  }

  checkCheckpoint({ position, recordedAt }, hash) {
    const checkpoint = this.checkpoints.get(position);
    if (!checkpoint) return;
    if (checkpoint.hash === hash && checkpoint.recordedAt === recordedAt) this.agreed += 1;
    else this.fault(position, 'checkpoint', `与 ${checkpoint.at} 签名的校验点不符：此处或之前的记录被改写 / a signed checkpoint disagrees`);
    if (checkpoint.at > this.floor) this.floor = checkpoint.at;
    this.checkpoints.delete(position);
  }

  end(checkpointLines) {
    for (const [position, checkpoint] of this.checkpoints) {
      if (position > this.position) this.fault(position, 'truncated', `${checkpoint.at} 的校验点表明日志曾到此处：末尾被截去 / the end was cut off`);
      else this.fault(position, 'checkpoint', `${checkpoint.at} 的校验点所指记录不存在 / the entry of a checkpoint is missing`);
    }
    const { position, hash, checkpoints } = this.header;
    if (position > this.position) this.fault(position, 'truncated', `导出时日志到第 ${position} 条，文件只到第 ${this.position} 条：末尾被截去 / the end was cut off`);
    else if (position !== this.position || hash !== this.hash) this.fault(this.position, 'header', '末条与文件头不符 / the last entry is not the one in the header');
    if (checkpoints !== checkpointLines) this.fault(this.position, 'checkpoint', `文件头写明有 ${checkpoints} 个校验点，文件中有 ${checkpointLines} 个 / checkpoints were added or removed`);
  }
}

const isEntry = (value) =>
  isObject(value?.entry) && isObject(value.entry.actor) && Number.isSafeInteger(value.entry.position) && Number.isSafeInteger(value.entry.seq) &&
  ['case', 'kind', 'at', 'recordedAt'].every((name) => typeof value.entry[name] === 'string') && [value.prev, value.hash].every((text) => /^[0-9a-f]{64}$/.test(text));
const isCheckpoint = (value) =>
  isObject(value?.checkpoint) && Number.isSafeInteger(value.checkpoint.position) && ['hash', 'recordedAt', 'at'].every((name) => typeof value.checkpoint[name] === 'string');

async function run(file, pemFile) {
  let verifier = null;
  let checkpointLines = 0;
  // First pass: header and checkpoints, which stand at the end but are needed on the way.
  for await (const { text } of readLines(file)) {
    if (verifier === null) {
      const header = parse(text);
      if (header?.format !== FORMAT || !Number.isSafeInteger(header.position)) throw new Error(`不是 ${FORMAT} 格式的导出文件 / not an exported log`);
      verifier = new Verifier(header, readKeys(pemFile === null ? String(header.publicKey) : readFileSync(pemFile, 'utf8')));
    } else if (text.startsWith('{"checkpoint":')) {
      checkpointLines += 1;
      const value = parse(text);
      if (isCheckpoint(value)) verifier.addCheckpoint(value);
    }
  }
  if (verifier === null) throw new Error('文件是空的 / the file is empty');
  let line = 0;
  let atEnd = false;
  for await (const { text, whole } of readLines(file)) {
    line += 1;
    if (!whole) verifier.fault(verifier.position, 'truncated', `第 ${line} 行不完整：文件末尾被截去 / the last line is cut off`);
    if (line === 1) continue;
    const value = parse(text);
    if (isCheckpoint(value)) atEnd = true;
    else if (!isEntry(value)) verifier.fault(verifier.position + 1, 'changed', `第 ${line} 行不是规范的记录：被改动 / line ${line} is not a canonical entry`);
    else {
      if (atEnd) verifier.fault(value.entry.position, 'order', `第 ${line} 行的记录在校验点之后 / an entry stands after the checkpoints`);
      verifier.addEntry(value);
    }
  }
  verifier.end(checkpointLines);
  return verifier;
}

function parseArguments(list) {
  const rest = [...list];
  const at = rest.indexOf('--public-key');
  const pemFile = at < 0 ? null : rest.splice(at, 2)[1];
  if (rest.length !== 1 || rest[0].startsWith('--') || pemFile === undefined) throw new Error('用法 / usage: node verify-log.mjs FILE [--public-key PEM-FILE]');
  return { file: rest[0], pemFile };
}

try {
  const { file, pemFile } = parseArguments(process.argv.slice(2));
  const { header, faults, faultCount, entries, agreed, position, keys } = await run(file, pemFile);
  console.log(`区县 county ${header.county}  导出 exported ${header.exportedAt}  记录 entries ${entries}  末条 last ${position}  校验点 checkpoints ${agreed}`);
  if (pemFile === null) console.log(`注意：未指定 --public-key，使用文件自带的公钥 ${[...keys.keys()].join(' ')}，请与机构留存的公钥核对。 / the key in the file itself was used: compare it with the one you keep.`);
  for (const fault of faults) console.log(`  ✗ [${fault.kind}] 第 ${fault.position} 条：${fault.text}`);
  if (faultCount > faults.length) console.log(`  … ${faultCount - faults.length} more`);
  console.log(faultCount === 0 ? '完好 / intact' : `发现 ${faultCount} 处问题 / ${faultCount} faults`);
  process.exitCode = faultCount === 0 ? 0 : 1;
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
}
