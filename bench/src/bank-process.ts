import { createReadStream, createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { isRefusal } from '@doudi/core/refusal/refusal';
import { loadLaw } from '@doudi/server/src/features/law/law.ts';
import { batchBytes, createBatch, findBatch, linesApart, linesIn } from '@doudi/server/src/features/payments/batch.ts';
import { bankLayout, decodePieces } from '@doudi/server/src/features/payments/layout.ts';
import { findRoll } from '@doudi/server/src/features/payments/make.ts';
import { readReturnFile } from '@doudi/server/src/features/payments/returns.ts';
import { readConfig } from '@doudi/server/src/platform/config.ts';
import { openDatabase } from '@doudi/server/src/platform/database.ts';
import { openKeys } from '@doudi/server/src/platform/keys.ts';
import { applicationUrl } from '@doudi/server/src/platform/roles.ts';
import { createServices } from '@doudi/server/src/services.ts';

// One step of a batch in a process of its own, so that its peak memory is this step's: release, write the file, read the
// return, or the plain counterpart of a step. Says how long it took and how much memory it had at most.
const [step = '', rollId = '', file = '', account = ''] = process.argv.slice(2);
const config = readConfig(process.env);
const keys = openKeys(config.keyFile);
const db = openDatabase(applicationUrl(config.databaseUrl ?? '', keys), 2);
const services = createServices({ config, keys, db, adminUrl: config.databaseUrl ?? '', close: () => Promise.resolve() });
const county = [...services.counties.keys()][0] ?? 0;
const scope = { county, area: null, user: account };
const LONG = { statementTimeout: 3_600_000 };
const peak = (): number => process.resourceUsage().maxRSS / 1024;

const found = await db.transaction(scope, async (tx) => ({ roll: await findRoll(tx, rollId), batch: await findBatch(tx, rollId), law: await loadLaw(tx, services, county) }));
const { roll, batch, law } = found;
if (!roll) throw new Error('no roll');
const before = peak();
const begun = performance.now();

async function plainWrite(): Promise<void> {
  if (!batch) throw new Error('no batch');
  const read = linesApart(services, county, batch.id);
  await pipeline(async function* () {
    for (let after = 0; ; ) {
      const rows = await read(after, 5000);
      yield rows.map((r) => `${r.line_no},${r.number_enc.length},${r.fen},${r.bank}\n`).join('');
      if (rows.length < 5000) return;
      after = rows.at(-1)?.line_no ?? 0;
    }
  }, createWriteStream(file));
}

const steps: Record<string, () => Promise<void>> = {
  release: async () => {
    const made = await db.transaction(scope, (tx) => createBatch(tx, services, county, roll, law.today, { user: account, now: law.now }), LONG);
    if (isRefusal(made)) throw new Error(made.rule);
  },
  write: async () => {
    if (!batch) throw new Error('no batch');
    await pipeline(Readable.from(batchBytes(services, county, roll.month, batch, linesApart(services, county, batch.id))), createWriteStream(file));
  },
  plainWrite,
  read: async () => {
    if (!batch) throw new Error('no batch');
    const read = await db.transaction(scope, (tx) => readReturnFile(tx, services, law, roll, batch, decodePieces(createReadStream(file), bankLayout(services, county).encoding), { account: null }), LONG);
    if (isRefusal(read) || read.again || read.disputed + read.unanswered > 0) throw new Error(JSON.stringify(read).slice(0, 500));
  },
};
if (step === 'answer') {
  // The bank's file, made outside what is measured: one in a hundred is rejected.
  if (!batch) throw new Error('no batch');
  await db.transaction(scope, async (tx) => {
    const read = linesIn(tx, county, batch.id);
    await pipeline(async function* () {
      yield `H,${batch.number}\r\n`;
      let [paid, fen] = [0, 0];
      for (let after = 0; ; ) {
        const rows = await read(after, 5000);
        yield rows.map((r) => {
          const no = r.line_no % 100 === 7;
          if (!no) [paid, fen] = [paid + 1, fen + r.fen];
          const yuan = (r.fen / 100).toFixed(2);
          return `D,${r.line_no},${batch.number}-${String(r.line_no).padStart(6, '0')},${services.cipher.decrypt(r.number_enc, `payment_account.number|${county}`)},${yuan},${no ? '0.00' : yuan},${no ? '21' : '00'},,${no ? '' : law.today}\r\n`;
        }).join('');
        if (rows.length < 5000) break;
        after = rows.at(-1)?.line_no ?? 0;
      }
      yield `T,${batch.lines},${paid},${(fen / 100).toFixed(2)}\r\n`;
    }, createWriteStream(file));
  }, LONG);
} else {
  const work = steps[step];
  if (!work) throw new Error(`no step ${step}`);
  await work();
}
process.send?.({ ms: performance.now() - begun, peakMb: peak(), beforeMb: before });
await db.close();
process.disconnect?.();
