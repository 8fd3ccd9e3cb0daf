import { useEffect, useLayoutEffect, useRef, useState, type MouseEvent as ReactMouseEvent, type ReactNode } from 'react';
import { useT } from '../i18n/index.tsx';
import { placeAmong, rememberRow } from '../lib/place.ts';

export interface Column<Row> {
  readonly key: string;
  readonly title: string;
  readonly render: (row: Row) => ReactNode;
  readonly align?: 'right';
  /** CSS width; the rest share what is left. */
  readonly width?: string;
  /** Left out of the stacked rows on a phone: what matters only beside other rows. */
  readonly wide?: boolean;
}

/** A click that belongs to something in the row, or that ends a selection of text: the row stays out of it. */
const own = (e: ReactMouseEvent): boolean => (e.target instanceof Element && e.target.closest('a, button, input, label, select, summary') !== null) || (getSelection()?.toString() ?? '') !== '';

const typing = (e: KeyboardEvent): boolean => e.target instanceof HTMLElement && (e.target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(e.target.tagName));

/**
 * A real table. Below 700 px every row is stacked with its column titles. With `onOpen`, a click anywhere opens a row, J and
 * K walk them and Enter opens the one marked; with `place`, the row left behind is marked again on return. `empty` says what would fill it.
 */
export function DataTable<Row>({ caption, columns, rows, rowKey, onOpen, empty, foot, place }: {
  readonly caption: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly rowKey: (row: Row) => string;
  readonly onOpen?: (row: Row) => void;
  readonly empty: ReactNode;
  readonly foot?: ReactNode;
  /** Name of the list under which the marked row is remembered in this tab. */
  readonly place?: string;
}): ReactNode {
  const [at, setAt] = useState(-1);
  const body = useRef<HTMLTableSectionElement>(null);
  const firstKey = rows[0] ? rowKey(rows[0]) : '';
  const keys = rows.map(rowKey);
  const all = keys.join('\n');
  useLayoutEffect(() => {
    if (place === undefined) setAt(-1);
  }, [firstKey, place]);
  useLayoutEffect(() => {
    if (place === undefined) return;
    const back = placeAmong(place, all.split('\n'));
    setAt(back);
    body.current?.rows[back]?.scrollIntoView({ block: 'nearest' });
  }, [all, place]);
  const note = (i: number): void => {
    const key = keys[i];
    if (place !== undefined && key !== undefined) rememberRow(place, key, i);
  };
  const walk = useRef<(e: KeyboardEvent) => void>(() => undefined);
  useEffect(() => {
    walk.current = (e) => {
      if (!onOpen || typing(e) || e.ctrlKey || e.metaKey || e.altKey || document.querySelector('[role="dialog"]')) return;
      const step = e.key === 'j' || e.key === 'J' ? 1 : e.key === 'k' || e.key === 'K' ? -1 : 0;
      if (step !== 0) {
        e.preventDefault();
        const next = Math.max(0, Math.min(rows.length - 1, at + step));
        setAt(next);
        note(next);
        body.current?.rows[next]?.scrollIntoView({ block: 'nearest' });
      }
      const row = rows[at];
      // Enter on a link or button is that control's own.
      if (e.key === 'Enter' && row && !(e.target instanceof HTMLAnchorElement) && !(e.target instanceof HTMLButtonElement)) {
        note(at);
        onOpen(row);
      }
    };
  });
  useEffect(() => {
    const listen = (e: KeyboardEvent): void => walk.current(e);
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, []);
  // A row opened with the mouse is a place as well.
  useEffect(() => {
    const table = body.current;
    const clicked = (e: MouseEvent): void => {
      const row = e.target instanceof Element ? e.target.closest('tr') : null;
      const i = row ? [...(table?.rows ?? [])].indexOf(row) : -1;
      if (i < 0 || place === undefined) return;
      note(i);
      // After React's own listeners: drawn in between, a tick box would be put back before its change is read.
      setTimeout(() => setAt(i));
    };
    table?.addEventListener('click', clicked);
    return () => table?.removeEventListener('click', clicked);
  });
  if (rows.length === 0) return <div className="empty">{empty}</div>;
  return (
    <div className="table-scroll">
      <table className="table">
        <caption className="visually-hidden">{caption}</caption>
        <thead>
          <tr>
            {columns.map((c) => (
              <th key={c.key} scope="col" className={c.align} style={c.width ? { width: c.width } : undefined}>
                {c.title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody ref={body}>
          {rows.map((row, i) => (
            <tr key={rowKey(row)} className={[i === at ? 'at' : '', onOpen ? 'opens' : ''].filter(Boolean).join(' ') || undefined} aria-current={i === at ? 'true' : undefined} {...(onOpen ? { onClick: (e) => own(e) || onOpen(row) } : {})}>
              {columns.map((c) => (
                <td key={c.key} data-label={c.title} className={[c.align, c.wide ? 'wide' : ''].filter(Boolean).join(' ') || undefined}>
                  {c.render(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
        {foot ? <tfoot>{foot}</tfoot> : null}
      </table>
    </div>
  );
}

/** Back and forth through cursor pages. `cursors` is the way walked so far; the last is the page shown. */
export function Pager({ cursors, next, onGo }: { readonly cursors: readonly string[]; readonly next: string | null; readonly onGo: (cursors: string[]) => void }): ReactNode {
  const t = useT();
  if (cursors.length === 0 && next === null) return null;
  return (
    <nav className="pager" aria-label={t('pager.label')}>
      <button type="button" className="link" disabled={cursors.length === 0} onClick={() => onGo(cursors.slice(0, -1))}>
        {t('pager.back')}
      </button>
      <span>{t('pager.page', { n: cursors.length + 1 })}</span>
      <button type="button" className="link" disabled={next === null} onClick={() => next !== null && onGo([...cursors, next])}>
        {t('pager.next')}
      </button>
    </nav>
  );
}
