import { sql, type RawBuilder } from 'kysely';
import type { BehaviourKind, BehaviourRule } from '@doudi/core/behaviour/model';
import type { Tx } from '../../platform/database.ts';
import type { Law } from '../law/law.ts';

/** A pattern as it was found: a unit, what makes it this pattern and no other, and the cases behind it. */
export interface Pattern {
  readonly unit: number;
  readonly key: string;
  readonly text: string;
  readonly cases: readonly { readonly case: string; readonly note: string }[];
}

/** Cases of one pattern as the database groups them. */
export interface Group {
  readonly unit: number;
  readonly key: string;
  readonly n: number;
  readonly cases: Pattern['cases'];
}

/** The law and the first day of the window that a rule looks back over. */
export interface Window {
  readonly law: Law;
  readonly since: string;
}
type RuleOf<K extends BehaviourKind> = Extract<BehaviourRule, { kind: K }>;
export type Finder<K extends BehaviourKind> = (tx: Tx, w: Window, r: RuleOf<K>) => Promise<Pattern[]>;

/** Cases of one pattern, as many as somebody can look through. */
const SHOWN = 200;
export const cases = (note: RawBuilder<unknown>, which: RawBuilder<unknown> = sql`true`) => sql`to_jsonb((array_agg(distinct jsonb_build_object('case', f.id, 'note', ${note})) filter (where ${which}))[1:${sql.lit(SHOWN)}])`;
/** Cases decided since a day, with the decision as it was written down. */
export const decided = (w: Window) => sql`case_file f join case_action a on a.county_id = f.county_id and a.case_id = f.id and a.kind = 'decided' where f.county_id = ${w.law.county} and f.decided_on >= ${w.since} and not f.imported`;
/** Cases that are open or were decided since a day: what was done lately was done in one of them. */
export const lately = (w: Window) => sql`case_file f join case_action a on a.county_id = f.county_id and a.case_id = f.id where f.county_id = ${w.law.county} and (f.decided_on >= ${w.since} or f.closed_on is null) and not f.imported and a.at >= ${w.since}::date`;
