import { Link } from '@tanstack/react-router';
import { useQuery } from '@tanstack/react-query';
import { confirmBatch, readSummary } from '@doudi/core/api/desk';
import type { Output } from '@doudi/core/api/contract';
import type { BatchCommand } from '@doudi/core/desk/clean';
import { LETTER_TITLES } from '@doudi/core/letters/model';
import { Button } from 'antd';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { call, problemOf } from '../../api/client.ts';
import { letterAddress } from '../../api/files.ts';
import { useSend } from '../../api/hooks.ts';
import { useT } from '../../i18n/index.tsx';
import { ExplainedButton } from '../../ui/Explained.tsx';
import { QueueButton } from '../../ui/QueueButton.tsx';
import { RefusalBody, RefusalPanel } from '../../ui/RefusalPanel.tsx';
import { View } from '../../ui/View.tsx';
import { Summary } from './Summary.tsx';

type Result = Output<typeof confirmBatch>['results'][number];

interface Seen {
  readonly seq: number;
  readonly clean: boolean;
  readonly who: string;
  readonly number: string;
}

const inField = (e: KeyboardEvent): boolean => e.target instanceof HTMLElement && ['INPUT', 'TEXTAREA', 'SELECT'].includes(e.target.tagName);

/** From summary to summary with the keyboard; when all have been looked at, the batch is done with one more key. */
export function Walk({ command, ids, onBack }: { readonly command: BatchCommand; readonly ids: readonly string[]; readonly onBack: () => void }): ReactNode {
  const t = useT();
  const [at, setAt] = useState(0);
  const [passed, setPassed] = useState<ReadonlySet<string>>(new Set());
  const [out, setOut] = useState<ReadonlySet<string>>(new Set());
  const [seen, setSeen] = useState<ReadonlyMap<string, Seen>>(new Map());
  const [text, setText] = useState('');
  const [results, setResults] = useState<readonly Result[] | null>(null);
  // One batch, one name: sent again after a broken line it does nothing twice.
  const [batch] = useState(() => crypto.randomUUID());
  const send = useSend(confirmBatch);
  const id = ids[at] ?? '';
  const query = useQuery({ queryKey: ['summary', command, id], queryFn: async () => await call(readSummary, { params: { id }, body: { command } }, { key: null }), gcTime: 0, staleTime: Infinity, retry: false, enabled: results === null });
  const summary = query.data;
  useEffect(() => {
    if (!summary) return;
    const who = summary.view.persons.find((p) => p.id === summary.view.facts.applicant)?.name ?? '';
    setSeen((s) => new Map(s).set(summary.view.id, { seq: summary.view.seq, clean: summary.clean, who, number: summary.view.number }));
  }, [summary]);
  const chosen = ids.filter((x) => !out.has(x) && seen.get(x)?.clean !== false);
  const unread = chosen.filter((x) => !passed.has(x)).length;
  const why = chosen.length === 0 ? t('batch.noneIn') : unread > 0 ? t('batch.notAll', { n: unread }) : undefined;
  const pass = (): void => {
    if (!summary) return;
    setPassed((p) => new Set(p).add(id));
    if (at < ids.length - 1) setAt(at + 1);
  };
  const flip = (): void => setOut((o) => (o.has(id) ? new Set([...o].filter((x) => x !== id)) : new Set(o).add(id)));
  const submit = (): void => {
    if (why !== undefined || send.isPending) return;
    send.mutate({ body: { batch, command, text, cases: chosen.map((x) => ({ id: x, seq: seen.get(x)?.seq ?? 1 })) } }, { onSuccess: (done) => setResults(done.results) });
  };
  const keys = useRef<(e: KeyboardEvent) => void>(() => undefined);
  const top = useRef<HTMLDivElement>(null);
  useEffect(() => {
    keys.current = (e) => {
      if (e.isComposing || results !== null) return;
      if (e.key === 'Enter' && (e.ctrlKey || e.metaKey)) {
        e.preventDefault();
        submit();
      } else if (inField(e) || e.altKey || e.ctrlKey || e.metaKey) return;
      else if (e.key === 'Escape') onBack();
      else if (e.key === 'x' || e.key === 'X') flip();
      else if (e.key === 'k' || e.key === 'K') setAt((i) => Math.max(0, i - 1));
      else if ((e.key === 'Enter' && !(e.target instanceof HTMLButtonElement || e.target instanceof HTMLAnchorElement)) || e.key === 'j' || e.key === 'J') {
        e.preventDefault();
        pass();
      }
    };
  });
  useEffect(() => {
    const listen = (e: KeyboardEvent): void => keys.current(e);
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, []);
  useEffect(() => top.current?.focus(), [at]);
  if (results) return <Results results={results} seen={seen} onBack={onBack} />;
  return (
    <div className="walk" ref={top} tabIndex={-1}>
      <p className="batch-bar">
        <b>{t('batch.nth', { i: at + 1, n: ids.length })}</b>
        <label className="choice"><input type="checkbox" checked={chosen.includes(id)} disabled={summary?.clean === false} onChange={flip} /> <span>{t('batch.include')}</span></label>
        <Link to="/cases/$id" params={{ id }}>{t('batch.open')}</Link>
        <button type="button" className="link" onClick={onBack}>{t('batch.toList')}</button>
      </p>
      <View query={query}>
        {(s) => (
          <>
            {s.clean ? null : <div className="refusal" role="alert"><p>{t('batch.nowUnclean')}</p><ul>{s.reasons.map((r) => <li key={r.code + r.text}>{r.text}</li>)}</ul></div>}
            <Summary view={s.view} />
          </>
        )}
      </View>
      {send.isError ? <RefusalPanel problem={problemOf(send.error)} /> : null}
      <div className="batch-foot screen-only">
        <Button disabled={at === 0} onClick={() => setAt(at - 1)}>{t('batch.back')}</Button>
        <Button type={why === undefined ? 'default' : 'primary'} disabled={!summary} onClick={pass}>{t(at < ids.length - 1 ? 'batch.next' : 'batch.last')}</Button>
        {passed.size > 0 && (unread === 0 || at === ids.length - 1) ? <input className="input" style={{ maxWidth: 260 }} aria-label={t('batch.text')} placeholder={t('batch.text')} maxLength={1000} value={text} onChange={(e) => setText(e.target.value)} /> : null}
        <ExplainedButton type="primary" why={why} loading={send.isPending} onClick={submit}>{t(`batch.do.${command}`, { n: chosen.length })}</ExplainedButton>
        <span className="muted">{send.isPending ? t('batch.sending') : t('batch.keys')}</span>
      </div>
    </div>
  );
}

/** What became of each case: done with its letters, or why not. */
function Results({ results, seen, onBack }: { readonly results: readonly Result[]; readonly seen: ReadonlyMap<string, Seen>; readonly onBack: () => void }): ReactNode {
  const t = useT();
  const done = results.filter((r) => r.done);
  const titles = LETTER_TITLES as Readonly<Record<string, string>>;
  return (
    <>
      <div className="outcome" role="status">
        <b>✓ {t('batch.done', { n: done.length })}</b>
        {done.length < results.length ? <span className="no">■ {t('batch.failed', { n: results.length - done.length })}</span> : null}
        <QueueButton letters={done.flatMap((r) => r.letters.map((l) => l.id))} label={t('queue.addAll')} />
        <button type="button" className="link" onClick={onBack}>{t('batch.again')}</button>
      </div>
      <table className="table">
        <thead><tr><th scope="col">{t('work.applicant')}</th><th scope="col">{t('work.number')}</th><th scope="col">{t('batch.result')}</th><th scope="col">{t('batch.letters')}</th></tr></thead>
        <tbody>
          {results.map((r) => (
            <tr key={r.id}>
              <td data-label={t('work.applicant')}><Link to="/cases/$id" params={{ id: r.id }}>{seen.get(r.id)?.who ?? ''}</Link></td>
              <td data-label={t('work.number')} className="number">{r.number ?? seen.get(r.id)?.number}</td>
              <td data-label={t('batch.result')}>{r.done ? <span className="verdict-clean">✓ {t('batch.ok')}</span> : r.refusal ? <RefusalBody problem={r.refusal} /> : null}</td>
              <td data-label={t('batch.letters')}>{r.letters.map((l) => <span key={l.id} className="nobreak"><a href={letterAddress(l.id)} target="_blank" rel="noreferrer">{titles[l.kind] ?? l.kind} {l.number}</a>{' '}</span>)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}
