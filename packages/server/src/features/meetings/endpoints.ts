import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { addMember, endMember, listBodies, meetingSetup } from '@doudi/core/api/meetings';
import { daysBetween, isDate } from '@doudi/core/calendar/date';
import { meetingSteps } from '@doudi/core/case/meetings/result';
import { scopeOf, STEP_LABELS } from '@doudi/core/case/procedure';
import { routed } from '@doudi/core/case/routing';
import { POST_LABELS } from '@doudi/core/case/step-guard';
import { readIdentity } from '@doudi/core/people/id-number';
import type { MeetingBody, Post } from '@doudi/core/policy/model';
import { isOffice } from '@doudi/core/policy/offices';
import { isRefusal, refuse, type Refusal } from '@doudi/core/refusal/refusal';
import type { Tx } from '../../platform/database.ts';
import { endpoint, type Endpoint, type Who } from '../../platform/http/endpoint.ts';
import type { Services } from '../../services.ts';
import { findCase, loadContext, NOT_FOUND } from '../cases/context.ts';
import { loadLaw, type Law } from '../law/law.ts';
import { findUnits, type UnitRow } from '../law/units.ts';
import { findMembers, inForce, nameOfMember, sealMember, type MemberRow } from './members.ts';
import { bodyView, shortcomings } from './view.ts';

const field = (name: string, message: string): Refusal => refuse('input.invalid', message, { fields: [{ path: `body.${name}`, message }] });
/** Meetings shown of a body: the last of them. */
const HELD = 50;

/** Units that the caller sees and that have bodies of their own; one's own first. */
const unitsOf = (units: readonly UnitRow[], who: Who): UnitRow[] => units.filter((u) => isOffice(u) && (who.area === null || who.area.includes(u.id))).toSorted((a, b) => Number(b.id === who.unitId) - Number(a.id === who.unitId));

/** The body's own members, kind by kind as its clause names them. */
const inOrder = (body: MeetingBody, members: readonly MemberRow[]): MemberRow[] => {
  const rank = (m: MemberRow): number => body.members.findIndex((k) => k.id === m.kind);
  return members.filter((m) => m.body === body.id).toSorted((a, b) => rank(a) - rank(b));
};

export const mayKeep = (body: MeetingBody, who: Who): boolean => (body.keptBy as readonly string[]).includes(who.post);

/** The unit and body of a change to the register, or why the caller may not make it. */
export async function keeping(tx: Tx, law: Law, who: Who, unitKey: string, bodyId: string): Promise<{ unit: UnitRow; body: MeetingBody } | Refusal> {
  const unit = unitsOf(await findUnits(tx), who).find((u) => u.key === unitKey);
  if (!unit) return refuse('notfound', '没有这个单位，或不在您的辖区');
  const body = law.policy.standingBodies(law.today).find((b) => b.id === bodyId);
  if (!body) return refuse('notfound', `${law.today} 没有这个议事机构`, { allowed: law.policy.standingBodies(law.today).map((b) => b.name) });
  if (!mayKeep(body, who)) return refuse('rights.denied', `${body.name}的名册由${body.keptBy.map((p: Post) => POST_LABELS[p]).join('或')}管理`, { allowed: body.keptBy.map((p: Post) => POST_LABELS[p]) });
  return { unit, body };
}

