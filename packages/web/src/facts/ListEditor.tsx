import type { ReactNode } from 'react';
import { binder, type Bound, type Draft } from '../forms/form.ts';
import { Why } from '../forms/Field.tsx';
import { useT } from '../i18n/index.tsx';

type RowBinder<T extends object> = ReturnType<typeof binder<T>>;

/** Rows of one kind, each with its fields, a way to take it away, and a button for the next. */
export function ListEditor<T extends object>({ bind, blank, add, title, keep, children }: {
  readonly bind: Bound<Draft<T>[]>;
  /** A new row; absent = rows come from elsewhere. */
  readonly blank?: () => Draft<T>;
  readonly add?: string;
  /** What a row is about, as its heading. */
  readonly title?: (row: Draft<T>, i: number) => ReactNode;
  /** Rows that cannot be taken away. */
  readonly keep?: (row: Draft<T>) => boolean;
  readonly children: (field: RowBinder<T>, row: Draft<T>, i: number) => ReactNode;
}): ReactNode {
  const t = useT();
  const rows = bind.value ?? [];
  const change = (i: number, f: (row: Draft<T>) => Draft<T>): void => bind.update((all = []) => all.map((r, n) => (n === i ? f(r) : r)));
  return (
    <div className="list" data-path={bind.path}>
      <Why path={bind.path} />
      {rows.map((row, i) => (
        <div key={i} className="list-row">
          {title ? <div className="list-title">{title(row, i)}</div> : null}
          <div className="list-fields">{children(binder<T>(row, (f) => change(i, f), bind.check, `${bind.path}.${i}`), row, i)}</div>
          {keep?.(row) ? null : <button type="button" className="link list-remove" onClick={() => bind.update((all = []) => all.filter((_, n) => n !== i))}>{t('remove')}</button>}
        </div>
      ))}
      {blank && add ? <button type="button" className="link list-add" onClick={() => bind.update((all = []) => [...all, blank()])}>＋ {add}</button> : null}
      {bind.check.errors[bind.path] ? <span className="error">{bind.check.errors[bind.path]}</span> : null}
    </div>
  );
}
