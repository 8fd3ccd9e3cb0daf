import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { Parameter } from '@doudi/core/policy/model';
import type { Tx } from '../../platform/database.ts';

/** The document by which a county decides parameters, who proposed it and who decided it. */
export interface CountyDecision {
  readonly change: string;
  readonly title: string;
  readonly number: string;
  readonly issuedOn: string;
  readonly entered: { readonly account: string; readonly name: string };
  readonly decided: { readonly account: string; readonly name: string };
  readonly at: string;
}

/** Writes parameters that the county decided; from their date on they are the county's law for every new case. Written once. */
export async function insertCountyParameters(tx: Tx, county: number, parameters: readonly Parameter[], d: CountyDecision): Promise<void> {
  for (const p of parameters)
    await sql`insert into county_parameter (county_id, id, key, label, unit, value, programme, area, from_date, title, number, issued_on, change_id, entered_by, entered_by_name, decided_by, decided_by_name, decided_at)
      values (${county}, ${randomUUID()}, ${p.key}, ${p.label}, ${p.unit}, ${JSON.stringify(p.value)}::jsonb, ${p.programme ?? null}, ${p.area ?? null}, ${p.from}, ${d.title}, ${d.number}, ${d.issuedOn}, ${d.change}, ${d.entered.account}, ${d.entered.name}, ${d.decided.account}, ${d.decided.name}, ${d.at})`.execute(tx);
}
