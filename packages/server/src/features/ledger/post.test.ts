import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ACCOUNTS, ACCOUNT_KINDS, ENTRY_KINDS, accountKey, accountOf, type AccountRef } from '@doudi/core/ledger/model';
import { OPERATION_KINDS } from '@doudi/core/ledger/operations';
import { isRefusal } from '@doudi/core/refusal/refusal';
import type { Installation } from '../../platform/installation.ts';
import { queryOfClient } from '../../platform/log/read.ts';
import { testInstallation } from '../../testing/harness.ts';
import { moneyFixture, type MoneyFixture } from '../payments/money.fixture.ts';
import { balanceOf, overdraft, post, type Posting } from './post.ts';
import { verifyLedger } from './verify.ts';

let installation: Installation;
let money: MoneyFixture;
beforeAll(async () => {
  installation = await testInstallation();
  money = await moneyFixture(installation);
});
afterAll(async () => {
  await money.close();
  await installation.close();
});

const SOURCE: AccountRef = { kind: 'source', source: 'budget' };
const entry = (county: number, more: Partial<Posting> = {}): Posting => ({
  county, kind: 'allocation', on: '2026-03-02', at: '2026-03-02T09:00:00+08:00', by: 'system', memo: '拨付', key: randomUUID(),
  lines: [{ account: { kind: 'bank', programme: 'dibao' }, fen: 100_000 }, { account: { ...SOURCE, programme: 'dibao' }, fen: -100_000 }], ...more,
});
const write = async (county: number, more: Partial<Posting> = {}, area: number[] | null = null): Promise<string> => await installation.db.transaction({ county, area, user: 'u' }, (tx) => post(tx, entry(county, more)));
const verified = async (county: number) => await verifyLedger(queryOfClient(money.admin), county);
const BATCH = randomUUID();

