import type { AidView } from '@doudi/core/api/aid';
import { commandCase, type CaseView } from '@doudi/core/api/cases';
import { Button } from 'antd';
import { useState, type ReactNode } from 'react';
import { problemOf } from '../../api/client.ts';
import { useSend } from '../../api/hooks.ts';
import { binder, useErrors, type Draft } from '../../forms/form.ts';
import { useT } from '../../i18n/index.tsx';
import { RefusalPanel } from '../../ui/RefusalPanel.tsx';
import { Until } from '../case/Aid.tsx';
import { Camera } from './Camera.tsx';

/** The receipt that was not at hand: printed, signed, photographed, sent from the same page. */
export function ReceiptLater({ view, g }: { readonly view: CaseView; readonly g: AidView['given'][number] }): ReactNode {
  const t = useT();
  const [values, setValues] = useState<Draft<{ files: string[] }>>({ files: [] });
  const { check } = useErrors();
  const [waiting, setWaiting] = useState(0);
  const send = useSend(commandCase);
  if (!view.commands.some((c) => c.command === 'addAidReceipt' && c.allowed)) return null;
  const files = values.files ?? [];
  return (
    <section className="bedside-owed" aria-label={t('urgent.receiptTitle')}>
      <h2>{t('urgent.receiptTitle')} {g.receiptDue ? <Until due={g.receiptDue} /> : null}</h2>
      <p className="muted">{t('urgent.receiptSays')}</p>
      {send.isError ? <RefusalPanel problem={problemOf(send.error)} /> : null}
      <Camera caseId={view.id} bind={binder<{ files: string[] }>(values, (f) => setValues(f), check)('files')} onWaiting={setWaiting} take={t('urgent.receiptPhoto')} label={t('urgent.receiptShot')} hint={t('urgent.photoHint')} />
      {files.length > 0 ? <div className="bedside-send"><Button type="primary" block disabled={waiting > 0} loading={send.isPending} onClick={() => send.mutate({ params: { id: view.id, command: 'addAidReceipt' }, body: { payload: { payment: g.number, files } } })}>{t('urgent.receiptSend')}</Button></div> : null}
    </section>
  );
}
