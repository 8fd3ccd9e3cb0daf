import { sql } from 'kysely';
import type { Output } from '@doudi/core/api/contract';
import type { getLead, LeadHit, LeadRow } from '@doudi/core/api/leads';
import type { HouseholdFacts } from '@doudi/core/case/facts';
import { maskName } from '@doudi/core/people/mask';
import { may } from '@doudi/core/rights/permissions';
import { FULFILS, HIT_LABELS, LEAD_SOURCES, NEXT_STEPS, type HitStatus, type LeadSource, type NextStep } from '@doudi/core/warning/answers';
import { EXTERNAL_LISTS, listsOf, SIDE_LABELS, type ExternalList, type Side, type WarningRule } from '@doudi/core/warning/rules';
import type { TableValue } from '@doudi/core/policy/tables';
import type { Tx } from '../../platform/database.ts';
import type { Who } from '../../platform/http/endpoint.ts';
import type { Services } from '../../services.ts';
import { cite, lightFor } from '../cases/words.ts';
import type { Law } from '../law/law.ts';
import { programmeName } from '../payments/view.ts';
import { openPersons } from '../persons/persons.ts';
import { declaredLines, seenLines, type Seen } from './words.ts';

/** Longer lists are narrowed by their filters. */
const LIMIT = 200;

interface Row {
  readonly id: string;
  readonly no: number;
  readonly subject: string;
  readonly about_case: string | null;
  readonly unit: string;
  readonly unit_name: string;
  readonly area_id: number | null;
  readonly who_enc: Buffer | null;
  readonly side: Side;
  readonly opened_on: string;
  readonly due_on: string | null;
  readonly closed_on: string | null;
  readonly number: string | null;
  readonly programme: string | null;
  readonly applicant: string | null;
  readonly rules: string[];
  readonly open: number;
  readonly village: string | null;
}

/** What the bureau counts besides the open and the late, of a hit `h` of a lead `l`: the list behind a figure holds what it counted. */
export const COUNTED = {
  valid: (today: string) => sql`h.status in ('valid', 'stop') and h.answered_on >= ${`${today.slice(0, 7)}-01`}::date`,
  unfollowed: (today: string) => sql`h.status in ('valid', 'stop') and h.next in ('change', 'end', 'recovery') and h.answered_on < ${today}::date - 30 and not exists (
      select from case_action c where c.county_id = l.county_id and c.case_id = l.about_case and c.kind in ('changeProposed', 'recoveryProposed') and (c.at at time zone 'Asia/Shanghai')::date >= h.answered_on)`,
  missed: (_today: string) => sql`h.status = 'open' and h.side = 'in'`,
} as const;

interface Filter {
  readonly state: 'open' | 'late' | 'closed' | keyof typeof COUNTED;
  readonly unit?: string | undefined;
  readonly rule?: string | undefined;
  readonly side?: Side | undefined;
  readonly id?: string;
}

async function findRows(tx: Tx, law: Law, f: Filter): Promise<Row[]> {
  const when = f.id !== undefined ? sql`and l.id = ${f.id}` : f.state === 'closed' ? sql`and l.closed_on is not null` : f.state === 'late' ? sql`and l.closed_on is null and l.due_on < ${law.today}::date` : f.state === 'open' ? sql`and l.closed_on is null`
    : sql`and exists (select from lead_hit h where h.county_id = l.county_id and h.lead_id = l.id and ${COUNTED[f.state](law.today)})`;
  return (await sql<Row>`select l.id, l.no, l.subject, l.about_case, u.key as unit, u.name as unit_name, l.area_id, l.who_enc, l.side, l.opened_on, l.due_on, l.closed_on, f.number, f.programme, f.applicant,
      coalesce((select array_agg(distinct h.rule order by h.rule) from lead_hit h where h.county_id = l.county_id and h.lead_id = l.id and (h.status = 'open' or l.closed_on is not null)), '{}') as rules,
      (select count(*)::int from lead_hit h where h.county_id = l.county_id and h.lead_id = l.id and h.status = 'open') as open,
      (select v.name from unit v where v.county_id = l.county_id and l.subject = 'village:' || v.id) as village
    from lead l join unit u on u.county_id = l.county_id and u.id = l.unit_id left join case_file f on f.county_id = l.county_id and f.id = l.about_case
    where l.county_id = ${law.county} ${when} ${f.unit === undefined ? sql`` : sql`and u.key = ${f.unit}`} ${f.side === undefined ? sql`` : sql`and l.side = ${f.side}`}
      ${f.rule === undefined ? sql`` : sql`and exists (select from lead_hit h where h.county_id = l.county_id and h.lead_id = l.id and h.rule = ${f.rule})`}
    order by ${f.state === 'closed' ? sql`l.closed_on desc` : sql`l.due_on`}, l.no limit ${LIMIT + 1}`.execute(tx)).rows;
}

