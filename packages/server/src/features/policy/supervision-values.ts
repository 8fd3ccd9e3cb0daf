import { GOAL_MEASURES } from '@doudi/core/bureau/goals';
import { MEANS } from '@doudi/core/rectification/model';
import { ASPECT_LABELS } from '@doudi/core/check/model';
import { ANY_POST_LABELS } from '@doudi/core/rights/permissions';
import { TASK_KINDS } from '@doudi/core/task/model';
import { EVERY_LABELS } from '@doudi/core/task/series';
import { MUST_LABELS } from '@doudi/core/draw/select';
import { ruleText } from '@doudi/core/behaviour/model';
import { formatMonthZh } from '@doudi/core/calendar/date';
import { STEP_LABELS } from '@doudi/core/case/procedure';
import type { StepId } from '@doudi/core/policy/model';
import type { TableValue } from '@doudi/core/policy/tables';
import { MEASURES, METHODS } from '@doudi/core/score/measures';
import { ruleLine } from '@doudi/core/warning/rules';

const PERIOD_WORDS = { month: '每月', quarter: '每季度', year: '每年' } as const;

/** `每月：期间内作出的决定（确认、不予确认）；近亲属备案全部；入户`. */
export const drawPlanLines = (p: TableValue<'draw.monthly'>): string[] => [
  `${p.label}：${PERIOD_WORDS[p.period]}一次`,
  p.population === 'decided' ? `总体：期间内作出的决定（${p.outcomes.map((o) => (o === 'grant' ? '确认' : '不予确认')).join('、')}）` : '总体：期末在保对象',
  ...(p.must.length > 0 ? [`全部核查：${p.must.map((m) => MUST_LABELS[m]).join('、')}`] : []),
  p.home ? '入户核查' : '入户、电话、查档等方式',
];

const NEED_WORDS = { deadline: '整改时限', measures: '整改措施', person: '责任人' } as const;
const AT_ONCE_WORDS = { grave: '情节严重', breach: '违规违纪' } as const;

/** `提示函：写明整改时限、整改措施、责任人`, a line a rung. */
export const rectifyLadderLines = (l: TableValue<'rectify.ladder'>): string[] => l.rungs.map((r) => [
  `${r.label}：${r.by.includes('countyHandler') ? '县级经办人员、负责人' : '县级负责人'}`,
  ...(r.means.length > 0 ? [`方式 ${r.means.map((m) => MEANS[m]).join('、')}`] : []),
  ...(r.needs.length > 0 ? [`写明${r.needs.map((n) => NEED_WORDS[n]).join('、')}`] : []),
  ...(r.after.length > 0 ? [`在${r.after.map((a) => l.rungs.find((x) => x.id === a)?.label ?? a).join('或')}之后未按要求整改的`] : []),
  ...(r.atOnce.length > 0 ? [`${r.atOnce.map((a) => AT_ONCE_WORDS[a]).join('、')}的可直接采取`] : []),
  ...(r.reinspect ? ['办结前复查'] : []),
].join('，'));

/** A line each question, under its aspect: `工作流程：是否及时受理救助申请`. */
export const checkPointLines = (v: TableValue<'check.points'>, programme: (id: string) => string | undefined): string[] => v.points.map((p) => {
  const of = [...(p.outcome ? [p.outcome === 'grant' ? '确认的' : '不予确认的'] : []), ...(p.programmes ?? []).flatMap((id) => programme(id) ?? [])];
  return `${ASPECT_LABELS[p.aspect]}：${p.text}${of.length > 0 ? `（${of.join('、')}）` : ''}`;
});

/** A line a rule, and from when a list is called old. */
export const warningRulesLines = (v: TableValue<'warning.rules'>): string[] => [...v.rules.map(ruleLine), `数据截止日早于 ${String(v.oldAfterDays)} 天前的，提示数据已旧`];

/** `12345政府热线 12345（全天）`. */
export const hotlineLines = (v: TableValue<'complaint.hotlines'>): string[] => v.lines.map((l) => `${l.name}${l.number ? ` ${l.number}` : ''}（${l.hours}）`);

const COUNTS_WORDS = { oversight: '督导记录', check: '办完的核查', rectification: '提出的整改' } as const;

