import { createHash } from 'node:crypto';
import { deflateSync } from 'node:zlib';
import { sql } from 'kysely';
import pg from 'pg';
import { Policy } from '@doudi/core/policy/resolve';
import type { Installation } from '../../platform/installation.ts';
import type { Scope, Tx } from '../../platform/database.ts';
import { appendMany } from '../../platform/log/chain.ts';
import { checkpointCounty } from '../../platform/log/checkpoint.ts';
import { createServices, type County, type Services } from '../../services.ts';
import { rebuildMeansOfCounty } from '../budget/means-input.ts';
import { BUREAU } from '../cases/numbers.ts';
import { lettersOf, project } from '../cases/projection.ts';
import { FileStore } from '../files/store.ts';
import { calendarOf, loadLaw } from '../law/law.ts';
import { settleHistoric } from '../messages/send.ts';
import { anchorChain } from '../../platform/log/anchor.ts';
import { registerUnits } from '../organisation/register.ts';
import { PUBLICATION_COLUMNS, publicationRow, publicationsOf } from '../public/publish.ts';
import { HELD_TYPES, heldRows } from '../meetings/members.ts';
import { seal } from '../persons/persons.ts';
import { rootUnit, seedAccounts, stableId } from './accounts.ts';
import { seedAid } from './aid.ts';
import { seedChecks } from './checks.ts';
import { seedRelatives } from './relatives.ts';
import { seedComplaints } from './complaints.ts';
import { seedInstitution, seedPlaces } from './destitute.ts';
import { seedBudget } from './budget.ts';
import { offsetFor } from './clock.ts';
import { seedFunds } from './funds.ts';
import { loadHistory } from './history.ts';
import { seedMembers } from './meetings.ts';
import { seedOversight } from './oversight.ts';
import { seedRecovery } from './recovery.ts';
import { seedRectifications } from './rectify.ts';
import { seedRegisters } from './registers.ts';
import { seedScores } from './scores.ts';
import { seedWarnings } from './warnings.ts';
import { seedTasks } from './tasks.ts';
import { simulate, type Simulated } from './simulate.ts';

const CHUNK = 500;
/** Counties loaded at the same time. */
const HANDS = 3;
const LONG = { statementTimeout: 120_000 };

/** Rows of plain JSON into a table in chunks; columns ending in `_hex` are sent as hexadecimal and stored as bytea. */
async function insertRows(tx: Tx, table: string, types: Readonly<Record<string, string>>, rows: readonly Record<string, unknown>[]): Promise<void> {
  const names = Object.keys(types);
  const target = names.map((n) => n.replace(/_hex$/, '')).join(', ');
  const select = names.map((n) => (n.endsWith('_hex') ? `decode(r.${n}, 'hex')` : `r.${n}`)).join(', ');
  const record = names.map((n) => `${n} ${types[n] ?? 'text'}`).join(', ');
  for (let i = 0; i < rows.length; i += CHUNK)
    await sql`insert into ${sql.table(table)} (${sql.raw(target)}) select ${sql.raw(select)} from jsonb_to_recordset(${JSON.stringify(rows.slice(i, i + CHUNK))}::jsonb) as r(${sql.raw(record)})`.execute(tx);
}

/** A small grey picture, so that every photograph of the training caseload opens. */
function picture(shade = 200): Buffer {
  const [w, h] = [160, 120];
  const chunk = (type: string, data: Buffer): Buffer => {
    const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
    const out = Buffer.alloc(body.length + 8);
    out.writeUInt32BE(data.length, 0);
    body.copy(out, 4);
    out.writeUInt32BE(crc32(body), body.length + 4);
    return out;
  };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(w, 0);
  head.writeUInt32BE(h, 4);
  head[8] = 8;
  const rows = Buffer.concat(Array.from({ length: h }, (_, y) => Buffer.from([0, ...Array.from({ length: w }, (__, x) => shade - ((x * 40) / w + (y * 60) / h))])));
  return Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), chunk('IHDR', head), chunk('IDAT', deflateSync(rows)), chunk('IEND', Buffer.alloc(0))]);
}

function crc32(data: Buffer): number {
  let c = ~0;
  for (const b of data) {
    c ^= b;
    for (let k = 0; k < 8; k++) c = (c >>> 1) ^ (0xedb88320 & -(c & 1));
  }
  return ~c >>> 0;
}

