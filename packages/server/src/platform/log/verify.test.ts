import { spawnSync } from 'node:child_process';
import { createPrivateKey, generateKeyPairSync, sign } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { auditVerify } from '../../cli/audit-verify.ts';
import { canonicalJson } from './canonical.ts';
import { GENESIS, hashEntry } from './chain.ts';
import { ChainBroken, checkpointFile } from './checkpoint.ts';
import { logFixture, material } from './fixture.ts';
import type { LogFixture } from './fixture.ts';
import { queryOfClient, readLog } from './read.ts';
import type { LogRow } from './read.ts';

const VERIFIER = fileURLToPath(new URL('../../../../../tools/verify-log.mjs', import.meta.url));
/** Long after everything written here. */
const NOW = '2026-03-31T00:00:00.000Z';

let log: LogFixture;
let folder: string;
let publicKey: string;
let county: number;
let cases: [string, string, string];

beforeAll(async () => {
  log = await logFixture();
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'doudi-audit-'));
  publicKey = path.join(folder, 'public.pem');
  fs.writeFileSync(publicKey, log.installation.keys.signing.publicPem);
});
afterAll(async () => {
  await log.close();
  fs.rmSync(folder, { recursive: true });
});

const minute = (n: number): string => new Date(Date.parse('2026-03-02T01:00:00Z') + n * 60_000).toISOString();

/** Three cases, two actions each in turn (positions 1–6), a checkpoint, three more (7–9), another, then 10. */
beforeEach(async () => {
  county = await log.newCounty();
  cases = [await log.newCase(county), await log.newCase(county), await log.newCase(county)];
  let position = 0;
  const add = async (index: number, seq: number): Promise<void> => {
    position += 1;
    await log.append(county, cases[index] ?? '', seq, [material(`材料 ${position}`, minute(position))], minute(position));
  };
  for (const seq of [1, 2]) for (const index of [0, 1, 2]) await add(index, seq);
  await log.checkpoint(county, minute(6));
  for (const index of [0, 1, 2]) await add(index, 3);
  await log.checkpoint(county, minute(9));
  await add(0, 4);
});

interface Verdict {
  /** Kinds of fault found by the installation's verifier and by the stand-alone one. */
  readonly database: string[];
  readonly alone: string[];
  readonly file: string;
  readonly output: string;
}

const kinds = (text: string): string[] => [...new Set([...text.matchAll(/✗ \[(\w+)\]/g)].map((match) => match[1] ?? ''))].sort();

function verifyAlone(file: string, ...flags: string[]): { status: number | null; kinds: string[]; output: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [VERIFIER, file, ...flags], { encoding: 'utf8' });
  return { status, kinds: kinds(stdout), output: stdout + stderr };
}

async function verdict(maxSkewMinutes?: number): Promise<Verdict> {
  const lines: string[] = [];
  const file = path.join(folder, `${county}.jsonl`);
  fs.rmSync(file, { force: true });
  const ok = await auditVerify({ config: log.installation.config, county, exportFile: file, maxSkewMinutes, print: (line) => lines.push(line), now: NOW });
  const database = kinds(lines.join('\n'));
  expect(ok).toBe(database.length === 0);
  const alone = verifyAlone(file, '--public-key', publicKey);
  expect(alone.status, alone.output).toBe(alone.kinds.length === 0 ? 0 : 1);
  return { database, alone: alone.kinds, file, output: lines.join('\n') };
}

async function tamper(...statements: string[]): Promise<Verdict> {
  await log.tamper(...statements.map((text) => ({ text: text.replaceAll('$county', String(county)) })));
  return await verdict();
}

/** The clever superuser: after the change computes every hash anew and sets the head. */
async function rehash(change: (rows: LogRow[]) => LogRow[]): Promise<Verdict> {
  await log.admin.query('begin');
  const rows: LogRow[] = [];
  for await (const row of readLog(queryOfClient(log.admin), county)) rows.push(row);
  await log.admin.query('commit');
  let prev: Buffer = GENESIS;
  const values = change(rows).map((row, index) => {
    const entry = { ...row, position: index + 1 };
    const before = prev;
    prev = hashEntry(before, entry);
    return { ...entry, before, digest: prev };
  });
  await log.tamper(
    { text: 'delete from case_action where county_id = $1', values: [county] },
    ...values.map((row) => ({
      text: 'insert into case_action values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)',
      values: [county, row.position, row.case, row.seq, row.kind, row.at, row.recordedAt, row.actor.user, row.actor.post, row.actor.unit, JSON.stringify(row.body), row.before, row.digest],
    })),
    { text: 'update chain_head set position = $2, hash = $3 where county_id = $1', values: [county, values.length, prev] },
  );
  return await verdict();
}