export function meetingEndpoints(services: Services): Endpoint[] {
  const view = (county: number, body: MeetingBody, m: MemberRow, today: string) => ({
    id: m.id, kind: m.kind, kindText: body.members.find((k) => k.id === m.kind)?.label ?? m.kind, name: nameOfMember(services, county, m), account: m.account_id, from: m.from_date, to: m.to_date, current: inForce(m, today),
  });
  return [
    endpoint(listBodies, async (tx, { query }, who) => {
      const law = await loadLaw(tx, services, who.county);
      const units = unitsOf(await findUnits(tx), who);
      const unit = query.unit === undefined ? units[0] : units.find((u) => u.key === query.unit);
      if (!unit) return query.unit === undefined ? { today: law.today, units: [], unit: '', bodies: [] } : refuse('notfound', '没有这个单位，或不在您的辖区');
      const members = await findMembers(tx, unit.id);
      const rules = (await sql<{ id: string; body: string; title: string; from_date: string; by: string }>`select r.id, r.body, r.title, r.from_date, a.name as by from meeting_rules r join account a on a.county_id = r.county_id and a.id = r.filed_by
        where r.county_id = ${who.county} and r.unit_id = ${unit.id} order by r.from_date desc, r.filed_at desc`.execute(tx)).rows;
      const held = (await sql<{ body: string; case_id: string; number: string; held_on: string; expected: number; present: number; recused: number; passed: boolean }>`select h.body, h.case_id, f.number, h.held_on, h.expected, h.present, h.recused, h.passed
        from (select x.*, row_number() over (partition by x.body order by x.held_on desc, x.seq desc) as n from meeting_held x where x.county_id = ${who.county} and x.unit_id = ${unit.id}) h join case_file f on f.county_id = h.county_id and f.id = h.case_id
        where h.n <= ${HELD} order by h.held_on desc, f.number`.execute(tx)).rows;
      return {
        today: law.today, units: units.map((u) => ({ key: u.key, name: u.name })), unit: unit.key,
        bodies: law.policy.standingBodies(law.today).map((body) => {
          const b = bodyView(body, law.policy, { on: law.today });
          const mine = inOrder(body, members);
          const current = mine.filter((m) => inForce(m, law.today));
          const own = held.filter((h) => h.body === body.id);
          const inRule = rules.filter((r) => r.body === body.id);
          const lastOn = own[0]?.held_on ?? null;
          return {
            body: b, mayKeep: mayKeep(body, who), keepers: body.keptBy.map((p) => POST_LABELS[p]),
            members: (query.past === 'true' ? mine : mine.filter((m) => m.to_date === null || m.to_date >= law.today)).map((m) => view(who.county, body, m, law.today)),
            rules: inRule.map((r) => ({ id: r.id, title: r.title, from: r.from_date, by: r.by })),
            held: own.map((h) => ({ caseId: h.case_id, caseNumber: h.number, on: h.held_on, expected: h.expected, present: h.present, recused: h.recused, passed: h.passed })),
            lastOn, warnings: shortcomings(b, current, inRule.length, lastOn, lastOn === null ? null : daysBetween(lastOn, law.today)),
          };
        }),
      };
    }),
    endpoint(addMember, async (tx, { body: p }, who) => {
      const law = await loadLaw(tx, services, who.county);
      const at = await keeping(tx, law, who, p.unit, p.body);
      if (isRefusal(at)) return at;
      const { unit, body } = at;
      const kind = body.members.find((k) => k.id === p.kind);
      if (!kind) return field('kind', `${body.name}的成员只能是：${body.members.map((k) => k.label).join('、')}`);
      if (!isDate(p.from)) return field('from', '不是有效日期');
      let numberIdx: Buffer | null = null;
      if (p.idNumber !== undefined) {
        const read = readIdentity(p.idNumber, law.today);
        if (!read.ok) return field('idNumber', read.reason);
        numberIdx = services.cipher.blindIndex('number', who.county, read.identity.number);
      }
      if (p.account !== undefined) {
        const { rows } = await sql<{ unit_id: number }>`select p.unit_id from account_post p join unit u on u.county_id = p.county_id and u.id = p.unit_id where p.county_id = ${who.county} and p.account_id = ${p.account} and p.from_date <= ${p.from} and coalesce(p.to_date, 'infinity') >= ${p.from}
          and ${unit.id} in (u.id, u.parent_id) and p.post not in ('systemAdmin', 'securityAdmin', 'auditAdmin')`.execute(tx);
        if (rows.length === 0) return refuse('notfound', '没有这名工作人员，或当日不在本单位任职');
      }
      const others = (await findMembers(tx, unit.id)).filter((m) => m.body === body.id && (m.to_date === null || m.to_date >= p.from));
      if (others.some((m) => (p.account !== undefined ? m.account_id === p.account : nameOfMember(services, who.county, m) === p.name && m.kind === p.kind))) return refuse('conflict.duplicate', '名册上已有这名成员');
      const id = randomUUID();
      await sql`insert into meeting_member (county_id, id, unit_id, body, kind, account_id, name_enc, number_idx, from_date, added_by, added_at)
        values (${who.county}, ${id}, ${unit.id}, ${body.id}, ${p.kind}, ${p.account ?? null}, ${p.name === undefined ? null : sealMember(services, who.county, p.name)}, ${numberIdx}, ${p.from}, ${who.account}, ${law.now})`.execute(tx);
      return { id };
    }),
    endpoint(endMember, async (tx, { params, body: p }, who) => {
      const law = await loadLaw(tx, services, who.county);
      const row = (await sql<{ unit_key: string; body: string; from_date: string; to_date: string | null }>`select u.key as unit_key, m.body, m.from_date, m.to_date from meeting_member m join unit u on u.county_id = m.county_id and u.id = m.unit_id where m.county_id = ${who.county} and m.id = ${params.id} for update of m`.execute(tx)).rows[0];
      if (!row) return refuse('notfound', '名册上没有这名成员，或不在您的辖区');
      const at = await keeping(tx, law, who, row.unit_key, row.body);
      if (isRefusal(at)) return at;
      if (row.to_date !== null) return refuse('step.done', `已于 ${row.to_date} 离任`);
      if (!isDate(p.to) || p.to < row.from_date || p.to > law.today) return refuse('date.order', `离任日期应在任职之日（${row.from_date}）与今天（${law.today}）之间`);
      await sql`update meeting_member set to_date = ${p.to}, ended_by = ${who.account}, ended_at = ${law.now} where county_id = ${who.county} and id = ${params.id}`.execute(tx);
      return { id: params.id, to: p.to };
    }),
    endpoint(meetingSetup, async (tx, { params }, who) => {
      const row = await findCase(tx, params.id);
      if (!row) return NOT_FOUND;
      const { context: c } = await loadContext(tx, services, who.county, row);
      const s = routed(row.state, c);
      const members = await findMembers(tx, row.unit_id);
      const { rows: rules } = await sql<{ body: string }>`select distinct body from meeting_rules where county_id = ${who.county} and unit_id = ${row.unit_id}`.execute(tx);
      return {
        bodies: meetingSteps(s, c).filter(({ rule }) => !s.done[rule.step]).map(({ rule, body }) => ({
          body: bodyView(body, c.policy, scopeOf(s)), step: rule.step, stepText: rule.label ?? STEP_LABELS[rule.step],
          members: inOrder(body, members).filter((m) => inForce(m, c.today)).map((m) => ({ id: m.id, kind: m.kind, name: nameOfMember(services, who.county, m), related: c.related.includes(m.id) })),
          rulesOnFile: rules.some((r) => r.body === body.id),
        })),
      };
    }),
  ];
}
