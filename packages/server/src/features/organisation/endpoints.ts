import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { getOrganisation, issueEntrustment, withdrawEntrustment } from '@doudi/core/api/organisation';
import { isDate } from '@doudi/core/calendar/date';
import { entrustmentSchema, type Entrustment } from '@doudi/core/policy/model';
import { isOffice } from '@doudi/core/policy/offices';
import { refuse, type Refusal } from '@doudi/core/refusal/refusal';
import { endpoint, type Endpoint } from '../../platform/http/endpoint.ts';
import { countyOf, type Services } from '../../services.ts';
import { rerouteCases } from '../cases/reproject.ts';
import { loadLaw, type Law } from '../law/law.ts';
import { below, findUnits } from '../law/units.ts';
import { entrustmentViews, findEvents, findStaff, programmeName, reserved, unitViews, validOn } from './queries.ts';
import { removalEndpoints } from './relative-removal.ts';
import { relativeEndpoints } from './relatives.ts';
import type { Tx } from '../../platform/database.ts';

const field = (name: string, message: string): Refusal => refuse('input.invalid', message, { fields: [{ path: name, message }] });

/** What cannot be entrusted so: unknown or unfit units, unknown programmes, dates that do not fit, a number used before. */
function checkEntrustment(law: Law, e: Entrustment, reason: string): Refusal | undefined {
  const { policy, today } = law;
  const { county } = policy;
  for (const d of [e.from, ...(e.to ? [e.to] : [])]) if (!isDate(d)) return field('body.from', `${d} 不是日历上的日期`);
  if (e.to !== undefined && e.to < e.from) return refuse('date.order', `止日 ${e.to} 早于起日 ${e.from}`);
  if (e.from < today && reason === '') return refuse('reason.missing', `起日早于今天（${today}）的，须写明补登的理由`, { missing: ['理由'] });
  if (county.entrustments.some((x) => x.number === e.number)) return refuse('conflict.duplicate', `文号 ${e.number} 已经登记`);
  for (const id of e.units) {
    const u = county.units.find((x) => x.id === id);
    if (!u) return field('body.units', `没有单位 ${id}`);
    if (!isOffice(u)) return field('body.units', `${u.name}不是乡镇（街道、农场、中心），不能受托`);
    if (!validOn(u, e.from)) return field('body.units', `${u.name}在 ${e.from} 不在本辖区${u.note ? `：${u.note}` : ''}`);
  }
  const known = [...policy.programmes(e.from).map((p) => p.id), ...reserved(law).map((p) => p.id)];
  const strange = e.programme.find((p) => !known.includes(p));
  if (strange !== undefined) return field('body.programmes', `${e.from} 没有项目 ${strange}`);
  if (e.source.instrument !== undefined && !policy.instrument(e.source.instrument)) return field('body.source', `没有收录文件 ${e.source.instrument}`);
  return undefined;
}

/** Ids of the named units as rows know them, villages below included. */
async function rowsOf(tx: Tx, keys: readonly string[]): Promise<number[]> {
  const units = await findUnits(tx);
  return [...new Set(units.filter((u) => keys.includes(u.key)).flatMap((u) => below(units, u.id)))];
}

export function organisationEndpoints(services: Services): Endpoint[] {
  return [
    endpoint(getOrganisation, async (tx, { query }, who) => {
      if (query.on !== undefined && !isDate(query.on)) return field('query.on', `${query.on} 不是日历上的日期`);
      const law = await loadLaw(tx, services, who.county);
      const on = query.on ?? law.today;
      const { layer } = countyOf(services, who.county);
      return {
        on, county: { key: who.countyKey, name: layer.jurisdiction?.name ?? '', bureau: layer.jurisdiction?.bureau ?? '' }, units: unitViews(law, on, await findStaff(tx, on)), entrustments: entrustmentViews(law, on, await findEvents(tx)),
        programmes: [...law.policy.programmes(on).map((p) => ({ id: p.id, name: p.name, reserved: false })), ...reserved(law).filter((r) => !law.policy.programme(r.id, on)).map((r) => ({ id: r.id, name: r.name, reserved: true }))],
      };
    }),
    endpoint(issueEntrustment, async (tx, { body }, who) => {
      const law = await loadLaw(tx, services, who.county);
      const bureau = countyOf(services, who.county).layer.jurisdiction?.bureau ?? '';
      const parsed = entrustmentSchema.safeParse({
        id: `e-${randomUUID()}`, number: body.number, programme: [...new Set(body.programmes)], units: [...new Set(body.units)], ...(body.limitFen === undefined ? {} : { limitFen: body.limitFen }), from: body.from, ...(body.to ? { to: body.to } : {}),
        entrusting: bureau, signatories: body.signatories, source: body.source ?? { assumption: '登记时未注明依据条款' },
      });
      if (!parsed.success) return field('body', parsed.error.issues[0]?.message ?? '委托书内容不对');
      const e = parsed.data;
      const no = checkEntrustment(law, e, body.reason);
      if (no) return no;
      await sql`insert into entrustment_event (county_id, id, kind, entrustment, unit_key, from_date, body, reason, by_account, at)
        values (${who.county}, ${randomUUID()}, 'issued', ${e.id}, null, ${e.from}, ${JSON.stringify(e)}::jsonb, ${body.reason}, ${who.account}, ${law.now})`.execute(tx);
      const moved = e.from <= law.today ? (await rerouteCases(tx, services, who.county, await rowsOf(tx, e.units))).routed.length : 0;
      return { id: e.id, moved };
    }),
    endpoint(withdrawEntrustment, async (tx, { params, body }, who) => {
      const law = await loadLaw(tx, services, who.county);
      const e = law.policy.county.entrustments.find((x) => x.id === params.id);
      if (!e) return refuse('notfound', '没有这份委托书');
      if (!isDate(body.from)) return field('body.from', `${body.from} 不是日历上的日期`);
      // What was confirmed under it stays confirmed: a withdrawal never reaches back.
      if (body.from < law.today) return refuse('date.order', `收回不溯及既往，起算日不能早于今天（${law.today}）`, { allowed: [`${law.today} 或以后`] });
      if (e.to !== undefined && body.from > e.to) return refuse('date.order', `委托书 ${e.number} 到 ${e.to} 已经期满`);
      if (body.unit !== undefined && !e.units.includes(body.unit)) return field('body.unit', `委托书 ${e.number} 没有委托这个单位`);
      const before = law.withdrawals.find((w) => w.entrustment === e.id && w.from <= body.from && (w.unit === undefined || w.unit === body.unit));
      if (before) return refuse('conflict.duplicate', `已自 ${before.from} 起收回：${before.reason}`);
      await sql`insert into entrustment_event (county_id, id, kind, entrustment, unit_key, from_date, body, reason, by_account, at)
        values (${who.county}, ${randomUUID()}, 'withdrawn', ${e.id}, ${body.unit ?? null}, ${body.from}, ${JSON.stringify({ number: e.number, programmes: e.programme.map((p) => programmeName(law, p, law.today)) })}::jsonb, ${body.reason}, ${who.account}, ${law.now})`.execute(tx);
      if (body.from > law.today) return { id: e.id, moved: 0, cases: [] };
      const { routed } = await rerouteCases(tx, services, who.county, await rowsOf(tx, body.unit === undefined ? e.units : [body.unit]));
      return { id: e.id, moved: routed.length, cases: routed.slice(0, 50) };
    }),
    ...relativeEndpoints(services),
    ...removalEndpoints(services),
  ];
}
