import { useEffect, useState, type ReactNode } from 'react';
import { Field, type FieldProps } from '../../forms/Field.tsx';

/** A month as a field of a form. */
export function MonthField({ max, ...p }: FieldProps<string> & { readonly max?: string }): ReactNode {
  return <Field {...p}>{(i) => <input id={i.id} aria-describedby={i.describedBy} aria-invalid={i.invalid || undefined} className="input input-month" type="month" max={max} value={p.bind.value ?? ''} onChange={(e) => p.bind.set(e.target.value === '' ? undefined : e.target.value)} />}</Field>;
}

const read = (text: string): number | undefined => (/^-?\d{1,4}(\.\d{1,4})?$/.test(text.trim()) ? Number(text.trim()) : undefined);

/** A percentage with up to four decimals, also negative. */
export function PercentInput({ label, value, onChange, unit = '%' }: { readonly label: string; readonly value: number | undefined; readonly onChange: (value: number | undefined) => void; readonly unit?: string }): ReactNode {
  const [text, setText] = useState(value === undefined ? '' : String(value));
  useEffect(() => setText((typed) => (read(typed) === value ? typed : value === undefined ? '' : String(value))), [value]);
  return (
    <span className="with-unit">
      <input className="input input-number" type="text" inputMode="decimal" autoComplete="off" aria-label={label} aria-invalid={(text !== '' && read(text) === undefined) || undefined} value={text} onChange={(e) => { setText(e.target.value); onChange(read(e.target.value)); }} />
      <span aria-hidden="true">{unit}</span>
    </span>
  );
}
