#!/usr/bin/env node
// 抽查验证程序：不依赖任何其他程序，用 Node 18 以上运行。Draws again from an exported bundle with nothing but this file.
//
//   node verify-draw.mjs 验证包.json [--commitment 公布的承诺值] [--seed 来源=值 …] [--public-key 公钥.pem]
//
// 核对：一、冻结的总体与承诺值相符；二、用登记的种子重新抽取，结果与保存的名单一致；三、每一层都达到比例，必查类别全部在内；
// 四、签名。给出 --commitment（抽查前公布的）、--seed（公开来源的结果）和 --public-key 时以它们为准：不给只能证明包内一致。
// Ends with 0 when everything agrees, 1 when not, 2 when it could not be verified. Written independently of the program that draws.
import { createHash, createPublicKey, verify } from 'node:crypto';
import { readFileSync } from 'node:fs';

const sha = (text) => createHash('sha256').update(text, 'utf8').digest('hex');

function canonical(v) {
  if (v === null || typeof v !== 'object') return JSON.stringify(v);
  if (Array.isArray(v)) return `[${v.map(canonical).join(',')}]`;
  return `{${Object.keys(v).sort().map((k) => `${JSON.stringify(k)}:${canonical(v[k])}`).join(',')}}`;
}

function options(args) {
  const o = { seeds: [] };
  for (let i = 0; i < args.length; i++) {
    if (args[i] === '--commitment') o.commitment = args[++i];
    else if (args[i] === '--public-key') o.key = args[++i];
    else if (args[i] === '--seed') o.seeds.push(args[++i] ?? '');
    else o.file ??= args[i];
  }
  return o;
}

/** Every stratum in turn: classes drawn whole, then of the rest those whose hash comes first. */
function draw(statement, commitment, seed) {
  const strata = new Map();
  for (const e of statement.population) {
    const key = `${e.u}|${e.p}|${e.o}`;
    if (!strata.has(key)) strata.set(key, []);
    strata.get(key).push(e);
  }
  const drawn = new Map();
  const counts = [];
  for (const [key, all] of strata) {
    const whole = all.filter((e) => e.w);
    const rest = all.filter((e) => !e.w).map((e) => [sha(`${commitment}|${seed}|${e.k}`), e.k]).sort((a, b) => (a[0] < b[0] ? -1 : 1));
    // Tenths of thousandths of a percent as whole numbers: no rounding by the machine.
    const wanted = BigInt(rest.length) * BigInt(Math.round(statement.percent * 10000));
    const n = Number((wanted + 999999n) / 1000000n);
    for (const e of whole) drawn.set(e.k, 'must');
    for (const [, k] of rest.slice(0, n)) drawn.set(k, 'random');
    counts.push({ key, size: all.length, must: whole.length, random: Math.min(n, rest.length) });
  }
  return { drawn, counts };
}

const o = options(process.argv.slice(2));
let bundle;
let statement;
try {
  bundle = JSON.parse(readFileSync(o.file ?? '', 'utf8'));
  if (bundle.format !== 'doudi-draw-bundle/1') throw new Error(`不认识的格式 ${bundle.format}`);
  statement = JSON.parse(bundle.statement);
  if (statement.format !== 'doudi-draw/1') throw new Error(`不认识的格式 ${statement.format}`);
} catch (e) {
  console.error(`不能读取验证包：${e.message}`);
  process.exit(2);
}

const faults = [];
const commitment = sha(bundle.statement);
if (commitment !== bundle.commitment) faults.push(`冻结的总体算出 ${commitment}，与包内承诺值 ${bundle.commitment} 不符：总体被改动`);
if (o.commitment !== undefined && o.commitment !== bundle.commitment) faults.push(`包内承诺值与公布的 ${o.commitment} 不符：不是公布的那个总体`);
const keys = statement.population.map((e) => e.k);
if (new Set(keys).size !== keys.length) faults.push('总体中有重复的案号');
if (!(Date.parse(statement.seed.after) > Date.parse(statement.frozenAt))) faults.push('种子约定的时间不在冻结之后');

const parts = o.seeds.length > 0 ? o.seeds : bundle.seed.map((p) => `${p.source}=${p.value}`);
if (o.seeds.length > 0 && o.seeds.join('\n') !== bundle.seed.map((p) => `${p.source}=${p.value}`).join('\n')) faults.push('包内种子与公开来源的结果不符');
if (parts.length === 0) {
  console.error('还没有种子，尚未抽取：只核对了总体与承诺值。');
} else {
  const { drawn, counts } = draw(statement, bundle.commitment, parts.join('\n'));
  const kept = new Map(bundle.drawn.map((d) => [d.k, d.part]));
  for (const [k, part] of drawn) if (kept.get(k) !== part) faults.push(kept.has(k) ? `${k} 应为 ${part}，名单写作 ${kept.get(k)}` : `${k} 应当抽中，名单中没有：被换掉或者抽掉`);
  for (const k of kept.keys()) if (!drawn.has(k)) faults.push(`${k} 没有抽中，名单中却有：被换上或者添加`);
  if (kept.size !== bundle.drawn.length) faults.push('名单中有重复的案号');
  const result = sha([...drawn].sort((a, b) => (a[0] < b[0] ? -1 : 1)).map(([k, part]) => `${k} ${part}`).join('\n'));
  if (result !== bundle.result) faults.push('名单的校验值与登记的不符');
  for (const c of counts) if ((c.must + c.random) * 100 < c.size * statement.percent) faults.push(`${c.key} 抽取 ${c.must + c.random} 件，不到 ${c.size} 件的 ${statement.percent}%`);
  console.log(`${statement.number}：总体 ${keys.length} 件，${counts.length} 层，应抽 ${drawn.size} 件（随机 ${[...drawn.values()].filter((p) => p === 'random').length}，必查 ${[...drawn.values()].filter((p) => p === 'must').length}）`);
}

try {
  const key = createPublicKey(o.key === undefined ? bundle.publicKey : readFileSync(o.key));
  const { format, seed, drawn, result, exportedAt } = bundle;
  if (!verify(null, Buffer.from(canonical({ format, commitment: bundle.commitment, seed, drawn, result, exportedAt }), 'utf8'), key, Buffer.from(bundle.signature.value, 'base64'))) faults.push('签名不符：验证包被改动，或者不是这个安装出的');
} catch (e) {
  console.error(`不能核对签名：${e.message}`);
  process.exit(2);
}

for (const f of faults.slice(0, 50)) console.error(`✗ ${f}`);
if (faults.length > 50) console.error(`… 另有 ${faults.length - 50} 处`);
console.log(faults.length === 0 ? '一致：总体、种子和名单都没有改动。' : `发现 ${faults.length} 处问题。`);
process.exit(faults.length === 0 ? 0 : 1);
