import type { Output } from '@doudi/core/api/contract';
import { acceptTask, escalateTask, extendTask, type getTask, remindTask, replyTask, returnTask, spreadTask, waiveTask } from '@doudi/core/api/tasks';
import { Button } from 'antd';
import type { ReactNode } from 'react';
import { useSession } from '../../app/session.tsx';
import { inside, type Bound } from '../../forms/form.ts';
import { ChecksField, DateField, NumberField, RadioField, SelectField, TextField } from '../../forms/inputs.tsx';
import { useT } from '../../i18n/index.tsx';
import { FormDrawer } from '../../ui/FormDrawer.tsx';
import { MatterFilesField } from '../../ui/matter-files.tsx';

export type TaskView = Output<typeof getTask>;
export type Doing = 'reply' | 'accept' | 'return' | 'remind' | 'extend' | 'escalate' | 'waive' | 'spread';

interface FormProps {
  readonly view: TaskView;
  readonly onClose: () => void;
}

interface Resolution { title: string; unit: string; owner: string; due: string }
interface Replied { parts: Record<string, string>; files: string[]; on: string; place: string; chair: string; attended: number; who: string; resolutions: Partial<Resolution>[] }

/** A text for each part asked for, papers, and the record where the task is a meeting. */
function ReplyForm({ view: v, onClose }: FormProps): ReactNode {
  const t = useT();
  const { session } = useSession();
  const meeting = v.head.kind === 'meeting';
  const own = v.head.unit;
  return (
    <FormDrawer<typeof replyTask, Replied> title={t('tasks.reply')} says={v.head.title} submit={t('tasks.reply')} wide contract={replyTask} draft={`task-reply:${v.head.id}:${v.head.seq}`} params={{ id: v.head.id }}
      body={(x) => ({
        parts: v.parts.map((_, i) => x.parts?.[String(i)] ?? ''), files: x.files ?? [], seq: v.head.seq,
        // A unit's meeting gives work to the unit itself; the county's to any.
        ...(meeting ? { meeting: { on: x.on, place: x.place, chair: x.chair, attended: x.attended, who: x.who, resolutions: (x.resolutions ?? []).map((r) => ({ title: r.title, due: r.due, unit: own ?? r.unit ?? null, ...(own === null && !r.unit && r.owner ? { owner: r.owner } : {}) })) } } : {}),
      })}
      fields={(form) => {
        const parts = inside(form.bind('parts') as Bound<Record<string, string>>);
        return (
          <>
            {meeting ? (
              <>
                <div className="row"><DateField label={t('tasks.meetingOn')} bind={form.bind('on')} max={session.today} first /><TextField label={t('tasks.place')} bind={form.bind('place')} maxLength={60} /></div>
                <div className="row"><TextField label={t('tasks.chair')} bind={form.bind('chair')} maxLength={30} /><NumberField label={t('tasks.attended')} bind={form.bind('attended')} unit={t('tasks.people')} /></div>
                <TextField label={t('tasks.who')} bind={form.bind('who')} rows={2} maxLength={500} />
              </>
            ) : null}
            {v.parts.map((label, i) => <TextField key={label} label={label} bind={parts(String(i))} rows={4} maxLength={4000} first={!meeting && i === 0} />)}
            <MatterFilesField label={t('tasks.files')} hint={t('tasks.filesHint')} bind={form.bind('files')} matter={v.head.id} optional={!meeting} />
            {meeting ? <Resolutions view={v} bind={form.bind('resolutions')} /> : null}
          </>
        );
      }} onClose={onClose} onDone={onClose} />
  );
}

function Resolutions({ view: v, bind }: { readonly view: TaskView; readonly bind: Bound<Partial<Resolution>[]> }): ReactNode {
  const t = useT();
  const list = bind.value ?? [];
  const county = v.head.unit === null;
  const at = (i: number): Bound<Resolution> => ({ ...bind, path: `${bind.path}.${i}`, value: list[i] as Resolution, set: (x) => bind.update((all = []) => all.map((r, n) => (n === i ? (x ?? {}) : r))), update: (f) => bind.update((all = []) => all.map((r, n) => (n === i ? (f(r as Resolution) ?? {}) : r))) });
  return (
    <fieldset className="group">
      <legend>{t('tasks.resolutions')}</legend>
      <p className="hint">{t('tasks.resolutionsSays')}</p>
      {list.map((_, i) => {
        const field = inside(at(i));
        return (
          <div key={String(i)}>
            <TextField label={t('tasks.resolution', { n: i + 1 })} bind={field('title')} maxLength={120} />
            <div className="row">
              {county ? <SelectField label={t('tasks.unitOr')} bind={field('unit')} options={v.units.map((u) => ({ value: u.key, label: u.name }))} optional /> : null}
              {county && !list[i]?.unit ? <TextField label={t('tasks.department')} bind={field('owner')} maxLength={60} /> : null}
              <DateField label={t('tasks.due')} bind={field('due')} />
            </div>
            <button type="button" className="link" onClick={() => bind.update((all = []) => all.filter((__, n) => n !== i))}>{t('tasks.drop')}</button>
          </div>
        );
      })}
      <Button onClick={() => bind.update((all = []) => [...all, {}])}>{t('tasks.addResolution')}</Button>
    </fieldset>
  );
}

