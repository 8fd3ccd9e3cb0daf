import { addPhrase, deletePhrase, listPhrases } from '@doudi/core/api/desk';
import { phraseText, type PhraseField } from '@doudi/core/desk/phrases';
import { createContext, useContext, useEffect, useState, type ReactNode, type RefObject } from 'react';
import { problemOf } from '../api/client.ts';
import { useCall, useSend } from '../api/hooks.ts';
import { useSession } from '../app/session.tsx';
import { useT } from '../i18n/index.tsx';

/** The programme that is spoken of: a form about a case says it, and only what suits it is offered. */
export const PhraseProgramme = createContext<string | undefined>(undefined);

/** As many as have a key of their own. */
const WITH_KEY = 4;

/**
 * Common opinions below a text field: a click, or Alt with a figure, inserts one at the cursor; the present text (or what
 * is marked in it) can be kept as one. Nothing is ever inserted by itself.
 */
export function Phrases({ field, area, value, onChange }: { readonly field: PhraseField; readonly area: RefObject<HTMLTextAreaElement | null>; readonly value: string; readonly onChange: (text: string) => void }): ReactNode {
  const t = useT();
  const { may } = useSession();
  const programme = useContext(PhraseProgramme);
  const query = useCall(listPhrases, { query: { field, programme } }, { enabled: may('case.act'), staleTime: 60_000 });
  const add = useSend(addPhrase);
  const drop = useSend(deletePhrase);
  const [all, setAll] = useState(false);
  const items = query.data?.items ?? [];
  const insert = (text: string): void => {
    const box = area.current;
    const from = box?.selectionStart ?? value.length;
    const to = box?.selectionEnd ?? value.length;
    onChange(`${value.slice(0, from)}${text}${value.slice(to)}`);
    // After React has drawn the new text the cursor stands behind what was inserted.
    requestAnimationFrame(() => {
      box?.focus();
      box?.setSelectionRange(from + text.length, from + text.length);
    });
  };
  useEffect(() => {
    const box = area.current;
    if (!box) return undefined;
    const key = (e: KeyboardEvent): void => {
      const n = /^Digit([1-9])$/.exec(e.code)?.[1];
      const p = n && e.altKey && !e.ctrlKey && !e.metaKey ? items[Number(n) - 1] : undefined;
      if (!p || Number(n) > WITH_KEY) return;
      e.preventDefault();
      insert(p.text);
    };
    box.addEventListener('keydown', key);
    return () => box.removeEventListener('keydown', key);
  });
  if (!may('case.act')) return null;
  const marked = (): string => {
    const box = area.current;
    const part = box ? value.slice(box.selectionStart, box.selectionEnd) : '';
    return (part.trim() === '' ? value : part).trim();
  };
  const keep = (scope: 'own' | 'unit'): void => {
    const text = phraseText.safeParse(marked());
    if (text.success) add.mutate({ body: { field, scope, text: text.data } });
  };
  const fault = value.trim() === '' ? undefined : phraseText.safeParse(value.trim()).error?.issues[0]?.message;
  const shown = all ? items : items.slice(0, WITH_KEY);
  return (
    <div className="phrases" role="group" aria-label={t('phrase.title')} title={t('phrase.note')}>
      {items.length === 0 && query.isSuccess ? <span className="hint">{t('phrase.none')}</span> : null}
      {shown.map((p, i) => (
        <span key={p.id ?? `${p.scope}${p.text}`} className="phrase">
          <button type="button" className="phrase-insert" title={`${i < WITH_KEY ? t('phrase.insert', { n: i + 1 }) : t('phrase.insertPlain')}\n${p.text}`} onClick={() => insert(p.text)}>
            {i < WITH_KEY ? <kbd>Alt+{i + 1}</kbd> : null}
            <span className="phrase-text">{p.text}</span>
            <small>{t(`phrase.${p.scope}`)}</small>
          </button>
          {all && p.mayDelete && p.id ? <button type="button" className="link" aria-label={`${t('phrase.delete')}：${p.text}`} onClick={() => drop.mutate({ params: { id: p.id ?? '' } })}>{t('remove')}</button> : null}
        </span>
      ))}
      <span className="phrase-more">
        {items.length > WITH_KEY || all ? <button type="button" className="link" aria-expanded={all} onClick={() => setAll(!all)}>{all ? t('phrase.less') : t('phrase.all', { n: items.length })}</button> : items.some((p) => p.mayDelete) ? <button type="button" className="link" onClick={() => setAll(true)}>{t('phrase.all', { n: items.length })}</button> : null}
        {value.trim().length > 1 && !fault && !items.some((p) => p.scope !== 'starter' && p.text === value.trim()) ? (
          <>
            <button type="button" className="link" disabled={add.isPending} onClick={() => keep('own')}>{t('phrase.saveOwn')}</button>
            <button type="button" className="link" disabled={add.isPending} onClick={() => keep('unit')}>{t('phrase.saveUnit')}</button>
          </>
        ) : null}
        {add.isSuccess ? <span className="muted" role="status">{t('phrase.saved')}</span> : null}
        {add.isError ? <span className="error" role="alert">{problemOf(add.error).rule}</span> : null}
      </span>
    </div>
  );
}
