import type { Problem } from '@doudi/core/api/contract';
import { useQueryClient } from '@tanstack/react-query';
import { Button, Drawer } from 'antd';
import { useState, type ReactNode } from 'react';
import { problemOf } from '../../api/client.ts';
import { uploadRules } from '../../api/files.ts';
import { useT } from '../../i18n/index.tsx';
import { RefusalPanel } from '../../ui/RefusalPanel.tsx';

/** Puts a scan of a body's rules of procedure on file. */
export function FileRules({ unit, body, today, onClose, onDone }: { readonly unit: string; readonly body: string; readonly today: string; readonly onClose: () => void; readonly onDone: () => void }): ReactNode {
  const t = useT();
  const client = useQueryClient();
  const [title, setTitle] = useState('');
  const [from, setFrom] = useState(today);
  const [file, setFile] = useState<File | null>(null);
  const [sending, setSending] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const submit = async (): Promise<void> => {
    if (!file || sending) return;
    setSending(true);
    setProblem(null);
    try {
      await uploadRules({ unit, body, title, from }, file, crypto.randomUUID());
      await client.invalidateQueries();
      onDone();
    } catch (e) {
      setProblem(problemOf(e));
    } finally {
      setSending(false);
    }
  };
  return (
    <Drawer open mask={false} placement="right" size={520} onClose={onClose} title={t('bodies.fileRules')} rootClassName="command form-drawer" keyboard footer={
      <div className="command-foot">
        <Button type="primary" loading={sending} disabled={!file || title.trim().length < 2} onClick={() => void submit()}>{t('bodies.fileRules')}</Button>
        <Button onClick={onClose}>{t('office.later')}</Button>
      </div>
    }>
      <form className="form" onSubmit={(e) => { e.preventDefault(); void submit(); }}>
        <p className="says">{t('bodies.fileRulesSays')}</p>
        {problem ? <RefusalPanel problem={problem} /> : null}
        <div className="field"><label htmlFor="rules-title">{t('bodies.rulesTitle')}</label><input id="rules-title" className="input" type="text" maxLength={100} value={title} onChange={(e) => setTitle(e.target.value)} /></div>
        <div className="field"><label htmlFor="rules-from">{t('bodies.rulesOn')}</label><input id="rules-from" className="input input-date" type="date" value={from} onChange={(e) => setFrom(e.target.value)} /></div>
        <div className="field"><label htmlFor="rules-file">{t('bodies.rulesFile')}</label><input id="rules-file" type="file" accept="image/jpeg,image/png,application/pdf" onChange={(e) => setFile(e.target.files?.[0] ?? null)} /></div>
      </form>
    </Drawer>
  );
}
