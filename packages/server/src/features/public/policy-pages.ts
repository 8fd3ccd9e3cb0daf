import fs from 'node:fs/promises';
import path from 'node:path';
import { formatDateShortZh } from '@doudi/core/calendar/calendar';
import { STEP_LABELS } from '@doudi/core/case/procedure';
import { POST_LABELS } from '@doudi/core/case/step-guard';
import type { Programme, Source } from '@doudi/core/policy/model';
import type { Resolved } from '@doudi/core/policy/resolve';
import { citation } from '@doudi/core/refusal/refusal';
import type { Services } from '../../services.ts';
import { entrusted } from '../law/law.ts';
import { render } from '../policy/values.ts';
import { html, type Html } from './html.ts';
import { countyTrail, countyUrl, type Content } from './pages.ts';
import type { PublicView } from './scope.ts';

const DOCUMENT_WHEN: Readonly<Record<string, string>> = { agent: '委托别人办的', disputed: '有争议的', obligors: '有赡养、抚养、扶养义务人的', income: '有收入的', disability: '有残疾人的', illness: '有重病患者的', study: '有学生的' };

const basis = (v: PublicView, s: Source | undefined): Html | '' => {
  const c = s && citation(v.law.policy, s);
  return c ? html`<span class="note">（${c}）</span>` : s?.assumption ? html`<span class="note">（待本地确认）</span>` : '';
};

export function policyPage(v: PublicView): Content {
  const { policy, today } = v.law;
  return {
    title: '救助政策', trail: countyTrail(v),
    main: html`<p>以下按${formatDateShortZh(today)}有效的规定。</p><ul class="links">${policy.programmes(today).map((p) => html`<li><a href="${countyUrl(v)}/policy/${p.id}">${p.name}</a></li>`)}</ul>
<h2>还可以看</h2><ul class="links"><li><a href="${countyUrl(v)}/plan">本地方案全文</a></li><li><a href="${countyUrl(v)}/offices">谁受委托办理，电话</a></li><li><a href="${countyUrl(v)}/rules">全部标准和期限</a></li><li><a href="${countyUrl(v)}/documents">政策文件目录</a></li></ul>`,
  };
}

function steps(v: PublicView, p: Programme, delegated: boolean): Html | '' {
  const { policy, today } = v.law;
  const procedure = policy.procedureFor(p, delegated, today);
  if (!procedure) return '';
  const limit = (key: string | undefined, word = '内'): string => {
    const value = key && policy.find<number>(key, { on: today, programme: p.id });
    return value ? `，${render(value.key, value.unit, value.value).text}${word}` : '';
  };
  const whole = policy.find<number>(delegated ? 'deadline.case.delegated' : 'deadline.case', { on: today, programme: p.id }) ?? policy.find<number>('deadline.case', { on: today, programme: p.id });
  return html`<h3>${delegated ? '受委托的乡镇（街道）确认' : '没有委托的，由区县确认'}</h3>
${whole ? html`<p>从受理到决定，一般 ${render(whole.key, whole.unit, whole.value).text}${basis(v, whole.source)}</p>` : ''}
<ol>${procedure.steps.map((s) => html`<li>${s.label ?? STEP_LABELS[s.step]}（${s.by.map((x) => POST_LABELS[x]).join('或')}${s.step === 'notice' ? limit('notice.days', '') : s.step === 'countyNotice' ? limit('county-notice.days', '') : limit(s.deadline?.parameter)}${s.when === 'always' ? '' : s.when === 'if-disputed' ? '，有异议时' : s.when === 'unless-simplified' ? '，简易程序除外' : '，必要时'}）</li>`)}</ol>`;
}