/** Changes one entry and gives it the hash it should then have. */
async function rehashOne(position: number, change: string): Promise<Verdict> {
  await log.tamper({ text: `update case_action set ${change} where county_id = $1 and position = $2`, values: [county, position] });
  await log.admin.query('begin');
  for await (const row of readLog(queryOfClient(log.admin), county)) {
    if (row.position !== position) continue;
    const hash = hashEntry(Buffer.from(row.prev, 'hex'), row);
    await log.admin.query('rollback');
    await log.tamper({ text: 'update case_action set hash = $3 where county_id = $1 and position = $2', values: [county, position, hash] });
    break;
  }
  return await verdict();
}

describe('a superuser who tampers with the log is found by both verifiers', () => {
  it('[XX-57] an untouched log is found intact by both', async () => {
    const result = await verdict();
    expect(result).toMatchObject({ database: [], alone: [] });
    expect(result.output).toContain('记录 10 条，末条 10，相符的校验点 2 个');
  });

  it.each([
    ['the body of an entry', `body = jsonb_set(body, '{material}', '"别的"')`], ['who acted', `actor_user = 'u-2'`], ['the unit', `actor_unit = 'street-2'`], ['the post', `actor_post = 'leader'`],
    ['the kind', `kind = 'accepted'`], ['the case', `case_id = gen_random_uuid()`], ['the sequence number', 'seq = 99'], ['the business time', `at = at + interval '1 second'`],
    ['the year to one before Christ', `at = ('0' || (to_char(at, 'YYYY') || '-03-02 09:05:00+08 BC'))::timestamptz`], ['a time to infinity', `at = 'infinity'`],
    ['a number beyond what the program reads', `body = '{"material": 9007199254740993}'`], ['an empty body', `body = '{}'`], ['the hash', `hash = sha256(hash)`],
  ])('[XX-57] changes %s', async (_what, change) => {
    const result = await tamper(`update case_action set ${change} where county_id = $county and position = 5`);
    expect(result.database).toContain('changed');
    expect(result.alone).toContain('changed');
  });

  it('changes an entry and its hash, so that the next does not continue it', async () => {
    const result = await rehashOne(5, `body = '{"material": "别的"}'`);
    expect(result.database).toEqual(['link']);
    expect(result.alone).toEqual(['link']);
  });

  it.each([1, 5, 10])('[XX-57] deletes entry %i', async (position) => {
    const result = await tamper(`delete from case_action where county_id = $county and position = ${position}`);
    const expected = position === 10 ? 'truncated' : 'missing';
    expect(result.database).toContain(expected);
    expect(result.alone).toContain(expected);
  });

  it('[XX-57] swaps two entries', async () => {
    const result = await tamper(
      ...[[4, 1004], [5, 4], [1004, 5]].map(([from, to]) => `update case_action set position = ${to} where county_id = $county and position = ${from}`),
    );
    expect(result.database).toEqual(expect.arrayContaining(['changed', 'link']));
    expect(result.alone).toEqual(expect.arrayContaining(['changed', 'link']));
  });

  it('[XX-57] back-dates an entry', async () => {
    const result = await tamper(`update case_action set at = at - interval '1 day', recorded_at = recorded_at - interval '1 day' where county_id = $county and position = 8`);
    expect(result.database).toEqual(expect.arrayContaining(['backdated', 'changed']));
    expect(result.alone).toEqual(expect.arrayContaining(['backdated', 'changed']));
  });

  it('cuts off the end', async () => {
    const result = await tamper('delete from case_action where county_id = $county and position > 7');
    expect(result.database).toContain('truncated');
    expect(result.alone).toContain('truncated');
  });

  it('cuts off the end and sets the head back: the signed checkpoint tells', async () => {
    const result = await tamper(
      'delete from case_action where county_id = $county and position > 7',
      'update chain_head set position = 7, hash = a.hash from case_action a where a.county_id = $county and a.position = 7 and chain_head.county_id = $county',
    );
    expect(result.database).toEqual(['truncated']);
    expect(result.alone).toEqual(['truncated']);
  });

  it('deletes a whole case', async () => {
    const result = await tamper(`delete from case_action where county_id = $county and case_id = '${cases[1]}'`);
    expect(result.database).toContain('missing');
    expect(result.alone).toContain('missing');
  });

  it('deletes a whole case and computes the chain anew', async () => {
    const result = await rehash((rows) => rows.filter((row) => row.case !== cases[1]));
    expect(result.database).toEqual(expect.arrayContaining(['checkpoint', 'truncated']));
    expect(result.alone).toEqual(expect.arrayContaining(['checkpoint', 'truncated']));
  });

  it('changes one body before a checkpoint and computes the chain anew', async () => {
    const result = await rehash((rows) => rows.map((row) => (row.position === 2 ? { ...row, body: { material: '别的' } } : row)));
    expect(result.database).toEqual(['checkpoint']);
    expect(result.alone).toEqual(['checkpoint']);
  });

  it('adds an entry after the last checkpoint that claims to be older than it', async () => {
    const result = await rehash((rows) => rows.map((row) => (row.position === 10 ? { ...row, at: minute(8.9), recordedAt: minute(8.9) } : row)));
    expect(result.database).toContain('backdated');
    expect(result.alone).toContain('backdated');
  });

  it('deletes everything of a county, head and checkpoints too: the file outside the database tells', async () => {
    const result = await tamper('delete from case_action where county_id = $county', 'delete from checkpoint where county_id = $county', 'delete from chain_head where county_id = $county');
    expect(result.database).toEqual(['checkpoint', 'truncated']);
  });

  it('changes, removes or forges checkpoints', async () => {
    expect((await tamper('delete from checkpoint where county_id = $county and position = 6')).database).toEqual(['checkpoint']);
    expect(await tamper(`update checkpoint set at = at + interval '1 day' where county_id = $county`)).toMatchObject({ database: ['checkpoint'], alone: ['checkpoint'] });
  });

  it('and removes lines of the checkpoint file, or writes others into it', async () => {
    const file = checkpointFile(log.installation.config.dataFolder, county);
    const lines = fs.readFileSync(file, 'utf8');
    fs.writeFileSync(file, lines.slice(0, lines.indexOf('\n') + 1));
    expect((await verdict()).database).toEqual(['checkpoint']);
    fs.writeFileSync(file, `${lines}{"county":1}\n`);
    expect((await verdict()).database).toEqual(['checkpoint']);
    fs.writeFileSync(file, `${lines}{"cut off by a cra`);
    expect((await verdict()).database).toEqual([]);
  });

  it('has a checkpoint refused when the head does not fit the last entry', async () => {
    await log.tamper({ text: 'delete from case_action where county_id = $1 and position = 10', values: [county] });
    await expect(log.checkpoint(county, minute(20))).rejects.toBeInstanceOf(ChainBroken);
  });
});

