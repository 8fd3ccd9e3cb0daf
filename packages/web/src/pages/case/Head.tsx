import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useLocale, type Locale, type Translate } from '../../i18n/index.tsx';
import { SourceChips } from '../../ui/Chips.tsx';
import { Light } from '../../ui/Light.tsx';
import { DateText, Money } from '../../ui/Text.tsx';
import { sayDates, shortDate } from '../../lib/dates.ts';
import { postWords, wordFor } from '../../lib/said.ts';
import { OpenCheck } from '../checks/forms.tsx';
import { AddRisk } from '../draws/AddRisk.tsx';
import { useCase } from './context.tsx';

const MARKS = { done: '✓', open: '●', waiting: '○', skipped: '–' } as const;

/** A plan may name its steps in its own Chinese words; in English the general name is shown. */
export const stepWord = (step: string, label: string, locale: Locale, t: Translate): string => wordFor(`step.${step}`, label, locale, t);

/** The procedure's steps in order: done, open, waiting, not needed. */
function Progress(): ReactNode {
  const { locale, t } = useLocale();
  const { view } = useCase();
  return (
    <ol className="steps" aria-label={t('case.steps')}>
      {view.steps.map((s) => (
        <li key={s.step} className={`step-${s.state}`} aria-current={s.state === 'open' ? 'step' : undefined} title={[postWords(s.posts, locale, t), s.source.clause].filter(Boolean).join(' · ')}>
          <span className="step-mark" aria-hidden="true">{MARKS[s.state]}</span>
          <span className="step-label">{stepWord(s.step, s.label, locale, t)}</span>
          <span className="visually-hidden">{t(`case.step.${s.state}`)}</span>
          <small>{s.state === 'done' && s.on ? <>{shortDate(s.on, locale, s.on.slice(0, 4))}<br />{s.by}</> : s.state === 'skipped' ? t('case.step.skipped') : postWords(s.posts, locale, t)}</small>
        </li>
      ))}
    </ol>
  );
}

/** Whose case, what, where it stands, and the clock of the whole. */
export function Head(): ReactNode {
  const { locale, t } = useLocale();
  const { view, name } = useCase();
  const whole = view.deadlines.find((d) => d.id === 'case');
  const amount = view.recognition ? null : view.decision?.outcome === 'grant' ? view.decision.monthlyFen : (view.imported?.monthlyFen ?? null);
  return (
    <header className="case-head">
      <div className="case-title">
        <h1>
          {name(view.facts.applicant)} <span>{view.programmeName}</span>
        </h1>
        <span className="number">{view.number}</span>
        <span>
          {view.county} · {view.unit}
          {view.village ? ` · ${view.village}` : ''}
        </span>
        <span className={`status status-${view.status}`}>{view.imported ? view.statusText : wordFor(`status.${view.status}`, view.statusText, locale, t)}</span>
        {amount === null ? null : <b><Money fen={amount} /> {t(view.aid ? 'aid.once' : 'case.perMonth')}</b>}
        <span className="case-links screen-only">
          <Link to="/households/$person" params={{ person: view.facts.applicant }}>{t('case.household')}</Link>
          <AddRisk case={view.id} number={view.number} decided={view.decision !== null} />
          <OpenCheck case={view.id} number={view.number} decided={view.decision !== null} />
          <button type="button" className="link" onClick={() => window.print()}>{t('print')}</button>
        </span>
      </div>
      {view.imported ? <p className="case-meta"><span><b className="mark">{t('ros.caseTag')}</b> {t('ros.caseSays', { row: view.imported.row, from: view.imported.fromMonth, pay: view.imported.payFrom })}</span></p> : <Progress />}
      <div className="case-meta">
        {whole ? (
          <span className="whole">
            <b>{wordFor('deadline.case', whole.label, locale, t)}</b> <DateText date={whole.due} provisional={whole.provisional} /> {whole.light ? <Light light={whole.light.light} text={whole.light.text} /> : null} <SourceChips source={whole.source} />
          </span>
        ) : null}
        <span>{t(view.imported ? 'ros.takenOn' : 'case.applied')} <DateText date={view.applicationDate} /></span>
        <span>{t('case.law')} {view.law}</span>
        <span>{t('case.procedure')} {view.procedure.name} <SourceChips source={view.procedure.source} /></span>
        <span>{sayDates(view.procedure.reason, locale)}</span>
        {view.procedure.limit ? <span>{t('case.limit')} <Money fen={view.procedure.limit.fen} /> <SourceChips source={view.procedure.limit.source} /></span> : null}
      </div>
      <div className="case-meta">
        <span>{t('case.handler')} {view.handler.name}</span>
        {view.platformNumber ? <span>{t('case.platformNumber')} {view.platformNumber}</span> : null}
        <span>{t('case.accepted')} {view.responsible.accepted ?? '—'}</span>
        <span>{t('case.investigated')} {view.responsible.investigated.join('、') || '—'}</span>
        <span>{t('case.confirmed')} {view.responsible.confirmed ?? '—'}</span>
        {view.simplified ? <span className="mark">{t('case.simplified')} <DateText date={view.simplified.on} short /></span> : null}
        {view.extended ? <span className="mark">{t('case.extended')} {view.extended.reason}</span> : null}
        {view.relativeFiled ? <span className="mark">{t('case.relativeFiled')}</span> : null}
        {view.related ? <span className="mark mark-red">{t('case.related')}</span> : null}
      </div>
    </header>
  );
}
