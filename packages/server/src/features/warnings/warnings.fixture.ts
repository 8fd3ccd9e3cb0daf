import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { testIdentity } from '@doudi/core/people/id-number';
import type { ExternalList } from '@doudi/core/warning/rules';
import type { Services } from '../../services.ts';
import { seal } from '../persons/persons.ts';
import { loadLaw, type Law } from '../law/law.ts';
import { beginBatch, endBatch, takePage, type Entry } from './ingest.ts';

interface Member {
  readonly serial: number;
  readonly birth?: string;
}

interface Home {
  readonly members: readonly Member[];
  readonly programme?: string;
  /** Which of the county's offices, from 0; its village, from 0. */
  readonly office?: number;
  readonly village?: number;
  /** Default: on the roll. */
  readonly watch?: 'roll' | 'recognised' | 'left' | 'refused';
  readonly facts?: Record<string, unknown>;
  readonly applied?: string;
  readonly reviewDue?: string;
  readonly relatives?: readonly unknown[];
  readonly decidedBy?: string;
  readonly decidedOn?: string;
}

export interface Housed {
  readonly case: string;
  readonly number: string;
  readonly persons: readonly string[];
  readonly numbers: readonly string[];
}

const BIRTH = '1970-03-04';
/** Identity number of a serial as these tests use them. */
export const identity = (m: Member): string => testIdentity(m.birth ?? BIRTH, 'male', m.serial);

/** Households, lists and clock straight in the tables: what rules run over. */
export class Watched {
  readonly services: Services;
  readonly county: number;
  readonly admin: pg.Client;
  #n = 0;

  private constructor(services: Services, county: number, admin: pg.Client) {
    this.services = services;
    this.county = county;
    this.admin = admin;
  }

  static async of(services: Services, key: string): Promise<Watched> {
    const county = [...services.counties.values()].find((c) => c.key === key);
    if (!county) throw new Error(key);
    const admin = new pg.Client({ connectionString: services.installation.adminUrl });
    await admin.connect();
    return new Watched(services, county.id, admin);
  }

  law(): Promise<Law> {
    return this.services.installation.db.transaction({ county: this.county, area: null }, (tx) => loadLaw(tx, this.services, this.county));
  }

  /** Moves the training clock on. */
  async later(days: number): Promise<void> {
    await this.admin.query('update training_clock set offset_ms = offset_ms + $2 where county_id = $1', [this.county, days * 86_400_000]);
  }

  async home(h: Home): Promise<Housed> {
    const { today } = await this.law();
    const s = seal(this.services, this.county);
    const id = randomUUID();
    const number = `T-${String(++this.#n).padStart(4, '0')}`;
    const office = (await this.admin.query<{ id: number }>(`select id from unit where county_id = $1 and kind in ('street', 'township') order by id offset $2 limit 1`, [this.county, h.office ?? 0])).rows[0]?.id;
    const village = h.village === undefined ? office : (await this.admin.query<{ id: number }>(`select id from unit where county_id = $1 and kind in ('village', 'community') order by id offset $2 limit 1`, [this.county, h.village])).rows[0]?.id;
    const persons: string[] = [];
    for (const m of h.members) {
      const idx = s.numberIdx(identity(m));
      const known = (await this.admin.query<{ id: string }>('select id from person where county_id = $1 and unit_id = $2 and number_idx = $3', [this.county, office, idx])).rows[0]?.id;
      const person = known ?? randomUUID();
      persons.push(person);
      if (known === undefined)
        await this.admin.query(`insert into person (county_id, id, unit_id, name_enc, name_idx, number_enc, number_idx, birth, sex, created_at) values ($1, $2, $3, $4, $5, $6, $7, $8, 'male', now())`, [this.county, person, office, s.name('王安'), s.nameIdx('王安'), s.number(identity(m)), idx, m.birth ?? BIRTH]);
    }
    const watch = h.watch ?? 'roll';
    const paid = watch === 'roll' || watch === 'left';
    const month = today.slice(0, 7);
    const facts = { applicant: persons[0], area: 'urban', address: '一号楼', hardship: 'illness', statement: '困难', members: h.members.map((m, i) => ({ person: persons[i], relation: i === 0 ? 'self' : 'child', birth: m.birth ?? BIRTH, sex: 'male' })), obligors: [], incomes: [], expenses: [], properties: [], ...h.facts };
    const state = { facts, ...(h.relatives ? { relatives: h.relatives } : {}) };
    await this.admin.query(
      `insert into case_file (county_id, id, number, programme, unit_id, area_id, status, organ, application_date, applicant, persons, handler, decided_by, decided_on, monthly_fen, closed_on, seq, state, updated_at)
       values ($1, $2, $3, $4, $5, $6, $7, 'unit', $8, $9, $10, $11, $12, $13, $14, $13, 1, $15, now())`,
      [this.county, id, number, h.programme ?? 'dibao', office, village, watch === 'refused' ? 'refused' : 'granted', h.applied ?? today, persons[0], h.members.length, randomUUID(), h.decidedBy ?? randomUUID(), h.decidedOn ?? today, paid ? 50_000 : null, JSON.stringify(state)],
    );
    for (const [i, m] of h.members.entries()) await this.admin.query(`insert into case_person (county_id, case_id, person_id, unit_id, role, number_idx) values ($1, $2, $3, $4, 'member', $5)`, [this.county, id, persons[i], village, s.numberIdx(identity(m))]);
    if (paid)
      await this.admin.query(`insert into benefit (county_id, id, case_id, unit_id, area_id, programme, person_id, payee_idx, monthly_fen, from_month, to_month, payment, review_due, created_at) select $1, $2, $3, $4, $5, $6, p.id, p.number_idx, 50000, '2015-01', $7, 'monthly', $8, now() from person p where p.county_id = $1 and p.id = $9`,
        [this.county, randomUUID(), id, office, village, h.programme ?? 'dibao', watch === 'left' ? previous(month) : null, h.reviewDue ?? null, persons[0]]);
    return { case: id, number, persons, numbers: h.members.map(identity) };
  }

