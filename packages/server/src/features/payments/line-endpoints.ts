import { carryHolds as carryContract, endAgreement as endContract, getLine, listAgreements, registerAgreement, rollChange } from '@doudi/core/api/payment-lines';
import { changeFoots, CHANGE_LABELS } from '@doudi/core/payment/change';
import { maskName } from '@doudi/core/people/mask';
import { isRefusal, refuse } from '@doudi/core/refusal/refusal';
import type { Tx } from '../../platform/database.ts';
import { endpoint, type Endpoint } from '../../platform/http/endpoint.ts';
import type { Services } from '../../services.ts';
import { findCase, NOT_FOUND } from '../cases/context.ts';
import { loadLaw, type Law } from '../law/law.ts';
import { agreementTerms, countAgreements, endAgreement, findAgreements, insertAgreement } from './agreements.ts';
import { changeReason, changeSql, changeTotals, findLastRoll } from './change.ts';
import { carryHolds } from './hold-answers.ts';
import { viewLine } from './line.ts';
import { pageOf } from './lists.ts';
import { findRoll } from './make.ts';
import { NO_ROLL } from './steps.ts';
import { rollName } from './view.ts';

const CURSOR = /^(\d{1,9})\|([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\|([a-z]+)$/;

/** Single lines, the change against last month, groups of holds, agreements. */
export function lineEndpoints(services: Services): Endpoint[] {
  const one = async (tx: Tx, law: Law, id: string) => (await findAgreements(tx, services, law, { id, limit: 1 })).items[0] ?? refuse('notfound', '没有这份代领协议，或不在您的辖区');
  return [
    endpoint(carryContract, async (tx, { params, body }, who) => {
      const law = await loadLaw(tx, services, who.county);
      return await carryHolds(tx, params.id, body, body.reason, { county: who.county, user: who.account, name: who.name, now: law.now, today: law.today });
    }),
    endpoint(getLine, async (tx, { params }, who) => (await viewLine(tx, services, await loadLaw(tx, services, who.county), params.id, who)) ?? refuse('notfound', '没有这条明细，或不在您的辖区')),
    endpoint(rollChange, async (tx, { params, query }, who) => {
      const roll = await findRoll(tx, params.id);
      if (!roll) return NO_ROLL;
      const law = await loadLaw(tx, services, who.county);
      const last = await findLastRoll(tx, roll);
      const totals = await changeTotals(tx, who.county, last, roll);
      const at = CURSOR.exec(query.cursor ? Buffer.from(query.cursor, 'base64url').toString('utf8') : '');
      const { rows } = await changeSql(who.county, last, roll, { kind: query.kind, limit: query.limit + 1, from: at ? { unit: Number(at[1]), line: at[2] ?? '', kind: at[3] ?? '' } : undefined }).execute(tx);
      const { items, next } = pageOf(rows, query.limit, (r) => Buffer.from(`${r.unit_id}|${r.line}|${r.kind}`).toString('base64url'));
      return {
        next, last: last ? { id: last.id, name: rollName(law, last), ...totals.last } : null, lines: totals.now.lines, fen: totals.now.fen, kinds: [...totals.kinds], foots: changeFoots(totals.last.fen, totals.now.fen, totals.kinds),
        items: items.map((r) => ({
          kind: r.kind, kindText: CHANGE_LABELS[r.kind], line: r.line, case: r.case_id, caseNumber: r.case_number, payee: maskName(services.cipher.decrypt(r.name_enc, `person.name|${who.county}`)), unitName: r.unit_name, month: r.month, part: r.part,
          lastFen: r.last_fen, nowFen: r.now_fen, changeFen: r.now_fen - r.last_fen, reason: changeReason(r),
        })),
      };
    }),
    endpoint(listAgreements, async (tx, { query }, who) => {
      const law = await loadLaw(tx, services, who.county);
      return { ...(await findAgreements(tx, services, law, query)), ...(await countAgreements(tx, law)), ...agreementTerms(law) };
    }),
    endpoint(registerAgreement, async (tx, { params, body }, who) => {
      const row = await findCase(tx, params.id, true);
      if (!row) return NOT_FOUND;
      const person = body.person ?? row.state.facts.applicant;
      if (!row.state.facts.members.some((m) => m.person === person)) return refuse('input.invalid', '被代领的须是本案家庭成员', { fields: [{ path: 'body.person', message: '不是家庭成员' }] });
      const law = await loadLaw(tx, services, who.county);
      const { payee, relation, telephone, paper, reason, signedOn, expires, file } = body;
      const id = await insertAgreement(tx, services, law, { caseId: row.id, areaId: row.area_id, unitId: row.unit_id, person, payee, relation, telephone, paper, reason, signedOn, from: body.from ?? signedOn, expires, file, user: who.account });
      return isRefusal(id) ? id : await one(tx, law, id);
    }),
    endpoint(endContract, async (tx, { params, body }, who) => {
      const law = await loadLaw(tx, services, who.county);
      return (await endAgreement(tx, law, params.id, body.on, body.reason, who.account)) ?? (await one(tx, law, params.id));
    }),
  ];
}
