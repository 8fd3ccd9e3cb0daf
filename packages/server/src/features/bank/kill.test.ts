import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { RollView } from '@doudi/core/api/payments';
import { readBankLedger, sumBankLedger } from '../../simulators/bank-ledger.ts';
import { Client } from '../../testing/client.ts';
import { seedTraining } from '../../testing/training.ts';
import { TRAINING_PASSWORD } from '../training/accounts.ts';
import type { Services } from '../../services.ts';
import { makeClaims } from './claims.fixture.ts';
import { KillRig, type Part } from './kill.fixture.ts';

/**
 * Server, database and bank killed at random points while batches are released, sent, answered and settled: everything
 * that was owed is paid once or not at all, and the books say which. `DOUDI_KILLS`, `DOUDI_KILL_SEED` repeat a run;
 * `DOUDI_KILL_FORGETFUL=1` gives a bank that forgets what it took, which the test must notice.
 */
const KILLS = Number(process.env['DOUDI_KILLS'] ?? 200);
const SEED = Number(process.env['DOUDI_KILL_SEED'] ?? Date.now() % 1_000_000);
const FORGETFUL = process.env['DOUDI_KILL_FORGETFUL'] === '1';

/** A small generator with a seed that can be printed (mulberry32). */
function random(seed: number): () => number {
  let a = seed >>> 0;
  return () => {
    a = (a + 0x6d2b79f5) >>> 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const COUNTIES = [{ id: 120106, prefix: 'hq' }, { id: 150802, prefix: 'lh' }] as const;
const TAILS = ['001', '002', '003', '991', '994', '996', '997', '998', '004', '995'];
/** Rolls of each county, spread over the kills. */
const MONTHS = 28;
const SHARE: Readonly<Record<Part, number>> = { server: 0.07, database: 0.43, bank: 0.5 };

let rig: KillRig;
let services: Services;
let over = false;
let closing = false;
/** Kills done, and requests answered. */
let killed = 0;
let answered = 0;
const monthOf = (n: number): string => `${2019 + Math.floor((n + 6) / 12)}-${String(((n + 6) % 12) + 1).padStart(2, '0')}`;

beforeAll(async () => {
  rig = await KillRig.create({ forgetful: FORGETFUL });
  await rig.start('database');
  services = await seedTraining(rig.installation);
  const admin = new pg.Client({ connectionString: rig.adminUrl });
  await admin.connect();
  for (const c of COUNTIES) await makeClaims(services, admin, { county: c.id, tails: TAILS, from: monthOf(0), phone: true });
  await admin.end();
  await rig.start('bank');
  await rig.start('server');
}, 900_000);
afterAll(async () => {
  over = true;
  closing = true;
  if (rig.ended.length > 0) console.log(rig.ended.slice(-3).join('\n'), rig.said('server'));
  await rig.close();
}, 60_000);

/** Asks until an answer comes: what was killed under a request is asked again with the same key. Refusals are answers. */
async function insist<T = Record<string, unknown>>(ask: () => Promise<{ status: number; body: T; problem: { code: string; rule: string } }>): Promise<{ status: number; body: T; problem: { code: string; rule: string } }> {
  for (const end = Date.now() + 600_000; ; ) {
    const r = await ask().catch(() => undefined);
    if (r && r.status !== 500 && r.status !== 503 && r.problem.code !== 'busy' && typeof r.body === 'object') {
      answered += 1;
      return r;
    }
    if (Date.now() > end || closing) throw new Error(`no answer: ${r?.status} ${JSON.stringify(r?.body)}`);
    await pause(60);
  }
}

const sessions = new Map<string, Promise<Client>>();
async function user(login: string): Promise<Client> {
  const known = sessions.get(login);
  if (known) return await known;
  const made = insist<{ token: string }>(async () => {
    const r = await fetch(`${rig.origin}/api/v1/session`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ login, password: TRAINING_PASSWORD, machine: true }) });
    const body = (await r.json()) as { token: string };
    return { status: r.status, body, problem: body as unknown as { code: string; rule: string } };
  }).then((r) => new Client(rig.origin, r.body.token));
  sessions.set(login, made);
  return await made;
}

