import { sql } from 'kysely';
import type { Figure } from '@doudi/core/bureau/model';
import { STEP_LABELS } from '@doudi/core/case/procedure';
import type { StepId } from '@doudi/core/policy/model';
import type { Tx } from '../../platform/database.ts';
import type { Services } from '../../services.ts';
import { splitsOf } from '../aid/splits.ts';
import { waitingFilings } from '../filings/waiting.ts';
import type { Law } from '../law/law.ts';

interface UnitCount {
  readonly unit: string;
  readonly n: number;
}

const total = (rows: readonly UnitCount[]): number => rows.reduce((n, r) => n + r.n, 0);

/** Sums rows of one unit; those of nothing are left out. */
function byUnit(rows: readonly UnitCount[], href?: (unit: string) => string): NonNullable<Figure['byUnit']> {
  return [...Map.groupBy(rows, (r) => r.unit)].map(([unit, of]) => ({ unit, value: total(of), ...(href ? { href: href(unit) } : {}) })).filter((u) => u.value > 0).sort((a, b) => b.value - a.value);
}

const q = encodeURIComponent;

/** Open cases by when their next step is due, in one pass over the index that orders them. */
async function openCases(tx: Tx, law: Law, yellow: string): Promise<readonly (UnitCount & { readonly step: string | null; readonly light: 'red' | 'yellow' | 'green' })[]> {
  return (await sql<UnitCount & { step: string | null; light: 'red' | 'yellow' | 'green' }>`select u.key as unit, x.step, x.light, x.n from (
      select f.unit_id, f.next_step as step, case when coalesce(f.next_due, '9999-12-31'::date) < ${law.today}::date then 'red' when coalesce(f.next_due, '9999-12-31'::date) <= ${yellow}::date then 'yellow' else 'green' end as light, count(*)::int as n
      from case_file f where f.county_id = ${law.county} and f.closed_on is null group by 1, 2, 3) x join unit u on u.county_id = ${law.county} and u.id = x.unit_id`.execute(tx)).rows;
}

