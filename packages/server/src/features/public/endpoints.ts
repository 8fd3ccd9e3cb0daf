import { sql } from 'kysely';
import { listNotices, listPublished, listSubmissions, openSender, showAccessCode } from '@doudi/core/api/public';
import { deadlines } from '@doudi/core/case/deadlines';
import type { CaseState } from '@doudi/core/case/state';
import { SUBMISSION_LABELS } from '@doudi/core/case/submissions/payloads';
import { pendingSubmissions } from '@doudi/core/case/submissions/pending';
import { refuse } from '@doudi/core/refusal/refusal';
import type { Tx } from '../../platform/database.ts';
import { endpoint, type Endpoint, type Who } from '../../platform/http/endpoint.ts';
import type { Services } from '../../services.ts';
import { countyOf } from '../../services.ts';
import { logAccess } from '../audit/access.ts';
import { contextOf, findCase, NO_RELATIONS, NOT_FOUND } from '../cases/context.ts';
import { lightFor } from '../cases/view.ts';
import { loadLaw } from '../law/law.ts';
import { findUnits, type UnitRow } from '../law/units.ts';
import { accessCode, printedCode } from './access.ts';
import { findContact } from './contact.ts';
import { findCounts, findList } from './scope.ts';
import { DEFAULT_TEXTS, fill } from './words.ts';

interface Shown {
  readonly id: string;
  readonly case_id: string;
  readonly number: string;
  readonly unit_id: number;
  readonly area_id: number;
  readonly programme_name: string;
  readonly name: string;
  readonly applicants: number;
  readonly persons: number | null;
  readonly fen: number | null;
  readonly outcome: 'grant' | 'refuse';
  readonly level: 'unit' | 'county';
  readonly from_on: string;
  readonly until_on: string;
  readonly provisional: boolean;
  readonly place: string;
  readonly remark: string | null;
  readonly state: CaseState;
}

const sees = (who: Who, id: number): boolean => who.area === null || who.area.includes(id);
/** Rows of one answer: a street has some dozens of notices up, a county some hundreds. */
const MOST = 500;

