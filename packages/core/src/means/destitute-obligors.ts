import type { HouseholdFacts, Member, Obligor } from '../case/facts.ts';
import { ageOn } from '../people/id-number.ts';
import type { ObligorUnable } from '../policy/tables.ts';
import type { WorkingLine } from './model.ts';
import type { Cited, Rules } from './rules.ts';
import { disabilityWord, OBLIGOR_WORDS, person, plain } from './words.ts';

const MONTHS = 12;
/** Whoever is of age owes maintenance to parents. */
const OF_AGE = 18;

export const ASSISTANCE_WORDS = { support: '特困人员', livingAllowance: '最低生活保障对象' } as const;
export const STATE_WORDS = { incapable: '无民事行为能力', missing: '被宣告失踪', imprisoned: '在监狱服刑' } as const;
/** Co-living relatives who by law owe the applicant maintenance. */
const DUTY: Partial<Record<Member['relation'], string>> = { spouse: '配偶', parent: '父母', child: '成年子女' };

/** The reasons by which a rule is met, or undefined when one of its parts is not. What nobody recorded does not hold. */
function metBy(o: Obligor, rule: ObligorUnable['rules'][number], on: string, disposableFen: number | undefined): string[] | undefined {
  const a = o.ability ?? {};
  const found: string[] = [];
  if (rule.minAge !== undefined) {
    const age = a.birth === undefined ? undefined : ageOn(a.birth, on);
    if (age === undefined || age < rule.minAge) return undefined;
    found.push(`${age} 周岁`);
  }
  if (rule.assistance) {
    if (a.assistance === undefined || !rule.assistance.includes(a.assistance)) return undefined;
    found.push(ASSISTANCE_WORDS[a.assistance]);
  }
  if (rule.disability) {
    const d = a.disability;
    if (d === undefined || !rule.disability.some((r) => r.kinds.includes(d.kind) && d.grade <= r.maxGrade)) return undefined;
    found.push(disabilityWord(d));
  }
  if (rule.states) {
    if (a.state === undefined || !rule.states.includes(a.state)) return undefined;
    found.push(STATE_WORDS[a.state]);
  }
  if (rule.belowDisposable) {
    if (a.ownIncome === undefined || disposableFen === undefined || a.ownIncome * MONTHS >= disposableFen) return undefined;
    found.push(`本人年收入 ${plain(a.ownIncome * MONTHS)} 元低于人均可支配收入 ${plain(disposableFen)} 元`);
  }
  if (rule.propertyWithin) {
    if (a.propertyWithin !== true) return undefined;
    found.push('财产符合规定');
  }
  return found;
}

/**
 * Judges every legal obligor of the applicant, one line each: whoever meets none of the rules is able, and one able obligor
 * ends the matter. Relatives in the household who owe maintenance and were not judged count as able: silence excuses nobody.
 * @throws {NotInForce} where a rule asks for the disposable income and no layer states it.
 */
export function testObligors(facts: HouseholdFacts, rule: Cited<ObligorUnable>, rules: Rules): { readonly passed: boolean; readonly lines: readonly WorkingLine[] } {
  const { on } = rules.scope;
  const own = facts.obligors.filter((o) => o.supports === facts.applicant);
  const disposable = own.length > 0 && rule.value.rules.some((r) => r.belowDisposable) ? rules.number('support.disposable').value : undefined;
  const lines = own.map((o): WorkingLine => {
    const hit = rule.value.rules.map((r) => ({ r, found: metBy(o, r, on, disposable) })).find((x) => x.found !== undefined);
    const who = `${person(o.person)}（${OBLIGOR_WORDS[o.relation].relation}）`;
    const text = hit ? `${who}无履行义务能力：${hit.r.label}（${hit.found?.join('、') ?? ''}）` : `${who}不属于任何一种无履行义务能力的情形，应当履行义务`;
    return { id: `obligor-${o.person}`, group: 'condition', person: o.person, text, fen: 0, effect: hit ? 'pass' : 'fail', ...rule.cite };
  });
  const judged = new Set(own.map((o) => o.person));
  for (const m of facts.members) {
    const duty = DUTY[m.relation];
    if (m.person === facts.applicant || duty === undefined || judged.has(m.person) || (m.relation === 'child' && ageOn(m.birth, on) < OF_AGE)) continue;
    lines.push({ id: `obligor-${m.person}`, group: 'condition', person: m.person, text: `${person(m.person)}系共同生活的${duty}，负有法定义务，尚未作为义务人逐一判定`, fen: 0, effect: 'fail', ...rule.cite });
  }
  if (lines.length === 0) lines.push({ id: 'obligor-none', group: 'condition', text: '没有法定赡养、抚养、扶养义务人', fen: 0, effect: 'pass', ...rule.cite });
  return { passed: lines.every((l) => l.effect !== 'fail'), lines };
}
