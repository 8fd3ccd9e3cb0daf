import { DateField, RadioField, TextField } from '../../../forms/inputs.tsx';
import { FilesField, StaffField } from '../../../forms/pickers.tsx';
import { tidyVisitTime, VisitTimes } from '../../../forms/VisitTimes.tsx';
import { useT } from '../../../i18n/index.tsx';
import type { CommandForm } from './spec.ts';

export const counterSignForm: CommandForm<'counterSign'> = {
  Fields: function CounterSign({ form }) {
    const t = useT();
    return <TextField label={t('f.counterSignText')} bind={form.bind('text')} rows={4} maxLength={500} first />;
  },
};

export const recordCountyVisitForm: CommandForm<'recordCountyVisit'> = {
  initial: ({ session, today }) => ({ on: today, visitors: [session.account], photos: [] }),
  tidy: tidyVisitTime,
  Fields: function RecordCountyVisit({ form, view, today }) {
    const t = useT();
    const consistent = form.bind('consistent');
    return (
      <>
        <DateField label={t('f.investigatedOn')} bind={form.bind('on')} max={today} first />
        <VisitTimes bind={form.bind('time')} />
        <StaffField label={t('f.visitors')} bind={form.bind('visitors')} />
        <RadioField label={t('f.outcome')} bind={{ ...consistent, value: consistent.value === undefined ? undefined : consistent.value ? 'yes' : 'no', set: (v) => consistent.set(v === 'yes'), update: (change) => consistent.set(change(undefined) === 'yes') }} options={[{ value: 'yes', label: t('f.visitConsistent') }, { value: 'no', label: t('f.visitDiffers'), hint: t('f.visitConsistentHint') }]} />
        <TextField label={t('f.findings')} bind={form.bind('findings')} rows={5} maxLength={2000} />
        <FilesField label={t('f.photos')} bind={form.bind('photos')} caseId={view.id} />
      </>
    );
  },
};
