import { Link } from '@tanstack/react-router';
import { confirmOperation, enterOperation, refuseOperation, type FundOperation } from '@doudi/core/api/funds';
import type { OperationKind } from '@doudi/core/ledger/operations';
import { formatFen } from '@doudi/core/money/fen';
import { Popconfirm } from 'antd';
import { useState, type ReactNode } from 'react';
import { problemOf } from '../../api/client.ts';
import { useSend } from '../../api/hooks.ts';
import { useSession } from '../../app/session.tsx';
import { useWhoMay } from '../../app/who.ts';
import { DateField, MoneyField, SelectField, TextField } from '../../forms/inputs.tsx';
import { useT } from '../../i18n/index.tsx';
import { clockTime } from '../../lib/dates.ts';
import { byClause } from '../../lib/source.ts';
import { SourceChips } from '../../ui/Chips.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { ExplainedButton } from '../../ui/Explained.tsx';
import { FormDrawer } from '../../ui/FormDrawer.tsx';
import { RefusalPanel } from '../../ui/RefusalPanel.tsx';
import { DateText, Money } from '../../ui/Text.tsx';
import type { Overview } from './FundsPage.tsx';

/** Movements of funds: what waits for a second person first, then what was settled. */
export function Operations({ o }: { readonly o: Overview }): ReactNode {
  const t = useT();
  const [entering, setEntering] = useState<OperationKind | null>(null);
  return (
    <>
      <p className="says">{t('fund.opsSays')} {t('fund.confirmBy')}：{o.confirmByText} <SourceChips source={byClause(o.confirmBySource)} /></p>
      <div className="row-line screen-only">
        {o.enters.length === 0 ? <span className="muted">{t('fund.cannotEnter')}</span> : o.enters.map((e) => <ExplainedButton key={e.kind} why={undefined} onClick={() => setEntering(e.kind)}>{e.label}</ExplainedButton>)}
      </div>
      <OperationTable rows={o.operations} />
      {entering ? <Enter o={o} kind={entering} onClose={() => setEntering(null)} /> : null}
    </>
  );
}

export function OperationTable({ rows }: { readonly rows: readonly FundOperation[] }): ReactNode {
  const t = useT();
  const why = useWhoMay();
  const confirm = useSend(confirmOperation);
  const [refusing, setRefusing] = useState<FundOperation | null>(null);
  return (
    <>
      {confirm.isError ? <RefusalPanel problem={problemOf(confirm.error)} /> : null}
      <DataTable caption={t('fund.tab.operations')} rows={rows} rowKey={(x) => x.id} empty={<p>{t('fund.noOps')}</p>} columns={[
        { key: 'kind', title: t('fund.kind'), width: '8rem', render: (x) => <><b>{x.label}</b><br /><DateText date={x.on} short /></> },
        { key: 'where', title: t('fund.where'), render: (x) => [x.unitName, x.programmeName, x.sourceName].filter(Boolean).join(' · ') },
        { key: 'fen', title: t('fund.sum'), align: 'right', render: (x) => <Money fen={x.fen} bare /> },
        { key: 'purpose', title: t('fund.purpose'), render: (x) => <>{x.party ? `${x.party}：` : ''}{x.purpose}{x.document ? <span className="muted"> {x.document}</span> : null}</> },
        { key: 'entered', title: t('fund.entered'), render: (x) => <>{x.enteredBy} <span className="muted">{clockTime(x.enteredAt)}</span></> },
        {
          key: 'state', title: t('office.state'), width: '15rem', render: (x) => (
            x.status === 'entered' ? (
              x.why === null ? (
                <span className="row-line">
                  <Popconfirm title={`${x.label} ${formatFen(x.fen)} ${t('yuan')}`} description={t('fund.confirmSays')} okText={t('fund.confirm')} cancelText={t('office.later')} onConfirm={() => confirm.mutate({ params: { id: x.id }, body: {} })}>
                    <ExplainedButton size="small" type="primary" why={undefined} loading={confirm.isPending && confirm.variables.params.id === x.id}>{t('fund.confirm')}</ExplainedButton>
                  </Popconfirm>
                  <ExplainedButton size="small" why={why('fund.settle')} onClick={() => setRefusing(x)}>{t('fund.refuse')}</ExplainedButton>
                </span>
              ) : <><span className="tag tag-warn">{x.statusText}</span> <span className="muted">{x.why}</span></>
            ) : (
              <>
                <span className={x.status === 'confirmed' ? 'good' : 'bad'}>{x.status === 'confirmed' ? '●' : '■'} {x.statusText}</span> {x.settledBy} <span className="muted">{x.settledAt ? clockTime(x.settledAt) : ''}</span>
                {x.settledReason ? <><br />{x.settledReason}</> : null} {x.entry ? <Link to="/funds/entries" search={{ entry: x.entry }}>{t('fund.seeEntry')}</Link> : null}
              </>
            )
          ),
        },
      ]} />
      {refusing ? (
        <FormDrawer<typeof refuseOperation, { reason: string }> title={t('fund.refuseTitle', { what: `${refusing.label} ${formatFen(refusing.fen)}` })} submit={t('fund.refuse')} contract={refuseOperation} draft={`refuse:${refusing.id}`} params={{ id: refusing.id }}
          fields={(form) => <TextField label={t('office.reason')} bind={form.bind('reason')} rows={3} maxLength={500} first />} onClose={() => setRefusing(null)} onDone={() => setRefusing(null)} />
      ) : null}
    </>
  );
}

