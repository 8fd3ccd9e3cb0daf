import { TextField } from '../../../forms/inputs.tsx';
import { StaffField } from '../../../forms/pickers.tsx';
import { useT } from '../../../i18n/index.tsx';
import type { CommandForm } from './spec.ts';

export const useSimplifiedForm: CommandForm<'useSimplified'> = {
  initial: ({ session }) => ({ knownBy: [session.account] }),
  Fields: function Simplified({ form }) {
    const t = useT();
    return (
      <>
        <TextField label={t('f.simplifiedGrounds')} bind={form.bind('grounds')} rows={4} maxLength={1000} first />
        <StaffField label={t('f.knownBy')} bind={form.bind('knownBy')} />
      </>
    );
  },
};
