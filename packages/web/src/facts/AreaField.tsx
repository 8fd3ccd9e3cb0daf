import { useEffect, type ReactNode } from 'react';
import type { Bound } from '../forms/form.ts';
import { RadioField } from '../forms/inputs.tsx';
import { useT } from '../i18n/index.tsx';

/** Urban or rural: follows from the village where one is chosen or the desk belongs to one, and is typed only where there is none. */
export function AreaField({ bind, place }: { readonly bind: Bound<'urban' | 'rural'>; readonly place: { readonly area: 'urban' | 'rural' | null; readonly attribute: string | null } | undefined }): ReactNode {
  const t = useT();
  const area = place?.area ?? undefined;
  const { value, set } = bind;
  useEffect(() => {
    if (area && value !== area) set(area);
  }, [area, value, set]);
  const options = (['urban', 'rural'] as const).map((v) => ({ value: v, label: t(`area.${v}`) }));
  if (!area) return <RadioField label={t('intake.area')} bind={bind} options={options} />;
  return <RadioField label={t('intake.area')} bind={bind} options={options.filter((o) => o.value === area)} hint={place?.attribute ? t('facts.areaByCode', { code: place.attribute }) : t('facts.areaBy')} />;
}
