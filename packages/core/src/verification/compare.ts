import type { HouseholdFacts, IncomeKind, Property } from '../case/facts.ts';
import { formatYuan } from '../money/fen.ts';
import type { Finding, ReportItem, StatusKind, VerificationReport } from './contract.ts';
import { findVerificationItem, INCOME_NAMES, PROPERTY_NAMES } from './items.ts';

/** How far a finding may exceed the declaration before it contradicts, and what does not matter. From policy. */
export interface CompareOptions {
  /** Fen per month per person and class of income. */
  readonly incomeToleranceFen: number;
  /** Fen over the household per class of money property. */
  readonly valueToleranceFen: number;
  /** Incomes that the rules in force do not count: leaving them out of the declaration harms nothing. */
  readonly ignoredIncomes?: readonly IncomeKind[];
  /** What was asked, so that silence about an item or a person shows as uncovered. */
  readonly asked?: { readonly items: readonly string[]; readonly persons: readonly string[] };
}

export interface Contradiction {
  readonly item: string;
  readonly person: string;
  /** Words for the notice to the household (告知书): what was declared, what was found. */
  readonly declared: string;
  readonly found: string;
  readonly declaredFen?: number;
  readonly foundFen?: number;
  readonly text: string;
}

/** An item of one person that says nothing, and why. */
export interface Gap {
  readonly item: string;
  readonly person: string;
  readonly source: string;
  readonly text: string;
}

export interface Comparison {
  readonly contradictions: readonly Contradiction[];
  readonly uncovered: readonly Gap[];
  readonly errors: readonly Gap[];
  /** Nothing that was looked at contradicts the declaration. A gap never accuses, so it does not count here. */
  readonly conforming: boolean;
  /** Every item asked was looked at: only with this does `conforming` mean a clean report. */
  readonly complete: boolean;
}

/** Things are compared by number; the rest by value over the household. */
const THINGS: ReadonlySet<Property['kind']> = new Set(['vehicle', 'house', 'shop', 'company', 'machinery']);

/** Declared kinds that explain a found kind: a clerk's 灵活就业 is often the register's 工资. Otherwise only itself. */
const EXPLAINED_BY: Partial<Record<IncomeKind, readonly IncomeKind[]>> = {
  wage: ['wage', 'flexible'],
  flexible: ['wage', 'flexible'],
  basicPension: ['basicPension', 'pension'],
};

type IncomeFinding = Extract<Finding, { kind: 'income' }>;
type PropertyFinding = Extract<Finding, { kind: 'property' }>;
interface Found<F extends Finding> {
  readonly from: ReportItem;
  readonly finding: F;
}

const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);

function groupBy<T>(values: readonly T[], key: (value: T) => string): readonly (readonly [T, ...T[]])[] {
  const groups = new Map<string, [T, ...T[]]>();
  for (const value of values) {
    const group = groups.get(key(value));
    if (group === undefined) groups.set(key(value), [value]);
    else group.push(value);
  }
  return [...groups.values()];
}

const origin = (from: ReportItem): string => `来源：${from.source}，截至 ${from.asOf}`;

function contradiction(from: ReportItem, declared: string, found: string, sums: { declaredFen?: number; foundFen?: number } = {}): Contradiction {
  return { item: from.item, person: from.person, declared, found, ...sums, text: `申报：${declared}；核对：${found}（${origin(from)}）` };
}

/** One class of income of one person from one source. Sources are never added up: wage, tax and fund see the same pay. */
function compareIncome(facts: HouseholdFacts, group: readonly [Found<IncomeFinding>, ...Found<IncomeFinding>[]], options: CompareOptions): Contradiction[] {
  const [{ from, finding }] = group;
  const kinds = EXPLAINED_BY[finding.incomeKind] ?? [finding.incomeKind];
  const own = facts.incomes.filter((i) => i.person === from.person && kinds.includes(i.kind));
  // An obligor declares one sum for the whole household, whatever its kinds.
  const obligors = facts.obligors.filter((o) => o.person === from.person).map((o) => o.monthlyIncome);
  const declaredFen = sum(own.map((i) => i.monthly)) + Math.max(0, ...obligors);
  const unknownSum = group.every((g) => g.finding.monthlyFen === undefined);
  const foundFen = sum(group.map((g) => g.finding.monthlyFen ?? 0));
  const flagged = group.some((g) => g.finding.contradictsDeclared === true);
  const exceeds = unknownSum ? declaredFen === 0 : foundFen > declaredFen + options.incomeToleranceFen;
  if (!exceeds && !flagged) return [];
  const name = INCOME_NAMES[finding.incomeKind];
  const declared = declaredFen === 0 ? `无${name}` : `${name} ${formatYuan(declaredFen)}/月`;
  const found = unknownSum ? finding.text : `${name} ${formatYuan(foundFen)}/月`;
  return [contradiction(from, declared, found, unknownSum ? { declaredFen } : { declaredFen, foundFen })];
}

