import { addRisk, assignDraw, cancelDraw, freezeDraw, type getDraw, listDraws, revealSeed } from '@doudi/core/api/draws';
import type { Output } from '@doudi/core/api/contract';
import { plusDays } from '@doudi/core/calendar/date';
import { readSeed, SEED_ORDERS, seedText, type SeedKind, type SeedOrder } from '@doudi/core/draw/seed';
import { isRefusal } from '@doudi/core/refusal/refusal';
import type { ReactNode } from 'react';
import { useCall } from '../../api/hooks.ts';
import { useSession } from '../../app/session.tsx';
import { ListEditor } from '../../facts/ListEditor.tsx';
import { inside, type Bound, type Draft } from '../../forms/form.ts';
import { ChecksField, DateField, NumberField, RadioField, SelectField, TextField, TimeField } from '../../forms/inputs.tsx';
import { useT, type Locale } from '../../i18n/index.tsx';
import { FormDrawer } from '../../ui/FormDrawer.tsx';
import { MatterFilesField } from '../../ui/matter-files.tsx';
import { clockTime, shortDate } from '../../lib/dates.ts';
import { useSourceWords } from './parts.tsx';

type Plan = Output<typeof listDraws>['plans'][number];
type Draw = Output<typeof getDraw>;
interface Close { readonly onClose: () => void }

const KINDS: readonly SeedKind[] = ['organs', 'lottery', 'checkpoint'];
interface Source { name: string; numbers: number; digits: number; order: SeedOrder }
interface Freeze { plan: string; from: string; to: string; seed: { kind: SeedKind; text: string; sources: Draft<Source>[]; after: string }; reason: string }

const ORGAN: Draft<Source> = { numbers: 1, digits: 4 };
const LOTTERY: Draft<Source> = { numbers: 6, digits: 2, order: 'ascending' };
/** What a kind of seed begins with. */
const BLANK: Readonly<Record<SeedKind, readonly Draft<Source>[]>> = { organs: [ORGAN, ORGAN], lottery: [LOTTERY], checkpoint: [] };

/** 冻结总体: whole period, where the seed will come from with how many digits, and what is going to be published. */
export function FreezeForm({ plans, plan, onClose, onDone }: Close & { readonly plans: readonly Plan[]; readonly plan: string; readonly onDone: (id: string) => void }): ReactNode {
  const t = useT();
  const { session } = useSession();
  const first = plans.find((p) => p.key === plan);
  return (
    <FormDrawer<typeof freezeDraw, Freeze> title={t('draw.freeze')} says={t('draw.freezeSays')} submit={t('draw.freeze')} contract={freezeDraw} draft={`freeze2:${plan}`} initial={() => ({ plan, from: first?.from, to: first?.to, seed: { kind: 'organs', text: '', sources: [...BLANK.organs], after: `${plusDays(session.today, 1)}T09:00` } })}
      body={(v) => ({ ...v, plan, reason: v.reason || undefined, seed: { ...v.seed, after: v.seed?.after ? `${v.seed.after}:00+08:00` : undefined } })} fields={(form) => {
        const seed = inside(form.bind('seed'));
        const kind = form.values.seed?.kind ?? 'organs';
        // Another kind has other sources; where it is published is another place too.
        const choose = { ...(seed('kind') as Bound<SeedKind>), set: (k: SeedKind | undefined) => form.bind('seed').update((v) => ({ ...v, kind: k, sources: [...BLANK[k ?? 'organs']] }) as Freeze['seed']) };
        return (
          <>
            <p><b>{first?.label}</b></p>
            <div className="row"><DateField label={t('draw.from')} bind={form.bind('from')} /><DateField label={t('draw.to')} bind={form.bind('to')} hint={t('draw.toHint')} /></div>
            <RadioField label={t('draw.seedKind')} hint={t('draw.seedKindHint')} bind={choose} options={KINDS.map((value) => ({ value, label: t(`draw.seed.${value}`), hint: t(`draw.seed.${value}.hint`) }))} />
            {kind === 'checkpoint' ? null : (
              <>
                <p className="muted">{t(kind === 'organs' ? 'draw.sourcesOrgans' : 'draw.sourcesLottery')}</p>
                <ListEditor<Source> bind={seed('sources') as Bound<Draft<Source>[]>} add={t(kind === 'organs' ? 'draw.addOrgan' : 'draw.addLottery')} blank={() => (kind === 'organs' ? ORGAN : LOTTERY)} title={(_, i) => t('draw.nth', { n: i + 1 })}>
                  {(field, row) => (
                    <>
                      <TextField label={t(kind === 'organs' ? 'draw.organName' : 'draw.lotteryName')} hint={t(kind === 'organs' ? 'draw.organHint' : 'draw.lotteryHint')} bind={field('name')} maxLength={60} />
                      {kind === 'lottery' ? <NumberField label={t('draw.numbers')} bind={field('numbers')} /> : null}
                      <NumberField label={t('draw.digits')} hint={t(kind === 'organs' ? 'draw.digitsOrgans' : 'draw.digitsLottery')} bind={field('digits')} />
                      {kind === 'lottery' && (row.numbers ?? 0) > 1 ? <SelectField label={t('draw.order')} hint={t('draw.orderHint')} bind={field('order')} options={SEED_ORDERS.map((value) => ({ value, label: t(`draw.order.${value}`) }))} /> : null}
                    </>
                  )}
                </ListEditor>
                <TextField label={t('draw.seedText')} hint={t(kind === 'organs' ? 'draw.textOrgans' : 'draw.textLottery')} bind={seed('text')} rows={2} maxLength={300} />
              </>
            )}
            <TimeField label={t('draw.after')} hint={t('draw.afterHint')} bind={seed('after')} />
            <TextField label={t('draw.again')} hint={t('draw.againHint')} bind={form.bind('reason')} rows={2} maxLength={500} optional />
            <p className="notice">{t('draw.publish')}</p>
          </>
        );
      }} onClose={onClose} onDone={(d) => onDone(d.id)} />
  );
}

