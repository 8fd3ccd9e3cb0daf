import { useEffect, useRef, useState, type ReactNode } from 'react';
import { isDate } from '@doudi/core/calendar/date';
import type { PhraseField } from '@doudi/core/desk/phrases';
import { formatFen } from '@doudi/core/money/fen';
import { useLocale, useT } from '../i18n/index.tsx';
import { longDate } from '../lib/dates.ts';
import { readYuan } from '../lib/yuan.ts';
import { Field, Why, type FieldIds, type FieldProps } from './Field.tsx';
import { Phrases } from './Phrases.tsx';

const aria = (i: FieldIds) => ({ id: i.id, 'aria-invalid': i.invalid || undefined, 'aria-describedby': i.describedBy });

export function TextField({ rows, maxLength, first, inputMode, phrases, ...p }: FieldProps<string> & { readonly rows?: number; readonly maxLength?: number; readonly inputMode?: 'text' | 'numeric' | 'tel'; /** Common opinions of this kind are offered below. */ readonly phrases?: PhraseField }): ReactNode {
  const area = useRef<HTMLTextAreaElement>(null);
  return (
    <Field {...p}>
      {(i) =>
        rows ? (
          <>
            <textarea {...aria(i)} ref={area} className="input" rows={rows} maxLength={maxLength} autoFocus={first} value={p.bind.value ?? ''} onChange={(e) => p.bind.set(e.target.value)} />
            {phrases ? <Phrases field={phrases} area={area} value={p.bind.value ?? ''} onChange={(text) => p.bind.set(text)} /> : null}
          </>
        ) : (
          <input {...aria(i)} className="input" type="text" maxLength={maxLength} inputMode={inputMode} autoFocus={first} autoComplete="off" value={p.bind.value ?? ''} onChange={(e) => p.bind.set(e.target.value === '' && p.optional ? undefined : e.target.value)} />
        )
      }
    </Field>
  );
}

/** A day, chosen or typed; echoed with its weekday. */
export function DateField({ first, max, min, ...p }: FieldProps<string> & { readonly max?: string; readonly min?: string }): ReactNode {
  const { locale } = useLocale();
  const { value } = p.bind;
  return (
    <Field {...p} hint={value && isDate(value) ? longDate(value, locale) : p.hint}>
      {(i) => <input {...aria(i)} className="input input-date" type="date" max={max} min={min} autoFocus={first} value={value ?? ''} onChange={(e) => p.bind.set(e.target.value === '' ? undefined : e.target.value)} />}
    </Field>
  );
}

/** A day and a time of day in Shanghai, without zone: `2026-11-22T21:05`. */
export function TimeField({ first, max, ...p }: FieldProps<string> & { readonly max?: string }): ReactNode {
  return <Field {...p}>{(i) => <input {...aria(i)} className="input input-time" type="datetime-local" max={max} autoFocus={first} value={p.bind.value ?? ''} onChange={(e) => p.bind.set(e.target.value === '' ? undefined : e.target.value.slice(0, 16))} />}</Field>;
}

/** A time of day in Shanghai: `21:05`. */
export function ClockField({ first, ...p }: FieldProps<string>): ReactNode {
  return <Field {...p}>{(i) => <input {...aria(i)} className="input input-clock" type="time" step={60} autoFocus={first} value={p.bind.value ?? ''} onChange={(e) => p.bind.set(e.target.value === '' ? undefined : e.target.value.slice(0, 5))} />}</Field>;
}

/** Yuan typed, fen kept. */
export function MoneyField({ first, ...p }: FieldProps<number>): ReactNode {
  const t = useT();
  const { value } = p.bind;
  const [text, setText] = useState(value === undefined ? '' : formatFen(value).replace(/\.00$/, ''));
  useEffect(() => setText((typed) => (readYuan(typed) === value ? typed : value === undefined ? '' : formatFen(value).replace(/\.00$/, ''))), [value]);
  const bad = text !== '' && readYuan(text) === undefined;
  return (
    <Field {...p} bind={bad ? { ...p.bind, error: t('form.badMoney') } : p.bind}>
      {(i) => (
        <span className="with-unit">
          <input {...aria(i)} className="input input-money" type="text" inputMode="decimal" autoFocus={first} autoComplete="off" value={text} onChange={(e) => {
            setText(e.target.value);
            p.bind.set(readYuan(e.target.value));
          }} />
          <span aria-hidden="true">{t('yuan')}</span>
        </span>
      )}
    </Field>
  );
}

