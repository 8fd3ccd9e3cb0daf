import { sql } from 'kysely';
import { formatDateShortZh } from '@doudi/core/calendar/date';
import type { DishonestyPayloads } from '@doudi/core/dishonesty/payloads';
import { dishonestyTopic, type Dishonesty, type DishonestyBodies, type DishonestyContext, type DishonestyLaw } from '@doudi/core/dishonesty/topic';
import type { MatterContext } from '@doudi/core/matter/model';
import type { TableValue } from '@doudi/core/policy/tables';
import { citation, refuse, type Refusal } from '@doudi/core/refusal/refusal';
import type { Tx } from '../../platform/database.ts';
import type { Services } from '../../services.ts';
import type { Law } from '../law/law.ts';
import { checkMatterFiles } from '../matters/files.ts';
import { issuePaper } from '../matters/papers.ts';
import type { Followed, Hooks } from '../matters/topics.ts';
import { openPersons } from '../persons/persons.ts';

/** The rules of the register on the day. */
export function registerLaw(law: Pick<Law, 'policy' | 'today'>): DishonestyLaw {
  const on = { on: law.today };
  const table = law.policy.get<TableValue<'register.dishonesty'>>('register.dishonesty', on);
  const n = (key: string): number => law.policy.number(key, on).value;
  return { register: table.value, source: table.source, months: n('register.term-months'), hearDays: n('register.hear-days'), answerDays: n('register.answer-days'), objectDays: n('register.object-days'), repairMonths: n('register.repair-months'), together: { least: n('register.together-least'), source: law.policy.number('register.together-least', on).source } };
}

/** What is known of a person of a case that the caller may see. Capacity is the least that any case of theirs states. */
async function aboutOf(tx: Tx, county: number, p: DishonestyPayloads['propose']): Promise<DishonestyContext['about']> {
  const found = (await sql<{ unit: string; role: 'member' | 'obligor'; birth: string }>`select u.key as unit, p.role, to_char(h.birth, 'YYYY-MM-DD') as birth from case_file f
    join unit u on u.county_id = f.county_id and u.id = f.unit_id join case_person p on p.county_id = f.county_id and p.case_id = f.id join person h on h.county_id = p.county_id and h.id = p.person_id
    where f.county_id = ${county} and f.id = ${p.case} and p.person_id = ${p.person} order by p.role limit 1`.execute(tx)).rows[0];
  if (!found) return undefined;
  const { rows } = await sql<{ capacity: 'full' | 'limited' | 'none' | null }>`select distinct m ->> 'capacity' as capacity from case_person p join case_person o on o.county_id = p.county_id and o.number_idx = p.number_idx
    join case_file f on f.county_id = o.county_id and f.id = o.case_id cross join lateral jsonb_array_elements(f.state -> 'facts' -> 'members') as m
    where p.county_id = ${county} and p.case_id = ${p.case} and p.person_id = ${p.person} and m ->> 'person' = o.person_id::text`.execute(tx);
  const capacity = (['none', 'limited', 'full'] as const).find((c) => rows.some((r) => r.capacity === c));
  const others = (await sql<{ number: string; kind: string }>`select m.number, m.state ->> 'kind' as kind from matter m join person h on h.county_id = m.county_id and h.id = (m.state ->> 'person')::uuid
    where m.county_id = ${county} and m.topic = 'dishonesty' and m.closed_on is null and h.number_idx = (select number_idx from person where county_id = ${county} and id = ${p.person})`.execute(tx)).rows;
  return { unit: found.unit, role: found.role, birth: found.birth, capacity, others };
}

async function context(tx: Tx, law: Law, common: MatterContext, state: Dishonesty | undefined, command: { readonly name: string; readonly payload: unknown }): Promise<DishonestyContext | Refusal> {
  const base: DishonestyContext = { ...common, law: registerLaw(law) };
  if (command.name === 'propose') {
    const about = await aboutOf(tx, law.county, command.payload as DishonestyPayloads['propose']);
    return about ? { ...base, about } : refuse('notfound', '案件中没有这个人，或者案件不在您的工作范围内', { allowed: ['从案件的家庭成员和义务人中选择'] });
  }
  if (!state) return base;
  const p = command.payload as { readonly evidence?: readonly string[]; readonly files?: readonly string[]; readonly collective?: { readonly minutes: readonly string[] } };
  const refused = await checkMatterFiles(tx, law.county, common.id, [...(p.evidence ?? []), ...(p.files ?? []), ...(p.collective?.minutes ?? [])]);
  if (refused) return refused;
  if (command.name !== 'answer') return base;
  const owes = (await sql<{ n: number }>`select count(*)::int as n from recovery where county_id = ${law.county} and case_id = ${state.case} and status in ('proposed', 'established') and due_fen - recovered_fen - waived_fen > 0`.execute(tx)).rows[0]?.n ?? 0;
  return { ...base, owes: owes > 0, people: new Map((await findPeers(tx, law)).map((x) => [x.id, x.name])) };
}

