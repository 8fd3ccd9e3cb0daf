import type { Output } from '@doudi/core/api/contract';
import { importList, type listExternal } from '@doudi/core/api/leads';
import { Button, Drawer } from 'antd';
import { useState, type ReactNode } from 'react';
import { useSession } from '../../app/session.tsx';
import type { Bound } from '../../forms/form.ts';
import { Field } from '../../forms/Field.tsx';
import { CheckField, DateField, TextField } from '../../forms/inputs.tsx';
import { useT } from '../../i18n/index.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { FormDrawer } from '../../ui/FormDrawer.tsx';

type List = Output<typeof listExternal>['items'][number];
/** The contract's own bound. */
const MOST = 900_000;

interface Imported {
  csv: string;
  source: string;
  sourceDate: string;
  coverage: string;
  whole: boolean;
}

/** A department's list from a file, and which of its lines were left out and why. */
export function ImportList({ list, onClose }: { readonly list: List; readonly onClose: () => void }): ReactNode {
  const t = useT();
  const { session } = useSession();
  const [done, setDone] = useState<Output<typeof importList> | null>(null);
  if (done)
    return (
      <Drawer open mask={false} placement="right" size={520} onClose={onClose} title={list.label} footer={<Button type="primary" onClick={onClose}>{t('close')}</Button>}>
        <p className="outcome" role="status">✓ {t('warn.imported', { n: done.rows })}</p>
        {done.faults.length > 0 ? (
          <>
            <p className="bad">▲ {t('warn.faults', { n: done.faults.length })}</p>
            <DataTable caption={t('warn.import')} rows={done.faults} rowKey={(f) => String(f.line)} empty={null} columns={[{ key: 'line', title: t('warn.line', { n: '' }), width: '6rem', render: (f) => t('warn.line', { n: f.line }) }, { key: 'text', title: t('warn.reason'), render: (f) => f.text }]} />
          </>
        ) : null}
      </Drawer>
    );
  return (
    <FormDrawer<typeof importList, Imported> title={`${t('warn.import')}：${list.label}`} says={t('warn.importSays')} submit={t('warn.import')} contract={importList} draft={`list:${list.list}`} params={{ list: list.list }} initial={() => ({ whole: true, ...(list.source ? { source: list.source } : {}), ...(list.coverage ? { coverage: list.coverage } : {}) })} body={(v) => ({ ...v, whole: v.whole ?? false })}
      fields={(form) => (
        <>
          <CsvField bind={form.bind('csv')} />
          <TextField label={t('warn.source')} bind={form.bind('source')} maxLength={100} />
          <DateField label={t('warn.date')} bind={form.bind('sourceDate')} max={session.today} />
          <TextField label={t('warn.coverage')} bind={form.bind('coverage')} maxLength={200} />
          <CheckField label={t('warn.whole')} bind={form.bind('whole')} />
        </>
      )} onClose={onClose} onDone={setDone} />
  );
}

/** Text of a file in UTF-8, or else in the encoding that spreadsheets here write. */
function decode(bytes: ArrayBuffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('gb18030').decode(bytes);
  }
}

function CsvField({ bind }: { readonly bind: Bound<string> }): ReactNode {
  const t = useT();
  const [big, setBig] = useState(false);
  const take = async (file: File): Promise<void> => {
    const text = decode(await file.arrayBuffer());
    setBig(text.length > MOST);
    bind.set(text.length > MOST ? undefined : text);
  };
  return (
    <Field label={t('warn.file')} bind={bind}>
      {({ id, describedBy }) => (
        <>
          <input id={id} type="file" accept=".csv,text/csv" aria-describedby={describedBy} onChange={(e) => { const f = e.target.files?.[0]; if (f) void take(f); }} />
          {big ? <p className="bad" role="status">{t('warn.fileBig')}</p> : bind.value ? <p className="good" role="status">✓ {t('warn.fileRead', { n: bind.value.trimEnd().split('\n').length - 1 })}</p> : null}
        </>
      )}
    </Field>
  );
}
