import { sql } from 'kysely';
import { makeFiling, acceptFiling } from '@doudi/core/api/filings';
import { carryHolds } from '@doudi/core/api/payment-lines';
import { freezeRoll, makeRoll, releaseRoll, sendRoll, simulateReturn } from '@doudi/core/api/payments';
import type { AnyContract } from '@doudi/core/api/contract';
import { addMonths } from '@doudi/core/case/months';
import { isRefusal, refuse } from '@doudi/core/refusal/refusal';
import { COUNTY_WIDE, type AnyPost } from '@doudi/core/rights/permissions';
import type { Db } from '../../platform/database.ts';
import { scopeOfWho, type Endpoint, type Input, type Who } from '../../platform/http/endpoint.ts';
import type { County, Services } from '../../services.ts';
import { filingEndpoints } from '../filings/endpoints.ts';
import { below, findUnits } from '../law/units.ts';
import { insertAccount } from '../payments/accounts.ts';
import type { HoldCode } from '@doudi/core/payment/model';
import { paymentEndpoints } from '../payments/endpoints.ts';
import { lineEndpoints } from '../payments/line-endpoints.ts';
import { accountsOf } from './accounts.ts';
import { archiveClosed } from './archives.ts';
import { offsetFor } from './clock.ts';
import { Dice } from './people.ts';

/** Share of households whose account is not registered yet: their money waits, with its reason. */
const WITHOUT_ACCOUNT = 0.03;

class Stopped extends Error {}

/** Runs endpoints as people would, in their own transactions and under their own rights. */
class Hand {
  readonly #db: Db;
  readonly #endpoints: readonly Endpoint[];
  constructor(db: Db, endpoints: readonly Endpoint[]) {
    this.#db = db;
    this.#endpoints = endpoints;
  }

  /** The answer, or undefined where the rules refuse: history keeps what an office would have met. */
  async do<R>(contract: { path: string; method: string }, who: Who, input: Partial<Input<AnyContract>>): Promise<R | undefined> {
    const e = this.#endpoints.find((x) => x.contract.path === contract.path && x.contract.method === contract.method);
    if (!e) throw new Error(`没有接口 ${contract.path}`);
    try {
      return await this.#db.transaction(scopeOfWho(who), async (tx) => {
        const answer = await e.handle(tx, { params: {}, query: {}, body: {}, ...input }, who);
        if (isRefusal(answer)) throw new Stopped(answer.rule);
        return answer as R;
      });
    } catch (error) {
      if (error instanceof Stopped) return undefined;
      throw error;
    }
  }
}

/** Accounts of payees, and the paid and filed months before the training date: made by the same commands that the screens send. */
export async function loadHistory(services: Services, county: County): Promise<void> {
  const { db } = services.installation;
  const whole = { county: county.id, area: null, user: 'system' };
  const end = county.layer.jurisdiction?.trainingDate ?? '';
  const staff = accountsOf(county);
  const units = await db.transaction(whole, findUnits);
  const who = (post: AnyPost, unitKey?: string): Who => {
    const a = staff.find((x) => x.posts[0]?.post === post && (unitKey === undefined || x.posts[0]?.unit === unitKey));
    const unit = units.find((u) => u.key === a?.posts[0]?.unit);
    if (!a || !unit) throw new Stopped(refuse('notfound', post).rule);
    return { account: a.id, name: a.name, county: county.id, countyKey: county.key, post, unitId: unit.id, unitKey: unit.key, area: COUNTY_WIDE.includes(post) ? null : below(units, unit.id), tokenHash: Buffer.alloc(32), kind: 'bearer' };
  };
  const clock = async (date: string): Promise<void> => {
    await db.transaction(whole, (tx) => sql`update training_clock set offset_ms = ${offsetFor(date, Date.now())} where county_id = ${county.id}`.execute(tx));
  };

  const first = await db.transaction(whole, async (tx) => {
    const { rows } = await sql<{ person_id: string; area_id: number; from_month: string; name_enc: Buffer; institution: string | null }>`select b.person_id, b.area_id, b.from_month, p.name_enc, i.name as institution from benefit b join person p on p.county_id = b.county_id and p.id = b.person_id left join institution i on i.county_id = b.county_id and i.name_idx = b.agreed_holder_idx where b.county_id = ${county.id} order by b.person_id`.execute(tx);
    const dice = new Dice(county.id + 1);
    let n = 0;
    for (const r of rows) {
      n++;
      if (dice.next() < WITHOUT_ACCOUNT) continue;
      // Support in an institution is paid to the institution.
      const holder = r.institution ?? services.cipher.decrypt(r.name_enc, `person.name|${county.id}`);
      // Endings 991–995 make the training bank misbehave; these never have them.
      await insertAccount(tx, services, { county: county.id, person: r.person_id, unitId: r.area_id, bank: '培训银行', holder, number: `62${String(county.id)}${String(n).padStart(8, '0')}001`, from: '2013-01-01', user: who('payrollClerk').account, at: `${end}T00:00:00+08:00` });
    }
    return rows.map((r) => r.from_month).sort()[0];
  });
  if (first === undefined) return;
  const programmes = await db.transaction(whole, async (tx) => (await sql<{ programme: string; from_month: string }>`select programme, min(from_month) as from_month from benefit where county_id = ${county.id} group by programme order by programme`.execute(tx)).rows);

  const hand = new Hand(db, [...paymentEndpoints(services), ...lineEndpoints(services), ...filingEndpoints(services)]);
  const offices = [...new Set(staff.filter((a) => a.posts[0]?.post === 'handler').map((a) => a.posts[0]?.unit ?? ''))];
  for (let month = first; month < end.slice(0, 7); month = addMonths(month, 1)) {
    const paid = programmes.filter((p) => p.from_month <= month);
    await clock(`${month}-08`);
    for (const { programme } of paid) {
      const roll = await hand.do<{ id: string }>(makeRoll, who('payrollClerk'), { body: { programme, month } });
      if (!roll) continue;
      const params = { id: roll.id };
      // What waits is carried by the clerk, as everywhere, before the roll can be frozen.
      const held = await db.transaction(whole, async (tx) => (await sql<{ hold: HoldCode }>`select distinct unnest(holds) as hold from roll_line where county_id = ${county.id} and pay_roll_id = ${roll.id} and status = 'held'`.execute(tx)).rows);
      for (const { hold } of held) await hand.do(carryHolds, who('payrollClerk'), { params, body: { hold, reason: '原因消除后下月补发' } });
      await hand.do(freezeRoll, who('payrollClerk'), { params });
      await hand.do(releaseRoll, who('payrollReviewer'), { params });
      await hand.do(sendRoll, who('payrollClerk'), { params });
      await hand.do(simulateReturn, who('payrollClerk'), { params, body: { rule: 'all-paid' } });
    }
    await clock(`${month}-23`);
    for (const unit of offices) {
      // This month's papers are still on the desk.
      await archiveClosed(db, services, who('reviewer', unit), `${month}-01`);
      for (const { programme } of paid) {
        // Who files is the procedure's word: the counter in one place, the management office in another.
        const body = { programme, month };
        const filed = (await hand.do<{ id: string }>(makeFiling, who('handler', unit), { body })) ?? (await hand.do<{ id: string }>(makeFiling, who('reviewer', unit), { body }));
        // The county is a month behind with its examination: the last month is left to be examined.
        if (filed && addMonths(month, 1) < end.slice(0, 7)) await hand.do(acceptFiling, who('countyHandler'), { params: { id: filed.id }, body: { note: '花名册与月报表相符。' } });
      }
    }
  }
  await clock(end);
}
