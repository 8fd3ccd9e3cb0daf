import { sql } from 'kysely';
import { formatDateShortZh } from '@doudi/core/calendar/calendar';
import { missingDocuments } from '@doudi/core/case/documents';
import { fixedFen } from '@doudi/core/case/aid/evolve';
import { scopeOf } from '@doudi/core/case/procedure';
import { personsToAuthorise, type CaseState } from '@doudi/core/case/state';
import { SUBMISSION_LABELS, type SubmissionKind } from '@doudi/core/case/submissions/payloads';
import { maySubmit } from '@doudi/core/case/submissions/rules';
import { LETTER_TITLES, type LetterKind } from '@doudi/core/letters/model';
import { readAloud } from '@doudi/core/means/explain';
import { progress } from '@doudi/core/notice/progress';
import { formatYuan } from '@doudi/core/money/fen';
import { maskName } from '@doudi/core/people/mask';
import type { Tx } from '../../platform/database.ts';
import type { Services } from '../../services.ts';
import { findCase, loadContext } from '../cases/context.ts';
import { findUnits } from '../law/units.ts';
import { openPersons } from '../persons/persons.ts';
import type { Visit } from './access.ts';
import { html, type Html } from './html.ts';

/** Letters that are addressed to the household and bind; forms and minutes stay in the office's file. */
const TO_THE_HOUSEHOLD: ReadonlySet<string> = new Set<LetterKind>(['receipt', 'supplement', 'discrepancy', 'grant', 'refusal', 'extension', 'withdrawal']);
/** Letters of later procedures, by the families of their names. */
const ALSO = /^(change|end|suspen|reinstat)/;
export const isForHousehold = (kind: string): boolean => TO_THE_HOUSEHOLD.has(kind) || ALSO.test(kind);

export interface MyPage {
  readonly title: string;
  readonly main: Html;
}

/** The door: number and code in a form, neither ever in an address. After a wrong code the number typed stays. */
export function doorPage(services: Services, county: string | undefined, fault?: string, number = ''): MyPage {
  const counties = [...services.counties.values()];
  return {
    title: '我的申请',
    main: html`${fault ? html`<div class="box stop" role="alert"><p>${fault}</p></div>` : ''}
<p>看办到哪一步、还要您做什么，补交材料，看文书。案号和查询码印在受理窗口交给您的查询码条上。</p>
<form method="post" action="/public/my">
<label for="county">区县</label><select id="county" name="county" required>${counties.map((c) => html`<option value="${c.key}"${c.key === county || counties.length === 1 ? html` selected` : ''}>${c.layer.jurisdiction?.fullName ?? c.key}</option>`)}</select>
<label for="number">案号或者受理通知书文号</label><input id="number" name="number" maxlength="60" required autocomplete="off" value="${number}">
<label for="code">查询码（八位）</label><input id="code" name="code" maxlength="20" required autocomplete="off" autocapitalize="characters" spellcheck="false">
<button type="submit">查看</button></form>
<p class="note">查询码丢了，带身份证到受理窗口重发。在别人的手机上看完，请点“退出”。</p>`,
  };
}

function asked(p: ReturnType<typeof progress>): Html | '' {
  return p.asked.length === 0 ? '' : html`<div class="box stop"><h2>要您做的</h2><ul>${p.asked.map((a) => html`<li>${a.text}${a.due ? html`，<strong>请在${formatDateShortZh(a.due)}前</strong>` : ''}</li>`)}</ul></div>`;
}

const token = (t: string): Html => html`<input type="hidden" name="token" value="${t}">`;

function forms(s: CaseState, c: Awaited<ReturnType<typeof loadContext>>['context'], t: string): Html {
  const can = (k: SubmissionKind): boolean => maySubmit(k, 'applicant', s) === undefined;
  const missing = missingDocuments(s, c);
  const discrepancy = s.verification.discrepancy && !s.verification.discrepancy.explained;
  return html`<h2>我要</h2>
${can('papers') ? html`<details${missing.length > 0 && s.told && !s.done.accept ? html` open` : ''}><summary>补交材料</summary><form method="post" action="/public/my/papers" enctype="multipart/form-data">${token(t)}
${missing.length > 0 ? html`<label for="material">是哪一项</label><select id="material" name="material"><option value="">其他说明材料</option>${missing.map((m) => html`<option value="${m.id}">${m.name}</option>`)}</select>` : ''}
<label for="file">照片或 PDF（一次最多 5 份，每份不超过 20 MB）</label><input id="file" name="file" type="file" accept="image/jpeg,image/png,application/pdf" multiple required>
<label for="papers-text">说明</label><input id="papers-text" name="text" maxlength="300" value="补交材料" required><button type="submit">交上去</button></form></details>` : ''}
${can('explanation') ? html`<details${discrepancy ? html` open` : ''}><summary>说明情况</summary><form method="post" action="/public/my/explanation">${token(t)}<label for="explain-text">您的说明</label><textarea id="explain-text" name="text" rows="6" maxlength="1000" required></textarea><button type="submit">提交说明</button></form></details>` : ''}
${can('objection') ? html`<details><summary>提出异议</summary><form method="post" action="/public/my/objection">${token(t)}<label for="object-text">对哪件事有异议，为什么</label><textarea id="object-text" name="text" rows="6" maxlength="1000" required></textarea><button type="submit">提交异议</button></form></details>` : ''}
<details><summary>更正电话</summary><form method="post" action="/public/my/phone">${token(t)}<label for="phone">新的电话号码</label><input id="phone" name="phone" inputmode="tel" maxlength="20" required autocomplete="tel"><button type="submit">提交</button></form></details>
${can('withdrawal') ? html`<details><summary>撤回申请</summary><p>撤回以后这件申请就不再办了，以后可以重新申请。</p><form method="post" action="/public/my/withdrawal">${token(t)}<label for="withdraw-text">撤回的原因</label><textarea id="withdraw-text" name="text" rows="3" maxlength="500" required></textarea><label class="tick"><input type="checkbox" name="sure" value="yes" required>我确定要撤回</label><br><button type="submit" class="plain">撤回申请</button></form></details>` : ''}`;
}

