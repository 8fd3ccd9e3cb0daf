import type { ReactNode } from 'react';
import { fileAddress } from '../../api/files.ts';
import { useT } from '../../i18n/index.tsx';
import { clockTime } from '../../lib/dates.ts';
import { DateText } from '../../ui/Text.tsx';
import { Empty, Section } from '../../ui/View.tsx';
import { useCase } from './context.tsx';
import { UploadButton } from './UploadButton.tsx';

/** The file's table of contents: what must be in it, what is. */
export function Archive(): ReactNode {
  const t = useT();
  const { view } = useCase();
  const there = view.archive.filter((a) => a.present).length;
  return (
    <Section title={t('case.archive')} aside={t('case.archiveCount', { n: there, of: view.archive.length })}>
      <ul className="archive">
        {view.archive.map((a) => (
          <li key={a.id} className={a.present ? 'present' : a.kind === 'application' ? 'missing' : 'absent'}>
            <span aria-hidden="true">{a.present ? '✓' : a.kind === 'application' ? '■' : '○'}</span> {a.name} <small>{a.present && a.on ? <DateText date={a.on} short /> : t(a.kind === 'application' ? 'case.missing' : 'case.notYet')}</small>
          </li>
        ))}
      </ul>
    </Section>
  );
}

/** Scans and photographs, seen only through this case. */
export function Files(): ReactNode {
  const t = useT();
  const { view } = useCase();
  return (
    <Section title={t('case.files')} aside={<UploadButton caseId={view.id} />}>
      {view.files.length === 0 ? <Empty>{t('case.noFiles')}</Empty> : (
        <ul className="gallery">
          {view.files.map((f) => (
            <li key={f.id}>
              <a href={fileAddress(f.id)} target="_blank" rel="noreferrer">
                {f.mediaType.startsWith('image/') ? <img src={fileAddress(f.id)} alt={f.name} loading="lazy" /> : <span className="pdf">PDF</span>}
                <span>{f.name}</span>
              </a>
              <small>{f.by} {clockTime(f.at)} · {Math.max(1, Math.round(f.bytes / 1024))} KB</small>
            </li>
          ))}
        </ul>
      )}
    </Section>
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
