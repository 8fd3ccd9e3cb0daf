import { formatFen, formatYuan } from '@doudi/core/money/fen';
import { DELIVERY_LABELS, DELIVERY_NEED_WORDS, type DeliveryMethod } from '@doudi/core/case/delivery/payloads';
import { AREA_WORDS, CATEGORY_WORDS, DISABILITY_WORDS, EXPENSE_WORDS, GRADE_WORDS, HEALTH_WORDS, INCOME_WORDS, LABOUR_WORDS, OCCUPATION_WORDS, PROPERTY_WORDS, RIGID_WORDS } from '@doudi/core/means/words';
import { LETTER_TITLES } from '@doudi/core/letters/model';
import { SHARE_LABELS } from '@doudi/core/payment/proration';
import type { Parameter } from '@doudi/core/policy/model';
import { PRORATION_LABELS, RECOVERY_GROUND_LABELS, RECOVERY_GROUNDS } from '@doudi/core/recovery/model';
import { isTableKey, TABLES, type DisabilityRule, type PersonClass, type TableKey, type TableValue } from '@doudi/core/policy/tables';
import { behaviourLines, campaignPlanLines, checkPointLines, dishonestyLines, drawPlanLines, goalsPanelLines, hotlineLines, oversightIntervalLines, oversightUnitLines, rectifyLadderLines, scorePlanLines, staffingRolesLines, taskSeriesLines, trainingAudienceLines, warningRulesLines } from './supervision-values.ts';
import { aidAmountLines, aidCapsLines, aidConsultLines } from './aid-values.ts';

interface Rendered {
  readonly text: string;
  readonly lines: string[];
}

const CHOICES: Readonly<Record<string, string>> = { county: '县级民政部门', holder: '承办单位', finance: '财政部门', difference: '按差额发放', tiers: '分档发放', each: '各项相加', highest: '只取最高一项', counted: '计入', excluded: '不计入', masked: '隐去部分', withheld: '不写姓名', standard: '低保标准', 'support-standard': '特困基本生活标准', choice: '由本人选择', 'orphan-first': '先按孤儿保障' };
const SUFFIX: Partial<Record<Parameter['unit'], string>> = { wd: '个工作日', day: '天', month: '个月', year: '年', person: '人', count: '个', times: '次', hour: '小时' };

/** Names of the programmes that a table names, or undefined for one that is not in force: those are left out. */
type ProgrammeName = (id: string) => string | undefined;

/** A parameter's value as people read it, by its unit: `505000` fen → `5,050.00 元`; a table in lines. */
export function render(key: string, unit: Parameter['unit'], value: unknown, programme: ProgrammeName = () => undefined): Rendered {
  const one = (text: string): Rendered => ({ text, lines: [] });
  if (unit === 'table') {
    const lines = tableLines(key, value, programme);
    return { text: lines.join('；'), lines };
  }
  if (unit === 'flag') return one(value === true ? '是' : '否');
  if (unit === 'choice') return one(CHOICES[String(value)] ?? String(value));
  if (typeof value !== 'number') return one(String(value));
  if (unit === 'fen') return one(formatYuan(value));
  if (unit === 'percent') return one(percent(value));
  if (unit === 'dayOfMonth') return one(`每月 ${value} 日`);
  return one(`${value} ${SUFFIX[unit] ?? ''}`.trim());
}

function tableLines(key: string, value: unknown, programme: ProgrammeName): string[] {
  if (!isTableKey(key)) return [JSON.stringify(value)];
  const parsed = TABLES[key].safeParse(value);
  if (!parsed.success) return [JSON.stringify(value)];
  const all = lines(key, parsed.data, programme);
  return all.length > 0 ? all : ['没有'];
}

const percent = (n: number): string => `${Number(n.toFixed(4))}%`;
const list = (words: readonly string[]): string => words.join('、');
const limit = (max: number | undefined, unit: string): string => (max === undefined ? '不限' : max === 0 ? '不得拥有' : `不超过 ${max} ${unit}`);
const incomes = (kinds: readonly (keyof typeof INCOME_WORDS)[]): string => list(kinds.map((k) => INCOME_WORDS[k]));

