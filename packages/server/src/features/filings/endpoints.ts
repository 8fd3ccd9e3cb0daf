import { sql } from 'kysely';
import { acceptFiling, answerDemand, closeDemand, getFiling, listDemands, listFilingLines, listFilings, makeFiling as makeContract, previewFiling, raiseDemand, sendBackDemand } from '@doudi/core/api/filings';
import { monthlyReport } from '@doudi/core/filing/report';
import { POST_LABELS } from '@doudi/core/case/step-guard';
import { ruleFor } from '@doudi/core/case/procedure';
import { isRefusal, refuse, type Refusal } from '@doudi/core/refusal/refusal';
import { endpoint, type Endpoint, type Who } from '../../platform/http/endpoint.ts';
import type { Services } from '../../services.ts';
import { actorOf } from '../cases/endpoints.ts';
import { lightFor } from '../cases/view.ts';
import { entrusted, loadLaw, type Law } from '../law/law.ts';
import { findUnits } from '../law/units.ts';
import { pageOf } from '../payments/lists.ts';
import { findDemands, insertDemand, stepDemand } from './demands.ts';
import { findComparison } from './compare.ts';
import { findIncomplete } from './incomplete.ts';
import { makeFiling, reportFaults } from './make.ts';
import { dressLines, filingDue, findDifferences, findExpected, findFiling, findFilingLines, findFilings, findUnreviewed, viewFiling, type FilingDays, type LineRow } from './queries.ts';
import { paperEndpoints } from './papers.ts';
import { summaryEndpoints } from './summary.ts';
import { upwardEndpoints } from './upward.ts';
import { cutoffOf, findRoster } from './roster.ts';
import { findLateFilings } from './waiting.ts';

const NONE = refuse('notfound', '没有这份报备，或不在您的辖区');
const speaker = (who: Who, law: Law) => ({ county: who.county, user: who.account, name: who.name, now: law.now, today: law.today });
const scopeFor = (who: Who, law: Law, q: { programme: string; month: string }) => ({ county: who.county, unit: who.unitId, programme: q.programme, month: q.month, cutoff: cutoffOf(q.month, law.today) });

/** Page cursors of lists numbered from 1. */
const numberOf = (cursor: string | undefined): number => (cursor !== undefined && /^\d{1,9}$/.test(cursor) ? Number(cursor) : 0);

/** A month that has not come and a programme that is none cannot be filed. */
function unknown(law: Law, q: { programme: string; month: string }) {
  if (!(law.policy.programme(q.programme, `${q.month}-01`) ?? law.policy.programme(q.programme, law.today))) return refuse('policy.absent', `没有项目 ${q.programme}`, { allowed: law.policy.programmes(law.today).map((p) => p.name) });
  return q.month > law.today.slice(0, 7) ? refuse('clock.early', `${q.month} 还没有到`, { allowed: [`报送 ${law.today.slice(0, 7)}`] }) : undefined;
}

/** Where the plan names a window for the electronic data, nothing is sent before it opens [XX-97]. */
const tooEarly = (law: Law, due: FilingDays): Refusal | undefined =>
  due.opensOn !== null && law.today < due.opensOn ? { ...refuse('clock.early', `${due.source.label}：自 ${due.opensOn} 起传送`, { allowed: [`${due.opensOn} 至 ${due.date} 报送`] }), clause: due.source.clause } : undefined;

/** Who files is the word of the procedure that the unit follows today; another post of the unit is refused [HQ-173]. */
function wrongPost(law: Law, who: Who, programme: string): Refusal | undefined {
  const p = law.policy.programme(programme, law.today);
  const delegated = 'inForce' in entrusted(law, who.unitKey, programme);
  const procedure = p && ((delegated ? law.policy.procedureFor(p, true, law.today) : undefined) ?? law.policy.procedureFor(p, false, law.today));
  const rule = procedure && ruleFor(procedure, 'file');
  if (!rule || (rule.by as readonly string[]).includes(who.post)) return undefined;
  const posts = rule.by.map((x) => POST_LABELS[x]);
  return refuse('rights.denied', `报送备案由${posts.join('或')}办理`, { policy: law.policy, source: rule.source, allowed: posts });
}

