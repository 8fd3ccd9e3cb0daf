import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { AGREEMENT_STATE_LABELS, type AgreementView } from '@doudi/core/api/payment-lines';
import { monthsAfter } from '@doudi/core/payment/review';
import { maskName } from '@doudi/core/people/mask';
import { refuse, type Refusal } from '@doudi/core/refusal/refusal';
import type { Tx } from '../../platform/database.ts';
import type { Services } from '../../services.ts';
import type { Law } from '../law/law.ts';
import { pageOf, type Page } from './lists.ts';

const payeeKey = (county: number): string => `payee_agreement.payee|${county}`;
const phoneKey = (county: number): string => `payee_agreement.telephone|${county}`;

export interface NewAgreement {
  readonly caseId: string;
  readonly areaId: number;
  readonly unitId: number;
  readonly person: string;
  readonly payee: string;
  readonly relation: string;
  readonly telephone: string;
  readonly paper: string;
  readonly reason: string;
  readonly signedOn: string;
  readonly from: string;
  readonly expires: string;
  readonly file?: string | undefined;
  readonly user: string;
}

/** How long an agreement may run at most, and how long before its end it is called to mind. */
export function agreementTerms(law: Law): { maxMonths: number; remindDays: number } {
  return { maxMonths: law.policy.number('payment.agreement-months', { on: law.today }).value, remindDays: law.policy.number('payment.agreement-remind', { on: law.today }).value };
}

const AGENT_BY_TWO = refuse('payment.sameperson', '代领人的账户和代领协议须由两人分别登记', { allowed: ['由另一名经办人员或发放制单人员登记'] });

/** Why a person may not register an account in this holder's name: the same person registered the agreement under which it draws. */
export async function refuseOwnAgent(tx: Tx, services: Services, county: number, a: { person: string; holder: string; user: string }): Promise<Refusal | undefined> {
  const { rows } = await sql`select from payee_agreement where county_id = ${county} and person_id = ${a.person} and payee_idx = ${services.cipher.blindIndex('name', county, a.holder)} and registered_by = ${a.user} and ended_on is null limit 1`.execute(tx);
  return rows.length > 0 ? AGENT_BY_TWO : undefined;
}

/**
 * Registers who may draw a person's money until when. Several may stand beside each other: whose account is registered
 * decides. Refusals: dates out of order, a term longer than the plan allows (`payment.agreement-months`), a file that is not the case's, an account of
 * the agent registered by the same person.
 */
export async function insertAgreement(tx: Tx, services: Services, law: Law, a: NewAgreement): Promise<string | Refusal> {
  const field = (path: string, message: string): Refusal => refuse('date.order', message, { fields: [{ path: `body.${path}`, message }] });
  if (a.signedOn > law.today) return field('signedOn', `签订日期不晚于 ${law.today}`);
  if (a.from < a.signedOn) return field('from', '生效日期不早于签订日期');
  if (a.expires < a.from) return field('expires', '到期日不早于生效日期');
  const { maxMonths } = agreementTerms(law);
  const last = monthsAfter(a.from, maxMonths);
  if (a.expires > last) return field('expires', `代领协议最长 ${maxMonths} 个月，到期日不晚于 ${last}`);
  if (a.file && (await sql`select from stored_file where county_id = ${law.county} and id = ${a.file} and case_id = ${a.caseId}`.execute(tx)).rows.length === 0) return refuse('input.invalid', '协议扫描件不在本案材料中', { fields: [{ path: 'body.file', message: '请先上传到本案' }] });
  const payeeIdx = services.cipher.blindIndex('name', law.county, a.payee);
  // Whoever registers both the agent's account and the agreement could send a household's money to anybody.
  if ((await sql`select from payment_account where county_id = ${law.county} and person_id = ${a.person} and holder_idx = ${payeeIdx} and registered_by = ${a.user} limit 1`.execute(tx)).rows.length > 0) return AGENT_BY_TWO;
  const id = randomUUID();
  await sql`insert into payee_agreement (county_id, id, case_id, person_id, unit_id, area_id, payee_enc, payee_idx, relation, telephone_enc, paper, file_id, reason, signed_on, from_date, expires_on, registered_by, registered_at)
    values (${law.county}, ${id}, ${a.caseId}, ${a.person}, ${a.unitId}, ${a.areaId}, ${services.cipher.encrypt(a.payee, payeeKey(law.county))}, ${payeeIdx}, ${a.relation}, ${services.cipher.encrypt(a.telephone, phoneKey(law.county))},
      ${a.paper}, ${a.file ?? null}, ${a.reason}, ${a.signedOn}, ${a.from}, ${a.expires}, ${a.user}, ${law.now})`.execute(tx);
  return id;
}

/** Ends an agreement from a day on: that day it holds no longer. Refusals: ended already; a day before it began or in the future. */
export async function endAgreement(tx: Tx, law: Law, id: string, on: string, reason: string, user: string): Promise<Refusal | undefined> {
  const row = (await sql<{ from_date: string; ended_on: string | null }>`select from_date, ended_on from payee_agreement where county_id = ${law.county} and id = ${id} for update`.execute(tx)).rows[0];
  if (!row) return refuse('notfound', '没有这份代领协议，或不在您的辖区');
  if (row.ended_on !== null) return refuse('conflict.duplicate', `协议已于 ${row.ended_on} 解除`);
  if (on > law.today || on < row.from_date) return refuse('date.order', '解除日期应在生效日期和今天之间', { fields: [{ path: 'body.on', message: `${row.from_date} 至 ${law.today}` }] });
  await sql`update payee_agreement set ended_on = ${on}, ended_reason = ${reason}, ended_by = ${user} where county_id = ${law.county} and id = ${id}`.execute(tx);
  return undefined;
}

