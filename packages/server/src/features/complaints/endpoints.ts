import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import * as api from '@doudi/core/api/complaints';
import type { ComplaintState } from '@doudi/core/complaint/model';
import { COMPLAINT_KINDS } from '@doudi/core/complaint/words';
import { codeTells } from '@doudi/core/complaint/petition';
import { isRefusal, refuse } from '@doudi/core/refusal/refusal';
import type { Tx } from '../../platform/database.ts';
import { endpoint, type Endpoint, type Who } from '../../platform/http/endpoint.ts';
import { countyOf, type Services } from '../../services.ts';
import { logAccess } from '../audit/access.ts';
import { cite } from '../cases/words.ts';
import { loadLaw, type Law } from '../law/law.ts';
import { findUnits, officesOf } from '../law/units.ts';
import { matterCommands } from '../matters/command.ts';
import { notAbout, SEEN_ORIGIN } from '../matters/read.ts';
import { matterActor, runMatter } from '../matters/run.ts';
import { complaintCode, printedCode } from '../public/access.ts';
import { findBoxes } from './boxes.ts';
import { findComplainant } from './contact.ts';
import { complaintHooks, findStaff, linesOf } from './hooks.ts';
import { findRepeats } from './repeats.ts';
import { receivedIds, statistics } from './statistics.ts';
import { complaintItem, complaintView, isCountyPost, type Row } from './view.ts';

const NONE = refuse('notfound', '没有这件信访投诉，或者不在您的工作范围内');
const LIMIT = 500;
const TERMS = ['complaint.accept', 'complaint.answer', 'complaint.extension', 'complaint.review', 'complaint.answer-enquiry', 'complaint.answer-help', 'complaint.respond-reconsideration', 'complaint.respond-litigation', 'complaint.named-report-by', 'complaint.secret', 'complaint.report-held'] as const;

const columns = sql`m.id, m.topic, m.number, m.title, m.status, m.status_text, u.key as unit, u.name as unit_name, m.waits, m.next, m.due_on, m.opened_on, m.closed_on, m.about_case, ${SEEN_ORIGIN}, m.seq, m.state`;

async function findComplaints(tx: Tx, { county, account }: Pick<Who, 'county' | 'account'>, query: { readonly id?: string; readonly closed?: boolean; readonly kind?: string | undefined; readonly unit?: string | undefined }): Promise<Row[]> {
  return (await sql<Row>`select ${columns} from matter m left join unit u on u.county_id = m.county_id and u.id = m.unit_id where m.county_id = ${county} and m.topic = 'complaint' and ${notAbout(account)}
      ${query.id === undefined ? sql`` : sql`and m.id = ${query.id}`} ${query.closed === undefined ? sql`` : query.closed ? sql`and m.closed_on is not null` : sql`and m.closed_on is null`}
      ${query.kind === undefined ? sql`` : sql`and m.state ->> 'kind' = ${query.kind}`} ${query.unit === undefined ? sql`` : sql`and u.key = ${query.unit}`}
    order by m.closed_on desc nulls first, coalesce(m.due_on, 'infinity'), m.opened_on desc, m.id limit ${LIMIT}`.execute(tx)).rows;
}

function termsOf(law: Law): { key: string; label: string; text: string; source: ReturnType<typeof cite> }[] {
  return TERMS.flatMap((key) => {
    const r = law.policy.find(key, { on: law.today });
    const text = !r ? '' : r.unit === 'wd' ? `${String(r.value)} 个工作日` : r.unit === 'day' ? `${String(r.value)} 日` : r.value === 'county' ? '县级' : r.value === 'holder' ? '承办单位' : r.value === true ? '是' : '否';
    return r ? [{ key, label: r.label, text, source: cite(law.policy, r.source) }] : [];
  });
}