export function NumberField({ first, unit, ...p }: FieldProps<number> & { readonly unit?: string }): ReactNode {
  return (
    <Field {...p}>
      {(i) => (
        <span className="with-unit">
          <input {...aria(i)} className="input input-number" type="text" inputMode="numeric" autoFocus={first} autoComplete="off" value={p.bind.value ?? ''} onChange={(e) => {
            const digits = e.target.value.normalize('NFKC').replaceAll(/\D/g, '').slice(0, 6);
            p.bind.set(digits === '' ? undefined : Number(digits));
          }} />
          {unit ? <span>{unit}</span> : null}
        </span>
      )}
    </Field>
  );
}

export interface Option<V extends string | number> {
  readonly value: V;
  readonly label: string;
  readonly hint?: string | undefined;
}

export function SelectField<V extends string | number>({ options, first, blank, ...p }: FieldProps<V> & { readonly options: readonly Option<V>[]; readonly blank?: string }): ReactNode {
  const t = useT();
  return (
    <Field {...p}>
      {(i) => (
        <select {...aria(i)} className="input" autoFocus={first} value={p.bind.value ?? ''} onChange={(e) => p.bind.set(options.find((o) => String(o.value) === e.target.value)?.value)}>
          <option value="">{blank ?? (p.optional ? t('form.none') : t('form.choose'))}</option>
          {options.map((o) => (
            <option key={o.value} value={o.value}>
              {o.label}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

export function RadioField<V extends string>({ options, first, ...p }: FieldProps<V> & { readonly options: readonly Option<V>[] }): ReactNode {
  return (
    <Field {...p} group>
      {(i) => (
        <span className="choices" aria-describedby={i.describedBy}>
          {options.map((o, n) => (
            <label key={o.value} className="choice">
              <input type="radio" name={i.id} value={o.value} autoFocus={first && n === 0} checked={p.bind.value === o.value} onChange={() => p.bind.set(o.value)} />
              <span>
                {o.label}
                {o.hint ? <small>{o.hint}</small> : null}
              </span>
            </label>
          ))}
        </span>
      )}
    </Field>
  );
}

/** Several of a list; `filter` appears when the list is long; `all` offers to tick everything. */
export function ChecksField<V extends string>({ options, first, all = false, ...p }: FieldProps<V[]> & { readonly options: readonly Option<V>[]; readonly all?: boolean }): ReactNode {
  const t = useT();
  const [filter, setFilter] = useState('');
  const chosen = p.bind.value ?? [];
  const shown = options.filter((o) => filter === '' || chosen.includes(o.value) || `${o.label}${o.hint ?? ''}`.includes(filter));
  return (
    <Field {...p} group>
      {(i) => (
        <>
          {options.length > 10 ? <input className="input filter" type="search" aria-label={t('form.filter')} placeholder={t('form.filter')} value={filter} onChange={(e) => setFilter(e.target.value)} /> : null}
          {all && options.length > 2 ? (
            <button type="button" className="link choices-all" onClick={() => p.bind.set(chosen.length === options.length ? [] : options.map((o) => o.value))}>
              {t(chosen.length === options.length ? 'form.noneOf' : 'form.allOf')}
            </button>
          ) : null}
          <span className={`choices${options.length > 10 ? ' choices-long' : ''}`} aria-describedby={i.describedBy}>
            {shown.map((o, n) => (
              <label key={o.value} className="choice">
                <input type="checkbox" autoFocus={first && n === 0} checked={chosen.includes(o.value)} onChange={(e) => p.bind.update((v = []) => (e.target.checked ? [...v, o.value] : v.filter((x) => x !== o.value)))} />
                <span>
                  {o.label}
                  {o.hint ? <small>{o.hint}</small> : null}
                </span>
              </label>
            ))}
          </span>
        </>
      )}
    </Field>
  );
}

/** One statement that is ticked or not. */
export function CheckField({ first, ...p }: FieldProps<boolean>): ReactNode {
  return (
    <div className={`field${p.bind.error ? ' field-error' : ''}`} data-path={p.bind.path}>
      <label className="choice">
        <input type="checkbox" autoFocus={first} checked={p.bind.value ?? false} onChange={(e) => p.bind.set(e.target.checked)} />
        <span>{p.label}</span>
      </label>
      <Why path={p.bind.path} />
      {p.hint ? <span className="hint">{p.hint}</span> : null}
      {p.bind.error ? <span className="error">{p.bind.error}</span> : null}
    </div>
  );
}