/** A command asked until it is done or refused; `done` tells a refusal that says it was done already. */
async function command<T = Record<string, unknown>>(login: string, where: string, body: unknown): Promise<{ status: number; body: T; problem: { code: string; rule: string } }> {
  const key = randomUUID();
  return await insist<T>(async () => await (await user(login)).post<T>(where, body, { 'idempotency-key': key }));
}
const read = async <T>(login: string, where: string): Promise<T> => (await insist<T>(async () => await (await user(login)).get<T>(where))).body;

interface Tally { releases: number; cash: number; cashFen: number; byHand: number; taken: number }

/** One county's office: month after month a roll, its holds, the freeze, the second person's release. */
async function office(c: (typeof COUNTIES)[number], tally: Tally): Promise<void> {
  const [clerk, second] = [`${c.prefix}-pay`, `${c.prefix}-pay2`];
  for (let n = 0; n < MONTHS && !over; n++) {
    while (!over && n > 1 + (killed * MONTHS) / KILLS) await pause(20);
    if (over) return;
    const month = monthOf(n);
    const made = await command<{ id: string }>(clerk, '/rolls', { programme: 'dibao', month });
    if (made.status !== 200) throw new Error(`${month} ${made.status} ${made.problem.rule}`);
    const { id } = made.body;
    const held = (await read<{ items: { id: string; case: string }[] }>(clerk, `/rolls/${id}/lines?status=held&limit=100`)).items;
    for (const [i, l] of held.entries()) await command(clerk, `/roll-lines/${l.id}/answer`, { answer: i % 2 === 0 ? 'release' : 'keep', reason: '与银行核实' });
    const frozen = await command(clerk, `/rolls/${id}/freeze`, {});
    if (frozen.status !== 200) throw new Error(`freeze ${frozen.problem.rule}`);
    const released = await command(second, `/rolls/${id}/release`, {});
    if (released.status !== 200) throw new Error(`release ${released.problem.rule}`);
    tally.releases += 1;
  }
}

/** The return files that the bank has for a batch, as a person gets them. */
async function returnsOf(number: string): Promise<string[]> {
  const get = async (where: string): Promise<Response | undefined> => await fetch(`${rig.bankUrl}/v1/batches/${number}${where}`, { headers: { authorization: 'Bearer training' }, signal: AbortSignal.timeout(2000) }).catch(() => undefined);
  const known = (await (await get(''))?.json().catch(() => undefined)) as { returns?: { no: number }[] } | undefined;
  const texts = await Promise.all((known?.returns ?? []).map(async (r) => (await (await get(`/returns/${r.no}`))?.text().catch(() => '')) ?? ''));
  return texts.filter((t) => t.startsWith('H,'));
}

/** Now and then a batch is taken over by hand, while the interface is at work on it: from then on a person reads its return files. One that is not taken over is not read by hand. */
async function hand(c: (typeof COUNTIES)[number], tally: Tally): Promise<void> {
  const mine = new Set<string>();
  while (!over) {
    const { items } = await read<{ items: RollView[] }>(`${c.prefix}-pay`, '/rolls?limit=20');
    for (const r of items) {
      if (r.status !== 'sent' || !r.batch) continue;
      const texts = await returnsOf(r.batch.number);
      if (!mine.has(r.id) && texts[0] !== undefined) expect((await command(`${c.prefix}-pay`, `/rolls/${r.id}/returns`, { text: texts[0] })).status).toBe(409);
      if (Number(r.month.slice(5)) % 4 === 0 && !mine.has(r.id)) {
        await command(`${c.prefix}-pay2`, `/rolls/${r.id}/by-hand`, { reason: '银行接口长期不通' });
        mine.add(r.id);
      }
      if (mine.has(r.id)) for (const text of texts) if ((await command(`${c.prefix}-pay`, `/rolls/${r.id}/returns`, { text })).status === 200) tally.byHand += 1;
    }
    await pause(300);
  }
}

