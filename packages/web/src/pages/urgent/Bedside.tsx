import { Button } from 'antd';
import { useEffect, useRef, type ReactNode } from 'react';
import { useT } from '../../i18n/index.tsx';
import { ExplainedButton } from '../../ui/Explained.tsx';
import type { Saved } from '../intake/useDraft.ts';

/**
 * The frame of one question: where one is, what stands (the clock), the question, and one large button that says what it
 * does or why it does not. A new question is announced and starts at the top.
 */
export function Bedside({ title, at, of, aside, saved, onBack, next, why, busy = false, onNext, children }: {
  readonly title: string;
  readonly at: number;
  readonly of: number;
  readonly aside?: ReactNode;
  readonly saved?: Saved | undefined;
  readonly onBack?: (() => void) | undefined;
  readonly next: string;
  /** What is missing before one may go on. */
  readonly why?: string | undefined;
  readonly busy?: boolean;
  readonly onNext: () => void;
  readonly children: ReactNode;
}): ReactNode {
  const t = useT();
  const head = useRef<HTMLHeadingElement>(null);
  const shown = useRef(at);
  useEffect(() => {
    if (shown.current === at) return;
    shown.current = at;
    head.current?.focus({ preventScroll: true });
    window.scrollTo({ top: 0 });
  }, [at]);
  return (
    <form className="form" onSubmit={(e) => { e.preventDefault(); if (!why && !busy) onNext(); }} noValidate>
      <header className="bedside-head">
        <div className="bedside-line"><span className="muted">{t('urgent.step', { n: at, of })}</span>{aside}</div>
        <ol className="bedside-bar" aria-hidden="true">{Array.from({ length: of }, (_, i) => <li key={i} className={i + 1 < at ? 'past' : i + 1 === at ? 'here' : undefined} />)}</ol>
        <h2 tabIndex={-1} ref={head}>{title}</h2>
      </header>
      {children}
      <div className="bedside-foot">
        <ExplainedButton type="primary" htmlType={why ? 'button' : 'submit'} why={why} loading={busy} block>{next}</ExplainedButton>
        <div className="buttons">
          {onBack ? <Button onClick={onBack}>{t('urgent.back')}</Button> : <span />}
          {saved ? <span className={saved === 'failed' ? 'error' : 'muted'} role="status">{t(saved === 'failed' ? 'urgent.offline' : `intake.draft.${saved}`)}</span> : null}
        </div>
      </div>
    </form>
  );
}
