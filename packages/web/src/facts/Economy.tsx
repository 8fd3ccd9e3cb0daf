import { AWAY_PLACES, INCOME_KINDS } from '@doudi/core/case/facts';
import type { ReactNode } from 'react';
import { inside, type Bound, type Draft } from '../forms/form.ts';
import { MoneyField, NumberField, SelectField, TextField, type Option } from '../forms/inputs.tsx';
import { useT } from '../i18n/index.tsx';
import { ListEditor } from './ListEditor.tsx';
import type { ExpenseInput, IncomeInput, PropertyInput } from './model.ts';

const EXPENSES = ['medical', 'disability', 'education', 'accident', 'other'] as const;
const PROPERTIES = ['deposit', 'securities', 'insurance', 'debtClaim', 'vehicle', 'house', 'shop', 'company', 'machinery', 'other'] as const;
/** Kinds that are things and are counted, besides being valued. */
const THINGS: readonly string[] = ['vehicle', 'house', 'shop', 'company', 'machinery', 'other'];

/** Kinds that people go away for. */
const WORK: readonly string[] = ['wage', 'flexible'];

/** Months of the last twelve worked away from home, and where. */
function Away({ bind }: { readonly bind: Bound<NonNullable<IncomeInput['away']>> }): ReactNode {
  const t = useT();
  const of = inside(bind);
  return (
    <>
      <NumberField label={t('facts.awayMonths')} bind={of('months')} unit={t('facts.months')} optional />
      {bind.value?.months ? <SelectField label={t('facts.awayPlace')} bind={of('place')} options={AWAY_PLACES.map((value) => ({ value, label: t(`away.${value}`) }))} /> : null}
    </>
  );
}

/** Incomes per person and month, by kind. */
export function Incomes({ bind, people }: { readonly bind: Bound<Draft<IncomeInput>[]>; readonly people: readonly Option<string>[] }): ReactNode {
  const t = useT();
  return (
    <ListEditor<IncomeInput> bind={bind} add={t('facts.addIncome')} blank={() => ({ person: people[0]?.value })}>
      {(field, row) => (
        <>
          <SelectField label={t('case.person')} bind={field('person')} options={people} />
          <SelectField label={t('case.kind')} bind={field('kind')} options={INCOME_KINDS.map((value) => ({ value, label: t(`income.${value}`) }))} />
          <MoneyField label={t('facts.monthly')} bind={field('monthly')} />
          {row.kind && WORK.includes(row.kind) ? <Away bind={field('away')} /> : null}
          <TextField label={t('case.proof')} bind={field('proof')} maxLength={200} optional />
        </>
      )}
    </ListEditor>
  );
}

/** What must be spent and is borne by the household itself. */
export function Expenses({ bind, people }: { readonly bind: Bound<Draft<ExpenseInput>[]>; readonly people: readonly Option<string>[] }): ReactNode {
  const t = useT();
  return (
    <ListEditor<ExpenseInput> bind={bind} add={t('facts.addExpense')} blank={() => ({})}>
      {(field) => (
        <>
          <SelectField label={t('case.person')} bind={field('person')} options={people} blank={t('case.wholeHousehold')} optional />
          <SelectField label={t('case.kind')} bind={field('kind')} options={EXPENSES.map((value) => ({ value, label: t(`expense.${value}`) }))} />
          <MoneyField label={t('facts.monthlyOwn')} bind={field('monthly')} />
          <TextField label={t('case.proof')} bind={field('proof')} maxLength={200} optional />
        </>
      )}
    </ListEditor>
  );
}

/** What is owned. */
export function Properties({ bind, people }: { readonly bind: Bound<Draft<PropertyInput>[]>; readonly people: readonly Option<string>[] }): ReactNode {
  const t = useT();
  return (
    <ListEditor<PropertyInput> bind={bind} add={t('facts.addProperty')} blank={() => ({ count: 1 })}>
      {(field, row) => (
        <>
          <SelectField label={t('case.person')} bind={field('person')} options={people} blank={t('case.wholeHousehold')} optional />
          <SelectField label={t('case.kind')} bind={field('kind')} options={PROPERTIES.map((value) => ({ value, label: t(`property.${value}`) }))} />
          <MoneyField label={t('facts.value')} bind={field('value')} />
          {row.kind && THINGS.includes(row.kind) ? <NumberField label={t('facts.count')} bind={field('count')} /> : null}
          <TextField label={t('facts.exempt')} bind={field('exempt')} maxLength={200} optional />
          <TextField label={t('case.note')} bind={field('note')} maxLength={200} optional />
        </>
      )}
    </ListEditor>
  );
}