/** Loads counties, units, accounts and a caseload standing at every stage. Called once, on an empty installation in training. */
export async function loadTraining(installation: Installation, perUnit?: number): Promise<void> {
  const services = createServices(installation);
  await registerUnits(services);
  await seedAccounts(services);
  await seedMembers(services);
  const calendar = calendarOf(services);
  const store = new FileStore(installation.config.dataFolder, installation.keys);
  const image = picture();
  const hash = (await store.put(image)).toString('hex');
  const whole = (county: County): Scope => ({ county: county.id, area: null, user: 'system' });
  const { db } = installation;
  const file = { hash, bytes: image.length };
  const twin = picture(180);
  const twinFile = { hash: (await store.put(twin)).toString('hex'), bytes: twin.length };
  await inTurn(services, async (county) => {
    const cases = simulate(county, new Policy(services.nation, county.layer), calendar, county.id, perUnit);
    await db.transaction(whole(county), (tx) => insertCaseload(tx, services, county, cases, file), LONG);
  });
  // So many rows at once are planned for as none until somebody counts them; a busy server's autovacuum comes too late.
  await analyze(installation);
  await inTurn(services, async (county) => {
    await rebuildMeansOfCounty(services, county.id, true);
    await db.transaction(whole(county), (tx) => seedFunds(tx, services, county));
    await db.transaction(whole(county), (tx) => seedAid(tx, services, county, file), LONG);
    await loadHistory(services, county);
    await db.transaction(whole(county), async (tx) => void (await settleHistoric(tx, county.id, (await loadLaw(tx, services, county.id)).today)));
    await db.transaction(whole(county), (tx) => seedRecovery(tx, services, county));
    await db.transaction(whole(county), (tx) => seedTasks(tx, services, county, file), LONG);
    await db.transaction(whole(county), (tx) => seedOversight(tx, services, county));
    await db.transaction(whole(county), (tx) => seedChecks(tx, services, county, file));
    await db.transaction(whole(county), (tx) => seedComplaints(tx, services, county));
    await db.transaction(whole(county), (tx) => seedRectifications(tx, services, county, file));
    await db.transaction(whole(county), (tx) => seedRegisters(tx, services, county, file));
  });
  await analyze(installation);
  await inTurn(services, async (county) => {
    await seedBudget(services, county);
    await seedWarnings(services, county);
    await db.transaction(whole(county), (tx) => seedRelatives(tx, services, county));
    await db.transaction(whole(county), (tx) => seedScores(tx, services, county, twinFile), LONG);
    await checkpointCounty(db, installation.config.dataFolder, county.id, installation.keys.signing, new Date().toISOString());
    for (const chain of ['ledger', 'matters'] as const) await anchorChain(db, installation.config.dataFolder, chain, county.id, installation.keys.signing, new Date().toISOString());
  });
}

/** County after county by several hands: while the database works for one, this process decides the cases of another. The first failure stops all. */
async function inTurn(services: Services, work: (county: County) => Promise<void>): Promise<void> {
  const left = [...services.counties.values()];
  const hand = async (): Promise<void> => {
    for (let county = left.shift(); county; county = left.shift()) {
      try {
        await work(county);
      } catch (error) {
        left.length = 0;
        throw error;
      }
    }
  };
  const ended = await Promise.allSettled(Array.from({ length: HANDS }, hand));
  const failed = ended.find((e) => e.status === 'rejected');
  if (failed) throw failed.reason;
}

async function analyze(installation: Installation): Promise<void> {
  const client = new pg.Client({ connectionString: installation.adminUrl });
  await client.connect();
  try {
    await client.query('analyze');
  } finally {
    await client.end();
  }
}

