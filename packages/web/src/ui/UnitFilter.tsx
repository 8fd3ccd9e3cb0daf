import type { ReactNode } from 'react';
import { useSession } from '../app/session.tsx';
import { useOffices } from '../forms/offices.ts';
import { useT } from '../i18n/index.tsx';

interface Props {
  readonly unit: string | undefined;
  readonly onChange: (unit: string | undefined) => void;
}

/** One unit of the county or all of them, for posts that see the whole county; what is chosen stands in the address. */
export function UnitFilter(p: Props): ReactNode {
  const { may } = useSession();
  return may('bureau.read') ? <Choice {...p} /> : null;
}

function Choice({ unit, onChange }: Props): ReactNode {
  const t = useT();
  const offices = useOffices();
  return (
    <select className="input" aria-label={t('matter.unit')} value={unit ?? ''} onChange={(e) => onChange(e.target.value === '' ? undefined : e.target.value)}>
      <option value="">{t('matter.allUnits')}</option>
      {unit !== undefined && !offices.some((o) => o.value === unit) ? <option value={unit}>{unit}</option> : null}
      {offices.map((o) => <option key={o.value} value={o.value}>{o.label}</option>)}
    </select>
  );
}
