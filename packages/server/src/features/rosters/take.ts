import { sql } from 'kysely';
import type { Task } from 'graphile-worker';
import type { Actor } from '@doudi/core/case/actions';
import { factsOf, type RosterHousehold } from '@doudi/core/roster/check';
import { lineOf } from '@doudi/core/notice/publication';
import { isRefusal } from '@doudi/core/refusal/refusal';
import type { Tx } from '../../platform/database.ts';
import { countyOf, type Services } from '../../services.ts';
import { contextOf } from '../cases/context.ts';
import { appendLog, insertTakenOver, type TakenOver } from '../cases/takeover.ts';
import { entrusted, loadLaw, type Law } from '../law/law.ts';
import { below, findUnits, shortName } from '../law/units.ts';
import { reviewDue } from '@doudi/core/payment/review';
import { createBenefits, insertAccounts } from '../payments/takeover.ts';
import { registerPersons } from '../persons/register.ts';
import { enlistMany } from '../public/publish.ts';
import { findImport, replaceFaults, type ImportRow } from './imports.ts';
import { judgeRoster, readRoster, type Judged, type ReadFile } from './judge.ts';
import { UploadStore } from './uploads.ts';

/** Statements of a whole county's roster run longer than those of a desk. */
const TIMEOUT = 10 * 60_000;
const CHUNK = 2000;
const STATEMENT = '存量在享户，自原花名册接入，未在本系统办理审核确认。';

export interface ImportJob {
  readonly county: number;
  readonly import: string;
  readonly user: string;
  readonly post: Actor['post'];
  readonly unit: string;
}

/** Who is registered in the unit already keeps that registration; everybody else is registered where the household lives. */
async function personsOf(tx: Tx, services: Services, law: Law, judged: Judged, units: ReadonlySet<number>): Promise<(number: string) => string> {
  const ids = new Map<string, string>();
  const missing = judged.households.flatMap((h) => h.members.flatMap((m) => {
    const known = judged.registered.get(m.idNumber)?.find((k) => units.has(k.unitId));
    if (known) ids.set(m.idNumber, known.id);
    return known ? [] : [{ idNumber: m.idNumber, name: m.name, phone: m.phone, birth: m.birth, sex: m.sex, unitId: h.place.id }];
  }));
  for (const [number, id] of await registerPersons(tx, services, law.county, missing, law.now)) ids.set(number, id);
  return (number) => {
    const id = ids.get(number);
    if (!id) throw new Error('person of the roster is not registered');
    return id;
  };
}

const takenOver = (h: RosterHousehold, personOf: (n: string) => string): TakenOver => ({ facts: factsOf(h, personOf, STATEMENT), areaId: h.place.id, monthlyFen: h.monthlyFen, fromMonth: h.fromMonth, row: h.members[0]?.row ?? 0 });

/** Cases, claims, accounts and log of the right households, in the caller's transaction. */
export async function takeOver(tx: Tx, services: Services, law: Law, r: Pick<ImportRow, 'id' | 'unit_id' | 'programme'>, judged: Judged, payFrom: string, actor: Actor): Promise<{ households: number; persons: number; fen: number }> {
  const units = await findUnits(tx);
  const unit = units.find((u) => u.id === r.unit_id);
  const programme = law.policy.programme(r.programme, law.today);
  const { jurisdiction } = countyOf(services, law.county).layer;
  const delegated = unit && 'inForce' in entrusted(law, unit.key, r.programme);
  const procedure = programme && ((delegated ? law.policy.procedureFor(programme, true, law.today) : undefined) ?? law.policy.procedureFor(programme, false, law.today));
  if (!unit || !programme || !procedure || !jurisdiction) throw new Error(`no ${r.programme} in unit ${r.unit_id}`);
  const inside = new Set([unit.id, ...units.filter((u) => u.parent_id === unit.id).map((u) => u.id)]);
  const personOf = await personsOf(tx, services, law, judged, inside);
  const context = contextOf(law, { programme: r.programme, applicationDate: law.today, unit: unit.key }, { related: [], relativeFiled: false });
  const t = { county: law.county, unitId: unit.id, unitKey: unit.key, unitShort: shortName(unit.name), mark: jurisdiction.mark, programme: r.programme, procedure, payFrom, import: r.id, actor, context };
  const { taken, log } = await insertTakenOver(tx, t, judged.households.map((h) => takenOver(h, personOf)));
  const applicants = new Map(judged.households.map((h) => [h.members[0]?.row ?? 0, h.members[0]?.name ?? '']));
  const accounts = new Map(judged.households.map((h) => [h.members[0]?.row ?? 0, h.account]));
  for (let i = 0; i < taken.length; i += CHUNK) {
    const part = taken.slice(i, i + CHUNK);
    await createBenefits(tx, law.county, part.map(({ id, household: h }) => ({ county: law.county, caseId: id, unitId: h.areaId, programme: r.programme, person: h.facts.applicant, monthlyFen: h.monthlyFen, fromMonth: payFrom, payment: programme.payment, reviewDue: reviewDue(law.policy, r.programme, h.facts, law.today), ground: { number: '', on: law.today } })));
    // They receive already: they stand on their village's list like everybody else [HQ-123].
    await enlistMany(tx, part.map(({ id, household: h }) => ({ county: law.county, unitId: unit.id, areaId: h.areaId, caseId: id, line: lineOf({ programme: r.programme, facts: h.facts }, context, applicants.get(h.row) ?? '') })));
    await insertAccounts(tx, services, law.county, part.flatMap(({ household: h }) => {
      const a = accounts.get(h.row);
      return a ? [{ person: h.facts.applicant, unitId: h.areaId, bank: a.bank, holder: a.holder, number: a.number, from: law.today, user: actor.user, at: law.now }] : [];
    }));
  }
  await appendLog(tx, law.county, log);
  return { households: taken.length, persons: judged.households.reduce((n, h) => n + h.members.length, 0), fen: judged.counts.goodFen };
}

