import { sql } from 'kysely';
import type { getLine } from '@doudi/core/api/payment-lines';
import type { Output } from '@doudi/core/api/contract';
import type { MeansResult } from '@doudi/core/means/model';
import { LETTER_TITLES, type LetterKind } from '@doudi/core/letters/model';
import { formatYuan } from '@doudi/core/money/fen';
import { HOLDS, LINE_STATUS_LABELS, ROLL_STATUS_LABELS, type HoldCode, type LineStatus, type RollStatus } from '@doudi/core/payment/model';
import { maskAccount, maskName } from '@doudi/core/people/mask';
import { may } from '@doudi/core/rights/permissions';
import type { Tx } from '../../platform/database.ts';
import type { Who } from '../../platform/http/endpoint.ts';
import type { Services } from '../../services.ts';
import type { Law } from '../law/law.ts';
import { sealAccount } from './accounts.ts';
import { groundText } from './change.ts';
import { ANSWER_TEXT, STATE_TEXT } from './lists.ts';
import { findSettlements } from './settlements.ts';
import { programmeName, rollName } from './view.ts';

type LineView = Output<typeof getLine>;

interface LineRow {
  readonly id: string;
  readonly roll_id: string | null;
  readonly pay_roll_id: string | null;
  readonly benefit_id: string;
  readonly case_id: string;
  readonly person_id: string;
  readonly number: string;
  readonly seq: number;
  readonly name_enc: Buffer;
  readonly name_idx: Buffer;
  readonly unit_name: string;
  readonly programme: string;
  readonly month: string;
  readonly part: number;
  readonly channel: string;
  readonly reason: string | null;
  readonly item: string;
  readonly due_fen: number;
  readonly paid_fen: number;
  readonly recovered_fen: number;
  readonly waived_fen: number;
  readonly status: LineStatus;
  readonly holds: HoldCode[];
  readonly held_on: string | null;
  readonly bank_words: string | null;
}

interface FactRow {
  readonly times: number;
  readonly frozen_at: string | null;
  readonly by_name: string | null;
  readonly rate_fen: number;
  readonly persons: number;
  readonly case_seq: number;
  readonly ground: string | null;
  readonly ground_number: string | null;
  readonly ground_on: string | null;
  readonly holds: HoldCode[];
  readonly cleared: HoldCode[];
  readonly account_id: string | null;
  readonly agreement_id: string | null;
}

interface AccountRow {
  readonly bank: string;
  readonly number_enc: Buffer;
  readonly holder_enc: Buffer;
  readonly holder_idx: Buffer;
}

