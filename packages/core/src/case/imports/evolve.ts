import type { Action } from '../actions.ts';
import type { CaseState } from '../state.ts';
import type { TopicEvolve } from '../topic.ts';

/** A household taken over begins as granted: no acceptance, verification, notice or decision is made up for it. */
export function startImported(a: Extract<Action, { kind: 'imported' }>, id: string): CaseState {
  const b = a.body;
  return {
    id, seq: 1, number: b.number, programme: b.programme, unit: b.unit, applicationDate: a.on, status: 'granted', route: { organ: b.organ, procedure: b.procedure, reason: '存量导入' },
    facts: b.facts, handler: a.actor.user, via: 'import', materials: {}, authorised: {}, verification: { round: 0, at: 'none', troubles: [] }, investigations: [], meetings: [], notices: [],
    disputed: false, majorDispute: false, done: {}, closedOn: a.on,
    imported: { on: a.on, by: a.actor, monthlyFen: b.monthlyFen, fromMonth: b.fromMonth, payFrom: b.payFrom, import: b.import, row: b.row },
  };
}

/** Only ever the first action of a case; what follows is the ordinary way. */
export const evolveImport: TopicEvolve = (_, a) => {
  if (a.kind === 'imported') throw new Error('存量导入只能是案件日志的第一条');
  return undefined;
};
