import type { ReactNode } from 'react';
import type { Bound, Draft } from '../forms/form.ts';
import { MoneyField, NumberField, SelectField, TextField } from '../forms/inputs.tsx';
import { useT } from '../i18n/index.tsx';
import { ListEditor } from './ListEditor.tsx';
import type { Known, MemberInput, ObligorInput } from './model.ts';

const RELATIONS = ['child', 'parent', 'spouse', 'grandchild', 'sibling'] as const;

/** Those who live elsewhere and owe maintenance by law. */
export function Obligors({ bind, members, known }: { readonly bind: Bound<Draft<ObligorInput>[]>; readonly members: readonly Draft<MemberInput>[]; readonly known: (id: string) => Known | undefined }): ReactNode {
  const t = useT();
  const supported = members.flatMap((m) => (m.person ? [{ value: m.person, label: known(m.person)?.name ?? '' }] : []));
  return (
    <ListEditor<ObligorInput> bind={bind} title={(o) => <b>{known(o.person ?? '')?.name ?? t('case.someone')}</b>}>
      {(field) => (
        <>
          <SelectField label={t('facts.supports')} bind={field('supports')} options={supported} />
          <SelectField label={t('facts.isHis')} bind={field('relation')} options={RELATIONS.map((value) => ({ value, label: t(`obligor.${value}`) }))} />
          <NumberField label={t('facts.householdSize')} bind={field('householdSize')} unit={t('unit.person')} />
          <MoneyField label={t('facts.obligorIncome')} bind={field('monthlyIncome')} />
          <NumberField label={t('facts.supportedCount')} bind={field('supportedCount')} unit={t('unit.person')} />
          <NumberField label={t('facts.sharers')} bind={field('sharers')} unit={t('unit.person')} />
          <MoneyField label={t('facts.agreed')} bind={field('agreed')} optional />
          <TextField label={t('facts.unable')} bind={field('unable')} maxLength={200} optional />
        </>
      )}
    </ListEditor>
  );
}