/** Money coming in, entered by one person and confirmed by another, each with its key. */
async function cash(c: (typeof COUNTIES)[number], tally: Tally): Promise<void> {
  for (let n = 1; !over; n++) {
    const fen = 1000 + n;
    const entered = await command<{ id: string }>(`${c.prefix}-fin`, '/funds/operations', { kind: 'allocation', programme: 'dibao', source: 'budget', fen, purpose: `拨付第 ${n} 笔`, document: `文 ${n}` });
    if (entered.status !== 200) throw new Error(`fund ${entered.problem.rule}`);
    const done = await command(`${c.prefix}-county`, `/funds/operations/${entered.body.id}/confirm`, {});
    if (done.status !== 200) throw new Error(`confirm ${done.problem.rule}`);
    tally.cash += 1;
    tally.cashFen += fen;
    await pause(300);
  }
}

/** Kills one part again and again, at random moments: some by the clock, some just after the bank has taken a file and has not been heard yet. */
async function killer(part: Part, times: number, next: () => number, enough: () => boolean): Promise<number> {
  let n = 0;
  while (n < times || !enough()) {
    // A server that never gets up, or a database that never answers, would be killed over and over at the same point.
    if (part === 'database' && rig.isStarting('server') && next() > 0.15) await rig.settled('server');
    const before = answered;
    for (const end = Date.now() + 5000; answered < before + (part === 'bank' ? 1 : 4) && Date.now() < end; ) await pause(5);
    if (next() < 0.4) {
      await rig.bankWrote(2000);
      await pause(next() * 8);
    } else await pause(next() * (part === 'server' ? 2000 : 400));
    if (!(await rig.kill(part))) {
      await rig.settled(part);
      continue;
    }
    n += 1;
    killed += 1;
    await pause(next() * 60);
    await rig.start(part);
  }
  return n;
}

/** A machine with much else to do gets fewer batches through between the kills: the database then is killed on until there were enough. */
async function kills(seed: number, tally: Tally): Promise<Record<Part, number>> {
  const [server, bank] = [Math.ceil(KILLS * SHARE.server), Math.ceil(KILLS * SHARE.bank)];
  const times: Record<Part, number> = { server, bank, database: Math.max(1, KILLS - server - bank) };
  const of = async (part: Part, i: number): Promise<number> => await killer(part, times[part], random(seed * 3 + i), () => part !== 'database' || tally.releases >= KILLS / 10 || over);
  const [s, d, b] = await Promise.all([of('server', 0), of('database', 1), of('bank', 2)]);
  return { server: s, database: d, bank: b };
}

interface Line { number: string; key: string; fen: number; paid: number; state: string; words: string | null; unit: string }