export function complaintEndpoints(services: Services): Endpoint[] {
  const command = matterCommands(services, complaintHooks);
  return [
    endpoint(api.listComplaints, async (tx, { query }, who) => {
      const law = await loadLaw(tx, services, who.county);
      const units = await findUnits(tx);
      const open = await findComplaints(tx, who, { closed: false, kind: query.kind, unit: query.unit });
      const closed = await findComplaints(tx, who, { closed: true, kind: query.kind, unit: query.unit });
      const repeats = await findRepeats(tx, law, [...open, ...closed].map((r) => r.id));
      const all = { open: open.map((r) => complaintItem(law, r, repeats.get(r.id) ?? [])), closed: closed.map((r) => complaintItem(law, r, repeats.get(r.id) ?? [])) };
      const by = new Map([...open, ...closed].map((r) => [r.id, r.state]));
      const every = [...all.open, ...all.closed];
      const unheard = (s: ComplaintState | undefined): boolean => s?.course === 'petition' && s.kind === 'report' && s.named && s.investigations.length === 0;
      const received = query.tab === 'received' ? await receivedIds(tx, law, { from: query.from ?? law.today, to: query.to ?? law.today, channel: query.channel, which: query.which }) : undefined;
      const suit = (i: api.ComplaintItem): boolean => !COMPLAINT_KINDS.some((k) => k === i.kind);
      const tabs = { open: all.open.filter((i) => !suit(i)), late: all.open.filter((i) => i.item.late), repeated: [...all.open, ...all.closed].filter((i) => i.repeats > 0), suits: [...all.open, ...all.closed].filter(suit), closed: all.closed.filter((i) => !suit(i)), named: all.open.filter((i) => unheard(by.get(i.item.id))), correct: every.filter((i) => i.item.status === 'toCorrect'), month: every.filter((i) => i.receivedOn.startsWith(law.today.slice(0, 7))), received: every.filter((i) => received?.has(i.item.id)) };
      const staff = await findStaff(tx, who.county, law.today);
      const offices = officesOf(units, law.today);
      const villages = units.filter((u) => (u.kind === 'village' || u.kind === 'community') && (who.area === null || who.area.includes(u.id)));
      const boxes = await findBoxes(tx, who.county);
      return {
        items: tabs[query.tab], counts: { open: tabs.open.length, late: tabs.late.length, repeated: tabs.repeated.length, suits: tabs.suits.length, closed: tabs.closed.length },
        units: offices.map((u) => ({ key: u.key, name: u.name })), villages: villages.map((u) => ({ key: u.key, name: u.name, unit: offices.find((o) => o.id === u.parent_id)?.name ?? '' })), boxes: boxes.filter((b) => b.ended_on === null).map((b) => ({ id: b.id, name: `${b.village_name}（${b.place}）` })),
        lines: linesOf(services, law).map(({ id, name, number, hours }) => ({ id, name, number, hours })), staff: staff.map((s) => ({ id: s.id, name: s.name, unit: s.unit, unitName: s.unit_name, county: s.county })), terms: termsOf(law), today: law.today, own: isCountyPost(who) || who.area === null ? null : who.unitKey,
      };
    }),
    endpoint(api.getComplaint, async (tx, { params }, who) => {
      const row = (await findComplaints(tx, who, { id: params.id }))[0];
      return row ? await complaintView(tx, services, await loadLaw(tx, services, who.county), who, row) : NONE;
    }),
    endpoint(api.registerComplaint, async (tx, { body }, who) => {
      const done = await runMatter(tx, services, who.county, complaintHooks, matterActor(who), { name: 'register', payload: body });
      if (isRefusal(done)) return done;
      const p = done.state.course === 'petition' ? done.state : undefined;
      const holder = (await findUnits(tx)).find((u) => u.key === p?.holder)?.name ?? countyOf(services, who.county).layer.jurisdiction?.bureau ?? '';
      return { id: done.id, number: done.number, seq: done.seq, code: printedCode(complaintCode(services, who.county, done.id)), codeTells: !p || codeTells(p), holderName: holder, shown: isCountyPost(who) || (done.state.course === 'petition' && !done.state.secret && done.state.holder === who.unitKey) };
    }),
    command(api.lodgeSuit, 'lodge'),
    command(api.acceptComplaint, 'accept'),
    command(api.declineComplaint, 'decline'),
    command(api.transferComplaint, 'transfer'),
    command(api.linkComplaint, 'link'),
    command(api.extendComplaint, 'extend'),
    command(api.superviseComplaint, 'supervise'),
    command(api.investigateComplaint, 'investigate'),
    command(api.disposeComplaint, 'dispose'),
    command(api.feedBackComplaint, 'feedBack'),
    command(api.withdrawComplaint, 'withdraw'),
    command(api.showComplaint, 'show'),
    command(api.showComplaintFiles, 'showFiles'),
    endpoint(api.issueComplaintCode, async (tx, { params, body: { seq, ...payload } }, who) => {
      const done = await runMatter(tx, services, who.county, complaintHooks, matterActor(who), { name: 'issueCode', payload }, params.id, seq);
      return isRefusal(done) ? done : { id: done.id, number: done.number, seq: done.seq, code: printedCode(complaintCode(services, who.county, done.id, done.state.course === 'petition' ? done.state.codeIssue : 1)) };
    }),
    endpoint(api.handOnDesk, async (tx, _, who) => {
      const { today } = await loadLaw(tx, services, who.county);
      const units = await findUnits(tx);
      const own = units.find((u) => u.id === who.unitId);
      const items = (await sql<{ kind: 'complaint' | 'lead'; number: string; on: string; up: boolean; stage: 'received' | 'accepted' | 'closed' }>`select kind, number, on_date as on, up, stage from handed_on(${today}::date)`.execute(tx)).rows;
      return { office: units.find((u) => u.id === own?.parent_id)?.name ?? null, units: officesOf(units, today).map((u) => ({ key: u.key, name: u.name })), boxes: (await findBoxes(tx, who.county)).filter((b) => b.ended_on === null).map((b) => ({ id: b.id, name: `${b.village_name}（${b.place}）` })), today, items };
    }),
    command(api.askReview, 'askReview'),
    command(api.answerReview, 'answerReview'),
    command(api.respondSuit, 'respond'),
    command(api.hearingSuit, 'hearing'),
    command(api.resultSuit, 'result'),
    command(api.correctSuit, 'correct'),
    endpoint(api.openComplainant, async (tx, { params, body }, who) => {
      const row = (await findComplaints(tx, who, { id: params.id }))[0];
      if (!row) return NONE;
      if (row.state.about.staff === who.account) return refuse('person.related', '被反映的人不得查看反映人的姓名、电话');
      if (!isCountyPost(who) && (row.state.course === 'suit' || row.state.holder !== who.unitKey)) return refuse('rights.denied', '反映人的姓名、电话只有承办的单位才能查看');
      await logAccess(tx, who, (await loadLaw(tx, services, who.county)).now, 'unmask', `complaint:${params.id}`, body.purpose);
      return (await findComplainant(tx, services, who.county, params.id)) ?? {};
    }),
    endpoint(api.logCall, async (tx, { body }, who) => {
      const law = await loadLaw(tx, services, who.county);
      if (!linesOf(services, law).some((l) => l.id === body.line)) return refuse('notfound', '没有这条热线');
      if (body.at.slice(0, 10) > law.today) return refuse('date.order', '时间晚于现在');
      if (!body.answered && body.resolved) return refuse('input.invalid', '没有接到的来电谈不上当场解决');
      const id = randomUUID();
      await sql`insert into hotline_call (county_id, id, unit_id, line, at, answered, resolved, note, account_id)
        select ${who.county}, ${id}, u.id, ${body.line}, ${`${body.at}:00+08:00`}, ${body.answered}, ${body.resolved}, ${body.note}, ${who.account} from unit u where u.county_id = ${who.county} and u.key = ${who.unitKey}`.execute(tx);
      return { id };
    }),
    endpoint(api.listCalls, async (tx, { query }, who) => {
      const names = new Map(linesOf(services, await loadLaw(tx, services, who.county)).map((l) => [l.id, l.name]));
      const { rows } = await sql<{ id: string; line: string; at: string; unit_name: string; answered: boolean; resolved: boolean; note: string }>`select h.id, h.line, h.at, u.name as unit_name, h.answered, h.resolved, h.note from hotline_call h join unit u on u.county_id = h.county_id and u.id = h.unit_id
        where h.county_id = ${who.county} and h.at >= ${`${query.from}T00:00:00+08:00`}::timestamptz and h.at < ${`${query.to}T23:59:59.999+08:00`}::timestamptz ${query.line === undefined ? sql`` : sql`and h.line = ${query.line}`}
          ${query.which === undefined ? sql`` : query.which === 'missed' ? sql`and not h.answered` : query.which === 'answered' ? sql`and h.answered` : sql`and h.resolved`} order by h.at desc, h.id limit ${LIMIT + 1}`.execute(tx);
      return { items: rows.slice(0, LIMIT).map((r) => ({ id: r.id, at: r.at, lineName: names.get(r.line) ?? r.line, unitName: r.unit_name, answered: r.answered, resolved: r.resolved, note: r.note })), more: rows.length > LIMIT };
    }),
    endpoint(api.complaintStatistics, async (tx, { query }, who) => await statistics(tx, services, await loadLaw(tx, services, who.county), query)),
  ];
}
