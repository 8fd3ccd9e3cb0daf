import { confirmImport, discardImport, getImport, listImportFaults, listImports, listRoster } from '@doudi/core/api/rosters';
import { isRefusal, refuse, type Refusal } from '@doudi/core/refusal/refusal';
import { endpoint, type Endpoint, type Who } from '../../platform/http/endpoint.ts';
import type { Tx } from '../../platform/database.ts';
import type { Services } from '../../services.ts';
import { sql } from 'kysely';
import { loadLaw, type Law } from '../law/law.ts';
import { findUnits } from '../law/units.ts';
import { pageOf } from '../payments/lists.ts';
import { cutoffOf } from './entitled.ts';
import { confirm, findFaultKinds, findFaults, findImport, findImports, NO_IMPORT, viewImport } from './imports.ts';
import { dressRoster, findTotals, rosterSql, type RosterScope } from './lines.ts';
import { UploadStore } from './uploads.ts';

const decode = (cursor: string | undefined): string[] => (cursor ? Buffer.from(cursor, 'base64url').toString('utf8').split('|') : []);
const encode = (...parts: (string | number)[]): string => Buffer.from(parts.join('|')).toString('base64url');

/** What a roster is asked for, in the caller's area. Refusals: no such programme, month or unit. */
export async function rosterScope(tx: Tx, law: Law, who: Who, q: { programme: string; month: string; unit?: string | undefined; imported?: 'yes' | 'no' | undefined }): Promise<(RosterScope & { programmeName: string; unitName: string }) | Refusal> {
  const programme = law.policy.programme(q.programme, `${q.month}-01`) ?? law.policy.programme(q.programme, law.today);
  if (!programme) return refuse('policy.absent', `没有项目 ${q.programme}`, { allowed: law.policy.programmes(law.today).map((p) => p.name) });
  if (q.month > law.today.slice(0, 7)) return refuse('clock.early', `${q.month} 还没有到`, { allowed: [`查看 ${law.today.slice(0, 7)}`] });
  const units = await findUnits(tx);
  const unit = q.unit === undefined ? undefined : units.find((u) => u.key === q.unit);
  if (q.unit !== undefined && (!unit || (who.area !== null && !who.area.includes(unit.id)))) return refuse('notfound', '没有这个单位，或不在您的辖区');
  const own = units.find((u) => u.id === who.unitId)?.name ?? '';
  return {
    county: who.county, programme: programme.id, month: q.month, cutoff: cutoffOf(q.month, law.today), unit: unit?.id, imported: q.imported === undefined ? undefined : q.imported === 'yes',
    programmeName: programme.name, unitName: unit?.name ?? (who.area === null ? `${own}（全部单位）` : own),
  };
}

export function rosterEndpoints(services: Services): Endpoint[] {
  const store = new UploadStore(services.installation);
  return [
    endpoint(listRoster, async (tx, { query }, who) => {
      const law = await loadLaw(tx, services, who.county);
      const scope = await rosterScope(tx, law, who, query);
      if (isRefusal(scope)) return scope;
      const { rows } = await rosterSql(scope, { after: decode(query.cursor)[0] ?? '', limit: query.limit + 1 }).execute(tx);
      const { items, next } = pageOf(rows, query.limit, (r) => encode(r.number));
      return { items: dressRoster(services, who.county, items), next, totals: await findTotals(tx, scope) };
    }),
    endpoint(listImports, async (tx, { query }, who) => {
      const law = await loadLaw(tx, services, who.county);
      const [at, id] = decode(query.cursor);
      const after = at && id && /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(at) && /^[0-9a-f-]{36}$/.test(id) ? ([at, id] as const) : undefined;
      const { items, next } = pageOf(await findImports(tx, after, query.limit + 1), query.limit, (r) => encode(r.uploaded_at, r.id));
      return { items: items.map((r) => viewImport(law, r)), next };
    }),
    endpoint(getImport, async (tx, { params }, who) => {
      const r = await findImport(tx, params.id);
      if (!r) return NO_IMPORT;
      const law = await loadLaw(tx, services, who.county);
      return { ...viewImport(law, r), payFromEarliest: law.today.slice(0, 7), kinds: await findFaultKinds(tx, r.id) };
    }),
    endpoint(listImportFaults, async (tx, { params, query }) => {
      if (!(await findImport(tx, params.id))) return NO_IMPORT;
      const [row, ordinal] = decode(query.cursor).map(Number);
      const rows = await findFaults(tx, params.id, [Number.isInteger(row) ? (row ?? 0) : 0, Number.isInteger(ordinal) ? (ordinal ?? 0) : 0], query.limit + 1);
      const { items, next } = pageOf(rows, query.limit, (r) => encode(r.row, r.ordinal));
      return { items: items.map(({ row: n, column, text, dragged }) => ({ row: n, column, text, dragged })), next };
    }),
    endpoint(confirmImport, async (tx, { params, body }, who) => {
      const r = await findImport(tx, params.id, true);
      if (!r) return NO_IMPORT;
      const law = await loadLaw(tx, services, who.county);
      const no = await confirm(tx, who, law, r, body);
      if (no) return no;
      const after = await findImport(tx, r.id);
      return after ? viewImport(law, after) : NO_IMPORT;
    }),
    endpoint(discardImport, async (tx, { params }, who) => {
      const r = await findImport(tx, params.id, true);
      if (!r) return NO_IMPORT;
      if (r.status !== 'checked') return refuse('step.done', '这次导入已经确认或放弃');
      if (who.area !== null && r.uploaded_by !== who.account) return refuse('rights.denied', '由上传的人或县级放弃', { allowed: [r.uploaded_by_name] });
      await sql`update roster_import set status = 'discarded' where county_id = ${who.county} and id = ${r.id}`.execute(tx);
      await store.remove(r.id);
      const after = await findImport(tx, r.id);
      return after ? viewImport(await loadLaw(tx, services, who.county), after) : NO_IMPORT;
    }),
  ];
}
