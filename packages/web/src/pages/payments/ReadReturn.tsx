import { readReturn, simulateReturn } from '@doudi/core/api/payments';
import type { Output, Problem } from '@doudi/core/api/contract';
import { stepsFrom } from '@doudi/core/payment/line';
import { Button } from 'antd';
import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState, type ReactNode } from 'react';
import { call, problemOf, send } from '../../api/client.ts';
import { useSession } from '../../app/session.tsx';
import { useT } from '../../i18n/index.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { RefusalPanel } from '../../ui/RefusalPanel.tsx';
import type { Roll } from './RollPage.tsx';

type Result = Output<typeof readReturn>;
const RULES = ['by-account', 'all-paid', 'all-rejected'] as const;

/** Reading the bank's answer from a file, from pasted text, or (in training) from the simulated bank. */
export function ReadReturn({ roll }: { readonly roll: Roll }): ReactNode {
  const t = useT();
  const client = useQueryClient();
  const { session } = useSession();
  const file = useRef<HTMLInputElement>(null);
  const [text, setText] = useState('');
  const [rule, setRule] = useState<(typeof RULES)[number]>('by-account');
  const [busy, setBusy] = useState(false);
  const [result, setResult] = useState<Result | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const step = roll.steps.find((s) => s.step === 'read');
  const run = async (read: () => Promise<Result>): Promise<void> => {
    if (busy) return;
    setBusy(true);
    setProblem(null);
    setResult(null);
    try {
      setResult(await read());
      setText('');
      if (file.current) file.current.value = '';
      await client.invalidateQueries();
    } catch (error) {
      setProblem(problemOf(error));
    } finally {
      setBusy(false);
    }
  };
  const read = (): void => {
    const chosen = file.current?.files?.[0];
    if (chosen) {
      const form = new FormData();
      form.append('file', chosen, chosen.name);
      // Bytes, not text: the bank writes in its own encoding, which the server knows.
      void run(async () => (await send('POST', `/api/v1/rolls/${encodeURIComponent(roll.id)}/return-file`, form)) as Result);
    } else if (text.trim() !== '') void run(async () => await call(readReturn, { params: { id: roll.id }, body: { text } }));
    else setProblem({ type: '', title: t('pay.do.read'), status: 0, code: 'client', rule: t('pay.read.none') });
  };
  return (
    <>
      {step?.allowed !== true ? (stepsFrom(roll.status).includes('read') && roll.status !== 'reconciled' ? <p className="muted">{t('pay.next', { what: t('pay.do.read'), why: step?.why ?? '' })}</p> : null) : (
        <details className="more" open={roll.status !== 'reconciled'}>
          <summary>{t(roll.status === 'reconciled' ? 'pay.read.late' : 'pay.do.read')}</summary>
        <fieldset className="box">
          <legend>{t('pay.read.title')}</legend>
          <p className="muted">{t('pay.read.says')}</p>
          <p className="row-line"><label>{t('pay.read.file')} <input ref={file} type="file" accept=".csv,.txt,text/*" /></label></p>
          <label className="field"><span>{t('pay.read.text')}</span><textarea className="input mono" rows={3} value={text} onChange={(e) => setText(e.target.value)} spellCheck={false} /></label>
          <p className="buttons"><Button type="primary" loading={busy} onClick={read}>{t('pay.read.do')}</Button></p>
          {session.mode === 'training' ? (
            <p className="row-line training-row">
              <span>{t('pay.simulate')}</span>
              <select className="input" aria-label={t('pay.simulate.rule')} value={rule} onChange={(e) => setRule(RULES.find((r) => r === e.target.value) ?? 'by-account')}>
                {RULES.map((r) => <option key={r} value={r}>{t(`pay.simulate.${r}`)}</option>)}
              </select>
              <Button loading={busy} onClick={() => void run(async () => await call(simulateReturn, { params: { id: roll.id }, body: { rule } }))}>{t('pay.read.do')}</Button>
            </p>
          ) : null}
        </fieldset>
        </details>
      )}
      {busy ? <p className="notice" role="status">{t('pay.read.reading')}</p> : null}
      {problem ? <RefusalPanel problem={problem} /> : null}
      {result ? (
        <div className="outcome" role="status">
          <b>✓ {t(result.again ? 'pay.read.again' : 'pay.read.result')}</b>
          <p className={result.rejected + result.disputed + result.unanswered > 0 ? 'bad' : undefined}>{t('pay.read.counts', { paid: result.paid, partial: result.partial, rejected: result.rejected, disputed: result.disputed, unanswered: result.unanswered })}</p>
          {result.faults.length === 0 ? <p>{t('pay.read.noFaults')}</p> : (
            <>
              <p className="bad">{t('pay.read.faults', { n: result.faults.length })}</p>
              <DataTable caption={t('pay.read.fault')} rows={result.faults.slice(0, 200).map((f, i) => ({ ...f, key: String(i) }))} rowKey={(f) => f.key} empty={null} columns={[
                { key: 'line', title: '№', width: '6rem', render: (f) => t('pay.read.line', { n: f.line }) }, { key: 'field', title: t('pay.read.field'), width: '9rem', render: (f) => f.field }, { key: 'message', title: t('pay.read.fault'), render: (f) => f.message },
              ]} />
            </>
          )}
        </div>
      ) : null}
    </>
  );
}
