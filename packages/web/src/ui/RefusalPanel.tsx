import type { Problem } from '@doudi/core/api/contract';
import { createContext, use, useEffect, useRef, useState, type ReactNode } from 'react';
import { useLocale, useT } from '../i18n/index.tsx';
import { sayDates } from '../lib/dates.ts';
import { AssumptionChip, ClauseChip } from './Chips.tsx';

/** Replaces `{person:ID}` by the name as it may be shown; pages that know persons provide it. */
export const FillNames = createContext<(text: string) => string>((text) => text.replaceAll(/\{person:[^}]+\}/g, '有关人员'));
/** Names and dates of a server's sentence as this desk writes them. */
export function useFillNames(): (text: string) => string {
  const { locale } = useLocale();
  const fill = use(FillNames);
  return (text) => sayDates(fill(text), locale);
}

/** Rule, clause, what is missing and what is allowed. The body of every refusal, wherever it is shown. */
export function RefusalBody({ problem }: { readonly problem: Problem }): ReactNode {
  const t = useT();
  const fill = useFillNames();
  return (
    <>
      <p>
        {fill(problem.rule)} {problem.clause ? <ClauseChip source={{ clause: problem.clause }} /> : null}
        {problem.assumption ? <AssumptionChip reason={problem.assumption} /> : null}
      </p>
      {problem.missing && problem.missing.length > 0 ? (
        <p>
          <b>{t('refusal.missing')}</b>
          {problem.missing.map(fill).join('、')}
        </p>
      ) : null}
      {problem.allowed && problem.allowed.length > 0 ? (
        <p>
          <b>{t('refusal.allowed')}</b>
          {problem.allowed.map(fill).join('、')}
        </p>
      ) : null}
    </>
  );
}

/** What the form calls the field of a path; nothing where it does not show it: the path itself is the interface's, not the reader's. */
function labelOf(form: ParentNode, path: string): string {
  const here = path.replace(/^body\.(payload\.)?/, '');
  const fields = [...form.querySelectorAll<HTMLElement>('[data-path]')].filter((f) => here === f.dataset['path'] || here.startsWith(`${f.dataset['path'] ?? ''}.`));
  const nearest = fields.toSorted((a, b) => (b.dataset['path'] ?? '').length - (a.dataset['path'] ?? '').length)[0];
  return nearest?.querySelector('label, legend')?.firstChild?.textContent ?? '';
}

/** A refusal that has just come: takes the focus so that it is read out and seen. */
export function RefusalPanel({ problem, action }: { readonly problem: Problem; readonly action?: ReactNode }): ReactNode {
  const box = useRef<HTMLDivElement>(null);
  const [labels, setLabels] = useState<Readonly<Record<string, string>>>({});
  useEffect(() => {
    const form = box.current?.closest('form') ?? document;
    setLabels(Object.fromEntries((problem.fields ?? []).map((f) => [f.path, labelOf(form, f.path)])));
    box.current?.focus();
  }, [problem]);
  return (
    <div className="refusal" role="alert" tabIndex={-1} ref={box}>
      <h3>{problem.title}</h3>
      <RefusalBody problem={problem} />
      {problem.fields && problem.fields.length > 0 ? (
        <ul>
          {problem.fields.map((f) => (
            <li key={`${f.path}${f.message}`}>
              {labels[f.path] ? `${labels[f.path] ?? ''}：` : ''}{f.message}
            </li>
          ))}
        </ul>
      ) : null}
      {action}
    </div>
  );
}
