#!/usr/bin/env node
// 抽查验证程序：不依赖任何其他程序，用 Node 18 以上运行。Draws again from an exported bundle with nothing but this file.
//
//   node verify-draw.mjs 验证包.json [--commitment 公布的承诺值] [--seed "来源=数" …] [--public-key 公钥.pem]
//
// 核对：一、冻结的总体与承诺值相符；二、种子只来自冻结时写明的来源，个数、位数和写法都相符；三、用种子在全部案件中重新抽取，随机
// 抽中的名单一致，每一层都达到比例；四、签名。审计包另核对必查名单：与封存的校验值相符，件数不差，全部在核查名单内。
// --seed 按来源的次序给出，多个数之间一个空格，如 --seed "双色球第2022031期红球=03 09 14 21 28 33"。
// 给出 --commitment（抽查前公布的）、--seed（公开来源的结果）和 --public-key 时以它们为准：不给只能证明包内一致。
// Ends with 0 when everything agrees, 1 when not, 2 when it could not be verified. Written independently of the program that draws.
import { createHash, createPublicKey, verify } from 'node:crypto';
import { readFileSync } from 'node:fs';

const sha = (text) => createHash('sha256').update(text, 'utf8').digest('hex');
const byFirst = (a, b) => (a[0] < b[0] ? -1 : 1);

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

/** Tenths of thousandths of a percent as whole numbers: no rounding by the machine. */
const share = (n, percent) => Math.min(n, Number((BigInt(n) * BigInt(Math.round(percent * 10000)) + 999999n) / 1000000n));

/** What is wrong with the plan of a seed, as the freeze states it. */
function planFaults(seed) {
  const faults = [];
  const { kind, sources } = seed;
  if (!Array.isArray(sources)) return ['冻结时没有写明种子的来源'];
  if (kind === 'checkpoint') return sources.length === 0 ? [] : ['以校验点为种子的不应另列来源'];
  for (const s of sources) {
    if (typeof s.name !== 'string' || s.name === '' || s.name !== s.name.normalize('NFKC').replace(/\s+/gu, ' ').trim() || /[=\p{C}]/u.test(s.name)) faults.push(`来源“${s.name}”的名称不是唯一写法`);
    if (!Number.isInteger(s.numbers) || s.numbers < 1 || !Number.isInteger(s.digits) || s.digits < 1 || !['published', 'ascending'].includes(s.order)) faults.push(`来源“${s.name}”没有写明个数、位数和次序`);
    if (kind === 'organs' && s.numbers * s.digits < 4) faults.push(`“${s.name}”不到 4 位，可以在冻结前逐个试`);
  }
  if (new Set(sources.map((s) => s.name)).size !== sources.length) faults.push('种子来源有重复');
  if (kind === 'organs' && sources.length < 2) faults.push('种子来源不到两个机关');
  if (kind === 'lottery' && sources.reduce((n, s) => n + s.numbers * s.digits, 0) < 6) faults.push('开奖号码不到 6 位，可以在冻结前逐个试');
  return faults;
}

/** What is wrong with a seed against the sources that the freeze named: which, in which order, how many numbers of how many digits, in their one spelling. */
function seedFaults(plan, parts) {
  if (plan.kind === 'checkpoint') return parts.length === 1 && /^checkpoint \d+ /.test(parts[0].source) && /^[0-9a-f]{64}$/.test(parts[0].value) ? [] : ['种子不是一个签名校验点'];
  const faults = [];
  if (parts.length !== plan.sources.length) faults.push(`种子有 ${parts.length} 个来源，冻结时写明的是 ${plan.sources.length} 个`);
  plan.sources.forEach((s, i) => {
    const part = parts[i];
    if (!part) return;
    if (part.source !== s.name) return void faults.push(`第 ${i + 1} 个来源是“${part.source}”，冻结时写明的是“${s.name}”`);
    const numbers = part.value.split(' ');
    if (numbers.length !== s.numbers || numbers.some((n) => !/^[0-9]+$/.test(n) || n.length !== s.digits)) faults.push(`“${s.name}”应为 ${s.numbers} 个数，每个 ${s.digits} 位数字，之间一个空格；种子写作“${part.value}”`);
    else if (s.order === 'ascending' && numbers.some((n, x) => x > 0 && n < numbers[x - 1])) faults.push(`“${s.name}”应从小到大写，种子写作“${part.value}”`);
  });
  return faults;
}

