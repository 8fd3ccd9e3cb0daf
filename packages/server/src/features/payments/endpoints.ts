import { sql } from 'kysely';
import {
  answerLine, batchLines, changeBenefit as changeBenefitContract, decideSettlement as decideContract, freezeRoll, getRoll, listAccounts, listRollLines, listRolls, makeRoll, readReturn, registerAccount, releaseRoll, sendBackRoll, sendRoll, settleLine as settleContract, simulateReturn,
} from '@doudi/core/api/payments';
import { formatMonthZh } from '@doudi/core/calendar/date';
import { guardRoll, type RollStep } from '@doudi/core/payment/line';
import { isRefusal, refuse, type Refusal } from '@doudi/core/refusal/refusal';
import { reviewDue } from '@doudi/core/payment/review';
import { may } from '@doudi/core/rights/permissions';
import type { Tx } from '../../platform/database.ts';
import { endpoint, type Endpoint, type Who } from '../../platform/http/endpoint.ts';
import type { Services } from '../../services.ts';
import { findNames } from '../accounts/names.ts';
import { findCase, NOT_FOUND } from '../cases/context.ts';
import { lightFor } from '../cases/view.ts';
import { handOver, holding } from '../bank/outbox.ts';
import { loadLaw, type Law } from '../law/law.ts';
import { findUnits } from '../law/units.ts';
import { fundsShort } from '../ledger/funds-short.ts';
import { proposeOnDeath } from '../recovery/death.ts';
import { findAccounts, insertAccount } from './accounts.ts';
import { refuseOwnAgent } from './agreements.ts';
import { answerHold } from './answers.ts';
import { createBatch, findBatch, findBatches } from './batch.ts';
import { changeBenefit, findBenefitOfCase } from './benefits.ts';
import { freeze, thaw } from './freeze.ts';
import { judgeRoll } from './holds.ts';
import { countHolds } from './hold-answers.ts';
import { findBatchLines, findLines, findRolls, findToMake } from './lists.ts';
import { fillRoll, findAnswerers, findRoll, insertRollEvent, openRoll, type RollRow } from './make.ts';
import { decideSettlement, findSettlements, findToSettle, proposeSettlement } from './settlements.ts';
import { excludingOf, NO_ROLL, readInto, readSimulated, textOf } from './steps.ts';
import { bankDue, findTotals, moneyOf, payBy, programmeName, rollName, viewRoll } from './view.ts';

const STEPS: readonly { step: Exclude<RollStep, 'answer'>; label: string; permission: 'payment.make' | 'payment.release' }[] = [
  { step: 'make', label: '重新制单', permission: 'payment.make' }, { step: 'freeze', label: '冻结送复核', permission: 'payment.make' }, { step: 'back', label: '退回制单', permission: 'payment.release' },
  { step: 'release', label: '复核放行', permission: 'payment.release' }, { step: 'send', label: '登记已送银行', permission: 'payment.make' }, { step: 'read', label: '读入回盘', permission: 'payment.make' },
];

const EVENT_TEXT: Record<string, string> = { made: '制单', madeAgain: '重新制单', frozen: '冻结送复核', back: '退回制单', released: '复核放行', downloaded: '下载代发文件', sent: '送银行', returnRead: '读入回盘', reconciled: '对账完成', byHand: '转人工办理' };

const stateOf = (roll: RollRow, answeredBy: readonly string[]) => ({ status: roll.status, madeBy: roll.made_by, frozenBy: roll.frozen_by ?? undefined, answeredBy });
const trail = (who: Who, law: Law, roll: string) => ({ county: who.county, roll, user: who.account, name: who.name, at: law.now });
const answering = (who: Who, law: Law) => ({ county: who.county, user: who.account, name: who.name, now: law.now, today: law.today });
const scopeOf = (who: Who, law: Law, roll: RollRow) => ({ county: who.county, roll: roll.id, month: roll.month, today: law.today, excluding: excludingOf(law.policy, roll.programme, `${roll.month}-01`) });

/** Locks a roll for a step and lets the step's rules speak. */
async function take(tx: Tx, id: string, step: RollStep, who: Who): Promise<RollRow | Refusal> {
  const roll = await findRoll(tx, id, true);
  if (!roll) return NO_ROLL;
  return guardRoll(step, stateOf(roll, step === 'release' ? await findAnswerers(tx, id) : []), who.account) ?? roll;
}

