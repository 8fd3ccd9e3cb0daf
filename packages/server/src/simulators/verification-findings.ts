import { createHash } from 'node:crypto';
import type { Finding, ReportItem, VerificationPerson, VerificationReport, VerificationRequest } from '@doudi/core/verification/contract';
import { findVerificationItem } from '@doudi/core/verification/items';
import type { VerificationItemId } from '@doudi/core/verification/items';
import type { Behaviour } from './verification-behaviours.ts';

/** What the simulated platform finds. Invented from the identity number alone, so that the same person always gets the same. */

export interface PlantedFinding {
  readonly item: VerificationItemId;
  readonly finding: Finding;
}

/** Age from which the simulated register pays a basic pension. */
const PENSION_AGE = 60;
/** Items that nobody can answer in a partial report: those that counties most often lack. */
const HARD_TO_REACH: readonly VerificationItemId[] = ['securities', 'insurance', 'bank-deposit'];

/** A number from 0 below `below`, fixed by the identity number and a topic. */
const draw = (idNumber: string, topic: string, below: number): number => createHash('sha256').update(`${topic} ${idNumber}`).digest().readUInt32BE(0) % below;

function ageOn(idNumber: string, on: string): number {
  const birth = `${idNumber.slice(6, 10)}-${idNumber.slice(10, 12)}-${idNumber.slice(12, 14)}`;
  return Number(on.slice(0, 4)) - Number(birth.slice(0, 4)) - (on.slice(5) < birth.slice(5) ? 1 : 0);
}

/** What a search finds of a person about whom nothing was planted: mostly nothing. */
function plausible(person: VerificationPerson, item: VerificationItemId, on: string): readonly Finding[] {
  if (item === 'household-register') return [{ kind: 'status', statusKind: 'registered', text: '户籍登记在册' }];
  if (item === 'pension' && ageOn(person.idNumber, on) >= PENSION_AGE) {
    const monthlyFen = 12_000 + draw(person.idNumber, 'pension', 9) * 1_000;
    return [{ kind: 'income', incomeKind: 'basicPension', monthlyFen, text: '按月领取城乡居民基础养老金' }];
  }
  return [];
}

function contradicting(person: VerificationPerson, item: VerificationItemId, finds: readonly string[]): readonly Finding[] {
  if (item === 'vehicle' && finds.includes('vehicle')) {
    return [{ kind: 'property', propertyKind: 'vehicle', valueFen: 4_000_000 + draw(person.idNumber, 'vehicle', 8) * 1_000_000, text: '小型轿车 1 辆，状态正常' }];
  }
  if (item === 'social-insurance' && finds.includes('wage')) {
    return [{ kind: 'income', incomeKind: 'wage', monthlyFen: 380_000 + draw(person.idNumber, 'wage', 20) * 10_000, text: '单位为其缴纳社会保险，按缴费工资计' }];
  }
  if (item === 'bank-deposit' && finds.includes('deposit')) {
    return [{ kind: 'property', propertyKind: 'deposit', valueFen: 12_000_000 + draw(person.idNumber, 'deposit', 50) * 100_000, text: '活期及定期存款余额合计' }];
  }
  return [];
}

export interface ReportInput {
  readonly request: VerificationRequest;
  readonly behaviour: Behaviour;
  /** How many requests the case has made, this one included. */
  readonly round: number;
  readonly number: string;
  readonly issuedOn: string;
  readonly validTo?: string;
  readonly planted: (idNumber: string) => readonly PlantedFinding[];
}

/** The applicant of a request: by contract the first person listed as a member. */
export const applicantOf = (request: VerificationRequest): VerificationPerson | undefined => request.persons.find((p) => p.role === 'member');

/** The report of a request. `interim` holds only the first half of the items. */
export function makeReport(input: ReportInput, interim: boolean): VerificationReport {
  const { request, behaviour, round, issuedOn } = input;
  const applicant = applicantOf(request);
  const items = interim ? request.items.slice(0, Math.max(1, Math.floor(request.items.length / 2))) : request.items;
  const hardToReach = HARD_TO_REACH.filter((item) => request.items.includes(item));
  // A request that asks for none of them still has something left uncovered.
  const uncovered = behaviour.kind !== 'partial' ? [] : hardToReach.length > 0 ? hardToReach : request.items.slice(-1);
  const failing = behaviour.kind === 'item-error' && round <= behaviour.times ? request.items.slice(0, 2) : [];

  const look = (person: VerificationPerson, item: VerificationItemId): ReportItem => {
    const base = { item, source: findVerificationItem(item)?.source ?? item, person: person.personRef, asOf: issuedOn };
    if (uncovered.includes(item)) return { ...base, coverage: 'not-covered', note: '数据源未接入，未核对，不等于没有', findings: [] };
    if (failing.includes(item)) return { ...base, coverage: 'error', note: '数据源查询超时，请重新发起核对', findings: [] };
    const planted = input.planted(person.idNumber).filter((p) => p.item === item).map((p) => p.finding);
    const found = behaviour.kind === 'contradiction' && person.personRef === applicant?.personRef ? contradicting(person, item, behaviour.finds) : [];
    return { ...base, coverage: 'covered', findings: planted.length > 0 ? planted : found.length > 0 ? [...found] : [...plausible(person, item, issuedOn)] };
  };

  return {
    number: interim ? `${input.number}-P` : input.number,
    issuedOn,
    issuer: '居民家庭经济状况核对平台（模拟）',
    ...(input.validTo === undefined ? {} : { validTo: input.validTo }),
    items: items.flatMap((item) => request.persons.map((person) => look(person, item))),
  };
}
