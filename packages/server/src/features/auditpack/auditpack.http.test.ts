import { execFile } from 'node:child_process';
import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { applyFor, staffOf, walk } from '../../testing/flow.ts';
import { verifiedServer, type TestServer } from '../../testing/harness.ts';
import { seedTraining } from '../../testing/training.ts';
import { anchorChain } from '../../platform/log/anchor.ts';
import { post } from '../ledger/post.ts';
import { unzip } from '../../testing/zip.ts';

let server: TestServer;
let folder: string;
let files: Map<string, Buffer>;
const { user, office } = staffOf(() => server.origin);
const run = promisify(execFile);

const ask = async (login: string, query: string): Promise<Response> => await fetch(`${server.origin}/api/v1/auditpack?${query}`, { headers: { authorization: `Bearer ${(await user(login)).token}` } });
const scope = (more = ''): string => `from=2021-11&to=2022-06&purpose=${encodeURIComponent('2021 年度社会救助资金审计')}${more}`;

/** What the program inside the pack says of a folder. */
async function verdict(at: string, ...key: string[]): Promise<{ ok: boolean; text: string }> {
  try {
    const { stdout } = await run(process.execPath, [path.join(at, 'verify.mjs'), at, ...key]);
    return { ok: true, text: stdout };
  } catch (e) {
    return { ok: false, text: (e as { stderr?: string }).stderr ?? '' };
  }
}

function write(at: string, all: ReadonlyMap<string, Buffer>): void {
  for (const [name, bytes] of all) {
    fs.mkdirSync(path.dirname(path.join(at, name)), { recursive: true });
    fs.writeFileSync(path.join(at, name), bytes);
  }
}

beforeAll(async () => {
  server = await verifiedServer();
  await seedTraining(server.installation);
  await (await user('hq-handler')).put('/training/clock', { date: '2021-11-15' });
  const { id } = await applyFor(await user('hq-handler'), { serial: 81 });
  await walk(office('hq'), id);
  // Two entries of the street, one after the other, and one of another street between them and the month.
  for (const [unit, key] of [['hq.shaogongzhuang', 'a'], ['hq.shaogongzhuang', 'b'], ['hq.heyuan', 'c']] as const)
    await server.installation.db.transaction({ county: 120106, area: null, user: 'system' }, async (tx) => void (await post(tx, { county: 120106, kind: 'opening', on: '2021-11-15', at: '2021-11-15T09:00:00+08:00', by: 'system', memo: '备用金期初', key, lines: [{ account: { kind: 'imprest', unit }, fen: 100_000 }, { account: { kind: 'source', source: 'budget', unit }, fen: -100_000 }] })));
  await anchorChain(server.installation.db, server.installation.config.dataFolder, 'ledger', 120106, server.installation.keys.signing, '2021-11-15T10:00:00Z');
  const answer = await ask('hq-audit', scope());
  if (answer.status !== 200) throw new Error(await answer.text());
  files = unzip(Buffer.from(await answer.arrayBuffer()));
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'doudi-pack-'));
  write(folder, files);
});
afterAll(async () => {
  fs.rmSync(folder, { recursive: true, force: true });
  await server.close();
});

test('[GX-71] [BQ-73] the pack holds cases with steps, what was skipped and why, decisions, payments, ledger, recovery and the log, and its own program finds it whole', async () => {
  for (const name of ['README.txt', 'verify.mjs', 'manifest.json', 'manifest.sig', '案件/案件.csv', '案件/案件.jsonl', '发放/发放明细.csv', '发放/暂缓与答复.csv', '发放/批次.csv', '发放/批次经过.csv', '发放/冻结依据.csv', '发放/送银行与答复.csv', '发放/核定.csv', '资金/分录.csv', '资金/分录链.jsonl', '资金/校验点.json', '案件/疑似拆分答复.csv', '案件/文书.csv', '案件/材料文件.csv', '追回/追回经过.csv', '追回/追回事项.csv', '日志/日志摘录.jsonl', '日志/校验点.json', '人员.csv', '代码.csv']) expect([...files.keys()], name).toContain(name);
  const [packed] = (files.get('案件/案件.jsonl') ?? Buffer.alloc(0)).toString('utf8').trim().split('\n').map((l) => JSON.parse(l) as { steps: { step: string }[]; skipped: { reason: string }[]; decision: { outcome: string } | null });
  expect(packed?.steps.map((s) => s.step)).toEqual(expect.arrayContaining(['accept', 'investigate', 'decide']));
  expect(packed?.skipped.every((s) => s.reason.length > 1)).toBe(true);
  expect(packed?.decision?.outcome).toBe('grant');
  // Who did what stands there by name; what a code means stands beside it.
  expect((files.get('案件/案件.csv') ?? Buffer.alloc(0)).toString('utf8')).toMatch(/受理 2021-11-15 \S*张经办/);
  const codes = (files.get('代码.csv') ?? Buffer.alloc(0)).toString('utf8');
  expect(codes).toContain('资金/分录.csv,种类,opening,期初余额');
  for (const kind of new Set((files.get('案件/文书.csv') ?? Buffer.alloc(0)).toString('utf8').trim().split('\r\n').slice(1).map((l) => l.split(',')[2]))) expect(codes, kind).toContain(`案件/文书.csv,种类,${kind ?? ''},`);
  // No name and no identity number of the household leaves with it.
  for (const [name, bytes] of files) expect(/王安|李宁|999999\d{11}/.test(bytes.toString('utf8')), name).toBe(false);
  const verified = await verdict(folder);
  expect(verified.text).toContain('✓ 清单签名有效');
  expect(verified.ok).toBe(true);
  expect(verified.text).toContain('资金分录 3 条哈希无误');
  // The preview counts what the pack holds.
  for (const [unit, n] of [['', 3], ['&unit=hq.shaogongzhuang', 2]] as const) expect((await (await user('hq-audit')).get<{ entries: number }>(`/auditpack/preview?from=2021-11&to=2022-06${unit}`)).body.entries).toBe(n);
  // With the key that the installation hands out apart from the pack.
  const pem = path.join(folder, '..', `${path.basename(folder)}.pem`);
  fs.writeFileSync(pem, server.installation.keys.signing.publicPem);
  expect((await verdict(folder, pem)).ok).toBe(true);
  fs.rmSync(pem);
});