async function insertCaseload(tx: Tx, services: Services, county: County, cases: readonly Simulated[], image: { hash: string; bytes: number }): Promise<void> {
  const id = county.id;
  const { rows: units } = await sql<{ id: number; key: string }>`select id, key from unit where county_id = ${id}`.execute(tx);
  const unitId = new Map(units.map((u) => [u.key, u.id]));
  const area = (s: Simulated): number => unitId.get(s.village.id) ?? 0;
  const s = seal(services, id);
  await sql`insert into training_clock (county_id, offset_ms) values (${id}, ${offsetFor(county.layer.jurisdiction?.trainingDate ?? '', Date.now())}) on conflict on constraint training_clock_pk do nothing`.execute(tx);

  const numbers = new Map<string, string>();
  await insertRows(tx, 'person', { county_id: 'int', id: 'uuid', unit_id: 'int', name_enc_hex: 'text', name_idx_hex: 'text', number_enc_hex: 'text', number_idx_hex: 'text', phone_enc_hex: 'text', phone_idx_hex: 'text', birth: 'date', sex: 'text', created_at: 'timestamptz' },
    cases.flatMap((c) => c.home.persons.map((p) => {
      numbers.set(p.id, s.numberIdx(p.idNumber).toString('hex'));
      return { county_id: id, id: p.id, unit_id: area(c), name_enc_hex: s.name(p.name).toString('hex'), name_idx_hex: s.nameIdx(p.name).toString('hex'), number_enc_hex: s.number(p.idNumber).toString('hex'), number_idx_hex: numbers.get(p.id), phone_enc_hex: s.phone(p.phone).toString('hex'), phone_idx_hex: s.phoneIdx(p.phone).toString('hex'), birth: p.birth, sex: p.sex, created_at: c.log[0]?.action.at };
    })));

  const projected = cases.map((c) => ({ c, p: project(c.state, c.context) }));
  await insertRows(tx, 'case_file', { county_id: 'int', id: 'uuid', number: 'text', programme: 'text', unit_id: 'int', area_id: 'int', status: 'text', organ: 'text', application_date: 'date', applicant: 'uuid', persons: 'int', handler: 'uuid', accepted_by: 'uuid', investigated_by: 'uuid[]', decided_by: 'uuid', decided_on: 'date', monthly_fen: 'bigint', from_month: 'text', closed_on: 'date', next_step: 'text', next_due: 'date', next_provisional: 'boolean', seq: 'int', state: 'jsonb', updated_at: 'timestamptz', imported: 'boolean' },
    projected.map(({ c, p }) => {
      const st = c.state;
      return {
        county_id: id, id: c.id, number: st.number, programme: st.programme, unit_id: unitId.get(c.unit.id), area_id: area(c), status: st.status, organ: st.route.organ, application_date: st.applicationDate, applicant: st.facts.applicant, persons: st.facts.members.length,
        handler: st.handler, accepted_by: st.done.accept?.by.user ?? null, investigated_by: st.investigations.at(-1)?.investigators ?? [], decided_by: st.decision?.by.user ?? null, decided_on: st.decision?.on ?? null, monthly_fen: st.decision?.monthlyFen ?? null, from_month: st.decision?.fromMonth ?? null,
        closed_on: st.closedOn ?? null, next_step: p.next?.step ?? null, next_due: p.next?.due ?? null, next_provisional: p.next?.provisional ?? false, seq: st.seq, state: st, updated_at: c.log.at(-1)?.action.at, imported: false,
      };
    }));
  const roles = cases.flatMap((c) => [...new Map([...c.state.facts.obligors.map((o): [string, string] => [o.person, 'obligor']), ...c.state.facts.members.map((m): [string, string] => [m.person, 'member'])])].map(([person, role]) => ({ county_id: id, case_id: c.id, person_id: person, unit_id: area(c), role, number_idx_hex: numbers.get(person) })));
  await insertRows(tx, 'case_person', { county_id: 'int', case_id: 'uuid', person_id: 'uuid', unit_id: 'int', role: 'text', number_idx_hex: 'text' }, roles);
  await insertRows(tx, 'case_deadline', { county_id: 'int', case_id: 'uuid', unit_id: 'int', id: 'text', label: 'text', step: 'text', started_on: 'date', due_on: 'date', provisional: 'boolean', parameter: 'text', finished_on: 'date' },
    projected.flatMap(({ c, p }) => p.deadlines.map((d) => ({ county_id: id, case_id: c.id, unit_id: area(c), id: d.id, label: d.label, step: d.step ?? null, started_on: d.from, due_on: d.due, provisional: d.provisional, parameter: d.parameter.key, finished_on: d.finishedOn ?? null }))));
  await insertRows(tx, 'work_item', { county_id: 'int', case_id: 'uuid', unit_id: 'int', area_id: 'int', programme: 'text', step: 'text', post: 'text', due_on: 'date', provisional: 'boolean' },
    projected.flatMap(({ c, p }) => p.items.map((i) => ({ county_id: id, case_id: c.id, unit_id: unitId.get(c.unit.id), area_id: area(c), programme: c.state.programme, step: i.step, post: i.post, due_on: i.due, provisional: i.provisional }))));
  const names = new Map(cases.flatMap((c) => c.home.persons.map((p): [string, string] => [p.id, p.name])));
  await insertRows(tx, 'publication', PUBLICATION_COLUMNS, cases.flatMap((c) => {
    const n = { county: id, unitId: unitId.get(c.unit.id) ?? 0, areaId: area(c) };
    return publicationsOf(c.state, c.context, names.get(c.state.facts.applicant) ?? '').map((x) => publicationRow(n, c.id, stableId('publication', c.id, x.kind), x));
  }));
  await insertRows(tx, 'case_letter', { county_id: 'int', id: 'uuid', case_id: 'uuid', unit_id: 'int', kind: 'text', number: 'text', on_date: 'date', seq: 'int', code: 'text' },
    cases.flatMap((c) => c.log.flatMap(({ seq, action, number }) =>
      lettersOf(action, { decision: c.state.decision?.number }).map((l) => ({ county_id: id, id: stableId('letter', c.id, l.kind, String(seq)), case_id: c.id, unit_id: area(c), kind: l.kind, number: l.number ?? number, on_date: action.on, seq, code: codeOf(c.id, l.kind, seq) })))));
  await insertRows(tx, 'stored_file', { county_id: 'int', id: 'uuid', unit_id: 'int', case_id: 'uuid', sha256_hex: 'text', media_type: 'text', bytes: 'int', name: 'text', uploaded_by: 'text', at: 'timestamptz' },
    cases.filter((c) => c.state.investigations.length > 0).map((c) => ({ county_id: id, id: c.photo, unit_id: area(c), case_id: c.id, sha256_hex: image.hash, media_type: 'image/png', bytes: image.bytes, name: '现场照片.png', uploaded_by: c.state.handler, at: c.log.at(-1)?.action.at })));
  await insertRows(tx, 'verification_request', { county_id: 'int', id: 'uuid', case_id: 'uuid', unit_id: 'int', state: 'text', updated_at: 'timestamptz' },
    cases.flatMap((c) => (c.state.verification.request ? [{ county_id: id, id: c.state.verification.request, case_id: c.id, unit_id: area(c), state: c.state.verification.at === 'reported' ? 'done' : c.state.verification.at === 'county' ? 'county' : 'queued', updated_at: c.log.at(-1)?.action.at }] : [])));
  await sql`select graphile_worker.add_job('verification', json_build_object('county', county_id, 'request', id), job_key => 'verification:' || id, max_attempts => 60) from verification_request where county_id = ${id} and state = 'queued'`.execute(tx);
  await sql`insert into benefit (county_id, id, case_id, unit_id, area_id, programme, person_id, payee_idx, monthly_fen, from_month, payment, ground, ground_number, ground_on, created_at)
    select f.county_id, gen_random_uuid(), f.id, f.unit_id, f.area_id, f.programme, f.applicant, p.number_idx, f.monthly_fen, f.from_month, 'monthly', 'grant', f.state #>> '{decision,number}', f.decided_on, f.updated_at from case_file f join person p on p.county_id = f.county_id and p.id = f.applicant where f.county_id = ${id} and f.status = 'granted' and f.monthly_fen > 0`.execute(tx);
  await seedInstitution(tx, services, county, unitId.get(rootUnit(county).id) ?? 0, stableId('account', county.key, 'training'));
  await seedPlaces(tx, id);
  await insertRows(tx, 'meeting_held', HELD_TYPES, cases.flatMap((c) => heldRows(id, c.id, unitId.get(c.unit.id), c.log)));
  await sequences(tx, id, cases);
  const items = cases.flatMap((c) => c.log.map(({ seq, action }) => ({ caseId: c.id, seq, action }))).sort((a, b) => (a.action.at === b.action.at ? (a.caseId === b.caseId ? a.seq - b.seq : a.caseId < b.caseId ? -1 : 1) : a.action.at < b.action.at ? -1 : 1));
  await appendMany(tx, id, items, new Date().toISOString());
}

