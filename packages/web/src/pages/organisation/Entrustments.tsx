import { issueEntrustment, withdrawEntrustment } from '@doudi/core/api/organisation';
import { formatFen } from '@doudi/core/money/fen';
import { useState, type ReactNode } from 'react';
import { useSession } from '../../app/session.tsx';
import { useWhoMay } from '../../app/who.ts';
import { ChecksField, DateField, MoneyField, SelectField, TextField } from '../../forms/inputs.tsx';
import { useLocale, useT } from '../../i18n/index.tsx';
import { clockTime, sayDates, shortDate } from '../../lib/dates.ts';
import { SourceChips } from '../../ui/Chips.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { ExplainedButton } from '../../ui/Explained.tsx';
import { FormDrawer } from '../../ui/FormDrawer.tsx';
import type { Organisation } from './OrganisationPage.tsx';

type Entrustment = Organisation['entrustments'][number];
/** Below the county and above the village: what can be entrusted. */
const ENTRUSTABLE = ['township', 'street', 'farm', 'centre'];

/** Written entrustments as they stand on the day; the county leader enters and withdraws them. */
export function Entrustments({ org }: { readonly org: Organisation }): ReactNode {
  const { t, locale } = useLocale();
  const why = useWhoMay()('entrustment.issue');
  const [issuing, setIssuing] = useState(false);
  const [withdrawing, setWithdrawing] = useState<Entrustment | null>(null);
  const [done, setDone] = useState<string | null>(null);
  const day = (d: string): string => shortDate(d, locale);
  return (
    <>
      <div className="row-line"><ExplainedButton type="primary" why={why} onClick={() => { setDone(null); setIssuing(true); }}>{t('org.issue')}</ExplainedButton></div>
      {done ? <p className="outcome" role="status">✓ {done}</p> : null}
      <DataTable caption={t('org.tab.entrustments')} rows={org.entrustments} rowKey={(e) => e.id} empty={<p>{t('org.noEntrustments')}</p>} columns={[
        { key: 'number', title: t('org.number'), render: (e) => <span><b>{e.number}</b><br /><small className="muted">{e.issued ? t('org.issuedBy', { by: e.issued.by, at: clockTime(e.issued.at) }) : t('org.fromPlan')}</small></span> },
        { key: 'state', title: t('org.state'), render: (e) => <span className={`state-${e.state}`}>{sayDates(e.stateText, locale)}</span> },
        { key: 'programmes', title: t('org.programmes'), render: (e) => e.programmes.map((p) => p.name).join('、') },
        { key: 'units', title: t('org.units'), render: (e) => <Units of={e} org={org} /> },
        { key: 'period', title: t('org.period'), render: (e) => `${day(e.from)} – ${e.to ? day(e.to) : t('org.open')}` },
        { key: 'limit', title: t('org.limit'), render: (e) => (e.limitFen === null ? t('org.noLimit') : `${formatFen(e.limitFen)} ${t('yuan')}`) },
        { key: 'signed', title: t('org.signatories'), render: (e) => <span>{e.signatories.join('、')}<br /><small className="muted">{e.entrusting}</small></span> },
        { key: 'source', title: t('org.source'), render: (e) => <SourceChips source={e.source} /> },
        { key: 'do', title: t('org.withdraw'), render: (e) => <><ExplainedButton size="small" why={why ?? (e.state === 'inForce' || e.state === 'notYet' ? undefined : t('org.withdrawWhyOver'))} onClick={() => { setDone(null); setWithdrawing(e); }}>{t('org.withdraw')}</ExplainedButton>
          {e.withdrawals.map((w) => <p key={w.at} className="tight muted">{t('org.withdrawn', { what: w.unit ?? t('org.wholeOne'), from: day(w.from), reason: w.reason, by: w.by, at: clockTime(w.at) })}</p>)}</> },
      ]} />
      {issuing ? <Issue org={org} onClose={() => setIssuing(false)} onDone={(n) => { setIssuing(false); setDone(t('org.issued', { n })); }} /> : null}
      {withdrawing ? <Withdraw key={withdrawing.id} entrustment={withdrawing} onClose={() => setWithdrawing(null)} onDone={(n) => { setWithdrawing(null); setDone(t('org.withdrawn.done', { n })); }} /> : null}
    </>
  );
}

