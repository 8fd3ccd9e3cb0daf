import { sql } from 'kysely';
import { formatDateShortZh, formatTimeZh, shanghaiTime } from '@doudi/core/calendar/calendar';
import { MUST_LABELS } from '@doudi/core/draw/select';
import { SEED_LABELS, sourceWords } from '@doudi/core/draw/seed';
import type { DrawState } from '@doudi/core/draw/topic';
import type { Tx } from '../../platform/database.ts';
import { html, type Html } from './html.ts';
import { countyTrail, type Content } from './pages.ts';
import type { PublicView } from './scope.ts';

type Shown = Omit<DrawState, 'risk' | 'frozenBy' | 'assigned'>;

const at = (instant: string): string => formatTimeZh(shanghaiTime(instant));

function one(number: string, s: Shown): Html {
  const classes = s.must.map((m) => MUST_LABELS[m]).join('、');
  return html`<h2>${s.label}（${number}）</h2>
<ul><li>抽查 ${formatDateShortZh(s.from)} 至 ${formatDateShortZh(s.to)}，共 ${s.size} 件，每个单位、每个项目随机抽取不低于 ${s.percent}%${classes === '' ? '' : html`；${classes}全部核查`}</li>
<li>${at(s.frozenAt)} 冻结名单，承诺值（SHA-256）<code>${s.commitment}</code></li>
<li>种子：${SEED_LABELS[s.seedPlan.kind]}${s.seedPlan.text === '' ? '' : html`（${s.seedPlan.text}）`}，${at(s.seedPlan.after)} 之后产生${(s.seedPlan.sources ?? []).length > 0 ? html`<ol>${(s.seedPlan.sources ?? []).map((x) => html`<li>${x.name}：${sourceWords(x)}</li>`)}</ol>` : ''}</li>
${s.seed ? html`<li>${at(s.seed.at)} 登记种子：${s.seed.parts.map((p) => html`<code>${p.source}=${p.value}</code> `)}${s.seed.proof === '' ? '' : html`（公布：${s.seed.proof}）`}</li>` : ''}
${s.made ? html`<li>随机抽中 ${s.made.random} 件，名单校验值 <code>${s.made.result}</code></li>` : ''}
${s.sealed && classes !== '' ? html`<li>${classes}的名单另行封存，不论抽中与否全部核查，由审计机关核对，共 ${s.sealed.size} 件；校验值 <code>${s.sealed.commitment}</code></li>` : ''}
${s.made && !s.sealed ? html`<li>必查 ${s.made.must} 件</li>` : ''}
${s.again.length > 0 ? html`<li>此前作废的抽查：${s.again.join('、')}。重新抽取的理由：${s.reason ?? ''}</li>` : ''}
${s.cancelled ? html`<li><strong>已作废</strong>：${s.cancelled.reason}</li>` : ''}</ul>`;
}

/** 抽查公布: what was committed to before the seed existed, and what came of it; nobody's case stands here. */
export async function drawsPage(tx: Tx, v: PublicView): Promise<Content> {
  const { rows } = await sql<{ number: string; state: Shown }>`select number, state from public_draws(${v.county.id})`.execute(tx);
  return {
    title: '监督抽查公布', trail: countyTrail(v),
    main: html`<p>抽查前先公布名单的校验值，再用公开的结果作种子抽取。种子写明来源和位数，登记时不能换一种写法。任何人向民政局拿到验证包，都可以用<a href="/public/verify-draw.mjs">验证程序</a>在自己的电脑上重新抽一遍；包里没有姓名，也看不出谁被举报过。</p>${rows.length === 0 ? html`<p>还没有抽查。</p>` : rows.map((r) => one(r.number, r.state))}`,
  };
}
