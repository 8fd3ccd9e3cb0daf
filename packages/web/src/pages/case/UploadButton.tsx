import { useQueryClient } from '@tanstack/react-query';
import type { Problem } from '@doudi/core/api/contract';
import { useRef, useState, type DragEvent, type ReactNode } from 'react';
import { problemOf } from '../../api/client.ts';
import { sendFile } from '../../api/files.ts';
import { useSession } from '../../app/session.tsx';
import { useT } from '../../i18n/index.tsx';

export interface Places {
  readonly papers: readonly { readonly id: string; readonly name: string }[];
  readonly steps: readonly { readonly id: string; readonly name: string }[];
}

/** A place as one value of a select: `paper:id`, `step:id`, or nothing. */
export const placeOf = (value: string): { paper?: string; step?: string } => (value.startsWith('paper:') ? { paper: value.slice(6) } : value.startsWith('step:') ? { step: value.slice(5) } : {});

/** Where a file belongs: a paper of the checklist, a step, or other evidence. */
export function PlaceSelect({ id, value, places, onChange }: { readonly id?: string; readonly value: string; readonly places: Places; readonly onChange: (value: string) => void }): ReactNode {
  const t = useT();
  return (
    <select {...(id ? { id } : { 'aria-label': t('fl.ofCase') })} className="input" value={value} onChange={(e) => onChange(e.target.value)}>
      <option value="">{t('fl.noPlace')}</option>
      <optgroup label={t('fl.papers')}>{places.papers.map((p) => <option key={p.id} value={`paper:${p.id}`}>{p.name}</option>)}</optgroup>
      <optgroup label={t('fl.steps')}>{places.steps.map((s) => <option key={s.id} value={`step:${s.id}`}>{s.name}</option>)}</optgroup>
    </select>
  );
}

interface Sending {
  readonly key: string;
  readonly name: string;
  readonly percent: number;
  readonly done?: string | undefined;
  readonly problem?: Problem | undefined;
}

/** Where files come in: dropped, chosen, or photographed on the spot; several at once, each with how far it is and, when refused, what to do instead. */
export function UploadArea({ caseId, places, place, onPlace }: { readonly caseId: string; readonly places: Places; readonly place: string; readonly onPlace: (value: string) => void }): ReactNode {
  const t = useT();
  const client = useQueryClient();
  const { may } = useSession();
  const chosen = useRef<HTMLInputElement>(null);
  const camera = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const [sendings, setSendings] = useState<readonly Sending[]>([]);
  if (!may('case.act')) return null;
  const change = (key: string, more: Partial<Sending>): void => setSendings((all) => all.map((s) => (s.key === key ? { ...s, ...more } : s)));
  const one = async (file: File, key: string): Promise<void> => {
    try {
      const r = await sendFile(caseId, file, placeOf(place), (percent) => change(key, { percent }));
      change(key, { done: r.known ? t('fl.known', { name: r.name }) : t('fl.sent') });
    } catch (error) {
      change(key, { problem: problemOf(error) });
    }
  };
  const add = async (files: FileList | readonly File[] | null): Promise<void> => {
    const list = [...(files ?? [])].map((file) => ({ file, key: crypto.randomUUID() }));
    setSendings((all) => [...all.filter((s) => s.done === undefined), ...list.map(({ file, key }) => ({ key, name: file.name, percent: 0 }))]);
    for (const input of [chosen, camera]) if (input.current) input.current.value = '';
    // One after another: a village's line carries one photograph at a time well, five badly.
    for (const { file, key } of list) await one(file, key);
    await client.invalidateQueries();
  };
  const drop = (e: DragEvent): void => {
    e.preventDefault();
    setOver(false);
    void add(e.dataTransfer.files);
  };
  return (
    <div className="screen-only">
      <div className={over ? 'drop drop-over' : 'drop'} onDragOver={(e) => { e.preventDefault(); setOver(true); }} onDragLeave={() => setOver(false)} onDrop={drop}>
        <span className="muted">{over ? t('fl.dropNow') : t('fl.drop')}</span>
        <label><span className="link">{t('fl.upload')}</span><input ref={chosen} className="visually-hidden" type="file" multiple accept="image/jpeg,image/png,application/pdf,.pdf,.jpg,.jpeg,.png" onChange={(e) => void add(e.target.files)} /></label>
        <label><span className="link">{t('fl.camera')}</span><input ref={camera} className="visually-hidden" type="file" accept="image/*" capture="environment" onChange={(e) => void add(e.target.files)} /></label>
        <span>{t('fl.place')} <PlaceSelect value={place} places={places} onChange={onPlace} /></span>
        <small className="muted">{t('fl.kinds')}</small>
      </div>
      {sendings.length > 0 ? (
        <ul className="sendings">
          {sendings.map((s) => (
            <li key={s.key} className={s.problem ? 'failed' : s.done === undefined ? '' : 'done'} role={s.problem ? 'alert' : 'status'}>
              <b>{s.name}</b> {s.problem ? s.problem.rule : (s.done ?? (s.percent < 100 ? <><progress max={100} value={s.percent} /> {t('fl.sending', { percent: s.percent })}</> : t('fl.checking')))}
              {s.problem?.allowed && s.problem.allowed.length > 0 ? <ul aria-label={t('fl.instead')}>{s.problem.allowed.map((a) => <li key={a}>{a}</li>)}</ul> : null}
            </li>
          ))}
          {sendings.every((s) => s.problem ?? s.done) ? <button type="button" className="link" onClick={() => setSendings([])}>{t('fl.close')}</button> : null}
        </ul>
      ) : null}
    </div>
  );
}
