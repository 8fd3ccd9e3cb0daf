import { formatDateShortZh } from '../calendar/calendar.ts';
import { CONSULTATION_ROUTE_WORDS } from '../case/meetings/payloads.ts';
import type { CaseState } from '../case/state.ts';
import { formatYuan } from '../money/fen.ts';
import type { MeetingBody } from '../policy/model.ts';
import type { Refusal } from '../refusal/refusal.ts';
import type { LetterTextKey } from './defaults.ts';
import { grid, list } from './forms.ts';
import { notYet, type Kit, type LetterBody } from './kit.ts';
import type { LetterTable } from './model.ts';

type Meeting = CaseState['meetings'][number];

const TITLES: Record<Meeting['kind'], LetterTextKey> = {
  appraisal: 'letter.title.appraisal', leadingGroup: 'letter.title.leadingGroup', deliberation: 'letter.title.deliberation', leadership: 'letter.title.leadership', jointMeeting: 'letter.title.jointMeeting', consultation: 'letter.title.consultation',
};
const STATES = { present: '到会', absent: '缺席', recused: '回避' } as const;

const bodyOf = (k: Kit, m: Meeting): MeetingBody | undefined => (m.body === undefined ? undefined : k.input.context.policy.meetingBody(m.body, k.input.state.applicationDate));

/** Everyone of a standing body and where they were, or those who came by kind. */
function attendance(k: Kit, m: Meeting, body: MeetingBody | undefined): LetterTable[] {
  const kind = (id: string): string => body?.members.find((x) => x.id === id)?.label ?? id;
  if (m.attendance)
    return [{
      title: '到会人员', head: true,
      columns: [{ label: '姓名', share: 3, align: 'center' }, { label: '身份', share: 5, align: 'center' }, { label: '到会情况', share: 5, align: 'left' }, { label: '签名', share: 4, align: 'center' }],
      rows: m.attendance.map((a) => [k.staffName(a.member), kind(a.kind), `${STATES[a.state]}${a.reason === '' ? '' : `（${a.reason}）`}`, '']),
    }];
  if (m.counts && m.counts.length > 0)
    return [{
      title: '到会人员', head: true,
      columns: [{ label: '身份', share: 6, align: 'center' }, { label: '应到', share: 2, align: 'center' }, { label: '实到', share: 2, align: 'center' }, { label: '回避', share: 2, align: 'center' }],
      rows: m.counts.map((x) => [kind(x.kind), String(x.expected), String(x.present), String(x.recused)]),
    }];
  return [];
}

/** What a meeting fixed or a consultation found, besides its vote [HQ-166, XX-41..44]. */
function settled(m: Meeting): (readonly [string, string])[] {
  const x = m.consultation;
  return [
    ...(m.fixedFen === undefined ? [] : [['确定的救助金额', formatYuan(m.fixedFen)] as const]),
    ...(x === undefined ? [] : [
      ['会商途径', CONSULTATION_ROUTE_WORDS[x.route]] as const, ['实际困难', x.difficulties] as const, ['可能的风险', x.risks] as const, ['帮扶措施', x.measures.join('；')] as const,
      ['部门职责', x.duties.map((d) => `${d.organ}：${d.duty}（${formatDateShortZh(d.due)}前）`).join('；')] as const,
    ]),
  ];
}

/**
 * Minutes of a meeting on this case, whatever body met [LH-63, HQ-158]: who was called, came and kept away, what was gone
 * through, how they voted, what was resolved. They go into the household's archive [HQ-162].
 */
