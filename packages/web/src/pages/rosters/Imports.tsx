import { Link, useNavigate } from '@tanstack/react-router';
import { useQueryClient } from '@tanstack/react-query';
import { listImports, type RosterImportView } from '@doudi/core/api/rosters';
import type { Problem } from '@doudi/core/api/contract';
import { useRef, useState, type ReactNode } from 'react';
import { addressOf, problemOf, send } from '../../api/client.ts';
import { useCall } from '../../api/hooks.ts';
import { useSession } from '../../app/session.tsx';
import { useOffices } from '../../forms/offices.ts';
import { useT } from '../../i18n/index.tsx';
import { clockTime } from '../../lib/dates.ts';
import { DataTable, Pager } from '../../ui/DataTable.tsx';
import { ExplainedButton } from '../../ui/Explained.tsx';
import { RefusalPanel } from '../../ui/RefusalPanel.tsx';
import { Section, View } from '../../ui/View.tsx';
import { saveFile } from './ExportForm.tsx';

/** Template, upload and check; and every import so far. */
export function Imports(): ReactNode {
  return (
    <>
      <UploadPart />
      <History />
    </>
  );
}

function UploadPart(): ReactNode {
  const t = useT();
  const { session } = useSession();
  const navigate = useNavigate();
  const client = useQueryClient();
  const all = useOffices();
  const offices = session.unit.kind === 'county' ? all : [{ value: session.unit.key, label: session.unit.name }];
  const input = useRef<HTMLInputElement>(null);
  const [chosen, setChosen] = useState('');
  const [programme, setProgramme] = useState(session.programmes[0]?.id ?? '');
  const [file, setFile] = useState<File | null>(null);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const unit = chosen || (offices[0]?.value ?? '');
  const guarded = async (work: () => Promise<void>): Promise<void> => {
    if (busy) return;
    setBusy(true);
    setProblem(null);
    try {
      await work();
    } catch (error) {
      setProblem(problemOf(error));
    } finally {
      setBusy(false);
    }
  };
  const upload = (): Promise<void> => guarded(async () => {
    if (!file) return;
    const form = new FormData();
    form.append('file', file, file.name);
    const made = (await send('POST', addressOf('/rosters/imports', {}, { programme, unit }), form)) as RosterImportView;
    await client.invalidateQueries();
    void navigate({ to: '/rosters/imports/$id', params: { id: made.id } });
  });
  return (
    <Section title={t('ros.upload')}>
      <p className="says">{t('ros.uploadSays')} {t('ros.uploadUnit')}</p>
      <p className="row-line">
        <label>{t('ros.unit')} <select className="input" value={unit} onChange={(e) => setChosen(e.target.value)}>{offices.map((o) => <option key={o.value} value={o.value}>{o.label}</option>)}</select></label>
        <label>{t('ros.programme')} <select className="input" value={programme} onChange={(e) => setProgramme(e.target.value)}>{session.programmes.map((p) => <option key={p.id} value={p.id}>{p.name}</option>)}</select></label>
      </p>
      <p className="row-line"><b>1</b> <span>{t('ros.step1')}</span> <button type="button" className="link" onClick={() => void guarded(() => saveFile(addressOf('/rosters/template', {}, { programme, unit })))}>{t('ros.template')}</button></p>
      <p className="row-line">
        <b>2</b> <span>{t('ros.step2')}</span>
        <label>{t('ros.file')} <input ref={input} type="file" accept=".xlsx,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" onChange={(e) => setFile(e.target.files?.[0] ?? null)} /></label>
        <small className="muted">{t('ros.fileHint')}</small>
        <ExplainedButton type="primary" loading={busy} why={file ? undefined : t('ros.noFile')} onClick={() => void upload()}>{t('ros.check')}</ExplainedButton>
      </p>
      {busy ? <p className="notice" role="status">{t('ros.checking')}</p> : null}
      {problem ? <RefusalPanel problem={problem} /> : null}
    </Section>
  );
}

function History(): ReactNode {
  const t = useT();
  const [cursors, setCursors] = useState<string[]>([]);
  const query = useCall(listImports, { query: { cursor: cursors.at(-1) } }, { keep: true });
  return (
    <Section title={t('ros.history')}>
      <View query={query}>
        {({ items, next }) => (
          <>
            <DataTable caption={t('ros.history')} rows={items} rowKey={(i) => i.id} empty={<p>{t('ros.noImports')}</p>} columns={[
              { key: 'state', title: t('ros.state'), render: (i) => <span className={`tag ${i.status === 'done' ? 'tag-on' : i.status === 'checked' ? 'tag-warn' : ''}`}>{i.statusText}</span> },
              { key: 'unit', title: t('ros.unit'), render: (i) => <>{i.unitName} <span className="muted">{i.programmeName}</span></> },
              { key: 'file', title: t('ros.fileName'), render: (i) => <Link to="/rosters/imports/$id" params={{ id: i.id }}>{i.fileName}</Link> },
              { key: 'counts', title: t('ros.counts'), render: (i) => (i.imported ? t('ros.result', { n: i.imported.households }) : t('ros.goodOf', { good: i.good, all: i.households })) },
              { key: 'uploaded', title: t('ros.uploaded'), render: (i) => <>{i.uploadedBy} <span className="muted">{clockTime(i.uploadedAt)}</span></> },
            ]} />
            <Pager cursors={cursors} next={next} onGo={setCursors} />
          </>
        )}
      </View>
    </Section>
  );
}