interface Reveal { numbers: string[][]; witnesses: string[]; proof: string; files: string[] }
const MOST_WITNESSES = 6;
type NamedSource = Draw['seed']['sources'][number];

/** 登记种子: what the named sources brought, a box to a number; the draw follows at once. */
export function RevealForm({ draw, onClose }: Close & { readonly draw: Draw }): ReactNode {
  const t = useT();
  const { kind, text, sources } = draw.seed;
  const typed = kind !== 'checkpoint';
  const partsOf = (v: Draft<Reveal>) => (typed ? sources.map((s, i) => ({ source: s.name, numbers: Array.from({ length: s.numbers }, (_, n) => v.numbers?.[i]?.[n] ?? '') })) : []);
  return (
    <FormDrawer<typeof revealSeed, Reveal> title={t('draw.reveal')} says={t(typed ? 'draw.revealSays' : 'draw.revealCheckpoint', { text })} submit={t('draw.reveal')} contract={revealSeed} params={{ id: draw.head.id }} draft={`reveal2:${draw.head.id}`} initial={() => ({ numbers: [], witnesses: ['', ''], files: [] })}
      body={(v) => ({ parts: partsOf(v), witnesses: (v.witnesses ?? []).filter((w) => w.trim() !== ''), proof: v.proof ?? '', files: v.files ?? [], seq: draw.head.seq })} fields={(form) => {
        const witnesses = form.bind('witnesses');
        const read = typed ? readSeed({ sources }, partsOf(form.values)) : [];
        return (
          <>
            {typed ? sources.map((s, i) => <Boxes key={s.name} source={s} at={i} numbers={form.bind('numbers')} />) : null}
            {typed && !isRefusal(read) ? <p className="notice">{t('draw.seedReads')}<code className="seed-reads">{seedText(read)}</code></p> : null}
            {(witnesses.value ?? []).map((w, i) => <TextField key={i} label={`${t('draw.witness')} ${i + 1}`} hint={i === 0 ? t('draw.witnessHint') : undefined} bind={{ ...witnesses, path: i === 0 ? witnesses.path : `${witnesses.path}.${i}`, error: i === 0 ? witnesses.error : undefined, value: w, set: (x) => witnesses.update((all = []) => all.map((y, n) => (n === i ? (x ?? '') : y))), update: () => undefined }} maxLength={50} optional={!typed || i > 1} />)}
            {(witnesses.value ?? []).length < MOST_WITNESSES ? <button type="button" className="link" onClick={() => witnesses.update((all = []) => [...all, ''])}>＋ {t('draw.addWitness')}</button> : null}
            <TextField label={t('draw.proofField')} hint={t('draw.proofHint')} bind={form.bind('proof')} rows={2} maxLength={500} optional={!typed} />
            <MatterFilesField label={t('draw.proofFiles')} hint={t('draw.proofFilesHint')} bind={form.bind('files')} matter={draw.head.id} optional />
          </>
        );
      }} onClose={onClose} onDone={onClose} />
  );
}

/** The boxes of one source: as many as it has numbers, each as wide as its digits; a full box leads to the next. */
function Boxes({ source, at, numbers }: { readonly source: NamedSource; readonly at: number; readonly numbers: Bound<string[][]> }): ReactNode {
  const t = useT();
  const words = useSourceWords();
  const set = (n: number, text: string): void => numbers.update((all = []) => {
    const next = Array.from({ length: Math.max(all.length, at + 1) }, (_, i) => [...(all[i] ?? [])]);
    next[at] = Array.from({ length: source.numbers }, (_, i) => (i === n ? text : (next[at]?.[i] ?? '')));
    return next;
  });
  return (
    <fieldset className="field seed-boxes">
      <legend>{source.name}<span className="muted">　{words(source)}</span></legend>
      <span className="seed-row">
        {Array.from({ length: source.numbers }, (_, n) => {
          const value = numbers.value?.[at]?.[n] ?? '';
          return (
            <input key={n} className={`input seed-box${value !== '' && value.length < source.digits ? ' seed-short' : ''}`} style={{ width: `${source.digits + 2.5}ch` }} type="text" inputMode="numeric" autoComplete="off" aria-label={t('draw.box', { source: source.name, n: n + 1, digits: source.digits })} value={value} onChange={(e) => {
              const digits = e.target.value.normalize('NFKC').replaceAll(/\D/g, '').slice(0, source.digits);
              set(n, digits);
              if (digits.length === source.digits && e.target.nextElementSibling instanceof HTMLInputElement) e.target.nextElementSibling.focus();
            }} />
          );
        })}
      </span>
    </fieldset>
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

/** An instant for reading, to the minute. */
export function when(instant: string, locale: Locale): string {
  const [day = '', time = ''] = clockTime(instant).slice(0, 16).split(' ');
  return `${shortDate(day, locale)} ${time}`;
}
