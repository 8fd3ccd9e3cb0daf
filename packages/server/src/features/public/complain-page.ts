import { formatDateShortZh } from '@doudi/core/calendar/calendar';
import { KIND_LABELS, SUBJECT_LABELS, type ComplaintKind, type Subject } from '@doudi/core/complaint/words';
import type { Services } from '../../services.ts';
import { linesOf } from '../complaints/hooks.ts';
import { officesOf } from '../law/units.ts';
import { formMark, type ComplaintProgress } from './access.ts';
import { html, type Html } from './html.ts';
import { countyTrail, countyUrl, type Content } from './pages.ts';
import type { PublicView } from './scope.ts';

/** What somebody at home can say it is; petitions in person and by post have their own ways. */
export const PUBLIC_KINDS: readonly ComplaintKind[] = ['report', 'complaint', 'help', 'enquiry', 'suggestion'];
const HINTS: Readonly<Partial<Record<ComplaintKind, string>>> = { report: '有人违规，比如不符合条件在领、收好处', complaint: '对办理不满意，比如拖着不办、态度不好', help: '有困难要帮助', enquiry: '想问政策', suggestion: '有建议' };
export const PUBLIC_SUBJECTS: readonly Subject[] = ['household', 'staff', 'unit', 'policy', 'other'];

const trail = (v: PublicView): [string, string][] => [...countyTrail(v), ['举报投诉求助', `${countyUrl(v)}/complain`]];

const telephones = (services: Services, v: PublicView): Html => html`<ul>${linesOf(services, v.law).map((l) => html`<li>${l.name} <span class="tel">${l.number}</span>（${l.hours}）</li>`)}</ul>`;

/** The form: who need not be said, and nobody complained of reads it. */
export function complainPage(services: Services, v: PublicView): Content {
  const offices = officesOf(v.units, v.law.today);
  return {
    title: '举报、投诉、求助、咨询', trail: countyTrail(v), personal: true, fresh: true,
    main: html`<p>不用登录。可以留姓名，也可以匿名。反映工作人员或者办理单位的，由${v.county.layer.jurisdiction?.bureau ?? '县级民政部门'}直接办理，被反映的单位看不到。</p>
<p>也可以打电话：</p>${telephones(services, v)}
<p><a href="${countyUrl(v)}/complain/progress">已经提交过的，凭编号和查询码看结果</a></p>
<form method="post" action="${countyUrl(v)}/complain"><input type="hidden" name="mark" value="${formMark()}">
<fieldset><legend>是什么事</legend>${PUBLIC_KINDS.map((k) => html`<p><label class="tick"><input type="radio" name="kind" value="${k}" required>${KIND_LABELS[k]}：${HINTS[k]}</label></p>`)}</fieldset>
<label for="subject">关于什么</label><select id="subject" name="subject" required><option value="">请选择</option>${PUBLIC_SUBJECTS.map((s) => html`<option value="${s}">${SUBJECT_LABELS[s]}</option>`)}</select>
<label for="unit">是哪个乡镇（街道）的事</label><select id="unit" name="unit"><option value="">不清楚（由${v.county.layer.jurisdiction?.bureau ?? '县级民政部门'}查明）</option>${offices.map((u) => html`<option value="${u.key}">${u.name}</option>`)}</select>
<label for="text">把事情写下来</label><p class="note">什么时候、在哪里、什么人、什么事。反映某一户的，写上户主姓名和住在哪里。</p><textarea id="text" name="text" rows="8" maxlength="2000" required></textarea>
<label for="wanted">您希望怎么解决（可以不填）</label><input id="wanted" name="wanted" maxlength="500" autocomplete="off">
<fieldset><legend>留姓名吗</legend><p><label class="tick"><input type="radio" name="named" value="yes" checked>实名：逐一核查，并把结果告诉您</label></p><p><label class="tick"><input type="radio" name="named" value="no">匿名：凭编号和查询码自己查结果</label></p></fieldset>
<label for="name">姓名（实名的填写）</label><input id="name" name="name" maxlength="30" autocomplete="name">
<label for="phone">电话（实名的填写）</label><input id="phone" name="phone" maxlength="20" inputmode="tel" autocomplete="tel">
<p class="note">姓名和电话加密保存，只有办理的人能看，每次查看都有记录。</p>
<button type="submit">提交</button></form>`,
  };
}

/** What was received: `again` where the same form arrived before. Without `code` the county has given another since. */
export interface Received {
  readonly number: string;
  readonly code?: string | undefined;
  readonly again: boolean;
}

