import { execFile } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { applyFor, staffOf, walk } from '../../testing/flow.ts';
import { verifiedServer, type TestServer } from '../../testing/harness.ts';
import { seedTraining } from '../../testing/training.ts';
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
  for (const name of ['README.txt', 'verify.mjs', 'manifest.json', 'manifest.sig', '案件/案件.csv', '案件/案件.jsonl', '发放/发放明细.csv', '发放/暂缓与答复.csv', '发放/批次.csv', '资金/分录.csv', '追回/追回事项.csv', '日志/日志摘录.jsonl', '日志/校验点.json', '人员.csv']) expect([...files.keys()], name).toContain(name);
  const [packed] = (files.get('案件/案件.jsonl') ?? Buffer.alloc(0)).toString('utf8').trim().split('\n').map((l) => JSON.parse(l) as { steps: { step: string }[]; skipped: { reason: string }[]; decision: { outcome: string } | null });
  expect(packed?.steps.map((s) => s.step)).toEqual(expect.arrayContaining(['accept', 'investigate', 'decide']));
  expect(packed?.skipped.every((s) => s.reason.length > 1)).toBe(true);
  expect(packed?.decision?.outcome).toBe('grant');
  // No name and no identity number of the household leaves with it.
  for (const [name, bytes] of files) expect(/王安|李宁|999999\d{11}/.test(bytes.toString('utf8')), name).toBe(false);
  const verified = await verdict(folder);
  expect(verified.text).toContain('✓ 清单签名有效');
  expect(verified.ok).toBe(true);
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
