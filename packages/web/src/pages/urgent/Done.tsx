import { Link } from '@tanstack/react-router';
import type { CaseView } from '@doudi/core/api/cases';
import type { ReactNode } from 'react';
import { letterAddress } from '../../api/files.ts';
import { useLocale } from '../../i18n/index.tsx';
import { shortDate } from '../../lib/dates.ts';
import { Light } from '../../ui/Light.tsx';
import { QueueButton } from '../../ui/QueueButton.tsx';
import { DateText, Money } from '../../ui/Text.tsx';
import { AidClock, Handlers, Recorded } from '../case/Aid.tsx';
import { ReceiptLater } from './ReceiptLater.tsx';
import { FORMALITIES } from './model.ts';

/** After the hand-over: what was given, whether in time, the receipt, and what has to follow until when. */
export function Done({ view, onAgain }: { readonly view: CaseView; readonly onAgain: (() => void) | undefined }): ReactNode {
  const { locale, t } = useLocale();
  const aid = view.aid;
  if (!aid) return null;
  const name = (id: string): string => view.persons.find((p) => p.id === id)?.name ?? t('case.someone');
  const formalities = view.deadlines.find((d) => d.id === FORMALITIES);
  const receipts = aid.given.flatMap((g) => (g.receipt ? [g.receipt] : []));
  const steps = view.next.filter((n) => n.step !== 'relieve');
  return (
    <>
      <section className="bedside-done" aria-label={t('urgent.done')}>
        <h2>✓ {t('urgent.done')}</h2>
        {aid.given.map((g) => (
          <p key={g.number}>
            <b className="bedside-sums"><Money fen={g.fen} /></b> {t(`aidForm.${g.form}`)} {g.goods}<br />
            {name(g.recipient)}，<Recorded at={g.at} recordedAt={g.recordedAt} late={g.recordedLate} /><br />
            <Handlers g={g} /><br />
            <span className="muted">{g.fundText} · {t('aid.receipt')} {g.number}</span>
          </p>
        ))}
        {aid.clock ? <p><AidClock clock={aid.clock} big /></p> : null}
      </section>
      <div className="bedside-links">
        {aid.given.map((g) => (g.receipt ? <a key={g.number} href={letterAddress(g.receipt)} target="_blank" rel="noreferrer">{t('urgent.receipt', { number: g.number })}</a> : null))}
        <QueueButton letters={receipts} label={t('urgent.queue')} />
      </div>
      {aid.given.map((g) => (g.receipts.length === 0 ? <ReceiptLater key={g.number} view={view} g={g} /> : null))}
      <section aria-label={t('urgent.then')}>
        <h2>{t('urgent.then')}</h2>
        {formalities ? <p><b>{formalities.label}</b>：<DateText date={formalities.due} provisional={formalities.provisional} /> {formalities.light ? <Light light={formalities.light.light} text={formalities.light.text} /> : null}</p> : null}
        <ul className="bedside-todo">
          {aid.given.map((g) => (g.standing === 'waits' && g.confirmDue ? <li key={g.number}><b>{t('given.waits')}</b><span>{t('urgent.secondNext', { who: g.seconds.filter((x) => x.outcome === null).map((x) => x.name).join('、'), date: shortDate(g.confirmDue.due, locale) })}</span></li> : null))}
          {aid.missing.length > 0 ? <li><b>{t('urgent.papers', { n: aid.missing.length })}</b>{aid.missing.map((m) => <span key={m.id}>· {m.name}</span>)}</li> : <li><b>✓ {t('aid.missingNone')}</b></li>}
          {steps.map((n) => <li key={n.step}><b>{n.label}</b><span className="muted">{t('case.by', { who: n.by.join('、') })}{n.due ? <>，{t('case.until')} <DateText date={n.due} short /></> : null}</span></li>)}
        </ul>
      </section>
      <div className="bedside-links">
        <Link to="/cases/$id" params={{ id: view.id }}>{t('urgent.toCase')}</Link>
        <Link to="/urgent">{t('urgent.toList')}</Link>
        {onAgain ? <button type="button" className="link" onClick={onAgain}>{t('urgent.again')}</button> : null}
      </div>
    </>
  );
}