/** `须具备：有经办机构、…`, whose holders are staff, what counts as supervision. */
export const oversightUnitLines = (u: TableValue<'oversight.unit'>): string[] => [
  `须具备：${u.conditions.map((c) => c.label).join('、')}`,
  `计入工作人员：${u.staff.map((p) => ANY_POST_LABELS[p]).join('、')}`,
  `算作督导：${u.counts.map((c) => COUNTS_WORDS[c]).join('、')}`,
  ...(u.fixed.length > 0 ? [`专人负责的岗位：${u.fixed.map((p) => ANY_POST_LABELS[p]).join('、')}`] : []),
];

/** `四个规范：受理规范——按时受理、…`. */
export const goalsPanelLines = (g: TableValue<'goals.panels'>): string[] => g.panels.map((p) => `${p.title}：${p.words.map((w) => `${w.word}——${w.measures.map((m) => GOAL_MEASURES[m].label).join('、')}`).join('；')}`);

export const oversightIntervalLines = (t: TableValue<'oversight.intervals'>): string[] => t.duties.map((d) => `${d.id}：每 ${d.months} 个月至少一次`);

/** `深入调研阶段（2019年1月中下旬）：开展调研〔报告〕 2019-01-31 前`, a line a stage. */
export const campaignPlanLines = (p: TableValue<'campaign.plan'>): string[] => [
  p.label,
  ...p.groups.map((g) => `${g.label} ${g.units.length} 个`),
  ...p.stages.map((s) => `${s.label}（${s.when}）：${s.items.map((i) => `${i.title}〔${TASK_KINDS[i.kind]}〕${[...new Set(i.owners.map((o) => o.due))].join('、')} 前`).join('；')}`),
];

export const taskSeriesLines = (t: TableValue<'task.series'>): string[] => t.series.map((s) => `${s.title}：${EVERY_LABELS[s.every]}，期末月 ${s.dueDay} 日前报送${s.parts.join('、')}`);

/** A line a kind with its measures, then what the counter is told. */
export const dishonestyLines = (r: TableValue<'register.dishonesty'>): string[] => [
  ...r.kinds.map((k) => `${k.label}（${k.about === 'member' ? '家庭成员' : '义务人'}）：${r.measures.filter((m) => k.measures.includes(m.id)).map((m) => m.label).join('、')}`),
  `受理时提示：${r.atIntake.join('；')}`,
];

const pointsWords = (i: TableValue<'score.plan'>['indicators'][number]): string => [
  `${i.label}：${MEASURES[i.measure].label}${i.steps.length > 0 ? `（${i.steps.map((s) => STEP_LABELS[s as StepId] ?? s).join('、')}）` : ''}`,
  `${i.points} 分`,
  MEASURES[i.measure].basis === 'rate' ? `目标值 ${i.target}%，每超 1 个百分点扣 ${i.per} 分` : `目标值 ${i.target} 件，每超 1 件扣 ${i.per} 分`,
  ...(i.bonus > 0 ? [`没有一件的加 ${i.bonus} 分`] : []),
  ...(i.minVolume > 1 ? [`不足 ${i.minVolume} 件的不评`] : []),
  ...(i.caseMix ? ['按案件构成校正'] : []),
].join('，');

/** How units are scored, an indicator a line. */
export const scorePlanLines = (p: TableValue<'score.plan'>): string[] => [
  `${p.label}：${METHODS[p.method]}，满分 ${p.full} 分${p.method === 'addDeduct' ? `，基础分 ${p.base} 分` : ''}；自${formatMonthZh(p.rankFrom)}起按月排序，次月 ${p.publishDay} 日前公布${p.open ? '，任何人可以查看' : ''}；单位可在 ${p.objectDays} 个工作日内提出异议`,
  ...p.indicators.map(pointsWords),
];

/** What deserves a look, a rule a line. */
export const behaviourLines = (b: TableValue<'behaviour.rules'>): string[] => b.rules.map((r) => `${r.label}：${ruleText(r)}`);

export const trainingAudienceLines = (a: TableValue<'training.audience'>): string[] => a.groups.map((g) => `${g.label}${g.posts.length > 0 ? `（${g.posts.map((p) => ANY_POST_LABELS[p]).join('、')}）` : ''}${g.named ? '，可按姓名登记' : ''}`);

export const staffingRolesLines = (s: TableValue<'staffing.roles'>): string[] => s.roles.map((r) => `${r.label}：每个${r.each === 'village' ? '村（社区）' : '街道（乡镇）'}不少于 ${r.min} 人`);
