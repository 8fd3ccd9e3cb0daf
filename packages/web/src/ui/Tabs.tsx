import { useRef, type ReactNode } from 'react';

export interface TabItem<K extends string> {
  readonly key: K;
  readonly label: string;
  readonly count?: number | string | undefined;
}

/** Tabs of a page; the arrow keys walk them. */
export function Tabs<K extends string>({ label, items, value, onChange }: { readonly label: string; readonly items: readonly TabItem<K>[]; readonly value: K; readonly onChange: (key: K) => void }): ReactNode {
  const bar = useRef<HTMLDivElement>(null);
  const walk = (by: number): void => {
    const at = items.findIndex((i) => i.key === value);
    const to = items[(at + by + items.length) % items.length];
    if (!to) return;
    onChange(to.key);
    bar.current?.querySelectorAll<HTMLElement>('[role="tab"]')[items.indexOf(to)]?.focus();
  };
  return (
    <div className="tabs" role="tablist" aria-label={label} ref={bar} onKeyDown={(e) => {
      if (e.key === 'ArrowRight') walk(1);
      else if (e.key === 'ArrowLeft') walk(-1);
    }}>
      {items.map((i) => (
        <button key={i.key} type="button" role="tab" aria-selected={i.key === value} tabIndex={i.key === value ? 0 : -1} onClick={() => onChange(i.key)}>
          {i.label}
          {i.count === undefined ? null : <> <b>{i.count}</b></>}
        </button>
      ))}
    </div>
  );
}
