import type { BodyView } from '@doudi/core/api/meetings';
import { CONSULTATION_ROUTES } from '@doudi/core/case/meetings/payloads';
import type { ReactNode } from 'react';
import { ListEditor } from '../../../facts/ListEditor.tsx';
import { inside, type Bound, type Draft } from '../../../forms/form.ts';
import { DateField, MoneyField, RadioField, TextField } from '../../../forms/inputs.tsx';
import { useT } from '../../../i18n/index.tsx';
import { Money } from '../../../ui/Text.tsx';
import type { FieldsProps, Input } from './spec.ts';

type Consultation = NonNullable<Input<'holdMeeting'>['consultation']>;
type Duty = Consultation['duties'][number];
type Props = Pick<FieldsProps<'holdMeeting'>, 'form' | 'view'>;

/** The sum that the body fixes when it agrees: what the table gives and what was proposed stand beside it. */
export function FixedSum({ form, view, body }: Props & { readonly body: BodyView }): ReactNode {
  const t = useT();
  if (body.fixes !== 'amount') return null;
  return (
    <fieldset className="box">
      <legend>{t('meet.fixes')}</legend>
      <p className="hint">
        {view.assessment ? <>{t('meet.byTable')} <b><Money fen={view.assessment.monthlyFen} /></b>　</> : null}
        {view.opinion ? <>{t('meet.proposed')} <b><Money fen={view.opinion.monthlyFen} /></b>　</> : null}
        {view.aid && view.aid.givenFen > 0 ? <>{t('aid.givenSoFar')} <b><Money fen={view.aid.givenFen} /></b></> : null}
      </p>
      {view.aid?.special ? <p className="hint">{t('aid.special')}：{view.aid.special.ground}</p> : null}
      <MoneyField label={t('meet.fixedFen')} bind={form.bind('fixedFen')} hint={t('meet.fixedHint')} />
    </fieldset>
  );
}

/** What a consultation of one case finds, and what it lays on whom. */
export function ConsultationPart({ form, view, today }: Props & Pick<FieldsProps<'holdMeeting'>, 'today'>): ReactNode {
  const t = useT();
  const bind = form.bind('consultation');
  const c = inside(bind);
  const measures = c('measures');
  return (
    <fieldset className="box">
      <legend>{t('meet.consultation')}</legend>
      {view.aid && view.aid.consultedFor.length > 0 ? <p className="hint">{t('aid.consultedFor')}：<b>{view.aid.consultedFor.join('；')}</b></p> : null}
      <RadioField label={t('aid.consultRoute')} bind={c('route')} options={CONSULTATION_ROUTES.map((value) => ({ value, label: t(`consultRoute.${value}`) }))} />
      <TextField label={t('aid.difficulties')} bind={c('difficulties')} rows={3} maxLength={2000} />
      <TextField label={t('aid.risks')} bind={c('risks')} rows={3} maxLength={2000} />
      <TextField label={t('aid.measures')} hint={t('aid.measuresHint')} rows={4} maxLength={4000} bind={{ ...measures, value: measures.value?.join('\n'), set: (v) => measures.set(v === undefined ? undefined : v.split('\n')), update: () => undefined }} />
      <h3>{t('aid.duties')}</h3>
      <ListEditor<Duty> bind={c('duties') as unknown as Bound<Draft<Duty>[]>} add={t('aid.addDuty')} blank={() => ({})}>
        {(field) => (
          <>
            <TextField label={t('aid.organ')} bind={field('organ')} maxLength={60} />
            <TextField label={t('aid.duty')} bind={field('duty')} maxLength={300} />
            <DateField label={t('ref.due')} bind={field('due')} min={today} />
          </>
        )}
      </ListEditor>
    </fieldset>
  );
}

/** Lines left empty are no measures; a form without its consultation sends none. */
export const tidyMeeting = (v: Draft<Input<'holdMeeting'>>): Draft<Input<'holdMeeting'>> =>
  v.consultation ? { ...v, consultation: { ...v.consultation, measures: (v.consultation.measures ?? []).map((m) => m.trim()).filter((m) => m !== ''), duties: v.consultation.duties ?? [] } } : v;
