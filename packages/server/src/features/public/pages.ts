import { formatDateShortZh } from '@doudi/core/calendar/calendar';
import { formatFen } from '@doudi/core/money/fen';
import type { Policy } from '@doudi/core/policy/resolve';
import type { Tx } from '../../platform/database.ts';
import { DEFAULT_TEXTS, fill } from './words.ts';
import { html, type Html } from './html.ts';
import { findCounts, findList, findNotices, openPlan, type ListRow, type NoticeRow, type PublicView } from './scope.ts';
import type { Services } from '../../services.ts';
import type { UnitRow } from '../law/units.ts';

/** What a page needs to be answered: its content, or that there is no such thing. */
export interface Content {
  readonly title: string;
  readonly trail: readonly (readonly [string, string])[];
  readonly main: Html;
  readonly personal?: boolean;
  /** Made for this one reader: kept nowhere on the way. */
  readonly fresh?: boolean;
}

/** Lines of a list on one page: under thirty kilobytes with any names. */
export const LINES = 100;

const isVillage = (u: UnitRow): boolean => u.kind === 'village' || u.kind === 'community';
export const countyUrl = (v: PublicView): string => `/public/${v.county.key}`;
const unitUrl = (v: PublicView, u: UnitRow): string => `${countyUrl(v)}/${isVillage(u) ? 'v' : 'u'}/${u.key}`;
const nameOf = (v: PublicView): string => v.county.layer.jurisdiction?.name ?? v.county.key;
export const countyTrail = (v: PublicView): [string, string][] => [[nameOf(v), countyUrl(v)]];
const tel = (t: string | undefined): Html | '' => (t ? html`<span class="tel">${t}</span>` : '');
const text = (policy: Policy, key: keyof typeof DEFAULT_TEXTS, on: string, values: Readonly<Record<string, string>>): string => fill(policy.text(key, on) ?? DEFAULT_TEXTS[key], values);

export function startPage(services: Services): Content {
  return {
    title: '社会救助公开', trail: [],
    main: html`<p>不用登录，可以看各地的救助政策、正在公示的名单和长期公布的名单。</p>
<h2>选择区县</h2><ul class="links">${[...services.counties.values()].map((c) => html`<li><a href="/public/${c.key}">${c.layer.jurisdiction?.fullName ?? c.key}</a></li>`)}</ul>
<h2>我的申请</h2><p><a href="/public/my">凭案号（回执号）和查询码，看办到哪一步、补交材料</a></p>`,
  };
}

export async function countyPage(tx: Tx, v: PublicView): Promise<Content> {
  const counts = await findCounts(tx, v.county.id, v.law.today);
  const j = v.county.layer.jurisdiction;
  const offices = v.units.filter((u) => !isVillage(u) && u.kind !== 'county');
  const sum = (u: UnitRow): string => {
    const mine = counts.filter((c) => c.unit_id === u.id);
    return `公示中 ${mine.reduce((n, c) => n + c.notices, 0)} 户，长期公布 ${mine.reduce((n, c) => n + c.lists, 0)} 户`;
  };
  return {
    title: `${j?.fullName ?? ''}社会救助公开`, trail: countyTrail(v),
    main: html`<p>${j?.bureau ?? ''}，电话 ${tel(j?.telephone)}</p>
<h2>政策</h2><ul class="links"><li><a href="${countyUrl(v)}/policy">有哪些救助、怎么申请、要什么材料、多久办完</a></li><li><a href="${countyUrl(v)}/plan">本地方案全文</a></li><li><a href="${countyUrl(v)}/offices">谁受委托办理，电话</a></li><li><a href="${countyUrl(v)}/draws">监督抽查公布</a></li>${openPlan(v) ? html`<li><a href="${countyUrl(v)}/scores">乡镇（街道）考评排名</a></li>` : ''}</ul>
<h2>举报、投诉、求助</h2><ul class="links"><li><a href="${countyUrl(v)}/complain">写给${j?.bureau ?? '县级民政部门'}：可以匿名</a></li><li><a href="${countyUrl(v)}/complain/progress">我反映的事办到哪一步</a></li></ul>
<h2>各乡镇（街道）的公示和名单</h2><ul class="links">${offices.map((u) => html`<li><a href="${unitUrl(v, u)}">${u.name}</a><span class="note">${sum(u)}</span></li>`)}</ul>`,
  };
}

