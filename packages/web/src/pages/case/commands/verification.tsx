import { DateField, SelectField, TextField } from '../../../forms/inputs.tsx';
import { useT } from '../../../i18n/index.tsx';
import { useFillNames } from '../../../ui/RefusalPanel.tsx';
import type { CommandForm } from './spec.ts';

export const forwardVerificationForm: CommandForm<'forwardVerification'> = {
  Fields: function ForwardVerification({ form }) {
    const t = useT();
    return <TextField label={t('f.note')} bind={form.bind('note')} rows={3} maxLength={500} optional first />;
  },
};

export const notifyDiscrepancyForm: CommandForm<'notifyDiscrepancy'> = {
  tidy: (v) => (v.method === undefined ? { ...v, deliveredOn: undefined } : v),
  initial: ({ today, view }) => ({ deliveredOn: today, method: 'inPerson', text: (view.verification.report?.contradictions ?? []).map((c) => `${c.item} ${c.person}：${c.text}`).join('；') }),
  Fields: function NotifyDiscrepancy({ form, view, today }) {
    const t = useT();
    const fill = useFillNames();
    return (
      <>
        <ul className="notice">{view.verification.report?.contradictions.map((c) => <li key={c.text}>{c.item} {c.person}：{fill(c.text)}</li>)}</ul>
        <TextField label={t('f.discrepancyText')} bind={form.bind('text')} rows={5} maxLength={1000} first />
        <SelectField label={t('f.deliveryMethod')} bind={form.bind('method')} options={[{ value: 'inPerson', label: t('delivery.inPerson') }]} blank={t('letters.later')} optional hint={t('letters.laterHint')} />
        {form.values.method === 'inPerson' ? <DateField label={t('f.deliveredOn')} bind={form.bind('deliveredOn')} max={today} /> : null}
      </>
    );
  },
};

export const reportNoExplanationForm: CommandForm<'reportNoExplanation'> = {
  Fields: function ReportNoExplanation({ form }) {
    const t = useT();
    return <TextField label={t('f.note')} bind={form.bind('note')} rows={3} maxLength={500} optional first />;
  },
};