/** Numbers go on where the simulation stopped. */
async function sequences(tx: Tx, county: number, cases: readonly Simulated[]): Promise<void> {
  const last = new Map<string, { series: string; year: number; last: number }>();
  const see = (series: string, year: number, n: number): void => {
    const key = `${series}|${year}`;
    if (n > (last.get(key)?.last ?? 0)) last.set(key, { series, year, last: n });
  };
  for (const c of cases) {
    see(`case.${c.unit.id}`, Number(c.state.number.slice(0, 4)), Number(c.state.number.split('-').at(-1)));
    for (const { number } of c.log) {
      const m = /〔(\d{4})〕(\d+)号$/.exec(number);
      if (m) see(number.includes(`${BUREAU}救〔`) ? 'letter.county' : `letter.${c.unit.id}`, Number(m[1]), Number(m[2]));
    }
  }
  await insertRows(tx, 'number_sequence', { county_id: 'int', series: 'text', year: 'int', last: 'int' }, [...last.values()].map((x) => ({ county_id: county, ...x })));
}

const ALPHABET = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';
/** Lookup code of a training letter, repeatable. */
const codeOf = (caseId: string, kind: string, seq: number): string => [...createHash('sha256').update(`${caseId}|${kind}|${seq}`).digest().subarray(0, 12)].map((b) => ALPHABET[b % ALPHABET.length]).join('');
