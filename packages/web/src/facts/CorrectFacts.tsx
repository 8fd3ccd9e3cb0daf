import type { CaseView } from '@doudi/core/api/cases';
import type { householdFactsSchema } from '@doudi/core/case/facts';
import { useState, type ReactNode } from 'react';
import type * as z from 'zod';
import { useSession } from '../app/session.tsx';
import { inside, type Bound, type Draft } from '../forms/form.ts';
import { TextField } from '../forms/inputs.tsx';
import { useT } from '../i18n/index.tsx';
import { Categories } from './Categories.tsx';
import { Expenses, Incomes, Properties } from './Economy.tsx';
import { CompensationFields, NeedsFields } from './Event.tsx';
import { Members } from './Members.tsx';
import { asForm, memberOf, tidyFacts, type FactsForm, type Known } from './model.ts';
import { Obligors } from './Obligors.tsx';
import { PersonAdder, type Identified } from './PersonAdder.tsx';
import { SupportFacts } from './Support.tsx';

type Facts = z.input<typeof householdFactsSchema>;

/** Tidies the corrected facts of a command before the check. */
export const tidyCorrection = <T extends { facts?: Facts | undefined }>(v: T): T => (v.facts ? { ...v, facts: tidyFacts(v.facts as Draft<FactsForm>) as Facts } : v);

/** Facts found to be otherwise than declared: the whole household as it is on file, to be corrected and sent along. */
export function CorrectFacts({ bind, view, name }: { readonly bind: Bound<Facts>; readonly view: CaseView; readonly name: (id: string) => string }): ReactNode {
  const t = useT();
  const { may } = useSession();
  const [added, setAdded] = useState<readonly Identified[]>([]);
  const form = asForm(bind);
  const f = inside(form);
  if (!bind.value)
    return (
      <p>
        <button type="button" className="link" onClick={() => bind.set(structuredClone(view.facts))}>{t('facts.correct')}</button> <span className="muted">{t('facts.correctWhy')}</span>
      </p>
    );
  const known = (id: string): Known | undefined => {
    const here = view.persons.find((p) => p.id === id);
    const fresh = added.find((p) => p.id === id);
    return here ? { id, name: name(id), birth: here.birth, sex: here.sex === 'male' ? 'male' : 'female', age: here.age } : fresh;
  };
  const members = form.value?.members ?? [];
  const people = members.flatMap((m) => (m.person ? [{ value: m.person, label: known(m.person)?.name ?? '' }] : []));
  const remember = (p: Identified): void => setAdded((all) => [...all.filter((x) => x.id !== p.id), p]);
  return (
    <fieldset className="correct">
      <legend>{t('facts.correct')}</legend>
      <button type="button" className="link" onClick={() => bind.set(undefined)}>{t('facts.noCorrection')}</button>
      <TextField label={t('facts.address')} bind={f('address')} maxLength={200} />
      <h3>{t('facts.members')}</h3>
      <Members bind={f('members')} known={known} />
      {may('case.apply') ? <PersonAdder label={t('intake.addMember')} onFound={(p) => { remember(p); f('members').update((m = []) => (m.some((x) => x.person === p.id) ? m : [...m, memberOf(p, undefined)])); }} /> : null}
      <h3>{t('facts.obligors')}</h3>
      <Obligors bind={f('obligors')} members={members} known={known} />
      {may('case.apply') ? <PersonAdder label={t('intake.addObligor')} onFound={(p) => { remember(p); f('obligors').update((o = []) => [...o, { person: p.id, supports: members[0]?.person, supportedCount: 1, sharers: 1 }]); }} /> : null}
      <h3>{t('case.incomes')}</h3>
      <Incomes bind={f('incomes')} people={people} />
      <h3>{t('case.expenses')}</h3>
      <Expenses bind={f('expenses')} people={people} />
      <h3>{t('case.properties')}</h3>
      <Properties bind={f('properties')} people={people} />
      <Categories facts={f} />
      {view.care ? <SupportFacts facts={f} known={known} /> : null}
      {view.aid ? (
        <>
          <h3>{t('aid.needs')}</h3>
          <NeedsFields bind={f('needs')} />
          <CompensationFields bind={f('compensation')} />
        </>
      ) : null}
    </fieldset>
  );
}