const finish = (tx: Tx, job: ImportJob, law: Law, set: { done: { households: number; persons: number; fen: number } } | { failure: string }): Promise<unknown> =>
  ('done' in set
    ? sql`update roster_import set status = 'done', imported_households = ${set.done.households}, imported_persons = ${set.done.persons}, imported_fen = ${set.done.fen}, finished_at = ${law.now} where county_id = ${job.county} and id = ${job.import} and status = 'confirmed'`
    : sql`update roster_import set status = 'failed', failure = ${set.failure}, finished_at = ${law.now} where county_id = ${job.county} and id = ${job.import} and status = 'confirmed'`
  ).execute(tx);

/**
 * Takes a confirmed roster over, all of it in one transaction: a process killed in the middle leaves nothing, and the job
 * is tried again. Everything is judged anew, for the county has gone on since the check. Done twice, it is done once.
 */
export async function runImport(services: Services, job: ImportJob): Promise<void> {
  const { db } = services.installation;
  const store = new UploadStore(services.installation);
  const scope = { county: job.county, area: null, user: job.user };
  const bytes = await store.get(job.import);
  const before = await db.transaction(scope, async (tx) => ({ law: await loadLaw(tx, services, job.county), row: await findImport(tx, job.import) }));
  if (before.row?.status !== 'confirmed') return;
  const fail = (failure: string): Promise<unknown> => db.transaction(scope, async (tx) => await finish(tx, job, before.law, { failure }));
  if (!bytes) return void (await fail('上传的文件已经不在，请重新上传'));
  const file = await readRoster(bytes, before.law.today);
  if (isRefusal(file)) return void (await fail(file.rule));
  const whole = await db.transaction(scope, (tx) => runIn(tx, services, job, file), { statementTimeout: TIMEOUT });
  // Nothing in it is left to be corrected: nobody needs the file any more.
  if (whole) await store.remove(job.import);
}

/** @returns whether every household of the file was taken. */
async function runIn(tx: Tx, services: Services, job: ImportJob, file: ReadFile): Promise<boolean> {
  // One roster at a time: two that name the same person must see each other.
  await sql`select pg_advisory_xact_lock(hashtextextended(${`rosterImport:${job.county}`}, 0))`.execute(tx);
  const r = await findImport(tx, job.import);
  if (r?.status !== 'confirmed' || r.pay_from === null) return false;
  const law = await loadLaw(tx, services, job.county);
  const fail = async (failure: string): Promise<false> => {
    await finish(tx, job, law, { failure });
    return false;
  };
  const units = await findUnits(tx);
  const unit = units.find((u) => u.id === r.unit_id);
  const programme = law.policy.programme(r.programme, law.today);
  if (!unit || !programme) return await fail('单位或项目已不存在');
  // Its words are read by the unit: case numbers of others stay out of them, as at the first check.
  const judged = await judgeRoster(tx, services, law, file, { unit, programme, area: below(units, unit.id) });
  await replaceFaults(tx, job.county, r.id, r.unit_id, judged);
  if (judged.counts.good === 0 || (r.choice === 'all' && judged.counts.bad > 0)) return await fail(`检查以后情况有变，现在有 ${judged.counts.bad} 户不正确，没有导入任何一户；请看错误清单`);
  const done = await takeOver(tx, services, law, r, judged, r.pay_from, { user: job.user, post: job.post, unit: job.unit });
  await finish(tx, job, law, { done });
  return judged.counts.bad === 0;
}

const isJob = (x: unknown): x is ImportJob => typeof x === 'object' && x !== null && typeof (x as ImportJob).county === 'number' && typeof (x as ImportJob).import === 'string' && typeof (x as ImportJob).user === 'string';

export const rosterImportTask = (services: Services): Task => async (payload, helpers) => {
  if (!isJob(payload)) return;
  try {
    await runImport(services, payload);
  } catch (error) {
    // After the last try the import must not look as if it were still running.
    if (helpers.job.attempts >= helpers.job.max_attempts)
      await services.installation.db.transaction({ county: payload.county, area: null, user: payload.user }, async (tx) => await finish(tx, payload, await loadLaw(tx, services, payload.county), { failure: '系统错误，没有导入任何一户；请联系系统管理员' }));
    throw error;
  }
};

/** Uploads are personal data of a whole town: nobody needs them after a month. */
const KEEP_DAYS = 30;
export const forgetUploadsTask = (services: Services): Task => async () => {
  const store = new UploadStore(services.installation);
  for (const id of await store.olderThan(KEEP_DAYS, Date.now())) await store.remove(id);
};
