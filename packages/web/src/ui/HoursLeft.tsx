import { useEffect, useState, type ReactNode } from 'react';
import { useSession } from '../app/session.tsx';
import { useT } from '../i18n/index.tsx';
import { minutesUntil, splitMinutes } from '../lib/hours.ts';

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
export function HoursLeft({ due, warnHours, big = false }: { readonly due: string; /** Hours left from which it warns: the rule's, as the server's light has it. */ readonly warnHours: number; readonly big?: boolean }): ReactNode {
  const t = useT();
  const minutes = minutesUntil(due, useNow());
  const { late, h, m } = splitMinutes(minutes);
  const light = late ? 'red' : minutes < warnHours * 60 ? 'yellow' : 'green';
  return (
    <span className={`light light-${light}${big ? ' hours-big' : ''}`}>
      <span aria-hidden="true">{late ? '■' : light === 'yellow' ? '▲' : '●'}</span> {t(late ? 'hours.late' : 'hours.left', { h, m })}
    </span>
  );
}
