import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ACTION_LABELS } from '@doudi/core/case/actions';
import { ACCESS_LABELS, logAccess, searchTarget } from './access.ts';
import { canonicalJson } from './canonical.ts';
import { appendMany, LogRefused } from './chain.ts';
import type { LoadItem } from './chain.ts';
import { logFixture, material } from './fixture.ts';
import type { LogFixture } from './fixture.ts';
import { findHead, queryOfClient, readLog } from './read.ts';
import type { LogRow } from './read.ts';
import { verifyChain } from './verify.ts';
import type { Report } from './verify.ts';

let log: LogFixture;
beforeAll(async () => {
  log = await logFixture();
});
afterAll(async () => {
  await log.close();
});

async function verified(county: number): Promise<Report> {
  const query = queryOfClient(log.admin);
  await log.admin.query('begin');
  try {
    return await verifyChain(readLog(query, county), { county, publicKeys: [], stored: [], exported: [], head: await findHead(query, county), maxSkewMinutes: null });
  } finally {
    await log.admin.query('rollback');
  }
}

async function rowsOf(county: number): Promise<LogRow[]> {
  await log.admin.query('begin');
  const rows: LogRow[] = [];
  for await (const row of readLog(queryOfClient(log.admin), county)) rows.push(row);
  await log.admin.query('commit');
  return rows;
}

async function newCases(county: number, count: number): Promise<string[]> {
  const ids: string[] = [];
  while (ids.length < count) ids.push(await log.newCase(county));
  return ids;
}

const MORNING = '2026-03-02T09:00:00+08:00';

describe('appending', () => {
  it('[XX-57] every step leaves an entry that continues the one before, across cases', async () => {
    const county = await log.newCounty();
    const [a, b] = [await log.newCase(county), await log.newCase(county)];
    const first = await log.append(county, a, 1, [material('户口簿', MORNING), material('身份证', MORNING)], MORNING);
    const second = await log.append(county, b, 1, [material('收入证明', '2026-03-02T09:05:00+08:00', 'u-2')], '2026-03-02T09:05:00+08:00');
    expect([first.position, second.position]).toEqual([2, 3]);
    const rows = await rowsOf(county);
    expect(rows.map((row) => [row.position, row.case, row.seq, row.actor.user])).toEqual([[1, a, 1, 'u-1'], [2, a, 2, 'u-1'], [3, b, 1, 'u-2']]);
    expect(rows.map((row) => row.hash)).toEqual([...first.hashes, ...second.hashes].map((hash) => hash.toString('hex')));
    expect(await verified(county)).toMatchObject({ ok: true, entries: 3, lastPosition: 3 });
  });

  it('never writes a real time before the last one, when a clock goes back', async () => {
    const county = await log.newCounty();
    const id = await log.newCase(county);
    await log.append(county, id, 1, [material('a', MORNING)], '2026-03-02T09:00:00+08:00');
    const later = await log.append(county, id, 2, [material('b', MORNING)], '2026-03-02T08:00:00+08:00');
    expect(later.recordedAt).toBe('2026-03-02T01:00:00.000Z');
    expect((await verified(county)).ok).toBe(true);
  });

  it('refuses an action before the last one of its case, and a sequence number that is not next', async () => {
    const county = await log.newCounty();
    const id = await log.newCase(county);
    await log.append(county, id, 1, [material('a', MORNING)], MORNING);
    await expect(log.append(county, id, 2, [material('b', '2026-03-02T08:59:59+08:00')], MORNING)).rejects.toMatchObject({ code: 'backdated' });
    await expect(log.append(county, id, 1, [material('b', MORNING)], MORNING)).rejects.toMatchObject({ code: 'conflict' });
    await expect(log.append(county, id, 3, [material('b', MORNING)], MORNING)).rejects.toBeInstanceOf(LogRefused);
    expect(await verified(county)).toMatchObject({ ok: true, entries: 1 });
  });

  it('keeps one gap-free chain under many appends at once; of two on the same state one is refused', async () => {
    const county = await log.newCounty();
    const cases = await newCases(county, 8);
    await Promise.all(cases.flatMap((id) => [log.append(county, id, 1, [material('a', MORNING), material('b', MORNING)], MORNING)]));
    const same = await Promise.allSettled(['x', 'y'].map(async (name) => await log.append(county, cases[0] ?? '', 3, [material(name, MORNING)], MORNING)));
    expect(same.map((result) => result.status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await verified(county)).toMatchObject({ ok: true, entries: 17, lastPosition: 17 });
  });

  it('loads thousands of actions in chunks onto the same chain', async () => {
    const county = await log.newCounty();
    const cases = await newCases(county, 30);
    const items: LoadItem[] = cases.flatMap((caseId) => Array.from({ length: 100 }, (_, index) => ({ caseId, seq: index + 1, action: material(`${index}`, MORNING) })));
    const { db } = log.installation;
    expect(await db.transaction({ county, area: null }, async (tx) => await appendMany(tx, county, items, MORNING, 700))).toEqual({ position: 3000, entries: 3000 });
    await log.append(county, cases[0] ?? '', 101, [material('later', MORNING)], MORNING);
    expect(await verified(county)).toMatchObject({ ok: true, entries: 3001 });
    const again = db.transaction({ county, area: null }, async (tx) => await appendMany(tx, county, [{ caseId: cases[0] ?? '', seq: 1, action: material('a', MORNING) }], MORNING));
    await expect(again).rejects.toMatchObject({ constraint: 'case_action_seq_unique' });
    expect((await verified(county)).entries).toBe(3001);
  });

  it('reads back from PostgreSQL exactly what was hashed, whatever the body holds', async () => {
    const county = await log.newCounty();
    const text = fc.string({ unit: 'binary' }).filter((value) => !value.includes('\u0000') && value.isWellFormed());
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(text, fc.double({ noNaN: true, noDefaultInfinity: true }).filter((value) => !Number.isInteger(value) || Number.isSafeInteger(value))), { maxLength: 5 }), async (values) => {
        const { rows } = await log.admin.query<{ body: string }>('select $1::jsonb::text as body', [canonicalJson(values)]);
        expect(canonicalJson(JSON.parse(rows[0]?.body ?? ''))).toBe(canonicalJson(values));
      }), { numRuns: 60 },
    );
    const id = await log.newCase(county);
    await log.append(county, id, 1, [material('行\u2028分隔 "引号" \\ 😀', MORNING)], MORNING);
    expect((await verified(county)).ok).toBe(true);
  });
});

