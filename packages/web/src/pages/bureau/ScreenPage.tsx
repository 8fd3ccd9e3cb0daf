import { getBureau } from '@doudi/core/api/bureau';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, type ReactNode } from 'react';
import { useCall } from '../../api/hooks.ts';
import { useLocale } from '../../i18n/index.tsx';
import { longDate } from '../../lib/dates.ts';
import { View } from '../../ui/View.tsx';
import { MonthLine } from './Charts.tsx';
import { saidIn } from './english.ts';
import { byWeight, saysNumber } from './Figure.tsx';
import '../../styles/bureau.css';

/** Between two looks at the county. */
const REFRESH_MS = 60_000;
/** No more numbers than can be read from across a room. */
const MOST = 7;
/** What always stands there; the rest are the largest of what is late and wrong. */
const ALWAYS = ['onRoll', 'began', 'ended'] as const;

/** 大屏: at most seven numbers of the county and one line; nobody's name, nothing of a case. Esc leaves it. */
export function ScreenPage(): ReactNode {
  const { t, locale } = useLocale();
  const navigate = useNavigate();
  const query = useCall(getBureau, {}, { keep: true, poll: () => REFRESH_MS });
  useEffect(() => {
    const leave = (e: KeyboardEvent): void => {
      if (e.key === 'Escape') void navigate({ to: '/bureau' });
    };
    addEventListener('keydown', leave);
    return () => removeEventListener('keydown', leave);
  }, [navigate]);
  return (
    <div className="big-screen">
      <View query={query}>
        {(page) => {
          const changes = page.changes.filter((c) => (ALWAYS as readonly string[]).includes(c.id)).map((c) => saidIn(c, locale));
          const figures = byWeight(page.figures.filter((f) => (f.block === 'late' || f.block === 'wrong') && f.value > 0)).slice(0, MOST - changes.length).map((f) => saidIn(f, locale));
          const onRoll = changes.find((c) => c.id === 'onRoll');
          return (
            <>
              <header><h1>{page.county} {t('bureau.title')}</h1><span>{longDate(page.today, locale)}</span><button type="button" className="link" onClick={() => void navigate({ to: '/bureau' })}>{t('bureau.leave')}</button></header>
              <ul className="big-numbers">
                {changes.map((c) => <li key={c.id}><span>{c.label}</span><b>{saysNumber(c.now ?? 0, c.unit, t('yuan'))}</b>{c.before === null ? null : <small>{t('bureau.lastMonth')} {saysNumber(c.before, c.unit, t('yuan'))}</small>}</li>)}
                {figures.map((f) => <li key={f.id} className={f.value > 0 ? (f.block === 'late' ? 'big-late' : 'big-wrong') : ''}><span>{f.block === 'late' ? '■' : '▲'} {f.label}</span><b>{saysNumber(f.value, f.unit, t('yuan'))}</b><small>{t(`bureau.${f.block}`)}</small></li>)}
              </ul>
              {onRoll && onRoll.series.length > 0 ? <section><h2>{t('bureau.chart.onRoll')}</h2><MonthLine label={onRoll.label} points={onRoll.series} say={(v) => saysNumber(v, onRoll.unit, t('yuan'))} /></section> : null}
            </>
          );
        }}
      </View>
    </div>
  );
}
