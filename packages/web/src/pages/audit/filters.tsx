import { Button } from 'antd';
import { useState, type ReactNode } from 'react';
import { useT } from '../../i18n/index.tsx';

export interface FilterField {
  readonly key: string;
  readonly label: string;
  readonly type: 'search' | 'date' | 'select';
  readonly options?: readonly (readonly [string, string])[];
}

/** Filters that are asked for together: a log of millions of lines is not searched at every keystroke. */
export function Filters({ fields, value, onApply }: { readonly fields: readonly FilterField[]; readonly value: Readonly<Record<string, string>>; readonly onApply: (v: Record<string, string>) => void }): ReactNode {
  const t = useT();
  const [typed, setTyped] = useState<Record<string, string>>(value);
  const set = (key: string, v: string): void => setTyped({ ...typed, [key]: v });
  return (
    <form className="row-line" onSubmit={(e) => { e.preventDefault(); onApply(Object.fromEntries(Object.entries(typed).flatMap(([k, v]): [string, string][] => (v.trim() === '' ? [] : [[k, v.trim()]])))); }}>
      {fields.map((f) =>
        f.type === 'select' ? (
          <select key={f.key} className="input" aria-label={f.label} value={typed[f.key] ?? ''} onChange={(e) => set(f.key, e.target.value)}>
            <option value="">{f.label}</option>
            {(f.options ?? []).map(([v, l]) => <option key={v} value={v}>{l}</option>)}
          </select>
        ) : f.type === 'date' ? (
          <label key={f.key}>{f.label} <input className="input input-date" type="date" value={typed[f.key] ?? ''} onChange={(e) => set(f.key, e.target.value)} /></label>
        ) : <input key={f.key} className="input" type="search" aria-label={f.label} placeholder={f.label} maxLength={60} value={typed[f.key] ?? ''} onChange={(e) => set(f.key, e.target.value)} />,
      )}
      <Button htmlType="submit" type="primary">{t('aud.apply')}</Button>
      <button type="button" className="link" onClick={() => { setTyped({}); onApply({}); }}>{t('aud.clear')}</button>
    </form>
  );
}
