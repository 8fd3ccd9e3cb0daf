import type { FactsForm, Known } from '../../facts/model.ts';
import type { Identified } from '../../facts/PersonAdder.tsx';
import type { Bound, Draft } from '../../forms/form.ts';
import type { Setup } from './Intake.tsx';
import type { IntakeForm } from './model.ts';

/** What every part of the intake works with. */
export interface PartProps {
  readonly values: Draft<IntakeForm>;
  readonly bind: <K extends keyof IntakeForm & string>(key: K) => Bound<Exclude<IntakeForm[K], undefined>>;
  readonly facts: <K extends keyof FactsForm & string>(key: K) => Bound<Exclude<FactsForm[K], undefined>>;
  readonly setup: Setup;
  readonly register: (p: Identified) => void;
  readonly today: string;
}

export const knownIn = (values: Draft<IntakeForm>) => (id: string): Known | undefined => values.people?.find((p) => p.id === id);

/** Members as choices for incomes, expenses and property. */
export const memberOptions = (values: Draft<IntakeForm>): { value: string; label: string }[] =>
  (values.facts?.members ?? []).flatMap((m) => (m.person ? [{ value: m.person, label: knownIn(values)(m.person)?.name ?? '' }] : []));