describe('posting', () => {
  it('writes an entry once, opens accounts on first use and keeps their balances', async () => {
    const county = await money.newCounty();
    const id = await write(county, { key: 'a' });
    expect(await write(county, { key: 'a' })).toBe(id);
    await expect(write(county, { key: 'a', kind: 'reserve' })).rejects.toThrow('stands for an entry of kind allocation');
    await expect(write(county, { key: 'a', lines: [{ account: { kind: 'bank', programme: 'dibao' }, fen: 1 }, { account: { ...SOURCE, programme: 'dibao' }, fen: -1 }] })).rejects.toThrow('other sums');
    await installation.db.transaction(money.scope(county), async (tx) => {
      expect(await balanceOf(tx, county, { kind: 'bank', programme: 'dibao' })).toBe(100_000);
      expect(await balanceOf(tx, county, { ...SOURCE, programme: 'dibao' })).toBe(-100_000);
      expect(await post(tx, entry(county, { lines: [{ account: SOURCE, fen: 5 }, { account: SOURCE, fen: -5 }] }))).toBe('');
    });
    expect(await verified(county)).toMatchObject({ ok: true, entries: 1 });
  });

  it('of many attempts with one key at once writes one entry', async () => {
    const county = await money.newCounty();
    const ids = await Promise.all(Array.from({ length: 6 }, () => write(county, { key: 'same' })));
    expect(new Set(ids).size).toBe(1);
    expect(await verified(county)).toMatchObject({ ok: true, entries: 1 });
  });

  it('[GX-53] any sequence of postings keeps the trial balance zero and balances the sums of lines; cash never goes below zero', { timeout: 120_000 }, async () => {
    const accounts: AccountRef[] = [{ kind: 'bank', programme: 'dibao' }, { kind: 'reserve' }, { kind: 'imprest', unit: 'street-1' }, { kind: 'reliefFund', unit: 'street-1' }, SOURCE, { kind: 'expense', programme: 'jinan', unit: 'street-1' }];
    const step = fc.record({ from: fc.nat(accounts.length - 1), to: fc.nat(accounts.length - 1), fen: fc.integer({ min: 1, max: 1000 }), again: fc.boolean() });
    await fc.assert(fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 15 }), async (steps) => {
      const county = await money.newCounty();
      const model = new Map<string, number>();
      let entries = 0;
      for (const s of steps) {
        const [from, to] = [accounts[s.from], accounts[s.to]];
        if (!from || !to || from === to) continue;
        const key = randomUUID();
        const more = { key, lines: [{ account: to, fen: s.fen }, { account: from, fen: -s.fen }] };
        const short = ACCOUNTS[from.kind].covered && (model.get(accountKey(from)) ?? 0) < s.fen;
        const refused = await installation.db.transaction(money.scope(county), (tx) => overdraft(tx, county, from, s.fen));
        expect(isRefusal(refused)).toBe(short);
        if (short) {
          await expect(write(county, more)).rejects.toMatchObject({ constraint: 'ledger_account_covered' });
          continue;
        }
        const id = await write(county, more);
        if (s.again) expect(await write(county, more)).toBe(id);
        entries += 1;
        model.set(accountKey(from), (model.get(accountKey(from)) ?? 0) - s.fen);
        model.set(accountKey(to), (model.get(accountKey(to)) ?? 0) + s.fen);
      }
      await installation.db.transaction(money.scope(county), async (tx) => {
        for (const a of accounts) expect(await balanceOf(tx, county, a)).toBe(model.get(accountKey(a)) ?? 0);
        const { rows } = await sql<{ n: number }>`select coalesce(sum(balance_fen), 0)::bigint as n from ledger_account where county_id = ${county}`.execute(tx);
        expect(rows[0]?.n).toBe(0);
      });
      expect(await verified(county)).toMatchObject({ ok: true, entries });
    }), { numRuns: 12 });
  });

  it('two who spend the same cash at once: one gets it', async () => {
    const county = await money.newCounty();
    const imprest: AccountRef = { kind: 'imprest', unit: 'street-1' };
    await write(county, { kind: 'imprestSetUp', lines: [{ account: imprest, fen: 1000 }, { account: SOURCE, fen: -1000 }] });
    const spend = () => write(county, { kind: 'aidGiven', lines: [{ account: { kind: 'expense', programme: 'jinan', unit: 'street-1' }, fen: 700 }, { account: imprest, fen: -700 }] });
    const both = await Promise.allSettled([spend(), spend()]);
    expect(both.map((r) => r.status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await installation.db.transaction(money.scope(county), (tx) => balanceOf(tx, county, imprest))).toBe(300);
  });

  it('a unit posts and sees its own entries, not another unit’s nor those of the whole county', async () => {
    const county = await money.newCounty();
    const imprest: AccountRef = { kind: 'imprest', unit: 'street-1' };
    await write(county);
    await write(county, { kind: 'imprestSetUp', lines: [{ account: { kind: 'imprest', unit: undefined, unitId: 1 } as Posting['lines'][number]['account'], fen: 1000 }, { account: SOURCE, fen: -1000 }] });
    await write(county, { kind: 'aidGiven', lines: [{ account: { kind: 'expense', programme: 'jinan', unit: 'street-1' }, fen: 400 }, { account: imprest, fen: -400 }] }, [1]);
    const seen = async (area: number[] | null): Promise<string[]> => await installation.db.transaction({ county, area, user: 'u' }, async (tx) => (await sql<{ kind: string }>`select kind from ledger_entry where county_id = ${county} order by position`.execute(tx)).rows.map((r) => r.kind));
    expect(await seen([1])).toEqual(['imprestSetUp', 'aidGiven']);
    expect(await seen([2])).toEqual([]);
    expect(await seen(null)).toHaveLength(3);
  });

  it('of a roll over a thousand units is one entry, quickly', async () => {
    const county = await money.newCounty();
    await money.admin.query(`insert into unit (county_id, id, key, name, kind) select $1, n, 'u' || n, 'u' || n, 'street' from generate_series(10, 1009) n`, [county]);
    const lines = Array.from({ length: 1000 }, (_, i) => i + 10).flatMap((unitId) => [{ account: { kind: 'expense', programme: 'dibao', unitId } as const, fen: 505_000 }, { account: { kind: 'payable', programme: 'dibao', unitId } as const, fen: -505_000 }]);
    const started = performance.now();
    await write(county, { kind: 'frozen', lines, ref: { batch: BATCH } });
    expect(performance.now() - started).toBeLessThan(5000);
    expect(await verified(county)).toMatchObject({ ok: true, entries: 1 });
  });
});

