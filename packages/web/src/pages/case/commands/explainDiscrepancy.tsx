import { DateField, RadioField, TextField } from '../../../forms/inputs.tsx';
import { useT } from '../../../i18n/index.tsx';
import { CorrectFacts, tidyCorrection } from '../../../facts/CorrectFacts.tsx';
import type { CommandForm } from './spec.ts';

export const explainDiscrepancyForm: CommandForm<'explainDiscrepancy'> = {
  wide: true,
  // What the applicant wrote online stands there already; the clerk weighs it.
  initial: ({ today, view }) => {
    const sent = view.submissions.findLast((x) => x.kind === 'explanation' && x.answered === null);
    return sent ? { receivedOn: sent.on, text: sent.text } : { receivedOn: today };
  },
  tidy: tidyCorrection,
  Fields: function ExplainDiscrepancy({ form, view, today, name }) {
    const t = useT();
    return (
      <>
        <p className="notice">{view.verification.discrepancy?.text}</p>
        <DateField label={t('f.receivedOn')} bind={form.bind('receivedOn')} max={today} first />
        <TextField label={t('f.explanation')} bind={form.bind('text')} rows={4} maxLength={1000} />
        <RadioField label={t('f.explanationOutcome')} bind={form.bind('outcome')} options={[{ value: 'accepted', label: t('outcome.accepted'), hint: t('f.acceptedHint') }, { value: 'reverify', label: t('outcome.reverify'), hint: t('f.reverifyHint') }]} />
        <CorrectFacts bind={form.bind('facts')} view={view} name={name} />
      </>
    );
  },
};
