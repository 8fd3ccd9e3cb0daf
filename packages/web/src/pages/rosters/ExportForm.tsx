import type { Problem } from '@doudi/core/api/contract';
import { useId, useState, type ReactNode } from 'react';
import { problemOf, ProblemError } from '../../api/client.ts';
import { useSession } from '../../app/session.tsx';
import { useT } from '../../i18n/index.tsx';
import { ExplainedButton } from '../../ui/Explained.tsx';
import { RefusalPanel } from '../../ui/RefusalPanel.tsx';

/** Fetches a file and hands it to the browser to save. @throws {ProblemError} what the server says instead. */
export async function saveFile(address: string): Promise<void> {
  const response = await fetch(address, { credentials: 'same-origin' });
  if (!response.ok) throw new ProblemError((await response.json()) as Problem);
  const name = /filename\*=UTF-8''([^;]+)/.exec(response.headers.get('content-disposition') ?? '')?.[1];
  const url = URL.createObjectURL(await response.blob());
  const link = document.createElement('a');
  link.href = url;
  link.download = name ? decodeURIComponent(name) : 'export.xlsx';
  link.click();
  URL.revokeObjectURL(url);
}

/** Asks what an export is for before it leaves. `full` = identity and account numbers may be asked for in full. */
export function ExportForm({ address, full = false }: { readonly address: (purpose: string, full: boolean) => string; readonly full?: boolean }): ReactNode {
  const t = useT();
  const { may } = useSession();
  const id = useId();
  const [open, setOpen] = useState(false);
  const [purpose, setPurpose] = useState('');
  const [whole, setWhole] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const run = async (): Promise<void> => {
    if (busy) return;
    setBusy(true);
    setProblem(null);
    try {
      await saveFile(address(purpose.trim(), whole));
      setOpen(false);
      setPurpose('');
    } catch (error) {
      setProblem(problemOf(error));
    } finally {
      setBusy(false);
    }
  };
  if (!open) return <button type="button" className="link screen-only" onClick={() => setOpen(true)}>{t('ros.export')}</button>;
  return (
    <fieldset className="box screen-only" onKeyDown={(e) => { if (e.key === 'Escape') setOpen(false); }}>
      <legend>{t('ros.export')}</legend>
      <p className="muted">{t('ros.exportSays')}</p>
      <p className="row-line">
        <label htmlFor={id}>{t('ros.purpose')}</label>
        <input id={id} className="input" size={36} maxLength={200} autoFocus value={purpose} onChange={(e) => setPurpose(e.target.value)} onKeyDown={(e) => { if (e.key === 'Enter' && purpose.trim().length >= 2) void run(); }} />
        {full && may('roster.full') ? <label><input type="checkbox" checked={whole} onChange={(e) => setWhole(e.target.checked)} /> {t('ros.full')}{whole ? <small className="bad"> {t('ros.fullSays')}</small> : null}</label> : null}
        <ExplainedButton type="primary" loading={busy} why={purpose.trim().length < 2 ? t('ros.purposeWhy') : undefined} onClick={() => void run()}>{t('ros.export')}</ExplainedButton>
        <button type="button" className="link" onClick={() => setOpen(false)}>{t('cancel')}</button>
      </p>
      {busy ? <p role="status">{t('ros.exporting')}</p> : null}
      {problem ? <RefusalPanel problem={problem} /> : null}
    </fieldset>
  );
}