export async function unitPage(tx: Tx, v: PublicView, key: string): Promise<Content | undefined> {
  const u = v.units.find((x) => x.key === key && !isVillage(x) && x.kind !== 'county');
  if (!u) return undefined;
  const counts = new Map((await findCounts(tx, v.county.id, v.law.today)).map((c) => [c.area_id, c]));
  const line = (x: UnitRow): string => `公示中 ${counts.get(x.id)?.notices ?? 0} 户，长期公布 ${counts.get(x.id)?.lists ?? 0} 户`;
  const villages = v.units.filter((x) => x.parent_id === u.id && isVillage(x));
  return {
    title: u.name, trail: countyTrail(v),
    main: html`<p>办理电话 ${tel(v.telephone(u) ?? v.county.layer.jurisdiction?.telephone)}</p>
<h2>村（社区）</h2><ul class="links">${villages.map((x) => html`<li><a href="${unitUrl(v, x)}">${x.name}</a><span class="note">${line(x)}</span></li>`)}
${counts.get(u.id) ? html`<li><a href="${countyUrl(v)}/v/${u.key}">未分到村（社区）的</a><span class="note">${line(u)}</span></li>` : ''}</ul>`,
  };
}

const place = (v: PublicView, u: UnitRow): { readonly unit: UnitRow | undefined; readonly trail: [string, string][] } => {
  const unit = isVillage(u) ? v.units.find((x) => x.id === u.parent_id) : u;
  return { unit, trail: unit ? [...countyTrail(v), [unit.name, unitUrl(v, unit)]] : countyTrail(v) };
};
const findPlace = (v: PublicView, key: string): UnitRow | undefined => v.units.find((x) => x.key === key && x.kind !== 'county');

/** Telephones to call about what is shown: the street's, then the county's. */
export const telephones = (v: PublicView, unit: UnitRow | undefined): Html => {
  const own = v.telephone(unit);
  const j = v.county.layer.jurisdiction;
  return html`${own ? html`${unit?.name} ${tel(own)}；` : ''}${j?.bureau ?? ''} ${tel(j?.telephone)}`;
};

const monthly = (x: { readonly fen: number | null; readonly payment: NoticeRow['payment'] }): string => (x.fen === null ? '—' : `${formatFen(x.fen)} 元${x.payment === 'once' ? '（一次性）' : '/月'}`);

export async function villagePage(tx: Tx, v: PublicView, key: string): Promise<Content | undefined> {
  const u = findPlace(v, key);
  if (!u) return undefined;
  const { unit, trail } = place(v, u);
  const month = v.law.today.slice(0, 7);
  const notices = await findNotices(tx, v.county.id, v.law.today, { area: u.id });
  const lists = await findList(tx, v.county.id, u.id, month);
  const programmes = [...new Map(lists.map((l) => [l.programme, l.programme_name]))];
  return {
    title: u.name, trail, personal: true,
    main: html`<h2>正在公示（${notices.length} 户）</h2>
${notices.length === 0 ? html`<p>现在没有正在公示的。</p>` : html`<ul class="links">${notices.slice(0, LINES).map((n) => html`<li><a href="${countyUrl(v)}/n/${n.id}">${n.name}，${n.programme_name}，${n.outcome === 'grant' ? monthly(n) : '拟不予确认'}</a><span class="note">公示到${formatDateShortZh(n.until_on)}</span></li>`)}</ul>`}
<h2>长期公布（${lists.length} 户）</h2>
${programmes.length === 0 ? html`<p>现在没有长期公布的。</p>` : html`<ul class="links">${programmes.map(([id, name]) => html`<li><a href="${countyUrl(v)}/v/${u.key}/list/${id}">${name}</a><span class="note">${lists.filter((l) => l.programme === id).length} 户</span></li>`)}</ul>`}
<p>有不同意见的，打开公示可以网上提出，也可以打电话：${telephones(v, unit)}</p>`,
  };
}