/** Why the sum decided is not the one computed: fixed by a meeting, or chosen within the range by degree of difficulty. */
function otherwise(s: CaseState): Html | '' {
  const d = s.decision;
  if (!s.assessment?.aid || d?.outcome !== 'grant' || d.monthlyFen === s.assessment.monthlyFen) return '';
  return html`<li>${fixedFen(s) === undefined ? '在标准范围内按困难程度确定' : '因情况特殊，超出标准，由会议确定'}：${formatYuan(d.monthlyFen)}。</li>`;
}

/** Everything the applicant is told of the case; undefined when the case is gone. Runs in the scope of the case's own area. */
export async function myPage(tx: Tx, services: Services, visit: Visit, formToken: string, sent: boolean): Promise<MyPage | undefined> {
  const row = await findCase(tx, visit.caseId);
  if (!row) return undefined;
  const { law, context } = await loadContext(tx, services, visit.county, row);
  const s = row.state;
  const p = progress(s, context);
  const people = await openPersons(tx, services, visit.county, personsToAuthorise(s.facts));
  const units = await findUnits(tx);
  const unit = units.find((u) => u.id === row.unit_id);
  const county = services.counties.get(visit.county)?.layer;
  const j = county?.jurisdiction;
  const own = county?.units.find((u) => u.id === unit?.key)?.telephone;
  const letters = (await sql<{ id: string; kind: LetterKind; number: string; on_date: string }>`select id, kind, number, on_date from case_letter where county_id = ${visit.county} and case_id = ${row.id} order by seq`.execute(tx)).rows.filter((l) => isForHousehold(l.kind));
  // What the office has not yet said to anybody stays in the office: the working is told once the opinion is public or decided.
  const told = s.assessment && (s.decision !== undefined || s.notices.length > 0);
  const answered = [...(s.submissions ?? [])].filter((x) => x.by === 'applicant').toReversed();
  const phone = own ?? j?.telephone ?? '';
  const main = html`${sent ? html`<div class="box good" role="status"><p>已经收到，经办人员会在规定时间内答复，答复写在下面。</p></div>` : ''}
<p class="note">${context.programme.name}，案号 ${s.number}，申请人 ${maskName(people.get(s.facts.applicant)?.name ?? '')}，${formatDateShortZh(s.applicationDate)}申请</p>
<div class="box good"><h2>办到哪一步了</h2><p><strong>${p.sentence}</strong></p>
${p.next ? html`<p>下一步：${p.next.what}，${p.next.late ? html`本应在${formatDateShortZh(p.next.due)}前完成，<strong>已经超期</strong>` : html`最迟${formatDateShortZh(p.next.due)}${p.next.provisional ? '（暂定）' : ''}`}。</p>` : ''}${p.whole && p.whole !== p.next?.due ? html`<p>整件申请最迟${formatDateShortZh(p.whole)}办完。</p>` : ''}
<p>到时候没有办，请打电话：${unit?.name ?? ''} <span class="tel">${phone}</span>${own ? html`；${j?.bureau ?? ''} <span class="tel">${j?.telephone ?? ''}</span>` : ''}</p></div>
${asked(p)}
<h2>文书</h2>${letters.length === 0 ? html`<p>还没有文书。</p>` : html`<ul class="links">${letters.map((l) => html`<li><a href="/public/my/letters/${l.id}">${LETTER_TITLES[l.kind]}（PDF）</a><span class="note">${l.number}，${formatDateShortZh(l.on_date)}</span></li>`)}</ul>`}
${told && s.assessment ? html`<h2>金额是怎么算的</h2><ol>${readAloud(s.assessment, new Map([...people].map(([id, x]) => [id, maskName(x.name)])), (id) => law.policy.instrument(id)?.title).map((line) => html`<li>${line}</li>`)}${otherwise(s)}</ol>` : ''}
${answered.length > 0 ? html`<h2>我交过的</h2><ul>${answered.map((x) => html`<li>${formatDateShortZh(x.on)} ${SUBMISSION_LABELS[x.kind]}：${x.text}${x.files.length > 0 ? `（${x.files.length} 份）` : ''}<br>${x.answered ? html`<strong>${x.answered.outcome === 'taken' ? '已采纳' : '没有采纳'}</strong>：${x.answered.text}` : html`<span class="note">等待答复${answerBy(s, context, x.seq)}</span>`}</li>`)}</ul>` : ''}
${forms(s, context, formToken)}
<form method="post" action="/public/my/leave">${token(formToken)}<button type="submit" class="plain">退出</button></form>`;
  return { title: '我的申请', main };
}

function answerBy(s: CaseState, c: Awaited<ReturnType<typeof loadContext>>['context'], seq: number): string {
  const limit = c.policy.find<number>('deadline.submission', scopeOf(s));
  const x = s.submissions?.find((y) => y.seq === seq);
  return limit && x ? `，最迟${formatDateShortZh(c.calendar.addWorkingDays(x.on, limit.value).date)}` : '';
}