/** One class of property from one source over all members: it does not matter in whose name the household holds it. */
function compareProperty(facts: HouseholdFacts, group: readonly [Found<PropertyFinding>, ...Found<PropertyFinding>[]], options: CompareOptions): Contradiction[] {
  const kind = group[0].finding.propertyKind;
  const name = PROPERTY_NAMES[kind];
  const declaredOnes = facts.properties.filter((p) => p.kind === kind);
  const flagged = group.find((g) => g.finding.contradictsDeclared === true);
  const declaredCount = sum(declaredOnes.map((p) => p.count));
  const declaredFen = sum(declaredOnes.map((p) => p.value));
  const foundFen = sum(group.map((g) => g.finding.valueFen ?? 0));
  const unknownSum = group.every((g) => g.finding.valueFen === undefined);
  const byCount = THINGS.has(kind) || unknownSum;
  const exceeds = THINGS.has(kind) ? group.length > declaredCount : unknownSum ? declaredOnes.length === 0 : foundFen > declaredFen + options.valueToleranceFen;
  if (!exceeds && flagged === undefined) return [];
  // Attributed to the person in whose name most was found beyond what that person declared.
  const excess = (g: Found<PropertyFinding>): number => {
    const mine = group.filter((other) => other.from.person === g.from.person);
    const declaredMine = declaredOnes.filter((p) => p.person === g.from.person);
    return byCount ? mine.length - sum(declaredMine.map((p) => p.count)) : sum(mine.map((m) => m.finding.valueFen ?? 0)) - sum(declaredMine.map((p) => p.value));
  };
  const { from } = exceeds ? group.reduce((most, g) => (excess(g) > excess(most) ? g : most)) : (flagged ?? group[0]);
  if (byCount) {
    const declared = declaredCount === 0 ? `无${name}` : `${name} ${declaredCount} 项`;
    return [contradiction(from, declared, `${name} ${group.length} 项：${group.map((g) => g.finding.text).join('；')}`)];
  }
  const declared = declaredOnes.length === 0 ? `无${name}` : `${name}共 ${formatYuan(declaredFen)}`;
  return [contradiction(from, declared, `${name}共 ${formatYuan(foundFen)}`, { declaredFen, foundFen })];
}

/** What the declaration says against a registered standing; undefined when the two agree or nothing was declared. */
function declaredAgainst(facts: HouseholdFacts, person: string, status: StatusKind): string | undefined {
  const member = facts.members.find((m) => m.person === person);
  const obligor = facts.obligors.find((o) => o.person === person);
  const hasSpouse = facts.members.some((m) => m.relation === 'spouse') || facts.obligors.some((o) => o.relation === 'spouse' && o.supports === facts.applicant);
  switch (status) {
    case 'dead':
      return member === undefined && obligor?.unable !== undefined ? undefined : member === undefined ? '在世的赡养抚养扶养义务人' : '在世的家庭成员';
    case 'imprisoned':
    case 'missing':
      return member === undefined || member.excluded === status ? undefined : '共同生活的家庭成员';
    case 'public-payroll':
      return member === undefined ? undefined : '未申报为财政供养人员';
    case 'assisted':
      return member === undefined ? undefined : '未申报在享救助';
    case 'married':
      return member?.relation === 'self' && !hasSpouse ? '无配偶' : undefined;
    case 'unmarried':
      return (member?.relation === 'self' && facts.members.some((m) => m.relation === 'spouse')) || member?.relation === 'spouse' ? '有配偶' : undefined;
    case 'disabled':
    case 'registered':
    case 'other':
      return undefined;
  }
}

/**
 * Compares what a household declared with a verification report: undeclared or under-declared incomes, money and
 * things, and standings that do not fit (dead, serving a sentence, on the public payroll, assisted already, married).
 * A finding contradicts only when it exceeds the declaration by more than the tolerance, or when the platform itself
 * says so. Obligors' property is nowhere declared and so contradicts nothing. Basis of the written notice [HQ-105].
 */
export function compareWithDeclared(facts: HouseholdFacts, report: VerificationReport, options: CompareOptions): Comparison {
  const members = new Set(facts.members.map((m) => m.person));
  const known = new Set([...members, ...facts.obligors.map((o) => o.person)]);
  const gap = (from: ReportItem, text: string): Gap => ({ item: from.item, person: from.person, source: from.source, text });
  const errors: Gap[] = [];
  const uncovered: Gap[] = [];
  const incomes: Found<IncomeFinding>[] = [];
  const properties: Found<PropertyFinding>[] = [];
  const contradictions: Contradiction[] = [];

  for (const from of report.items) {
    if (!known.has(from.person)) errors.push(gap(from, '报告中的人员不在本户申报范围内'));
    else if (from.coverage === 'error') errors.push(gap(from, from.note ?? '核对出错，未取得结果'));
    else if (from.coverage === 'not-covered') uncovered.push(gap(from, from.note ?? '未覆盖，不等于没有'));
    else {
      for (const finding of from.findings) {
        if (finding.kind === 'income') {
          if (options.ignoredIncomes?.includes(finding.incomeKind) !== true || finding.contradictsDeclared === true) incomes.push({ from, finding });
        } else if (finding.kind === 'property') {
          if (members.has(from.person) || finding.contradictsDeclared === true) properties.push({ from, finding });
        } else {
          const declared = declaredAgainst(facts, from.person, finding.statusKind) ?? (finding.contradictsDeclared === true ? '与核对结果不一致' : undefined);
          if (declared !== undefined) contradictions.push(contradiction(from, declared, finding.text));
        }
      }
    }
  }

  for (const group of groupBy(incomes, ({ from, finding }) => `${from.item} ${from.person} ${(EXPLAINED_BY[finding.incomeKind] ?? [finding.incomeKind]).join()}`)) {
    contradictions.push(...compareIncome(facts, group, options));
  }
  for (const group of groupBy(properties, ({ from, finding }) => `${from.item} ${finding.propertyKind}`)) {
    contradictions.push(...compareProperty(facts, group, options));
  }

  const answered = new Set(report.items.map((i) => `${i.item} ${i.person}`));
  for (const item of options.asked?.items ?? []) {
    for (const person of options.asked?.persons ?? []) {
      if (!answered.has(`${item} ${person}`)) uncovered.push({ item, person, source: findVerificationItem(item)?.source ?? '', text: '报告未作答，不等于没有' });
    }
  }
  return { contradictions, uncovered, errors, conforming: contradictions.length === 0, complete: uncovered.length === 0 && errors.length === 0 };
}
