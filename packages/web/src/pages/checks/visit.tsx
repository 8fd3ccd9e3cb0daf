import { answerPoints, concludeCheck, recordVisit, type getCheck } from '@doudi/core/api/checks';
import type { Output } from '@doudi/core/api/contract';
import { ASPECT_LABELS, ASPECTS, CHECK_MEANS, MEANS_LABELS, SEVERITY_LABELS, WRONG_LABELS, type Aspect, type CheckMeans } from '@doudi/core/check/model';
import { FAILINGS, type Failing } from '@doudi/core/rectification/model';
import type { ReactNode } from 'react';
import { ListEditor } from '../../facts/ListEditor.tsx';
import type { Draft } from '../../forms/form.ts';
import { ChecksField, CheckField, RadioField, SelectField, TextField, TimeField } from '../../forms/inputs.tsx';
import { useT } from '../../i18n/index.tsx';
import { FormDrawer } from '../../ui/FormDrawer.tsx';
import { MatterFilesField } from '../../ui/matter-files.tsx';

type Check = Output<typeof getCheck>;
interface FormProps {
  readonly check: Check;
  readonly onClose: () => void;
}

interface Visit {
  means: CheckMeans[];
  at: string;
  place: string;
  met: string;
  photos: string[];
  refused: boolean;
  signed: string;
  reason: string;
  witness: string;
  text: string;
}

/** 登记核查经过: one drawer that also fits a telephone at the door. */
export function VisitForm({ check, onClose }: FormProps): ReactNode {
  const t = useT();
  return (
    <FormDrawer<typeof recordVisit, Visit> title={t('check.do.visit')} says={check.home ? t('check.homeSays') : undefined} submit={t('check.do.visit')} contract={recordVisit} draft={`visit:${check.head.id}`} params={{ id: check.head.id }} initial={() => ({ means: check.home ? ['home'] : [], place: check.address, photos: [] })}
      body={(v) => ({
        means: v.means ?? [], at: v.at, place: v.place, met: (v.met ?? '').split(/[、，,\s]+/).filter((x) => x !== ''), photos: v.photos ?? [], text: v.text, seq: check.head.seq,
        ...(v.refused ? { unsigned: { reason: v.reason, witness: v.witness } } : v.signed ? { signed: v.signed } : {}),
      })}
      fields={(form) => (
        <>
          <ChecksField label={t('check.means')} bind={form.bind('means')} options={CHECK_MEANS.map((value) => ({ value, label: MEANS_LABELS[value] }))} first />
          <TimeField label={t('check.at')} bind={form.bind('at')} />
          <TextField label={t('check.place')} bind={form.bind('place')} maxLength={200} />
          <TextField label={t('check.met')} hint={t('check.metHint')} bind={form.bind('met')} optional />
          <MatterFilesField label={t('check.photos')} hint={check.photos ? t('check.photosHint', { n: check.photos.least }) : undefined} bind={form.bind('photos')} matter={check.head.id} />
          <TextField label={t('check.seen')} bind={form.bind('text')} rows={4} maxLength={2000} />
          {form.values.refused ? null : <TextField label={t('check.signed')} bind={form.bind('signed')} maxLength={50} optional />}
          <CheckField label={t('check.unsigned')} bind={form.bind('refused')} />
          {form.values.refused ? <><TextField label={t('check.reason')} bind={form.bind('reason')} maxLength={300} /><TextField label={t('check.witness')} bind={form.bind('witness')} maxLength={50} /></> : null}
        </>
      )} onClose={onClose} onDone={onClose} />
  );
}

type Answer = 'yes' | 'no' | 'na';

