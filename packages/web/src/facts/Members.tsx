import { HEALTH, LABOUR, OCCUPATION, RELATIONS } from '@doudi/core/case/facts';
import type { ReactNode } from 'react';
import { inside, type Bound, type Draft } from '../forms/form.ts';
import { CheckField, SelectField } from '../forms/inputs.tsx';
import { useT } from '../i18n/index.tsx';
import { ListEditor } from './ListEditor.tsx';
import type { Known, MemberInput } from './model.ts';

const KINDS = ['physical', 'visual', 'hearing', 'speech', 'intellectual', 'mental', 'multiple'] as const;
const EXCLUDED = ['imprisoned', 'missing', 'conscript', 'religious'] as const;
const GRADES = [1, 2, 3, 4] as const;

/** Those who live together and are counted: health, work, disability; age and sex come from the identity number. */
export function Members({ bind, known }: { readonly bind: Bound<Draft<MemberInput>[]>; readonly known: (id: string) => Known | undefined }): ReactNode {
  const t = useT();
  return (
    <ListEditor<MemberInput> bind={bind} keep={(m) => m.relation === 'self'} title={(m) => {
      const p = known(m.person ?? '');
      return <><b>{p?.name ?? t('case.someone')}</b> {p ? `${t(`sex.${p.sex}`)} ${t('f.age', { n: p.age })}` : ''}</>;
    }}>
      {(field, row, i) => {
        const disability = inside(field('disability'));
        const kind = disability('kind');
        return (
          <>
            {i === 0 && row.relation === 'self' ? null : <SelectField label={t('case.relation')} bind={field('relation')} options={RELATIONS.filter((r) => r !== 'self').map((value) => ({ value, label: t(`relation.${value}`) }))} />}
            <SelectField label={t('case.health')} bind={field('health')} options={HEALTH.map((value) => ({ value, label: t(`health.${value}`) }))} />
            <SelectField label={t('case.labour')} bind={field('labour')} options={LABOUR.map((value) => ({ value, label: t(`labour.${value}`) }))} />
            <SelectField label={t('facts.occupation')} bind={field('occupation')} options={OCCUPATION.map((value) => ({ value, label: t(`occupation.${value}`) }))} />
            <SelectField label={t('facts.disability')} optional bind={{ ...kind, set: (v) => (v === undefined ? field('disability').set(undefined) : kind.set(v)) }} options={KINDS.map((value) => ({ value, label: t(`disability.${value}`) }))} />
            {row.disability ? <SelectField<number> label={t('facts.grade')} bind={disability('grade')} options={GRADES.map((value) => ({ value, label: t(`grade.${value}`) }))} /> : null}
            <SelectField label={t('facts.excluded')} optional bind={field('excluded')} options={EXCLUDED.map((value) => ({ value, label: t(`excluded.${value}`) }))} />
            {row.sex === 'female' && (known(row.person ?? '')?.age ?? 0) >= 14 && (known(row.person ?? '')?.age ?? 0) < 56 ? <CheckField label={t('facts.pregnant')} bind={field('pregnant')} /> : null}
          </>
        );
      }}
    </ListEditor>
  );
}
