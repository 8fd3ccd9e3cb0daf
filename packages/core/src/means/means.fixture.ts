import { householdFactsSchema, INCOME_KINDS } from '../case/facts.ts';
import type { HouseholdFacts } from '../case/facts.ts';
import type { Parameter, PolicyLayer, Programme, Source } from '../policy/model.ts';
import { Policy } from '../policy/resolve.ts';
import { incomeKindKey } from './income.ts';

/** Policies and households for the tests of the means test. Every number is chosen so that it can be checked by hand. */

export const ON = '2026-03-04';
export const who = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;

const EXCLUDED_KINDS = new Set(['basicPension', 'preferential', 'familyPlanning', 'scholarship', 'bravery', 'assistance', 'elderlyAllowance', 'medicalReimbursement']);

/** One parameter, in force from 2019 unless `more` says otherwise. */
export function parameter(key: string, value: number | string | object, more: Partial<Parameter> = {}): Parameter {
  const unit = typeof value === 'number' ? 'fen' : typeof value === 'string' ? 'choice' : 'table';
  const source: Source = { instrument: 'mf-2021-57', clause: '第十三条', req: [] };
  return { key, label: key === 'standard.monthly' ? '低保标准' : key, unit, value, from: '2019-01-01', source, ...more };
}

const layer = (id: string, parameters: readonly Parameter[]): PolicyLayer => ({ id, instruments: [], parameters, procedures: [], programmes: [], texts: [], units: [], entrustments: [] });

/** What a county gets that states nothing: full difference to the fen, ten percent cost of work, the common maintenance formula. */
export const NATION: Readonly<Record<string, number | string | object>> = {
  'standard.monthly': 101000,
  'income.period': { months: 12 },
  'deduct.work': { method: 'percent-of-income', kinds: ['wage', 'flexible'], percent: 10 },
  'deduct.rigid': { items: [{ kind: 'medical', percent: 100 }] },
  'maintenance.formula': { method: 'excess-per-head', rates: [{ maxSharers: 2, percent: 50 }, { percent: 40 }] },
  'property.financial': { method: 'standard-months', months: 24 },
  'property.vehicle': { max: 0 },
  'property.house': { max: 1 },
  'property.shop': { max: 0 },
  'property.company': { max: 0 },
  'property.machinery': { max: 0 },
  'single.household': {
    marginPercent: 150,
    rules: [
      { id: 'severe-disability', label: '重度残疾人', disability: [{ kinds: ['physical', 'visual', 'hearing', 'speech', 'intellectual', 'mental', 'multiple'], maxGrade: 2 }, { kinds: ['intellectual', 'mental'], maxGrade: 3 }] },
      { id: 'severe-illness', label: '重特大疾病患者', severeIllness: true },
    ],
  },
  'amount.method': 'difference',
  'amount.additions': { additions: [] },
  'amount.addition-rule': 'highest',
  'amount.minimum': { fen: 0 },
  'amount.rounding': { unit: 1, mode: 'half-up' },
  ...Object.fromEntries(INCOME_KINDS.map((k) => [incomeKindKey(k), EXCLUDED_KINDS.has(k) ? 'excluded' : 'counted'])),
};

/** A county whose plan says `plan` over the nation; `without` removes national values, to see what is missing. */
export function policyOf(plan: Readonly<Record<string, number | string | object>> | readonly Parameter[] = {}, without: readonly string[] = []): Policy {
  const own = Array.isArray(plan) ? (plan as readonly Parameter[]) : Object.entries(plan).map(([k, v]) => parameter(k, v));
  const national = Object.entries(NATION).filter(([k]) => !without.includes(k)).map(([k, v]) => parameter(k, v));
  return new Policy(layer('national', national), layer('county', own));
}

/** A household of `people` (adults in health born 1980-01-01 unless overridden); the first applies. */
export function household(people: number | readonly object[], more: Readonly<Record<string, unknown>> = {}): HouseholdFacts {
  const list = typeof people === 'number' ? Array.from({ length: people }, () => ({})) : people;
  const input = {
    applicant: who(1), area: 'urban', address: '试验路 1 号', hardship: 'other', statement: '生活困难',
    members: list.map((m, i) => ({ person: who(i + 1), relation: i === 0 ? 'self' : 'child', birth: '1980-01-01', sex: 'female', ...m })),
    ...more,
  };
  return householdFactsSchema.parse(input);
}

export const wage = (n: number, monthly: number): object => ({ person: who(n), kind: 'wage', monthly });

export const programme = (more: Partial<Programme> = {}): Programme => ({
  id: 'dibao', name: '最低生活保障', short: '低保', nameEn: 'Subsistence allowance', rank: 1, applicant: 'household', formula: 'means', payment: 'monthly', fundItem: '低保资金', from: '2019-01-01', delegated: [], undelegated: ['national'],
  documents: [{ id: 'application-form', name: '申请书', kind: 'application', when: 'always', source: { assumption: '试验', req: [] } }], source: { assumption: '试验', req: [] }, ...more,
});
