import { ChecksField, SelectField, TextField } from '../../../forms/inputs.tsx';
import { useOffices } from '../../../forms/offices.ts';
import { useT } from '../../../i18n/index.tsx';
import type { CommandForm } from './spec.ts';

export const handOverForm: CommandForm<'handOver'> = {
  initial: ({ view }) => ({ unit: view.facts.registration?.unit, papers: view.archive.filter((a) => a.present).map((a) => a.name) }),
  Fields: function HandOver({ form, view }) {
    const t = useT();
    return (
      <>
        <SelectField label={t('f.handOverTo')} bind={form.bind('unit')} options={useOffices(view.unit)} first />
        <TextField label={t('f.handOverReason')} bind={form.bind('reason')} rows={3} maxLength={500} />
        <ChecksField label={t('f.papers')} bind={form.bind('papers')} options={view.archive.filter((a) => a.present).map((a) => ({ value: a.name, label: a.name }))} hint={t('f.papersHint')} all />
      </>
    );
  },
};

export const askElsewhereForm: CommandForm<'askElsewhere'> = {
  Fields: function AskElsewhere({ form, view }) {
    const t = useT();
    return (
      <>
        <SelectField label={t('f.askUnit')} bind={form.bind('unit')} options={useOffices(view.unit)} first />
        <TextField label={t('f.askWhat')} bind={form.bind('what')} rows={5} maxLength={1000} />
      </>
    );
  },
};

export const notePlatformNumberForm: CommandForm<'notePlatformNumber'> = {
  Fields: function NotePlatformNumber({ form }) {
    const t = useT();
    return <TextField label={t('f.platformNumber')} bind={form.bind('number')} maxLength={60} first />;
  },
};
