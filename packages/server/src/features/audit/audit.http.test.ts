import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { listAccess, listCheckpoints, listLog, verifyLog } from '@doudi/core/api/audit';
import type { Output } from '@doudi/core/api/contract';
import { REPOSITORY } from '../../platform/config.ts';
import { signIn, type Client } from '../../testing/client.ts';
import { applyFor } from '../../testing/flow.ts';
import { testServer, type TestServer } from '../../testing/harness.ts';
import { seedTraining } from '../../testing/training.ts';

let server: TestServer;
let handler: Client;
let auditor: Client;
let keeper: Client;
let caseId = '';
let number = '';
let person = '';

beforeAll(async () => {
  server = await testServer();
  await seedTraining(server.installation);
  [handler, auditor, keeper] = [await signIn(server.origin, 'hq-handler'), await signIn(server.origin, 'hq-audit'), await signIn(server.origin, 'hq-log')];
  const c = await applyFor(handler, { serial: 70 });
  [caseId, number, person] = [c.id, c.number, c.persons[0] ?? ''];
  await handler.act(caseId, 'accept');
});
afterAll(() => server.close());

const access = async (query: string, who = keeper): Promise<Output<typeof listAccess>> => (await who.get<Output<typeof listAccess>>(`/audit/access${query}`)).body;
const chain = async (who = keeper): Promise<Output<typeof verifyLog>> => (await who.get<Output<typeof verifyLog>>('/audit/chain')).body;

describe('who looked at what', () => {
  test('opening a case, a search, an unmasking and a refused login leave a line each: who, when, at what post, what for', async () => {
    await handler.get(`/cases/${caseId}`);
    await handler.post('/search', { value: '王安' });
    await handler.post(`/persons/${person}/open`, { purpose: '电话核实住址，电话13800001234' });
    await fetch(`${server.origin}/api/v1/session`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ login: 'hq-leader', password: 'wrong' }) });
    expect((await access(`?target=${caseId}&what=open`)).items[0]).toMatchObject({ name: '张经办', login: 'hq-handler', postText: '经办人员', unit: '邵公庄街道', whatText: '查看', purpose: '办理' });
    expect((await access('?what=search&user=hq-handler')).items[0]).toMatchObject({ detail: { found: 1 } });
    expect((await access(`?target=${person}&what=unmask`)).items[0]?.purpose).toBe('电话核实住址，电话138***');
    expect((await access('?what=loginFailed')).items[0]).toMatchObject({ name: '周分管' });
    // What was searched for and whom a case is about is nowhere in it.
    expect(JSON.stringify(await access('?limit=100'))).not.toMatch(/王安|19700304/);
  });

  test('is read page by page without a gap, by day, by auditor and audit administrator alone, of the own county alone', async () => {
    const all = (await access('?limit=100')).items.map((i) => i.id);
    const paged: number[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const page: Output<typeof listAccess> = await access(`?limit=3${cursor ? `&cursor=${cursor}` : ''}`);
      paged.push(...page.items.map((i) => i.id));
      cursor = page.next;
    }
    expect(paged).toEqual(all);
    expect((await access('?from=2021-11-15&to=2021-11-15&limit=100')).items.length).toBeGreaterThan(3);
    expect((await access('?to=2020-12-31')).items).toEqual([]);
    for (const bad of ['?from=2021-02-30', '?cursor=x', '?what=everything']) expect((await keeper.get(`/audit/access${bad}`)).status).toBe(400);
    for (const login of ['hq-handler', 'hq-chief', 'hq-sys', 'hq-sec']) expect((await (await signIn(server.origin, login)).get('/audit/access')).status, login).toBe(403);
    expect((await access(`?target=${caseId}`, await signIn(server.origin, 'lh-log'))).items).toEqual([]);
  });
});