describe('business time', () => {
  it('in production may not be far from real time; a training clock may', async () => {
    await log.append(county, cases[0], 5, [material('x', minute(500))], minute(21));
    expect(await verdict()).toMatchObject({ database: [], alone: [] });
    expect(await verdict(10)).toMatchObject({ database: ['backdated'], alone: ['backdated'] });
  });
});

describe('an exported file', () => {
  const reread = (file: string): string[] => fs.readFileSync(file, 'utf8').split('\n').slice(0, -1);

  it.each<[string, string, (lines: string[]) => string[]]>([
    ['a changed letter', 'changed', (lines) => lines.with(3, (lines[3] ?? '').replace('材料 3', '材料 4'))],
    ['a second value for one key, which a parser would not show', 'changed', (lines) => lines.with(3, (lines[3] ?? '').replace('"body":{', '"body":{"material":"别的",'))],
    ['an added space', 'changed', (lines) => lines.with(3, (lines[3] ?? '').replace('"body":{', '"body": {'))],
    ['a removed line', 'missing', (lines) => lines.toSpliced(4, 1)],
    ['two lines swapped', 'order', (lines) => lines.with(4, lines[5] ?? '').with(5, lines[4] ?? '')],
    ['a line twice', 'order', (lines) => lines.toSpliced(4, 0, lines[4] ?? '')],
    ['no end', 'truncated', (lines) => lines.slice(0, 9)],
    ['a removed checkpoint', 'checkpoint', (lines) => lines.slice(0, -1)],
    ['an entry after the checkpoints', 'order', (lines) => [...lines.toSpliced(10, 1), lines[10] ?? '']],
    ['another end in its header', 'header', (lines) => [(lines[0] ?? '').replace('"position":10', '"position":9'), ...lines.slice(1)]],
    ['another limit in its header', 'header', (lines) => [(lines[0] ?? '').replace('"maxSkewMinutes":null', '"maxSkewMinutes":9999'), ...lines.slice(1)]],
  ])('with %s is found by the stand-alone verifier', async (_what, kind, change) => {
    const { file, alone } = await verdict();
    expect(alone).toEqual([]);
    fs.writeFileSync(file, `${change(reread(file)).join('\n')}\n`);
    const result = verifyAlone(file, '--public-key', publicKey);
    expect(result.kinds, result.output).toContain(kind);
    expect(result.status).toBe(1);
  });

  it('cut inside its last line is found', async () => {
    const { file } = await verdict();
    fs.truncateSync(file, fs.statSync(file).size - 20);
    expect(verifyAlone(file).kinds).toContain('truncated');
  });

  it('made whole again and signed with another key is found by whoever holds the public key', async () => {
    const { file } = await verdict();
    const pair = generateKeyPairSync('ed25519');
    const other = createPrivateKey(pair.privateKey.export({ type: 'pkcs8', format: 'pem' }));
    const [first = '', ...rest] = reread(file);
    const header: Record<string, unknown> = { ...(JSON.parse(first) as object), publicKey: pair.publicKey.export({ type: 'spki', format: 'pem' }).toString() };
    delete header['signature'];
    const signature = sign(null, Buffer.from(canonicalJson(header)), other).toString('base64');
    fs.writeFileSync(file, `${[canonicalJson({ ...header, signature }), ...rest].join('\n')}\n`);
    expect(verifyAlone(file, '--public-key', publicKey).kinds).toContain('header');
  });

  it('that is none, is empty or is not there ends with 2', () => {
    const file = path.join(folder, 'other.txt');
    for (const text of ['', 'hello\n', '{"format":"x"}\n']) {
      fs.writeFileSync(file, text);
      expect(verifyAlone(file).status).toBe(2);
    }
    expect(verifyAlone(path.join(folder, 'absent')).status).toBe(2);
    expect(verifyAlone(file, '--public-key').status).toBe(2);
  });
});