/** One line with everything that speaks for it: how it was computed when it was frozen, who answered what, what the bank did. Undefined outside the caller's area. */
export async function viewLine(tx: Tx, services: Services, law: Law, id: string, who: Pick<Who, 'account' | 'post'>): Promise<LineView | undefined> {
  const county = law.county;
  const l = (await sql<LineRow>`select l.id, l.roll_id, l.pay_roll_id, l.benefit_id, l.case_id, l.person_id, f.number, f.seq, p.name_enc, p.name_idx, u.name as unit_name, l.programme, l.month, l.part, l.channel, l.reason, l.item, l.due_fen, l.paid_fen, l.recovered_fen, l.waived_fen, l.status, l.holds, l.held_on, l.bank_words
    from roll_line l join case_file f on f.county_id = l.county_id and f.id = l.case_id join person p on p.county_id = l.county_id and p.id = l.person_id join unit u on u.county_id = l.county_id and u.id = l.unit_id
    where l.county_id = ${county} and l.id = ${id}`.execute(tx)).rows[0];
  if (!l) return undefined;
  const fact = (await sql<FactRow>`select x.nth as times, e.at as frozen_at, e.by_name, x.rate_fen, x.persons, x.case_seq, x.ground, x.ground_number, x.ground_on, x.holds, x.cleared, x.account_id, x.agreement_id
    from roll_line_fact x join roll r on r.county_id = x.county_id and r.id = x.roll_id
    left join lateral (select at, by_name from roll_event e where e.county_id = x.county_id and e.roll_id = x.roll_id and e.kind = 'frozen' order by e.position offset x.nth - 1 limit 1) e on true
    where x.county_id = ${county} and x.line_id = ${id} order by x.roll_id = ${l.pay_roll_id} desc, r.month desc, r.run desc, x.nth desc limit 1`.execute(tx)).rows[0];
  const rolls = new Map((await sql<{ id: string; month: string; run: number; status: RollStatus }>`select id, month, run, status from roll where county_id = ${county} and id in (${l.roll_id}::uuid, ${l.pay_roll_id}::uuid)`.execute(tx)).rows.map((r) => [r.id, r]));
  const rollOf = (roll: string | null): LineView['roll'] => {
    const r = roll === null ? undefined : rolls.get(roll);
    return r ? { id: r.id, name: rollName(law, { ...r, programme: l.programme }), statusText: ROLL_STATUS_LABELS[r.status] } : null;
  };
  const s = sealAccount(services, county);
  const shown = (a: AccountRow | undefined): LineView['account'] => (a ? { bank: a.bank, number: maskAccount(s.openNumber(a.number_enc)), holder: maskName(s.openHolder(a.holder_enc)), holderDiffers: !a.holder_idx.equals(l.name_idx) } : null);
  const answers = (await sql<{ answer: string; reason: string; by_name: string; at: string; holds: HoldCode[] }>`select answer, reason, by_name, at, holds from roll_answer where county_id = ${county} and line_id = ${id} order by position`.execute(tx)).rows;
  const account = (await sql<AccountRow>`select bank, number_enc, holder_enc, holder_idx from payment_account where county_id = ${county} and person_id = ${l.person_id} and from_date <= ${law.today}::date order by from_date desc, position desc limit 1`.execute(tx)).rows[0];
  const sendings = (await sql<{ number: string; sent_on: string | null; fen: number; paid_fen: number; state: string; words: string | null; paid_on: string | null }>`select b.number, b.sent_on, x.fen, x.paid_fen, x.state, x.words, x.paid_on
    from bank_batch_line x join bank_batch b on b.county_id = x.county_id and b.id = x.batch_id where x.county_id = ${county} and x.line_id = ${id} order by b.file_date, b.number`.execute(tx)).rows;
  const seq = fact?.case_seq ?? l.seq;
  const letters = (await sql<{ id: string; kind: LetterKind; number: string; on_date: string }>`select id, kind, number, on_date from case_letter where county_id = ${county} and case_id = ${l.case_id} and seq <= ${seq} order by seq desc, id`.execute(tx)).rows;
  const files = (await sql<{ id: string; name: string }>`select id, name from stored_file where county_id = ${county} and case_id = ${l.case_id} order by at limit 60`.execute(tx)).rows;
  const others = (await sql<{ id: string; month: string; part: number; reason: string | null; due_fen: number; status: LineStatus }>`select id, month, part, reason, due_fen, status from roll_line where county_id = ${county} and benefit_id = ${l.benefit_id} and id <> ${id} order by month desc, part limit 24`.execute(tx)).rows;
  return {
    id, roll: rollOf(l.roll_id), paidThrough: l.pay_roll_id === l.roll_id ? null : rollOf(l.pay_roll_id), case: l.case_id, caseNumber: l.number, programmeName: programmeName(law, l.programme, l.month), payee: maskName(services.cipher.decrypt(l.name_enc, `person.name|${county}`)), unitName: l.unit_name,
    month: l.month, part: l.part, reason: l.reason, cash: l.channel === 'cash', item: l.item, dueFen: l.due_fen, paidFen: l.paid_fen, recoveredFen: l.recovered_fen, waivedFen: l.waived_fen, openFen: l.due_fen - l.paid_fen - l.recovered_fen - l.waived_fen,
    status: l.status, statusText: LINE_STATUS_LABELS[l.status], holds: l.holds.map((code) => ({ code, ...HOLDS[code] })), heldOn: l.held_on, late: l.status === 'held' && l.held_on !== null && l.held_on < law.today && !answers.some((a) => a.answer === 'keep' && l.holds.every((h) => a.holds.includes(h))),
    bankWords: l.bank_words, answers: answers.map((a) => ({ text: ANSWER_TEXT[a.answer] ?? a.answer, reason: a.reason, by: a.by_name, at: a.at, holds: a.holds.map((h) => HOLDS[h].text) })), account: shown(account),
    fact: fact ? await viewFact(tx, services, law, l, fact, shown) : null,
    sendings: sendings.map((x) => ({ number: x.number, sentOn: x.sent_on, fen: x.fen, paidFen: x.paid_fen, stateText: STATE_TEXT[x.state] ?? x.state, words: x.words, paidOn: x.paid_on })),
    settlements: await findSettlements(tx, services, county, { line: id }, who.account, may(who.post, 'payment.release') ? undefined : '由发放复核人员确认'),
    letters: letters.map((x) => ({ id: x.id, title: LETTER_TITLES[x.kind], number: x.number, on: x.on_date })), files,
    others: others.map((o) => ({ id: o.id, month: o.month, part: o.part, reason: o.reason, dueFen: o.due_fen, statusText: LINE_STATUS_LABELS[o.status] })),
  };
}