/** The policy's rules by id. */
const rulesById = (law: Law): Map<string, WarningRule> => new Map((law.policy.find<TableValue<'warning.rules'>>('warning.rules', { on: law.today })?.value.rules ?? []).map((r) => [r.id, r]));

async function viewRows(tx: Tx, services: Services, law: Law, rows: readonly Row[]): Promise<LeadRow[]> {
  const people = await openPersons(tx, services, law.county, rows.flatMap((r) => r.applicant ?? []));
  const rules = rulesById(law);
  return rows.map((r) => {
    const applicant = r.applicant === null ? undefined : people.get(r.applicant);
    const who = applicant ? maskName(applicant.name) : r.who_enc ? services.cipher.decrypt(r.who_enc, `lead.who|${law.county}`) : (r.village ?? r.unit_name);
    return {
      id: r.id, no: r.no, who, case: r.about_case, number: r.number, programmeName: r.programme === null ? null : programmeName(law, r.programme, law.today.slice(0, 7)), unit: r.unit, unitName: r.unit_name, ofCounty: r.area_id === null,
      side: r.side, sideText: SIDE_LABELS[r.side], hits: r.rules.map((x) => rules.get(x)?.label ?? x), open: r.open, dueOn: r.due_on, light: r.due_on === null ? null : lightFor(law, r.due_on), openedOn: r.opened_on, closedOn: r.closed_on,
    };
  });
}

/** The list that the caller asked for, and how many there are of each. */
export async function viewLeads(tx: Tx, services: Services, law: Law, f: Filter): Promise<{ items: LeadRow[]; more: boolean; counts: { open: number; late: number; closed: number } }> {
  const rows = await findRows(tx, law, f);
  const counts = (await sql<{ open: number; late: number; closed: number }>`select (count(*) filter (where closed_on is null))::int as open, (count(*) filter (where closed_on is null and due_on < ${law.today}::date))::int as late, (count(*) filter (where closed_on is not null))::int as closed from lead where county_id = ${law.county}`.execute(tx)).rows[0];
  return { items: await viewRows(tx, services, law, rows.slice(0, LIMIT)), more: rows.length > LIMIT, counts: counts ?? { open: 0, late: 0, closed: 0 } };
}

interface HitRow {
  readonly id: string;
  readonly rule: string;
  readonly person_id: string | null;
  readonly round: number;
  readonly side: Side;
  readonly source: LeadSource;
  readonly proof: boolean;
  readonly holds: boolean;
  readonly facts: Seen;
  readonly found_on: string;
  readonly due_on: string;
  readonly status: HitStatus;
  readonly answered_on: string | null;
  readonly by_name: string | null;
  readonly words: string | null;
  readonly files: string[];
  readonly next: NextStep | null;
  readonly expires_on: string | null;
  readonly followed: boolean;
}

const EVENT_WORDS: Readonly<Record<string, string>> = { opened: '立为线索', found: '预警命中', told: '登记反映', again: '答复到期，情况仍在，再次提示', answered: '答复', gone: '情况已不存在，自动了结', closed: '全部答复，线索办结' };

