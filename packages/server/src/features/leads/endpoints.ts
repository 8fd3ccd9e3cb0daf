import { sql } from 'kysely';
import { answerHit, getLead, listLeads, openLead as openLeadContract, waitingLeads } from '@doudi/core/api/leads';
import { refuse } from '@doudi/core/refusal/refusal';
import { endpoint, type Endpoint } from '../../platform/http/endpoint.ts';
import type { Services } from '../../services.ts';
import { loadLaw } from '../law/law.ts';
import { findUnits } from '../law/units.ts';
import { matterActor } from '../matters/run.ts';
import { giveAnswer } from './answer.ts';
import { openLead } from './open.ts';
import { viewLead, viewLeads } from './view.ts';

const MISSING = refuse('notfound', '没有这条线索，或者不在您的工作范围内');

/** 线索: what waits to be looked into, household by household, and the answers. */
export function leadEndpoints(services: Services): Endpoint[] {
  return [
    endpoint(listLeads, async (tx, { query }, who) => await viewLeads(tx, services, await loadLaw(tx, services, who.county), query)),
    endpoint(waitingLeads, async (tx, _, who) => {
      const law = await loadLaw(tx, services, who.county);
      const own = who.post === 'countyHandler' || who.post === 'countyLeader' ? sql`area_id is null` : sql`area_id is not null`;
      return (await sql<{ open: number; late: number }>`select count(*)::int as open, (count(*) filter (where due_on < ${law.today}::date))::int as late from lead where county_id = ${who.county} and closed_on is null and ${own}`.execute(tx)).rows[0] ?? { open: 0, late: 0 };
    }),
    endpoint(getLead, async (tx, { params }, who) => (await viewLead(tx, services, await loadLaw(tx, services, who.county), who, params.id)) ?? MISSING),
    endpoint(openLeadContract, async (tx, { body }, who) => {
      const known = body.number === undefined ? undefined : (await sql<{ id: string }>`select id from case_file where county_id = ${who.county} and number = ${body.number}`.execute(tx)).rows[0];
      if (body.number !== undefined && !known) return refuse('notfound', `没有案号为 ${body.number} 的案件，或者不在您的工作范围内`, { allowed: ['写姓名和住址，作为未立案家庭登记'] });
      // What a village's assistant brings is looked into by the office above, whose own people then see it.
      const units = who.post === 'village' ? await findUnits(tx) : [];
      const office = units.find((u) => u.id === units.find((o) => o.id === who.unitId)?.parent_id)?.key;
      const unit = who.area === null ? body.unit : (office ?? who.unitKey);
      if (who.post === 'village' && body.source !== 'village') return refuse('input.invalid', '村（居）登记的线索来源是村（居）报告', { fields: [{ path: 'body.source', message: '请选村（居）报告' }] });
      if (!known && unit === undefined) return refuse('input.invalid', '须写明由哪个单位核实', { fields: [{ path: 'body.unit', message: '请选单位' }] });
      return await openLead(tx, services, who.county, matterActor(who), { case: known?.id, unit, who: body.who, side: body.side, source: body.source, text: body.text });
    }),
    endpoint(answerHit, async (tx, { params, body }, who) => {
      const law = await loadLaw(tx, services, who.county);
      return await giveAnswer(tx, law, { account: who.account, post: who.post }, params.id, body);
    }),
  ];
}