/** Rolls in which a proposed result of the bank waits for the second person. */
async function viewToSettle(tx: Tx, law: Law): Promise<{ roll: string; name: string; lines: number }[]> {
  const waiting = await findToSettle(tx);
  const rolls = await Promise.all(waiting.map((w) => findRoll(tx, w.roll)));
  return waiting.flatMap((w, i) => (rolls[i] ? [{ ...w, name: rollName(law, rolls[i]) }] : []));
}

export function paymentEndpoints(services: Services): Endpoint[] {
  return [...rollEndpoints(services), ...stepEndpoints(services), ...caseMoneyEndpoints(services)];
}

function rollEndpoints(services: Services): Endpoint[] {
  return [
    endpoint(listRolls, async (tx, { query }, who) => {
      const law = await loadLaw(tx, services, who.county);
      const { items, next } = await findRolls(tx, query);
      const totals = await findTotals(tx, items.map((r) => r.id));
      const staff = await findNames(tx, items.flatMap((r) => [r.made_by, r.frozen_by, r.released_by]));
      const batches = await findBatches(tx, items.map((r) => r.id));
      const month = law.today.slice(0, 7);
      const toMake = who.area === null ? await findToMake(tx, who.county, month) : [];
      return {
        month, next, items: items.map((r) => viewRoll(law, r, totals, batches.get(r.id), staff)),
        toMake: toMake.map((p) => {
          const due = payBy(law, p, month);
          return { programme: p, programmeName: programmeName(law, p, month), month, payBy: due?.date ?? null, light: due ? lightFor(law, due.date) : null };
        }),
        toSettle: await viewToSettle(tx, law),
      };
    }),
    endpoint(makeRoll, async (tx, { body }, who) => {
      const law = await loadLaw(tx, services, who.county);
      const programme = law.policy.programme(body.programme, `${body.month}-01`) ?? law.policy.programme(body.programme, law.today);
      if (!programme) return refuse('policy.absent', `没有项目 ${body.programme}`, { allowed: law.policy.programmes(law.today).map((p) => p.name) });
      if (body.month > law.today.slice(0, 7)) return refuse('clock.early', `${formatMonthZh(body.month)}还没有到，最晚可以制作${formatMonthZh(law.today.slice(0, 7))}的名单`);
      const m = { county: who.county, programme: programme.id, month: body.month, item: programme.fundItem, several: programme.payment === 'once', excluding: excludingOf(law.policy, programme.id, `${body.month}-01`), today: law.today, now: law.now, user: who.account };
      const { roll, opened } = await openRoll(tx, m);
      const no = guardRoll('make', stateOf(roll, []), who.account);
      if (no) return no;
      const made = await fillRoll(tx, roll, m);
      await insertRollEvent(tx, { ...trail(who, law, roll.id), kind: opened ? 'made' : 'madeAgain', body: { added: made.added, carried: made.carried, excluded: made.excluded } });
      const held = (await sql<{ held: number }>`select count(*)::int as held from roll_line where county_id = ${who.county} and pay_roll_id = ${roll.id} and status = 'held'`.execute(tx)).rows[0];
      return { id: roll.id, ...made, held: held?.held ?? 0, money: moneyOf(await findTotals(tx, [roll.id])) };
    }),
    endpoint(getRoll, async (tx, { params }, who) => {
      const roll = await findRoll(tx, params.id);
      if (!roll) return NO_ROLL;
      const law = await loadLaw(tx, services, who.county);
      const totals = await findTotals(tx, [roll.id]);
      const units = new Map((await findUnits(tx)).map((u) => [u.id, u]));
      const batch = await findBatch(tx, roll.id);
      const events = (await sql<{ kind: string; by: string; at: string; body: { reason?: string } }>`select kind, by_name as by, at, body from roll_event where county_id = ${who.county} and roll_id = ${roll.id} order by position`.execute(tx)).rows;
      const returns = batch ? (await sql<{ id: string; at: string; by: string; paid: number; partial: number; rejected: number; disputed: number; unanswered: number; faults: number }>`select r.id, r.read_at as at, coalesce(a.name, '') as by, r.paid, r.partial, r.rejected, r.disputed, r.unanswered, jsonb_array_length(r.faults) as faults
        from bank_return r left join account a on a.county_id = r.county_id and a.id = r.read_by where r.county_id = ${who.county} and r.batch_id = ${batch.id} order by r.position`.execute(tx)).rows : [];
      const answeredBy = await findAnswerers(tx, roll.id);
      const held = batch && (await holding(tx, who.county, batch.id));
      return {
        ...viewRoll(law, roll, totals, batch, await findNames(tx, [roll.made_by, roll.frozen_by, roll.released_by])),
        units: [...new Set(totals.map((t) => t.unit_id))].map((u) => ({ unit: units.get(u)?.key ?? '', unitName: units.get(u)?.name ?? '', money: moneyOf(totals.filter((t) => t.unit_id === u)) })),
        events: events.map((e) => ({ kind: e.kind, text: `${EVENT_TEXT[e.kind] ?? e.kind}${e.body.reason ? `：${e.body.reason}` : ''}`, by: e.by, at: e.at })), returns,
        holds: await countHolds(tx, who.county, roll.id, law.today),
        settlements: await findSettlements(tx, services, who.county, { roll: roll.id }, who.account, may(who.post, 'payment.release') ? undefined : '由发放复核人员确认'),
        steps: STEPS.map(({ step, label, permission }) => {
          const no = may(who.post, permission) ? (guardRoll(step, stateOf(roll, answeredBy), who.account) ?? (step === 'read' ? held : undefined)) : refuse('rights.denied', permission === 'payment.make' ? '由发放制单人员办理' : '由发放复核人员办理');
          return { step, label, allowed: no === undefined, why: no?.rule ?? null };
        }),
      };
    }),
    endpoint(listRollLines, async (tx, { params, query }, who) => {
      const roll = await findRoll(tx, params.id);
      if (!roll) return NO_ROLL;
      const law = await loadLaw(tx, services, who.county);
      return await findLines(tx, services, who.county, roll, law.today, { ...query, left: query.left === 'true', open: query.open === 'true' });
    }),
    endpoint(batchLines, async (tx, { params, query }, who) => {
      const batch = await findBatch(tx, params.id);
      return batch ? await findBatchLines(tx, services, who.county, batch, query) : refuse('notfound', '没有送银行的明细，或不在您的辖区');
    }),
  ];
}

