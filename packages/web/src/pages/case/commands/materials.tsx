import { ChecksField, SelectField } from '../../../forms/inputs.tsx';
import { useT } from '../../../i18n/index.tsx';
import type { CommandForm, FormContext } from './spec.ts';

const lacking = (c: FormContext) => c.view.archive.filter((a) => a.kind === 'application' && !a.present).map((a) => ({ value: a.id, label: a.name }));

export const receiveMaterialsForm: CommandForm<'receiveMaterials'> = {
  initial: () => ({ materials: [] }),
  Fields: function ReceiveMaterials({ form, ...c }) {
    const t = useT();
    const options = lacking(c);
    return options.length === 0 ? <p>{t('f.materialsAll')}</p> : <ChecksField label={t('f.materials')} bind={form.bind('materials')} options={options} first all />;
  },
};

export const requireMaterialForm: CommandForm<'requireMaterial'> = {
  Fields: function RequireMaterial({ form, ...c }) {
    const t = useT();
    const options = lacking(c);
    return options.length === 0 ? <p>{t('f.materialsAll')}</p> : <SelectField label={t('f.material')} bind={form.bind('material')} options={options} hint={t('f.materialHint')} first />;
  },
};
