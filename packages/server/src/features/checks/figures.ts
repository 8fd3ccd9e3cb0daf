import { sql } from 'kysely';
import type { Figure } from '@doudi/core/bureau/model';
import type { Tx } from '../../platform/database.ts';
import type { Law } from '../law/law.ts';

interface Row {
  readonly unit: string;
  readonly late: number;
  readonly open: number;
  readonly unraised: number;
}

/** Checks that found a wrong sum of which the correction is not settled: each once, however many findings it has. */
export async function findWrong(tx: Tx, county: number): Promise<{ check_id: string; unit: string }[]> {
  return (await sql<{ check_id: string; unit: string }>`select distinct f.check_id, u.key as unit from check_finding f join matter m on m.county_id = f.county_id and m.id = f.check_id join unit u on u.county_id = m.county_id and u.id = m.unit_id
    where f.county_id = ${county} and f.wrong is not null and f.state <> 'settled' order by u.key, f.check_id`.execute(tx)).rows;
}

/** Figures of checks for the bureau's page: checks that are late, findings nobody has handed over, wrong sums found. */
export async function bureauFigures(tx: Tx, law: Law): Promise<Figure[]> {
  const { rows } = await sql<Row>`select u.key as unit, count(*) filter (where m.due_on < ${law.today})::int as late, count(*) filter (where m.status in ('open', 'third', 'unpaired'))::int as open, count(*) filter (where m.status = 'findings')::int as unraised
    from matter m join unit u on u.county_id = m.county_id and u.id = m.unit_id where m.county_id = ${law.county} and m.topic = 'check' and m.closed_on is null group by u.key order by u.key`.execute(tx);
  const wrong = [...Map.groupBy(await findWrong(tx, law.county), (f) => f.unit)].map(([unit, of]) => ({ unit, value: of.length }));
  const figure = (id: string, block: Figure['block'], label: string, unit: string, how: string, req: readonly string[], href: string, byUnit: readonly { unit: string; value: number }[], of: Figure['of'] = 'county'): Figure => ({
    id, block, of, label, unit, how, req, href, value: byUnit.reduce((n, u) => n + u.value, 0), byUnit: byUnit.filter((u) => u.value > 0).map((u) => ({ ...u, href: `${href}&unit=${encodeURIComponent(u.unit)}` })),
  });
  const by = (pick: (r: Row) => number): { unit: string; value: number }[] => rows.map((r) => ({ unit: r.unit, value: pick(r) }));
  return [
    figure('check.late', 'late', '核查逾期', '件', '已过完成日期、还没有结论的核查件数', ['BQ-33', 'LH-25', 'HQ-193'], '/checks?tab=late', by((r) => r.late)),
    figure('check.wrong', 'wrong', '核查发现的差错未整改', '件', '认定了错发、多发、错拒、少发，整改还没有办结的核查件数', ['BQ-25', 'BQ-37'], '/checks?tab=wrong', wrong, 'unit'),
    figure('check.unraised', 'help', '核查问题未移交整改', '件', '有问题、还没有全部移交整改的核查件数', ['BQ-11'], '/checks?tab=unraised', by((r) => r.unraised)),
  ];
}
