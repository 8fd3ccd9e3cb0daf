import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { MatterActor } from '@doudi/core/matter/model';
import { refuse, type Refusal } from '@doudi/core/refusal/refusal';
import type { LeadSource } from '@doudi/core/warning/answers';
import { answerBy, type Side, type WarningRule } from '@doudi/core/warning/rules';
import type { TableValue } from '@doudi/core/policy/tables';
import type { Tx } from '../../platform/database.ts';
import type { Services } from '../../services.ts';
import { withWholeCounty } from '../cases/reproject.ts';
import { loadLaw } from '../law/law.ts';
import { lockLeads, settleLeads } from './keep.ts';

/** A lead that people told. About a case, or, where nobody knows one, about people of a unit in `who` (kept encrypted). */
export interface Told {
  readonly case?: string | undefined;
  /** Key of the unit; needed without a case. */
  readonly unit?: string | undefined;
  readonly who?: string | undefined;
  readonly side: Side;
  readonly source: LeadSource;
  /** What the unit reads: what is to be looked into. */
  readonly text: string;
  /** Matter from which it came. */
  readonly origin?: string | undefined;
  /** Keeps from the unit where it came from: it then reads 县级交办. */
  readonly secret?: boolean | undefined;
  /** The county's own note, never shown to the unit. */
  readonly note?: string | undefined;
}

/** The policy's rule for what people report. */
const reportedRule = (rules: readonly WarningRule[]): WarningRule | undefined => rules.find((r) => r.kind === 'reported');

/**
 * Puts what people told to the household's open lead, or opens one; to be answered within the term of the rule for reports. In the
 * caller's transaction and rights for what it names; the merging itself sees the whole county, so that one household has one lead.
 */
export async function openLead(tx: Tx, services: Services, county: number, actor: MatterActor, told: Told): Promise<{ lead: string; hit: string } | Refusal> {
  const law = await loadLaw(tx, services, county);
  const rule = reportedRule(law.policy.find<TableValue<'warning.rules'>>('warning.rules', { on: law.today })?.value.rules ?? []);
  if (!rule) return refuse('policy.absent', `${law.today} 没有规定线索的答复期限（warning.rules）`);
  const found = told.case === undefined
    ? (await sql<{ unit_id: number; area_id: number }>`select id as unit_id, id as area_id from unit where county_id = ${county} and key = ${told.unit ?? ''}`.execute(tx)).rows[0]
    : (await sql<{ unit_id: number; area_id: number }>`select unit_id, area_id from case_file where county_id = ${county} and id = ${told.case}`.execute(tx)).rows[0];
  if (!found) return refuse('notfound', told.case === undefined ? '没有这个单位' : '没有这个案件，或者不在您的工作范围内');
  const hit = randomUUID();
  const due = answerBy(rule, law.today, law.calendar);
  const subject = told.case ?? `who:${hit}`;
  const source = told.secret ? 'county' : told.source;
  // A paper can be shown only where there is a case to hold it.
  const proof = rule.proof && told.case !== undefined;
  const lead = await withWholeCounty(tx, county, async () => {
    await lockLeads(tx, county);
    const open = (await sql<{ id: string }>`select id from lead where county_id = ${county} and subject = ${subject} and closed_on is null`.execute(tx)).rows[0]?.id;
    const id = open ?? randomUUID();
    if (open === undefined) {
      await sql`insert into lead (county_id, id, no, subject, about_case, unit_id, area_id, who_enc, side, opened_on, due_on)
        values (${county}, ${id}, (select coalesce(max(no), 0) + 1 from lead where county_id = ${county}), ${subject}, ${told.case ?? null}, ${found.unit_id}, ${found.area_id}, ${told.who === undefined ? null : services.cipher.encrypt(told.who, `lead.who|${county}`)}, ${told.side}, ${law.today}, ${due})`.execute(tx);
      await insertLeadEvent(tx, { county, lead: id, kind: 'opened', at: law.now, actor: actor.user });
    }
    await sql`insert into lead_hit (county_id, id, lead_id, rule, subject, mark, round, area_id, side, source, proof, facts, found_on, seen_on, due_on, status)
      values (${county}, ${hit}, ${id}, ${rule.id}, ${subject}, ${hit}, 1, ${found.area_id}, ${told.side}, ${source}, ${proof}, ${JSON.stringify({ text: told.text })}::jsonb, ${law.today}, ${law.today}, ${due}, 'open')`.execute(tx);
    await sql`insert into lead_origin (county_id, hit_id, secret, matter_id, words, told_by, at) values (${county}, ${hit}, ${told.secret ?? false}, ${told.origin ?? null}, ${told.note ?? told.text}, ${/^[0-9a-f-]{36}$/.test(actor.user) ? actor.user : null}, ${law.now})`.execute(tx);
    await insertLeadEvent(tx, { county, lead: id, hit, kind: 'told', at: law.now, actor: actor.user });
    await settleLeads(tx, county, law.today, law.now, id);
    return id;
  });
  return { lead, hit };
}

/** One line in the trail of a lead. */
export async function insertLeadEvent(tx: Tx, e: { readonly county: number; readonly lead: string; readonly hit?: string; readonly kind: 'opened' | 'told' | 'answered'; readonly at: string; readonly actor: string; readonly body?: Readonly<Record<string, string>> }): Promise<void> {
  await sql`insert into lead_event (county_id, lead_id, hit_id, kind, at, actor, body) values (${e.county}, ${e.lead}, ${e.hit ?? null}, ${e.kind}, ${e.at}, ${e.actor}, ${JSON.stringify(e.body ?? {})}::jsonb)`.execute(tx);
}
