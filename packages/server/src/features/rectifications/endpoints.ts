import { sql } from 'kysely';
import { acceptReply, closeRectification, decideTolerance, getRectification, listRectifications, openRectifications, punish, raiseTolerance, receiptOfHandOver, reinspectRectification, replyRectification, returnReply, revisitRectification, signCircular, signStep, takeStep } from '@doudi/core/api/rectifications';
import { FAILINGS, type Failing } from '@doudi/core/rectification/model';
import { isRefusal, refuse } from '@doudi/core/refusal/refusal';
import { endpoint, type Endpoint } from '../../platform/http/endpoint.ts';
import type { Services } from '../../services.ts';
import { loadLaw } from '../law/law.ts';
import { findOffices } from '../law/units.ts';
import { answerOf, matterCommands, type MatterAnswer } from '../matters/command.ts';
import { matterItem } from '../matters/endpoints.ts';
import { matterActor, runMatter } from '../matters/run.ts';
import { matterRowsById, readMatter } from '../matters/state.ts';
import { rectHooks } from './hooks.ts';
import { countRects, findCirculars, findRects } from './queries.ts';
import { rectItem, rectView } from './view.ts';

const LIMIT = 300;
const NONE = refuse('notfound', '没有这项整改，或者不在您的工作范围内');

/** 整改: the ledger, one matter, and a call for each thing that may be done to it. */
export function rectificationEndpoints(services: Services): Endpoint[] {
  const command = matterCommands(services, rectHooks);
  return [
    endpoint(listRectifications, async (tx, { query: q }, who) => {
      const law = await loadLaw(tx, services, who.county);
      const days = law.policy.number('rectify.revisit-days', { on: law.today }).value;
      const found = await findRects(tx, who.county, q, law.today, days, LIMIT + 1);
      const rows = await matterRowsById(tx, who.county, found.map((r) => r.id));
      const counts = await countRects(tx, who.county, law.today, days);
      const units = [...new Set(counts.map((c) => c.unit))].map((key) => {
        const of = counts.filter((c) => c.unit === key);
        const sum = (pick: (c: (typeof of)[number]) => number): number => of.reduce((n, c) => n + pick(c), 0);
        return { key, name: of[0]?.name ?? key, open: sum((c) => c.open), late: sum((c) => c.late), closed: sum((c) => c.closed), returned: sum((c) => c.returned), failings: of.map((c) => ({ id: c.failing, count: c.open + c.closed })) };
      });
      const total = (pick: (c: (typeof counts)[number]) => number): number => counts.reduce((n, c) => n + pick(c), 0);
      return {
        items: found.slice(0, LIMIT).flatMap((r) => { const row = rows.get(r.id); return row ? [rectItem(matterItem(law, row), r.state, r.revisit_due, who)] : []; }), more: found.length > LIMIT, units,
        offices: (await findOffices(tx, law.today)).map(({ key, name }) => ({ key, name })), failings: Object.keys(FAILINGS) as Failing[],
        totals: { open: total((c) => c.open), late: total((c) => c.late), closed: total((c) => c.closed), revisit: total((c) => c.revisit) },
        circulars: who.area === null ? [] : (await findCirculars(tx, who.county, { unit: who.unitId })).map((c) => ({ id: c.id, number: c.number, title: c.title, on: c.issued_on, signedOn: c.signed_on })),
      };
    }),
    endpoint(getRectification, async (tx, { params }, who) => {
      const law = await loadLaw(tx, services, who.county);
      const found = await readMatter(tx, rectHooks, who.county, params.id);
      return found ? await rectView(tx, law, who, found.state, matterItem(law, found.row)) : NONE;
    }),
    endpoint(openRectifications, async (tx, { body: { units, ...rest } }, who) => {
      if (rest.case !== undefined && units.length > 1) return refuse('input.invalid', '涉及案件的整改只能对办理该案的单位立项', { allowed: ['只选一个单位', '不写案件'] });
      const opened: MatterAnswer[] = [];
      for (const unit of new Set(units)) {
        const done = answerOf(await runMatter(tx, services, who.county, rectHooks, matterActor(who), { name: 'open', payload: { ...rest, unit, findings: [] } }));
        if (isRefusal(done)) return done;
        opened.push(done);
      }
      return { opened };
    }),
    command(takeStep, 'step'),
    command(signStep, 'sign'),
    command(replyRectification, 'reply'),
    command(acceptReply, 'accept'),
    command(returnReply, 'return'),
    command(reinspectRectification, 'reinspect'),
    command(revisitRectification, 'revisit'),
    command(receiptOfHandOver, 'receipt'),
    command(punish, 'punish'),
    command(raiseTolerance, 'tolerate'),
    command(decideTolerance, 'tolerance'),
    command(closeRectification, 'close'),
    endpoint(signCircular, async (tx, { params }, who) => {
      const law = await loadLaw(tx, services, who.county);
      const { numAffectedRows } = await sql`update rectify_circular set signed_by = ${who.account}, signed_on = ${law.today} where county_id = ${who.county} and paper_id = ${params.id} and unit_id = ${who.unitId} and signed_on is null`.execute(tx);
      return numAffectedRows === 1n ? { ok: true as const } : refuse('notfound', '没有待签收的通报');
    }),
  ];
}
