import { addRisk, assignDraw, cancelDraw, freezeDraw, type getDraw, listDraws, revealSeed } from '@doudi/core/api/draws';
import type { Output } from '@doudi/core/api/contract';
import { plusDays } from '@doudi/core/calendar/date';
import type { SeedKind } from '@doudi/core/draw/select';
import type { ReactNode } from 'react';
import { useCall } from '../../api/hooks.ts';
import { useSession } from '../../app/session.tsx';
import { inside, type Bound } from '../../forms/form.ts';
import { ChecksField, DateField, RadioField, SelectField, TextField, TimeField } from '../../forms/inputs.tsx';
import { useT } from '../../i18n/index.tsx';
import { FormDrawer } from '../../ui/FormDrawer.tsx';
import { clockTime } from '../../lib/dates.ts';

type Plan = Output<typeof listDraws>['plans'][number];
type Draw = Output<typeof getDraw>;
interface Close { readonly onClose: () => void }

const KINDS: readonly SeedKind[] = ['organs', 'lottery', 'checkpoint'];
interface Freeze { plan: string; from: string; to: string; seed: { kind: SeedKind; text: string; after: string }; reason: string }

/** 冻结总体: whole period, where the seed will come from, and what is going to be published. */
export function FreezeForm({ plans, plan, onClose, onDone }: Close & { readonly plans: readonly Plan[]; readonly plan: string; readonly onDone: (id: string) => void }): ReactNode {
  const t = useT();
  const { session } = useSession();
  const first = plans.find((p) => p.key === plan);
  return (
    <FormDrawer<typeof freezeDraw, Freeze> title={t('draw.freeze')} says={t('draw.freezeSays')} submit={t('draw.freeze')} contract={freezeDraw} draft={`freeze:${plan}`} initial={() => ({ plan, from: first?.from, to: first?.to, seed: { kind: 'organs', text: '', after: `${plusDays(session.today, 1)}T09:00` } })}
      body={(v) => ({ ...v, plan, reason: v.reason || undefined, seed: { ...v.seed, after: v.seed?.after ? `${v.seed.after}:00+08:00` : undefined } })} fields={(form) => {
        const seed = inside(form.bind('seed'));
        return (
          <>
            <p><b>{first?.label}</b></p>
            <div className="row"><DateField label={t('draw.from')} bind={form.bind('from')} /><DateField label={t('draw.to')} bind={form.bind('to')} hint={t('draw.toHint')} /></div>
            <RadioField label={t('draw.seedKind')} hint={t('draw.seedKindHint')} bind={seed('kind') as Bound<SeedKind>} options={KINDS.map((value) => ({ value, label: t(`draw.seed.${value}`), hint: t(`draw.seed.${value}.hint`) }))} />
            <TextField label={t('draw.seedText')} hint={t('draw.seedTextHint')} bind={seed('text')} rows={2} maxLength={300} />
            <TimeField label={t('draw.after')} hint={t('draw.afterHint')} bind={seed('after')} />
            <TextField label={t('draw.again')} hint={t('draw.againHint')} bind={form.bind('reason')} rows={2} maxLength={500} optional />
            <p className="notice">{t('draw.publish')}</p>
          </>
        );
      }} onClose={onClose} onDone={(d) => onDone(d.id)} />
  );
}

interface Part { source: string; value: string }
interface Reveal { parts: Part[]; witnesses: string; proof: string }
const EMPTY: Part = { source: '', value: '' };
const fewest = (kind: SeedKind): number => ({ organs: 2, lottery: 1, checkpoint: 0 })[kind];

/** 登记种子: what the public source brought; the draw follows at once. */
export function RevealForm({ draw, onClose }: Close & { readonly draw: Draw }): ReactNode {
  const t = useT();
  const { kind, text } = draw.seed;
  return (
    <FormDrawer<typeof revealSeed, Reveal> title={t('draw.reveal')} says={t('draw.revealSays', { text })} submit={t('draw.reveal')} contract={revealSeed} params={{ id: draw.head.id }} draft={`reveal:${draw.head.id}`} initial={() => ({ parts: Array.from({ length: fewest(kind) }, () => EMPTY) })}
      body={(v) => ({ parts: v.parts ?? [], witnesses: (v.witnesses ?? '').split(/[、,，;；\s]+/).filter(Boolean), proof: v.proof ?? '', seq: draw.head.seq })} fields={(form) => {
        const parts = form.bind('parts') as Bound<Part[]>;
        return (
          <>
            {kind === 'checkpoint' ? <p className="notice">{t('draw.revealCheckpoint')}</p> : (parts.value ?? []).map((_, i) => <SeedPart key={i} parts={parts} i={i} />)}
            {kind === 'organs' && (parts.value?.length ?? 0) < 5 ? <button type="button" className="link" onClick={() => parts.update((v = []) => [...v, EMPTY])}>{t('draw.addPart')}</button> : null}
            <TextField label={t('draw.witness')} bind={form.bind('witnesses')} maxLength={200} optional />
            <TextField label={t('draw.proofField')} hint={t('draw.proofHint')} bind={form.bind('proof')} rows={2} maxLength={500} optional />
          </>
        );
      }} onClose={onClose} onDone={onClose} />
  );
}