/** Strata of a population in turn. */
function strataOf(population) {
  const strata = new Map();
  for (const e of population) {
    const key = `${e.u}|${e.p}|${e.o}`;
    if (!strata.has(key)) strata.set(key, []);
    strata.get(key).push(e);
  }
  return strata;
}

/** In every stratum those of all its cases whose hash comes first. */
function draw(statement, commitment, seed) {
  const drawn = new Map();
  const counts = [];
  for (const [key, all] of strataOf(statement.population)) {
    const ranked = all.map((e) => [sha(`${commitment}|${seed}|${e.k}`), e.k]).sort(byFirst).slice(0, share(all.length, statement.percent));
    for (const [, k] of ranked) drawn.set(k, 'random');
    counts.push({ key, size: all.length, drawn: ranked.length });
  }
  return { drawn, counts };
}

/** The older format: classes drawn whole are marked in the statement, and the random part is drawn from the rest. Nothing new is drawn like this. */
function drawOld(statement, commitment, seed) {
  const drawn = new Map();
  const counts = [];
  for (const [key, all] of strataOf(statement.population)) {
    const whole = all.filter((e) => e.w);
    const rest = all.filter((e) => !e.w).map((e) => [sha(`${commitment}|${seed}|${e.k}`), e.k]).sort(byFirst);
    const n = share(rest.length, statement.percent);
    for (const e of whole) drawn.set(e.k, 'must');
    for (const [, k] of rest.slice(0, n)) drawn.set(k, 'random');
    counts.push({ key, size: all.length, drawn: whole.length + n });
  }
  return { drawn, counts };
}

/** The sealed list against the statement, and its cases into what was drawn. */
function addSealed(statement, text, drawn) {
  const faults = [];
  if (sha(text) !== statement.sealed.commitment) faults.push(`必查名单算出 ${sha(text)}，与冻结的 ${statement.sealed.commitment} 不符：必查名单被改动`);
  const sealed = JSON.parse(text);
  if (sealed.format !== 'doudi-draw-sealed/2' || sealed.number !== statement.number) faults.push('必查名单不是这次抽查的');
  if (!/^[0-9a-f]{64}$/.test(sealed.salt ?? '')) faults.push('必查名单没有随机数，封存不住');
  const known = new Set(statement.population.map((e) => e.k));
  const whole = sealed.whole ?? [];
  if (whole.length !== statement.sealed.size || new Set(whole.map((w) => w.k)).size !== whole.length) faults.push(`必查名单 ${whole.length} 件，冻结的是 ${statement.sealed.size} 件`);
  for (const w of whole) {
    if (!known.has(w.k)) faults.push(`必查名单中的 ${w.k} 不在总体中`);
    if (w.classes.length === 0 || w.classes.some((c) => !statement.must.includes(c))) faults.push(`${w.k} 的必查类别不是方案规定的`);
    if (!drawn.has(w.k)) drawn.set(w.k, 'must');
  }
  return faults;
}

const FORMATS = { 'doudi-draw-bundle/1': 'doudi-draw/1', 'doudi-draw-bundle/2': 'doudi-draw/2', 'doudi-draw-audit/2': 'doudi-draw/2' };
const o = options(process.argv.slice(2));
let bundle;
let statement;
try {
  bundle = JSON.parse(readFileSync(o.file ?? '', 'utf8'));
  if (!Object.hasOwn(FORMATS, bundle.format)) throw new Error(`不认识的格式 ${bundle.format}`);
  statement = JSON.parse(bundle.statement);
  if (statement.format !== FORMATS[bundle.format]) throw new Error(`${bundle.format} 中的总体是 ${statement.format}`);
  if (bundle.format === 'doudi-draw-audit/2') JSON.parse(bundle.sealed);
} catch (e) {
  console.error(`不能读取验证包：${e.message}`);
  process.exit(2);
}
const old = statement.format === 'doudi-draw/1';
const audit = bundle.format === 'doudi-draw-audit/2';

