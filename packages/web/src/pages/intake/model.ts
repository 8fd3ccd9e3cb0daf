import type { payloads } from '@doudi/core/case/commands';
import type * as z from 'zod';
import type { FactsForm } from '../../facts/model.ts';
import type { Identified } from '../../facts/PersonAdder.tsx';
import type { Draft } from '../../forms/form.ts';

type Apply = z.input<typeof payloads.apply>;

/** An application while it is being typed. Field names are those of the command, so that messages find their fields. */
export interface IntakeForm {
  programme: string;
  via: Apply['via'];
  /** Somebody else came for the household. */
  byAgent: boolean;
  agent: Draft<NonNullable<Apply['agent']>>;
  village: string;
  /** Everybody registered so far, to show names and hits again when the draft is opened. */
  people: Identified[];
  facts: Draft<FactsForm>;
  materials: string[];
  declared: boolean;
  declaredOn: string;
  /** Why the same cause is helped again within twelve months. */
  repeatReason: string;
}

/** By telephone, and where help cannot wait, the signature comes later. */
export const signsLater = (v: Draft<IntakeForm>): boolean => v.via === 'telephone' || v.facts?.event?.emergency === true;

type Condition = 'always' | 'agent' | 'helped' | 'disputed' | 'obligors' | 'income' | 'disability' | 'illness' | 'study' | 'compensation';

/** Whether a paper is asked of this household as typed so far; the server judges by the same list when the case is accepted. */
export function asked(when: Condition, v: Draft<IntakeForm>): boolean {
  const f = v.facts ?? {};
  switch (when) {
    case 'always': return true;
    case 'agent': return v.byAgent === true && v.agent?.kind !== 'help';
    case 'helped': return v.byAgent === true && v.agent?.kind === 'help';
    case 'disputed': return false;
    case 'compensation': return f.compensation !== undefined;
    case 'obligors': return (f.obligors ?? []).length > 0;
    case 'income': return (f.incomes ?? []).length > 0;
    case 'disability': return (f.members ?? []).some((m) => m.disability !== undefined);
    case 'illness': return (f.members ?? []).some((m) => m.health === 'severeIllness');
    case 'study': return (f.members ?? []).some((m) => m.occupation === 'student');
  }
}
