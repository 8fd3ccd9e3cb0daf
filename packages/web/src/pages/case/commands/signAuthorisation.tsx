import { ChecksField, DateField, RadioField, SelectField } from '../../../forms/inputs.tsx';
import { useT } from '../../../i18n/index.tsx';
import type { CommandForm } from './spec.ts';

export const signAuthorisationForm: CommandForm<'signAuthorisation'> = {
  initial: ({ today, view }) => ({ persons: view.persons.filter((p) => !view.authorised.some((a) => a.person === p.id)).map((p) => p.id), signedOn: today, method: 'paper' }),
  Fields: function SignAuthorisation({ form, view, name, today }) {
    const t = useT();
    const options = view.persons
      .filter((p) => !view.authorised.some((a) => a.person === p.id))
      .map((p) => ({ value: p.id, label: name(p.id), hint: `${t(view.facts.members.some((m) => m.person === p.id) ? 'f.member' : 'f.obligor')} · ${t('f.age', { n: p.age })}${p.age < 18 ? ` · ${t('f.minor')}` : ''}` }));
    const adults = view.persons.filter((p) => p.age >= 18).map((p) => ({ value: p.id, label: name(p.id) }));
    const minors = options.some((o) => (form.values.persons ?? []).includes(o.value) && !adults.some((a) => a.value === o.value));
    return (
      <>
        <ChecksField label={t('f.signers')} bind={form.bind('persons')} options={options} first />
        <DateField label={t('f.signedOn')} bind={form.bind('signedOn')} max={today} />
        <RadioField label={t('f.method')} bind={form.bind('method')} options={[{ value: 'paper', label: t('f.paper') }, { value: 'electronic', label: t('f.electronic') }]} />
        {minors || form.values.guardian ? <SelectField label={t('f.guardian')} bind={form.bind('guardian')} options={adults} optional hint={t('f.guardianHint')} /> : null}
      </>
    );
  },
};
