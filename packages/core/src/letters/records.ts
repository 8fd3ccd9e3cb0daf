import { formatDateShortZh } from '../calendar/calendar.ts';
import { POST_LABELS } from '../case/step-guard.ts';
import { deadlines } from '../case/deadlines.ts';
import { procedureOf } from '../case/procedure.ts';
import type { StepMark } from '../case/state.ts';
import { formatYuan } from '../money/fen.ts';
import type { Post } from '../policy/model.ts';
import type { Refusal } from '../refusal/refusal.ts';
import { decisionBasis, history, workingOf } from './decisions.ts';
import { grid, list } from './forms.ts';
import { monthText, notYet, type Kit, type LetterBody } from './kit.ts';
import type { LetterTable } from './model.ts';
import { RELATION_WORDS, SEX_WORDS } from './words.ts';
import { ageOn } from '../people/id-number.ts';

const post = (p: StepMark['by']['post']): string => (Object.hasOwn(POST_LABELS, p) ? POST_LABELS[p as Post] : '系统');

/** Who answers for what [BQ-10]: the person who accepted, those who investigated, the person who confirmed, each with the date. */
function responsible(k: Kit): LetterTable {
  const { state: s } = k.input;
  const by = (m: StepMark | undefined): readonly [string, string, string] => (m ? [k.staffName(m.by.user), post(m.by.post), formatDateShortZh(m.on)] : ['', '', '']);
  const visits = s.investigations.map((i): readonly string[] => ['调查', i.investigators.map((u) => k.staffName(u)).join('、'), '调查人员', formatDateShortZh(i.on), '']);
  return {
    title: '受理、调查、确认责任人', name: '责任人', head: true,
    columns: [{ label: '环节', share: 2, align: 'center' }, { label: '责任人', share: 4, align: 'center' }, { label: '岗位', share: 4, align: 'center' }, { label: '日期', share: 4, align: 'center' }, { label: '签名', share: 3, align: 'center' }],
    rows: [
      ['受理', ...by(s.done.accept), ''],
      ...(visits.length > 0 ? visits : [['调查', s.simplified ? '适用简易程序' : '', '', s.simplified ? formatDateShortZh(s.simplified.on) : '', '']]),
      ['初审', ...by(s.done.opine), ''],
      ...(s.done.countyReview ? [['县级审核', ...by(s.done.countyReview), '']] : []),
      ...(s.done.review ? [['复审', ...by(s.done.review), '']] : []),
      ...(s.done.agree ? [['同意', ...by(s.done.agree), '']] : []),
      ['确认', ...by(s.done.decide), ''],
    ],
  };
}

/** The form (审核确认表) that follows a case from opinion to decision: sums, opinions, and who answers for each step [HQ-113]. */
export function confirmationForm(k: Kit): LetterBody | Refusal {
  const { state: s, context: c, units, date } = k.input;
  const title = k.text('letter.title.confirmationForm');
  const m = s.assessment;
  if (!m || !s.opinion) return notYet(title, [...(m ? [] : ['测算']), ...(s.opinion ? [] : ['初审意见'])]);
  const d = s.decision;
  const verdict = (o: 'grant' | 'refuse', sum: number): string => (o !== 'grant' ? '不予确认' : c.programme.payment === 'none' ? '予以认定' : `确认，${formatYuan(sum)}${c.programme.payment === 'once' ? '' : '/月'}`);
  const whole = deadlines(s, c).find((x) => x.id === 'case');
  const shortfall = Math.max(0, m.standardFen - m.perHeadFen);
  return {
    title, byCounty: d?.organ === 'county',
    tables: [
      grid([
        ['申请人', k.name(s.facts.applicant)], ['案号', s.number], ['申请项目', c.programme.name], ['申请日期', formatDateShortZh(s.applicationDate)], ['村（社区）', units.village ?? ''], ['住址', s.facts.address],
        ['办理程序', `${procedureOf(s, c).name}${s.simplified ? '（简易程序）' : ''}`], ['办结期限', whole ? k.marked(whole.due, whole.provisional) : ''],
      ]),
      {
        title: '家庭成员', head: true,
        columns: [{ label: '姓名', share: 3, align: 'center' }, { label: '关系', share: 3, align: 'center' }, { label: '性别', share: 2, align: 'center' }, { label: '年龄', share: 2, align: 'center' }, { label: '公民身份号码', share: 6, align: 'center' }],
        rows: s.facts.members.map((p) => [k.name(p.person), RELATION_WORDS[p.relation], SEX_WORDS[p.sex], String(ageOn(p.birth, date)), k.person(p.person).idNumberMasked]),
      },
      grid([
        ['保障标准', m.untested ? '—' : `${formatYuan(m.standardFen)}/月`], ['月人均收入', m.untested ? '—' : formatYuan(m.perHeadFen)], ['人均差额', m.untested ? '—' : formatYuan(shortfall)], ['保障人数', `${m.persons} 人`],
        ['测算金额', formatYuan(m.monthlyFen)], ['起始月份', d?.fromMonth === undefined ? '' : monthText(d.fromMonth)],
      ], '测算'),
      list([
        ['调查意见', s.investigations.at(-1)?.findings ?? s.simplified?.grounds ?? ''],
        ['初审意见', `${verdict(s.opinion.outcome, s.opinion.monthlyFen)}。${s.opinion.text}`],
        ['确认决定', d ? `${verdict(d.outcome, d.monthlyFen)}。${d.reason === '' ? '' : `${d.reason} `}（${d.number}，${formatDateShortZh(d.on)}）` : ''],
      ], '意见'),
      responsible(k),
    ],
    facts: history(k), basis: decisionBasis(k), working: workingOf(k), words: { facts: '办理经过' },
  };
}
