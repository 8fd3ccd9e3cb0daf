import { Link } from '@tanstack/react-router';
import { useQueryClient } from '@tanstack/react-query';
import type { getFiling } from '@doudi/core/api/filings';
import type { Output, Problem } from '@doudi/core/api/contract';
import { useRef, useState, type ReactNode } from 'react';
import { addressOf, problemOf, send } from '../../api/client.ts';
import { useT } from '../../i18n/index.tsx';
import { clockTime } from '../../lib/dates.ts';
import { DataTable } from '../../ui/DataTable.tsx';
import { RefusalPanel } from '../../ui/RefusalPanel.tsx';
import { Section } from '../../ui/View.tsx';
import { demandColumn } from './RaiseDemand.tsx';

type Filing = Output<typeof getFiling>;
type Compared = NonNullable<Filing['comparison']>['differences'][number];

/** The filed roster against the roster of the platform above, read from Excel; each difference can become a demand. */
export function Comparison({ filing, id, onDemand }: { readonly filing: Filing; readonly id: string; readonly onDemand: ((d: Compared) => void) | undefined }): ReactNode {
  const t = useT();
  const client = useQueryClient();
  const input = useRef<HTMLInputElement>(null);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const c = filing.comparison;
  const compare = async (file: File | undefined): Promise<void> => {
    if (!file || busy) return;
    setBusy(true);
    setProblem(null);
    try {
      const form = new FormData();
      form.append('file', file, file.name);
      await send('POST', addressOf('/filings/:id/comparison', { id }), form);
      await client.invalidateQueries();
    } catch (error) {
      setProblem(problemOf(error));
    } finally {
      setBusy(false);
      if (input.current) input.current.value = '';
    }
  };
  if (!c && !onDemand) return null;
  return (
    <Section title={t('fil.platform')} aside={c ? <span className="muted">{t('fil.platformDone', { file: c.fileName, by: c.by, at: clockTime(c.at) })}</span> : null}>
      {onDemand ? (
        <p className="row-line screen-only">
          <label>{t('fil.platformFile')} <input ref={input} type="file" accept=".xlsx" onChange={(e) => void compare(e.target.files?.[0])} /></label>
          <small className="muted">{t('fil.platformHint')}</small>
        </p>
      ) : null}
      {busy ? <p className="notice" role="status">{t('fil.platformBusy')}</p> : null}
      {problem ? <RefusalPanel problem={problem} /> : null}
      {c ? (
        <>
          <p>{t('fil.platformCounts', { rows: c.rows, matched: c.matched, n: c.total })}{c.total > c.differences.length ? t('fil.platformFirst', { n: c.differences.length }) : ''}</p>
          <DataTable caption={t('fil.platform')} rows={c.differences} rowKey={(d) => `${d.kind} ${d.line ?? ''} ${d.row ?? ''}`} empty={<p className="good">✓ {t('fil.platformSame')}</p>} columns={[
            { key: 'kind', title: t('fil.platformKind'), width: '7rem', render: (d) => <span className="tag tag-warn">{d.kindText}</span> },
            { key: 'line', title: t('fil.demandLine'), width: '7rem', render: (d) => (d.line === null ? '—' : t('fil.lineNo', { n: d.line })) },
            { key: 'who', title: t('fil.payee'), render: (d) => <>{d.who} {d.case ? <Link to="/cases/$id" params={{ id: d.case }} className="number">{d.caseNumber}</Link> : null}</> },
            { key: 'text', title: t('fil.difference'), render: (d) => d.text },
            ...demandColumn<Compared>(t, onDemand !== undefined, (d) => onDemand?.(d)),
          ]} />
        </>
      ) : null}
    </Section>
  );
}
