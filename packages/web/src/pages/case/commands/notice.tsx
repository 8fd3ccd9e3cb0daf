import { formatFen } from '@doudi/core/money/fen';
import { CheckField, DateField, RadioField, SelectField, TextField } from '../../../forms/inputs.tsx';
import { FilesField } from '../../../forms/pickers.tsx';
import { useT } from '../../../i18n/index.tsx';
import { CHANNELS } from './options.ts';
import type { CommandForm, FormContext } from './spec.ts';

/** The board's place is offered again: the village of the household, or where the last notice hung. */
const place = ({ view }: FormContext): string | undefined => view.notices.at(-1)?.place ?? (view.village ? `${view.village}公示栏` : undefined);

export const postNoticeForm: CommandForm<'postNotice'> = {
  initial: (c) => ({ on: c.today, place: place(c), photos: [] }),
  Fields: function PostNotice({ form, view, today }) {
    const t = useT();
    const applicant = view.persons.find((p) => p.id === view.facts.applicant);
    return (
      <>
        <DateField label={t('f.postedOn')} bind={form.bind('on')} max={today} first />
        <TextField label={t('f.noticePlace')} bind={form.bind('place')} maxLength={100} />
        <TextField label={t('f.remark')} bind={form.bind('remark')} maxLength={200} hint={t('f.remarkHint')} optional />
        {view.opinion && applicant ? <p className="notice">{t('f.noticeShows')}：{applicant.name}，{view.programmeName}，{view.facts.members.length} 人，{view.opinion.outcome === 'grant' ? `${formatFen(view.opinion.monthlyFen)} ${t('yuan')}` : t('pub.refuse')}</p> : null}
        <FilesField label={t('f.noticePhotos')} bind={form.bind('photos')} caseId={view.id} hint={t('f.noticePhotosHint')} />
      </>
    );
  },
};

export const closeNoticeForm: CommandForm<'closeNotice'> = {
  initial: ({ today }) => ({ on: today, photos: [] }),
  Fields: function CloseNotice({ form, view, today }) {
    const t = useT();
    return (
      <>
        <DateField label={t('f.closedOn')} bind={form.bind('on')} max={today} first />
        <FilesField label={t('f.closedPhotos')} bind={form.bind('photos')} caseId={view.id} hint={t('f.closedPhotosHint')} />
      </>
    );
  },
};

export const objectForm: CommandForm<'object'> = {
  initial: ({ today }) => ({ on: today, named: true, major: false }),
  Fields: function Objection({ form, today }) {
    const t = useT();
    return (
      <>
        <div className="row">
          <DateField label={t('f.objectedOn')} bind={form.bind('on')} max={today} first />
          <SelectField label={t('f.channel')} bind={form.bind('channel')} options={CHANNELS.map((value) => ({ value, label: t(`channel.${value}`) }))} />
        </div>
        <TextField label={t('f.objectionText')} bind={form.bind('text')} rows={5} maxLength={1000} />
        <RadioField label={t('f.objector')} bind={{ ...form.bind('named'), value: form.values.named ? 'named' : 'anonymous', set: (v) => form.bind('named').set(v === 'named'), update: () => undefined }} options={[{ value: 'named', label: t('case.named') }, { value: 'anonymous', label: t('case.anonymous') }]} />
        <CheckField label={t('f.major')} bind={form.bind('major')} hint={t('f.majorHint')} />
      </>
    );
  },
};

export const publishForm: CommandForm<'publish'> = {
  initial: (c) => ({ on: c.today, place: place(c) }),
  Fields: function Publish({ form, today }) {
    const t = useT();
    return (
      <>
        <DateField label={t('f.publishedOn')} bind={form.bind('on')} max={today} first />
        <TextField label={t('f.publishPlace')} bind={form.bind('place')} maxLength={100} />
      </>
    );
  },
};
