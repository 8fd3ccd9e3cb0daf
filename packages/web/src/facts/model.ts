import type { AidEvent, compensationSchema, expenseSchema, HouseholdCategory, HouseholdFacts, householdFactsSchema, incomeSchema, LastYear, memberSchema, needSchema, obligorSchema, propertySchema, SupportFacts } from '@doudi/core/case/facts';
import type * as z from 'zod';
import type { Bound, Draft } from '../forms/form.ts';

export type MemberInput = z.input<typeof memberSchema>;
export type ObligorInput = z.input<typeof obligorSchema>;
export type IncomeInput = z.input<typeof incomeSchema>;
export type ExpenseInput = z.input<typeof expenseSchema>;
export type RigidInput = LastYear['expenses'][number];
export type PropertyInput = z.input<typeof propertySchema>;
export type NeedInput = z.input<typeof needSchema>;
export type CompensationInput = z.input<typeof compensationSchema>;

/** Household facts while they are being typed: rows may be half filled. The schema of the core judges them before sending. */
export interface FactsForm {
  applicant: string;
  area: 'urban' | 'rural';
  address: string;
  members: Draft<MemberInput>[];
  obligors: Draft<ObligorInput>[];
  incomes: Draft<IncomeInput>[];
  expenses: Draft<ExpenseInput>[];
  properties: Draft<PropertyInput>[];
  hardship: HouseholdFacts['hardship'];
  statement: string;
  single: boolean;
  /** Where the household is registered, when not here. */
  registration: NonNullable<z.input<typeof householdFactsSchema>['registration']>;
  support: Draft<SupportFacts>;
  categories: HouseholdCategory[];
  lastYear: Draft<{ income: number; expenses: Draft<RigidInput>[] }>;
  /** Temporary assistance: what happened, what had to be spent, what others pay. */
  event: Draft<AidEvent>;
  needs: Draft<NeedInput>[];
  compensation: Draft<CompensationInput>;
}

/** A person who can be named in the facts, as shown at this desk. */
export interface Known {
  readonly id: string;
  readonly name: string;
  readonly birth: string;
  readonly sex: 'male' | 'female';
  readonly age: number;
}

/** What age alone tells of a member, so that it need not be typed. */
export function memberOf(p: Known, relation: MemberInput['relation'] | undefined): Draft<MemberInput> {
  const young = p.age < 6 ? ({ occupation: 'preschool', labour: 'none' } as const) : p.age < 16 ? ({ occupation: 'student', labour: 'none' } as const) : {};
  return { person: p.id, relation, birth: p.birth, sex: p.sex, health: 'healthy', labour: 'able', occupation: 'none', ...young };
}

/** Drops what was emptied again: unfinished optional parts of a row. */
export function tidyFacts(f: Draft<FactsForm>): Draft<FactsForm> {
  const clean = <T extends object>(rows: readonly T[] | undefined): T[] => (rows ?? []).map((r) => Object.fromEntries(Object.entries(r).filter(([, v]) => v !== undefined && v !== '')) as T);
  return {
    ...f,
    members: clean(f.members).map((m) => (m.disability && (m.disability.kind as string | undefined) === undefined ? { ...m, disability: undefined } : m)),
    obligors: clean(f.obligors), incomes: clean(f.incomes).map((i) => (i.away?.months === undefined ? { ...i, away: undefined } : i)), expenses: clean(f.expenses), properties: clean(f.properties), ...(f.needs ? { needs: clean(f.needs) } : {}),
  };
}

/** Facts of an application for another programme than temporary assistance carry nothing of it; for temporary assistance what happened is said once. */
export function aidFacts(f: Draft<FactsForm>, aid: boolean): Draft<FactsForm> {
  const { event, needs, compensation, ...rest } = f;
  if (!aid) return rest;
  return { ...rest, hardship: f.hardship ?? 'other', statement: event?.text ?? f.statement, ...(event ? { event } : {}), ...(needs && needs.length > 0 ? { needs } : {}), ...(compensation ? { compensation } : {}) };
}

/** The facts field of a command, seen as the half-filled form it is while being edited. */
export const asForm = (b: Bound<z.input<typeof import('@doudi/core/case/facts').householdFactsSchema>>): Bound<FactsForm> => b as unknown as Bound<FactsForm>;
