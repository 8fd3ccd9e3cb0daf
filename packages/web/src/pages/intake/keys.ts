import type { KeyboardEvent as FormKey } from 'react';

const FIELDS = 'input, select, textarea, button[type=submit]';

/** Stops of the Enter key: every field that can be filled; of a group of radio buttons the chosen one, else the first. */
function stops(form: HTMLElement): HTMLElement[] {
  const groups = new Map<string, HTMLInputElement>();
  const all = [...form.querySelectorAll<HTMLElement>(FIELDS)].filter((x) => x.offsetParent !== null && !x.hasAttribute('disabled'));
  for (const x of all) if (x instanceof HTMLInputElement && x.type === 'radio' && (x.checked || !groups.has(x.name))) groups.set(x.name, x);
  return all.filter((x) => !(x instanceof HTMLInputElement && x.type === 'radio') || groups.get(x.name) === x);
}

/** Enter goes to the next field (Shift+Enter back), as on the counters people know; Ctrl+Enter submits. */
export function walk(e: FormKey<HTMLFormElement>, submit: () => void): void {
  if (e.key !== 'Enter' || e.nativeEvent.isComposing || e.defaultPrevented || e.altKey) return;
  if (e.ctrlKey || e.metaKey) {
    e.preventDefault();
    submit();
    return;
  }
  const at = e.target;
  if (!(at instanceof HTMLInputElement || at instanceof HTMLSelectElement)) return;
  e.preventDefault();
  const fields = stops(e.currentTarget);
  const here = fields.findIndex((x) => x === at || (at instanceof HTMLInputElement && at.type === 'radio' && x instanceof HTMLInputElement && x.name === at.name && x.type === 'radio'));
  fields[here + (e.shiftKey ? -1 : 1)]?.focus();
}

/** Frames to wait for what a change is about to draw. */
const PATIENCE = 60;

function soon(ready: () => HTMLElement | null | undefined, left = PATIENCE): void {
  const at = ready();
  if (at) at.focus();
  else if (left > 0) requestAnimationFrame(() => soon(ready, left - 1));
}

/** Puts the cursor into a field that is about to appear. */
export const focusSoon = (selector: string): void => soon(() => document.querySelector<HTMLElement>(selector));

/** Puts the cursor into the row that is about to appear at the end of a list. */
export function toNewRow(path: string): void {
  const rows = (): NodeListOf<HTMLElement> => document.querySelectorAll(`[data-path="${path}"] > .list-row`);
  const before = rows().length;
  soon(() => (rows().length > before ? [...rows()].at(-1)?.querySelector<HTMLElement>('select, input, textarea') : null));
}

const LISTS: Readonly<Record<string, string>> = { KeyI: 'facts.incomes', KeyP: 'facts.properties', KeyE: 'facts.expenses' };
const PLACES: Readonly<Record<string, string>> = { KeyM: '[data-jump="member"] input', KeyO: '[data-jump="obligor"] input', KeyL: '[data-path="materials"] input', KeyS: '[data-path="declared"] input' };

/** Alt with a letter: to the next member, obligor, income … from anywhere in the form. */
export function jump(e: KeyboardEvent, form: HTMLElement | null): void {
  if (!e.altKey || e.ctrlKey || e.metaKey || !form || document.querySelector('[role="dialog"]')) return;
  const list = LISTS[e.code];
  const place = PLACES[e.code];
  if (list) {
    const add = form.querySelector<HTMLElement>(`[data-path="${list}"] > .list-add`);
    if (!add) return;
    e.preventDefault();
    toNewRow(list);
    add.click();
  } else if (place) {
    const to = form.querySelector<HTMLElement>(place);
    if (!to) return;
    e.preventDefault();
    to.focus();
    to.scrollIntoView({ block: 'center' });
  }
}