interface Row {
  readonly id: string;
  readonly case_id: string;
  readonly case_number: string;
  readonly person_id: string;
  readonly name_enc: Buffer;
  readonly payee_enc: Buffer;
  readonly relation: string;
  readonly telephone_enc: Buffer;
  readonly unit_name: string;
  readonly paper: string;
  readonly reason: string;
  readonly file_id: string | null;
  readonly signed_on: string;
  readonly from_date: string;
  readonly expires_on: string;
  readonly ended_on: string | null;
  readonly ended_reason: string | null;
  readonly by_name: string | null;
  readonly state: AgreementView['state'];
  readonly fits: boolean;
}

export interface AgreementQuery {
  readonly state?: AgreementView['state'] | undefined;
  readonly case?: string | undefined;
  readonly id?: string | undefined;
  readonly cursor?: string | undefined;
  readonly limit: number;
}

const CURSOR = /^(\d{4}-\d{2}-\d{2})\|([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

/** Where an agreement stands on a day (SQL): ended, run out, running out, or in force. */
const stateSql = (today: string, remind: number) => sql`case when g.ended_on <= ${today}::date then 'ended' when g.expires_on < ${today}::date then 'expired' when g.expires_on <= ${today}::date + ${remind}::int then 'expiring' else 'live' end`;

/** Agreements by the day on which they run out, as the caller's area shows them; names masked. */
export async function findAgreements(tx: Tx, services: Services, law: Law, q: AgreementQuery): Promise<Page<AgreementView>> {
  const { remindDays } = agreementTerms(law);
  const from = CURSOR.exec(q.cursor ? Buffer.from(q.cursor, 'base64url').toString('utf8') : '');
  const { rows } = await sql<Row>`
    select g.id, g.case_id, f.number as case_number, g.person_id, p.name_enc, g.payee_enc, g.relation, g.telephone_enc, u.name as unit_name, g.paper, g.reason, g.file_id, g.signed_on, g.from_date, g.expires_on, g.ended_on, g.ended_reason, w.name as by_name,
      ${stateSql(law.today, remindDays)} as state, coalesce(a.holder_idx = g.payee_idx, false) as fits
    from payee_agreement g join case_file f on f.county_id = g.county_id and f.id = g.case_id join person p on p.county_id = g.county_id and p.id = g.person_id join unit u on u.county_id = g.county_id and u.id = g.unit_id
    left join account w on w.county_id = g.county_id and w.id = g.registered_by
    left join lateral (select holder_idx from payment_account x where x.county_id = g.county_id and x.person_id = g.person_id and x.from_date <= ${law.today}::date order by x.from_date desc, x.position desc limit 1) a on true
    where g.county_id = ${law.county} ${q.id ? sql`and g.id = ${q.id}` : sql``} ${q.case ? sql`and g.case_id = ${q.case}` : sql``} ${q.state ? sql`and ${stateSql(law.today, remindDays)} = ${q.state}` : sql``}
      ${from ? sql`and (g.expires_on, g.id) > (${from[1]}::date, ${from[2]}::uuid)` : sql``}
    order by g.expires_on, g.id limit ${q.limit + 1}`.execute(tx);
  const { items, next } = pageOf(rows, q.limit, (r) => Buffer.from(`${r.expires_on}|${r.id}`).toString('base64url'));
  return {
    next,
    items: items.map((r) => ({
      id: r.id, case: r.case_id, caseNumber: r.case_number, person: r.person_id, personName: maskName(services.cipher.decrypt(r.name_enc, `person.name|${law.county}`)), payee: maskName(services.cipher.decrypt(r.payee_enc, payeeKey(law.county))), relation: r.relation,
      telephone: services.cipher.decrypt(r.telephone_enc, phoneKey(law.county)).replace(/^(.{3}).*(.{2})$/, '$1****$2'), unitName: r.unit_name, paper: r.paper, reason: r.reason, file: r.file_id, signedOn: r.signed_on, from: r.from_date, expires: r.expires_on, ended: r.ended_on, endedReason: r.ended_reason,
      state: r.state, stateText: AGREEMENT_STATE_LABELS[r.state], by: r.by_name ?? '', accountFits: r.fits,
    })),
  };
}

/** How many agreements run out soon, and how many have run out and were not ended. */
export async function countAgreements(tx: Tx, law: Law): Promise<{ expiring: number; expired: number }> {
  const { remindDays } = agreementTerms(law);
  const { rows } = await sql<{ expiring: number; expired: number }>`select count(*) filter (where g.expires_on >= ${law.today}::date)::int as expiring, count(*) filter (where g.expires_on < ${law.today}::date)::int as expired
    from payee_agreement g where g.county_id = ${law.county} and g.ended_on is null and g.expires_on <= ${law.today}::date + ${remindDays}::int`.execute(tx);
  return rows[0] ?? { expiring: 0, expired: 0 };
}