const disability = (r: DisabilityRule): string => {
  const all = r.kinds.length === Object.keys(DISABILITY_WORDS).length;
  const grade = r.maxGrade === 1 ? '一级' : r.maxGrade >= 4 ? '' : `一级至${GRADE_WORDS[r.maxGrade] ?? ''}`;
  return `${all ? '' : list(r.kinds.map((k) => DISABILITY_WORDS[k]))}残疾${grade}`;
};

/** `60 周岁以上、残疾一级至二级或者患重病`: alternatives of a class. */
function personClass(c: PersonClass): string {
  const { min, max } = c.age ?? {};
  const age = min !== undefined && max !== undefined ? `${min} 至 ${max} 周岁` : min !== undefined ? `${min} 周岁以上` : max !== undefined ? `${max} 周岁以下` : undefined;
  const parts = [age, ...(c.disability ?? []).map(disability), ...(c.health ?? []).map((h) => HEALTH_WORDS[h]), ...(c.labour ?? []).map((l) => LABOUR_WORDS[l]), ...(c.occupation ?? []).map((o) => OCCUPATION_WORDS[o]), c.pregnant ? '孕期' : undefined];
  return parts.filter((p) => p !== undefined).join('或');
}
const classes = (cs: readonly PersonClass[]): string => cs.map(personClass).join('；或');

const propertyCount = (v: TableValue<'property.vehicle'>, unit: string): string[] => [
  limit(v.max, unit), ...(v.exemptible ? ['生活、生产必需的（写明理由）不计'] : []), ...(v.toleratedFen === undefined ? [] : [`价值或注册资本 ${formatYuan(v.toleratedFen)}以内的不计`]),
];

const ASSISTANCE = { support: '特困供养', livingAllowance: '低保' } as const;
const STATES = { incapable: '无民事行为能力', missing: '宣告失踪', imprisoned: '服刑' } as const;
const SELF_CARE: Readonly<Record<string, string>> = { able: '具备自理能力', partial: '部分丧失自理能力', none: '完全丧失自理能力' };

const MAINTENANCE: Readonly<Record<string, string>> = { none: '不推算', 'excess-per-head': '（义务人家庭人均收入 − 基数）×比例', 'excess-household': '（义务人家庭收入 − 基数×人数）×比例', 'income-household': '义务人家庭收入×比例', 'percent-of-standard': '低保标准×比例' };
const AGREED: Readonly<Record<string, string>> = { prefer: '有协议或判决的按其数额', higher: '与协议或判决数额比较，取高', ignore: '不采用协议或判决数额' };
const ROUNDING: Readonly<Record<string, string>> = { 'half-up': '四舍五入', up: '进位', down: '舍去' };
const STEP: Readonly<Record<number, string>> = { 1: '分', 10: '角', 100: '元', 500: '五元', 1000: '十元' };

