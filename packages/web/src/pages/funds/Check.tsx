import { ledgerChain, ledgerCheck } from '@doudi/core/api/funds';
import { formatFen } from '@doudi/core/money/fen';
import { useState, type ReactNode } from 'react';
import { useCall } from '../../api/hooks.ts';
import { useT } from '../../i18n/index.tsx';
import { clockTime } from '../../lib/dates.ts';
import { DataTable } from '../../ui/DataTable.tsx';
import { Money } from '../../ui/Text.tsx';
import { View } from '../../ui/View.tsx';

/** Whether the ledger agrees with the lines of the rolls to the fen; if not, where. */
export function Check(): ReactNode {
  const t = useT();
  const query = useCall(ledgerCheck, {}, { keep: true });
  const [asked, setAsked] = useState(false);
  const chain = useCall(ledgerChain, {}, { enabled: asked });
  return (
    <View query={query}>
      {(c) => (
        <section className={c.equal ? 'confirm-box' : 'clash'} aria-label={c.equal ? t('fund.equal') : t('fund.differs', { fen: formatFen(c.differenceFen) })} data-check={c.equal ? 'equal' : 'differs'}>
          <p className="tight">
            {c.equal ? <b className="good">● {t('fund.equal')}</b> : <b className="bad">■ {t('fund.differs', { fen: formatFen(c.differenceFen) })}</b>}{' '}
            {c.equal ? t('fund.equalSays', { n: c.compared }) : t('fund.differsSays', { n: c.differences.length })}{' '}
            <span className="muted">{clockTime(c.at)}</span> <button type="button" className="link screen-only" onClick={() => void query.refetch()}>{t('fund.recheck')}</button>{' '}
            {asked ? null : <button type="button" className="link screen-only" onClick={() => setAsked(true)}>{t('fund.verify')}</button>}
          </p>
          {asked ? <View query={chain}>{(v) => <div><p className={v.ok ? 'tight good' : 'tight bad'}>{v.ok ? `● ${t('fund.chainOk', { n: v.entries })}` : `■ ${t('fund.chainBad', { n: v.faultCount })}`}</p>{v.faults.map((f) => <p key={f} className="tight">{f}</p>)}</div>}</View> : null}
          {c.trialFen === 0 ? null : <p className="tight bad">{t('fund.trialOff', { fen: formatFen(c.trialFen) })}</p>}
          {c.differences.length === 0 ? null : (
            <DataTable caption={t('fund.difference')} rows={c.differences.map((d) => ({ ...d, key: `${d.kind}|${d.programme}|${d.unit ?? ''}` }))} rowKey={(d) => d.key} empty={null} columns={[
              { key: 'what', title: t('fund.what'), render: (d) => d.text }, { key: 'programme', title: t('office.programme'), render: (d) => d.programmeName }, { key: 'unit', title: t('office.unit'), render: (d) => d.unitName ?? t('fund.wholeCounty') },
              { key: 'ledger', title: t('fund.ledger'), align: 'right', render: (d) => <Money fen={d.ledgerFen} bare /> }, { key: 'lines', title: t('fund.lines'), align: 'right', render: (d) => <Money fen={d.linesFen} bare /> },
              { key: 'off', title: t('fund.difference'), align: 'right', render: (d) => <span className="bad">{formatFen(d.ledgerFen - d.linesFen)}</span> },
            ]} />
          )}
        </section>
      )}
    </View>
  );
}
