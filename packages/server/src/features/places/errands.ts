import { sql } from 'kysely';
import type { Action } from '@doudi/core/case/actions';
import { addUnit, type CaseContext } from '@doudi/core/case/procedure';
import type { Tx } from '../../platform/database.ts';

export interface ErrandPlace {
  readonly county: number;
  readonly caseId: string;
  /** Unit that holds the case before the action. */
  readonly unitId: number;
}

const unitId = (key: string) => sql`(select id from unit where county_id = current_county() and key = ${key})`;

async function insertErrand(tx: Tx, p: ErrandPlace, c: CaseContext, e: { id: string; kind: 'handOver' | 'elsewhere'; to: string; text: string; papers: readonly string[]; by: string }): Promise<void> {
  const due = addUnit(c, c.today, c.policy.number('deadline.errand', { on: c.today, programme: c.programme.id }));
  await sql`insert into case_errand (county_id, id, case_id, kind, from_unit, to_unit, text, papers, asked_on, due_on, provisional, asked_by)
    select ${p.county}, ${e.id}, ${p.caseId}, ${e.kind}, ${p.unitId}, ${unitId(e.to)}, ${e.text}, ${[...e.papers]}::text[], ${c.today}, ${due.date}, ${due.provisional}, ${e.by}`.execute(tx);
}

const close = async (tx: Tx, id: string, on: string, outcome: string, closing: string, by: string | null): Promise<void> => {
  await sql`update case_errand set closed_on = ${on}, outcome = ${outcome}, closing = ${closing}, closed_by = ${by} where county_id = current_county() and id = ${id}`.execute(tx);
};

/** Keeps the errands of a case true to its log: in the transaction of the action. */
export async function projectErrands(tx: Tx, p: ErrandPlace, c: CaseContext, actions: readonly Action[]): Promise<void> {
  for (const a of actions) {
    if (a.kind === 'handedOver') await insertErrand(tx, p, c, { id: a.body.errand, kind: 'handOver', to: a.body.unit, text: a.body.reason, papers: a.body.papers, by: a.actor.user });
    else if (a.kind === 'elsewhereAsked') await insertErrand(tx, p, c, { id: a.body.errand, kind: 'elsewhere', to: a.body.unit, text: a.body.what, papers: [], by: a.actor.user });
    else if (a.kind === 'handOverReceived') {
      await close(tx, a.body.errand, a.on, 'received', a.body.text, a.actor.user);
      await sql`select move_case(${p.caseId}, u.id) from unit u where u.county_id = current_county() and u.key = ${a.body.unit}`.execute(tx);
    } else if (a.kind === 'handOverDeclined') await close(tx, a.body.errand, a.on, 'declined', a.body.reason, a.actor.user);
    else if (a.kind === 'elsewhereAnswered') await close(tx, a.body.errand, a.on, 'answered', a.body.findings, a.actor.user);
    else if (a.kind === 'withdrawn' || a.kind === 'abandoned' || a.kind === 'decided') await sql`update case_errand set closed_on = ${a.on}, outcome = 'withdrawn' where county_id = current_county() and case_id = ${p.caseId} and closed_on is null`.execute(tx);
  }
}