/** The units of an entrustment; one that stands otherwise than the whole says so. */
function Units({ of: e, org }: { readonly of: Entrustment; readonly org: Organisation }): ReactNode {
  const { t, locale } = useLocale();
  const list = e.units.map((u, i) => {
    const unit = org.units.find((x) => x.key === u.key);
    const gone = unit && !unit.valid ? sayDates(unit.validText ?? '', locale) : null;
    return <span key={u.key} title={unit?.note ?? u.stateText} className={gone ? 'muted' : u.state === e.state ? undefined : `state-${u.state}`}>{i > 0 ? '、' : ''}{gone ? <s>{u.name}</s> : u.name}{gone ? `（${gone}）` : u.state === e.state ? '' : `（${sayDates(u.stateText, locale)}）`}</span>;
  });
  return e.units.length <= 6 ? <span className="unit-list">{list}</span> : <details><summary>{t('org.unitCount', { n: e.units.length })}</summary><span className="unit-list">{list}</span></details>;
}

interface Issued { number: string; programmes: string[]; units: string[]; limitFen?: number; from: string; to?: string; signatories: string; reason?: string }

function Issue({ org, onClose, onDone }: { readonly org: Organisation; readonly onClose: () => void; readonly onDone: (moved: number) => void }): ReactNode {
  const t = useT();
  const { session } = useSession();
  const units = org.units.filter((u) => u.valid && ENTRUSTABLE.includes(u.kind)).map((u) => ({ value: u.key, label: u.name }));
  return (
    <FormDrawer<typeof issueEntrustment, Issued> title={t('org.issue')} says={t('org.issueSays')} submit={t('org.issue')} wide contract={issueEntrustment} draft="entrustment" initial={() => ({ from: session.today })}
      body={(v) => ({ ...v, signatories: (v.signatories ?? '').split(/[\n、，,]/).map((s) => s.trim()).filter((s) => s !== ''), reason: v.reason ?? '' })}
      fields={(form) => (
        <>
          <TextField label={t('org.number')} bind={form.bind('number')} maxLength={60} first />
          <ChecksField label={t('org.programmes')} bind={form.bind('programmes')} options={org.programmes.map((p) => ({ value: p.id, label: `${p.name}${p.reserved ? t('org.reserved') : ''}` }))} />
          <ChecksField label={t('org.units')} bind={form.bind('units')} options={units} />
          <div className="row">
            <DateField label={t('org.from')} bind={form.bind('from')} />
            <DateField label={t('org.to')} bind={form.bind('to')} optional />
            <MoneyField label={t('org.issueLimit')} bind={form.bind('limitFen')} optional hint={t('org.issueLimitHint')} />
          </div>
          <TextField label={t('org.issueSignatories')} bind={form.bind('signatories')} rows={3} hint={t('org.issueSignatoriesHint')} />
          <TextField label={t('org.issueReason')} bind={form.bind('reason')} rows={2} maxLength={500} optional hint={t('org.issueReasonHint')} />
        </>
      )} onClose={onClose} onDone={(a) => onDone(a.moved)} />
  );
}

function Withdraw({ entrustment: e, onClose, onDone }: { readonly entrustment: Entrustment; readonly onClose: () => void; readonly onDone: (moved: number) => void }): ReactNode {
  const t = useT();
  const { session } = useSession();
  return (
    <FormDrawer<typeof withdrawEntrustment, { unit?: string; from: string; reason: string }> title={`${t('org.withdraw')}：${e.number}`} says={t('org.withdrawSays')} submit={t('org.withdraw')} contract={withdrawEntrustment} draft={`withdraw:${e.id}`} params={{ id: e.id }} initial={() => ({ from: session.today })}
      fields={(form) => (
        <>
          <SelectField label={t('org.withdrawUnit')} bind={form.bind('unit')} optional blank={t('org.withdrawAll')} options={e.units.filter((u) => u.state === 'inForce' || u.state === 'notYet').map((u) => ({ value: u.key, label: u.name }))} />
          <DateField label={t('org.withdrawFrom')} bind={form.bind('from')} min={session.today} />
          <TextField label={t('org.withdrawReason')} bind={form.bind('reason')} rows={4} maxLength={500} first />
        </>
      )} onClose={onClose} onDone={(a) => onDone(a.moved)} />
  );
}