/** Those of the bureau who may decide together: its people who hold a post on the day. */
export async function findPeers(tx: Tx, law: Pick<Law, 'county' | 'today'>): Promise<{ id: string; name: string }[]> {
  return (await sql<{ id: string; name: string }>`select distinct a.id, a.name from account_post p join account a on a.county_id = p.county_id and a.id = p.account_id
    where p.county_id = ${law.county} and a.disabled_at is null and p.post in ('countyHandler', 'countyLeader') and p.from_date <= ${law.today} and (p.to_date is null or p.to_date >= ${law.today}) order by a.name, a.id`.execute(tx)).rows;
}

async function nameOf(tx: Tx, services: Services, county: number, person: string): Promise<string> {
  return (await openPersons(tx, services, county, [person])).get(person)?.name ?? '当事人';
}

/** The paper with which the proposal is put to the person, or the decision told. */
async function issue(tx: Tx, services: Services, law: Law, number: string, s: Dishonesty, c: DishonestyContext, kind: 'notice' | 'decision'): Promise<void> {
  const clause = citation(law.policy, c.law.source);
  const about = (await sql<{ number: string }>`select number from case_file where county_id = ${law.county} and id = ${s.case}`.execute(tx)).rows[0]?.number;
  const common = { matter: s.id, matterNumber: number, kind: `dishonesty:${kind}`, addressee: await nameOf(tx, services, law.county, s.person), basis: clause ? [clause] : [] };
  const facts: [string, string][] = [...(about ? [['所涉案件', about] as [string, string]] : []), ['行为', s.label], ['行为日期', formatDateShortZh(s.actOn)]];
  if (kind === 'notice') {
    await issuePaper(tx, services, law, {
      ...common, title: '拟记入社会救助失信记录告知书', facts, lists: [{ label: '证据', items: (await sql<{ name: string }>`select name from matter_file where county_id = ${law.county} and id = any (${[...s.evidence]}::uuid[]) order by at, id`.execute(tx)).rows.map((f) => f.name) }],
      paragraphs: [`经查，${s.facts}`, `理由：${s.grounds}`, `拟将上述行为记入社会救助失信记录，期限 ${c.law.months} 个月。您可以自收到本告知书之日起 ${c.law.hearDays} 个工作日内向本机关陈述、申辩；逾期不陈述的，将依据已查明的事实作出决定。`, '记录不影响您申请社会救助的权利，符合条件的仍应依法给予救助。'],
    });
    return;
  }
  const d = s.decision;
  if (!d) throw new Error('a decision letter needs the decision');
  await issuePaper(tx, services, law, {
    ...common, title: d.outcome === 'enter' ? '记入社会救助失信记录决定书' : '不予记入社会救助失信记录通知书', facts: [...facts, ...(d.outcome === 'enter' ? [['期限', `自送达之日起 ${d.months} 个月`] as [string, string]] : [])],
    lists: d.measures.length > 0 ? [{ label: '措施', items: d.measures.map((m) => m.label) }] : [],
    paragraphs: [`经查，${s.facts}`, ...(s.heard && !s.heard.declined ? [`您于 ${formatDateShortZh(s.heard.on)} 陈述：${s.heard.text}`, `对陈述的答复：${d.answer}`] : []), d.outcome === 'enter' ? `现决定记入社会救助失信记录。理由：${d.reason}` : `现决定不予记入。理由：${d.reason}`,
      ...(d.outcome === 'enter' ? [`不服本决定的，可以自收到之日起 ${c.law.objectDays} 日内向本机关书面提出异议，本机关 ${c.law.answerDays} 个工作日内答复；也可以依法申请行政复议或者提起行政诉讼。`, `记入满 ${c.law.repairMonths} 个月且已退清多领救助金的，可以申请信用修复；期满自动移出。`, '记录不影响您申请社会救助的权利，符合条件的仍应依法给予救助。'] : [])],
  });
}

async function follow(tx: Tx, services: Services, law: Law, now: Followed<Dishonesty, DishonestyContext>): Promise<Refusal | undefined> {
  const { state: s, number, context: c } = now;
  for (const act of now.acts) {
    if (act.kind === 'dishonestyNoticed') await issue(tx, services, law, number, s, c, 'notice');
    if (act.kind === 'dishonestyDecided') await issue(tx, services, law, number, s, c, 'decision');
    if (act.kind === 'dishonestyServed' && (act.body as DishonestyBodies['dishonestyServed']).term !== undefined)
      await sql`insert into dishonesty (county_id, matter_id, unit_id, person_id, number_idx, kind, label, from_date, to_date)
        select m.county_id, m.id, m.unit_id, h.id, h.number_idx, ${s.kind}, ${s.label}, ${s.from ?? null}::date, ${s.term ?? null}::date from matter m join person h on h.county_id = m.county_id and h.id = ${s.person}::uuid where m.county_id = ${law.county} and m.id = ${s.id}`.execute(tx);
  }
  if (s.removed && !now.before?.removed) await sql`update dishonesty set removed_on = ${s.removed.on} where county_id = ${law.county} and matter_id = ${s.id}`.execute(tx);
  return undefined;
}

/** What an entry asks of the database and leaves in it. */
export const dishonestyHooks: Hooks<Dishonesty, DishonestyBodies, DishonestyPayloads, DishonestyContext> = {
  topic: dishonestyTopic,
  context: async (tx, _services, law, common, state, command) => await context(tx, law, common, state, command),
  follow,
};