describe('what was done', () => {
  test('[XX-56] the auditor finds every step of a case by number and every step of a person, with its place in the chain; the audit administrator does not see cases', async () => {
    const log = (await auditor.get<Output<typeof listLog>>(`/audit/log?case=${encodeURIComponent(number)}`)).body.items;
    expect(log.map((l) => l.kind)).toEqual(['accepted', 'routed', 'applied']);
    expect(log[0]).toMatchObject({ case: caseId, caseNumber: number, label: '受理', actor: { name: '张经办', postText: '经办人员', unit: '邵公庄街道' }, hash: expect.stringMatching(/^[0-9a-f]{64}$/) as string });
    expect(log[0]?.prev).toBe(log[1]?.hash);
    expect((await auditor.get<Output<typeof listLog>>('/audit/log?actor=hq-handler&kind=accepted')).body.items.map((l) => l.case)).toContain(caseId);
    expect((await auditor.get<Output<typeof listLog>>('/audit/log?actor=hq-leader')).body.items).toEqual([]);
    expect((await keeper.get('/audit/log')).problem.code).toBe('rights.denied');
  });
});

describe('the chain', () => {
  test('[XX-57] is verified on request, a checkpoint covers what stands before it, and only the audit administrator signs one', async () => {
    const before = await chain();
    expect(before).toMatchObject({ ok: true, lastCheckpoint: null, faults: [] });
    expect(before.sinceCheckpoint).toBe(before.entries);
    expect((await auditor.post('/audit/checkpoints', {})).status).toBe(403);
    const made = await keeper.post<{ made: { position: number; hash: string }[] }>('/audit/checkpoints', {});
    expect(made.body.made).toMatchObject([{ position: before.head.position, hash: before.head.hash }]);
    expect((await keeper.post<{ made: unknown[] }>('/audit/checkpoints', {})).body.made).toEqual([]);
    expect(await chain(auditor)).toMatchObject({ ok: true, checkpoints: 1, sinceCheckpoint: 0 });
    expect((await auditor.get<Output<typeof listCheckpoints>>('/audit/checkpoints')).body.items).toHaveLength(1);
    expect((await handler.get('/audit/chain')).status).toBe(403);
    // Two at once: the second waits for the first instead of being told that the system is busy.
    expect((await Promise.all([chain(), chain(auditor), chain()])).map((c) => c.ok)).toEqual([true, true, true]);
  });

  test('the export says in its signed header who took it out and what for, is logged, and satisfies the stand-alone verifier; a changed line does not', async () => {
    expect((await auditor.get('/audit/export')).status).toBe(400);
    expect((await keeper.get('/audit/export?purpose=x1')).status).toBe(403);
    const r = await fetch(`${server.origin}/api/v1/audit/export?purpose=${encodeURIComponent('年度审计')}`, { headers: { authorization: `Bearer ${auditor.token}` } });
    expect(r.headers.get('content-disposition')).toContain('doudi-log-120106-2021-11-15.jsonl');
    const text = await r.text();
    expect(JSON.parse(text.split('\n')[0] ?? '')).toMatchObject({ by: { name: '褚审计', post: '审计' }, purpose: '年度审计', county: 120106 });
    expect((await access('?what=export')).items[0]).toMatchObject({ name: '褚审计', purpose: '年度审计' });
    const verify = (content: string): number => {
      const file = path.join(server.installation.config.dataFolder, 'export.jsonl');
      fs.writeFileSync(file, content);
      try {
        execFileSync(process.execPath, [path.join(REPOSITORY, 'tools/verify-log.mjs'), file], { stdio: 'pipe' });
        return 0;
      } catch (e) {
        return (e as { status: number }).status;
      }
    };
    expect(verify(text)).toBe(0);
    expect(verify(text.replace('年度审计', '随便看看'))).toBe(1);
    expect(verify(text.replace('"kind":"accepted"', '"kind":"refused"'))).toBe(1);
  });

  test('a change made by a database superuser is found and named', async () => {
    const client = new pg.Client({ connectionString: server.installation.adminUrl });
    await client.connect();
    try {
      await client.query('alter table case_action disable trigger all');
      await client.query(`update case_action set actor_user = 'nobody' where county_id = 120106 and position = 3`);
      await client.query('alter table case_action enable trigger all');
      await client.query('alter table case_action enable always trigger case_action_written_once');
    } finally {
      await client.end();
    }
    const report = await chain();
    expect(report.ok).toBe(false);
    expect(report.faults[0]).toMatchObject({ position: 3, kind: 'changed', text: expect.stringContaining('被改动') as string });
  });
});