export function publicEndpoints(services: Services): Endpoint[] {
  const unitOf = (units: readonly UnitRow[], id: number): UnitRow | undefined => units.find((u) => u.id === id);
  const key = (who: Who): string => countyOf(services, who.county).key;
  return [
    endpoint(listNotices, async (tx, { query }, who) => {
      const law = await loadLaw(tx, services, who.county);
      const units = await findUnits(tx);
      const village = query.village === undefined ? undefined : units.find((u) => u.key === query.village);
      if (query.village !== undefined && (!village || !sees(who, village.id))) return refuse('notfound', '没有这个村（居），或不在您的辖区');
      const { rows } = await sql<Shown>`select p.id, p.case_id, f.number, p.unit_id, p.area_id, p.programme_name, p.name, p.applicants, p.persons, p.fen, p.outcome, p.level, p.from_on, p.until_on, p.provisional, p.place, p.remark, f.state
        from publication p join case_file f on f.county_id = p.county_id and f.id = p.case_id where p.county_id = ${who.county} and p.kind = 'notice' and p.ended_on is null ${village ? sql`and p.area_id = ${village.id}` : sql``} order by p.until_on, p.id limit ${MOST}`.execute(tx);
      return {
        items: rows.map((r) => {
          // The sheet comes down on the first working day after its last day; from then on it hangs too long.
          const down = law.calendar.addWorkingDays(r.until_on, 1).date;
          return {
            id: r.id, case: r.case_id, number: r.number, unit: unitOf(units, r.unit_id)?.name ?? '', village: unitOf(units, r.area_id)?.name ?? '', programmeName: r.programme_name, name: r.name, applicants: r.applicants, persons: r.persons, fen: r.fen, outcome: r.outcome, level: r.level,
            from: r.from_on, until: r.until_on, provisional: r.provisional && !law.calendar.isKnown(r.until_on), place: r.place, remark: r.remark, shown: law.today <= r.until_on,
            light: lightFor(law, down) ?? { light: 'green' as const, text: '' }, open: pendingSubmissions(r.state, ['objection']).length, url: `/public/${key(who)}/n/${r.id}`,
          };
        }),
      };
    }),
    endpoint(listPublished, async (tx, { query }, who) => {
      const law = await loadLaw(tx, services, who.county);
      const units = await findUnits(tx);
      const m = query.month ?? law.today.slice(0, 7);
      if (m > law.today.slice(0, 7)) return refuse('date.order', `${m} 还没有到`);
      const counts = (await findCounts(tx, who.county, law.today)).filter((c) => sees(who, c.area_id));
      const villages = counts.map((c) => ({ key: unitOf(units, c.area_id)?.key ?? '', name: unitOf(units, c.area_id)?.name ?? '', unit: unitOf(units, c.unit_id)?.name ?? '', notices: c.notices, lists: c.lists })).sort((a, b) => a.unit.localeCompare(b.unit, 'zh') || a.name.localeCompare(b.name, 'zh'));
      if (query.village === undefined) return { month: m, villages, village: null, programmes: [] };
      const v = units.find((u) => u.key === query.village);
      if (!v || !sees(who, v.id)) return refuse('notfound', '没有这个村（居），或不在您的辖区');
      const rows = await findList(tx, who.county, v.id, m, query.programme);
      const office = unitOf(units, v.parent_id ?? v.id);
      const layer = countyOf(services, who.county).layer;
      const telephones = [layer.units.find((u) => u.id === office?.key)?.telephone, layer.jurisdiction?.telephone].filter((t) => t !== undefined).join('、');
      const ids = [...new Set(rows.map((r) => r.programme))];
      return {
        month: m, villages, village: { key: v.key, name: v.name, unit: office?.name ?? '', telephones, url: `/public/${key(who)}/v/${v.key}` },
        programmes: ids.map((id) => {
          const mine = rows.filter((r) => r.programme === id);
          const name = mine[0]?.programme_name ?? id;
          return {
            id, name, text: fill(law.policy.text('letter.publication', law.today) ?? DEFAULT_TEXTS['letter.publication'], { programme: name }), households: mine.length, persons: mine.reduce((n, r) => n + r.persons, 0),
            lines: mine.map((r) => ({ name: r.name, persons: r.persons, fen: r.fen, payment: r.payment, fromMonth: r.from_month })),
          };
        }),
      };
    }),
    endpoint(listSubmissions, async (tx, { query }, who) => {
      const law = await loadLaw(tx, services, who.county);
      const units = await findUnits(tx);
      const staff = new Map((await sql<{ id: string; name: string }>`select id, name from account where county_id = ${who.county}`.execute(tx)).rows.map((a) => [a.id, a.name]));
      const { rows } = await sql<{ case_id: string; number: string; unit_id: number; state: CaseState }>`select f.id as case_id, f.number, f.unit_id, f.state from case_file f
        where f.county_id = ${who.county} and f.id in (select case_id from submission where county_id = ${who.county}) order by f.updated_at desc limit ${MOST}`.execute(tx);
      const items = rows.flatMap((r) => {
        const context = contextOf(law, r.state, NO_RELATIONS);
        const dl = deadlines(r.state, context);
        return (r.state.submissions ?? []).filter((x) => (query.state === 'open' ? !x.answered : x.answered?.outcome === query.state)).map((x) => {
          const due = dl.find((d) => d.id === `submission.${x.seq}`)?.due ?? null;
          return {
            id: x.id, case: r.case_id, number: r.number, unit: unitOf(units, r.unit_id)?.name ?? '', programmeName: context.programme.name, kind: x.kind, kindText: SUBMISSION_LABELS[x.kind], by: x.by, named: x.named, on: x.on, due, light: x.answered ? null : lightFor(law, due), text: x.text, files: x.files.length,
            answered: x.answered ? { on: x.answered.on, outcome: x.answered.outcome, text: x.answered.text, by: staff.get(x.answered.by) ?? '' } : null,
          };
        });
      });
      return { items: items.sort((a, b) => (a.on < b.on ? -1 : 1)).slice(0, MOST) };
    }),
    endpoint(showAccessCode, async (tx, { params, body }, who) => {
      const row = await findCase(tx, params.id);
      if (!row) return NOT_FOUND;
      if (who.post !== 'handler') return refuse('rights.denied', '查询码由经办人员交给申请人本人', { allowed: ['经办人员'] });
      if (row.state.receipt === undefined) return refuse('step.order', '受理之后才有查询码', { missing: ['受理'] });
      await logAccess(tx, who, (await loadLaw(tx, services, who.county)).now, 'unmask', `access-code:${row.id}`, body.purpose);
      return { number: row.number, code: printedCode(accessCode(services, who.county, row.id, row.state.accessIssue ?? 1)), path: `/public/my?county=${key(who)}` };
    }),
    endpoint(openSender, async (tx, { params, body }, who) => await sender(tx, services, who, params.id, params.submission, body.purpose)),
  ];
}

async function sender(tx: Tx, services: Services, who: Who, caseId: string, id: string, purpose: string) {
  const row = await findCase(tx, caseId);
  const contact = row?.state.submissions?.some((x) => x.id === id) ? await findContact(tx, services, who.county, id) : undefined;
  if (!contact) return refuse('notfound', '没有这件网上提交，或不在您的辖区');
  await logAccess(tx, who, (await loadLaw(tx, services, who.county)).now, 'unmask', `submission:${id}`, purpose);
  return { name: contact.name ?? null, phone: contact.phone ?? null };
}
