import { createContext, use, useId, type ReactNode } from 'react';
import { hasText, useT } from '../i18n/index.tsx';
import type { Bound } from './form.ts';

export interface FieldProps<V> {
  readonly label: string;
  readonly bind: Bound<V>;
  readonly hint?: ReactNode;
  readonly optional?: boolean;
  /** Takes the focus when the form opens. */
  readonly first?: boolean;
}

export interface FieldIds {
  readonly id: string;
  readonly describedBy: string | undefined;
  readonly invalid: boolean;
}

/** Whether labels are hidden because a table head says them (rows of a list). */
export const CompactFields = createContext(false);

/** Whether a line beside each field says why it is asked: for the first week at a counter. */
export const ShowWhy = createContext(false);

/** The reason why a field or list is asked, by its path; nothing when the mode is off or nothing is to be said. */
export function Why({ path }: { readonly path: string }): ReactNode {
  const t = useT();
  const on = use(ShowWhy);
  const key = `why.${path.replaceAll(/\.\d+/g, '')}`;
  return on && hasText(key) ? <span className="why-line">{t(key)}</span> : null;
}

/** Label, control, hint and message of one field, tied together for screen readers. `group` = several controls under one name. */
export function Field<V>({ label, bind, hint, optional = false, group = false, children }: Omit<FieldProps<V>, 'first'> & { readonly group?: boolean; readonly children: (ids: FieldIds) => ReactNode }): ReactNode {
  const id = useId();
  const compact = use(CompactFields);
  const describedBy = [hint ? `${id}-hint` : '', bind.error ? `${id}-error` : ''].filter(Boolean).join(' ') || undefined;
  const ids = { id, describedBy, invalid: bind.error !== undefined };
  const name = (
    <>
      {label}
      {optional && !compact ? <span className="optional">（选填）</span> : null}
    </>
  );
  const inner = (
    <>
      <Why path={bind.path} />
      {children(ids)}
      {hint ? (
        <span className="hint" id={`${id}-hint`}>
          {hint}
        </span>
      ) : null}
      {bind.error ? (
        <span className="error" id={`${id}-error`}>
          {bind.error}
        </span>
      ) : null}
    </>
  );
  const className = `field${bind.error ? ' field-error' : ''}${compact ? ' field-compact' : ''}`;
  return group ? (
    <fieldset className={className} data-path={bind.path}>
      <legend>{name}</legend>
      {inner}
    </fieldset>
  ) : (
    <div className={className} data-path={bind.path}>
      <label htmlFor={id}>{name}</label>
      {inner}
    </div>
  );
}