export function filingEndpoints(services: Services): Endpoint[] {
  return [
    endpoint(listFilings, async (tx, { query }, who) => {
      const law = await loadLaw(tx, services, who.county);
      const month = query.month ?? law.today.slice(0, 7);
      const units = new Map((await findUnits(tx)).map((u) => [u.id, u]));
      const programmes = query.programme ? [query.programme] : law.policy.programmes(law.today).map((p) => p.id);
      const mine = (id: number): boolean => query.unit === undefined || units.get(id)?.key === query.unit;
      if (query.state === 'late') {
        const late = (await findLateFilings(tx, law, query.unit)).filter((f) => programmes.includes(f.programme) && (who.area === null || who.area.includes(f.unit_id)));
        return { month, items: late.map((f) => viewFiling(law, units, { unit: f.unit_id, programme: f.programme, month: f.month }, undefined)) };
      }
      if (query.state === 'unreviewed') return { month, items: (await findUnreviewed(tx)).filter((f) => programmes.includes(f.programme) && mine(f.unit_id)).map((f) => viewFiling(law, units, { unit: f.unit_id, programme: f.programme, month: f.month }, f)) };
      const filings = (await findFilings(tx, month, query.programme)).filter((f) => mine(f.unit_id));
      const expected = await findExpected(tx, who.county, programmes, cutoffOf(month, law.today), who.area);
      const missing = expected.filter((e) => mine(e.unit_id) && !filings.some((f) => f.unit_id === e.unit_id && f.programme === e.programme));
      const items = [...filings.map((f) => viewFiling(law, units, { unit: f.unit_id, programme: f.programme, month }, f)), ...missing.map((e) => viewFiling(law, units, { unit: e.unit_id, programme: e.programme, month }, undefined))];
      return { month, items: items.sort((a, b) => (`${a.unit}|${a.programme}` < `${b.unit}|${b.programme}` ? -1 : 1)) };
    }),
    endpoint(previewFiling, async (tx, { query }, who) => {
      const law = await loadLaw(tx, services, who.county);
      const no = unknown(law, query);
      if (no) return no;
      const roster = await findRoster(tx, scopeFor(who, law, query));
      const report = monthlyReport(roster.lines, roster.handled);
      const due = filingDue(law, query.programme, query.month);
      const after = numberOf(query.cursor);
      const rows = roster.lines.map((l, i): LineRow => ({ line_no: i + 1, case_id: l.case, payee: l.payee, persons: l.persons, monthly_fen: l.monthlyFen, from_month: l.fromMonth, mark: l.mark, persons_before: l.personsBefore, fen_before: l.fenBefore, not_filed: null, demands: 0 })).slice(after, after + query.limit + 1);
      const page = pageOf(rows, query.limit, (r) => String(r.line_no));
      return {
        unit: who.unitKey, unitName: (await findUnits(tx)).find((u) => u.id === who.unitId)?.name ?? '', dueOn: due.date, dueSource: due.source, light: lightFor(law, due.date), opensOn: due.opensOn, report, faults: reportFaults(report, report, roster.last),
        total: roster.lines.length, why: (wrongPost(law, who, query.programme) ?? tooEarly(law, due))?.rule ?? null, items: await dressLines(tx, services, who.county, page.items), next: page.next,
      };
    }),
    endpoint(makeContract, async (tx, { body }, who) => {
      const actor = actorOf(who);
      if (!actor) return refuse('rights.denied', '您的岗位不能报备');
      const law = await loadLaw(tx, services, who.county);
      const no = unknown(law, body);
      if (no) return no;
      const wrong = wrongPost(law, who, body.programme);
      if (wrong) return wrong;
      const due = filingDue(law, body.programme, body.month);
      const early = tooEarly(law, due);
      if (early) return early;
      const done = await makeFiling(tx, services, { ...scopeFor(who, law, body), dueOn: due.date, papersDueOn: due.papers?.dueOn ?? null, today: law.today, now: law.now, actor, name: who.name, report: body.report });
      return isRefusal(done) ? done : { ...done, late: law.today > due.date, dueOn: due.date };
    }),
    endpoint(getFiling, async (tx, { params }, who) => {
      const f = await findFiling(tx, params.id);
      if (!f) return NONE;
      const law = await loadLaw(tx, services, who.county);
      const units = new Map((await findUnits(tx)).map((u) => [u.id, u]));
      return {
        ...viewFiling(law, units, { unit: f.unit_id, programme: f.programme, month: f.month }, f), report: f.report, lines: f.lines,
        examined: f.examined_at ? { by: f.examined_by_name ?? '', at: f.examined_at, note: f.note ?? '' } : null, differences: await findDifferences(tx, f), demands: await findDemands(tx, law, { filing: f.id, limit: 200 }), incomplete: await findIncomplete(tx, law, f), comparison: await findComparison(tx, f.id),
      };
    }),
    endpoint(listFilingLines, async (tx, { params, query }, who) => {
      if (!(await findFiling(tx, params.id))) return NONE;
      const rows = await findFilingLines(tx, who.county, params.id, { mark: query.mark, after: numberOf(query.cursor), limit: query.limit + 1 });
      const { items, next } = pageOf(rows, query.limit, (r) => String(r.line_no));
      return { items: await dressLines(tx, services, who.county, items), next };
    }),
    ...reviewEndpoints(services), ...paperEndpoints(services), ...summaryEndpoints(services), ...upwardEndpoints(services),
  ];
}

