import { sql } from 'kysely';
import type { Tx } from '../../platform/database.ts';

/** The first of the next `n` consecutive numbers of a series in a year; the row stays locked until the transaction ends, so that no number is lost or given twice. */
export async function nextNumbers(tx: Tx, county: number, series: string, year: number, n: number): Promise<number> {
  const { rows } = await sql<{ last: number }>`insert into number_sequence (county_id, series, year, last) values (${county}, ${series}, ${year}, ${n})
    on conflict on constraint number_sequence_pk do update set last = number_sequence.last + ${n} returning last`.execute(tx);
  const last = rows[0]?.last;
  if (last === undefined) throw new Error('number_sequence gave no number');
  return last - n + 1;
}

/** Next consecutive number of a series in a year. */
export const nextNumber = async (tx: Tx, county: number, series: string, year: number): Promise<number> => await nextNumbers(tx, county, series, year, 1);

/** `2021-红-邵公庄-0123` */
export const caseNumber = (year: number, mark: string, unit: string, n: number): string => `${year}-${mark}-${unit}-${String(n).padStart(4, '0')}`;

/** Stands in numbers where a unit's name would: what the county decides, posts and extends itself is the bureau's paper, not the street's. */
export const BUREAU = '民政';

/** Papers about what is owed back are the county's own when the county makes them. */
const OWN_RECOVERY: ReadonlySet<string> = new Set(['establishRecovery', 'remindRecovery', 'agreeInstalments', 'decideWaiver', 'escalateRecovery']);

/** Whether a paper that arises from a command is the county's own. */
export const ofCounty = (command: string, post: string): boolean => (command === 'decide' || command === 'decideChange' || command === 'changeGrade' || command === 'postNotice' || command === 'extend' || OWN_RECOVERY.has(command)) && (post === 'countyHandler' || post === 'countyLeader');

/** `红邵公庄救〔2021〕12号`: numbered per issuing unit and year. */
export const letterNumber = (year: number, mark: string, unit: string, n: number): string => `${mark}${unit}救〔${year}〕${n}号`;
