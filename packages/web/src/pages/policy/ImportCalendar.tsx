import { importCalendar } from '@doudi/core/api/policy';
import type { Output } from '@doudi/core/api/contract';
import type { ReactNode } from 'react';
import { NumberField, TextField } from '../../forms/inputs.tsx';
import type { Draft } from '../../forms/form.ts';
import { useLocale, useT } from '../../i18n/index.tsx';
import { shortDate } from '../../lib/dates.ts';
import { DataTable } from '../../ui/DataTable.tsx';
import { FormDrawer } from '../../ui/FormDrawer.tsx';
import { readDates, readYearJson } from './dates.ts';

interface Typed { year: number; off: string; work: string; json: string }

/** What was typed, as the days it means and the pieces nobody can read. */
function understood(v: Draft<Typed>): { off: string[]; work: string[]; bad: string[] } {
  if (v.json && v.json.trim() !== '') {
    const year = readYearJson(v.json);
    return year ? { off: year.weekday_off, work: year.weekend_work, bad: [] } : { off: [], work: [], bad: [v.json.trim().slice(0, 40)] };
  }
  const off = readDates(v.off ?? '', 'weekdays');
  const work = readDates(v.work ?? '', 'weekends');
  return { off: off.days, work: work.days, bad: [...off.bad, ...work.bad] };
}

/** The form by which the system administrator enters a year once it is published. */
export function ImportCalendar({ year, onClose, onDone }: { readonly year: number; readonly onClose: () => void; readonly onDone: (answer: Output<typeof importCalendar>) => void }): ReactNode {
  const t = useT();
  return (
    <FormDrawer<typeof importCalendar, Typed> title={t('cal.import')} says={t('cal.importSays')} submit={t('cal.import')} contract={importCalendar} draft="calendar" initial={() => ({ year })} params={(v) => ({ year: v.year ?? year })}
      // An unread piece must stop the form: the day it meant would silently stay a working day. Its text fails the contract's check of dates.
      body={(v) => { const u = understood(v); return { weekday_off: [...u.off, ...u.bad], weekend_work: u.work }; }}
      fields={(form) => {
        const u = understood(form.values);
        return (
          <>
            <NumberField label={t('cal.year')} bind={form.bind('year')} />
            <TextField label={t('cal.offDays')} bind={form.bind('off')} rows={6} first />
            <TextField label={t('cal.workDays')} bind={form.bind('work')} rows={3} />
            <TextField label={t('cal.json')} bind={form.bind('json')} rows={4} optional hint={t('cal.jsonHint')} />
            <p role="status">{t('cal.read', { off: u.off.length, work: u.work.length })}</p>
            {u.bad.length > 0 ? <p className="error" role="alert">{t('cal.bad', { text: u.bad.join('、') })}</p> : null}
          </>
        );
      }} onClose={onClose} onDone={onDone} />
  );
}

/** What an import changed. */
export function Imported({ answer }: { readonly answer: Output<typeof importCalendar> }): ReactNode {
  const { t, locale } = useLocale();
  return (
    <div className="outcome" role="status">
      <b>✓ {t('cal.done', { year: answer.year, n: answer.recomputed, changed: answer.changed, queued: answer.queued })}</b>
      {answer.notices.length > 0 ? (
        <>
          <p>{t('cal.notices')} {answer.noticeText}</p>
          <DataTable caption={t('cal.noticeNumber')} rows={answer.notices} rowKey={(n) => n.number} empty={null} columns={[
            { key: 'number', title: t('cal.noticeNumber'), render: (n) => n.number },
            { key: 'until', title: t('cal.noticeUntil'), render: (n) => shortDate(n.until, locale) },
            { key: 'computed', title: t('cal.noticeComputed'), render: (n) => (n.same ? '✓' : <span className="bad">{shortDate(n.computed, locale)}</span>) },
          ]} />
        </>
      ) : null}
    </div>
  );
}