/** One lead with everything on it, or undefined where the caller does not see it. */
export async function viewLead(tx: Tx, services: Services, law: Law, who: Who, id: string): Promise<Output<typeof getLead> | undefined> {
  const row = (await findRows(tx, law, { state: 'open', id }))[0];
  const head = row && (await viewRows(tx, services, law, [row]))[0];
  if (!row || !head) return undefined;
  const { rows: hits } = await sql<HitRow>`select h.id, h.rule, h.person_id, h.round, h.side, h.source, h.proof, h.holds, h.facts, h.found_on, h.due_on, h.status, h.answered_on, a.name as by_name, h.words, h.files, h.next, h.expires_on,
      h.next is not null and exists (select from case_action c where c.county_id = h.county_id and c.case_id = ${row.about_case}::uuid and (c.at at time zone 'Asia/Shanghai')::date >= h.answered_on and c.kind = any (case h.next ${sql.join(Object.entries(FULFILS).map(([n, kinds]) => sql`when ${n} then ${[...kinds]}::text[]`), sql` `)} end)) as followed
    from lead_hit h left join account a on a.county_id = h.county_id and a.id = h.answered_by where h.county_id = ${law.county} and h.lead_id = ${id} order by h.status <> 'open', h.due_on, h.rule, h.found_on`.execute(tx);
  const facts = row.about_case === null ? undefined : (await sql<{ facts: HouseholdFacts }>`select state -> 'facts' as facts from case_file where county_id = ${law.county} and id = ${row.about_case}`.execute(tx)).rows[0]?.facts;
  const people = await openPersons(tx, services, law.county, hits.flatMap((h) => [h.person_id, ...(h.facts.rows ?? []).map((r) => r.person)].filter((p) => p !== null)));
  const lists = new Map((await sql<{ list: string; source: string; source_date: string; coverage: string }>`select list, source, source_date, coverage from external_list where county_id = ${law.county}`.execute(tx)).rows.map((l) => [l.list, l]));
  const rules = rulesById(law);
  const source = law.policy.find('warning.rules', { on: law.today })?.source;
  const name = (p: string): string => maskName(people.get(p)?.name ?? '');
  const hitsFound = hits.map((h): LeadHit => {
    const rule = rules.get(h.rule);
    const list = lists.get(h.facts.rows?.[0]?.list ?? (rule ? (listsOf(rule)[0] ?? '') : ''));
    return {
      id: h.id, rule: h.rule, label: rule?.label ?? h.rule, side: h.side, sideText: SIDE_LABELS[h.side], sourceText: LEAD_SOURCES[h.source], round: h.round, status: h.status, statusText: HIT_LABELS[h.status], person: h.person_id === null ? null : name(h.person_id),
      reported: rule?.kind === 'reported', seen: seenLines(rule?.kind, h.facts, (p) => programmeName(law, p, law.today.slice(0, 7))),
      rows: (h.facts.rows ?? []).map((r) => ({ on: r.on, fen: r.fen, text: [EXTERNAL_LISTS[r.list as ExternalList], h.person_id === null ? name(r.person) : '', r.text ?? ''].filter((x) => x !== '').join(' · ') })),
      source: list?.source ?? null, sourceDate: list?.source_date ?? null, coverage: list?.coverage ?? null, declared: facts ? declaredLines(rule, facts) : [],
      foundOn: h.found_on, dueOn: h.due_on, light: h.status === 'open' ? lightFor(law, h.due_on) : null, proof: h.proof, holds: h.holds && (h.status === 'open' || h.status === 'valid' || h.status === 'stop'), basis: cite(law.policy, source),
      answer: h.words === null || h.answered_on === null ? null : { on: h.answered_on, by: h.by_name ?? '', text: h.words, nextText: NEXT_STEPS[h.next ?? 'none'], files: h.files, late: h.answered_on > h.due_on, expiresOn: h.expires_on, followed: h.next === null || FULFILS[h.next].length === 0 ? null : h.followed },
    };
  });
  const { rows: trail } = await sql<{ id: number; at: string; kind: string; name: string | null; rule: string | null; source: LeadSource | null }>`select e.id, e.at, e.kind, a.name, h.rule, h.source from lead_event e left join account a on a.county_id = e.county_id and a.id::text = e.actor left join lead_hit h on h.county_id = e.county_id and h.id = e.hit_id
    where e.county_id = ${law.county} and e.lead_id = ${id} order by e.id`.execute(tx);
  const county = who.post === 'countyHandler' || who.post === 'countyLeader';
  return {
    ...head, hitsFound, mayAnswer: may(who.post, 'lead.answer') && county === head.ofCounty,
    trail: trail.map((e) => ({ id: e.id, at: e.at, text: [e.kind === 'told' && e.source === 'county' ? '县级交办' : (EVENT_WORDS[e.kind] ?? e.kind), e.rule === null ? '' : (rules.get(e.rule)?.label ?? '')].filter((x) => x !== '').join('：'), by: e.name ?? '系统' })),
  };
}
