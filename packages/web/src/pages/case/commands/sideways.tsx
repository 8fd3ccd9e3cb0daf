import { DateField, SelectField, TextField } from '../../../forms/inputs.tsx';
import { OneStaffField } from '../../../forms/pickers.tsx';
import { useT } from '../../../i18n/index.tsx';
import { GROUNDS } from './options.ts';
import type { CommandForm } from './spec.ts';

export const withdrawForm: CommandForm<'withdraw'> = {
  initial: ({ today }) => ({ signedOn: today }),
  Fields: function Withdraw({ form, today }) {
    const t = useT();
    return (
      <>
        <TextField label={t('f.withdrawReason')} bind={form.bind('reason')} rows={3} maxLength={500} first />
        <DateField label={t('f.signedOn')} bind={form.bind('signedOn')} max={today} />
      </>
    );
  },
};

export const abandonForm: CommandForm<'abandon'> = {
  Fields: function Abandon({ form }) {
    const t = useT();
    return <TextField label={t('f.abandonGround')} bind={form.bind('ground')} rows={4} maxLength={1000} hint={t('f.abandonHint')} first />;
  },
};

export const transferForm: CommandForm<'transfer'> = {
  Fields: function Transfer({ form }) {
    const t = useT();
    return (
      <>
        <OneStaffField label={t('f.transferTo')} bind={form.bind('to')} posts={['handler', 'countyHandler']} first />
        <TextField label={t('f.transferReason')} bind={form.bind('reason')} rows={3} maxLength={500} />
      </>
    );
  },
};

export const extendForm: CommandForm<'extend'> = {
  Fields: function Extend({ form }) {
    const t = useT();
    return (
      <>
        <SelectField label={t('f.extendGround')} bind={form.bind('ground')} options={GROUNDS.map((value) => ({ value, label: t(`ground.${value}`) }))} first />
        <TextField label={t('f.extendReason')} bind={form.bind('reason')} rows={4} maxLength={1000} />
      </>
    );
  },
};
