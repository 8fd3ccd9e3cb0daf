import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type * as z from 'zod';
import { addPrints, dropPrint, listPrints, startPrint } from '@doudi/core/api/desk';
import { LETTER_TITLES, type LetterKind } from '@doudi/core/letters/model';
import { maskName } from '@doudi/core/people/mask';
import { refuse } from '@doudi/core/refusal/refusal';
import type { Tx } from '../../platform/database.ts';
import { endpoint, type Endpoint, type Who } from '../../platform/http/endpoint.ts';
import type { Services } from '../../services.ts';
import { loadLaw } from '../law/law.ts';
import { openPersons } from '../persons/persons.ts';

interface Row {
  readonly id: string;
  readonly case_id: string;
  readonly case_number: string;
  readonly applicant: string;
  readonly letter_id: string | null;
  readonly kind: LetterKind;
  readonly number: string | null;
  readonly on_date: string | null;
  readonly added_name: string | null;
  readonly added_at: string;
  readonly prints: { nth: number; by: string; at: string }[];
}

type PrintView = z.input<typeof listPrints.response>['waiting'][number];

/** Printed ones that are still shown, to be printed again when the paper jammed. */
const RECENT = 60;

async function findPrints(tx: Tx, services: Services, who: Who, waiting: boolean, mine: boolean): Promise<PrintView[]> {
  const { rows } = await sql<Row>`select i.id, i.case_id, f.number as case_number, f.applicant, i.letter_id, coalesce(l.kind, i.form) as kind, l.number, l.on_date, a.name as added_name, i.added_at,
      (select coalesce(jsonb_agg(jsonb_build_object('nth', m.nth, 'by', coalesce(b.name, ''), 'at', m.printed_at) order by m.nth), '[]') from print_mark m left join account b on b.county_id = m.county_id and b.id = m.printed_by where m.county_id = i.county_id and m.item_id = i.id) as prints
    from print_item i join case_file f on f.county_id = i.county_id and f.id = i.case_id left join case_letter l on l.county_id = i.county_id and l.id = i.letter_id left join account a on a.county_id = i.county_id and a.id = i.added_by
    where i.county_id = ${who.county} and i.queue_id = ${who.unitId} and ${waiting ? sql`i.printed_at is null` : sql`i.printed_at is not null`} ${mine ? sql`and i.added_by = ${who.account}` : sql``}
    order by ${waiting ? sql`i.added_at` : sql`i.printed_at desc`}, f.number, l.seq nulls last, kind, i.id limit ${waiting ? 500 : RECENT}`.execute(tx);
  const people = await openPersons(tx, services, who.county, [...new Set(rows.map((r) => r.applicant))]);
  return rows.map((r) => ({
    id: r.id, case: r.case_id, caseNumber: r.case_number, applicant: maskName(people.get(r.applicant)?.name ?? '—'), letter: r.letter_id, title: LETTER_TITLES[r.kind] ?? r.kind, number: r.number ?? '（预印，未编号）', on: r.on_date,
    addedBy: r.added_name ?? '', addedAt: r.added_at, prints: r.prints,
  }));
}