function stepEndpoints(services: Services): Endpoint[] {
  return [
    endpoint(answerLine, async (tx, { params, body }, who) => await answerHold(tx, params.id, body.answer, body.reason, answering(who, await loadLaw(tx, services, who.county)))),
    endpoint(settleContract, async (tx, { params, body }, who) => {
      const law = await loadLaw(tx, services, who.county);
      return await proposeSettlement(tx, params.id, body, answering(who, law));
    }),
    endpoint(decideContract, async (tx, { params, body }, who) => {
      const law = await loadLaw(tx, services, who.county);
      return await decideSettlement(tx, services, law, params.id, body, answering(who, law));
    }),
    endpoint(freezeRoll, async (tx, { params }, who) => {
      const roll = await take(tx, params.id, 'freeze', who);
      if (isRefusal(roll)) return roll;
      const law = await loadLaw(tx, services, who.county);
      const no = await freeze(tx, services, roll, scopeOf(who, law, roll), answering(who, law));
      if (no) return no;
      await insertRollEvent(tx, { ...trail(who, law, roll.id), kind: 'frozen' });
      return { id: roll.id, status: 'frozen' as const };
    }),
    endpoint(sendBackRoll, async (tx, { params, body }, who) => {
      const roll = await take(tx, params.id, 'back', who);
      if (isRefusal(roll)) return roll;
      const law = await loadLaw(tx, services, who.county);
      await thaw(tx, roll, answering(who, law));
      await insertRollEvent(tx, { ...trail(who, law, roll.id), kind: 'back', body: { reason: body.reason } });
      return { id: roll.id, status: 'drafted' as const };
    }),
    endpoint(releaseRoll, async (tx, { params }, who) => {
      const roll = await take(tx, params.id, 'release', who);
      if (isRefusal(roll)) return roll;
      const law = await loadLaw(tx, services, who.county);
      // What was frozen may have changed since: a death, a new account. The reviewer releases what he saw, or nothing.
      const { changed } = await judgeRoll(tx, scopeOf(who, law, roll));
      if (changed > 0) return refuse('payment.state', `冻结之后有 ${changed} 条明细的情况发生变化，不能按原名单放行`, { allowed: ['退回制单，重新冻结'] });
      const ready = (await sql<{ fen: number }>`select coalesce(sum(due_fen - paid_fen - recovered_fen - waived_fen), 0)::bigint as fen from roll_line where county_id = ${who.county} and pay_roll_id = ${roll.id} and status = 'ready'`.execute(tx)).rows[0]?.fen ?? 0;
      const short = await fundsShort(tx, law, who.county, roll.programme, ready);
      if (short?.required) return short.refusal;
      const batch = await createBatch(tx, services, who.county, roll, law.today, { user: who.account, now: law.now });
      if (isRefusal(batch)) return batch;
      await sql`update roll set status = 'released', released_by = ${who.account}, released_at = ${law.now} where county_id = ${who.county} and id = ${roll.id}`.execute(tx);
      await insertRollEvent(tx, { ...trail(who, law, roll.id), kind: 'released', body: { number: batch.number, lines: batch.lines, totalFen: batch.totalFen, sha256: batch.sha256 } });
      const { number, lines, totalFen, sha256 } = batch;
      return { id: roll.id, status: 'released' as const, batch: { number, lines, totalFen, sha256 } };
    }),
    endpoint(sendRoll, async (tx, { params }, who) => {
      const roll = await take(tx, params.id, 'send', who);
      if (isRefusal(roll)) return roll;
      const law = await loadLaw(tx, services, who.county);
      const due = bankDue(law, roll.programme, law.today);
      // Who hands the file over takes the batch from the bank's interface.
      const batch = await findBatch(tx, roll.id);
      await sql`update bank_batch set sent_by = ${who.account}, sent_at = ${law.now}, sent_on = ${law.today}, due_on = ${due.date}, due_provisional = ${due.provisional} where county_id = ${who.county} and roll_id = ${roll.id}`.execute(tx);
      await sql`update roll set status = 'sent' where county_id = ${who.county} and id = ${roll.id}`.execute(tx);
      if (batch) await handOver(tx, who.county, batch.id);
      await insertRollEvent(tx, { ...trail(who, law, roll.id), kind: 'sent', body: { dueOn: due.date } });
      return { id: roll.id, status: 'sent' as const, dueOn: due.date, provisional: due.provisional };
    }),
    endpoint(readReturn, async (tx, { params, body }, who) => await readInto(tx, services, who, params.id, textOf(services, who.county, body))),
    endpoint(simulateReturn, async (tx, { params, body }, who) => await readSimulated(tx, services, who, params.id, body.rule)),
  ];
}

