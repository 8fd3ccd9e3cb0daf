import type { householdFactsSchema } from '@doudi/core/case/facts';
import type { ReactNode } from 'react';
import type * as z from 'zod';
import { useSession } from '../app/session.tsx';
import { inside, type Bound } from '../forms/form.ts';
import { CheckField, SelectField, TextField } from '../forms/inputs.tsx';
import { useOffices } from '../forms/offices.ts';
import { useT } from '../i18n/index.tsx';

type Registered = NonNullable<z.input<typeof householdFactsSchema>['registration']>;

/** Where the household is registered, when not here: decides who accepts the application [57号 art. 4, 5]. */
export function Registration({ bind }: { readonly bind: Bound<Registered> }): ReactNode {
  const t = useT();
  const { session } = useSession();
  const f = inside(bind);
  const offices = useOffices(session.unit.name);
  const at = bind.value?.at;
  return (
    <div className="row">
      <SelectField label={t('intake.registered')} bind={{ ...f('at'), set: (v) => bind.set(v === undefined ? undefined : { place: '', ...bind.value, at: v }) }} blank={t('intake.registered.here')} hint={t('intake.registered.hint')} optional
        options={(['unit', 'county', 'province'] as const).map((value) => ({ value, label: t(`intake.registered.${value}`) }))} />
      {at === 'unit' ? <SelectField label={t('intake.registered.office')} bind={{ ...f('unit'), set: (v) => bind.set({ at, permit: false, place: offices.find((o) => o.value === v)?.label ?? '', ...(v ? { unit: v } : {}) }) }} options={offices} /> : null}
      {at === 'county' || at === 'province' ? (
        <>
          <TextField label={t('intake.registered.place')} bind={f('place')} maxLength={100} />
          <CheckField label={t('intake.registered.permit')} bind={f('permit')} />
        </>
      ) : null}
    </div>
  );
}