/** The facts of the last freeze: the assessment is the one in the case's log up to then, whatever came later. */
async function viewFact(tx: Tx, services: Services, law: Law, l: LineRow, f: FactRow, shown: (a: AccountRow | undefined) => LineView['account']): Promise<NonNullable<LineView['fact']>> {
  const county = law.county;
  const account = f.account_id === null ? undefined : (await sql<AccountRow>`select bank, number_enc, holder_enc, holder_idx from payment_account where county_id = ${county} and id = ${f.account_id}`.execute(tx)).rows[0];
  const g = f.agreement_id === null ? undefined : (await sql<{ id: string; payee_enc: Buffer; relation: string; paper: string; from_date: string; expires_on: string; ended_on: string | null }>`select id, payee_enc, relation, paper, from_date, expires_on, ended_on from payee_agreement where county_id = ${county} and id = ${f.agreement_id}`.execute(tx)).rows[0];
  const result = (await sql<{ result: MeansResult }>`select body -> 'result' as result from case_action where county_id = ${county} and case_id = ${l.case_id} and seq <= ${f.case_seq} and body ? 'result' order by seq desc limit 1`.execute(tx)).rows[0]?.result;
  const working = result && Array.isArray(result.lines) ? result : undefined;
  return {
    frozenAt: f.frozen_at ?? '', frozenBy: f.by_name ?? '', times: f.times, rateFen: f.rate_fen, persons: f.persons, ground: groundText({ ground: f.ground, ground_number: null, ground_on: null }), groundNumber: f.ground_number, groundOn: f.ground_on,
    standardFen: working && working.standardFen > 0 ? working.standardFen : null, working: (working?.lines ?? []).slice(0, 60).map((w) => ({ label: w.text.replaceAll(/\{person:[^}]*\}/g, '家庭成员'), text: w.formula ?? formatYuan(w.fen) })),
    account: shown(account), holds: f.holds.map((h) => HOLDS[h].text), cleared: f.cleared.map((h) => HOLDS[h].text),
    agreement: g ? { id: g.id, payee: maskName(services.cipher.decrypt(g.payee_enc, `payee_agreement.payee|${county}`)), relation: g.relation, paper: g.paper, from: g.from_date, expires: g.expires_on, ended: g.ended_on } : null,
    caseSeq: f.case_seq, caseNow: l.seq,
  };
}
