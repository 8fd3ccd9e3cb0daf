import type { CaseView } from '@doudi/core/api/cases';
import type { DeliveryMethod } from '@doudi/core/case/delivery/payloads';
import type { ReactNode } from 'react';
import type { Bound, Draft } from '../../../forms/form.ts';
import { DateField, SelectField, TextField } from '../../../forms/inputs.tsx';
import { FilesField } from '../../../forms/pickers.tsx';
import { useT } from '../../../i18n/index.tsx';
import { debtorText, recoveryOfLetter } from '../../recovery/words.ts';
import { DELIVERY } from './options.ts';
import type { CommandForm, FormContext, Input } from './spec.ts';

type Bind = <K extends keyof Input<'deliver'> & string>(key: K) => Bound<Exclude<Input<'deliver'>[K], undefined>>;

/** How and to whom, and what the way of delivery needs as proof: asked for as soon as the way is chosen. */
function Proof({ bind, method, to, view, today, name }: Pick<FormContext, 'view' | 'today' | 'name'> & { readonly bind: Bind; readonly method: DeliveryMethod | undefined; /** Who is to have it, where that is not the applicant: an heir, after a death. */ readonly to?: string | undefined }): ReactNode {
  const t = useT();
  const needs = method === undefined ? [] : (view.deliveryProof[method] ?? []);
  return (
    <>
      <div className="row">
        <DateField label={t('f.deliveredOn')} bind={bind('on')} max={today} first />
        <SelectField label={t('f.deliveryMethod')} bind={bind('method')} options={DELIVERY.map((value) => ({ value, label: t(`delivery.${value}`) }))} />
      </div>
      <TextField label={t('f.receiver')} bind={bind('receiver')} maxLength={40} hint={to === undefined ? t('f.receiverHint', { name: name(view.facts.applicant) }) : t('f.receiverOwes', { name: to })} />
      {needs.includes('witness') ? <TextField label={t('f.witness')} bind={bind('witness')} maxLength={40} /> : null}
      {needs.includes('tracking') ? <TextField label={t('f.tracking')} bind={bind('tracking')} maxLength={40} /> : null}
      {needs.includes('helper') ? <TextField label={t('f.deliveryHelper')} bind={bind('helper')} maxLength={40} hint={t('f.deliveryHelperHint')} /> : null}
      <FilesField label={t('f.deliveryPhotos')} bind={bind('photos')} caseId={view.id} optional={!needs.includes('photo')} />
    </>
  );
}

/** Proof of another way than the one chosen last is not sent along. */
function tidy<T extends Draft<Pick<Input<'deliver'>, 'method' | 'witness' | 'tracking' | 'helper'>>>(v: T): T {
  const only = <V,>(method: DeliveryMethod, value: V): V | undefined => (v.method === method ? value : undefined);
  return { ...v, witness: only('refusedWithWitness', v.witness), tracking: only('post', v.tracking), helper: only('village', v.helper) };
}

export const deliverForm: CommandForm<'deliver'> = {
  initial: ({ today }) => ({ on: today, method: 'inPerson', photos: [] }),
  tidy,
  Fields: function Deliver({ form, ...context }) {
    return <Proof {...context} bind={form.bind} method={form.values.method} />;
  },
};

/** Letters of the case that have yet to reach someone, besides the decision. */
const waiting = (view: CaseView): CaseView['letters'] => view.letters.filter((l) => l.serve?.command === 'deliverLetter' && l.serve.delivered === null);

export const deliverLetterForm: CommandForm<'deliverLetter'> = {
  initial: ({ today, view, about }) => {
    const l = waiting(view).find((x) => x.id === about) ?? waiting(view)[0];
    return { ...(l ? { kind: l.kind as Input<'deliverLetter'>['kind'], number: l.number } : {}), on: today, method: 'inPerson', photos: [] };
  },
  tidy,
  Fields: function DeliverLetter({ form, view, ...context }) {
    const t = useT();
    const letters = waiting(view);
    const number = form.bind('number');
    const kind = form.bind('kind');
    // A number belongs to one letter: chosen by it, the kind follows.
    const choose: typeof number = { ...number, set: (v) => {
      number.set(v);
      kind.set(letters.find((l) => l.number === v)?.kind as Input<'deliverLetter'>['kind'] | undefined);
    } };
    const owes = recoveryOfLetter(view, form.values.number ?? '');
    return (
      <>
        <SelectField label={t('f.letter')} bind={choose} options={letters.map((l) => ({ value: l.number, label: `${l.title} ${l.number}` }))} />
        <Proof {...context} view={view} bind={form.bind as unknown as Bind} method={form.values.method} to={owes && debtorText(owes.debtor)} />
      </>
    );
  },
};