/** 核查表: every point, a no with its words. */
export function FormForm({ check, onClose }: FormProps): ReactNode {
  const t = useT();
  const initial = (): Draft<Record<string, string>> => Object.fromEntries(check.points.flatMap((p) => [...(p.answer ? [[`a-${p.id}`, p.answer] as const] : []), ...(p.words ? [[`w-${p.id}`, p.words] as const] : [])]));
  return (
    <FormDrawer<typeof answerPoints, Record<string, string>> title={t('check.form')} says={t(check.sheet ? 'check.formAgain' : 'check.formSays')} submit={t('check.do.form')} wide contract={answerPoints} draft={`points:${check.head.id}:${check.sheet?.version ?? 0}`} params={{ id: check.head.id }} initial={initial}
      body={(v) => ({ base: check.sheet?.version ?? 0, answers: check.points.flatMap((p) => { const answer = v[`a-${p.id}`]; const words = v[`w-${p.id}`]; return answer ? [{ point: p.id, answer: answer as Answer, ...(words && answer === 'no' ? { words } : {}) }] : []; }) })}
      fields={(form) => ASPECTS.map((aspect) => {
        const points = check.points.filter((p) => p.aspect === aspect);
        return points.length === 0 ? null : (
          <fieldset key={aspect} className="box">
            <legend>{ASPECT_LABELS[aspect]}</legend>
            {points.map((p) => (
              <div key={p.id}>
                <RadioField label={p.text} bind={form.bind(`a-${p.id}`)} options={(['yes', 'no', 'na'] as const).map((value) => ({ value, label: t(`check.${value}`) }))} />
                {form.values[`a-${p.id}`] === 'no' ? <TextField label={t('check.words')} bind={form.bind(`w-${p.id}`)} maxLength={500} rows={2} /> : null}
              </div>
            ))}
          </fieldset>
        );
      })} onClose={onClose} onDone={onClose} />
  );
}

interface FindingRow {
  aspect: Aspect;
  failing: Failing;
  point: string;
  wrong: 'paid' | 'refused';
  severity: 'light' | 'grave';
  text: string;
}
interface Conclude {
  findings: Draft<FindingRow>[];
  explained: string;
  text: string;
}

/** 作出核查结论: rows made ready from the noes of the form and from a wrong sum. */
export function ConcludeForm({ check, onClose }: FormProps): ReactNode {
  const t = useT();
  const wrong = check.compared?.wrong ?? null;
  const initial = (): Draft<Conclude> => ({
    findings: [
      ...(wrong ? [{ aspect: 'level' as const, failing: 'inaccurate' as const, wrong, severity: 'light' as const, text: check.compared?.text ?? '' }] : []),
      ...check.points.filter((p) => p.answer === 'no').map((p): Draft<FindingRow> => ({ aspect: p.aspect, failing: 'policy', point: p.id, severity: 'light', text: p.words ?? '' })),
    ],
  });
  const points = check.points.filter((p) => p.answer === 'no').map((p) => ({ value: p.id, label: p.text }));
  const options = <K extends string>(labels: Readonly<Record<K, string>>): { value: K; label: string }[] => (Object.keys(labels) as K[]).map((value) => ({ value, label: labels[value] }));
  return (
    <FormDrawer<typeof concludeCheck, Conclude> title={t('check.do.conclude')} says={check.compared?.text ? t('check.concludeSays', { text: check.compared.text }) : undefined} submit={t('check.do.conclude')} wide contract={concludeCheck} draft={`conclude:${check.head.id}`} params={{ id: check.head.id }} initial={initial}
      body={(v) => ({ findings: v.findings ?? [], ...(v.explained ? { explained: v.explained } : {}), text: v.text, seq: check.head.seq })}
      fields={(form) => (
        <>
          <p>{t('check.findings')}</p>
          <ListEditor<FindingRow> bind={form.bind('findings')} add={t('check.addFinding')} blank={() => ({ severity: 'light' })}>
            {(field) => (
              <>
                <SelectField label={t('check.aspect')} bind={field('aspect')} options={options(ASPECT_LABELS)} />
                <SelectField label={t('check.failing')} bind={field('failing')} options={options(FAILINGS)} />
                <SelectField label={t('check.severity')} bind={field('severity')} options={options(SEVERITY_LABELS)} />
                {wrong ? <SelectField label={t('check.wrong')} bind={field('wrong')} options={[{ value: wrong, label: WRONG_LABELS[wrong] }]} optional /> : null}
                {points.length > 0 ? <SelectField label={t('check.point')} bind={field('point')} options={points} optional /> : null}
                <TextField label={t('check.finding')} bind={field('text')} rows={2} maxLength={1000} />
              </>
            )}
          </ListEditor>
          {wrong ? <TextField label={t('check.explained')} hint={t('check.explainedHint')} bind={form.bind('explained')} rows={2} maxLength={500} optional /> : null}
          <TextField label={t('check.conclusion')} bind={form.bind('text')} rows={3} maxLength={2000} />
        </>
      )} onClose={onClose} onDone={onClose} />
  );
}