/** After sending: the number and code. The same form sent again is answered the same. */
export const receivedPage = (services: Services, v: PublicView, { number, code, again }: Received): Content => ({
  title: '已经收到', trail: trail(v), personal: true,
  main: html`<div class="box good" role="status">${again ? html`<p>这件刚才已经收到，没有重复登记。</p>` : ''}<p>编号 <strong>${number}</strong></p>${code === undefined ? html`<p>查询码已经换过，以县级民政部门新给的为准。</p>` : html`<p>查询码 <strong>${code}</strong></p>`}</div>
<p>请抄下来或者拍照，离开本页以后不再显示。以后凭编号和查询码看办到哪一步、结果是什么。</p><p><a href="${countyUrl(v)}/complain/progress">查看进展</a></p><p>没有上网条件的，也可以打电话问：</p>${telephones(services, v)}`,
});

/** The door to one's own complaint. After a wrong code the number typed stays. */
export const progressDoor = (v: PublicView, fault?: string, number = ''): Content => ({
  title: '我反映的事', trail: trail(v), personal: true,
  main: html`${fault ? html`<div class="box stop" role="alert"><p>${fault}</p></div>` : ''}<form method="post" action="${countyUrl(v)}/complain/progress">
<label for="number">编号</label><input id="number" name="number" maxlength="60" required autocomplete="off" value="${number}">
<label for="code">查询码（八位）</label><input id="code" name="code" maxlength="20" required autocomplete="off" autocapitalize="characters" spellcheck="false"${fault ? html` autofocus` : ''}>
<button type="submit">查看</button></form>
<p class="note">编号和查询码在提交以后的页面上，或者在代为登记的人给的回执上。丢了的，打电话或者到${v.county.layer.jurisdiction?.bureau ?? '县级民政部门'}：<span class="tel">${v.county.layer.jurisdiction?.telephone ?? ''}</span></p>`,
});

/** Satisfied or not, once: where nobody has said it yet. The code stands in the form only because it was just typed. */
const rating = (v: PublicView, number: string, code: string, p: ComplaintProgress): Html | '' =>
  !p.answered ? '' : p.ratedOn ? html`<p>您已于 ${formatDateShortZh(p.ratedOn)} 评价。</p>` : p.answered.satisfaction !== 'none' ? '' : html`<form method="post" action="${countyUrl(v)}/complain/rating">
<input type="hidden" name="number" value="${number}"><input type="hidden" name="code" value="${code}">
<fieldset><legend>对答复满意吗</legend><p><label class="tick"><input type="radio" name="satisfaction" value="satisfied" required>满意</label></p><p><label class="tick"><input type="radio" name="satisfaction" value="not">不满意</label></p></fieldset><p class="note">只能评价一次。</p>
<button type="submit">评价</button></form>`;

/** How it stands and what was answered. */
export function progressPage(v: PublicView, number: string, code: string, p: ComplaintProgress): Content {
  const day = formatDateShortZh;
  if (p.brief)
    return {
      title: `${KIND_LABELS[p.kind]} ${number}`, trail: trail(v), personal: true,
      main: html`<ul><li>${day(p.receivedOn)} 收到，由${v.county.layer.jurisdiction?.bureau ?? '县级民政部门'}办理</li>${p.accepted ? html`<li>${day(p.accepted.on)} 已受理</li>` : ''}${p.closedOn ? html`<li>${day(p.closedOn)} 已答复</li>` : ''}</ul><div class="box"><p>这件是别人代您登记后上交的，登记的人见过这个查询码。为了替您保密，凭它只能看到是否受理、是否答复。</p><p>要看答复内容，请到${v.county.layer.jurisdiction?.bureau ?? '县级民政部门'}或者打电话 <span class="tel">${v.county.layer.jurisdiction?.telephone ?? ''}</span>，领取新的查询码。</p></div>`,
    };
  const lines: (Html | '')[] = [
    html`<li>${day(p.receivedOn)} 收到${p.accepted || p.declined || !p.acceptBy ? '' : `，最迟 ${day(p.acceptBy)} 告知是否受理`}</li>`,
    p.declined ? html`<li>${day(p.declined.on)} 不予受理：${p.declined.reason}。${p.declined.instead}</li>` : '',
    p.accepted ? html`<li>${day(p.accepted.on)} 受理${p.answerBy && !p.answered ? `，最迟 ${day(p.answerBy)} 办结` : ''}${p.extended ? '（已延长）' : ''}</li>` : '',
    p.transferred ? html`<li>已转${p.transferred}</li>` : '',
    p.disposed ? html`<li>${day(p.disposed)} 已有处理结果</li>` : '',
    p.withdrawn ? html`<li>${day(p.withdrawn.on)} 撤回</li>` : '',
    p.answered ? html`<li>${day(p.answered.on)} 答复</li>` : '',
  ];
  return {
    title: `${KIND_LABELS[p.kind]} ${number}`, trail: trail(v), personal: true,
    main: html`<ul>${lines}</ul>${p.answered ? html`<h2>答复</h2><div class="box good"><p>${p.answered.text}</p></div>${p.answered.reviewBy ? html`<p>不满意的，可以在 ${day(p.answered.reviewBy)} 前向上一级行政机关请求复查。</p>` : ''}${rating(v, number, code, p)}` : html`<p>还没有办完，请过几天再来看。</p>`}`,
  };
}
