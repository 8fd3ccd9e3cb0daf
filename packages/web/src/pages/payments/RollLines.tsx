import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { answerLine, listRollLines, type RollLineView } from '@doudi/core/api/payments';
import { HOLD_CODES, HOLDS, LINE_STATUS_LABELS, LINE_STATUSES } from '@doudi/core/payment/model';
import { useState, type ReactNode } from 'react';
import { useCall } from '../../api/hooks.ts';
import { useWhoMay } from '../../app/who.ts';
import { RadioField, TextField } from '../../forms/inputs.tsx';
import { useLocale } from '../../i18n/index.tsx';
import { clockTime } from '../../lib/dates.ts';
import { monthText } from '../../lib/months.ts';
import { DataTable, Pager, type Column } from '../../ui/DataTable.tsx';
import { ExplainedButton } from '../../ui/Explained.tsx';
import { FormDrawer } from '../../ui/FormDrawer.tsx';
import { Money } from '../../ui/Text.tsx';
import { Section, View } from '../../ui/View.tsx';
import { ProposeSettlement } from './Settle.tsx';
import type { Roll } from './RollPage.tsx';

const route = getRouteApi('/payments/$id');

/** Every line with what holds it and who answered how. Filters stand in the address, so that a link opens the same lines. */
export function RollLines({ roll }: { readonly roll: Roll }): ReactNode {
  const { t, locale } = useLocale();
  const navigate = useNavigate();
  const why = useWhoMay();
  const search = route.useSearch();
  const { unit, status, hold, left, open } = search;
  const filters = JSON.stringify(search);
  const [walked, setWalked] = useState<{ filters: string; cursors: string[] }>({ filters, cursors: [] });
  const cursors = walked.filters === filters ? walked.cursors : [];
  const query = useCall(listRollLines, { params: { id: roll.id }, query: { unit, status, hold, left: left ? 'true' : undefined, open: open ? 'true' : undefined, cursor: cursors.at(-1) } }, { keep: true });
  const [answering, setAnswering] = useState<RollLineView | null>(null);
  const [settling, setSettling] = useState<RollLineView | null>(null);
  const go = (change: Partial<typeof search>): void => void navigate({ to: '/payments/$id', params: { id: roll.id }, search: { ...search, ...change }, replace: true, resetScroll: false });
  const filter = (label: string, value: string | undefined, options: readonly (readonly [string, string])[], set: (v: string | undefined) => void): ReactNode => (
    <select className="input" aria-label={label} value={value ?? ''} onChange={(e) => set(e.target.value || undefined)}>
      <option value="">{label}</option>
      {options.map(([v, l]) => <option key={v} value={v}>{l}</option>)}
    </select>
  );
  // A frozen roll waits for its reviewer as it was seen; only a draft can be answered.
  const answerWhy = why('payment.make') ?? (roll.status === 'drafted' ? undefined : t(roll.status === 'frozen' ? 'pay.frozenLines' : 'pay.releasedLines'));
  const waiting = new Set(roll.settlements.map((s) => s.line));
  const columns: Column<RollLineView>[] = [
    { key: 'payee', title: t('pay.payee'), width: '6rem', render: (l) => <Link to="/payment-lines/$id" params={{ id: l.id }}>{l.payee}</Link> },
    { key: 'case', title: t('pay.caseNumber'), width: '11rem', render: (l) => <Link to="/cases/$id" params={{ id: l.case }} className="number">{l.caseNumber}</Link> },
    { key: 'unit', title: t('office.unit'), width: '7rem', render: (l) => l.unitName },
    { key: 'month', title: t('office.month'), width: '8.5rem', render: (l) => <>{monthText(l.month, locale)} {l.arrears ? <span className="tag">{t('pay.arrears')}</span> : null}{l.part > 0 ? <span className="tag" title={l.reason ?? undefined}>{t('pay.part', { n: l.part })}</span> : null}{l.carried && !l.arrears ? <span className="tag">{t('pay.carried')}</span> : null}</> },
    { key: 'due', title: t('pay.due'), align: 'right', render: (l) => <Money fen={l.dueFen} bare /> },
    { key: 'paid', title: t('pay.paid'), align: 'right', render: (l) => <Money fen={l.paidFen} bare /> },
    ...(roll.money.recoveredFen + roll.money.waivedFen > 0 ? [{ key: 'recovered', title: t('pay.recovered'), align: 'right' as const, render: (l: RollLineView) => <Money fen={l.recoveredFen} bare /> }, { key: 'waived', title: t('pay.waived'), align: 'right' as const, render: (l: RollLineView) => <Money fen={l.waivedFen} bare /> }] : []),
    { key: 'open', title: t('pay.open'), align: 'right', render: (l) => <Money fen={l.openFen} bare /> },
    { key: 'account', title: t('pay.account'), render: (l) => (l.account ? <span className="number">{l.account.bank} {l.account.number}</span> : <span className="bad">{t('pay.noAccount')}</span>) },
    { key: 'status', title: t('office.state'), width: '5.5rem', render: (l) => <span className={`line-${l.status}`}>{l.statusText}</span> },
    {
      key: 'why', title: t('pay.why'), render: (l) => (
        <>
          {l.holds.map((h) => <p key={h.code} className="tight">{h.text} <span className="muted">{t('pay.cure', { cure: h.cure })}</span></p>)}
          {l.late ? <p className="tight bad">{t('hold.late')} {l.heldOn ? t('hold.since', { date: l.heldOn }) : ''}</p> : null}
          {l.part > 0 && l.reason ? <p className="tight">{l.reason}</p> : null}
          {l.bankWords ? <p className="tight">{l.bankWords}</p> : null}
          {l.answer ? <p className="tight muted">{t('pay.answered', { text: l.answer.text, reason: l.answer.reason, by: l.answer.by, at: clockTime(l.answer.at) })}</p> : null}
          {l.status === 'held' && why('payment.make') === undefined ? <ExplainedButton size="small" why={answerWhy} onClick={() => setAnswering(l)}>{t('pay.answer')}</ExplainedButton> : null}
          {waiting.has(l.id) ? <span className="tag tag-warn">{t('pay.settle.waits')}</span> : l.status === 'sent' && roll.batch?.sentOn && why('payment.make') === undefined ? <ExplainedButton size="small" why={undefined} onClick={() => setSettling(l)}>{t('pay.settle')}</ExplainedButton> : null}
        </>
      ),
    },
  ];
  return (
    <Section title={t('pay.list')} id="lines" aside={
      <div className="filters">
        {filter(t('pay.allUnits'), unit, roll.units.map((u) => [u.unit, u.unitName]), (v) => go({ unit: v }))}
        {filter(t('pay.allStates'), status, LINE_STATUSES.map((s) => [s, LINE_STATUS_LABELS[s]]), (v) => go({ status: LINE_STATUSES.find((s) => s === v) }))}
        {filter(t('pay.allHolds'), hold, HOLD_CODES.map((h) => [h, HOLDS[h].text]), (v) => go({ hold: v }))}
        {roll.status === 'drafted' ? <label className="choice"><input type="checkbox" checked={open ?? false} onChange={(e) => go({ open: e.target.checked || undefined })} /><span>{t('hold.onlyOpen')}</span></label> : null}
        <label className="choice"><input type="checkbox" checked={left ?? false} onChange={(e) => go({ left: e.target.checked || undefined })} /><span>{t('pay.leftHere')}</span></label>
      </div>
    }>
      <View query={query}>
        {(page) => (
          <>
            <DataTable caption={t('pay.list')} columns={columns} rows={page.items} rowKey={(l) => l.id} empty={<p>{t('pay.noLines')}</p>} />
            <Pager cursors={cursors} next={page.next} onGo={(c) => setWalked({ filters, cursors: c })} />
          </>
        )}
      </View>
      {answering ? <Answer line={answering} onClose={() => setAnswering(null)} /> : null}
      {settling ? <ProposeSettlement line={settling} onClose={() => setSettling(null)} /> : null}
    </Section>
  );
}