/** One table in sentences. Every key of TABLES has its own: a table nobody can read is no rule. */
function lines(key: TableKey, value: unknown, programme: ProgrammeName): string[] {
  const as = <K extends TableKey>(_: K): TableValue<K> => value as TableValue<K>;
  switch (key) {
    case 'support.unable-to-work':
      return as(key).classes.map(personClass);
    case 'support.obligor-unable':
      return as(key).rules.map((r) => `${r.label}：${[
        r.minAge === undefined ? undefined : `${r.minAge} 周岁以上`, r.assistance && list(r.assistance.map((a) => ASSISTANCE[a])), r.disability && r.disability.map(disability).join('或'), r.states && list(r.states.map((x) => STATES[x])),
        r.belowDisposable ? '本人收入低于上年人均可支配收入' : undefined, r.propertyWithin ? '财产符合规定' : undefined,
      ].filter((x) => x !== undefined).join('，且')}`);
    case 'support.area':
      return as(key).rules.map((r) => `${r.fact === 'land' ? '有承包土地或参加集体收益分配' : '易地搬迁进城'}的，按${AREA_WORDS[r.area]}标准`);
    case 'support.basic': {
      const v = as(key);
      return [v.method === 'fixed' ? `每人每月 ${formatYuan(v.fen ?? 0)}` : `低保标准的 ${percent(v.percent ?? 0)}`];
    }
    case 'support.allowance': {
      const v = as(key);
      return [...(v.wageFen === undefined ? [] : [`最低工资每月 ${formatYuan(v.wageFen)}`]), ...v.grades.map((g) => `${SELF_CARE[g.grade] ?? g.grade}：${v.basis === 'fixed' ? formatYuan(g.fen ?? 0) : `最低工资的 ${percent(g.percent ?? 0)}`}`)];
    }
    case 'selfcare.grades':
      return as(key).grades.map((g, i, all) => `${g.label}：${g.maxUnable === 0 ? '六项都能自理' : `${(all[i - 1]?.maxUnable ?? -1) + 1} 至 ${g.maxUnable} 项不能自理`}`);
    case 'archive.management-papers':
      return [`归入日常管理类的文书：${list(as(key).letters.map((l) => (LETTER_TITLES as Readonly<Record<string, string>>)[l] ?? l))}`];
    case 'application.places': {
      const v = as(key);
      const elsewhere = { accept: '在本地受理', permit: '凭本地居住证受理', refer: '向户籍所在地申请' } as const;
      return [`户籍在本县（区）其他乡镇（街道）：${v.otherUnit === 'accept' ? '在本地受理' : '收件后连同材料移交户籍所在地'}`, `户籍在本省其他县（区）：${elsewhere[v.otherCounty]}`, `户籍在外省：${elsewhere[v.otherProvince]}`, ...(v.eventHere === 'refer' ? ['只是在本地发生急难、不在本地居住也没有本地户籍的：协助向救助管理机构申请'] : []), ...(v.emergency === 'accept' ? ['须立即救助的：一律先受理'] : [])];
    }
    case 'aid.causes':
      return as(key).causes.map((c) => [c.label, list(c.programmes.flatMap((p) => programme(p) ?? []))].filter((x) => x !== '').join('：'));
    case 'aid.amount':
      return aidAmountLines(as(key));
    case 'aid.caps':
      return aidCapsLines(as(key));
    case 'aid.special':
      return as(key).kinds.map((k) => (k === 'ceiling' ? '超过救助上限的' : '超出对应档次、跨档救助的'));
    case 'aid.known':
      return as(key).programmes.flatMap((p) => programme(p) ?? []);
    case 'aid.consult':
      return aidConsultLines(as(key));
    case 'aid.referral-bodies':
      return as(key).map((b) => `${b.name}${b.contact === undefined ? '' : `（${b.contact}）`}`);
    case 'notice.words':
      return as(key).groups.map((g) => `${g.label}：${list(g.words)}`);
    case 'recovery.rules': {
      const v = as(key);
      return [...RECOVERY_GROUNDS.map((g) => `${RECOVERY_GROUND_LABELS[g]}：${PRORATION_LABELS[v.proration[g]]}`), `可以免除的情形：${list(v.waiverGrounds.map((g) => g.label))}`, `可以移送：${list(v.organs.map((o) => o.label))}`];
    }
    case 'payment.proration': {
      const v = as(key);
      return [`月中开始的：${SHARE_LABELS[v.start]}`, `月中变更的：${SHARE_LABELS[v.change]}`, `月中终止的：${SHARE_LABELS[v.end]}`];
    }
    case 'review.interval': {
      const v = as(key);
      return [...v.classes.map((c) => `${c.label}：每 ${c.months} 个月复审一次`), `${v.classes.length > 0 ? '其他家庭' : '全部家庭'}：每 ${v.others} 个月复审一次`];
    }
    case 'income.period': {
      const v = as(key);
      return [`申请前 ${v.months} 个月`, ...(v.urbanMonths === undefined ? [] : [`${AREA_WORDS.urban}：前 ${v.urbanMonths} 个月`]), ...(v.ruralMonths === undefined ? [] : [`${AREA_WORDS.rural}：前 ${v.ruralMonths} 个月`])];
    }
    case 'deduct.work': {
      const v = as(key);
      if (v.method === 'none') return ['不扣减'];
      const sum = v.method === 'fixed' ? formatYuan(v.fen ?? 0) : `${v.method === 'percent-of-income' ? '本人该项收入' : '月标准'}的 ${percent(v.percent ?? 0)}`;
      return [`每名就业人员每月扣减${sum}`, `适用收入：${incomes(v.kinds)}`, ...(v.capFen === undefined ? [] : [`最多 ${formatYuan(v.capFen)}`]), ...(v.capPercent === undefined ? [] : [`最多月标准的 ${percent(v.capPercent)}`])];
    }
    case 'deduct.rigid': {
      const v = as(key);
      return v.items.length === 0 ? ['不扣减'] : v.items.map((i) => `${EXPENSE_WORDS[i.kind]}：${i.thresholdFen > 0 ? `超过 ${formatYuan(i.thresholdFen)} 的部分` : '自付部分'}扣 ${percent(i.percent)}${i.capFen === undefined ? '' : `，最多 ${formatYuan(i.capFen)}`}${i.capPercent === undefined ? '' : `，最多家庭计入收入的 ${percent(i.capPercent)}`}`);
    }
    case 'maintenance.formula': {
      const v = as(key);
      if (v.method === 'none') return ['不推算赡养（抚养、扶养）费'];
      return [
        MAINTENANCE[v.method] ?? v.method, `义务人家庭人均收入不高于标准 ${percent(v.thresholdPercent)} 的，视为无能力`, ...(v.method === 'income-household' || v.method === 'percent-of-standard' ? [] : [`基数：标准的 ${percent(v.basePercent)}`]),
        ...v.rates.map((r) => `${r.maxSharers === undefined ? (v.rates.length > 1 ? '子女更多的' : '比例') : `子女 ${r.maxSharers} 人以内`}：${percent(r.percent)}`),
        ...(v.divideBySupported ? ['除以被赡养人数'] : []), ...(v.divideBySharers ? ['除以共同承担的子女数'] : []), AGREED[v.agreed] ?? v.agreed,
      ];
    }
    case 'property.financial': {
      const v = as(key);
      if (v.method === 'none') return ['不限'];
      const per = v.per === 'person' ? '人均' : '家庭';
      return [`${list(v.kinds.map((k) => PROPERTY_WORDS[k]))}合计${per}不超过${v.method === 'fixed' ? ` ${formatYuan(v.fen ?? 0)}` : ` ${v.months ?? 0} 个月标准`}`];
    }
    case 'property.vehicle': return propertyCount(as(key), '辆');
    case 'property.house': return propertyCount(as(key), '套');
    case 'property.shop': return propertyCount(as(key), '间');
    case 'property.company': return propertyCount(as(key), '家');
    case 'property.machinery': return propertyCount(as(key), '台');
    case 'single.household': {
      const v = as(key);
      return v.rules.map((r) => `${r.label}${r.adultOnly ? '（成年）' : ''}${r.unemployedOnly ? '（无业）' : ''}：${[...r.disability.map(disability), ...(r.severeIllness ? ['患重病'] : [])].join('或')}，${r.noMargin ? '不看家庭收入' : `家庭人均收入低于标准 ${percent(v.marginPercent)}`}`);
    }
    case 'amount.tiers':
      return as(key).tiers.map((t) => {
        const when = [t.maxIncomePercent === undefined ? '' : `人均收入${t.inclusive ? '不高于' : '低于'}标准 ${percent(t.maxIncomePercent)}`, t.maxIncomeFen === undefined ? '' : `人均收入${t.inclusive ? '不高于' : '低于'} ${formatYuan(t.maxIncomeFen)}`, t.anyMember ? `有成员${classes(t.anyMember)}` : '', t.allMembers ? `全部成员${classes(t.allMembers)}` : ''].filter((x) => x !== '');
        return `${t.label}：${t.per === 'person' ? '每人' : '每户'}每月 ${t.fen === undefined ? `标准的 ${percent(t.percentOfStandard ?? 0)}` : formatYuan(t.fen)}${when.length > 0 ? `（${when.join('，且')}）` : ''}`;
      });
    case 'amount.additions':
      return as(key).additions.map((a) => `${a.label}（${personClass(a.who)}${a.household ? `；${list(a.household.map((h) => CATEGORY_WORDS[h]))}` : ''}）：每人每月加发 ${a.basis === 'fixed' ? formatYuan(a.fen ?? 0) : `${a.basis === 'percent-of-standard' ? '标准' : '本人保障金'}的 ${percent(a.percent ?? 0)}`}`);
    case 'amount.minimum': {
      const v = as(key);
      return v.fen === 0 ? ['不设最低发放额'] : [`${v.per === 'person' ? '每人' : '每户'}每月不足 ${formatFen(v.fen)} 元的，按 ${formatFen(v.fen)} 元发放`];
    }
    case 'amount.rounding': {
      const v = as(key);
      return [`按户计发，${ROUNDING[v.mode] ?? v.mode}到${STEP[v.unit] ?? ` ${v.unit} 分`}`];
    }
    case 'income.away': {
      const v = as(key);
      return [...v.rows.map((r) => `${r.place === 'inProvince' ? '省内' : '省外'}务工：每外出一个月按 ${formatYuan(r.fen)}，按 12 个月平均`), `适用收入：${incomes(v.kinds)}`, v.proven === 'counts' ? '有收入材料的按材料' : '有收入材料的与标准比较，取高'];
    }
    case 'means.range': {
      const v = as(key);
      return [...(v.minPercent === undefined ? [] : [`家庭人均收入${v.minInclusive ? '不低于' : '高于'}标准的 ${percent(v.minPercent)}`]), ...(v.maxPercent === undefined ? [] : [`家庭人均收入${v.maxInclusive ? '不高于' : '低于'}标准的 ${percent(v.maxPercent)}`])];
    }
    case 'eligibility.conditions': {
      const v = as(key);
      const one = (x: (typeof v.any)[number]): string => [x.anyMember ? `有成员${classes(x.anyMember)}` : '', x.allMembers ? `全部成员${classes(x.allMembers)}` : '', x.household ? list(x.household.map((h) => CATEGORY_WORDS[h])) : ''].filter((y) => y !== '').join('，且');
      return [...v.any.map((x) => `情形之一：${x.label}（${one(x)}）`), ...(v.unless.length > 0 ? [`符合${list(v.unless.map(programme).filter((x) => x !== undefined)) || '其他规定项目'}条件的除外`] : [])];
    }
    case 'expenditure.ratio': {
      const v = as(key);
      return [`申请前 12 个月的${list(v.kinds.map((k) => RIGID_WORDS[k]))}合计，超过同期家庭总收入的 ${percent(v.percent)}`];
    }
    case 'programme.exclusive':
      return as(key).groups.map((g) => `${g.label}：${list(g.programmes.map(programme).filter((x) => x !== undefined)) || `${g.programmes.length} 个项目`}，同一家庭只能享受其一`);
    case 'check.points': return checkPointLines(as(key), programme);
    case 'draw.monthly':
    case 'draw.yearly': return drawPlanLines(as(key));
    case 'score.plan': return scorePlanLines(as(key));
    case 'behaviour.rules': return behaviourLines(as(key));
    case 'oversight.unit': return oversightUnitLines(as(key));
    case 'oversight.intervals': return oversightIntervalLines(as(key));
    case 'goals.panels': return goalsPanelLines(as(key));
    case 'complaint.hotlines': return hotlineLines(as(key));
    case 'warning.rules': return warningRulesLines(as(key));
    case 'campaign.plan': return campaignPlanLines(as('campaign.plan'));
    case 'training.audience': return trainingAudienceLines(as('training.audience'));
    case 'staffing.roles': return staffingRolesLines(as('staffing.roles'));
    case 'task.series': return taskSeriesLines(as('task.series'));
    case 'rectify.ladder': return rectifyLadderLines(as(key));
    case 'register.dishonesty': return dishonestyLines(as('register.dishonesty'));
    case 'rectify.tolerance': return as('rectify.tolerance').conditions.map((c) => c.label);
    case 'fund.sources':
      return as(key).sources.map((x) => x.label);
    case 'delivery.proof':
      return Object.entries(as(key)).map(([m, needs]) => `${DELIVERY_LABELS[m as DeliveryMethod]}：${needs.length === 0 ? '收件人签收' : list(needs.map((n) => DELIVERY_NEED_WORDS[n]))}`);
    case 'relatives.definition': {
      const v = as(key);
      return [`近亲属：${list(v.relations)}`, `须备案的人员：${list(v.staff)}`];
    }
  }
}
