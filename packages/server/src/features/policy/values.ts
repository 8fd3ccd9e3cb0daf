import { formatFen, formatYuan } from '@doudi/core/money/fen';
import { AREA_WORDS, DISABILITY_WORDS, EXPENSE_WORDS, GRADE_WORDS, HEALTH_WORDS, INCOME_WORDS, LABOUR_WORDS, OCCUPATION_WORDS, PROPERTY_WORDS } from '@doudi/core/means/words';
import type { Parameter } from '@doudi/core/policy/model';
import { isTableKey, TABLES, type DisabilityRule, type PersonClass, type TableKey, type TableValue } from '@doudi/core/policy/tables';

interface Rendered {
  readonly text: string;
  readonly lines: string[];
}

const CHOICES: Readonly<Record<string, string>> = { difference: '按差额发放', tiers: '分档发放', each: '各项相加', highest: '只取最高一项', counted: '计入', excluded: '不计入' };
const SUFFIX: Partial<Record<Parameter['unit'], string>> = { wd: '个工作日', day: '天', month: '个月', year: '年', person: '人', count: '个', times: '次', hour: '小时' };

/** A parameter's value as people read it, by its unit: `505000` fen → `5,050.00 元`; a table in lines. */
export function render(key: string, unit: Parameter['unit'], value: unknown): Rendered {
  const one = (text: string): Rendered => ({ text, lines: [] });
  if (unit === 'table') {
    const lines = tableLines(key, value);
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

function tableLines(key: string, value: unknown): string[] {
  if (!isTableKey(key)) return [JSON.stringify(value)];
  const parsed = TABLES[key].safeParse(value);
  if (!parsed.success) return [JSON.stringify(value)];
  const all = lines(key, parsed.data);
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

const MAINTENANCE: Readonly<Record<string, string>> = { none: '不推算', 'excess-per-head': '（义务人家庭人均收入 − 基数）×比例', 'excess-household': '（义务人家庭收入 − 基数×人数）×比例', 'income-household': '义务人家庭收入×比例' };
const AGREED: Readonly<Record<string, string>> = { prefer: '有协议或判决的按其数额', higher: '与协议或判决数额比较，取高', ignore: '不采用协议或判决数额' };
const ROUNDING: Readonly<Record<string, string>> = { 'half-up': '四舍五入', up: '进位', down: '舍去' };
const STEP: Readonly<Record<number, string>> = { 1: '分', 10: '角', 100: '元', 500: '五元', 1000: '十元' };

/** One table in sentences. Every key of TABLES has its own: a table nobody can read is no rule. */
function lines(key: TableKey, value: unknown): string[] {
  const as = <K extends TableKey>(_: K): TableValue<K> => value as TableValue<K>;
  switch (key) {
    case 'income.period': {
      const v = as(key);
      return [`申请前 ${v.months} 个月`, ...(v.urbanMonths === undefined ? [] : [`${AREA_WORDS.urban}：前 ${v.urbanMonths} 个月`]), ...(v.ruralMonths === undefined ? [] : [`${AREA_WORDS.rural}：前 ${v.ruralMonths} 个月`])];
    }
    case 'deduct.work': {
      const v = as(key);
      if (v.method === 'none') return ['不扣减'];
      const sum = v.method === 'fixed' ? formatYuan(v.fen ?? 0) : `${v.method === 'percent-of-income' ? '本人该项收入' : '月标准'}的 ${percent(v.percent ?? 0)}`;
      return [`每名就业人员每月扣减${sum}`, `适用收入：${incomes(v.kinds)}`, ...(v.capFen === undefined ? [] : [`最多 ${formatYuan(v.capFen)}`])];
    }
    case 'deduct.rigid': {
      const v = as(key);
      return v.items.length === 0 ? ['不扣减'] : v.items.map((i) => `${EXPENSE_WORDS[i.kind]}：${i.thresholdFen > 0 ? `超过 ${formatYuan(i.thresholdFen)} 的部分` : '自付部分'}扣 ${percent(i.percent)}${i.capFen === undefined ? '' : `，最多 ${formatYuan(i.capFen)}`}`);
    }
    case 'maintenance.formula': {
      const v = as(key);
      if (v.method === 'none') return ['不推算赡养（抚养、扶养）费'];
      return [
        MAINTENANCE[v.method] ?? v.method, `义务人家庭人均收入不高于标准 ${percent(v.thresholdPercent)} 的，视为无能力`, ...(v.method === 'income-household' ? [] : [`基数：标准的 ${percent(v.basePercent)}`]),
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
        const when = [t.maxIncomePercent === undefined ? '' : `人均收入不高于标准 ${percent(t.maxIncomePercent)}`, t.anyMember ? `有成员${classes(t.anyMember)}` : '', t.allMembers ? `全部成员${classes(t.allMembers)}` : ''].filter((x) => x !== '');
        return `${t.label}：${t.per === 'person' ? '每人' : '每户'}每月 ${t.fen === undefined ? `标准的 ${percent(t.percentOfStandard ?? 0)}` : formatYuan(t.fen)}${when.length > 0 ? `（${when.join('，且')}）` : ''}`;
      });
    case 'amount.additions':
      return as(key).additions.map((a) => `${a.label}（${personClass(a.who)}）：每人每月加发 ${a.basis === 'fixed' ? formatYuan(a.fen ?? 0) : `${a.basis === 'percent-of-standard' ? '标准' : '本人保障金'}的 ${percent(a.percent ?? 0)}`}`);
    case 'amount.minimum': {
      const v = as(key);
      return v.fen === 0 ? ['不设最低发放额'] : [`${v.per === 'person' ? '每人' : '每户'}每月不足 ${formatFen(v.fen)} 元的，按 ${formatFen(v.fen)} 元发放`];
    }
    case 'amount.rounding': {
      const v = as(key);
      return [`按户计发，${ROUNDING[v.mode] ?? v.mode}到${STEP[v.unit] ?? ` ${v.unit} 分`}`];
    }
    case 'relatives.definition': {
      const v = as(key);
      return [`近亲属：${list(v.relations)}`, `须备案的人员：${list(v.staff)}`];
    }
  }
}
