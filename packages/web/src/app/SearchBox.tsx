import { useNavigate } from '@tanstack/react-router';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { useT } from '../i18n/index.tsx';
import { askedFor } from '../lib/search.ts';

/** Exact search by name, ID number, telephone, account or case number; `/` brings the cursor here. */
export function SearchBox(): ReactNode {
  const t = useT();
  const navigate = useNavigate();
  const input = useRef<HTMLInputElement>(null);
  const [value, setValue] = useState('');
  useEffect(() => {
    const focus = (e: KeyboardEvent): void => {
      const at = e.target;
      if (e.key !== '/' || e.ctrlKey || e.metaKey || (at instanceof HTMLElement && ['INPUT', 'TEXTAREA', 'SELECT'].includes(at.tagName))) return;
      e.preventDefault();
      input.current?.focus();
    };
    window.addEventListener('keydown', focus);
    return () => window.removeEventListener('keydown', focus);
  }, []);
  return (
    <form className="search" role="search" onSubmit={(e) => {
      e.preventDefault();
      if (value.trim() === '') return;
      // What is searched for may be an identity number: it goes in memory, never into the address bar or the history.
      askedFor.ask(value.trim());
      setValue('');
      void navigate({ to: '/search' });
    }}>
      <input ref={input} className="input" type="search" maxLength={60} value={value} onChange={(e) => setValue(e.target.value)} aria-label={t('search.label')} placeholder={t('search.placeholder')} autoComplete="off" />
    </form>
  );
}