  /** A paper of a case. */
  async paper(of: Housed): Promise<string> {
    const id = randomUUID();
    await this.admin.query(`insert into stored_file (county_id, id, unit_id, case_id, sha256, media_type, bytes, name, uploaded_by, at) select county_id, $2, area_id, id, decode(repeat('ab', 32), 'hex'), 'image/png', 100, '证明.png', $3, now() from case_file where county_id = $1 and id = $4`, [this.county, id, randomUUID(), of.case]);
    return id;
  }

  /** One bank account, in use by each of the persons. */
  async account(persons: readonly string[], account: string): Promise<void> {
    const s = seal(this.services, this.county);
    for (const person of persons)
      await this.admin.query(`insert into payment_account (county_id, id, person_id, unit_id, bank, holder_enc, holder_idx, number_enc, number_idx, from_date, registered_by, registered_at) values ($1, $2, $3, 1, '银行', '', $4, '', $5, '2015-01-01', $6, now())`, [this.county, randomUUID(), person, s.nameIdx('王安'), this.services.cipher.blindIndex('account', this.county, account), randomUUID()]);
  }

  /** Brings a list. */
  async bring(list: ExternalList, entries: readonly Entry[], whole = true): Promise<void> {
    const { today } = await this.law();
    const b = { county: this.county, list, way: 'file' as const, source: '某部门', sourceDate: today, coverage: '本市', by: null };
    await this.services.installation.db.transaction({ county: this.county, area: null }, async (tx) => {
      const { id } = await beginBatch(tx, b, new Date().toISOString());
      await takePage(tx, this.services, b, id, entries, null);
      await endBatch(tx, b, id, whole, 0, new Date().toISOString());
    });
  }

  async hits(where = 'true'): Promise<{ id: string; rule: string; subject: string; status: string; lead_id: string; round: number; mark: string; person_id: string | null }[]> {
    return (await this.admin.query<{ id: string; rule: string; subject: string; status: string; lead_id: string; round: number; mark: string; person_id: string | null }>(`select id, rule, subject, status, lead_id, round, mark, person_id from lead_hit h where county_id = $1 and ${where} order by rule, subject, found_on, round, id`, [this.county])).rows;
  }
}

const previous = (month: string): string => (month.endsWith('-01') ? `${String(Number(month.slice(0, 4)) - 1)}-12` : `${month.slice(0, 5)}${String(Number(month.slice(5)) - 1).padStart(2, '0')}`);
