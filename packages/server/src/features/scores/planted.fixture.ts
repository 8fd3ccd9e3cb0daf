import { randomUUID } from 'node:crypto';
import type pg from 'pg';

export interface Planted {
  readonly decidedOn: string;
  readonly programme?: string;
  /** Day by which the whole case was to be decided, and the day it was: by default in time. */
  readonly due?: string;
  /** Instant of the decision. */
  readonly at?: string;
  readonly actor?: string;
  /** Other actions: kind and body. */
  readonly said?: readonly { readonly kind: string; readonly body: unknown }[];
  /** Key of the village. */
  readonly village?: string;
}

const HASH = Buffer.alloc(32);

/** Decided cases of one office written straight into the tables, with their limit and what was said in them: nothing of it goes through the rules. */
export async function plantCases(admin: pg.Client, county: string, unit: string, list: readonly Planted[]): Promise<string[]> {
  const { rows } = await admin.query<{ county: number; unit: number; key: string }>(`select c.id as county, u.id as unit, u.key from county c join unit u on u.county_id = c.id where c.key = $1`, [county]);
  const units = new Map(rows.map((r) => [r.key, r.unit]));
  const id = rows[0]?.county ?? 0;
  let position = Number((await admin.query<{ n: string }>('select coalesce(max(position), 0) as n from case_action where county_id = $1', [id])).rows[0]?.n ?? 0);
  const out: string[] = [];
  for (const p of list) {
    const one = randomUUID();
    const area = units.get(p.village ?? unit);
    await admin.query(
      `insert into case_file (county_id, id, number, programme, unit_id, area_id, status, organ, application_date, applicant, persons, handler, decided_on, closed_on, monthly_fen, from_month, seq, state, updated_at)
       values ($1, $2, $3, $4, $5, $6, 'granted', 'unit', $7::date - 20, $8, 1, $8, $7, $7, 50000, left($7::text, 7), 1, '{"decision": {"outcome": "grant"}}', now())`,
      [id, one, `P-${one.slice(0, 13)}`, p.programme ?? 'dibao', units.get(unit), area, p.decidedOn, randomUUID()],
    );
    await admin.query(`insert into case_deadline (county_id, case_id, id, unit_id, label, step, started_on, due_on, provisional, parameter, finished_on) values ($1, $2, 'case', $3, '办理总时限', null, $4::date - 20, $4, false, 'deadline.case', $5)`, [id, one, area, p.due ?? p.decidedOn, p.decidedOn]);
    const acts = [...(p.said ?? []), ...(p.at === undefined ? [] : [{ kind: 'decided', body: {} }])];
    for (const [seq, a] of acts.entries())
      await admin.query(`insert into case_action (county_id, position, case_id, seq, kind, at, recorded_at, actor_user, actor_post, actor_unit, body, prev_hash, hash) values ($1, $2, $3, $4, $5, $6, $6, $7, 'leader', $8, $9, $10, $10)`, [id, ++position, one, seq + 1, a.kind, p.at ?? `${p.decidedOn}T10:00:00+08:00`, p.actor ?? 'planted', unit, JSON.stringify(a.body), HASH]);
    out.push(one);
  }
  return out;
}
