import { randomUUID } from 'node:crypto';
import fs from 'node:fs/promises';
import path from 'node:path';
import { sql } from 'kysely';
import { chooseFloor, getCalendar, getPlan, importCalendar, listConflicts, listInstruments, listParameters, listProcedures } from '@doudi/core/api/policy';
import { isDate } from '@doudi/core/calendar/date';
import type { Instrument } from '@doudi/core/policy/model';
import { refuse, type Refusal } from '@doudi/core/refusal/refusal';
import { may } from '@doudi/core/rights/permissions';
import { endpoint, type Endpoint } from '../../platform/http/endpoint.ts';
import { countyOf, type Services } from '../../services.ts';
import { reproject } from '../cases/reproject.ts';
import { loadLaw } from '../law/law.ts';
import { checkYear, findImportedYears, importYear, yearsView } from './calendar.ts';
import { findChoices, layerOf, parameters, procedureView, sourceView } from './queries.ts';

const badDate = (on: string | undefined): Refusal | undefined => (on === undefined || isDate(on) ? undefined : refuse('input.invalid', `${on} 不是日历上的日期`, { fields: [{ path: 'query.on', message: '不是有效日期' }] }));

function stateOf(i: Instrument, on: string): { state: 'inForce' | 'notYet' | 'ended' | 'undated'; stateText: string } {
  const from = i.from ?? i.date;
  if (from === undefined && i.to === undefined) return { state: 'undated', stateText: '起止日期未收录' };
  if (from !== undefined && on < from) return { state: 'notYet', stateText: `自 ${from} 起施行` };
  return i.to !== undefined && on > i.to ? { state: 'ended', stateText: `已于 ${i.to} 失效` } : { state: 'inForce', stateText: '有效' };
}

