import { CAPACITIES, OBLIGOR_ASSISTANCE, OBLIGOR_STATES, type ObligorAbility } from '@doudi/core/case/facts';
import type { ReactNode } from 'react';
import { binder, inside, type Bound, type Draft } from '../forms/form.ts';
import { CheckField, MoneyField, SelectField } from '../forms/inputs.tsx';
import { useT } from '../i18n/index.tsx';
import type { FactsForm, Known, MemberInput, ObligorInput } from './model.ts';

const KINDS = ['physical', 'visual', 'hearing', 'speech', 'intellectual', 'mental', 'multiple'] as const;
const GRADES = [1, 2, 3, 4] as const;
/** Below this age the orphans' protection may stand beside support. */
const MINOR = 18;

interface Props {
  readonly facts: <K extends 'members' | 'obligors' | 'support' | 'applicant'>(key: K) => Bound<Exclude<FactsForm[K], undefined>>;
  readonly known: (id: string) => Known | undefined;
}

/** What support of the destitute asks besides: capacity of the person, area of the standard, and why each obligor cannot perform. */
export function SupportFacts({ facts, known }: Props): ReactNode {
  const t = useT();
  const members = facts('members');
  const self = (members.value ?? []).findIndex((m) => m.relation === 'self');
  const person = members.value?.[self];
  const age = known(person?.person ?? '')?.age;
  const support = inside(facts('support'));
  const member = binder<MemberInput>(person ?? {}, (f) => members.update((all = []) => all.map((m, i) => (i === self ? f(m) : m))), members.check, `${members.path}.${self}`);
  return (
    <div className="support-facts">
      <h3>{t('support.facts')}</h3>
      <div className="list-fields">
        <SelectField label={t('support.capacity')} bind={member('capacity')} options={CAPACITIES.map((value) => ({ value, label: t(`capacity.${value}`) }))} blank={t('capacity.full')} optional />
        {age !== undefined && age < MINOR ? <SelectField label={t('support.orphan')} bind={support('orphan')} options={[{ value: 'orphan', label: t('support.orphan.orphan') }, { value: 'support', label: t('support.orphan.support') }]} blank={t('support.orphan.no')} optional /> : null}
      </div>
      <CheckField label={t('support.land')} bind={support('land')} />
      <CheckField label={t('support.relocated')} bind={support('relocated')} />
      <Abilities bind={facts('obligors')} applicant={facts('applicant').value} known={known} />
    </div>
  );
}

/** Each obligor of the applicant: what could excuse him from the duty. Nothing chosen means that he is able. */
function Abilities({ bind, applicant, known }: { readonly bind: Bound<Draft<ObligorInput>[]>; readonly applicant: string | undefined; readonly known: (id: string) => Known | undefined }): ReactNode {
  const t = useT();
  const rows = bind.value ?? [];
  if (!rows.some((o) => o.supports === applicant)) return <p className="muted">{t('support.noObligor')}</p>;
  return (
    <>
      <h3>{t('support.abilities')}</h3>
      <p className="muted">{t('support.abilitiesSays')}</p>
      {rows.map((o, i) => {
        if (o.supports !== applicant) return null;
        const who = known(o.person ?? '');
        // The date of birth is known from the identity number and is never typed.
        const change = (f: (a: Draft<ObligorAbility>) => Draft<ObligorAbility>): void => bind.update((all = []) => all.map((x, n) => (n === i ? { ...x, ability: { ...(who ? { birth: who.birth } : {}), ...f((x.ability ?? {}) as Draft<ObligorAbility>) } as ObligorAbility } : x)));
        const field = binder<ObligorAbility>((o.ability ?? {}) as Draft<ObligorAbility>, change, bind.check, `${bind.path}.${i}.ability`);
        const disability = inside(field('disability'));
        const kind = disability('kind');
        return (
          <div key={o.person} className="list-row">
            <div className="list-title"><b>{who?.name ?? t('case.someone')}</b>{o.relation ? ` ${t(`obligor.${o.relation}`)}` : ''}{who ? ` ${t('f.age', { n: who.age })}` : ''}</div>
            <div className="list-fields">
              <SelectField label={t('support.assistance')} bind={field('assistance')} options={OBLIGOR_ASSISTANCE.map((value) => ({ value, label: t(`assistance.${value}`) }))} optional />
              <SelectField label={t('support.state')} bind={field('state')} options={OBLIGOR_STATES.map((value) => ({ value, label: t(`obligorState.${value}`) }))} optional />
              <SelectField label={t('facts.disability')} bind={{ ...kind, set: (v) => (v === undefined ? field('disability').set(undefined) : kind.set(v)) }} options={KINDS.map((value) => ({ value, label: t(`disability.${value}`) }))} optional />
              {o.ability?.disability ? <SelectField<number> label={t('facts.grade')} bind={disability('grade')} options={GRADES.map((value) => ({ value, label: t(`grade.${value}`) }))} /> : null}
              <MoneyField label={t('support.ownIncome')} bind={field('ownIncome')} optional />
              <CheckField label={t('support.propertyWithin')} bind={field('propertyWithin')} />
            </div>
          </div>
        );
      })}
    </>
  );
}
