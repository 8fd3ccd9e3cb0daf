import { refuseBatch, rollBank, takeBatch } from '@doudi/core/api/bank';
import { getRoll } from '@doudi/core/api/payments';
import type { Output } from '@doudi/core/api/contract';
import { formatYuan } from '@doudi/core/money/fen';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { useCall } from '../../api/hooks.ts';
import { useWhoMay } from '../../app/who.ts';
import { TextField } from '../../forms/inputs.tsx';
import { useT } from '../../i18n/index.tsx';
import { clockTime } from '../../lib/dates.ts';
import { DataTable } from '../../ui/DataTable.tsx';
import { ExplainedButton } from '../../ui/Explained.tsx';
import { FormDrawer } from '../../ui/FormDrawer.tsx';
import { Money } from '../../ui/Text.tsx';
import { Facts, View } from '../../ui/View.tsx';
import type { Roll } from './RollPage.tsx';

type Bank = Output<typeof rollBank>;
const KINDS = ['send', 'look', 'fetch'] as const;
/** While the bank is at work the page looks again by itself. */
const AGAIN_MS = 3000;

/** How a batch stands with the bank: each attempt, and the sums to the fen. Before the release: whether the money suffices. */
export function BankWay({ roll }: { readonly roll: Roll }): ReactNode {
  const t = useT();
  const query = useCall(rollBank, { params: { id: roll.id } }, { keep: true, poll: () => (roll.status === 'released' || roll.status === 'sent' ? AGAIN_MS : false) });
  const client = useQueryClient();
  const state = query.data === undefined ? undefined : `${query.data.sending?.state ?? ''}|${query.data.sums.paidFen}|${query.data.sums.transitFen}`;
  const seen = useRef(state);
  // What the bank did while one looks stands on the rest of the page too.
  useEffect(() => {
    if (seen.current !== undefined && seen.current !== state) void client.invalidateQueries({ queryKey: [getRoll.method, getRoll.path] });
    seen.current = state;
  }, [client, state]);
  return (
    <View query={query}>
      {(bank) => (
        <>
          {bank.funds ? <p className={bank.funds.required ? 'notice bad' : 'notice'} role="status">{t(bank.funds.required ? 'bank.shortStop' : 'bank.short', { text: bank.funds.text })}</p> : null}
          {roll.batch ? <Way roll={roll} bank={bank} /> : null}
        </>
      )}
    </View>
  );
}

function Way({ roll, bank }: { readonly roll: Roll; readonly bank: Bank }): ReactNode {
  const t = useT();
  const why = useWhoMay();
  const [refusing, setRefusing] = useState(false);
  const [taking, setTaking] = useState(false);
  const { sending: s, sums, ledger } = bank;
  return (
    <>
      <h3>{t('bank.way')}</h3>
      {s === null ? <p className="muted">{t('bank.hand')}</p> : (
        <>
          <Facts items={[
            [t('bank.state'), <span key="s"><span className={s.state === 'refused' || s.state === 'unsure' || s.state === 'altered' ? 'tag bad' : 'tag'}>{s.stateText}</span> <span className="muted">{s.says}</span></span>],
            [t('bank.tries'), t('bank.triesN', { n: s.tries })],
            [t('bank.received'), s.receivedAt ? clockTime(s.receivedAt) : ''], [t('bank.answered'), s.answeredAt ? clockTime(s.answeredAt) : ''], [t('bank.next'), s.nextAt ? clockTime(s.nextAt) : ''],
            [t('bank.error'), s.lastError ? <span key="e" className="bad">{s.lastError}</span> : ''],
          ]} />
          {s.state === 'hand' ? null : (
            <p className="buttons">
              {s.state === 'refused' ? <ExplainedButton why={why('payment.release')} onClick={() => setRefusing(true)}>{t('bank.refused')}</ExplainedButton> : null}
              <ExplainedButton why={why('payment.release')} onClick={() => setTaking(true)}>{t('bank.take')}</ExplainedButton>
            </p>
          )}
          {taking ? (
            <FormDrawer<typeof takeBatch, { reason: string }> title={t('bank.take')} says={t('bank.takeSays')} submit={t('bank.take')} contract={takeBatch} draft={`byhand:${roll.id}`} params={{ id: roll.id }}
              fields={(form) => <TextField label={t('office.reason')} bind={form.bind('reason')} rows={3} maxLength={500} first />} onClose={() => setTaking(false)} onDone={() => setTaking(false)} />
          ) : null}
          {refusing ? (
            <FormDrawer<typeof refuseBatch, { reason: string }> title={t('bank.refused')} says={t('bank.refusedSays')} submit={t('bank.refused')} contract={refuseBatch} draft={`refused:${roll.id}`} params={{ id: roll.id }}
              fields={(form) => <TextField label={t('office.reason')} bind={form.bind('reason')} rows={3} maxLength={500} first />} onClose={() => setRefusing(false)} onDone={() => setRefusing(false)} />
          ) : null}
          <details className="more">
            <summary>{t('bank.attempts')}</summary>
            <DataTable caption={t('bank.attempts')} rows={s.attempts.map((a, i) => ({ ...a, key: String(i) }))} rowKey={(a) => a.key} empty={null} columns={[
              { key: 'at', title: t('office.at'), width: '11rem', render: (a) => clockTime(a.at) },
              { key: 'kind', title: t('bank.what'), width: '6rem', render: (a) => t(`bank.kind.${KINDS.find((k) => k === a.kind) ?? 'look'}`) },
              { key: 'words', title: t('bank.words'), render: (a) => <span className={['down', 'unsure', 'refused', 'malformed', 'unknown'].includes(a.outcome) ? 'bad' : undefined}>{a.words}</span> },
              { key: 'ms', title: t('bank.ms'), align: 'right', width: '8rem', render: (a) => a.ms },
            ]} />
          </details>
        </>
      )}
      <h3>{t('bank.sums')}</h3>
      <Facts items={[
        [t('bank.sent'), <Money key="s" fen={sums.sentFen} />], [t('bank.paid'), <Money key="p" fen={sums.paidFen} />], [t('bank.rejected'), <Money key="r" fen={sums.rejectedFen} />], [t('bank.returned'), <Money key="b" fen={sums.returnedFen} />], [t('bank.transit'), <Money key="t" fen={sums.transitFen} />],
      ]} />
      <p className={sums.balanced ? 'muted' : 'bad'}>{sums.balanced ? '✓ ' : ''}{t(sums.balanced ? 'bank.balanced' : 'bank.unbalanced')}</p>
      <p className={ledger.equal ? 'muted' : 'bad'}>{ledger.equal ? '✓ ' : ''}{t(ledger.equal ? 'bank.ledgerSame' : 'bank.ledgerOther', { fen: formatYuan(ledger.transitFen), lines: formatYuan(ledger.linesFen) })}</p>
    </>
  );
}
