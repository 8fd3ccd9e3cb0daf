import { useCallback, useEffect, useRef, useState, type ReactNode } from 'react';
import { problemOf } from '../../api/client.ts';
import { fileAddress, uploadFile } from '../../api/files.ts';
import type { Bound } from '../../forms/form.ts';
import { useT } from '../../i18n/index.tsx';

interface Shot {
  readonly key: string;
  readonly file: File;
  readonly fault?: string | undefined;
  /** Not refused: the line broke. */
  readonly lost?: boolean | undefined;
}

const AGAIN_MS = 8000;

/** Photographs taken here and now: sent one after another; what the line does not carry is counted, kept and sent again. */
export function Camera({ caseId, bind, onWaiting, take, label, hint }: { readonly caseId: string; readonly bind: Bound<string[]>; readonly onWaiting: (n: number) => void; readonly take: string; readonly label: string; readonly hint?: string }): ReactNode {
  const t = useT();
  const input = useRef<HTMLInputElement>(null);
  const [queue, setQueue] = useState<readonly Shot[]>([]);
  const busy = useRef(false);
  const latest = useRef(bind);
  useEffect(() => {
    latest.current = bind;
  });
  useEffect(() => onWaiting(queue.length), [queue.length, onWaiting]);
  useEffect(() => {
    // What has not gone out yet lives in this page alone: leaving it is asked about.
    if (queue.length === 0) return undefined;
    const stay = (e: BeforeUnloadEvent): void => e.preventDefault();
    window.addEventListener('beforeunload', stay);
    return () => window.removeEventListener('beforeunload', stay);
  }, [queue.length]);
  const again = useCallback(() => setQueue((q) => (q.some((s) => s.lost) ? q.map((s) => (s.lost ? { key: s.key, file: s.file } : s)) : q)), []);
  useEffect(() => {
    // What was refused for what it is stands until it is taken away; what the line did not carry comes round again.
    const next = queue.find((s) => s.fault === undefined);
    if (!next || busy.current) return;
    busy.current = true;
    uploadFile(caseId, next.file, next.key).then(
      (done) => {
        busy.current = false;
        latest.current.update((ids = []) => (ids.includes(done.id) ? ids : [...ids, done.id]));
        setQueue((q) => q.filter((s) => s.key !== next.key));
      },
      (error: unknown) => {
        busy.current = false;
        const p = problemOf(error);
        const lost = p.code === 'network' || p.status >= 500;
        if (lost) setTimeout(again, AGAIN_MS);
        setQueue((q) => q.map((s) => (s.key === next.key ? { ...s, fault: p.rule, lost } : s)));
      },
    );
  }, [queue, caseId, again]);
  useEffect(() => {
    window.addEventListener('online', again);
    return () => window.removeEventListener('online', again);
  }, [again]);
  const ids = bind.value ?? [];
  return (
    <div className={bind.error ? 'field-error' : ''} data-path={bind.path}>
      <label className="camera">
        ＋ {take}
        <input ref={input} className="visually-hidden" type="file" accept="image/jpeg,image/png" capture="environment" multiple aria-label={label} onChange={(e) => {
          const files = [...(e.target.files ?? [])].map((file) => ({ key: crypto.randomUUID(), file }));
          setQueue((q) => [...q, ...files]);
          if (input.current) input.current.value = '';
        }} />
      </label>
      {hint ? <p className="hint">{hint}</p> : null}
      {ids.length > 0 ? (
        <ul className="shots-taken">
          {ids.map((id, n) => (
            <li key={id}>
              <a href={fileAddress(id)} target="_blank" rel="noreferrer"><img src={fileAddress(id)} alt={t('files.nth', { n: n + 1 })} /></a>
              <button type="button" className="link" onClick={() => bind.update((v = []) => v.filter((x) => x !== id))}>{t('remove')}</button>
            </li>
          ))}
        </ul>
      ) : null}
      <p role="status">{ids.length > 0 ? `✓ ${t('urgent.photosN', { n: ids.length })}` : ''} {queue.length > 0 ? <span className={queue.some((s) => s.fault) ? 'error' : 'muted'}>{t('urgent.photosWait', { n: queue.length })}</span> : null}</p>
      {queue.filter((s) => s.fault).map((s) => <p key={s.key} className="error">{s.file.name}：{s.fault} <button type="button" className="link" onClick={() => setQueue((q) => q.filter((x) => x.key !== s.key))}>{t('remove')}</button></p>)}
      {bind.error ? <span className="error">{bind.error}</span> : null}
    </div>
  );
}