test('a change of any one file, one that is missing or one more is found, and so is a manifest written to fit', async () => {
  const at = fs.mkdtempSync(path.join(os.tmpdir(), 'doudi-pack-'));
  try {
    for (const name of files.keys()) {
      if (name === 'verify.mjs') continue;
      write(at, files);
      const bytes = Buffer.from(files.get(name) ?? Buffer.alloc(0));
      const i = Math.floor(bytes.length / 2);
      bytes[i] = (bytes[i] ?? 0) ^ 1;
      fs.writeFileSync(path.join(at, name), bytes);
      expect((await verdict(at)).ok, name).toBe(false);
    }
    write(at, files);
    fs.rmSync(path.join(at, '资金/分录.csv'));
    expect((await verdict(at)).text).toContain('缺少');
    write(at, files);
    fs.writeFileSync(path.join(at, '另附.csv'), '1');
    expect((await verdict(at)).text).toContain('清单上没有这个文件');
    fs.rmSync(path.join(at, '另附.csv'));
    // A ledger rewritten by whoever can also sign the manifest anew: the chain itself does not hold.
    const { privateKey, publicKey } = generateKeyPairSync('ed25519');
    const forge = (name: string, change: (text: string) => string): void => {
      write(at, files);
      const bytes = Buffer.from(change((files.get(name) ?? Buffer.alloc(0)).toString('utf8')), 'utf8');
      fs.writeFileSync(path.join(at, name), bytes);
      const m = JSON.parse((files.get('manifest.json') ?? Buffer.alloc(0)).toString('utf8')) as { files: { name: string; bytes: number; sha256: string }[]; publicKey: string };
      const all = m.files.map((f) => (f.name === name ? { ...f, bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') } : f));
      const text = Buffer.from(JSON.stringify({ ...m, files: all, publicKey: publicKey.export({ type: 'spki', format: 'pem' }) }), 'utf8');
      fs.writeFileSync(path.join(at, 'manifest.json'), text);
      fs.writeFileSync(path.join(at, 'manifest.sig'), sign(null, text, privateKey).toString('base64'));
    };
    forge('资金/分录链.jsonl', (t) => t.replace('"fen":100000', '"fen":100001'));
    const forged = await verdict(at);
    expect(forged.text).toContain('分录第 1 条：内容与其哈希不符');
    expect(forged.text).toContain('分录第 1 条：借贷不平');
    expect(forged.text).toContain('校验点：签名不符');
    forge('日志/日志摘录.jsonl', (t) => t.replace('王', '玉').replace('"seq":1,', '"seq":2,'));
    expect((await verdict(at)).text).toMatch(/日志第 \d+ 条：内容与其哈希不符/);
    write(at, files);
    // Hashes corrected to fit a changed table: the signature no longer holds.
    const manifest = (files.get('manifest.json') ?? Buffer.alloc(0)).toString('utf8').replace(/"sha256":"[0-9a-f]{4}/, '"sha256":"0000');
    fs.writeFileSync(path.join(at, 'manifest.json'), manifest);
    expect((await verdict(at)).text).toContain('签名不符');
  } finally {
    fs.rmSync(at, { recursive: true, force: true });
  }
}, 60_000);

test('auditor and county may take it, with a purpose, and each time is on record; nobody else', async () => {
  for (const login of ['hq-handler', 'hq-leader', 'hq-pay', 'hq-sys', 'hq-log']) expect((await ask(login, scope())).status, login).toBe(403);
  expect((await ask('hq-audit', 'from=2021-11&to=2022-06')).status).toBe(400);
  expect((await ask('hq-audit', scope('&unit=nowhere'))).status).toBe(404);
  expect((await ask('hq-audit', 'from=2022-06&to=2021-11&purpose=年度审计')).status).toBe(400);
  const county = await ask('hq-county', scope('&programme=dibao'));
  expect(county.status).toBe(200);
  await county.arrayBuffer();
  const seen = (await (await user('hq-log')).get<{ items: { target: string; purpose: string; whatText: string }[] }>('/audit/access?what=export')).body.items.filter((x) => x.target.startsWith('auditpack:'));
  expect(seen.length).toBeGreaterThanOrEqual(2);
  expect(seen[0]).toMatchObject({ purpose: '2021 年度社会救助资金审计' });
});
