/** A line of a population file that could be read. */
export interface PopulationLine {
  readonly line: number;
  readonly town: string;
  readonly village: string;
  readonly year: number;
  readonly households: number;
  readonly persons: number;
}

export interface LineFault {
  readonly line: number;
  readonly text: string;
}

const TITLES = { 乡镇: 'town', 街道: 'town', '乡镇（街道）': 'town', 村: 'village', 社区: 'village', 村社区: 'village', '村（社区）': 'village', '村（居）': 'village', 年份: 'year', 户数: 'households', 人口: 'persons', 人口数: 'persons', 人数: 'persons' } as const;
type Column = (typeof TITLES)[keyof typeof TITLES];
const NEEDED: readonly Column[] = ['village', 'year', 'households', 'persons'];

const bare = (cell: string): string => cell.trim().replace(/^"(.*)"$/s, '$1').replaceAll('""', '"').trim();

/** Lines of a population file: CSV with a title line, 村（社区）、年份、户数、人口, and 乡镇（街道） where two villages bear one name. A line with a fault is named and left out. */
export function readPopulationCsv(csv: string, today: string): { lines: PopulationLine[]; faults: LineFault[] } {
  const rows = csv.replace(/^\uFEFF/, '').split(/\r?\n/);
  const titles = (rows[0] ?? '').split(',').map((t) => (TITLES as Readonly<Record<string, Column>>)[bare(t).replaceAll('(', '（').replaceAll(')', '）')]);
  if (NEEDED.some((n) => !titles.includes(n))) return { lines: [], faults: [{ line: 1, text: '第一行应为列名：村（社区）、年份、户数、人口' }] };
  const lines: PopulationLine[] = [];
  const faults: LineFault[] = [];
  for (const [i, row] of rows.entries()) {
    if (i === 0 || row.trim() === '') continue;
    const cells: Partial<Record<Column, string>> = {};
    for (const [n, cell] of row.split(',').entries()) {
      const title = titles[n];
      if (title !== undefined) cells[title] = bare(cell);
    }
    const fault = faultOf(cells, today);
    if (fault !== undefined) faults.push({ line: i + 1, text: fault });
    else lines.push({ line: i + 1, town: cells.town ?? '', village: cells.village ?? '', year: Number(cells.year), households: Number(cells.households), persons: Number(cells.persons) });
  }
  return { lines, faults };
}

const whole = (text: string | undefined): boolean => /^[1-9]\d{0,6}$/.test(text ?? '');

function faultOf(c: Partial<Record<Column, string>>, today: string): string | undefined {
  if (!c.village) return '没有写村（社区）';
  if (!/^(19|20)\d{2}$/.test(c.year ?? '') || Number(c.year) > Number(today.slice(0, 4)) || Number(c.year) < 1990) return '年份应为 1990 年以来、不晚于今年的四位数字';
  if (!whole(c.households) || !whole(c.persons)) return '户数、人口应为不带逗号的正整数';
  return Number(c.persons) < Number(c.households) ? '人口不能少于户数' : undefined;
}
