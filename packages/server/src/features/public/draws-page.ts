import { sql } from 'kysely';
import { formatDateShortZh, shanghaiTime } from '@doudi/core/calendar/calendar';
import { MUST_LABELS } from '@doudi/core/draw/select';
import { SEED_LABELS, type DrawState } from '@doudi/core/draw/topic';
import type { Tx } from '../../platform/database.ts';
import { html, type Html } from './html.ts';
import { countyTrail, type Content } from './pages.ts';
import type { PublicView } from './scope.ts';

type Shown = Omit<DrawState, 'risk' | 'frozenBy' | 'assigned'>;

const at = (instant: string): string => shanghaiTime(instant).replace('T', ' ');

function one(number: string, s: Shown): Html {
  return html`<h2>${s.label}（${number}）</h2>
<ul><li>抽查 ${formatDateShortZh(s.from)} 至 ${formatDateShortZh(s.to)}，共 ${s.size} 件，每个单位、每个项目不低于 ${s.percent}%${s.must.length > 0 ? html`；${s.must.map((m) => MUST_LABELS[m]).join('、')}全部核查` : ''}</li>
<li>${at(s.frozenAt)} 冻结总体，承诺值（SHA-256）<code style="word-break:break-all">${s.commitment}</code></li>
<li>种子：${SEED_LABELS[s.seedPlan.kind]}（${s.seedPlan.text}），${at(s.seedPlan.after)} 之后产生</li>
${s.seed ? html`<li>${at(s.seed.at)} 登记种子：${s.seed.parts.map((p) => html`<code style="word-break:break-all">${p.source}=${p.value}</code> `)}</li>` : ''}
${s.made ? html`<li>抽中 ${s.made.random + s.made.must} 件（随机 ${s.made.random}，必查 ${s.made.must}），名单校验值 <code style="word-break:break-all">${s.made.result}</code></li>` : ''}
${s.again.length > 0 ? html`<li>此前作废的抽查：${s.again.join('、')}。重新抽取的理由：${s.reason ?? ''}</li>` : ''}
${s.cancelled ? html`<li><strong>已作废</strong>：${s.cancelled.reason}</li>` : ''}</ul>`;
}

/** 抽查公布: what was committed to before the seed existed, and what came of it; nobody's case stands here. */
export async function drawsPage(tx: Tx, v: PublicView): Promise<Content> {
  const { rows } = await sql<{ number: string; state: Shown }>`select number, state from public_draws(${v.county.id})`.execute(tx);
  return {
    title: '监督抽查公布', trail: countyTrail(v),
    main: html`<p>抽查前先公布名单的校验值，再用公开的结果作种子抽取。任何人向民政局拿到验证包，都可以用<a href="/public/verify-draw.mjs">验证程序</a>在自己的电脑上重新抽一遍。</p>${rows.length === 0 ? html`<p>还没有抽查。</p>` : rows.map((r) => one(r.number, r.state))}`,
  };
}
