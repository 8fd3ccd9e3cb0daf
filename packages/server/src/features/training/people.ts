import { testIdentity } from '@doudi/core/people/id-number';
import type { HouseholdFacts, Member, Obligor } from '@doudi/core/case/facts';
import { stableId } from './accounts.ts';

/** Repeatable random numbers: the same seed gives the same caseload. */
export class Dice {
  #state: number;
  constructor(seed: number) {
    this.#state = seed >>> 0;
  }
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let t = this.#state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  }
  int(from: number, to: number): number {
    return from + Math.floor(this.next() * (to - from + 1));
  }
  pick<T>(list: readonly T[]): T {
    const x = list[this.int(0, list.length - 1)];
    if (x === undefined) throw new Error('空列表');
    return x;
  }
}

export const SURNAMES = [...'王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕'];
const GIVEN = [...'安宁和顺福庆春秋明清松柏兰梅竹荷平正诚信勤俭仁义礼智康健乐业丰登瑞祥云霞江河山海星辰'];

export interface TrainingPerson {
  readonly id: string;
  readonly name: string;
  readonly idNumber: string;
  readonly phone: string;
  readonly birth: string;
  readonly sex: 'male' | 'female';
}

export interface TrainingHousehold {
  readonly persons: readonly TrainingPerson[];
  readonly facts: HouseholdFacts;
}

/** Invented people: identity numbers carry a region prefix that no place has. Serial stays below 430: the simulator's special behaviours begin above. */
export function person(dice: Dice, county: string, n: number, age: number, sex: 'male' | 'female', surname: string, year: number): TrainingPerson {
  const birth = `${year - age}-${String(dice.int(1, 12)).padStart(2, '0')}-${String(dice.int(1, 28)).padStart(2, '0')}`;
  const idNumber = testIdentity(birth, sex, n % 430);
  return { id: stableId('person', county, idNumber, String(n)), name: surname + dice.pick(GIVEN) + (dice.next() < 0.6 ? dice.pick(GIVEN) : ''), idNumber, phone: `1${String(dice.int(0, 9))}0000${String(n % 100_000).padStart(5, '0')}`, birth, sex };
}

export const member = (p: TrainingPerson, relation: Member['relation'], more: Partial<Member> = {}): Member => ({ person: p.id, relation, birth: p.birth, sex: p.sex, health: 'healthy', labour: 'able', occupation: 'flexible', ...more });

/** A household in hardship: single old person, ill couple, parent with child, disabled adult; sometimes an obligor; sometimes too well off. */
export function household(dice: Dice, county: string, n: number, area: 'urban' | 'rural', address: string, on: string, rich: boolean): TrainingHousehold {
  const year = Number(on.slice(0, 4)) - 1;
  const surname = dice.pick(SURNAMES);
  const kind = dice.int(0, 3);
  const persons: TrainingPerson[] = [];
  const members: Member[] = [];
  const obligors: Obligor[] = [];
  const incomes: HouseholdFacts['incomes'] = [];
  const expenses: HouseholdFacts['expenses'] = [];
  let serial = n * 6;
  const add = (age: number, sex: 'male' | 'female', name: string): TrainingPerson => {
    const p = person(dice, county, serial++, age, sex, name, year);
    persons.push(p);
    return p;
  };
  const yuan = (from: number, to: number): number => dice.int(from, to) * 100;
  if (kind === 0) {
    const self = add(dice.int(66, 82), dice.pick(['male', 'female'] as const), surname);
    members.push(member(self, 'self', { labour: 'none', occupation: 'none', health: 'chronic' }));
    incomes.push({ person: self.id, kind: 'basicPension', monthly: yuan(100, 320) }, { person: self.id, kind: 'landTransfer', monthly: yuan(20, 90) });
    const child = add(dice.int(38, 50), 'male', surname);
    obligors.push({ person: child.id, supports: self.id, relation: 'child', householdSize: 3, monthlyIncome: yuan(900, 2600), supportedCount: 1, sharers: 2 });
  } else if (kind === 1) {
    const self = add(dice.int(45, 58), 'male', surname);
    const wife = add(dice.int(43, 57), 'female', dice.pick(SURNAMES));
    members.push(member(self, 'self', { health: 'severeIllness', labour: 'partial', occupation: 'none' }), member(wife, 'spouse', { occupation: 'flexible' }));
    incomes.push({ person: wife.id, kind: 'flexible', monthly: yuan(400, 900) });
    expenses.push({ person: self.id, kind: 'medical', monthly: yuan(150, 700), proof: '医院票据' });
  } else if (kind === 2) {
    const self = add(dice.int(31, 44), 'female', surname);
    const child = add(dice.int(6, 16), dice.pick(['male', 'female'] as const), surname);
    members.push(member(self, 'self', { occupation: 'employed' }), member(child, 'child', { occupation: 'student', labour: 'none' }));
    incomes.push({ person: self.id, kind: 'wage', monthly: yuan(500, 1100), proof: '单位证明' });
    expenses.push({ person: child.id, kind: 'education', monthly: yuan(40, 120) });
  } else {
    const father = add(dice.int(56, 64), 'male', surname);
    const adult = add(dice.int(28, 36), dice.pick(['male', 'female'] as const), surname);
    members.push(member(father, 'self', { occupation: 'farming', labour: 'partial' }), member(adult, 'child', { health: 'disabled', labour: 'none', occupation: 'none', disability: { kind: 'intellectual', grade: dice.int(2, 3) } }));
    incomes.push({ person: father.id, kind: 'farming', monthly: yuan(250, 600) });
  }
  const applicant = members[0]?.person ?? '';
  if (rich) incomes.push({ person: applicant, kind: 'wage', monthly: yuan(3800, 5200), proof: '单位证明' });
  return {
    persons,
    facts: {
      applicant, area, address, members, obligors, incomes, expenses, properties: [{ kind: 'house', count: 1, value: 0 }], hardship: dice.pick(['illness', 'disability', 'labour', 'aged', 'study'] as const),
      statement: dice.pick(['长期患病，劳动收入少，生活困难。', '家中有残疾人，照料负担重，收入不足。', '年老体弱，子女收入低，供养能力有限。', '失业后收入中断，子女在学，难以维持基本生活。']), single: false,
    },
  };
}
