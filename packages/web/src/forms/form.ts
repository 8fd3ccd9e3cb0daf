import { useCallback, useEffect, useMemo, useState } from 'react';
import type { Problem } from '@doudi/core/api/contract';
import type * as z from 'zod';
import type { Translate } from '../i18n/index.tsx';

/** What has been typed so far: every field may still be absent. */
export type Draft<T> = { [K in keyof T]?: T[K] | undefined };
/** Messages by dotted path (`facts.members.0.relation`). */
export type Errors = Readonly<Record<string, string>>;

/** One field's value with the ways to change it; what the field components take. */
export interface Bound<V> {
  readonly path: string;
  readonly value: V | undefined;
  readonly set: (value: V | undefined) => void;
  /** Changes what stands at that moment: for answers that come later, such as an upload. */
  readonly update: (f: (value: V | undefined) => V | undefined) => void;
  readonly error: string | undefined;
  readonly check: Check;
}

/** The messages of a form and the way to take one back when its field is touched. */
export interface Check {
  readonly errors: Errors;
  readonly touch: (path: string) => void;
}

export type Update<T> = (f: (value: Draft<T>) => Draft<T>) => void;

/** Binds the fields of a part of a form. */
export function binder<T extends object>(value: Draft<T>, update: Update<T>, check: Check, path = '') {
  return <K extends keyof T & string>(key: K): Bound<Exclude<T[K], undefined>> => {
    type V = Exclude<T[K], undefined>;
    const here = path === '' ? key : `${path}.${key}`;
    const change = (f: (v: V | undefined) => V | undefined): void => {
      check.touch(here);
      update((before) => ({ ...before, [key]: f(before[key] as V | undefined) }));
    };
    return {
      path: here, value: value[key] as V | undefined, check, update: change, set: (v) => change(() => v),
      error: check.errors[here] ?? Object.entries(check.errors).find(([p]) => p.startsWith(`${here}.`))?.[1],
    };
  };
}

/** Binds the fields of an object that is itself a field. */
export const inside = <T extends object>(b: Bound<T>) => binder<T>(b.value ?? {}, (f) => b.update((v) => f(v ?? {}) as T), b.check, b.path);

/** Words for what zod found, in the manner of the server's own. */
function message(i: z.core.$ZodIssue, t: Translate): string {
  switch (i.code) {
    case 'invalid_type':
      return t(i.input === undefined || i.input === null ? 'form.e.required' : 'form.e.wrong');
    case 'too_big':
      return t(i.origin === 'string' ? 'form.e.tooLong' : 'form.e.tooBig', { n: String(i.maximum) });
    case 'too_small':
      if (i.origin !== 'string' && i.origin !== 'array') return t('form.e.tooSmall', { n: String(i.minimum) });
      // What must have more than one sign may be there and yet be too short.
      if (Number(i.minimum) <= 1) return t('form.e.required');
      return t(i.origin === 'string' ? 'form.atLeast' : 'form.e.tooFew', { n: String(i.minimum) });
    case 'invalid_value':
      return t('form.e.choose');
    default:
      return /[\u4e00-\u9fff]/.test(i.message) ? i.message : t('form.e.wrong');
  }
}

/** First message per path of a failed check. */
export function errorsOf(error: z.ZodError, t: Translate): Errors {
  const out: Record<string, string> = {};
  for (const i of error.issues) out[i.path.map(String).join('.')] ??= message(i, t);
  return out;
}

/** Field messages of a server's refusal, below the given prefixes (`body.payload.` …). */
export const errorsOfProblem = (problem: Problem): Errors => Object.fromEntries((problem.fields ?? []).map((f) => [f.path.replace(/^body\.(payload\.)?/, ''), f.message]));

const read = <T>(key: string): Draft<T> | undefined => {
  const text = sessionStorage.getItem(key);
  return text === null ? undefined : (JSON.parse(text) as Draft<T>);
};

export interface FormState<T extends object> {
  readonly values: Draft<T>;
  readonly update: Update<T>;
  readonly errors: Errors;
  readonly setErrors: (errors: Errors) => void;
  readonly bind: <K extends keyof T & string>(key: K) => Bound<Exclude<T[K], undefined>>;
  /** Forgets the stored draft: after success. */
  readonly forget: () => void;
  readonly restored: boolean;
}

/** Errors of a form; a touched field's message (and those below it) is taken back. */
export function useErrors(): { check: Check; errors: Errors; setErrors: (e: Errors) => void } {
  const [errors, setErrors] = useState<Errors>({});
  const touch = useCallback((path: string) => setErrors((before) => (Object.keys(before).length === 0 ? before : Object.fromEntries(Object.entries(before).filter(([p]) => p !== path && !p.startsWith(`${path}.`))))), []);
  const check = useMemo(() => ({ errors, touch }), [errors, touch]);
  return { check, errors, setErrors };
}

/** A form whose values survive closing it, a reload and a refused submission: kept in this tab under `key`. */
export function useForm<T extends object>(key: string, initial: () => Draft<T>): FormState<T> {
  const [stored] = useState(() => read<T>(key));
  const [values, setValues] = useState<Draft<T>>(() => stored ?? initial());
  const [touched, setTouched] = useState(false);
  const { check, errors, setErrors } = useErrors();
  useEffect(() => {
    if (touched) sessionStorage.setItem(key, JSON.stringify(values));
  }, [key, values, touched]);
  const update = useCallback<Update<T>>((f) => {
    setTouched(true);
    setValues(f);
  }, []);
  const bind = useMemo(() => binder<T>(values, update, check), [values, update, check]);
  const forget = useCallback(() => {
    setTouched(false);
    sessionStorage.removeItem(key);
  }, [key]);
  return { values, update, errors, setErrors, bind, forget, restored: stored !== undefined };
}