export function programmePage(v: PublicView, id: string): Content | undefined {
  const { policy, today } = v.law;
  const p = policy.programme(id, today);
  if (!p) return undefined;
  // One rule may stand once for all and once for a programme or an area: what is said of this programme wins.
  const keys = [...new Set(policy.all(today).map((r) => r.key))];
  const rules = (family: RegExp): readonly Resolved[] => [...new Map(keys.filter((k) => family.test(k)).flatMap((k) => (['urban', 'rural'] as const).flatMap((area) => {
    const x = p.area !== undefined && p.area !== area ? undefined : policy.find(k, { on: today, programme: p.id, area });
    return x ? [[`${x.key}|${x.label}|${JSON.stringify(x.value)}`, x] as const] : [];
  }))).values()];
  const list = (of: readonly Resolved[]): Html => html`<ul>${of.map((r) => html`<li>${r.label}：${render(r.key, r.unit, r.value).text}${basis(v, r.source)}</li>`)}</ul>`;
  const more = (title: string, of: readonly Resolved[]): Html | '' => (of.length === 0 ? '' : html`<details><summary>${title}</summary>${list(of)}</details>`);
  const own = rules(/^(standard|amount|once|support\.(?:basic|allowance))\b/);
  return {
    title: p.name, trail: [...countyTrail(v), ['政策', `${countyUrl(v)}/policy`]],
    main: html`<p>${p.applicant === 'household' ? '以家庭为单位申请' : '个人申请'}${p.area ? (p.area === 'urban' ? '，限城市' : '，限农村') : ''}${basis(v, p.source)}</p>
<h2>标准</h2>${own.length === 0 ? html`<p>没有另定标准。</p>` : list(own)}
${more('还要看哪些条件', rules(/^(eligibility|means|expenditure)\./))}${more('哪些收入算、怎么扣', rules(/^(income|deduct|maintenance)\./))}${more('对财产的限制', rules(/^property\./))}
<h2>要带的材料</h2><ul>${p.documents.filter((d) => d.kind === 'application').map((d) => html`<li>${d.name}${d.when === 'always' ? '' : `（${DOCUMENT_WHEN[d.when] ?? ''}）`}</li>`)}</ul><p class="note">清单以外的材料不会再要；缺的一次告诉您。</p>
<h2>怎么办、多久办完</h2>${steps(v, p, true)}${steps(v, p, false)}
<h2>到哪里申请</h2><p>户籍所在地的乡镇（街道）；也可以请村（社区）代办。<a href="${countyUrl(v)}/offices">各单位电话</a></p>`,
  };
}

/** Every rule in force in plain words, page by page. */
export function rulesPage(v: PublicView, from: number): Content | undefined {
  const all = v.law.policy.all(v.law.today);
  const shown = all.slice(from, from + 40);
  if (shown.length === 0) return undefined;
  return {
    title: '全部标准和期限', trail: [...countyTrail(v), ['政策', `${countyUrl(v)}/policy`]],
    main: html`<p>按${formatDateShortZh(v.law.today)}有效的规定，共 ${all.length} 项；写“待本地确认”的，文件没有写明，先按此办。</p>
<ul>${shown.map((r) => html`<li>${r.label}：${render(r.key, r.unit, r.value).text}${basis(v, r.source)}</li>`)}</ul>
<p>${from > 0 ? html`<a href="${countyUrl(v)}/rules?from=${Math.max(0, from - 40)}">上一页</a> ` : ''}${from + 40 < all.length ? html`<a href="${countyUrl(v)}/rules?from=${from + 40}">下一页</a>` : ''}</p>`,
  };
}

export function documentsPage(v: PublicView): Content {
  const list = [...v.county.layer.instruments, ...v.law.policy.nation.instruments].filter((i) => i.public);
  return {
    title: '政策文件目录', trail: [...countyTrail(v), ['政策', `${countyUrl(v)}/policy`]],
    main: html`<ul>${list.map((i) => html`<li>${i.title.startsWith('《') ? i.title : `《${i.title}》`}${i.number ? `（${i.number}）` : ''}${i.issuer ? html`<span class="note"> ${i.issuer}</span>` : ''}</li>`)}</ul>`,
  };
}

/** Who confirms by entrustment, who entrusted it, and where to call. */
export function officesPage(v: PublicView): Content {
  const { policy, today } = v.law;
  const j = v.county.layer.jurisdiction;
  const offices = v.units.filter((u) => !['village', 'community', 'county'].includes(u.kind));
  const programmes = policy.programmes(today);
  return {
    title: '谁受委托办理', trail: [...countyTrail(v), ['政策', `${countyUrl(v)}/policy`]],
    main: html`<p>委托机关：${j?.bureau ?? ''}，电话 <span class="tel">${j?.telephone ?? ''}</span></p>
<table><thead><tr><th scope="col">单位</th><th scope="col">受委托确认的事项</th><th scope="col">电话</th></tr></thead><tbody>${offices.map((u) => {
      const mine = programmes.filter((p) => 'inForce' in entrusted(v.law, u.key, p.id)).map((p) => p.short);
      return html`<tr><th scope="row">${u.name}</th><td>${mine.length > 0 ? mine.join('、') : '没有，由区县确认'}</td><td><span class="tel">${v.telephone(u) ?? j?.telephone ?? ''}</span></td></tr>`;
    })}</tbody></table>`,
  };
}

/** The plan as it was issued, word for word. */
export async function planPage(services: Services, v: PublicView): Promise<Content | undefined> {
  const i = v.law.policy.instrument(v.county.layer.jurisdiction?.plan ?? '');
  const text = await fs.readFile(path.join(services.installation.config.policyFolder, v.county.key, 'plan.txt'), 'utf8').catch(() => undefined);
  if (!i?.public || text === undefined) return undefined;
  return { title: i.title, trail: [...countyTrail(v), ['政策', `${countyUrl(v)}/policy`]], main: html`<p>${i.issuer ?? ''}${i.date ? `，${formatDateShortZh(i.date)}` : ''}${i.number ? `，${i.number}` : ''}</p><pre class="plan">${text}</pre>` };
}
