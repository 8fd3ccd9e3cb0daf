import { getCalendar } from '@doudi/core/api/policy';
import type { Output } from '@doudi/core/api/contract';
import { dayNumber, fromDayNumber, plusMonths, weekday } from '@doudi/core/calendar/date';
import { useState, type ReactNode } from 'react';
import { useCall } from '../../api/hooks.ts';
import { useSession } from '../../app/session.tsx';
import { useWhoMay } from '../../app/who.ts';
import { useLocale, useT } from '../../i18n/index.tsx';
import { clockTime } from '../../lib/dates.ts';
import { monthText } from '../../lib/months.ts';
import { ExplainedButton } from '../../ui/Explained.tsx';
import { ProvisionalChip } from '../../ui/Chips.tsx';
import { Section, View } from '../../ui/View.tsx';
import { ImportCalendar, Imported } from './ImportCalendar.tsx';

type Calendar = Output<typeof getCalendar>;
type Year = Calendar['years'][number];
const MONTHS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];

/** The published working days, year by year; the first year not published is shown as provisional. */
export function CalendarYears(): ReactNode {
  const t = useT();
  const { session } = useSession();
  const query = useCall(getCalendar, {});
  const why = useWhoMay()('calendar.import');
  const [chosen, setChosen] = useState(Number(session.today.slice(0, 4)));
  const [open, setOpen] = useState(false);
  const [done, setDone] = useState<Parameters<typeof Imported>[0]['answer'] | null>(null);
  return (
    <View query={query}>
      {(calendar) => {
        const next = calendar.lastKnown + 1;
        const years = [...calendar.years.map((y) => y.year).toSorted((a, b) => a - b), next];
        const year = calendar.years.find((y) => y.year === chosen);
        return (
          <>
            <p className="notice">{calendar.note}{calendar.provisional ? ` ${t('cal.provisional', { n: calendar.provisional })}` : ''}</p>
            <div className="row-line">
              <select className="input" aria-label={t('cal.years')} value={chosen} onChange={(e) => setChosen(Number(e.target.value))}>
                {years.map((y) => <option key={y} value={y}>{y}{y === next ? `（${t('cal.unpublished')}）` : ''}</option>)}
              </select>
              {year ? <span>{t('cal.workingDays', { n: year.workingDays })} · {year.origin === 'imported' && year.importedAt ? t('cal.imported', { at: clockTime(year.importedAt) }) : t('cal.shipped')}</span> : <span>{t('cal.notPublished', { year: chosen })} <ProvisionalChip /></span>}
              <span className="day-off">&nbsp;{t('cal.legendOff')}&nbsp;</span><span className="day-work">&nbsp;{t('cal.legendWork')}&nbsp;</span>
              <ExplainedButton why={why} onClick={() => { setDone(null); setOpen(true); }}>{t('cal.import')}</ExplainedButton>
            </div>
            {done ? <Imported answer={done} /> : null}
            <div className="year">{MONTHS.map((m) => <MonthGrid key={m} month={`${chosen}-${String(m).padStart(2, '0')}`} year={year} />)}</div>
            {year ? (
              <div className="day-lists">
                <Section title={t('cal.off', { n: year.off.length })}><ul>{year.off.map((d) => <li key={d.date}>{d.text}</li>)}</ul></Section>
                <Section title={t('cal.work', { n: year.work.length })}><ul>{year.work.map((d) => <li key={d.date}>{d.text}</li>)}</ul></Section>
              </div>
            ) : null}
            {open ? <ImportCalendar year={next} onClose={() => setOpen(false)} onDone={(a) => { setOpen(false); setDone(a); setChosen(a.year); }} /> : null}
          </>
        );
      }}
    </View>
  );
}

function MonthGrid({ month, year }: { readonly month: string; readonly year: Year | undefined }): ReactNode {
  const { t, locale } = useLocale();
  const first = `${month}-01`;
  const days = dayNumber(plusMonths(first, 1)) - dayNumber(first);
  // Weeks begin on Monday.
  const lead = (weekday(first) + 6) % 7;
  const cells = [...Array.from({ length: lead }, () => null), ...Array.from({ length: days }, (_, i) => fromDayNumber(dayNumber(first) + i))];
  const weeks = Array.from({ length: Math.ceil(cells.length / 7) }, (_, w) => cells.slice(w * 7, w * 7 + 7));
  const kind = (date: string): 'day-off' | 'day-work' | 'day-weekend' | undefined => (year?.off.some((d) => d.date === date) ? 'day-off' : year?.work.some((d) => d.date === date) ? 'day-work' : weekday(date) === 0 || weekday(date) === 6 ? 'day-weekend' : undefined);
  const word = { 'day-off': t('cal.legendOff'), 'day-work': t('cal.legendWork') } as const;
  return (
    <table className="month-grid">
      <caption>{monthText(month, locale)}</caption>
      <thead><tr>{(locale === 'zh' ? '一二三四五六日' : 'MTWTFSS').split('').map((d, i) => <th key={i} scope="col">{d}</th>)}</tr></thead>
      <tbody>
        {weeks.map((week, w) => (
          <tr key={w}>
            {week.map((date, d) => {
              const k = date ? kind(date) : undefined;
              return <td key={d} className={k} title={k === 'day-off' || k === 'day-work' ? word[k] : undefined}>{date ? Number(date.slice(8)) : ''}</td>;
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
