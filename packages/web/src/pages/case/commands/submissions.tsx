import { CheckField, RadioField, SelectField, TextField } from '../../../forms/inputs.tsx';
import { useLocale, useT } from '../../../i18n/index.tsx';
import { shortDate } from '../../../lib/dates.ts';
import type { CommandForm } from './spec.ts';

export const answerSubmissionForm: CommandForm<'answerSubmission'> = {
  initial: ({ view }) => {
    const first = view.submissions.find((x) => x.answered === null);
    return { major: false, ...(first ? { submission: first.id } : {}) };
  },
  Fields: function AnswerSubmission({ form, view }) {
    const { locale, t } = useLocale();
    const open = view.submissions.filter((x) => x.answered === null);
    const chosen = open.find((x) => x.id === form.values.submission);
    return (
      <>
        <SelectField label={t('sub.which')} bind={form.bind('submission')} options={open.map((x) => ({ value: x.id, label: `${shortDate(x.on, locale)} ${x.kindText}：${x.text.slice(0, 24)}` }))} first />
        {chosen ? <p className="notice">{chosen.text}</p> : null}
        <RadioField label={t('sub.outcome')} bind={form.bind('outcome')} options={[{ value: 'taken', label: t('sub.take'), hint: t('sub.takeHint') }, { value: 'declined', label: t('sub.decline'), hint: t('sub.declineHint') }]} />
        <TextField label={t('sub.text')} bind={form.bind('text')} rows={4} maxLength={1000} />
        {chosen?.kind === 'objection' ? <CheckField label={t('sub.major')} bind={form.bind('major')} hint={t('f.majorHint')} /> : null}
      </>
    );
  },
};

export const reissueAccessCodeForm: CommandForm<'reissueAccessCode'> = {
  Fields: function ReissueAccessCode({ form }) {
    const t = useT();
    return <TextField label={t('sub.reissueReason')} bind={form.bind('reason')} maxLength={200} hint={t('sub.reissueHint')} first />;
  },
};
