import { POSTS } from '@doudi/core/policy/model';
import { inside } from '../../../forms/form.ts';
import { CheckField, ChecksField, DateField, NumberField, TextField } from '../../../forms/inputs.tsx';
import { FilesField, StaffField } from '../../../forms/pickers.tsx';
import { tidyVisitTime, VisitTimes } from '../../../forms/VisitTimes.tsx';
import { useT } from '../../../i18n/index.tsx';
import { CorrectFacts, tidyCorrection } from '../../../facts/CorrectFacts.tsx';
import { METHODS } from './options.ts';
import type { CommandForm } from './spec.ts';

export const recordInvestigationForm: CommandForm<'recordInvestigation'> = {
  wide: true,
  initial: ({ session, today }) => ({ on: today, investigators: [session.account], methods: ['home'], applicantSigned: false, photos: [] }),
  tidy: (v) => ({ ...tidyVisitTime(tidyCorrection(v)), noSignature: v.applicantSigned || (!v.noSignature?.reason && !v.noSignature?.witness) ? undefined : v.noSignature }),
  Fields: function RecordInvestigation({ form, view, today, name }) {
    const t = useT();
    const unsigned = inside(form.bind('noSignature'));
    return (
      <>
        <div className="row">
          <DateField label={t('f.investigatedOn')} bind={form.bind('on')} max={today} first />
          <NumberField label={t('f.neighbours')} bind={form.bind('neighbours')} unit={t('f.households')} optional />
        </div>
        <VisitTimes bind={form.bind('time')} />
        <StaffField label={t('f.investigators')} bind={form.bind('investigators')} posts={POSTS} />
        <ChecksField label={t('f.methods')} bind={form.bind('methods')} options={METHODS.map((value) => ({ value, label: t(`method.${value}`) }))} />
        <TextField label={t('f.findings')} bind={form.bind('findings')} rows={6} maxLength={2000} phrases="findings" />
        <CheckField label={t('f.applicantSigned')} bind={form.bind('applicantSigned')} />
        {form.values.applicantSigned ? null : (
          <div className="row">
            <TextField label={t('f.noSignature')} bind={unsigned('reason')} maxLength={200} optional />
            <TextField label={t('f.witness')} bind={unsigned('witness')} maxLength={40} optional />
          </div>
        )}
        <FilesField label={t('f.photos')} bind={form.bind('photos')} caseId={view.id} hint={t('f.photosHint')} />
        <CorrectFacts bind={form.bind('facts')} view={view} name={name} />
      </>
    );
  },
};
