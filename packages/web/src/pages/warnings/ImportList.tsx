import type { Output } from '@doudi/core/api/contract';
import { confirmList, importList, previewList, type listExternal } from '@doudi/core/api/leads';
import { Button, Drawer } from 'antd';
import { useState, type ReactNode } from 'react';
import { problemOf } from '../../api/client.ts';
import { useSend } from '../../api/hooks.ts';
import { useSession } from '../../app/session.tsx';
import { CsvField } from '../../forms/CsvField.tsx';
import { CheckField, DateField, RadioField, TextField } from '../../forms/inputs.tsx';
import { useT } from '../../i18n/index.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { FormDrawer } from '../../ui/FormDrawer.tsx';

type List = Output<typeof listExternal>['items'][number];
interface Imported {
  csv: string;
  source: string;
  sourceDate: string;
  coverage: string;
  whole: boolean;
  reason: string;
}

/** A department's list from a file, and which of its lines were left out and why. */
export function ImportList({ list, onClose }: { readonly list: List; readonly onClose: () => void }): ReactNode {
  const t = useT();
  const { session } = useSession();
  const [done, setDone] = useState<Output<typeof importList> | null>(null);
  if (done)
    return (
      <Drawer open mask={false} placement="right" size={520} onClose={onClose} title={list.label} footer={<Button type="primary" onClick={onClose}>{t('close')}</Button>}>
        <p className="outcome" role="status">{done.waiting ? <>▲ {t('warn.waitsSecond')}</> : <>✓ {t('warn.imported', { n: done.rows })}</>}</p>
        {done.faults.length > 0 ? (
          <>
            <p className="bad">▲ {t('warn.faults', { n: done.faults.length })}</p>
            <DataTable caption={t('warn.import')} rows={done.faults} rowKey={(f) => String(f.line)} empty={null} columns={[{ key: 'line', title: t('warn.line', { n: '' }), width: '6rem', render: (f) => t('warn.line', { n: f.line }) }, { key: 'text', title: t('warn.reason'), render: (f) => f.text }]} />
          </>
        ) : null}
      </Drawer>
    );
  return (
    <FormDrawer<typeof importList, Imported> title={`${t('warn.import')}：${list.label}`} says={t('warn.importSays')} submit={t('warn.import')} contract={importList} draft={`list:${list.list}`} params={{ list: list.list }} initial={() => ({ whole: true, ...(list.source ? { source: list.source } : {}), ...(list.coverage ? { coverage: list.coverage } : {}) })} body={({ reason, ...v }) => ({ ...v, whole: v.whole ?? false, ...(reason ? { reason } : {}) })}
      fields={(form) => (
        <>
          <CsvField bind={form.bind('csv')} />
          <TextField label={t('warn.source')} bind={form.bind('source')} maxLength={100} />
          <DateField label={t('warn.date')} bind={form.bind('sourceDate')} max={session.today} />
          <TextField label={t('warn.coverage')} bind={form.bind('coverage')} maxLength={200} />
          <CheckField label={t('warn.whole')} bind={form.bind('whole')} />
          {form.values.csv ? <Before list={list} csv={form.values.csv} whole={form.values.whole ?? false} /> : null}
          <TextField label={t('warn.fewReason')} hint={t('warn.fewHint')} bind={form.bind('reason')} rows={2} maxLength={500} optional />
        </>
      )} onClose={onClose} onDone={setDone} />
  );
}

/** What the file would make of the list, before it counts. */
function Before({ list, csv, whole }: { readonly list: List; readonly csv: string; readonly whole: boolean }): ReactNode {
  const t = useT();
  const look = useSend(previewList);
  const [asked, setAsked] = useState('');
  const key = `${String(whole)}:${csv}`;
  const seen = asked === key ? look.data : undefined;
  return (
    <div className="field">
      <Button loading={look.isPending} onClick={() => { setAsked(key); look.mutate({ params: { list: list.list }, body: { csv, whole } }); }}>{t('warn.preview')}</Button>
      {asked === key && look.isError ? <p className="bad" role="alert">{problemOf(look.error).rule}</p> : null}
      {seen ? <p className={seen.second ? 'notice bad' : 'notice'} role="status">{t('warn.change', { last: seen.last, kept: seen.kept, gone: seen.gone, added: seen.added })}{seen.second ? <><br />▲ {t('warn.second', { n: seen.least })}</> : null}</p> : null}
    </div>
  );
}

/** A file that waits: another person lets it count, or sends it back. */
export function ConfirmList({ list, onClose }: { readonly list: List; readonly onClose: () => void }): ReactNode {
  const t = useT();
  const w = list.waiting;
  if (!w) return null;
  return (
    <FormDrawer<typeof confirmList, { agree: 'yes' | 'no'; words: string }> title={`${t('warn.confirm')}：${list.label}`} says={<>{t('warn.change', { last: w.last, kept: w.kept, gone: w.gone, added: w.added })}<br />{w.by}：{w.reason}</>} submit={t('warn.decide')} contract={confirmList} draft={`confirm:${w.id}`} params={{ id: w.id }} body={(v) => ({ agree: v.agree === 'yes', words: v.words })}
      fields={(form) => (
        <>
          <RadioField label={t('warn.confirm')} bind={form.bind('agree')} options={[...(w.mine ? [] : [{ value: 'yes' as const, label: t('warn.agree') }]), { value: 'no' as const, label: t('warn.sendBack') }]} first />
          <TextField label={t('warn.reason')} bind={form.bind('words')} rows={3} maxLength={500} />
        </>
      )} onClose={onClose} onDone={onClose} />
  );
}
