import { changeFile, type EvidenceFile } from '@doudi/core/api/archive';
import { Button } from 'antd';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { problemOf } from '../../api/client.ts';
import { fileAddress } from '../../api/files.ts';
import { useSend } from '../../api/hooks.ts';
import { useSession } from '../../app/session.tsx';
import { useT } from '../../i18n/index.tsx';
import { clockTime } from '../../lib/dates.ts';
import { PlaceSelect, placeOf, type Places } from './UploadButton.tsx';

const STEP = 1.25;
const typing = (e: KeyboardEvent): boolean => e.target instanceof HTMLElement && ['INPUT', 'TEXTAREA', 'SELECT'].includes(e.target.tagName);
const turn = (rotation: number): 0 | 90 | 180 | 270 => (((rotation + 90) % 360) as 0 | 90 | 180 | 270);
const placeValue = (f: EvidenceFile): string => (f.paper ? `paper:${f.paper}` : f.step ? `step:${f.step}` : '');

/** One paper at full size over the page: pictures turn and zoom by key, PDFs open inline; beside it what is said about it. */
export function FileViewer({ files, at, places, onAt, onClose }: { readonly files: readonly EvidenceFile[]; readonly at: number; readonly places: Places; readonly onAt: (n: number) => void; readonly onClose: () => void }): ReactNode {
  const t = useT();
  const file = files[at];
  const panel = useRef<HTMLDivElement>(null);
  const [zoom, setZoom] = useState(1);
  const [rotation, setRotation] = useState(file?.rotation ?? 0);
  const send = useSend(changeFile);
  const { may } = useSession();
  useEffect(() => {
    setZoom(1);
    setRotation(file?.rotation ?? 0);
  }, [file?.id, file?.rotation]);
  useEffect(() => {
    const before = document.activeElement;
    panel.current?.focus();
    return () => {
      if (before instanceof HTMLElement) before.focus();
    };
  }, []);
  const keys = useRef<(e: KeyboardEvent) => void>(() => undefined);
  useEffect(() => {
    keys.current = (e) => {
      if (e.key === 'Escape') onClose();
      if (typing(e) || e.ctrlKey || e.metaKey || e.altKey) return;
      if (e.key === 'ArrowRight' && at + 1 < files.length) onAt(at + 1);
      if (e.key === 'ArrowLeft' && at > 0) onAt(at - 1);
      if (e.key === 'r' || e.key === 'R') setRotation(turn(rotation));
      if (e.key === '+' || e.key === '=') setZoom((z) => Math.min(8, z * STEP));
      if (e.key === '-') setZoom((z) => Math.max(0.2, z / STEP));
      if (e.key === '0') setZoom(1);
    };
  });
  useEffect(() => {
    const listen = (e: KeyboardEvent): void => keys.current(e);
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, []);
  if (!file) return null;
  const picture = file.mediaType.startsWith('image/');
  const sideways = rotation % 180 !== 0;
  const saveTurn = (): void => send.mutate({ params: { id: file.id }, body: { name: file.name, paper: file.paper, step: file.step, rotation: rotation as 0 | 90 | 180 | 270, voided: file.voided, reason: t('vw.turned') } });
  return (
    <div className="viewer" role="dialog" aria-modal="true" aria-label={t('vw.label')} ref={panel} tabIndex={-1}>
      <div className="viewer-bar">
        <button type="button" className="link" disabled={at === 0} onClick={() => onAt(at - 1)}>← {t('vw.prev')}</button>
        <b>{file.name}</b><span className="muted">{at + 1} / {files.length}</span>
        <button type="button" className="link" disabled={at + 1 >= files.length} onClick={() => onAt(at + 1)}>{t('vw.next')} →</button>
        {picture ? (
          <>
            <Button size="small" onClick={() => setRotation(turn(rotation))}>{t('vw.rotate')}</Button>
            <Button size="small" onClick={() => setZoom((z) => z * STEP)}>{t('vw.in')}</Button>
            <Button size="small" onClick={() => setZoom((z) => z / STEP)}>{t('vw.out')}</Button>
            <Button size="small" onClick={() => setZoom(1)}>{t('vw.fit')}</Button>
          </>
        ) : null}
        {rotation !== file.rotation && may('file.change') ? <Button size="small" type="primary" loading={send.isPending} onClick={saveTurn}>{t('vw.saveTurn')}</Button> : null}
        {send.isError ? <span className="error" role="alert">{problemOf(send.error).rule}</span> : null}
        <a className="push" href={fileAddress(file.id)} target="_blank" rel="noreferrer">{t('vw.open')}</a>
        <Button size="small" onClick={onClose}>{t('vw.back')}</Button>
      </div>
      <div className="viewer-body">
        <div className="viewer-stage">
          {picture ? <img src={fileAddress(file.id)} alt={file.name} data-rotation={rotation} style={{ transform: `rotate(${rotation}deg)`, ...(sideways ? { maxWidth: `calc((100vh - 90px) * ${zoom})`, maxHeight: `calc((100vw - 380px) * ${zoom})` } : { maxWidth: `${100 * zoom}%`, maxHeight: `calc((100vh - 90px) * ${zoom})` }), ...(zoom > 1 ? { minWidth: `${60 * zoom}%` } : {}) }} /> : <iframe title={file.name} src={fileAddress(file.id)} />}
        </div>
        <Said key={file.id} file={file} places={places} />
      </div>
    </div>
  );
}

/** What is said about a file, and its change with the reason. */
function Said({ file, places }: { readonly file: EvidenceFile; readonly places: Places }): ReactNode {
  const t = useT();
  const { may } = useSession();
  const [name, setName] = useState(file.name);
  const [place, setPlace] = useState(placeValue(file));
  const [voided, setVoided] = useState(file.voided);
  const [reason, setReason] = useState('');
  const send = useSend(changeFile);
  const changed = name !== file.name || place !== placeValue(file) || voided !== file.voided;
  const problem = send.isError ? problemOf(send.error) : null;
  return (
    <form className="viewer-side" onSubmit={(e) => {
      e.preventDefault();
      const { paper, step } = placeOf(place);
      if (changed && reason.trim().length >= 2) send.mutate({ params: { id: file.id }, body: { name: name.trim(), paper: paper ?? null, step: step ?? null, rotation: file.rotation as 0 | 90 | 180 | 270, voided, reason: reason.trim() } }, { onSuccess: () => setReason('') });
    }}>
      <small>{file.by} {clockTime(file.at)} · {Math.max(1, Math.round(file.bytes / 1024))} KB</small>
      {may('file.change') ? (
        <>
          <label>{t('vw.name')}<input className="input" maxLength={120} value={name} onChange={(e) => setName(e.target.value)} /></label>
          <label>{t('fl.place')}<PlaceSelect id={`place-${file.id}`} value={place} places={places} onChange={setPlace} /></label>
          <label className="check"><input type="checkbox" checked={voided} onChange={(e) => setVoided(e.target.checked)} />{t('vw.void')}</label>
          <label>{t('vw.reason')}<input className="input" maxLength={200} value={reason} onChange={(e) => setReason(e.target.value)} /></label>
          <p>
            <Button type="primary" htmlType="submit" disabled={!changed || reason.trim().length < 2} loading={send.isPending}>{t('vw.save')}</Button>{' '}
            <span className="muted" role="status">{send.isSuccess && !changed ? t('vw.saved') : changed ? (reason.trim().length < 2 ? t('vw.needReason') : '') : t('vw.nothing')}</span>
          </p>
          {problem ? <p className="error" role="alert">{problem.rule}</p> : null}
        </>
      ) : null}
      <small className="muted">{t('vw.keys')}</small>
      <div><small>{t('vw.hash')}</small><div className="hash">{file.sha256}</div></div>
      <h3>{t('vw.changes')}</h3>
      {file.changes.length === 0 ? <small className="muted">{t('vw.noChanges')}</small> : (
        <ol>{file.changes.map((c) => <li key={c.at + c.reason}><small>{clockTime(c.at)} {c.by}：{c.reason}{c.place ? `（${c.place}）` : ''}{c.rotation ? ` ${t('fl.rotated', { n: c.rotation })}` : ''}{c.voided ? ` ${t('fl.voided')}` : ''}</small></li>)}</ol>
      )}
    </form>
  );
}