describe('audit:verify', () => {
  it('refuses a role from which row-level security hides rows', async () => {
    const { config, db } = log.installation;
    await expect(auditVerify({ config: { ...config, databaseUrl: db.url }, print: () => undefined, now: NOW })).rejects.toThrow('row-level security');
  });

  it('runs as a command with a public key alone: 0 when intact, 1 with a fault, 2 when it cannot run', async () => {
    const cli = fileURLToPath(new URL('../../cli/audit-verify.ts', import.meta.url));
    const { config } = log.installation;
    const run = (...flags: string[]): { status: number | null; stdout: string; stderr: string } =>
      spawnSync(process.execPath, [cli, '--database-url', config.databaseUrl ?? '', '--public-key', publicKey, ...flags], { encoding: 'utf8', env: { ...process.env, DOUDI_DATA: config.dataFolder } });
    const intact = run('--county', String(county));
    expect(intact.stdout).toContain('完好');
    expect(intact.status).toBe(0);
    await log.tamper({ text: `update case_action set body = '{}' where county_id = $1 and position = 2`, values: [county] });
    const broken = run();
    expect(broken.stdout).toMatch(/\[changed\] 第 2 条/);
    expect(broken.status).toBe(1);
    expect(run('--county', 'x').status).toBe(2);
    expect(run('--export', path.join(folder, 'no.jsonl')).stderr).toContain('signing key');
  });
});
