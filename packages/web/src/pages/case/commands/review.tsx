import { CheckField, RadioField, SelectField, TextField } from '../../../forms/inputs.tsx';
import { StaffField } from '../../../forms/pickers.tsx';
import { useT } from '../../../i18n/index.tsx';
import type { StepId } from '@doudi/core/policy/model';
import type { CommandForm } from './spec.ts';

const useAgree = () => {
  const t = useT();
  return [{ value: 'agree' as const, label: t('outcome.agree') }, { value: 'return' as const, label: t('outcome.return'), hint: t('f.returnHint') }];
};

export const giveReviewForm: CommandForm<'giveReview'> = {
  Fields: function GiveReview({ form }) {
    const t = useT();
    return (
      <>
        <RadioField label={t('f.reviewOutcome')} bind={form.bind('outcome')} options={useAgree()} first />
        <TextField label={t('f.reviewText')} bind={form.bind('text')} rows={5} maxLength={1000} phrases="review" />
      </>
    );
  },
};

export const agreeReviewForm: CommandForm<'agreeReview'> = {
  Fields: function AgreeReview({ form }) {
    const t = useT();
    return (
      <>
        <RadioField label={t('f.reviewOutcome')} bind={form.bind('outcome')} options={useAgree()} first />
        <TextField label={t('f.reviewText')} bind={form.bind('text')} rows={4} maxLength={1000} optional={form.values.outcome !== 'return'} phrases="review" />
      </>
    );
  },
};

export const giveCountyReviewForm: CommandForm<'giveCountyReview'> = {
  initial: ({ view }) => ({ homeVisit: view.relativeFiled, visitors: [] }),
  Fields: function GiveCountyReview({ form, view }) {
    const t = useT();
    return (
      <>
        {view.relativeFiled ? <p className="notice">{t('case.relativeFiled')}</p> : null}
        <RadioField label={t('f.reviewOutcome')} bind={form.bind('outcome')} options={useAgree()} first />
        <TextField label={t('f.reviewText')} bind={form.bind('text')} rows={5} maxLength={1000} phrases="review" />
        <CheckField label={t('f.countyVisit')} bind={form.bind('homeVisit')} />
        {form.values.homeVisit ? <StaffField label={t('f.visitors')} bind={form.bind('visitors')} posts={['countyHandler', 'countyLeader']} optional={!view.relativeFiled} /> : null}
      </>
    );
  },
};

/** Steps that cannot be taken back by a return: acceptance, and all that follows the decision. */
const FINAL: readonly string[] = ['accept', 'decide', 'deliver', 'publish', 'file'];

export const returnToForm: CommandForm<'returnTo'> = {
  Fields: function ReturnTo({ form, view }) {
    const t = useT();
    const steps = view.steps.filter((s) => s.state === 'done' && !FINAL.includes(s.step)).map((s) => ({ value: s.step as StepId, label: s.label }));
    return (
      <>
        <SelectField label={t('f.returnStep')} bind={form.bind('step')} options={steps} first />
        <TextField label={t('f.returnReason')} bind={form.bind('reason')} rows={4} maxLength={1000} phrases="return" />
      </>
    );
  },
};