/** The form of one command. */
export function DoingForm({ view: v, doing, onClose }: FormProps & { readonly doing: Doing }): ReactNode {
  const t = useT();
  const { session } = useSession();
  const common = { params: { id: v.head.id }, title: t(`tasks.${doing}`), submit: t(`tasks.${doing}`), onClose, onDone: onClose, draft: `task-${doing}:${v.head.id}:${v.head.seq}` };
  const { seq } = v.head;
  switch (doing) {
    case 'reply':
      return <ReplyForm view={v} onClose={onClose} />;
    case 'accept':
      return <FormDrawer<typeof acceptTask, { text: string }> {...common} contract={acceptTask} body={(x) => ({ text: x.text ?? '', seq })} fields={(form) => <TextField label={t('tasks.opinion')} bind={form.bind('text')} rows={4} maxLength={1000} optional first />} />;
    case 'return':
      return <FormDrawer<typeof returnTask, { reason: string }> {...common} contract={returnTask} body={(x) => ({ reason: x.reason, seq })} fields={(form) => <TextField label={t('tasks.reason')} bind={form.bind('reason')} rows={4} maxLength={1000} first />} />;
    case 'remind':
      return <FormDrawer<typeof remindTask, { text: string }> {...common} contract={remindTask} body={(x) => ({ text: x.text, seq })} fields={(form) => <TextField label={t('tasks.words')} bind={form.bind('text')} rows={3} maxLength={500} first />} />;
    case 'extend':
      return <FormDrawer<typeof extendTask, { due: string; reason: string }> {...common} contract={extendTask} body={(x) => ({ due: x.due, reason: x.reason, seq })} fields={(form) => <><DateField label={t('tasks.newDue')} bind={form.bind('due')} min={session.today} first /><TextField label={t('tasks.reason')} bind={form.bind('reason')} rows={3} maxLength={500} /></>} />;
    case 'waive':
      return <FormDrawer<typeof waiveTask, { reason: string }> {...common} contract={waiveTask} body={(x) => ({ reason: x.reason, seq })} fields={(form) => <TextField label={t('tasks.reason')} bind={form.bind('reason')} rows={3} maxLength={500} first />} />;
    case 'escalate':
      return <FormDrawer<typeof escalateTask, { text: string; severity: 'light' | 'grave' }> {...common} says={t('tasks.escalateSays')} contract={escalateTask} initial={() => ({ severity: 'light' })} body={(x) => ({ text: x.text, severity: x.severity, seq })} fields={(form) => <><RadioField label={t('tasks.severity')} bind={form.bind('severity')} options={(['light', 'grave'] as const).map((value) => ({ value, label: t(`tasks.${value}`) }))} /><TextField label={t('tasks.words')} bind={form.bind('text')} rows={4} maxLength={1000} first /></>} />;
    case 'spread':
      return <FormDrawer<typeof spreadTask, { text: string; units: string[]; due: string }> {...common} says={t('tasks.spreadSays')} contract={spreadTask} initial={() => ({ text: (v.reply?.parts ?? []).map((p) => `${p.label}：${p.text}`).join('\n').slice(0, 2000) })} body={(x) => ({ text: x.text, units: x.units ?? [], due: x.due, seq })} fields={(form) => <><TextField label={t('tasks.spreadText')} bind={form.bind('text')} rows={6} maxLength={2000} first /><ChecksField label={t('tasks.units')} bind={form.bind('units')} options={v.units.filter((u) => u.key !== v.head.unit).map((u) => ({ value: u.key, label: u.name }))} all /><DateField label={t('tasks.due')} bind={form.bind('due')} min={session.today} /></>} />;
  }
}
