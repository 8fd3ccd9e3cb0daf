import { useEffect, useState, type ReactNode } from 'react';
import { useSession } from '../app/session.tsx';
import { useT } from '../i18n/index.tsx';
import { minutesUntil, splitMinutes } from '../lib/hours.ts';

/** The last part of the term, in which the clock warns. */
const LAST_PART = 1 / 4;
const TICK_MS = 15_000;

/** The installation's time, looked at again every quarter of a minute. */
function useNow(): number {
  const { now } = useSession();
  const [at, setAt] = useState(now);
  useEffect(() => {
    setAt(now());
    const timer = setInterval(() => setAt(now()), TICK_MS);
    return () => clearInterval(timer);
  }, [now]);
  return at;
}

/** What is left of a term in hours: hours and minutes, by shape, colour and word. */
export function HoursLeft({ from, due, big = false }: { readonly from: string; readonly due: string; readonly big?: boolean }): ReactNode {
  const t = useT();
  const minutes = minutesUntil(due, useNow());
  const { late, h, m } = splitMinutes(minutes);
  const light = late ? 'red' : minutes <= minutesUntil(due, Date.parse(from)) * LAST_PART ? 'yellow' : 'green';
  return (
    <span className={`light light-${light}${big ? ' hours-big' : ''}`}>
      <span aria-hidden="true">{late ? '■' : light === 'yellow' ? '▲' : '●'}</span> {t(late ? 'hours.late' : 'hours.left', { h, m })}
    </span>
  );
}
