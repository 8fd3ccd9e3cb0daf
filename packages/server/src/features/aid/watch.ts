import { sql } from 'kysely';
import type { Output } from '@doudi/core/api/contract';
import type { watchGiven } from '@doudi/core/api/aid';
import { disputesOf, givenStanding, givenTerms, receiptOf, recordedLate, recordedMinute, waitsFor } from '@doudi/core/case/aid/given';
import { addUnit } from '@doudi/core/case/procedure';
import type { CaseState } from '@doudi/core/case/state';
import { maskName } from '@doudi/core/people/mask';
import type { Tx } from '../../platform/database.ts';
import type { Services } from '../../services.ts';
import { contextOf, NO_RELATIONS } from '../cases/context.ts';
import { lightFor } from '../cases/words.ts';
import type { Law } from '../law/law.ts';
import { openPersons } from '../persons/persons.ts';
import { namesOf } from './lists.ts';

/** Cases read at most. */
const LIMIT = 300;

type Item = Output<typeof watchGiven>['items'][number];
const RANK: readonly Item['why'][number][] = ['disputed', 'wrong', 'unconfirmed', 'noReceipt', 'late'];

/**
 * Handings over of the last twelve months in the caller's area that somebody has to look at: a dispute at once, a finding
 * that one was not so, a second handler or a signed receipt when their term is over, and what was written down later than
 * `aid.record.deadline`. Disputes first, then by day. Nothing here holds up any help [HQ-142, HQ-176].
 */
export async function watchedGiven(tx: Tx, services: Services, law: Law): Promise<Output<typeof watchGiven>> {
  const ids = law.policy.programmes(law.today).filter((p) => p.formula === 'aid').map((p) => p.id);
  const hours = law.policy.find<number>('aid.record.deadline', { on: law.today })?.value ?? null;
  const { rows } = await sql<{ id: string; unit_id: number; state: CaseState }>`select f.id, f.unit_id, f.state from case_file f where f.county_id = ${law.county} and f.programme = any (${ids}) and f.id in (
      select d.case_id from case_deadline d where d.county_id = ${law.county} and d.finished_on is null and (d.id like 'dispute.%' or (d.due_on < ${law.today}::date and (d.id like 'confirm.%' or d.id like 'receipt.%')))
      union select p.case_id from aid_payment p join case_action a on a.county_id = p.county_id and a.case_id = p.case_id and a.seq = p.seq where p.county_id = ${law.county} and p.on_date > ${law.today}::date - 365 and a.at > p.given_at + make_interval(hours => ${hours}::int)
      union select p.case_id from aid_payment p join case_file x on x.county_id = p.county_id and x.id = p.case_id where p.county_id = ${law.county} and p.on_date > ${law.today}::date - 365 and x.state @? '$.aid.given[*].settled ? (@.outcome == "wrong")')
    order by f.application_date desc, f.number limit ${LIMIT}`.execute(tx);
  const people = await openPersons(tx, services, law.county, rows.map((r) => r.state.facts.applicant));
  const n = await namesOf(tx);
  const items = rows.flatMap((r): Item[] => {
    const s = r.state;
    const c = contextOf(law, s, NO_RELATIONS);
    const terms = new Map(givenTerms(s, c).filter((t) => t.finishedOn === undefined).map((t) => [t.id, addUnit(c, t.from, t.parameter).date]));
    return (s.aid?.given ?? []).flatMap((g): Item[] => {
      const over = (kind: string): boolean => (terms.get(`${kind}.${g.seq}`) ?? '9999') < law.today;
      const why = RANK.filter((k) => (k === 'disputed' || k === 'wrong' ? givenStanding(g) === k : k === 'unconfirmed' ? over('confirm') : k === 'noReceipt' ? over('receipt') && receiptOf(g).length === 0 : recordedLate(g, s, c) !== undefined));
      if (why.length === 0) return [];
      const due = ['dispute', 'confirm', 'receipt'].flatMap((k) => terms.get(`${k}.${g.seq}`) ?? []).sort()[0];
      return [{
        case: r.id, number: s.number, unit: n.unit(r.unit_id), applicant: maskName(people.get(s.facts.applicant)?.name ?? '—'), receipt: g.number, form: g.form, fen: g.fen, at: g.at, recordedAt: recordedMinute(g) === g.at ? null : (recordedMinute(g) ?? null), by: n.staff(g.by.user),
        why, waits: g.settled ? [] : waitsFor(g).map(n.staff), disputes: disputesOf(g).map((x) => ({ by: n.staff(x.by.user), on: x.on, words: x.words })), light: due === undefined ? null : lightFor(law, due),
      }];
    });
  });
  const rank = (i: Item): string => `${RANK.indexOf(i.why[0] ?? 'late')}${i.at}`;
  return { items: items.toSorted((a, b) => (rank(a) < rank(b) ? -1 : 1)) };
}