function SeedPart({ parts, i }: { readonly parts: Bound<Part[]>; readonly i: number }): ReactNode {
  const t = useT();
  const bind = inside<Part>({ path: `${parts.path}.${i}`, value: parts.value?.[i], error: undefined, check: parts.check, set: () => undefined, update: (f) => parts.update((v = []) => v.map((x, n) => (n === i ? (f(x) as Part) : x))) });
  return (
    <div className="seed-part">
      <TextField label={`${t('draw.part')} ${i + 1}`} hint={t('draw.partHint')} bind={bind('source')} maxLength={60} />
      <TextField label={`${t('draw.partValue')} ${i + 1}`} bind={bind('value')} maxLength={200} />
    </div>
  );
}

export function AssignForm({ draw, onClose }: Close & { readonly draw: Draw }): ReactNode {
  const t = useT();
  const { session } = useSession();
  return (
    <FormDrawer<typeof assignDraw, { checkers: string[]; due: string }> title={t('draw.assign')} says={t('draw.assignSays')} submit={t('draw.assign')} contract={assignDraw} params={{ id: draw.head.id }} draft={`assign:${draw.head.id}`}
      body={(v) => ({ ...v, seq: draw.head.seq })} fields={(form) => (
        <>
          <ChecksField label={t('draw.people')} hint={t('draw.peopleHint')} bind={form.bind('checkers')} options={draw.people.map((p) => ({ value: p.id, label: p.name, hint: p.post }))} all />
          <DateField label={t('draw.due')} bind={form.bind('due')} min={plusDays(session.today, 1)} />
        </>
      )} onClose={onClose} onDone={onClose} />
  );
}

export function CancelForm({ draw, onClose }: Close & { readonly draw: Draw }): ReactNode {
  const t = useT();
  return <FormDrawer<typeof cancelDraw, { reason: string }> title={t('draw.cancel')} says={t('draw.cancelSays')} submit={t('draw.cancel')} contract={cancelDraw} params={{ id: draw.head.id }} draft={`cancelDraw:${draw.head.id}`} body={(v) => ({ ...v, seq: draw.head.seq })} fields={(form) => <TextField label={t('office.reason')} bind={form.bind('reason')} rows={3} maxLength={500} first />} onClose={onClose} onDone={onClose} />;
}

/** 加入风险核查: from a case, into a draw whose checkers are not named yet. */
export function RiskForm({ case: id, number, onClose, onDone }: Close & { readonly case: string; readonly number: string; readonly onDone: () => void }): ReactNode {
  const t = useT();
  const draws = useCall(listDraws, {});
  const open = (draws.data?.items ?? []).filter((d) => d.status === 'frozen' || d.status === 'drawn');
  return (
    <FormDrawer<typeof addRisk, { draw: string; ground: string }> title={t('draw.addRisk')} says={`${number}：${t('draw.addRiskSays')}`} submit={t('draw.addRisk')} contract={addRisk} draft={`risk:${id}`} params={(v) => ({ id: v.draw ?? '' })}
      body={(v) => ({ cases: v.draw === undefined ? [] : [{ case: id, ground: v.ground ?? '' }] })} fields={(form) => (
        <>
          {draws.data && open.length === 0 ? <p className="notice">{t('draw.noOpen')}</p> : null}
          <SelectField label={t('draw.which')} bind={form.bind('draw')} options={open.map((d) => ({ value: d.id, label: `${d.title}（${d.number}，${d.statusText}）` }))} first />
          <TextField label={t('draw.ground')} bind={form.bind('ground')} rows={3} maxLength={300} />
        </>
      )} onClose={onClose} onDone={onDone} />
  );
}

/** `2021-11-22 09:00` for reading. */
export const when = (instant: string): string => clockTime(instant).slice(0, 16);
