import { sql } from 'kysely';
import type { BehaviourRule } from '@doudi/core/behaviour/model';
import { formatDateShortZh } from '@doudi/core/calendar/date';
import type { Tx } from '../../platform/database.ts';
import type { Finder, Pattern, Window } from './pattern.ts';

type Rule = Extract<BehaviourRule, { kind: 'split' }>;

/** Programmes that a household asks for together; what each person asks for alone tells nothing about the household. */
const together = (w: Window): string[] => w.law.policy.programmes(w.law.today).filter((p) => p.applicant === 'household').map((p) => p.id);
const grouped = <T>(rows: readonly T[], key: (r: T) => string): T[][] => [...Map.groupBy(rows, key).values()];

interface Side {
  readonly old: string;
  readonly id: string;
  readonly unit: number;
  readonly on: string;
  readonly persons: number;
}
const applied = (s: { readonly on: string; readonly persons: number }): string => `${s.on} 申请，${s.persons} 人`;

/**
 * Out of our own cases: members of one household's case who, within so many months after it last held, stand in two cases that share
 * nobody; or who left a case that goes on, by a change, and applied by themselves.
 */
async function ownSplits(tx: Tx, w: Window, months: number): Promise<Pattern[]> {
  const { county, today } = w.law;
  const programmes = together(w);
  const { rows } = await sql<Side>`with fresh as (select f.id, f.application_date, p.number_idx from case_file f join case_person p on p.county_id = f.county_id and p.case_id = f.id and p.role = 'member'
        where f.county_id = ${county} and f.application_date >= ${w.since} and not f.imported and f.programme = any (${programmes}::text[]) and f.status not in ('withdrawn', 'abandoned')),
      went as (select n.id, n.application_date, o.id as old,
          greatest(o.application_date, o.decided_on, (select max(case when b.to_month is null then ${today}::date else ((b.to_month || '-01')::date + interval '1 month' - interval '1 day')::date end) from benefit b where b.county_id = ${county} and b.case_id = o.id)) as held
        from fresh n join case_person p on p.county_id = ${county} and p.number_idx = n.number_idx and p.role = 'member' and p.case_id <> n.id join case_file o on o.county_id = ${county} and o.id = p.case_id
        where o.persons > 1 and o.application_date < n.application_date and o.programme = any (${programmes}::text[])),
      apart as (select distinct x.old, x.id as one, y.id as other from went x join went y on y.old = x.old and y.id > x.id
        where greatest(x.application_date, y.application_date) <= x.held + make_interval(months => ${months}::int)
          and not exists (select from case_person q join case_person s on s.county_id = q.county_id and s.number_idx = q.number_idx and s.case_id = y.id and s.role = 'member' where q.county_id = ${county} and q.case_id = x.id and q.role = 'member')),
      moved as (select distinct o.id as old, o.id as one, n.id as other from case_action c join case_file o on o.county_id = c.county_id and o.id = c.case_id and o.programme = any (${programmes}::text[])
        join case_action s on s.county_id = o.county_id and s.case_id = o.id and s.kind in ('applied', 'imported') cross join lateral jsonb_array_elements(s.body #> '{facts,members}') as m (one)
        join person h on h.county_id = o.county_id and h.id = (m.one ->> 'person')::uuid join fresh n on n.number_idx = h.number_idx and n.id <> o.id
        where c.county_id = ${county} and c.kind = 'changeDecided' and c.at >= ${w.since}::date - make_interval(months => ${months}::int) and n.application_date between c.at::date and c.at::date + make_interval(months => ${months}::int)
          and not exists (select from case_person q where q.county_id = ${county} and q.case_id = o.id and q.role = 'member' and q.number_idx = h.number_idx)),
      found as (select * from apart union select * from moved)
    select distinct s.old, f.id, f.unit_id as unit, f.application_date as on, f.persons from (select old, one as id from found union select old, other from found) s join case_file f on f.county_id = ${county} and f.id = s.id order by f.application_date, f.id`.execute(tx);
  return grouped(rows, (s) => s.old).map((sides) => {
    const old = sides[0]?.old ?? '';
    return {
      unit: sides.at(-1)?.unit ?? 0, key: `own|${old}`, text: `曾作为一户申请的家庭，${months} 个月内其成员分成 ${sides.length} 户，没有共同成员`,
      cases: [...sides.map((s) => ({ case: s.id, note: s.id === old ? `原来的家庭，变更后 ${s.persons} 人` : applied(s) })), ...(sides.some((s) => s.id === old) ? [] : [{ case: old, note: '原来作为一户的申请' }])],
    };
  });
}

interface Registered extends Side {
  readonly ref: string;
  readonly split: string;
  readonly others: readonly { readonly id: string; readonly on: string; readonly persons: number }[] | null;
}

/** Out of the police's list: the household register was split within so many months before the application. With both cases where the other side has one; the rest of a unit as one question, from so many on. */
async function registered(tx: Tx, w: Window, r: Rule): Promise<Pattern[]> {
  const { county } = w.law;
  const programmes = together(w);
  const { rows } = await sql<Registered>`select e.ref, e.on_date as split, '' as old, f.id, f.unit_id as unit, f.application_date as on, f.persons,
      (select jsonb_agg(distinct jsonb_build_object('id', g.id, 'on', g.application_date, 'persons', g.persons)) from case_person q join case_file g on g.county_id = q.county_id and g.id = q.case_id
        where q.county_id = e.county_id and q.number_idx = e.other_idx and q.role = 'member' and g.id <> f.id and g.status in ('applied', 'accepted', 'granted') and g.state ->> 'endedFrom' is null and g.programme = any (${programmes}::text[])) as others
    from external_row e join case_person p on p.county_id = e.county_id and p.number_idx = e.number_idx and p.role = 'member' join case_file f on f.county_id = p.county_id and f.id = p.case_id
    where e.county_id = ${county} and e.list = 'splits' and f.application_date >= ${w.since} and not f.imported and f.programme = any (${programmes}::text[]) and f.status not in ('withdrawn', 'abandoned')
      and e.on_date between f.application_date - make_interval(months => ${r.months}::int) and f.application_date
      and not exists (select from case_person q where q.county_id = e.county_id and q.case_id = f.id and q.role = 'member' and q.number_idx = e.other_idx) order by f.application_date, f.id, e.ref`.execute(tx);
  const note = (s: Registered): string => `${s.split} 户籍分户，${applied(s)}`;
  const both = rows.filter((s) => s.others !== null).map((s) => ({
    unit: s.unit, key: `list|${s.ref}|${s.id}`, text: `${formatDateShortZh(s.split)}户籍分户，${r.months} 个月内分出的一方申请，原来的一户也在申请或者享受`,
    cases: [{ case: s.id, note: note(s) }, ...(s.others ?? []).map((o) => ({ case: o.id, note: `原来的一户：${applied(o)}` }))],
  }));
  const alone = grouped([...new Map(rows.filter((s) => s.others === null).map((s) => [s.id, s])).values()], (s) => String(s.unit)).filter((g) => g.length >= r.atLeast).map((g) => ({
    unit: g[0]?.unit ?? 0, key: `list|${w.law.today.slice(0, 4)}`, text: `${g.length} 户在申请前 ${r.months} 个月内户籍分户`, cases: g.map((s) => ({ case: s.id, note: note(s) })),
  }));
  return [...both, ...alone];
}

/** Households that stood apart only just before they applied: by what they told us earlier, and by the household register. */
export const split: Finder<'split'> = async (tx, w, r) => [...(await ownSplits(tx, w, r.months)), ...(await registered(tx, w, r))];
