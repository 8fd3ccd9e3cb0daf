import { DateField, SelectField, TextField } from '../../../forms/inputs.tsx';
import { FilesField } from '../../../forms/pickers.tsx';
import { useT } from '../../../i18n/index.tsx';
import { DELIVERY } from './options.ts';
import type { CommandForm } from './spec.ts';

export const deliverForm: CommandForm<'deliver'> = {
  initial: ({ today }) => ({ on: today, method: 'inPerson', photos: [] }),
  Fields: function Deliver({ form, view, today, name }) {
    const t = useT();
    const refused = form.values.method === 'refusedWithWitness';
    return (
      <>
        <div className="row">
          <DateField label={t('f.deliveredOn')} bind={form.bind('on')} max={today} first />
          <SelectField label={t('f.deliveryMethod')} bind={form.bind('method')} options={DELIVERY.map((value) => ({ value, label: t(`delivery.${value}`) }))} />
        </div>
        <TextField label={t('f.receiver')} bind={form.bind('receiver')} maxLength={40} hint={t('f.receiverHint', { name: name(view.facts.applicant) })} />
        {refused || form.values.witness ? <TextField label={t('f.witness')} bind={form.bind('witness')} maxLength={40} optional={!refused} /> : null}
        <FilesField label={t('f.deliveryPhotos')} bind={form.bind('photos')} caseId={view.id} optional />
      </>
    );
  },
};
