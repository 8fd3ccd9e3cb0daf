#!/usr/bin/env node
// 审计包核验程序：不依赖任何其他程序，用 Node 20 以上运行。
//   node verify.mjs 审计包文件夹 [公钥.pem]
// 核对三件事：一、manifest.json 的签名（安装的签名密钥）；二、每个文件的大小和 SHA-256 与清单相符，没有多出或缺少的文件；
// 三、日志摘录逐条重算哈希，并与签名的校验点比对。给出公钥时以它为准，否则用包内的公钥（只能证明包内一致）。
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

let entries = 0;
const hashes = new Map();
try {
  for (const line of read('日志/日志摘录.jsonl').toString('utf8').split('\n')) {
    if (line === '') continue;
    entries += 1;
    const { prev, hash, ...rest } = JSON.parse(line);
    const { county, position, seq, kind, at, recordedAt, actor, body } = rest;
    const text = canonical({ county, position, case: rest.case, seq, kind, at, recordedAt, actor, body });
    if (createHash('sha256').update(Buffer.from(prev, 'hex')).update(text, 'utf8').digest('hex') !== hash) faults.push(`日志第 ${position} 条：内容与其哈希不符`);
    hashes.set(position, { prev, hash });
  }
  // Neighbours in the excerpt must be linked; what lies between belongs to other cases.
  for (const [position, { prev }] of hashes) {
    const before = hashes.get(position - 1);
    if (before && before.hash !== prev) faults.push(`日志第 ${position} 条：没有接在前一条之后`);
  }
  for (const c of JSON.parse(read('日志/校验点.json').toString('utf8'))) {
    const { county, position, hash, recordedAt, at } = c;
    if (!verify(null, Buffer.from(canonical({ county, position, hash, recordedAt, at }), 'utf8'), key, Buffer.from(c.signature, 'base64'))) faults.push(`第 ${position} 条处的校验点：签名不符`);
    const here = hashes.get(position);
    if (here && here.hash !== hash) faults.push(`第 ${position} 条处的校验点：与日志不符`);
  }
} catch (e) {
  faults.push(`日志：${e.message}`);
}

if (faults.length > 0) {
  console.error(`✗ 发现 ${faults.length} 处问题：`);
  for (const f of faults) console.error(`  ${f}`);
  process.exit(1);
}
console.log(`✓ 清单签名有效；${manifest.files.length} 个文件与清单相符；日志摘录 ${entries} 条哈希无误。导出人：${manifest.by.name}，用途：${manifest.purpose}`);