test(`[GX-23] after ${KILLS} kills every batch is paid exactly once or not at all and says which, to the fen: the bank’s own ledger, the lines and the county’s ledger agree and no line is lost`, async () => {
  console.log(`kill test: seed ${SEED}, ${KILLS} kills`);
  const tally: Tally = { releases: 0, cash: 0, cashFen: 0, byHand: 0, taken: 0 };
  const started = performance.now();
  const offices = COUNTIES.map((c) => office(c, tally));
  const others = COUNTIES.flatMap((c) => [hand(c, tally), cash(c, tally)]);
  // One that cannot go on is seen at the end; until then nobody waits for it.
  for (const w of [...offices, ...others]) w.catch(() => {
    over = true;
  });
  const done = await kills(SEED, tally);
  if (rig.ended.length > 0) console.log(rig.ended.join('\n'));
  const seconds = Math.round((performance.now() - started) / 1000);
  over = true;
  await Promise.all(others);
  await Promise.all(offices);

  // Everything drained, by the server as it stands after all that: no batch waits for anything but a bank that keeps silent about a line, or a person.
  const admin = new pg.Client({ connectionString: rig.adminUrl });
  admin.on('error', () => undefined);
  await admin.connect();
  const open = async (): Promise<number> => Number((await admin.query(`select count(*) from bank_sending s where s.state <> 'hand' and (s.state in ('waiting', 'unsure', 'altered', 'received') or exists (select from bank_batch_line x join payment_account a on a.county_id = x.county_id and a.id = x.account_id where x.county_id = s.county_id and x.batch_id = s.batch_id and x.state = 'sent' and cardinality(s.taken) < 2))`)).rows[0].count);
  for (const end = Date.now() + 600_000; (await open()) > 0 && Date.now() < end; ) await pause(200);
  if ((await open()) > 0) console.log(JSON.stringify((await admin.query(`select s.state, s.attempts, s.polls, s.quiet, s.last_error, cardinality(s.taken) as taken, s.next_at - now() as next from bank_sending s`)).rows), rig.said('server'));
  expect(await open()).toBe(0);

  // What was taken over is read in to its end by hand; everything the bank says is read once.
  for (const c of COUNTIES) {
    const taken = (await admin.query<{ roll: string; number: string }>(`select b.roll_id as roll, b.number from bank_sending s join bank_batch b on b.county_id = s.county_id and b.id = s.batch_id where s.state = 'hand' and s.county_id = $1`, [c.id])).rows;
    tally.taken += taken.length;
    for (const t of taken) for (const text of await returnsOf(t.number)) expect((await command(`${c.prefix}-pay`, `/rolls/${t.roll}/returns`, { text })).status).toBe(200);
  }
  const bank = sumBankLedger(readBankLedger(rig.ledger));
  // Contradictions are settled by a person after asking the bank, whose own ledger says what is true.
  for (const c of COUNTIES) {
    const clients = [await user(`${c.prefix}-pay`), await user(`${c.prefix}-pay2`)] as const;
    const disputed = (await admin.query<{ line_id: string; key: string; number: string }>(`select x.line_id, b.number, b.number || '-' || lpad(x.line_no::text, 6, '0') as key from bank_batch_line x join bank_batch b on b.county_id = x.county_id and b.id = x.batch_id where x.county_id = $1 and x.state = 'disputed'`, [c.id])).rows;
    for (const d of disputed) {
      const r = await clients[0].settle(clients[1], d.line_id, (bank.batches.get(d.number)?.lines.get(d.key) ?? 0) > 0 ? 'paid' : 'rejected', '银行书面答复');
      expect(r.status, r.problem.rule).toBe(200);
    }
  }
  const counties = COUNTIES.map((c) => c.id);
  const batches = (await admin.query<{ number: string; total_fen: string }>('select number, total_fen from bank_batch where county_id = any ($1)', [counties])).rows;
  const lines = (await admin.query<Line>(`select b.number, b.number || '-' || lpad(x.line_no::text, 6, '0') as key, x.fen::int as fen, x.paid_fen::int as paid, x.state, x.words from bank_batch_line x join bank_batch b on b.county_id = x.county_id and b.id = x.batch_id where x.county_id = any ($1)`, [counties])).rows;
  console.log(`killed server ${done.server}, database ${done.database}, bank ${done.bank} times in ${seconds} s; ${tally.releases} releases, ${batches.length} batches, ${lines.length} lines, ${tally.cash} cash entries, ${tally.taken} batches taken over and ${tally.byHand} files by hand; all in ${Math.round((performance.now() - started) / 1000)} s`);
  expect(done.server + done.database + done.bank).toBeGreaterThanOrEqual(KILLS);
  // What dies beside it takes neither the server nor the bank along.
  expect(rig.ended).toEqual([]);
  expect(batches.length).toBe(tally.releases);
  expect(batches.length).toBeGreaterThanOrEqual(KILLS / 10);

  // The bank took every batch once, and no batch that we do not know.
  expect([...bank.batches.values()].filter((b) => b.taken !== 1)).toEqual([]);
  expect([...bank.batches.keys()].sort()).toEqual(batches.map((b) => b.number).sort());
  // Each line is with the household exactly as far as we say so; a line of which the bank says nothing is in transit and says so.
  const wrong = lines.filter((l) => (bank.batches.get(l.number)?.lines.get(l.key) ?? 0) !== l.paid);
  expect(wrong).toEqual([]);
  for (const l of lines) expect(['paid', 'partial', 'rejected', 'returned', 'sent'], l.key).toContain(l.state);
  const ours = (await admin.query<{ paid: string; due: string; foots: boolean }>(`select sum(paid_fen) as paid, sum(due_fen) as due, bool_and(due_fen = paid_fen + recovered_fen + waived_fen + case when status in ('ready', 'held', 'sent', 'rejected', 'returned', 'excluded') then due_fen - paid_fen - recovered_fen - waived_fen else 0 end) as foots from roll_line where county_id = any ($1)`, [counties])).rows[0];
  expect(Number(ours?.paid)).toBe(bank.paidFen);
  expect(ours?.foots).toBe(true);
  // No line lost: every household has every month that was rolled, once.
  const months = (await admin.query<{ n: string; distinct: string; households: string; rolls: string }>(`select count(*) as n, count(distinct (benefit_id, month)) as distinct, (select count(*) from benefit where county_id = any ($1)) as households, (select count(distinct (county_id, month)) from roll where county_id = any ($1)) as rolls from roll_line where county_id = any ($1) and part = 0`, [counties])).rows[0];
  expect(months?.n).toBe(months?.distinct);
  expect(Number(months?.n)).toBe(TAILS.length * Number(months?.rolls));
  // The county's ledger: balanced, equal to the lines, its transit the bank's silence, every cash entry once.
  for (const c of COUNTIES) {
    const check = await read<{ equal: boolean; differences: unknown[]; trialFen: number }>(`${c.prefix}-pay`, '/ledger/check');
    expect(check).toMatchObject({ equal: true, differences: [], trialFen: 0 });
  }
  const ledger = (await admin.query<{ transit: string; cash: string; entries: string; operations: string; sums: string }>(`select
    (select coalesce(-sum(fen), 0) from ledger_line x join ledger_account a on a.county_id = x.county_id and a.id = x.account_id where a.kind = 'transit' and a.county_id = any ($1)) as transit,
    (select coalesce(sum(fen), 0) from ledger_line x join ledger_account a on a.county_id = x.county_id and a.id = x.account_id join ledger_entry e on e.county_id = x.county_id and e.id = x.entry_id where a.kind = 'bank' and e.kind = 'allocation' and a.county_id = any ($1)) as cash,
    (select count(*) from ledger_entry where kind = 'allocation' and county_id = any ($1)) as entries, (select count(*) from fund_operation where county_id = any ($1)) as operations, (select coalesce(sum(fen), 0) from ledger_line where county_id = any ($1)) as sums`, [counties])).rows[0];
  expect(Number(ledger?.transit)).toBe(lines.filter((l) => l.state === 'sent').reduce((a, l) => a + l.fen, 0));
  expect(ledger).toMatchObject({ cash: String(tally.cashFen), entries: String(tally.cash), operations: String(tally.cash), sums: '0' });
  // One message for each payment, none for what was not paid.
  const told = (await admin.query<{ messages: string; paid: string }>(`select (select count(*) from message where county_id = any ($1)) as messages, (select count(*) from bank_batch_line where county_id = any ($1) and (paid_fen > 0 or state = 'returned')) as paid`, [counties])).rows[0];
  expect(told?.messages).toBe(told?.paid);
  await admin.end();
}, 2_400_000);
