import { sql } from 'kysely';
import { formatDateShortZh } from '@doudi/core/calendar/calendar';
import { formatMonthZh } from '@doudi/core/calendar/date';
import { scoreText, type UnitResult } from '@doudi/core/score/compute';
import type { Tx } from '../../platform/database.ts';
import { html, type Html } from './html.ts';
import { countyTrail, countyUrl, type Content } from './pages.ts';
import { openPlan, type PublicView } from './scope.ts';

/** Months that can be looked back. */
const MONTHS = 13;

interface Row {
  readonly month: string;
  readonly unit: string;
  readonly published_on: string;
  readonly result: Pick<UnitResult, 'score' | 'low' | 'high' | 'rank' | 'rankFrom' | 'rankTo'>;
}

const place = ({ rank, rankFrom, rankTo }: Row['result']): string => (rank === null ? '不排名' : `${rank}${rankFrom === rankTo ? '' : `（可能在 ${rankFrom ?? rank} 至 ${rankTo ?? rank}）`}`);
const line = (r: Row): Html => html`<tr><td>${place(r.result)}</td><td>${r.unit}</td><td class="n">${r.result.rank === null ? '—' : scoreText(r.result.score)}</td><td class="n">${r.result.rank === null ? '—' : `${scoreText(r.result.low)} 至 ${scoreText(r.result.high)}`}</td></tr>`;

/**
 * 考评排名, as the leader of the bureau published it [XX-157..159]: units in descending order with score and margin, one month on a page.
 * Of what was published nothing else is read: no case, no deduction, nobody's name. `from`: how many published months back.
 */
export async function scoresPage(tx: Tx, v: PublicView, from: number): Promise<Content | undefined> {
  const plan = openPlan(v);
  if (!plan) return undefined;
  // Rows of months not yet published are hidden here by the table's own policy as well.
  const { rows: months } = await sql<{ month: string }>`select distinct month from score_result where county_id = ${v.county.id} and status = 'published' order by month desc limit ${MONTHS}`.execute(tx);
  const month = months[from]?.month;
  const title = `乡镇（街道）${plan.label}排名`;
  if (month === undefined) return from > 0 ? undefined : { title, trail: countyTrail(v), main: html`<p>还没有公布。每月的排名在次月 ${plan.publishDay} 日前公布。</p>` };
  const { rows } = await sql<Row>`select r.month, u.name as unit, r.published_on, jsonb_build_object('score', r.result -> 'score', 'low', r.result -> 'low', 'high', r.result -> 'high', 'rank', r.result -> 'rank', 'rankFrom', r.result -> 'rankFrom', 'rankTo', r.result -> 'rankTo') as result
    from score_result r join unit u on u.county_id = r.county_id and u.id = r.unit_id where r.county_id = ${v.county.id} and r.status = 'published' and r.month = ${month} order by (r.result ->> 'rank')::int nulls last, (r.result ->> 'score')::int desc, u.key`.execute(tx);
  const here = `${countyUrl(v)}/scores`;
  return {
    title, trail: countyTrail(v),
    main: html`<h2>${formatMonthZh(month)}</h2><p>${formatDateShortZh(rows[0]?.published_on ?? v.law.today)}公布，满分 ${plan.full} 分，由高到低。只考评单位，不考评个人。</p>
<table><caption>${formatMonthZh(month)}${plan.label}</caption><thead><tr><th scope="col">名次</th><th scope="col">单位</th><th scope="col" class="n">得分</th><th scope="col" class="n">得分范围</th></tr></thead><tbody>${rows.map(line)}</tbody></table>
<p class="note">得分按办理的事项算出；件数少的，得分和名次只能说到一个范围，件数太少的不排名。</p>
${months.length > 1 ? html`<h2>其他月份</h2><ul class="links">${months.map(({ month: m }, i) => (m === month ? '' : html`<li><a href="${here}${i === 0 ? '' : `?from=${i}`}">${formatMonthZh(m)}</a></li>`))}</ul>` : ''}`,
  };
}