interface Entered { unit: string; programme: string; source: string; fen: number; on: string; party: string; purpose: string; document: string }

/** One form for every movement: it asks for what its kind needs. */
export function Enter({ o, kind, unit, fen, says, onClose }: { readonly o: Pick<Overview, 'enters' | 'units' | 'programmes' | 'sources'>; readonly kind: OperationKind; readonly unit?: string; readonly fen?: number; readonly says?: string; readonly onClose: () => void }): ReactNode {
  const t = useT();
  const { session } = useSession();
  const type = o.enters.find((e) => e.kind === kind);
  if (!type) return null;
  const needs = (what: string): boolean => type.needs.includes(what);
  const only = o.units.length === 1 ? o.units[0]?.key : undefined;
  return (
    <FormDrawer<typeof enterOperation, Entered> title={type.label} {...(says === undefined ? {} : { says })} submit={type.label} contract={enterOperation} draft={`fund:${kind}:${unit ?? ''}`} initial={() => ({ ...(unit ?? only ? { unit: unit ?? only } : {}), ...(fen === undefined ? {} : { fen }), ...(kind === 'donation' && o.sources.some((s) => s.id === 'social') ? { source: 'social' } : {}) })}
      body={(v) => ({ kind, ...(needs('unit') && v.unit ? { unit: v.unit } : {}), ...(needs('programme') && v.programme ? { programme: v.programme } : {}), ...(needs('source') && v.source ? { source: v.source } : {}), fen: v.fen, ...(v.on ? { on: v.on } : {}), ...(v.party ? { party: v.party } : {}), purpose: v.purpose ?? '', document: v.document ?? '' })}
      fields={(form) => (
        <>
          {needs('unit') ? <SelectField label={t('office.unit')} bind={form.bind('unit')} options={o.units.map((u) => ({ value: u.key, label: u.name }))} first /> : null}
          {needs('programme') ? <SelectField label={t('office.programme')} bind={form.bind('programme')} options={o.programmes.map((p) => ({ value: p.id, label: p.name }))} first /> : null}
          {needs('source') ? <SelectField label={t('fund.source')} bind={form.bind('source')} options={o.sources.map((s) => ({ value: s.id, label: s.label }))} /> : null}
          <MoneyField label={t('fund.sum')} bind={form.bind('fen')} />
          {type.party ? <TextField label={type.party} bind={form.bind('party')} maxLength={100} /> : null}
          <TextField label={t('fund.purpose')} bind={form.bind('purpose')} maxLength={300} hint={t('fund.purposeHint')} />
          {kind.startsWith('imprest') ? null : <DateField label={t('fund.on')} bind={form.bind('on')} max={session.today} optional />}
          <TextField label={t('fund.document')} bind={form.bind('document')} maxLength={200} hint={t('fund.documentHint')} optional />
        </>
      )} onClose={onClose} onDone={onClose} />
  );
}