function reviewEndpoints(services: Services): Endpoint[] {
  return [
    endpoint(acceptFiling, async (tx, { params, body }, who) => {
      const f = await findFiling(tx, params.id, true);
      if (!f) return NONE;
      if (f.status === 'accepted') return refuse('step.done', '本期报备已经审查通过');
      if (f.open_demands > 0) return refuse('step.order', `还有 ${f.open_demands} 条整改要求没有办结`, { missing: ['整改要求办结'] });
      const law = await loadLaw(tx, services, who.county);
      await sql`update filing set status = 'accepted', examined_by = ${who.account}, examined_by_name = ${who.name}, examined_at = ${law.now}, note = ${body.note} where county_id = ${who.county} and id = ${f.id}`.execute(tx);
      return { id: f.id, status: 'accepted' };
    }),
    endpoint(raiseDemand, async (tx, { params, body }, who) => {
      const f = await findFiling(tx, params.id, true);
      if (!f) return NONE;
      const id = await insertDemand(tx, f, body, speaker(who, await loadLaw(tx, services, who.county)));
      return isRefusal(id) ? id : { id };
    }),
    endpoint(listDemands, async (tx, { query }, who) => {
      const law = await loadLaw(tx, services, who.county);
      const [closed, dueOn, id] = query.cursor ? Buffer.from(query.cursor, 'base64url').toString('utf8').split('|') : [];
      const after = dueOn && id && /^\d{4}-\d{2}-\d{2}$/.test(dueOn) && /^[0-9a-f-]{36}$/.test(id) ? ([closed === '1', dueOn, id] as const) : undefined;
      const rows = await findDemands(tx, law, { state: query.state, unit: query.unit, after, limit: query.limit + 1 });
      return pageOf(rows, query.limit, (r) => Buffer.from(`${r.closed ? 1 : 0}|${r.dueOn}|${r.id}`).toString('base64url'));
    }),
    endpoint(answerDemand, async (tx, { params, body }, who) => await stepDemand(tx, params.id, { step: 'answer', text: body.text }, speaker(who, await loadLaw(tx, services, who.county)))),
    endpoint(sendBackDemand, async (tx, { params, body }, who) => await stepDemand(tx, params.id, { step: 'back', text: body.text, dueOn: body.dueOn }, speaker(who, await loadLaw(tx, services, who.county)))),
    endpoint(closeDemand, async (tx, { params, body }, who) => await stepDemand(tx, params.id, { step: 'close', text: body.text }, speaker(who, await loadLaw(tx, services, who.county)))),
  ];
}
