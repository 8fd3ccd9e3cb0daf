import type { aidSetup } from '@doudi/core/api/aid';
import type { Output } from '@doudi/core/api/contract';
import { NEED_KINDS, type AidEvent } from '@doudi/core/case/facts';
import type { ReactNode } from 'react';
import { inside, type Bound, type Draft } from '../forms/form.ts';
import { CheckField, DateField, MoneyField, RadioField, SelectField, TextField } from '../forms/inputs.tsx';
import { useT } from '../i18n/index.tsx';
import { ClauseChip } from '../ui/Chips.tsx';
import { Money } from '../ui/Text.tsx';
import { ListEditor } from './ListEditor.tsx';
import type { CompensationInput, NeedInput } from './model.ts';

export type AidSetup = Output<typeof aidSetup>;

/** Causes of the table that are helped under a programme. */
const causesOf = (setup: AidSetup, programme: string | undefined): { value: string; label: string }[] => setup.causes.filter((c) => programme === undefined || c.programmes.includes(programme)).map((c) => ({ value: c.id, label: c.label }));

/** What happened: the cause from the table, when, where, in which words. */
export function EventFields({ bind, setup, programme, today, first = false, found }: { readonly bind: Bound<Draft<AidEvent>>; readonly setup: AidSetup; readonly programme: string | undefined; readonly today: string; readonly first?: boolean; /** What the chosen cause brings to light. */ readonly found?: ReactNode }): ReactNode {
  const t = useT();
  const f = inside(bind as Bound<AidEvent>);
  return (
    <>
      <RadioField label={t('aid.cause')} bind={f('cause')} options={causesOf(setup, programme)} first={first} />
      {found}
      <div className="row">
        <DateField label={t('aid.on')} bind={f('on')} max={today} />
        <TextField label={t('aid.eventPlace')} bind={f('place')} maxLength={200} />
      </div>
      {setup.programmes.some((p) => p.id === programme && p.emergency) ? <CheckField label={t('aid.elsewhere')} bind={f('elsewhere')} hint={t('aid.elsewhereHint')} /> : null}
      <TextField label={t('aid.eventText')} bind={f('text')} rows={3} maxLength={2000} hint={t('aid.eventHint')} />
    </>
  );
}

/** The sentence of the rule that says when to help first, in its own words. */
function EmergencyRule({ relief }: { readonly relief: NonNullable<AidSetup['relief']> }): ReactNode {
  const t = useT();
  return (
    <div className="bedside-rule">
      {relief.rule.quote ?? t('aid.ruleWords')}
      <small>{t('aid.ruleClock', { h: relief.hours.value, d: relief.formalities.value })} <ClauseChip source={relief.rule} /></small>
    </div>
  );
}

/** Whether help cannot wait: two answers, with the rule that tells them apart. */
export function EmergencyField({ bind, relief }: { readonly bind: Bound<boolean>; readonly relief: NonNullable<AidSetup['relief']> }): ReactNode {
  const t = useT();
  return (
    <>
      <EmergencyRule relief={relief} />
      <RadioField<'yes' | 'no'> label={t('aid.emergencyAsk')} bind={{ ...bind, value: bind.value === undefined ? undefined : bind.value ? 'yes' : 'no', set: (v) => bind.set(v === undefined ? undefined : v === 'yes'), update: () => undefined }}
        options={[{ value: 'yes', label: t('aid.emergencyYes'), hint: t('aid.emergencyYesHint', { h: relief.hours.value }) }, { value: 'no', label: t('aid.emergencyNo'), hint: t('aid.emergencyNoHint') }]} />
    </>
  );
}

/** Necessary expenditure, item by item: the household's own cost and the paper that shows it. */
export function NeedsFields({ bind }: { readonly bind: Bound<Draft<NeedInput>[]> }): ReactNode {
  const t = useT();
  const sum = (bind.value ?? []).reduce((n, x) => n + (x.fen ?? 0), 0);
  return (
    <>
      <p className="muted">{t('aid.needsWhy')}</p>
      <ListEditor<NeedInput> bind={bind} add={t('aid.addNeed')} blank={() => ({})}>
        {(field) => (
          <>
            <SelectField label={t('case.kind')} bind={field('kind')} options={NEED_KINDS.map((value) => ({ value, label: t(`need.${value}`) }))} />
            <MoneyField label={t('aid.ownCost')} bind={field('fen')} />
            <TextField label={t('aid.needPaper')} bind={field('paper')} maxLength={200} optional />
          </>
        )}
      </ListEditor>
      {sum > 0 ? <p role="status">{t('aid.sum')} <b><Money fen={sum} /></b></p> : null}
    </>
  );
}

/** What somebody liable or insured pays: by whose finding, how much. */
export function CompensationFields({ bind }: { readonly bind: Bound<Draft<CompensationInput>> }): ReactNode {
  const t = useT();
  const f = inside(bind as Bound<CompensationInput>);
  if (!bind.value) return <p><button type="button" className="link" onClick={() => bind.set({})}>＋ {t('aid.addCompensation')}</button> <span className="muted">{t('aid.compensationWhy')}</span></p>;
  return (
    <fieldset className="adder">
      <legend>{t('aid.compensation')}</legend>
      <p className="muted">{t('aid.compensationWhy')} <button type="button" className="link" onClick={() => bind.set(undefined)}>{t('remove')}</button></p>
      <TextField label={t('aid.compensationText')} bind={f('text')} maxLength={500} />
      <MoneyField label={t('aid.compensationFen')} bind={f('fen')} />
    </fieldset>
  );
}
