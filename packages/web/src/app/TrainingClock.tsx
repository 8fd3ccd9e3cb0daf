import { useQueryClient } from '@tanstack/react-query';
import { countWorkingDays } from '@doudi/core/api/intake';
import { setClock } from '@doudi/core/api/session';
import { Button, Popover } from 'antd';
import { useState, type ReactNode } from 'react';
import { plusDays } from '@doudi/core/calendar/date';
import { call, problemOf } from '../api/client.ts';
import { useLocale } from '../i18n/index.tsx';
import { longDate } from '../lib/dates.ts';
import { useSession } from './session.tsx';

/** The settable clock of a training installation: today, and the ways to move it. Absent in production. */
export function TrainingClock(): ReactNode {
  const { locale, t } = useLocale();
  const { session } = useSession();
  const client = useQueryClient();
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<string | null>(null);
  const [open, setOpen] = useState(false);
  const [chosen, setChosen] = useState('');
  const go = async (to: () => Promise<string> | string): Promise<void> => {
    setBusy(true);
    setFault(null);
    try {
      await call(setClock, { body: { date: await to() } }, { key: crypto.randomUUID() });
      setOpen(false);
      await client.invalidateQueries();
    } catch (error) {
      setFault(problemOf(error).rule);
    } finally {
      setBusy(false);
    }
  };
  const body = (
    <div className="clock-panel">
      <p>{t('clock.why')}</p>
      <p className="clock-buttons">
        <Button size="small" loading={busy} onClick={() => void go(async () => (await call(countWorkingDays, { query: { from: session.today, days: 1 } })).date)}>
          {t('clock.workday')}
        </Button>
        <Button size="small" loading={busy} onClick={() => void go(() => plusDays(session.today, 7))}>
          {t('clock.week')}
        </Button>
      </p>
      <form className="clock-buttons" onSubmit={(e) => {
        e.preventDefault();
        if (chosen !== '') void go(() => chosen);
      }}>
        <input className="input input-date" type="date" aria-label={t('clock.choose')} value={chosen} onChange={(e) => setChosen(e.target.value)} />
        <Button size="small" htmlType="submit" loading={busy}>
          {t('clock.set')}
        </Button>
      </form>
      {fault ? <p className="error">{fault}</p> : null}
    </div>
  );
  return (
    <Popover content={body} trigger="click" placement="bottom" open={open} onOpenChange={setOpen}>
      <button type="button" className="clock">
        <span className="clock-mark">{t('clock.title')}</span> {longDate(session.today, locale)}
      </button>
    </Popover>
  );
}