const faults = [];
const commitment = sha(bundle.statement);
if (commitment !== bundle.commitment) faults.push(`冻结的总体算出 ${commitment}，与包内承诺值 ${bundle.commitment} 不符：总体被改动`);
if (o.commitment !== undefined && o.commitment !== bundle.commitment) faults.push(`包内承诺值与公布的 ${o.commitment} 不符：不是公布的那个总体`);
const keys = statement.population.map((e) => e.k);
if (new Set(keys).size !== keys.length) faults.push('总体中有重复的案号');
if (!(Date.parse(statement.seed.after) > Date.parse(statement.frozenAt))) faults.push('种子约定的时间不在冻结之后');
if (!old) {
  faults.push(...planFaults(statement.seed));
  if (statement.population.some((e) => Object.keys(e).sort().join() !== 'k,o,p,u')) faults.push('总体中有案号、单位、项目、决定以外的内容');
}

const lines = bundle.seed.map((p) => `${p.source}=${p.value}`);
if (o.seeds.length > 0 && o.seeds.join('\n') !== lines.join('\n')) faults.push(`包内种子与公开来源的结果不符：包内是 ${lines.join('；')}，给出的是 ${o.seeds.join('；')}`);
if (lines.length === 0) {
  console.error('还没有种子，尚未抽取：只核对了总体与承诺值。');
  if (audit) faults.push(...addSealed(statement, bundle.sealed, new Map()));
  if (bundle.drawn.length > 0) faults.push('还没有种子，却有抽中的案件');
} else {
  if (!old && Array.isArray(statement.seed.sources)) faults.push(...seedFaults(statement.seed, bundle.seed));
  const { drawn, counts } = (old ? drawOld : draw)(statement, bundle.commitment, (o.seeds.length > 0 ? o.seeds : lines).join('\n'));
  // The hash of the result covers the random ones alone; in the older format all that were drawn.
  const result = sha([...drawn].sort(byFirst).map(([k, part]) => `${k} ${part}`).join('\n'));
  const random = [...drawn.values()].filter((p) => p === 'random').length;
  if (audit) faults.push(...addSealed(statement, bundle.sealed, drawn));
  const kept = new Map(bundle.drawn.map((d) => [d.k, d.part]));
  for (const [k, part] of drawn) if (kept.get(k) !== part) faults.push(kept.has(k) ? `${k} 应为 ${part}，名单写作 ${kept.get(k)}` : `${k} 应当抽中，名单中没有：被换掉或者抽掉`);
  for (const k of kept.keys()) if (!drawn.has(k)) faults.push(`${k} 没有抽中，名单中却有：被换上或者添加`);
  if (kept.size !== bundle.drawn.length) faults.push('名单中有重复的案号');
  if (result !== bundle.result) faults.push('名单的校验值与登记的不符');
  for (const c of counts) if (c.drawn * 100 < c.size * statement.percent) faults.push(`${c.key} 抽取 ${c.drawn} 件，不到 ${c.size} 件的 ${statement.percent}%`);
  console.log(`${statement.number}：总体 ${keys.length} 件，${counts.length} 层，随机抽中 ${random} 件${old || audit ? `，必查另加 ${drawn.size - random} 件` : `；必查 ${statement.sealed.size} 件的名单另行封存，用审计包核对`}`);
}

try {
  const key = createPublicKey(o.key === undefined ? bundle.publicKey : readFileSync(o.key));
  const { format, seed, drawn, result, exportedAt } = bundle;
  const signed = { format, commitment: bundle.commitment, seed, drawn, result, exportedAt, ...(audit ? { sealed: bundle.sealed } : {}) };
  if (!verify(null, Buffer.from(canonical(signed), 'utf8'), key, Buffer.from(bundle.signature.value, 'base64'))) faults.push('签名不符：验证包被改动，或者不是这个安装出的');
} catch (e) {
  console.error(`不能核对签名：${e.message}`);
  process.exit(2);
}

for (const f of faults.slice(0, 50)) console.error(`✗ ${f}`);
if (faults.length > 50) console.error(`… 另有 ${faults.length - 50} 处`);
console.log(faults.length === 0 ? '一致：总体、种子和名单都没有改动。' : `发现 ${faults.length} 处问题。`);
process.exit(faults.length === 0 ? 0 : 1);
