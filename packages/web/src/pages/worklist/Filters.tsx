import { intakeSetup } from '@doudi/core/api/intake';
import type { Output } from '@doudi/core/api/contract';
import type { worklist } from '@doudi/core/api/cases';
import { STEPS } from '@doudi/core/policy/model';
import type { ReactNode } from 'react';
import { useCall } from '../../api/hooks.ts';
import type { WorklistSearch } from '../../app/routes.tsx';
import { useSession } from '../../app/session.tsx';
import { useT } from '../../i18n/index.tsx';
import { LightCount } from '../../ui/Light.tsx';
import { capped } from './count.ts';

export type Search = Partial<WorklistSearch>;
type Counts = Output<typeof worklist>['counts'];

const LIGHTS = ['red', 'yellow', 'green'] as const;

/** Lights with their counts; pressed = only these are listed. */
export function LightFilter({ counts, search, onChange }: { readonly counts: Counts; readonly search: Search; readonly onChange: (s: Search) => void }): ReactNode {
  const t = useT();
  return (
    <span className="light-counts" role="group" aria-label={t('work.light')}>
      {LIGHTS.map((l) => (
        <button key={l} type="button" className="light-filter" aria-pressed={search.light === l} title={t('work.lightHint')} onClick={() => onChange({ ...search, light: search.light === l ? undefined : l })}>
          <LightCount light={l} count={capped(counts[l])} />
        </button>
      ))}
    </span>
  );
}

/** Programme, unit, village and step; what is chosen stands in the address. */
export function Filters({ search, onChange }: { readonly search: Search; readonly onChange: (s: Search) => void }): ReactNode {
  const t = useT();
  const { session } = useSession();
  const setup = useCall(intakeSetup, {}, { staleTime: 300_000 });
  const units = setup.data?.units ?? [];
  const unit = units.length === 1 ? units[0] : units.find((u) => u.key === search.unit);
  const select = (label: string, value: string | undefined, options: readonly (readonly [string, string])[], set: (v: string | undefined) => void): ReactNode => (
    <label>
      <span className="visually-hidden">{label}</span>
      <select className="input" value={value ?? ''} onChange={(e) => set(e.target.value === '' ? undefined : e.target.value)}>
        <option value="">{t('work.all', { what: label })}</option>
        {options.map(([v, l]) => <option key={v} value={v}>{l}</option>)}
      </select>
    </label>
  );
  // All at once: a choice that comes in late would push the others aside.
  if (setup.isPending) return <div className="filters" aria-busy="true" />;
  return (
    <div className="filters">
      {select(t('work.programme'), search.programme, session.programmes.map((p) => [p.id, p.name]), (programme) => onChange({ ...search, programme }))}
      {units.length > 1 ? select(t('work.unit'), search.unit, units.map((u) => [u.key, u.name]), (key) => onChange({ ...search, unit: key, village: undefined })) : null}
      {unit && unit.villages.length > 1 ? select(t('work.place'), search.village, unit.villages.map((v) => [v.key, v.name]), (village) => onChange({ ...search, village })) : null}
      {select(t('work.step'), search.step, STEPS.map((s) => [s, t(`step.${s}`)]), (step) => onChange({ ...search, step }))}
    </div>
  );
}
