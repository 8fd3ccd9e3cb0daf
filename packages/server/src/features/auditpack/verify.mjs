#!/usr/bin/env node
// 审计包核验程序：不依赖任何其他程序，用 Node 20 以上运行。
//   node verify.mjs 审计包文件夹 [公钥.pem]
// 核对三件事：一、manifest.json 的签名（安装的签名密钥）；二、每个文件的大小和 SHA-256 与清单相符，没有多出或缺少的文件；
// 三、日志摘录和资金分录链逐条重算哈希、分录借贷相平，并与签名的校验点比对。给出公钥时以它为准，否则用包内的公钥（只能证明包内一致）。
import { createHash, createPublicKey, verify } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';

const [folder = '.', keyFile] = process.argv.slice(2);
const faults = [];
const read = (name) => fs.readFileSync(path.join(folder, name));
const sha = (bytes) => createHash('sha256').update(bytes).digest('hex');

/** Keys sorted, no spaces: the text that was hashed. */
function canonical(v) {
  if (v === null || typeof v !== 'object') return JSON.stringify(v);
  if (Array.isArray(v)) return `[${v.map(canonical).join(',')}]`;
  return `{${Object.keys(v).sort().map((k) => `${JSON.stringify(k)}:${canonical(v[k])}`).join(',')}}`;
}

function listed(dir, at = '') {
  return fs.readdirSync(path.join(dir, at), { withFileTypes: true }).flatMap((e) => (e.isDirectory() ? listed(dir, `${at}${e.name}/`) : [`${at}${e.name}`]));
}

let manifest;
let key;
try {
  const bytes = read('manifest.json');
  manifest = JSON.parse(bytes.toString('utf8'));
  key = createPublicKey(keyFile === undefined ? manifest.publicKey : fs.readFileSync(keyFile));
  if (!verify(null, bytes, key, Buffer.from(read('manifest.sig').toString('utf8').trim(), 'base64'))) faults.push('manifest.json 的签名不符：清单被改动，或者不是这个安装签的');
} catch (e) {
  console.error(`不能读取清单：${e.message}`);
  process.exit(2);
}

for (const f of manifest.files) {
  let bytes;
  try {
    bytes = read(f.name);
  } catch {
    faults.push(`${f.name}：缺少`);
    continue;
  }
  if (bytes.length !== f.bytes || sha(bytes) !== f.sha256) faults.push(`${f.name}：内容与清单不符，被改动`);
}
const known = new Set([...manifest.files.map((f) => f.name), 'manifest.json', 'manifest.sig']);
for (const name of listed(folder)) if (!known.has(name)) faults.push(`${name}：清单上没有这个文件`);

/** One chain: every entry recomputed, neighbours linked (what lies between belongs to others), signed ends compared. Returns how many entries. */
function chain(name, excerpt, points, signed, also = () => '') {
  const hashes = new Map();
  try {
    for (const line of read(excerpt).toString('utf8').split('\n')) {
      if (line === '') continue;
      const { prev, hash, ...entry } = JSON.parse(line);
      if (createHash('sha256').update(Buffer.from(prev, 'hex')).update(canonical(entry), 'utf8').digest('hex') !== hash) faults.push(`${name}第 ${entry.position} 条：内容与其哈希不符`);
      const more = also(entry);
      if (more !== '') faults.push(`${name}第 ${entry.position} 条：${more}`);
      hashes.set(entry.position, { prev, hash });
    }
    for (const [position, { prev }] of hashes) {
      const before = hashes.get(position - 1);
      if (before && before.hash !== prev) faults.push(`${name}第 ${position} 条：没有接在前一条之后`);
    }
    for (const c of JSON.parse(read(points).toString('utf8'))) {
      if (!verify(null, Buffer.from(canonical(signed(c)), 'utf8'), key, Buffer.from(c.signature, 'base64'))) faults.push(`${name}第 ${c.position} 条处的校验点：签名不符`);
      const here = hashes.get(c.position);
      if (here && here.hash !== c.hash) faults.push(`${name}第 ${c.position} 条处的校验点：与${name}不符`);
    }
  } catch (e) {
    faults.push(`${name}：${e.message}`);
  }
  return hashes.size;
}

const entries = chain('日志', '日志/日志摘录.jsonl', '日志/校验点.json', ({ county, position, hash, recordedAt, at }) => ({ county, position, hash, recordedAt, at }));
const money = chain('分录', '资金/分录链.jsonl', '资金/校验点.json', ({ county, position, hash, at }) => ({ chain: 'ledger', county, position, hash, at }), (e) => (e.lines.reduce((n, l) => n + l.fen, 0) === 0 ? '' : '借贷不平'));

if (faults.length > 0) {
  console.error(`✗ 发现 ${faults.length} 处问题：`);
  for (const f of faults) console.error(`  ${f}`);
  process.exit(1);
}
console.log(`✓ 清单签名有效；${manifest.files.length} 个文件与清单相符；日志摘录 ${entries} 条、资金分录 ${money} 条哈希无误。导出人：${manifest.by.name}，用途：${manifest.purpose}`);