export function meetingMinutes(k: Kit): LetterBody | Refusal {
  const { state: s, context: c, meeting } = k.input;
  const m = s.meetings.at(meeting ?? -1);
  if (!m) return notYet(k.text('letter.title.leadingGroup'), ['会议登记']);
  const body = bodyOf(k, m);
  const stages = (m.stages ?? []).map((id) => body?.stages.find((x) => x.id === id)?.label ?? id);
  const inquiry = m.inquiry && `在${m.inquiry.with}配合下，以${m.inquiry.means.map((id) => body?.inquiry?.means.find((x) => x.id === id)?.label ?? id).join('、')}的方式核实`;
  const ballot = body === undefined ? '' : body.ballot === 'secret' ? '无记名' : '公开';
  const present = m.attendance ? '' : m.members.map((u) => k.staffName(u)).join('、');
  return {
    title: k.text(TITLES[m.kind], { body: (m.name ?? '').replace(/会议$/, '') }),
    tables: [
      grid([
        ['会议日期', formatDateShortZh(m.on)], ['地点', m.place], ['主持人', m.chair], ['记录人', m.recorder ?? ''], ['案号', s.number], ['申请人', k.name(s.facts.applicant)], ['申请项目', c.programme.name], ['会议机构', m.name ?? ''],
        ['应到', `${m.expected} 人`], ['实到', `${m.present} 人`], ['回避', `${m.recused ?? 0} 人`], ['有表决权', `${m.voters ?? m.present} 人`],
      ]),
      ...attendance(k, m, body),
      {
        title: '表决', head: true,
        columns: [{ label: '方式', share: 1, align: 'center' }, { label: '同意', share: 1, align: 'center' }, { label: '不同意', share: 1, align: 'center' }, { label: '弃权', share: 1, align: 'center' }, { label: '结果', share: 1, align: 'center' }],
        rows: [[ballot, `${m.votesFor} 票`, `${m.votesAgainst} 票`, `${m.abstained} 票`, m.passed ? '通过' : '未通过']],
      },
      list([...(present === '' ? [] : [['参会人员', present] as const]), ...(stages.length > 0 ? [['会议程序', stages.join('、')] as const] : []), ...(inquiry ? [['调查核实', inquiry] as const] : []), ['记录', m.minutes], ...settled(m), ...(m.warnings && m.warnings.length > 0 ? [['注记', m.warnings.join('；')] as const] : [])], '会议情况'),
    ],
    basis: k.bases([body?.source, ...(body ? [body.parameters.presentPercent, body.parameters.passPercent].map((key) => c.policy.find(key, k.scope)?.source) : [])]),
    signers: [{ label: '主持人' }, { label: '记录人' }, ...(m.attendance ? [] : [{ label: '参会人员' }])], unsealed: true,
  };
}

/** The combined opinion of a deliberation (综合意见报告), for the signature of the leader in charge, and with it once signed [HQ-154, HQ-155]. */
export function combinedOpinion(k: Kit): LetterBody | Refusal {
  const { state: s, context: c } = k.input;
  const title = k.text('letter.title.combinedOpinion');
  const m = s.meetings.findLast((x) => (x.report ?? '') !== '');
  if (!m) return notYet(title, ['形成综合意见的会议']);
  const signed = s.signedReport && s.signedReport.on >= m.on ? s.signedReport : undefined;
  return {
    title,
    tables: [
      grid([['案号', s.number], ['申请人', k.name(s.facts.applicant)], ['申请项目', c.programme.name], ['村（社区）', k.input.units.village ?? ''], ['会议机构', m.name ?? ''], ['会议日期', formatDateShortZh(m.on)], ['表决结果', `同意 ${m.votesFor} 票，不同意 ${m.votesAgainst} 票，弃权 ${m.abstained} 票`], ['会议结论', m.passed ? '同意给予救助' : '不同意给予救助']]),
      list([['争议情况', s.notices.flatMap((n) => n.objections.map((o) => o.text)).join('；')], ['综合意见', m.report ?? ''], ['签批意见', signed ? `${signed.text === '' ? '同意' : signed.text}（${k.staffName(signed.by.user)}，${formatDateShortZh(signed.on)}）` : '']], '综合意见'),
    ],
    basis: k.bases([bodyOf(k, m)?.source]), signers: [{ label: '主持人' }, { label: '分管领导', names: signed ? [k.staffName(signed.by.user)] : undefined }], unsealed: true,
  };
}
