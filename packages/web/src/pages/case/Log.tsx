import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useSession } from '../../app/session.tsx';
import { useLocale } from '../../i18n/index.tsx';
import { clockTime } from '../../lib/dates.ts';
import { useFillNames } from '../../ui/RefusalPanel.tsx';
import { Section } from '../../ui/View.tsx';
import { postWord } from '../../lib/said.ts';
import { useCase } from './context.tsx';

/** Who did what when, newest first; each line with the beginning of its hash in the county's chain. */
export function Log(): ReactNode {
  const { locale, t } = useLocale();
  const { view } = useCase();
  const { may } = useSession();
  const fill = useFillNames();
  const whole = view.log.every((l, i) => l.seq === i + 1 && l.hash !== '');
  return (
    <Section title={t('case.log')} aside={<span className={whole ? 'muted' : 'light light-red'}>{whole ? `✓ ${t('case.logWhole', { n: view.log.length })}` : `■ ${t('case.logBroken')}`}</span>}>
      <ol className="log" reversed>
        {view.log.toReversed().map((l) => (
          <li key={l.seq} value={l.seq}>
            <span className="log-when">{clockTime(l.at)}</span> <b>{l.label}</b>
            <span className="log-who">{l.by} {postWord(l.post, locale, t)}</span>
            {l.text ? <span className="log-text">{fill(l.text)}</span> : null}
            <code title={t('case.hash')}>{l.hash.slice(0, 8)}</code>
          </li>
        ))}
      </ol>
      <p className="muted">{t('case.logWhy')}</p>
      {may('rectify.read') ? <p><Link to="/cases/$id/responsible" params={{ id: view.id }}>{t('resp.title')}</Link></p> : null}
    </Section>
  );
}
