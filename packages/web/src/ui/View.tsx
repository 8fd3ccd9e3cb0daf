import type { UseQueryResult } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import type { ReactNode } from 'react';
import { problemOf } from '../api/client.ts';
import { useT } from '../i18n/index.tsx';
import { RefusalPanel } from './RefusalPanel.tsx';

/** What somebody's post may not open, or what is not there, is the same the second time. */
const FINAL: ReadonlySet<number> = new Set([403, 404]);

/** Shows an answer, or that it is on its way, or why it did not come: none of the three can be forgotten. */
export function View<T>({ query, children }: { readonly query: UseQueryResult<T>; readonly children: (data: T) => ReactNode }): ReactNode {
  const t = useT();
  if (query.data !== undefined) return children(query.data);
  if (query.isError) {
    const problem = problemOf(query.error);
    return <RefusalPanel problem={problem} action={FINAL.has(problem.status) ? <p><Link to="/">{t('notFound.home')}</Link></p> : <Button onClick={() => void query.refetch()}>{t('retry')}</Button>} />;
  }
  return (
    <p className="loading" role="status">
      {t('loading')}
    </p>
  );
}

/** A titled part of a page. `aside` stands at the right of the title. */
export function Section({ title, id, aside, children }: { readonly title: string; readonly id?: string; readonly aside?: ReactNode; readonly children: ReactNode }): ReactNode {
  return (
    <section className="section" id={id} aria-label={title}>
      <header>
        <h2>{title}</h2>
        {aside ? <div className="section-aside">{aside}</div> : null}
      </header>
      {children}
    </section>
  );
}

export const Empty = ({ children }: { readonly children: ReactNode }): ReactNode => <p className="empty">{children}</p>;

/** Name and value pairs; values that are absent are not shown. */
export function Facts({ items }: { readonly items: readonly (readonly [string, ReactNode] | null)[] }): ReactNode {
  return (
    <dl className="facts">
      {items.map((item) =>
        item && item[1] !== undefined && item[1] !== null && item[1] !== '' ? (
          <div key={item[0]}>
            <dt>{item[0]}</dt>
            <dd>{item[1]}</dd>
          </div>
        ) : null,
      )}
    </dl>
  );
}
