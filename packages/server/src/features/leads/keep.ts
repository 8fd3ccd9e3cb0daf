import { sql, type RawBuilder } from 'kysely';
import type { Side } from '@doudi/core/warning/rules';
import type { Tx } from '../../platform/database.ts';

/** How the hits of one rule are kept. */
interface Kept {
  readonly rule: string;
  readonly side: Side;
  readonly proof: boolean;
  /** Looked into by the county itself: no unit sees it. */
  readonly ofCounty: boolean;
  /** Holds the payee's lines while it is open or true. */
  readonly holds: boolean;
  readonly due: string;
  /** What is no longer found needs no answer. */
  readonly heals: boolean;
}

interface Count {
  readonly found: number;
  readonly fresh: number;
}

/** One run, or one lead told, at a time in a county: leads are numbered and merged. */
export async function lockLeads(tx: Tx, county: number): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtext('leads'), ${county})`.execute(tx);
}

/**
 * Keeps what a rule found, in one statement. `found` selects subject, about_case, unit_id, area_id, person_id, mark, facts. A fact
 * that is open is only seen again; one that was answered comes back in a new round when the answer has expired; everything else
 * that is new joins the household's open lead, or opens one. An open hit gives way when the same rule finds another fact about
 * the same person, and, where the rule heals, when nothing is found any more. Needs the whole county in view and `lockLeads`.
 */
export async function keepHits(tx: Tx, county: number, today: string, at: string, k: Kept, found: RawBuilder<unknown>): Promise<Count> {
  const { rows } = await sql<Count>`
    with found as materialized (select distinct on (subject, person_id, mark) subject, about_case, unit_id, area_id, person_id, mark, facts from (${found}) x order by subject, person_id, mark),
    latest as materialized (select distinct on (f.subject, f.person_id, f.mark) f.*, h.id as hit, h.status, coalesce(h.round, 0) as round, h.expires_on from found f
      left join lead_hit h on h.county_id = ${county} and h.rule = ${k.rule} and h.subject = f.subject and h.mark = f.mark and h.person_id is not distinct from f.person_id order by f.subject, f.person_id, f.mark, h.round desc),
    fresh as materialized (select * from latest where hit is null or (status <> 'open' and expires_on <= ${today}::date)),
    seen as (update lead_hit h set seen_on = ${today}::date from latest l where h.county_id = ${county} and h.id = l.hit and l.status = 'open'),
    left_over as (update lead_hit h set status = 'gone', answered_on = ${today}::date, expires_on = ${today}::date
      where h.county_id = ${county} and h.rule = ${k.rule} and h.status = 'open' and h.source = 'warning'
        and not exists (select from found f where f.subject = h.subject and f.person_id is not distinct from h.person_id and f.mark = h.mark)
        and (${k.heals}::boolean or exists (select from found f where f.subject = h.subject and f.person_id is not distinct from h.person_id))
      returning h.id, h.lead_id),
    need as (select subject, min(about_case::text)::uuid as about_case, min(unit_id) as unit_id, min(area_id) as area_id from fresh f
      where not exists (select from lead l where l.county_id = ${county} and l.subject = f.subject and l.closed_on is null) group by subject),
    made as (insert into lead (county_id, id, no, subject, about_case, unit_id, area_id, side, opened_on, due_on)
      select ${county}::int, gen_random_uuid(), (select coalesce(max(no), 0) from lead where county_id = ${county}) + row_number() over (order by subject), subject, about_case, unit_id, ${k.ofCounty ? sql`null` : sql`area_id`}, ${k.side}::text, ${today}::date, ${k.due}::date from need
      returning id, subject),
    leads as (select id, subject from made union all select l.id, l.subject from lead l where l.county_id = ${county} and l.closed_on is null and l.subject in (select subject from fresh)),
    kept as (insert into lead_hit (county_id, lead_id, rule, subject, person_id, mark, round, area_id, side, source, proof, holds, facts, found_on, seen_on, due_on, status)
      select ${county}::int, l.id, ${k.rule}::text, f.subject, f.person_id, f.mark, f.round + 1, ${k.ofCounty ? sql`null` : sql`f.area_id`}, ${k.side}::text, 'warning', ${k.proof}::boolean, ${k.holds}::boolean, f.facts, ${today}::date, ${today}::date, ${k.due}::date, 'open' from fresh f join leads l using (subject)
      returning id, lead_id, round),
    told as (insert into lead_event (county_id, lead_id, hit_id, kind, at, actor)
      select ${county}::int, id, null::uuid, 'opened', ${at}::timestamptz, 'system' from made
      union all select ${county}::int, lead_id, id, case when round > 1 then 'again' else 'found' end, ${at}::timestamptz, 'system' from kept
      union all select ${county}::int, lead_id, id, 'gone', ${at}::timestamptz, 'system' from left_over)
    select (select count(*)::int from found) as found, (select count(*)::int from kept) as fresh`.execute(tx);
  return rows[0] ?? { found: 0, fresh: 0 };
}

/** After hits changed: of the leads given (absent = all that are open) the earliest day, the side, and whether anything is left to answer. */
export async function settleLeads(tx: Tx, county: number, today: string, at: string, only?: string): Promise<void> {
  await sql`
    with now as (select l.id, min(h.due_on) filter (where h.status = 'open') as due,
        case when count(distinct h.side) filter (where h.status = 'open') = 1 then min(h.side) filter (where h.status = 'open') else 'both' end as side
      from lead l join lead_hit h on h.county_id = l.county_id and h.lead_id = l.id where l.county_id = ${county} and l.closed_on is null ${only === undefined ? sql`` : sql`and l.id = ${only}`} group by l.id),
    done as (update lead l set due_on = n.due, side = case when n.due is null then l.side else n.side end, closed_on = case when n.due is null then ${today}::date end from now n
      where l.county_id = ${county} and l.id = n.id and (l.due_on is distinct from n.due or l.side <> n.side) returning l.id, l.closed_on)
    insert into lead_event (county_id, lead_id, kind, at, actor) select ${county}::int, id, 'closed', ${at}::timestamptz, 'system' from done where closed_on is not null`.execute(tx);
}

/** A household that was handed over takes its leads along. Needs the whole county in view. */
export async function followCases(tx: Tx, county: number): Promise<void> {
  await sql`with moved as (update lead l set unit_id = f.unit_id, area_id = f.area_id from case_file f
      where l.county_id = ${county} and l.closed_on is null and l.area_id is not null and f.county_id = l.county_id and f.id = l.about_case and (l.area_id <> f.area_id or l.unit_id <> f.unit_id) returning l.id, l.area_id)
    update lead_hit h set area_id = m.area_id from moved m where h.county_id = ${county} and h.lead_id = m.id`.execute(tx);
}

/** Payees (keyed hash of the identity number) whose lines a lead holds: a rule that the policy lets hold found them, and nobody has explained it. */
export async function findHeldPayees(tx: Tx, county: number): Promise<Buffer[]> {
  return (await sql<{ payee_idx: Buffer }>`select b.payee_idx from lead_hit h join benefit b on b.county_id = h.county_id and b.case_id::text = h.subject and b.person_id = h.person_id
    where h.county_id = ${county} and h.holds and h.status in ('open', 'valid', 'stop') and h.round = (select max(x.round) from lead_hit x where x.county_id = h.county_id and x.rule = h.rule and x.subject = h.subject and x.person_id = h.person_id and x.mark = h.mark)`.execute(tx)).rows.map((r) => r.payee_idx);
}
