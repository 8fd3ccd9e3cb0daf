import type { Output } from '@doudi/core/api/contract';
import { cancelTraining, type getTraining, holdTraining, type listTraining, moveTraining, planTraining } from '@doudi/core/api/training';
import { Button } from 'antd';
import type { ReactNode } from 'react';
import { useSession } from '../../app/session.tsx';
import { inside, type Bound } from '../../forms/form.ts';
import { ChecksField, DateField, NumberField, SelectField, TextField } from '../../forms/inputs.tsx';
import { useT } from '../../i18n/index.tsx';
import { FormDrawer } from '../../ui/FormDrawer.tsx';
import { MatterFilesField } from '../../ui/matter-files.tsx';

interface Named { name: string; unit: string; group: string }
interface Planned { subject: string; on: string; place: string; hours: number; teacher: string; text: string; accounts: string[]; named: Partial<Named>[] }

/** A training and who is called to it. */
export function PlanForm({ page, onClose }: { readonly page: Output<typeof listTraining>; readonly onClose: () => void }): ReactNode {
  const t = useT();
  return (
    <FormDrawer<typeof planTraining, Planned> title={t('training.plan')} submit={t('training.plan')} wide contract={planTraining} draft="training" body={(v) => ({ subject: v.subject, on: v.on, place: v.place, hours: v.hours, teacher: v.teacher, text: v.text ?? '', accounts: v.accounts ?? [], named: v.named ?? [] })} fields={(form) => (
      <>
        <TextField label={t('training.subject')} bind={form.bind('subject')} maxLength={120} first />
        <div className="row"><DateField label={t('training.on')} bind={form.bind('on')} /><TextField label={t('training.place')} bind={form.bind('place')} maxLength={60} /></div>
        <div className="row"><NumberField label={t('training.hours')} bind={form.bind('hours')} unit={t('training.hoursUnit')} /><TextField label={t('training.teacher')} bind={form.bind('teacher')} maxLength={80} /></div>
        <TextField label={t('training.text')} bind={form.bind('text')} rows={3} maxLength={1000} optional />
        <ChecksField label={t('training.accounts')} bind={form.bind('accounts')} options={page.staff.map((s) => ({ value: s.id, label: s.name, hint: `${s.unitName} ${s.postText}${s.standing === 'ok' ? '' : ` ${t(`training.${s.standing}`)}`}` }))} all optional />
        {page.groups.some((g) => g.named) ? <NamedPeople page={page} bind={form.bind('named')} /> : null}
      </>
    )} onClose={onClose} onDone={onClose} />
  );
}

function NamedPeople({ page, bind }: { readonly page: Output<typeof listTraining>; readonly bind: Bound<Partial<Named>[]> }): ReactNode {
  const t = useT();
  const list = bind.value ?? [];
  const at = (i: number): Bound<Named> => ({ ...bind, path: `${bind.path}.${i}`, value: list[i] as Named, set: (x) => bind.update((all = []) => all.map((r, n) => (n === i ? (x ?? {}) : r))), update: (f) => bind.update((all = []) => all.map((r, n) => (n === i ? (f(r as Named) ?? {}) : r))) });
  return (
    <fieldset className="group">
      <legend>{t('training.named')}</legend>
      {list.map((_, i) => {
        const field = inside(at(i));
        return (
          <div key={String(i)} className="row">
            <TextField label={t('training.name')} bind={field('name')} maxLength={50} />
            <SelectField label={t('training.namedUnit')} bind={field('unit')} options={page.offices.map((o) => ({ value: o.key, label: o.name }))} />
            <SelectField label={t('training.group')} bind={field('group')} options={page.groups.filter((g) => g.named).map((g) => ({ value: g.id, label: g.label }))} />
            <button type="button" className="link" onClick={() => bind.update((all = []) => all.filter((__, n) => n !== i))}>{t('training.drop')}</button>
          </div>
        );
      })}
      <Button onClick={() => bind.update((all = []) => [...all, {}])}>{t('training.add')}</Button>
    </fieldset>
  );
}

export type TrainingView = Output<typeof getTraining>;
export type TrainingDoing = 'hold' | 'move' | 'cancel';

/** The form of one command. */
export function TrainingForm({ view: v, doing, onClose }: { readonly view: TrainingView; readonly doing: TrainingDoing; readonly onClose: () => void }): ReactNode {
  const t = useT();
  const { session } = useSession();
  const { id, seq } = v.head;
  const common = { params: { id }, title: t(`training.${doing}`), submit: t(`training.${doing}`), onClose, onDone: onClose, draft: `training-${doing}:${id}:${seq}` };
  switch (doing) {
    case 'hold':
      return (
        <FormDrawer<typeof holdTraining, { on: string; present: string[]; files: string[]; text: string; scores: Record<string, number> }> {...common} wide contract={holdTraining} initial={() => (v.on <= session.today ? { on: v.on } : {})}
          body={(x) => ({ on: x.on, present: x.present ?? [], files: x.files ?? [], text: x.text ?? '', results: (x.present ?? []).flatMap((seat) => { const score = x.scores?.[seat]; return score === undefined ? [] : [{ seat, score }]; }), seq })}
          fields={(form) => {
            const scores = inside(form.bind('scores') as Bound<Record<string, number>>);
            return (
              <>
                <DateField label={t('training.on')} bind={form.bind('on')} max={session.today} first />
                <ChecksField label={t('training.whoCame')} bind={form.bind('present')} options={v.seats.map((s) => ({ value: s.id, label: s.name, hint: `${s.unitName} ${s.group}` }))} all />
                <MatterFilesField label={t('training.files')} hint={t('training.filesHint')} bind={form.bind('files')} matter={id} />
                <TextField label={t('training.words')} bind={form.bind('text')} rows={3} maxLength={2000} optional />
                {(form.values.present ?? []).length > 0 ? <details className="more"><summary>{t('training.score')}</summary><p className="hint">{t('training.scoreHint')}</p>{v.seats.filter((s) => form.values.present?.includes(s.id)).map((s) => <NumberField key={s.id} label={s.name} bind={scores(s.id)} optional />)}</details> : null}
              </>
            );
          }} />
      );
    case 'move':
      return <FormDrawer<typeof moveTraining, { on: string; place: string; reason: string }> {...common} contract={moveTraining} initial={() => ({ on: v.on, place: v.place })} body={(x) => ({ on: x.on, place: x.place, reason: x.reason, seq })} fields={(form) => <><DateField label={t('training.on')} bind={form.bind('on')} first /><TextField label={t('training.place')} bind={form.bind('place')} maxLength={60} /><TextField label={t('training.reason')} bind={form.bind('reason')} rows={2} maxLength={300} /></>} />;
    case 'cancel':
      return <FormDrawer<typeof cancelTraining, { reason: string }> {...common} contract={cancelTraining} body={(x) => ({ reason: x.reason, seq })} fields={(form) => <TextField label={t('training.reason')} bind={form.bind('reason')} rows={3} maxLength={300} first />} />;
  }
}
