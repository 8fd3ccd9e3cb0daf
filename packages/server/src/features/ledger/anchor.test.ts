import fs from 'node:fs';
import path from 'node:path';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Installation } from '../../platform/installation.ts';
import { queryOfClient } from '../../platform/log/read.ts';
import { testInstallation } from '../../testing/harness.ts';
import { moneyFixture, type MoneyFixture } from '../payments/money.fixture.ts';
import { anchorChain, readAnchors } from '../../platform/log/anchor.ts';
import { post } from './post.ts';
import { verifyLedger, type LedgerReport } from './verify.ts';

let installation: Installation;
let f: MoneyFixture;
beforeAll(async () => {
  installation = await testInstallation();
  f = await moneyFixture(installation);
});
afterAll(async () => {
  await f.close();
  await installation.close();
});

const write = async (county: number, fen: number): Promise<void> => {
  await installation.db.transaction(f.scope(county), (tx) => post(tx, {
    county, kind: 'allocation', on: '2026-03-02', at: '2026-03-02T09:00:00+08:00', by: 'system', memo: '拨付', key: randomUUID(),
    lines: [{ account: { kind: 'bank', programme: 'dibao' }, fen }, { account: { kind: 'source', source: 'county', programme: 'dibao' }, fen: -fen }],
  }));
};
const anchor = async (county: number, at: string) => await anchorChain(installation.db, installation.config.dataFolder, 'ledger', county, installation.keys.signing, at);
const verified = async (county: number, file = readAnchors(installation.config.dataFolder, 'ledger', county)): Promise<LedgerReport> => await verifyLedger(queryOfClient(f.admin), county, { file, publicKeys: [installation.keys.signing.publicKey] });

/** Everything of a county's ledger taken out by somebody who owns the database. */
async function erase(county: number): Promise<void> {
  const tables = ['ledger_line', 'ledger_entry', 'ledger_account', 'ledger_head'];
  for (const t of tables) await f.admin.query(`alter table ${t} disable trigger all`);
  for (const t of tables) await f.admin.query(`delete from ${t} where county_id = $1`, [county]);
  for (const t of tables) await f.admin.query(`alter table ${t} enable trigger all`);
}

test('a ledger written anew from the first entry, with every hash right, is found by the signed file outside the database', async () => {
  const county = await f.newCounty();
  await write(county, 100_000);
  expect(await anchor(county, '2026-03-02T02:00:00.000Z')).toMatchObject({ county, position: 1 });
  expect(await anchor(county, '2026-03-02T02:15:00.000Z')).toBeUndefined();
  await write(county, 5_000);
  expect(await anchor(county, '2026-03-02T02:30:00.000Z')).toMatchObject({ position: 2 });
  expect(await verified(county)).toMatchObject({ ok: true, entries: 2 });

  await erase(county);
  await write(county, 90_000);
  await write(county, 5_000);
  expect(await verifyLedger(queryOfClient(f.admin), county)).toMatchObject({ ok: true });
  expect((await verified(county)).faults.join()).toContain('第 1 号分录与 2026-03-02T02:00:00.000Z 签名的校验点不符');

  await erase(county);
  await write(county, 90_000);
  expect((await verified(county)).faults.join()).toContain('资金账只到第 1 号：末尾被截去');
});

test('a line that nobody signed, and a line that is none, are faults; a line cut off by a crash is not, and is written anew', async () => {
  const county = await f.newCounty();
  await write(county, 1_000);
  const made = await anchor(county, '2026-03-02T02:00:00.000Z');
  if (!made) throw new Error('no anchor');
  const forged = { ...made, hash: '0'.repeat(64) };
  expect((await verified(county, { anchors: [forged], badLines: [] })).faults.join()).toContain('签名不符');
  expect((await verified(county, { anchors: [made], badLines: [3] })).faults.join()).toContain('第 3 行无法读取');
  const file = path.join(installation.config.dataFolder, 'checkpoints', `${county}-ledger.jsonl`);
  fs.appendFileSync(file, '{"county":');
  await write(county, 2_000);
  await anchor(county, '2026-03-02T02:15:00.000Z');
  expect(readAnchors(installation.config.dataFolder, 'ledger', county)).toMatchObject({ anchors: [{ position: 1 }, { position: 2 }], badLines: [] });
  expect(await verified(county)).toMatchObject({ ok: true });
});