function Answer({ line, onClose }: { readonly line: RollLineView; readonly onClose: () => void }): ReactNode {
  const { t, locale } = useLocale();
  const fixed = line.holds.filter((h) => !h.byAnswer);
  return (
    <FormDrawer<typeof answerLine, { answer: 'release' | 'keep' | 'exclude'; reason: string }> title={t('pay.answer.title', { who: line.payee, month: monthText(line.month, locale) })} submit={t('pay.answer')} contract={answerLine} draft={`answer:${line.id}`} params={{ id: line.id }}
      says={line.holds.map((h) => `${h.text}（${t('pay.cure', { cure: h.cure })}）`).join('；')}
      fields={(form) => (
        <>
          <RadioField label={t('pay.answer')} bind={form.bind('answer')} first options={[
            // What only a change of fact can cure is not offered for letting pass.
            ...(fixed.length === 0 ? [{ value: 'release' as const, label: t('pay.answer.release') }] : []),
            { value: 'keep', label: t('pay.answer.keep') }, { value: 'exclude', label: t('pay.answer.exclude') },
          ]} hint={fixed.length > 0 ? t('pay.answer.releaseNo', { why: fixed.map((h) => `${h.text}，${h.cure}`).join('；') }) : undefined} />
          <TextField label={t('office.reason')} bind={form.bind('reason')} rows={3} maxLength={500} />
        </>
      )} onClose={onClose} onDone={onClose} />
  );
}
