import { ChecksField, DateField, RadioField, SelectField } from '../../../forms/inputs.tsx';
import { useT } from '../../../i18n/index.tsx';
import type { CommandForm } from './spec.ts';

export const signAuthorisationForm: CommandForm<'signAuthorisation'> = {
  // Nobody is ticked beforehand: a signature is recorded only where somebody says so.
  initial: ({ today }) => ({ persons: [], signedOn: today, method: 'paper' }),
  Fields: function SignAuthorisation({ form, view, name, today }) {
    const t = useT();
    const order = [...view.facts.members, ...view.facts.obligors].map((x) => x.person);
    const role = (id: string): string => {
      const m = view.facts.members.find((x) => x.person === id);
      return m ? t(`relation.${m.relation}`) : t('f.obligor');
    };
    const options = view.persons
      .filter((p) => !view.authorised.some((a) => a.person === p.id))
      .toSorted((a, b) => order.indexOf(a.id) - order.indexOf(b.id))
      .map((p) => ({ value: p.id, label: name(p.id), hint: `${role(p.id)} · ${t('f.age', { n: p.age })}${p.age < 18 ? ` · ${t('f.minor')}` : ''}` }));
    const adults = view.persons.filter((p) => p.age >= 18).map((p) => ({ value: p.id, label: name(p.id) }));
    const minors = options.some((o) => (form.values.persons ?? []).includes(o.value) && !adults.some((a) => a.value === o.value));
    return (
      <>
        <ChecksField label={t('f.signers')} bind={form.bind('persons')} options={options} first all />
        <DateField label={t('f.signedOn')} bind={form.bind('signedOn')} max={today} />
        <RadioField label={t('f.method')} bind={form.bind('method')} options={[{ value: 'paper', label: t('f.paper') }, { value: 'electronic', label: t('f.electronic') }]} />
        {minors || form.values.guardian ? <SelectField label={t('f.guardian')} bind={form.bind('guardian')} options={adults} optional hint={t('f.guardianHint')} /> : null}
      </>
    );
  },
};