/** The print queue of the caller's unit: what waits, what was printed by whom and when. */
export function printEndpoints(services: Services): Endpoint[] {
  return [
    endpoint(listPrints, async (tx, { query }, who) => {
      const mine = query.scope === 'mine';
      const waiting = await findPrints(tx, services, who, true, mine);
      const all = (await sql<{ n: number }>`select count(*) as n from print_item where county_id = ${who.county} and queue_id = ${who.unitId} and printed_at is null`.execute(tx)).rows[0]?.n ?? 0;
      return { waiting, printed: await findPrints(tx, services, who, false, mine), others: Math.max(0, all - waiting.length) };
    }),
    endpoint(addPrints, async (tx, { body }, who) => {
      const law = await loadLaw(tx, services, who.county);
      const letters = (await sql<{ id: string; case_id: string; unit_id: number }>`select id, case_id, unit_id from case_letter where county_id = ${who.county} and id = any (${body.letters}::uuid[])`.execute(tx)).rows;
      const cases = (await sql<{ id: string; area_id: number }>`select id, area_id from case_file where county_id = ${who.county} and id = any (${body.forms.map((f) => f.case)}::uuid[])`.execute(tx)).rows;
      if (letters.length !== new Set(body.letters).size || cases.length !== new Set(body.forms.map((f) => f.case)).size) return refuse('notfound', '有文书不存在，或不在您的辖区');
      const rows = [
        ...letters.map((l) => ({ id: randomUUID(), case_id: l.case_id, unit_id: l.unit_id, letter_id: l.id, form: null })),
        ...body.forms.map((f) => ({ id: randomUUID(), case_id: f.case, unit_id: cases.find((c) => c.id === f.case)?.area_id ?? 0, letter_id: null, form: f.form })),
      ];
      const { rows: added } = await sql<{ id: string }>`insert into print_item (county_id, id, case_id, unit_id, queue_id, letter_id, form, added_by, added_at)
        select ${who.county}, r.id, r.case_id, r.unit_id, ${who.unitId}, r.letter_id, r.form, ${who.account}, ${law.now} from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(id uuid, case_id uuid, unit_id int, letter_id uuid, form text)
        on conflict do nothing returning id`.execute(tx);
      const waiting = (await sql<{ n: number }>`select count(*) as n from print_item where county_id = ${who.county} and queue_id = ${who.unitId} and printed_at is null`.execute(tx)).rows[0]?.n ?? 0;
      return { added: added.length, waiting };
    }),
    endpoint(dropPrint, async (tx, { params }, who) => {
      const { rows } = await sql<{ id: string }>`delete from print_item where county_id = ${who.county} and id = ${params.id} and queue_id = ${who.unitId} and printed_at is null returning id`.execute(tx);
      return rows.length > 0 ? {} : refuse('notfound', '队列里没有这份等打印的文书');
    }),
    endpoint(startPrint, async (tx, { body }, who) => {
      const ids = [...new Set(body.items)];
      const { rows } = await sql<{ id: string; unit_id: number; nth: number }>`select i.id, i.unit_id, (select count(*) from print_mark m where m.county_id = i.county_id and m.item_id = i.id) + 1 as nth
        from print_item i where i.county_id = ${who.county} and i.queue_id = ${who.unitId} and i.id = any (${ids}::uuid[]) order by i.id for update of i`.execute(tx);
      if (rows.length !== ids.length) return refuse('notfound', '选中的文书有的已不在队列中', { allowed: ['刷新后重选'] });
      const law = await loadLaw(tx, services, who.county);
      const run = randomUUID();
      const marks = rows.map((r) => ({ item_id: r.id, nth: r.nth, unit_id: r.unit_id, place: ids.indexOf(r.id) }));
      await sql`insert into print_mark (county_id, item_id, nth, unit_id, run, place, printed_by, printed_at)
        select ${who.county}, r.item_id, r.nth, r.unit_id, ${run}, r.place, ${who.account}, ${law.now} from jsonb_to_recordset(${JSON.stringify(marks)}::jsonb) as r(item_id uuid, nth int, unit_id int, place int)`.execute(tx);
      await sql`update print_item set printed_at = ${law.now} where county_id = ${who.county} and id = any (${ids}::uuid[]) and printed_at is null`.execute(tx);
      return { run, prints: marks.filter((m) => m.nth === 1).length, reprints: marks.filter((m) => m.nth > 1).length };
    }),
  ];
}

export interface RunPart {
  /** Address of one paper's PDF below the API. */
  readonly address: string;
  readonly name: string;
}

/** The papers of a run that the caller started, in the order ticked. Empty: no such run of this account. */
export async function findRun(tx: Tx, who: Who, run: string): Promise<RunPart[]> {
  const { rows } = await sql<{ letter_id: string | null; case_id: string; form: string | null; kind: LetterKind; number: string | null }>`select i.letter_id, i.case_id, i.form, coalesce(l.kind, i.form) as kind, l.number
    from print_mark m join print_item i on i.county_id = m.county_id and i.id = m.item_id left join case_letter l on l.county_id = i.county_id and l.id = i.letter_id
    where m.county_id = ${who.county} and m.run = ${run} and m.printed_by = ${who.account} order by m.place`.execute(tx);
  return rows.map((r) => ({ address: r.letter_id ? `/api/v1/letters/${r.letter_id}/pdf` : `/api/v1/cases/${r.case_id}/forms/${r.form ?? ''}`, name: `${LETTER_TITLES[r.kind] ?? r.kind} ${r.number ?? ''}` }));
}
