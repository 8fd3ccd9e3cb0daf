import type { Problem } from '@doudi/core/api/contract';
import type { LetterKind } from '@doudi/core/letters/model';
import { Button } from 'antd';
import { useRef, useState, type ReactNode } from 'react';
import { problemOf, send } from '../../api/client.ts';
import { useWhoMay } from '../../app/who.ts';
import { useT } from '../../i18n/index.tsx';
import { RefusalPanel } from '../../ui/RefusalPanel.tsx';

/** Sends a Word file up; what is wrong with it is listed point by point, and nothing is kept then. */
export function Upload({ kind, onDone }: { readonly kind: LetterKind; readonly onDone: (version: number) => void }): ReactNode {
  const t = useT();
  const why = useWhoMay()('template.edit');
  const file = useRef<HTMLInputElement>(null);
  const [note, setNote] = useState('');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  if (why !== undefined) return <p className="muted">{why}</p>;
  const submit = async (): Promise<void> => {
    const chosen = file.current?.files?.[0];
    if (!chosen) {
      file.current?.focus();
      return;
    }
    setBusy(true);
    setProblem(null);
    try {
      const form = new FormData();
      // Before the file: what comes after it is not read.
      form.append('note', note);
      form.append('file', chosen, chosen.name);
      const { version } = (await send('POST', `/api/v1/letter-templates/${kind}`, form)) as { version: number };
      if (file.current) file.current.value = '';
      setNote('');
      onDone(version);
    } catch (error) {
      setProblem(problemOf(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <form className="form template-upload" onSubmit={(e) => { e.preventDefault(); void submit(); }}>
      <h3>{t('tpl.upload')}</h3>
      {problem ? <RefusalPanel problem={problem} /> : null}
      <label className="field">{t('tpl.file')}<input ref={file} className="input" type="file" accept=".docx" /></label>
      <label className="field">{t('tpl.note')}<input className="input" type="text" maxLength={200} value={note} onChange={(e) => setNote(e.target.value)} /></label>
      <Button htmlType="submit" loading={busy}>{t('tpl.upload')}</Button>
    </form>
  );
}