describe('what the database refuses', () => {
  it('[XX-57] the application role can neither change nor remove what is written (42501)', async () => {
    const county = await log.newCounty();
    const id = await log.newCase(county);
    await log.append(county, id, 1, [material('a', MORNING)], MORNING);
    await log.checkpoint(county, MORNING);
    const { db } = log.installation;
    await db.transaction({ county, area: null, user: 'u' }, async (tx) => await logAccess(tx, { county, at: MORNING, recordedAt: MORNING, user: 'u', what: 'open', target: `case:${id}` }));
    for (const table of ['case_action', 'checkpoint', 'access_log']) {
      for (const statement of [`update ${table} set county_id = county_id`, `delete from ${table}`, `truncate ${table}`]) {
        await expect(db.transaction({ county, area: null }, async (tx) => await sql.raw(statement).execute(tx)), statement).rejects.toMatchObject({ code: '42501' });
      }
    }
    for (const statement of ['delete from chain_head', 'truncate chain_head', 'update chain_head set position = 0', `update chain_head set recorded_at = 'epoch'`, `update chain_head set hash = decode(repeat('00', 32), 'hex')`]) {
      await expect(db.transaction({ county, area: null }, async (tx) => await sql.raw(statement).execute(tx)), statement).rejects.toMatchObject({ code: '42501' });
    }
  });

  it('a superuser, too, until the triggers are switched off by name; replica mode does not pass them', async () => {
    const county = await log.newCounty();
    await log.append(county, await log.newCase(county), 1, [material('a', MORNING)], MORNING);
    for (const mode of ['origin', 'replica']) {
      await log.admin.query(`set session_replication_role = ${mode}`);
      for (const statement of [`update case_action set body = '{}'`, 'delete from case_action', 'truncate case_action', 'truncate checkpoint', 'truncate access_log', 'delete from chain_head']) {
        await expect(log.admin.query(statement), `${mode}: ${statement}`).rejects.toMatchObject({ code: '42501' });
      }
    }
    await log.admin.query('set session_replication_role = origin');
  });

  it('another area neither sees nor continues a case; another county neither', async () => {
    const county = await log.newCounty();
    const other = await log.newCounty();
    const id = await log.newCase(county, 1);
    await log.append(county, id, 1, [material('a', MORNING)], MORNING);
    const { db } = log.installation;
    const count = async (scope: { county: number; area: number[] | null }): Promise<number> =>
      await db.transaction(scope, async (tx) => (await sql<{ n: number }>`select count(*) as n from case_action`.execute(tx)).rows[0]?.n ?? -1);
    expect(await count({ county, area: null })).toBe(1);
    expect(await count({ county, area: [1] })).toBe(1);
    expect(await count({ county, area: [2] })).toBe(0);
    expect(await count({ county: other, area: null })).toBe(0);
    const { appendActions } = await import('./chain.ts');
    const intrude = db.transaction({ county, area: [2] }, async (tx) => await appendActions(tx, { county, caseId: id, firstSeq: 1, actions: [material('b', MORNING)], recordedAt: MORNING }));
    await expect(intrude).rejects.toThrow();
    expect(await verified(county)).toMatchObject({ ok: true, entries: 1 });
  });

  it('knows exactly the kinds of action and of access that the program knows', async () => {
    const kinds = async (constraint: string): Promise<string[]> => {
      const { rows } = await log.admin.query<{ text: string }>('select pg_get_constraintdef(oid) as text from pg_constraint where conname = $1', [constraint]);
      return [...(rows[0]?.text ?? '').matchAll(/'(\w+)'/g)].map((match) => match[1] ?? '').sort();
    };
    expect(await kinds('case_action_kind')).toEqual(Object.keys(ACTION_LABELS).sort());
    expect(await kinds('access_log_what')).toEqual(Object.keys(ACCESS_LABELS).sort());
  });
});

describe('the access log', () => {
  it('keeps who searched and why, never what for', async () => {
    const county = await log.newCounty();
    const index = Buffer.from('00112233445566778899aabbccddeeff', 'hex');
    await log.installation.db.transaction({ county, area: [1], user: 'u-9' }, async (tx) => {
      await logAccess(tx, { county, at: MORNING, recordedAt: MORNING, user: 'u-9', post: 'handler', unit: 'street-1', what: 'search', target: searchTarget('person.number', index), purpose: '核实 99999919900101001x 的申请', detail: { found: 1, page: undefined } });
    });
    const { rows } = await log.admin.query('select user_id, what, target, purpose, detail from access_log where county_id = $1', [county]);
    expect(rows).toEqual([{ user_id: 'u-9', what: 'search', target: 'person.number:00112233', purpose: '核实 999*** 的申请', detail: { found: 1 } }]);
  });
});
