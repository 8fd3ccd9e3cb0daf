import { useEffect, useRef, useState } from 'react';
import { putDraft } from '@doudi/core/api/cases';
import { call } from '../../api/client.ts';

const PAUSE_MS = 1200;
/** How soon what could not be saved is sent again. */
const AGAIN_MS = 8000;

export type Saved = 'clean' | 'dirty' | 'saving' | 'saved' | 'failed';

/** Keeps what is typed on the server, a moment after the last key; what is unsaved when the page is left is sent then. */
export function useDraft(key: string, values: unknown): { readonly saved: Saved; readonly at: string | null; readonly stop: () => void } {
  const [state, setState] = useState<Saved>('clean');
  const [at, setAt] = useState<string | null>(null);
  const pending = useRef<string | null>(null);
  const known = useRef(JSON.stringify(values));
  const stopped = useRef(false);
  useEffect(() => {
    const body = JSON.stringify(values);
    if (body === known.current) return undefined;
    known.current = body;
    pending.current = body;
    setState('dirty');
    const timer = setTimeout(() => {
      if (stopped.current) return;
      setState('saving');
      pending.current = null;
      call(putDraft, { params: { key }, body: { body: JSON.parse(body) as unknown } }, { key: null }).then(
        (d) => { setState((s) => (s === 'dirty' ? s : 'saved')); setAt(d.updatedAt); },
        () => { pending.current ??= body; setState('failed'); },
      );
    }, PAUSE_MS);
    return () => clearTimeout(timer);
  }, [key, values]);
  useEffect(() => {
    if (state !== 'failed') return undefined;
    // The line broke: tried again until it carries, at once when the device is back on line.
    const again = (): void => {
      const body = pending.current;
      if (body === null || stopped.current) return;
      pending.current = null;
      call(putDraft, { params: { key }, body: { body: JSON.parse(body) as unknown } }, { key: null }).then(
        (d) => { setState((s) => (s === 'dirty' ? s : 'saved')); setAt(d.updatedAt); },
        () => { pending.current ??= body; },
      );
    };
    const timer = setInterval(again, AGAIN_MS);
    window.addEventListener('online', again);
    return () => {
      clearInterval(timer);
      window.removeEventListener('online', again);
    };
  }, [key, state]);
  useEffect(
    () => () => {
      if (pending.current !== null && !stopped.current) void call(putDraft, { params: { key }, body: { body: JSON.parse(pending.current) as unknown } }, { key: null }).catch(() => undefined);
    },
    [key],
  );
  return { saved: state, at, stop: () => { stopped.current = true; } };
}
