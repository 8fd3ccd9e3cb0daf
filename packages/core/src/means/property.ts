import type { HouseholdFacts, Member, Property } from '../case/facts.ts';
import { divideRounded } from '../money/fen.ts';
import type { PropertyCount } from '../policy/tables.ts';
import type { WorkingLine } from './model.ts';
import { ratio } from './rules.ts';
import type { Cited, Rules } from './rules.ts';
import { person, plain, PROPERTY_UNITS, PROPERTY_WORDS } from './words.ts';

const COUNTED = { vehicle: 'property.vehicle', house: 'property.house', shop: 'property.shop', company: 'property.company', machinery: 'property.machinery' } as const;
type CountedKind = keyof typeof COUNTED;
const COUNTED_KINDS = Object.keys(COUNTED) as CountedKind[];
const isCountedKind = (kind: Property['kind']): kind is CountedKind => Object.hasOwn(COUNTED, kind);

export interface PropertyTest {
  readonly passed: boolean;
  readonly lines: readonly WorkingLine[];
}

const owner = (p: Property): string => (p.person === undefined ? '家庭' : `${person(p.person)} `);

/** Money and claims against the limit in months of standard or in fen; the limit itself is still allowed. */
function financial(own: readonly (readonly [number, Property])[], rules: Rules, standardFen: number, persons: number): WorkingLine[] {
  const { value: rule, cite } = rules.table('property.financial');
  const lines: WorkingLine[] = [];
  let sum = 0;
  for (const [i, p] of own) {
    if (isCountedKind(p.kind)) continue;
    const counts = rule.method !== 'none' && rule.kinds.some((k) => k === p.kind);
    if (counts) sum += p.value;
    const text = `${owner(p)}的${PROPERTY_WORDS[p.kind]} ${plain(p.value)} 元${counts ? '，计入货币财产' : '，登记备查，不在限额计算之内'}`;
    lines.push({ id: `property-${i + 1}`, group: 'property', ...(p.person === undefined ? {} : { person: p.person }), text, fen: p.value, effect: 'excluded', ...cite });
  }
  if (rule.method === 'none') return lines;
  const heads = rule.per === 'person' ? persons : 1;
  const times = rule.per === 'person' ? `×${persons}` : '';
  // months may have decimals, so the limit is kept over 10 000 and never rounded before comparing.
  const limit = rule.method === 'fixed' ? BigInt(rule.fen ?? 0) * BigInt(heads) * 10_000n : BigInt(standardFen) * ratio(rule.months ?? 0) * BigInt(heads);
  const passed = BigInt(sum) * 10_000n <= limit;
  const how = rule.method === 'fixed' ? `${plain(rule.fen ?? 0)}${times}` : `${plain(standardFen)}×${rule.months ?? 0}${times}`;
  lines.push({
    id: 'property-financial',
    group: 'property',
    text: passed ? '货币财产合计不超过限额' : '货币财产合计超过限额',
    formula: `${plain(sum)} ${passed ? '≤' : '>'} ${how} = ${plain(divideRounded(limit, 10_000))}`,
    fen: sum,
    effect: passed ? 'pass' : 'fail',
    ...cite,
  });
  return lines;
}

/** Things by number: those exempted with a reason and those within the tolerated value are named but not counted. */
function counted(kind: CountedKind, own: readonly (readonly [number, Property])[], rule: Cited<PropertyCount>): WorkingLine[] {
  const { max, exemptible, toleratedFen } = rule.value;
  const [word, unit] = [PROPERTY_WORDS[kind], PROPERTY_UNITS[kind]];
  const lines: WorkingLine[] = [];
  let number = 0;
  for (const [i, p] of own) {
    if (p.kind !== kind) continue;
    const reason = p.exempt?.trim() ?? '';
    // A value of 0 means that nobody stated one: it is not taken for a small one.
    const tolerated = toleratedFen !== undefined && p.value > 0 && p.value <= toleratedFen;
    const exempt = exemptible && reason !== '';
    if (!exempt && !tolerated) {
      number += p.count;
      continue;
    }
    const why = exempt ? `属生产生活必需，不计入：${reason}` : `价值 ${plain(p.value)} 元，不超过 ${plain(toleratedFen ?? 0)} 元，不计入`;
    lines.push({ id: `property-${i + 1}`, group: 'property', ...(p.person === undefined ? {} : { person: p.person }), text: `${owner(p)}的${word} ${p.count} ${unit}，${why}`, fen: p.value, effect: 'excluded', ...rule.cite });
  }
  const passed = max === undefined || number <= max;
  const limit = max === undefined ? '，没有数量限制' : `，限 ${max} ${unit}`;
  lines.push({ id: `property-${kind}`, group: 'property', text: `${word} ${number} ${unit}${limit}${passed ? '' : '，超过限额'}`, fen: 0, effect: passed ? 'pass' : 'fail', ...rule.cite });
  return lines;
}

/**
 * Tests a household's property against the limits in force (57号 art. 14 leaves them to the place). Property of persons who
 * do not count stays out. A limit for things is asked for only where the household has such things, and then must be in force.
 * @param persons counted members, by whom a per-head limit is multiplied.
 * @throws {NotInForce} where a needed limit is not stated.
 */
export function testProperty(facts: HouseholdFacts, members: readonly Member[], rules: Rules, standardFen: number, persons: number): PropertyTest {
  const ids = new Set(members.map((m) => m.person));
  const own = [...facts.properties.entries()].filter(([, p]) => p.person === undefined || ids.has(p.person));
  const lines = financial(own, rules, standardFen, persons);
  for (const kind of COUNTED_KINDS) {
    if (own.some(([, p]) => p.kind === kind)) lines.push(...counted(kind, own, rules.table(COUNTED[kind])));
  }
  return { passed: lines.every((l) => l.effect !== 'fail'), lines };
}