export async function listPage(tx: Tx, v: PublicView, key: string, programme: string, from: number): Promise<Content | undefined> {
  const u = findPlace(v, key);
  if (!u) return undefined;
  const month = v.law.today.slice(0, 7);
  const rows = await findList(tx, v.county.id, u.id, month, programme);
  const first = rows[0];
  if (!first) return undefined;
  const { unit, trail } = place(v, u);
  const shown = rows.slice(from, from + LINES);
  if (shown.length === 0) return undefined;
  const here = `${countyUrl(v)}/v/${u.key}/list/${programme}`;
  return {
    title: `${u.name}${first.programme_name}长期公布名单`, trail: [...trail, [u.name, unitUrl(v, u)]], personal: true,
    main: html`<p>${text(v.law.policy, 'letter.publication', v.law.today, { programme: first.programme_name })}${formatMonth(month)}，共 ${rows.length} 户、${rows.reduce((n, r) => n + r.persons, 0)} 人。</p>
<table><caption>${first.programme_name}</caption><thead><tr><th scope="col" class="n">序号</th><th scope="col">姓名</th><th scope="col" class="n">人数</th><th scope="col" class="n">金额</th></tr></thead>
<tbody>${shown.map((r, i) => line(r, from + i + 1))}</tbody></table>
<p>${from > 0 ? html`<a href="${here}?from=${Math.max(0, from - LINES)}">上一页</a> ` : ''}${from + LINES < rows.length ? html`<a href="${here}?from=${from + LINES}">下一页</a>` : ''}</p>
<p>对名单有意见的，请打电话：${telephones(v, unit)}</p>`,
  };
}

const line = (r: ListRow, n: number): Html => html`<tr><td class="n">${n}</td><td>${r.name}</td><td class="n">${r.persons}</td><td class="n">${monthly(r)}</td></tr>`;

export const formatMonth = (m: string): string => `${Number(m.slice(0, 4))}年${Number(m.slice(5, 7))}月`;

export async function noticePage(tx: Tx, v: PublicView, id: string): Promise<(Content & { readonly notice: NoticeRow }) | undefined> {
  const n = (await findNotices(tx, v.county.id, v.law.today, { id }))[0];
  if (!n) return undefined;
  const u = v.units.find((x) => x.id === n.area_id);
  const unit = v.units.find((x) => x.id === n.unit_id);
  const trail = u ? [...place(v, u).trail, [isVillage(u) ? u.name : '未分到村（社区）的', `${countyUrl(v)}/v/${u.key}`] as [string, string]] : countyTrail(v);
  return {
    title: `${n.programme_name}公示`, trail, personal: true, notice: n,
    main: html`<dl><dt>申请人</dt><dd>${n.name}</dd><dt>村（社区）</dt><dd>${u?.name ?? ''}</dd><dt>申请人数</dt><dd>${n.applicants} 人</dd>
${n.outcome === 'grant' ? html`<dt>拟保障人数</dt><dd>${n.persons ?? '—'}${n.persons === null ? '' : ' 人'}</dd>${n.payment === 'none' ? html`<dt>意见</dt><dd>拟予认定</dd>` : html`<dt>拟保障金额</dt><dd>${monthly(n)}</dd>`}` : html`<dt>意见</dt><dd>拟不予确认</dd>`}
<dt>公示时间</dt><dd>${formatDateShortZh(n.from_on)}至${formatDateShortZh(n.until_on)}${n.provisional && !v.law.calendar.isKnown(n.until_on) ? '（暂定）' : ''}</dd><dt>张贴地点</dt><dd>${n.place}</dd>${n.remark ? html`<dt>补充说明</dt><dd>${n.remark}</dd>` : ''}
<dt>监督电话</dt><dd>${telephones(v, unit)}</dd></dl>
<h2>有不同意见？</h2><p>可以在公示栏向村（社区）说，可以打上面的电话，也可以在这里写。在公示期内提出的，要先答复，才能结束公示、作出决定。</p>
<form method="post" action="${countyUrl(v)}/n/${n.id}" class="noprint">
<label for="text">意见（写清楚什么事、怎么知道的）</label><textarea id="text" name="text" rows="6" maxlength="1000" required></textarea>
<fieldset><legend>怎么提</legend><label class="tick"><input type="radio" name="named" value="yes" checked>实名</label><label class="tick"><input type="radio" name="named" value="no">匿名</label></fieldset>
<label for="name">姓名（匿名的不填）</label><input id="name" name="name" maxlength="30" autocomplete="name">
<label for="phone">电话（好答复您，可不填）</label><input id="phone" name="phone" maxlength="20" inputmode="tel" autocomplete="tel">
<p class="note">姓名、电话只有经办人员能看到，不公开。</p>
<button type="submit">提交意见</button></form>`,
  };
}
