import { DateField, NumberField, RadioField, TextField } from '../../../forms/inputs.tsx';
import { FilesField, StaffField } from '../../../forms/pickers.tsx';
import { useT } from '../../../i18n/index.tsx';
import type { CommandForm, FormContext } from './spec.ts';

const kindNow = ({ view }: FormContext): 'appraisal' | 'leadingGroup' => (view.steps.some((s) => s.step === 'appraise' && s.state === 'open') ? 'appraisal' : 'leadingGroup');

export const holdMeetingForm: CommandForm<'holdMeeting'> = {
  initial: (c) => ({ kind: kindNow(c), on: c.today, votesAgainst: 0, abstained: 0, members: [], photos: [] }),
  Fields: function HoldMeeting({ form, view, today }) {
    const t = useT();
    const { present, votesFor = 0, votesAgainst = 0, abstained = 0 } = form.values;
    const votes = votesFor + votesAgainst + abstained;
    return (
      <>
        <RadioField label={t('f.meetingKind')} bind={form.bind('kind')} options={[{ value: 'appraisal', label: t('meeting.appraisal') }, { value: 'leadingGroup', label: t('meeting.leadingGroup') }]} />
        <div className="row">
          <DateField label={t('f.meetingOn')} bind={form.bind('on')} max={today} first />
          <TextField label={t('f.place')} bind={form.bind('place')} maxLength={100} />
          <TextField label={t('f.chair')} bind={form.bind('chair')} maxLength={40} />
        </div>
        <div className="row">
          <NumberField label={t('f.expected')} bind={form.bind('expected')} unit={t('unit.person')} />
          <NumberField label={t('f.present')} bind={form.bind('present')} unit={t('unit.person')} />
        </div>
        <div className="row">
          <NumberField label={t('f.votesFor')} bind={form.bind('votesFor')} unit={t('unit.vote')} />
          <NumberField label={t('f.votesAgainst')} bind={form.bind('votesAgainst')} unit={t('unit.vote')} />
          <NumberField label={t('f.abstained')} bind={form.bind('abstained')} unit={t('unit.vote')} />
        </div>
        {present !== undefined && votes !== present ? <p className="hint">{t('f.votesSum', { votes, present })}</p> : null}
        <StaffField label={t('f.meetingMembers')} bind={form.bind('members')} optional />
        <TextField label={t('f.minutes')} bind={form.bind('minutes')} rows={6} maxLength={4000} />
        <FilesField label={t('f.meetingPhotos')} bind={form.bind('photos')} caseId={view.id} optional />
      </>
    );
  },
};
