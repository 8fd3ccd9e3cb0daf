import { evidence, type ChecklistLine, type EvidenceFile } from '@doudi/core/api/archive';
import type { Output } from '@doudi/core/api/contract';
import { useMemo, useState, type ReactNode } from 'react';
import { fileAddress, letterAddress } from '../../api/files.ts';
import { useCall } from '../../api/hooks.ts';
import { useSession } from '../../app/session.tsx';
import { useT } from '../../i18n/index.tsx';
import { clockTime } from '../../lib/dates.ts';
import { ClauseChip } from '../../ui/Chips.tsx';
import { DateText } from '../../ui/Text.tsx';
import { Empty, Section, View } from '../../ui/View.tsx';
import { ArchiveSteps } from './ArchiveSteps.tsx';
import { useCase } from './context.tsx';
import { FileViewer } from './FileViewer.tsx';
import { UploadArea, type Places } from './UploadButton.tsx';
import '../../styles/archive.css';

type Evidence = Output<typeof evidence>;
const MB = 1024 * 1024;

const useEvidence = (id: string) => useCall(evidence, { params: { id } });

/** The file's table of contents: what must be in it, what proves each line, what is missing; and where the case stands with its archive. */
export function Archive(): ReactNode {
  const { view } = useCase();
  const query = useEvidence(view.id);
  return <View query={query}>{(e) => <Checklist e={e} caseId={view.id} decided={view.decision !== null} />}</View>;
}

function Checklist({ e, caseId, decided }: { readonly e: Evidence; readonly caseId: string; readonly decided: boolean }): ReactNode {
  const t = useT();
  const files = useMemo(() => new Map(e.files.map((f) => [f.id, f])), [e.files]);
  const there = e.lines.filter((l) => l.present).length;
  return (
    <Section title={t('ev.title')} aside={<>{t('ev.count', { n: there, of: e.lines.length })}</>}>
      <ul className="checklist">{e.lines.map((l) => <Line key={l.id} l={l} files={files} closed={e.closed} />)}</ul>
      <p className={e.missing.length === 0 ? 'muted' : e.closed ? 'error' : 'muted'}>{e.missing.length === 0 ? t('ev.whole') : t('ev.lacks', { n: e.missing.length, what: e.missing.join('、') })}</p>
      <ArchiveSteps caseId={caseId} e={e} decided={decided} />
    </Section>
  );
}

function Line({ l, files, closed }: { readonly l: ChecklistLine; readonly files: ReadonlyMap<string, EvidenceFile>; readonly closed: boolean }): ReactNode {
  const t = useT();
  const lost = !l.present && (l.kind === 'application' || closed);
  return (
    <li className={l.present ? 'present' : lost ? 'missing' : 'absent'}>
      <span className="mark-of" aria-hidden="true">{l.present ? '✓' : lost ? '■' : '○'}</span>
      <span>{l.name} <ClauseChip source={l.source} /></span>
      <span className="when">{l.present && l.on ? <DateText date={l.on} short /> : t(lost ? 'ev.missing' : 'ev.notYet')}</span>
      {l.files.length + l.letters.length > 0 ? (
        <span className="proofs">
          {l.letters.map((x) => <a key={x.id} href={letterAddress(x.id)} target="_blank" rel="noreferrer">{x.title} {x.number}</a>)}
          {l.files.map((id) => <a key={id} href={fileAddress(id)} target="_blank" rel="noreferrer">{files.get(id)?.name}</a>)}
        </span>
      ) : l.present && l.kind === 'application' ? <span className="proofs muted">{t(l.lacks === 'scan' ? 'ev.noScan' : 'ev.seen')}</span> : null}
    </li>
  );
}

/** Scans and photographs, seen only through this case. */
export function Files(): ReactNode {
  const { view } = useCase();
  const query = useEvidence(view.id);
  return <View query={query}>{(e) => <Gallery e={e} caseId={view.id} />}</View>;
}

function Gallery({ e, caseId }: { readonly e: Evidence; readonly caseId: string }): ReactNode {
  const t = useT();
  const { may } = useSession();
  const [open, setOpen] = useState<string | null>(null);
  const [place, setPlace] = useState('');
  const [all, setAll] = useState(false);
  const voided = e.files.filter((f) => f.voided).length;
  const shown = e.files.filter((f) => all || !f.voided);
  const at = shown.findIndex((f) => f.id === open);
  const quota = t('fl.quota', { used: (e.quota.usedBytes / MB).toFixed(1), limit: Math.round(e.quota.limitBytes / MB) });
  return (
    <Section title={t('fl.title')} aside={<small className="muted">{quota}</small>}>
      {may('case.act') ? <UploadArea caseId={caseId} places={e.places} place={place} onPlace={setPlace} /> : null}
      {shown.length === 0 ? <Empty>{t('fl.none')}</Empty> : <ul className="shots">{shown.map((f) => <Shot key={f.id} f={f} places={e.places} onOpen={() => setOpen(f.id)} />)}</ul>}
      {voided > 0 ? <label className="screen-only"><input type="checkbox" checked={all} onChange={(x) => setAll(x.target.checked)} /> {t('fl.showVoided', { n: voided })}</label> : null}
      {at >= 0 ? <FileViewer files={shown} at={at} places={e.places} onAt={(n) => setOpen(shown[n]?.id ?? null)} onClose={() => setOpen(null)} /> : null}
    </Section>
  );
}

function Shot({ f, places, onOpen }: { readonly f: EvidenceFile; readonly places: Places; readonly onOpen: () => void }): ReactNode {
  const t = useT();
  const where = places.papers.find((p) => p.id === f.paper)?.name ?? places.steps.find((s) => s.id === f.step)?.name;
  return (
    <li className={f.voided ? 'voided' : undefined}>
      <button type="button" className="shot" onClick={onOpen} aria-label={f.name}>
        {f.mediaType.startsWith('image/') ? <img className={f.rotation % 180 === 0 ? undefined : 'quarter'} src={fileAddress(f.id)} alt="" loading="lazy" style={f.rotation ? { transform: `rotate(${f.rotation}deg)` } : undefined} /> : <span className="pdf">PDF</span>}
      </button>
      <span className="name">{f.name}</span>
      <small>{where ?? t('fl.noPlace')}{f.voided ? ` · ${t('fl.voided')}` : ''}</small>
      <small>{f.by} {clockTime(f.at)}</small>
    </li>
  );
}

/** Links to some of the case's files by id. */
export function FileLinks({ ids }: { readonly ids: readonly string[] }): ReactNode {
  const t = useT();
  const { view } = useCase();
  if (ids.length === 0) return t('case.none');
  return ids.map((id, n) => (
    <a key={id} className="file-link" href={fileAddress(id)} target="_blank" rel="noreferrer">
      {view.files.find((f) => f.id === id)?.name ?? t('files.nth', { n: n + 1 })}
    </a>
  ));
}