function caseMoneyEndpoints(services: Services): Endpoint[] {
  return [
    endpoint(listAccounts, async (tx, { params }, who) => {
      const row = await findCase(tx, params.id);
      if (!row) return NOT_FOUND;
      return { items: await findAccounts(tx, services, who.county, row.id, (await loadLaw(tx, services, who.county)).today) };
    }),
    endpoint(registerAccount, async (tx, { params, body }, who) => {
      const row = await findCase(tx, params.id, true);
      if (!row) return NOT_FOUND;
      const person = body.person ?? row.state.facts.applicant;
      if (!row.state.facts.members.some((m) => m.person === person)) return refuse('input.invalid', '收款人须是本案家庭成员', { fields: [{ path: 'body.person', message: '不是家庭成员' }] });
      const law = await loadLaw(tx, services, who.county);
      const from = body.from ?? law.today;
      if (from > law.today) return refuse('date.order', '账户启用日期不能晚于今天', { fields: [{ path: 'body.from', message: `不晚于 ${law.today}` }] });
      const own = await refuseOwnAgent(tx, services, who.county, { person, holder: body.holder, user: who.account });
      if (own) return own;
      const id = await insertAccount(tx, services, { county: who.county, person, unitId: row.area_id, bank: body.bank, holder: body.holder, number: body.number, from, user: who.account, at: law.now });
      const made = (await findAccounts(tx, services, who.county, row.id, law.today)).find((a) => a.id === id);
      if (!made) throw new Error('account vanished');
      return made;
    }),
    endpoint(changeBenefitContract, async (tx, { params, body }, who) => {
      const row = await findCase(tx, params.id);
      if (!row) return NOT_FOUND;
      const benefit = await findBenefitOfCase(tx, row.id);
      if (!benefit) return refuse('step.order', '本案没有正在发放的待遇', { missing: ['确认决定'] });
      const law = await loadLaw(tx, services, who.county);
      if (body.on > law.today) return refuse('date.order', '日期不能晚于今天', { fields: [{ path: 'body.on', message: `不晚于 ${law.today}` }] });
      const after = await changeBenefit(tx, benefit, { kind: body.kind, on: body.on, reason: body.reason, user: who.account, at: law.now, reviewDue: body.kind === 'reviewed' ? reviewDue(law.policy, row.state.programme, row.state.facts, body.on) : undefined });
      const owed = body.kind === 'dead' ? await proposeOnDeath(tx, services, who.county, row.id, body.on, body.reason) : undefined;
      if (owed) return owed;
      return { id: after.id, dead: after.dead_on !== null, reopened: after.reopened_on !== null };
    }),
  ];
}
