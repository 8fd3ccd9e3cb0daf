import { formatDateShortZh } from '@doudi/core/calendar/date';
import type { HouseholdFacts } from '@doudi/core/case/facts';
import { INCOME_WORDS, PROPERTY_WORDS } from '@doudi/core/means/words';
import { formatYuan } from '@doudi/core/money/fen';
import type { WarningRule } from '@doudi/core/warning/rules';

/** What a hit keeps of what was seen; what there is depends on the kind of its rule. */
export interface Seen {
  readonly rows?: readonly { readonly list: string; readonly on: string; readonly fen: number | null; readonly text: string | null; readonly person: string }[];
  readonly text?: string;
  readonly count?: number;
  readonly sum?: number;
  readonly declared?: number;
  readonly limit?: number;
  readonly median?: number;
  /** People on the roll of a thousand of a village, and the middle of the villages. */
  readonly rate?: number;
  readonly medianRate?: number;
  readonly people?: number;
  readonly programmes?: readonly string[];
  readonly due?: string;
  readonly age?: number;
  readonly on?: string;
  readonly relation?: string;
  readonly applied?: string;
}

/** What was seen, in sentences. */
export function seenLines(kind: WarningRule['kind'] | undefined, s: Seen, programme: (id: string) => string): string[] {
  if (s.text !== undefined) return [s.text];
  switch (kind) {
    case 'listHit':
      return s.count === undefined ? [] : [`共 ${String(s.count)} 项`];
    case 'listAmountOverDeclared':
      return [`名单合计每月 ${formatYuan(s.sum ?? 0)}，申报 ${formatYuan(s.declared ?? 0)}`];
    case 'amountOverStandard':
    case 'bandOver':
      return [`合计 ${formatYuan(s.sum ?? 0)}，界限 ${formatYuan(s.limit ?? 0)}`];
    case 'splitBefore':
      return [`申请日 ${s.applied ? formatDateShortZh(s.applied) : ''}`];
    case 'relativeUndeclared':
      return ['户籍名单上的亲属，本案成员和义务人中没有'];
    case 'relativeUnfiled':
      return [`与登记的工作人员为${s.relation ?? '近亲属'}，本案没有近亲属备案`];
    case 'sameAccount':
      return [`${String(s.people ?? 0)} 名不在同一家庭的人使用同一账户`];
    case 'exclusiveProgramme':
      return [`同时在：${(s.programmes ?? []).map(programme).join('、')}`];
    case 'reviewOverdue':
      return [`应于 ${s.due ? formatDateShortZh(s.due) : ''} 前复审`];
    case 'ageTurned':
      return [`${s.on ? formatDateShortZh(s.on) : ''} 满 ${String(s.age ?? 0)} 周岁`];
    case 'manyApprovals':
      return [`${s.on ? formatDateShortZh(s.on) : ''} 一人作出 ${String(s.count ?? 0)} 件决定`];
    case 'villageShare':
      return [s.rate === undefined ? `在保 ${String(s.count ?? 0)} 户，各村（居）中位数 ${String(s.median ?? 0)} 户` : `在保 ${String(s.count ?? 0)} 户，每千人在保 ${String(s.rate)} 人，各村（居）中位数 ${String(s.medianRate ?? 0)} 人`];
    default:
      return [];
  }
}

const properties = (f: HouseholdFacts, kinds: readonly HouseholdFacts['properties'][number]['kind'][]): string[] =>
  f.properties.filter((p) => kinds.includes(p.kind)).map((p) => `${PROPERTY_WORDS[p.kind]} ${p.count > 1 ? `${String(p.count)} 项 ` : ''}${p.value > 0 ? formatYuan(p.value) : ''}${p.exempt ? `（${p.exempt}）` : ''}`.trim());

/** What the household declared about the same thing; nothing declared is said as such. */
export function declaredLines(rule: WarningRule | undefined, f: HouseholdFacts): string[] {
  if (!rule) return [];
  const or = (lines: string[], none: string): string[] => (lines.length > 0 ? lines : [none]);
  const lists = 'lists' in rule ? rule.lists : [];
  if (rule.kind === 'listAmountOverDeclared') return or(f.incomes.filter((i) => rule.incomes.includes(i.kind)).map((i) => `${INCOME_WORDS[i.kind]} 每月 ${formatYuan(i.monthly)}`), '没有申报这类收入');
  if (lists.includes('payroll')) return or(f.incomes.filter((i) => i.kind === 'wage').map((i) => `${INCOME_WORDS[i.kind]} 每月 ${formatYuan(i.monthly)}`), '没有申报工资收入');
  if (lists.includes('deposits')) return or(properties(f, ['deposit', 'securities', 'insurance']), '没有申报存款、证券');
  if (lists.includes('vehicles')) return or(properties(f, ['vehicle', 'machinery']), '没有申报机动车');
  if (lists.includes('companies')) return or(properties(f, ['company', 'shop']), '没有申报企业、店铺');
  if (lists.includes('property')) return or(properties(f, ['house', 'shop']), '没有申报房屋');
  if (lists.includes('medical')) return or(f.expenses.filter((e) => e.kind === 'medical').map((e) => `医疗支出 每月 ${formatYuan(e.monthly)}`), '没有申报医疗支出');
  if (rule.kind === 'relativeUndeclared' || rule.kind === 'splitBefore') return [`申报成员 ${String(f.members.length)} 人，义务人 ${String(f.obligors.length)} 人`];
  if (lists.includes('disability')) return or(f.members.filter((m) => m.disability).map((m) => `已申报残疾 ${String(m.disability?.grade ?? '')} 级`), '没有申报残疾');
  return [];
}