/** Figures of what has no figures.ts of its own: cases, money on its way, aid, filings, coordination, the register. */
export async function ownFigures(tx: Tx, services: Services, law: Law): Promise<{ figures: Figure[]; open: readonly UnitCount[] }> {
  const warn = law.policy.find<number>('light.yellow-before', { on: law.today })?.value ?? 0;
  const yellow = law.calendar.addWorkingDays(law.today, warn).date;
  const open = await openCases(tx, law, yellow);
  const steps = (light: 'red' | 'yellow'): string => [...Map.groupBy(open.filter((o) => o.light === light), (o) => o.step ?? '')].map(([step, of]) => `${STEP_LABELS[step as StepId] ?? '其他'} ${total(of)}`).join('、');
  const cases = (light: 'red' | 'yellow'): Pick<Figure, 'value' | 'href' | 'byUnit'> => {
    const rows = open.filter((o) => o.light === light);
    return { value: total(rows), href: `/cases?tab=doing&light=${light}`, byUnit: byUnit(rows, (u) => `/cases?tab=doing&light=${light}&unit=${q(u)}`) };
  };
  const lines = (await sql<UnitCount & { status: string }>`select u.key as unit, l.status, count(*)::int as n from roll_line l join unit u on u.county_id = l.county_id and u.id = l.unit_id
    where l.county_id = ${law.county} and l.status in ('held', 'rejected', 'returned') group by 1, 2`.execute(tx)).rows;
  const held = lines.filter((l) => l.status === 'held');
  const back = lines.filter((l) => l.status !== 'held');
  const late = (await sql<UnitCount>`select u.key as unit, count(*)::int as n from recovery r join unit u on u.county_id = r.county_id and u.id = r.unit_id where r.county_id = ${law.county} and r.status = 'established' and r.next_due < ${law.today}::date group by 1`.execute(tx)).rows;
  const papers = (await sql<UnitCount>`select u.key as unit, count(distinct w.case_id)::int as n from work_item w join unit u on u.county_id = w.county_id and u.id = w.unit_id where w.county_id = ${law.county} and w.step = 'papers' and w.due_on < ${law.today}::date group by 1`.execute(tx)).rows;
  const aid = law.policy.programmes(law.today).filter((p) => p.formula === 'aid').map((p) => p.id);
  const urgent = (await sql<UnitCount>`select u.key as unit, count(*)::int as n from case_file f join unit u on u.county_id = f.county_id and u.id = f.unit_id where f.county_id = ${law.county} and f.closed_on is null and f.programme = any (${aid})
    and (f.state -> 'facts' -> 'event' ->> 'emergency' = 'true' or f.state -> 'aid' -> 'emergency' is not null) and jsonb_array_length(coalesce(f.state -> 'aid' -> 'given', '[]')) = 0 group by 1`.execute(tx)).rows;
  const problems = (await sql<UnitCount>`select u.key as unit, count(*)::int as n from coordination_problem p join unit u on u.county_id = p.county_id and u.id = p.unit_id where p.county_id = ${law.county} and p.resolved_on is null group by 1`.execute(tx)).rows;
  const demands = (await sql<UnitCount>`select u.key as unit, count(*)::int as n from filing_demand d join unit u on u.county_id = d.county_id and u.id = d.unit_id where d.county_id = ${law.county} and d.closed_at is null and d.due_on < ${law.today}::date group by 1`.execute(tx)).rows;
  const entries = (await sql<UnitCount>`select u.key as unit, count(*)::int as n from matter m join unit u on u.county_id = m.county_id and u.id = m.unit_id where m.county_id = ${law.county} and m.topic = 'dishonesty' and m.closed_on is null and m.status <> 'entered' group by 1`.execute(tx)).rows;
  const splits = (await splitsOf(tx, services, law)).items.filter((s) => s.answer === null);
  const filings = await waitingFilings(tx, law);
  const figures: Figure[] = [
    { id: 'case.late', block: 'late', label: '在办案件超期', unit: '件', how: `未办结的案件中，下一步的期限已过的件数${steps('red') === '' ? '' : `：${steps('red')}`}`, req: ['HQ-206', 'GX-07'], ...cases('red') },
    { id: 'case.risk', block: 'help', label: '在办案件临期', unit: '件', how: `下一步的期限在今后 ${warn} 个工作日内的件数${steps('yellow') === '' ? '' : `：${steps('yellow')}`}`, req: ['HQ-206', 'GX-07'], ...cases('yellow') },
    { id: 'aid.urgent', block: 'help', label: '急难还没有给付', value: total(urgent), unit: '件', how: '按急难受理、未办结、还没有给过现金或者物资的件数', req: ['HQ-177', 'BQ-52'], href: '/urgent?show=waiting', byUnit: byUnit(urgent, (u) => `/urgent?show=waiting&unit=${q(u)}`) },
    { id: 'aid.papers', block: 'late', label: '先行救助后材料逾期未补', value: total(papers), unit: '件', how: '先行给付后应补的材料已过期限的案件数', req: ['BQ-34'], href: '/urgent?show=papers', byUnit: byUnit(papers, (u) => `/urgent?show=papers&unit=${q(u)}`) },
    { id: 'aid.splits', block: 'wrong', label: '疑似拆分申请未答复', value: splits.length, unit: '起', how: '同一家庭十二个月内几次申请各在限额以下、合计超过限额，县级还没有答复的', req: ['BQ-57'], href: '/splits' },
    { id: 'pay.held', block: 'wrong', label: '发放暂缓', value: total(held), unit: '笔', how: '账户、死亡、重复享受等原因暂缓、还没有人答复的发放', req: ['HQ-68', 'GX-68'], href: '/payments/stuck?kind=held', byUnit: byUnit(held, (u) => `/payments/stuck?kind=held&unit=${q(u)}`) },
    { id: 'pay.stuck', block: 'late', label: '银行未付、退票', value: total(back), unit: '笔', how: '银行退回或者没有付成、钱还没有到户的发放', req: ['HQ-68', 'GX-68'], href: '/payments/stuck?kind=back', byUnit: byUnit(back, (u) => `/payments/stuck?kind=back&unit=${q(u)}`) },
    { id: 'recovery.late', block: 'late', label: '追回逾期', value: total(late), unit: '件', how: '已确定应退、约定的下一笔已过期限的追回', req: ['HQ-188'], href: '/recovery?state=late', byUnit: byUnit(late, (u) => `/recovery?state=late&unit=${q(u)}`) },
    { id: 'filing.late', block: 'late', label: '备案逾期未报', value: total(filings.late), unit: '份', how: '启用以来各月应报而过期未报的备案：单位×项目×月份', req: ['HQ-42', 'HQ-124', 'HQ-173', 'LH-42', 'LH-45', 'XX-97', 'XX-98'], href: '/filings?tab=late', byUnit: byUnit(filings.late, (u) => `/filings?tab=late&unit=${q(u)}`) },
    { id: 'filing.unreviewed', block: 'help', label: '备案待审查', value: total(filings.unreviewed), unit: '份', how: '单位已报、县级还没有审查通过、也没有提出整改的备案，不限月份', req: ['HQ-133', 'LH-29', 'GX-30'], href: '/filings?tab=unreviewed', of: 'county', byUnit: byUnit(filings.unreviewed, (u) => `/filings?tab=unreviewed&unit=${q(u)}`) },
    { id: 'filing.demands', block: 'wrong', label: '备案整改逾期', value: total(demands), unit: '条', how: '备案审查提出、期限已过、还没有办结的整改要求', req: ['HQ-134', 'HQ-135'], href: '/filings?tab=demands&state=late', byUnit: byUnit(demands, (u) => `/filings?tab=demands&state=late&unit=${q(u)}`) },
    { id: 'coordination.open', block: 'help', label: '待协调的问题', value: total(problems), unit: '件', how: '单位提出、县级还没有协调解决的问题', req: ['LH-16', 'LH-90', 'GX-24', 'BQ-81'], href: '/registers/problems?open=true&source=coordination', of: 'county', byUnit: byUnit(problems, (u) => `/registers/problems?open=true&source=coordination&unit=${q(u)}`) },
    { id: 'register.open', block: 'help', label: '失信记录待办', value: total(entries), unit: '件', how: '提议、告知、待决定、待送达或者待答复的失信记录', req: ['XX-68', 'XX-72'], href: '/registers?state=pending', byUnit: byUnit(entries, (u) => `/registers?state=pending&unit=${q(u)}`) },
  ];
  return { figures, open: open.map(({ unit, n }) => ({ unit, n })) };
}
