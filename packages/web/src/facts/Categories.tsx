import { HOUSEHOLD_CATEGORIES, RIGID_KINDS } from '@doudi/core/case/facts';
import type { ReactNode } from 'react';
import { inside, type Bound, type Draft } from '../forms/form.ts';
import { ChecksField, MoneyField, SelectField, TextField } from '../forms/inputs.tsx';
import { useT } from '../i18n/index.tsx';
import { ListEditor } from './ListEditor.tsx';
import type { FactsForm, RigidInput } from './model.ts';

type Facts = <K extends keyof FactsForm & string>(key: K) => Bound<Exclude<FactsForm[K], undefined>>;

/** What the household is by rules of the place, and the year's totals where hardship is judged by what had to be spent. */
export function Categories({ facts, year: asked = true }: { readonly facts: Facts; readonly year?: boolean }): ReactNode {
  const t = useT();
  const chosen = facts('categories');
  const year = facts('lastYear');
  const of = inside(year);
  return (
    <>
      <ChecksField label={t('facts.categories')} hint={t('facts.categoriesWhy')} optional bind={{ ...chosen, update: (f) => chosen.update((v) => { const next = f(v); return next && next.length > 0 ? next : undefined; }) }} options={HOUSEHOLD_CATEGORIES.map((value) => ({ value, label: t(`category.${value}`) }))} />
      {year.value ? (
        <fieldset className="adder">
          <legend>{t('facts.lastYear')}</legend>
          <p className="muted">{t('facts.lastYearWhy')} <button type="button" className="link" onClick={() => year.set(undefined)}>{t('facts.lastYearDrop')}</button></p>
          <MoneyField label={t('facts.lastYearIncome')} bind={of('income')} />
          <ListEditor<RigidInput> bind={of('expenses') as unknown as Bound<Draft<RigidInput>[]>} add={t('facts.lastYearRow')} blank={() => ({})}>
            {(field) => (
              <>
                <SelectField label={t('case.kind')} bind={field('kind')} options={RIGID_KINDS.map((value) => ({ value, label: t(`rigid.${value}`) }))} />
                <MoneyField label={t('facts.total')} bind={field('total')} />
                <TextField label={t('case.proof')} bind={field('proof')} maxLength={200} optional />
              </>
            )}
          </ListEditor>
        </fieldset>
      ) : asked ? <p><button type="button" className="link" onClick={() => year.set({ expenses: [] })}>＋ {t('facts.lastYearAdd')}</button> <span className="muted">{t('facts.lastYearWhy')}</span></p> : null}
    </>
  );
}
