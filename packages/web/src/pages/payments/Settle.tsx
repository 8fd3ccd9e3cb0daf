import { decideSettlement, settleLine, type RollLineView, type SettlementView } from '@doudi/core/api/payments';
import { Button } from 'antd';
import { useState, type ReactNode } from 'react';
import { problemOf, send } from '../../api/client.ts';
import { fileAddress } from '../../api/files.ts';
import type { Bound } from '../../forms/form.ts';
import { Field } from '../../forms/Field.tsx';
import { RadioField, TextField } from '../../forms/inputs.tsx';
import { useLocale, useT } from '../../i18n/index.tsx';
import { clockTime } from '../../lib/dates.ts';
import { monthText } from '../../lib/months.ts';
import { DataTable } from '../../ui/DataTable.tsx';
import { FormDrawer } from '../../ui/FormDrawer.tsx';
import { Money } from '../../ui/Text.tsx';

interface Proposed {
  outcome: SettlementView['outcome'];
  reason: string;
  file: string;
}

/** The clerk proposes what became of a line, with the bank's paper; somebody else confirms it. */
export function ProposeSettlement({ line, onClose }: { readonly line: Pick<RollLineView, 'id' | 'payee' | 'month' | 'status'>; readonly onClose: () => void }): ReactNode {
  const { t, locale } = useLocale();
  return (
    <FormDrawer<typeof settleLine, Proposed> title={t('pay.settle.title', { who: line.payee, month: monthText(line.month, locale) })} says={t('pay.settleSays')} submit={t('pay.settle.propose')} contract={settleLine} draft={`settle:${line.id}`} params={{ id: line.id }}
      fields={(form) => (
        <>
          <RadioField label={t('pay.outcome')} bind={form.bind('outcome')} first options={line.status === 'paid' ? [{ value: 'returned' as const, label: t('pay.settle.returned') }] : [{ value: 'paid' as const, label: t('pay.settle.paid') }, { value: 'rejected' as const, label: t('pay.settle.rejected') }]} />
          <PaperField line={line.id} bind={form.bind('file')} />
          <TextField label={t('pay.settle.how')} bind={form.bind('reason')} rows={3} maxLength={500} />
        </>
      )} onClose={onClose} onDone={onClose} />
  );
}

/** The bank's paper: uploaded into the case of the line as soon as it is chosen. */
function PaperField({ line, bind }: { readonly line: string; readonly bind: Bound<string> }): ReactNode {
  const t = useT();
  const [busy, setBusy] = useState(false);
  const [says, setSays] = useState<{ readonly text: string; readonly bad: boolean } | null>(null);
  const take = async (file: File): Promise<void> => {
    setBusy(true);
    setSays(null);
    try {
      const form = new FormData();
      form.append('file', file, file.name);
      const kept = (await send('POST', `/api/v1/roll-lines/${encodeURIComponent(line)}/bank-paper`, form)) as { id: string; name: string };
      bind.set(kept.id);
      setSays({ text: kept.name, bad: false });
    } catch (error) {
      bind.set(undefined);
      setSays({ text: problemOf(error).rule ?? t('pay.settle.noUpload'), bad: true });
    } finally {
      setBusy(false);
    }
  };
  return (
    <Field label={t('pay.settle.paper')} bind={bind} hint={t('pay.settle.paperHint')}>
      {({ id, describedBy }) => (
        <>
          <input id={id} type="file" accept="image/jpeg,image/png,application/pdf" aria-describedby={describedBy} disabled={busy} onChange={(e) => { const f = e.target.files?.[0]; if (f) void take(f); }} />
          {says || bind.value ? <p className={says?.bad ? 'bad' : 'good'} role="status">{says?.bad ? says.text : `✓ ${says?.text ?? t('pay.settle.uploaded')}`}</p> : null}
        </>
      )}
    </Field>
  );
}

/** Proposals with paper and person; whoever may decides them here. `withPayee` where they are of several lines. */
export function Settlements({ rows, withPayee }: { readonly rows: readonly SettlementView[]; readonly withPayee: boolean }): ReactNode {
  const t = useT();
  const [deciding, setDeciding] = useState<{ readonly s: SettlementView; readonly outcome: 'confirm' | 'refuse' } | null>(null);
  const open = rows.some((s) => s.status === 'proposed');
  return (
    <>
      <DataTable caption={t('pay.settlements')} rows={rows} rowKey={(s) => s.id} empty={null} columns={[
        ...(withPayee ? [{ key: 'payee', title: t('pay.payee'), width: '6rem', render: (s: SettlementView) => s.payee }] : []),
        { key: 'outcome', title: t('pay.outcome'), width: '6rem', render: (s) => s.outcomeText }, { key: 'fen', title: t('pay.sum'), align: 'right', width: '8rem', render: (s) => <Money fen={s.fen} bare /> },
        { key: 'paper', title: t('pay.settle.paper'), render: (s) => <a href={fileAddress(s.file)} target="_blank" rel="noreferrer">{s.fileName}</a> }, { key: 'how', title: t('pay.settle.how'), render: (s) => s.reason },
        { key: 'by', title: t('pay.settle.proposed'), width: '11rem', render: (s) => `${s.by} ${clockTime(s.at)}` },
        { key: 'decided', title: t(open ? 'pay.answer' : 'pay.settle.decided'), width: open ? '14rem' : '12rem', render: (s) => (s.decided ? <>{s.statusText} {s.decided.name} {clockTime(s.decided.at)} {s.decided.reason}</> : (
          s.why !== null ? <span className="muted">{s.statusText}：{s.why}</span> : (
            <span className="row-line">
              <Button size="small" type="primary" onClick={() => setDeciding({ s, outcome: 'confirm' })}>{t('pay.settle.confirm')}</Button>
              <Button size="small" onClick={() => setDeciding({ s, outcome: 'refuse' })}>{t('pay.settle.refuse')}</Button>
            </span>
          )
        )) },
      ]} />
      {deciding ? (
        <FormDrawer<typeof decideSettlement, { reason: string }> title={t(deciding.outcome === 'confirm' ? 'pay.settle.confirm' : 'pay.settle.refuse')} says={t(deciding.outcome === 'confirm' ? 'pay.settle.confirmSays' : 'pay.settle.refuseSays', { what: `${deciding.s.payee} ${deciding.s.outcomeText}` })} submit={t(deciding.outcome === 'confirm' ? 'pay.settle.confirm' : 'pay.settle.refuse')}
          contract={decideSettlement} draft={`settlement:${deciding.s.id}:${deciding.outcome}`} params={{ id: deciding.s.id }} body={(v) => ({ outcome: deciding.outcome, ...(v.reason === undefined ? {} : { reason: v.reason }) })}
          fields={(form) => <TextField label={t('office.reason')} bind={form.bind('reason')} optional={deciding.outcome === 'confirm'} rows={3} maxLength={500} first />} onClose={() => setDeciding(null)} onDone={() => setDeciding(null)} />
      ) : null}
    </>
  );
}