describe('what the database refuses', () => {
  const raw = async (county: number, fens: readonly number[]): Promise<void> => {
    await installation.db.transaction(money.scope(county), async (tx) => {
      const id = randomUUID();
      await sql`insert into ledger_account (county_id, kind, programme) values (${county}, 'bank', 'dibao'), (${county}, 'transit', 'dibao') on conflict do nothing`.execute(tx);
      await sql`insert into ledger_entry (county_id, id, position, kind, on_date, at, recorded_at, by_account, memo, key, prev_hash, hash) values (${county}, ${id}, 1, 'corrected', '2026-03-02', now(), now(), 'u', 'm', ${id}, decode(repeat('00', 32), 'hex'), decode(repeat('00', 32), 'hex'))`.execute(tx);
      for (const [i, fen] of fens.entries())
        await sql`insert into ledger_line (county_id, entry_id, line, account_id, fen, on_date) select ${county}, ${id}, ${i + 1}, id, ${fen}, '2026-03-02' from ledger_account where county_id = ${county} and kind = ${i % 2 === 0 ? 'bank' : 'transit'}`.execute(tx);
    });
  };

  it('an entry that does not sum to zero, has one line or none, at the end of its transaction', async () => {
    const county = await money.newCounty();
    for (const fens of [[], [5], [5, -4]]) await expect(raw(county, fens)).rejects.toMatchObject({ constraint: 'ledger_entry_balanced' });
    await raw(county, [5, -5]);
  });

  it('a line added to a finished entry, even a balanced pair on another day', async () => {
    const county = await money.newCounty();
    const id = await write(county);
    const add = (fen: number, line: number) => sql`insert into ledger_line (county_id, entry_id, line, account_id, fen, on_date) select ${county}, ${id}, ${line}, id, ${fen}, '2026-01-01' from ledger_account where county_id = ${county} and kind = 'bank'`;
    await expect(installation.db.transaction(money.scope(county), async (tx) => { await add(5, 3).execute(tx); await add(-5, 4).execute(tx); })).rejects.toMatchObject({ constraint: 'ledger_entry_balanced' });
    // On its own day it would balance; the hash tells it.
    await installation.db.transaction(money.scope(county), async (tx) => {
      await sql`insert into ledger_line (county_id, entry_id, line, account_id, fen, on_date) select ${county}, ${id}, 3 + n, a.id, (1 - 2 * n) * 7, '2026-03-02' from generate_series(0, 1) n, ledger_account a where a.county_id = ${county} and a.kind = 'bank'`.execute(tx);
    });
    const report = await verified(county);
    expect(report.ok).toBe(false);
    expect(report.faults.join()).toContain('第 1 号分录内容与散列值不符');
  });

  it('any change or removal by the application, and a balance written by hand', async () => {
    const county = await money.newCounty();
    await write(county);
    for (const statement of ['update ledger_entry set memo = memo', 'delete from ledger_entry', 'truncate ledger_entry cascade', 'update ledger_line set fen = fen', 'delete from ledger_line', 'truncate ledger_line', 'update ledger_account set balance_fen = 0', 'delete from ledger_account', 'update ledger_head set position = 0', 'delete from ledger_head', `insert into ledger_account (county_id, kind, balance_fen) values (${county}, 'reserve', 100)`])
      await expect(installation.db.transaction(money.scope(county), async (tx) => await sql.raw(statement).execute(tx)), statement).rejects.toMatchObject({ code: '42501' });
  });

  it('the same by a superuser, replica mode included, until triggers are switched off; then the hashes show it', async () => {
    const county = await money.newCounty();
    await write(county);
    await write(county, { memo: '第二笔' });
    for (const mode of ['origin', 'replica']) {
      await money.admin.query(`set session_replication_role = ${mode}`);
      for (const statement of [`update ledger_entry set memo = 'x'`, 'delete from ledger_line', 'truncate ledger_line', 'delete from ledger_entry', 'delete from ledger_head']) await expect(money.admin.query(statement), `${mode}: ${statement}`).rejects.toMatchObject({ code: '42501' });
    }
    await money.admin.query('set session_replication_role = origin');
    await money.admin.query('begin');
    await money.admin.query('alter table ledger_entry disable trigger ledger_entry_written_once');
    await money.admin.query(`update ledger_entry set memo = '改过' where county_id = $1 and position = 1`, [county]);
    await money.admin.query('update ledger_account set balance_fen = balance_fen + 1 where county_id = $1', [county]);
    const report = await verified(county);
    await money.admin.query('rollback');
    expect(report.faults.join()).toContain('第 1 号分录内容与散列值不符');
    expect(report.faults.join()).toContain('余额不等于其分录合计');
    expect(await verified(county)).toMatchObject({ ok: true, entries: 2 });
  });

  it('an entry corrected twice', async () => {
    const county = await money.newCounty();
    const id = await write(county);
    const back = { kind: 'corrected', corrects: id, lines: [{ account: { kind: 'bank', programme: 'dibao' }, fen: -100_000 }, { account: { ...SOURCE, programme: 'dibao' }, fen: 100_000 }] } as const;
    await write(county, back);
    await expect(write(county, back)).rejects.toMatchObject({ constraint: 'ledger_entry_corrected_once' });
  });

  it('knows exactly the kinds of account, entry and operation that the program knows', async () => {
    const kinds = async (constraint: string): Promise<string[]> => {
      const { rows } = await money.admin.query<{ text: string }>('select pg_get_constraintdef(oid) as text from pg_constraint where conname = $1', [constraint]);
      return [...(rows[0]?.text ?? '').matchAll(/'(\w+)'/g)].map((m) => m[1] ?? '').sort();
    };
    expect(await kinds('ledger_account_kind')).toEqual([...ACCOUNT_KINDS].sort());
    expect(await kinds('ledger_entry_kind')).toEqual(Object.keys(ENTRY_KINDS).sort());
    expect(await kinds('fund_operation_kind')).toEqual([...OPERATION_KINDS].sort());
    expect(await kinds('ledger_account_covered')).toEqual(ACCOUNT_KINDS.filter((k) => ACCOUNTS[k].covered).sort());
    expect(ACCOUNT_KINDS.every((k) => accountOf({ kind: k, unit: 'u', programme: 'p', source: 's' }) !== undefined)).toBe(true);
  });
});