export function policyEndpoints(services: Services): Endpoint[] {
  return [
    endpoint(listParameters, async (tx, { query }, who) => {
      const no = badDate(query.on);
      if (no) return no;
      const law = await loadLaw(tx, services, who.county);
      const on = query.on ?? law.today;
      return { on, items: parameters(law, on, await findChoices(tx), query), programmes: law.policy.programmes(on).map((p) => ({ id: p.id, name: p.name, source: sourceView(law.policy, p.source) })) };
    }),
    endpoint(listInstruments, async (tx, { query }, who) => {
      const no = badDate(query.on);
      if (no) return no;
      const { policy, today } = await loadLaw(tx, services, who.county);
      const on = query.on ?? today;
      const plan = policy.county.jurisdiction?.plan;
      const view = (i: Instrument, layer: string) => {
        const { state, stateText } = stateOf(i, on);
        return {
          id: i.id, title: i.title, number: i.number ?? null, issuer: i.issuer ?? null, date: i.date ?? null, from: i.from ?? null, to: i.to ?? null, basis: i.basis, public: i.public, note: i.note ?? null,
          ...layerOf(policy, layer), inForce: state === 'inForce', state, stateText, isPlan: i.id === plan,
        };
      };
      return { on, items: [...policy.county.instruments.map((i) => view(i, policy.county.id)), ...policy.nation.instruments.map((i) => view(i, policy.nation.id))] };
    }),
    endpoint(listProcedures, async (tx, { query }, who) => {
      const no = badDate(query.on);
      if (no) return no;
      const { policy, today } = await loadLaw(tx, services, who.county);
      const on = query.on ?? today;
      const wanted = policy.programmes(on).filter((p) => query.programme === undefined || p.id === query.programme);
      return { on, items: wanted.map((p) => ({ programme: p.id, programmeName: p.name, delegated: procedureView(policy, policy.procedureFor(p, true, on), on, p.id), undelegated: procedureView(policy, policy.procedureFor(p, false, on), on, p.id) })) };
    }),
    endpoint(getPlan, async (tx, _, who) => {
      const { policy } = await loadLaw(tx, services, who.county);
      const i = policy.instrument(countyOf(services, who.county).layer.jurisdiction?.plan ?? '');
      const text = await fs.readFile(path.join(services.installation.config.policyFolder, who.countyKey, 'plan.txt'), 'utf8').catch(() => undefined);
      if (!i || text === undefined) return refuse('notfound', '没有收录本地方案全文');
      return { instrument: i.id, title: i.title, number: i.number ?? null, date: i.date ?? null, issuer: i.issuer ?? null, text };
    }),
    endpoint(listConflicts, async (tx, { query }, who) => {
      const no = badDate(query.on);
      if (no) return no;
      const law = await loadLaw(tx, services, who.county);
      const on = query.on ?? law.today;
      return { on, items: parameters(law, on, await findChoices(tx), {}).flatMap((p) => (p.conflict ? [p.conflict] : [])) };
    }),
    endpoint(chooseFloor, async (tx, { body }, who) => {
      const law = await loadLaw(tx, services, who.county);
      if (!isDate(body.from)) return refuse('input.invalid', `${body.from} 不是日历上的日期`, { fields: [{ path: 'body.from', message: '不是有效日期' }] });
      if (body.reason.length < 2) return refuse('reason.missing', '选择适用方案还是国家底线，须写明理由', { missing: ['理由'] });
      // Applications of days gone by were handled under the law of their day.
      if (body.from < law.today) return refuse('date.order', `选择不溯及既往，起算日不能早于今天（${law.today}）`, { allowed: [`${law.today} 或以后`] });
      const choices = await findChoices(tx);
      const open = parameters(law, body.from, choices, {}).find((p) => p.key === body.key && p.conflict && (body.programme === undefined || p.programme === null || p.programme === body.programme));
      if (!open) return refuse('notfound', `${body.from} 的“${body.key}”没有与国家底线的冲突，不需要选择`, { allowed: parameters(law, body.from, choices, {}).flatMap((p) => (p.conflict ? [`${p.label}（${p.key}）`] : [])) });
      if (body.programme !== undefined && !law.policy.programme(body.programme, body.from)) return refuse('notfound', `${body.from} 没有项目 ${body.programme}`, { allowed: law.policy.programmes(body.from).map((p) => p.id) });
      // One day has one law: a change of mind takes effect on another day.
      if (choices.some((c) => c.key === body.key && c.programme === (body.programme ?? null) && c.from_date === body.from)) return refuse('conflict.duplicate', `自 ${body.from} 起算的选择已经记录，不可更改`, { allowed: ['另定起算日，另记一次选择'] });
      const id = randomUUID();
      await sql`insert into floor_choice (county_id, id, key, programme, choose, reason, from_date, chosen_by, at) values (${who.county}, ${id}, ${body.key}, ${body.programme ?? null}, ${body.choose}, ${body.reason}, ${body.from}, ${who.account}, ${law.now})`.execute(tx);
      const { rows } = await sql<{ id: string }>`select id from case_file where county_id = ${who.county} and closed_on is null and application_date >= ${body.from}`.execute(tx);
      return { id, refreshed: (await reproject(tx, services, who.county, rows.map((r) => r.id))).changed };
    }),
    endpoint(getCalendar, async (tx, _, who) => {
      const law = await loadLaw(tx, services, who.county);
      const lastKnown = law.calendar.knownYears.at(-1) ?? 0;
      const provisional = may(who.post, 'case.read') ? (await sql<{ n: number }>`select count(*) as n from case_deadline where county_id = ${who.county} and provisional and finished_on is null`.execute(tx)).rows[0]?.n ?? 0 : null;
      return { years: yearsView(services, law, await findImportedYears(tx)), lastKnown, provisional, note: `${lastKnown + 1} 年及以后的放假安排尚未导入；算到这些年份的期限按周一至周五计算，标为“暂定”，导入后重算。` };
    }),
    endpoint(importCalendar, async (tx, { params, body }, who) => checkYear(services, params.year, body) ?? (await importYear(tx, services, who, params.year, body))),
  ];
}
