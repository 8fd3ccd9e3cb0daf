import type { TriableParameter } from '@doudi/core/api/budget';
import type { ReactNode } from 'react';
import { MoneyField } from '../../forms/inputs.tsx';
import type { Bound } from '../../forms/form.ts';
import { hasText, useT } from '../../i18n/index.tsx';
import { SourceChips } from '../../ui/Chips.tsx';
import { PercentInput } from './inputs.tsx';

/** New values by scope of the parameter; one that is absent is not tried. */
export type Tried = Record<string, unknown>;
export const scopeKey = (p: Pick<TriableParameter, 'key' | 'programme' | 'area'>): string => `${p.key}|${p.programme ?? ''}|${p.area ?? ''}`;

interface Leaf { readonly path: readonly (string | number)[]; readonly value: number; readonly key: string; readonly of: string }

/** The numbers of a table that a county may move, each with the label of what it belongs to. */
function leaves(value: unknown, path: readonly (string | number)[] = [], of = ''): Leaf[] {
  if (Array.isArray(value)) return value.flatMap((v, i) => leaves(v, [...path, i], of));
  if (typeof value !== 'object' || value === null) return [];
  const own = value as Record<string, unknown>;
  const label = [own['label'], own['grade']].find((x) => typeof x === 'string') ?? of;
  return Object.entries(own).flatMap(([k, v]) => (typeof v === 'number' ? (hasText(`bud.leaf.${k}`) ? [{ path: [...path, k], value: v, key: k, of: label as string }] : []) : k === 'who' || k === 'kinds' ? [] : leaves(v, [...path, k], label as string)));
}

function put(value: unknown, [head, ...rest]: readonly (string | number)[], to: number): unknown {
  if (head === undefined) return to;
  if (Array.isArray(value)) return value.map((v: unknown, i) => (i === head ? put(v, rest, to) : v));
  return { ...(value as object), [head]: put((value as Record<string, unknown>)[head], rest, to) };
}

const isMoney = (key: string): boolean => /fen$/i.test(key);
const bound = (value: number | undefined, set: (v: number | undefined) => void, path: string): Bound<number> => ({ path, value, set, update: (f) => set(f(value)), error: undefined, check: { errors: {}, touch: () => undefined } });

/** One parameter: what stands, by which clause, and what to put in its place. */
export function TriedParameter({ p, value, onChange }: { readonly p: TriableParameter; readonly value: unknown; readonly onChange: (value: unknown) => void }): ReactNode {
  const t = useT();
  const scope = [p.programmeName, p.area ? t(`bud.${p.area}`) : null].filter((x) => x !== null).join(' ');
  const list = leaves(p.value);
  if (typeof p.value !== 'number' && list.length === 0) return null;
  return (
    <fieldset className={`box${value === undefined ? '' : ' tried'}`}>
      <legend>{p.label}{scope ? `（${scope}）` : ''}</legend>
      <p className="muted">{t('bud.present')}：{p.text} <SourceChips source={p.source} /></p>
      {typeof p.value === 'number' ? (
        p.unit === 'fen' ? <MoneyField label={t('bud.newValue')} bind={bound(value as number | undefined, onChange, p.key)} /> : <label>{t('bud.newValue')} <PercentInput label={`${p.label} ${t('bud.newValue')}`} value={value as number | undefined} onChange={onChange} unit={p.unit === 'percent' ? '%' : ''} /></label>
      ) : (
        <details className="more" open={value !== undefined}>
          <summary>{t('bud.newValue')}</summary>
          <div className="leaves">
            {list.map((l) => {
              const now = l.path.reduce<unknown>((v, k) => (typeof v === 'object' && v !== null ? (v as Record<string | number, unknown>)[k] : undefined), value ?? p.value) as number | undefined;
              const label = `${l.of ? `${l.of} ` : ''}${hasText(`bud.leaf.${l.key}`) ? t(`bud.leaf.${l.key}` as 'bud.leaf.fen') : l.key}`;
              const set = (v: number | undefined): void => {
                if (v !== undefined) {
                  const next = put(value ?? p.value, l.path, v);
                  onChange(JSON.stringify(next) === JSON.stringify(p.value) ? undefined : next);
                }
              };
              return isMoney(l.key) ? <MoneyField key={l.path.join('.')} label={label} bind={bound(now, set, l.path.join('.'))} /> : <label key={l.path.join('.')}>{label} <PercentInput label={label} value={now} onChange={set} unit={/percent/i.test(l.key) ? '%' : ''} /></label>;
            })}
          </div>
        </details>
      )}
    </fieldset>
  );
}
