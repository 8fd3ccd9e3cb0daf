import { Link } from '@tanstack/react-router';
import { enterBudget } from '@doudi/core/api/funds';
import { formatFen } from '@doudi/core/money/fen';
import { useState, type ReactNode } from 'react';
import { useSession } from '../../app/session.tsx';
import { useWhoMay } from '../../app/who.ts';
import { MoneyField, RadioField, SelectField, TextField } from '../../forms/inputs.tsx';
import { useT } from '../../i18n/index.tsx';
import { byClause } from '../../lib/source.ts';
import { SourceChips } from '../../ui/Chips.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { ExplainedButton } from '../../ui/Explained.tsx';
import { FormDrawer } from '../../ui/FormDrawer.tsx';
import { DateText, Money } from '../../ui/Text.tsx';
import { Section } from '../../ui/View.tsx';
import { Balances } from './Balances.tsx';
import { Check } from './Check.tsx';
import type { Overview } from './FundsPage.tsx';

/** The whole on one page: does the ledger agree, where the money comes from, where it goes, what is late. */
export function OverviewTab({ o }: { readonly o: Overview }): ReactNode {
  const t = useT();
  const { may } = useSession();
  if (!may('fund.check')) return <Balances />;
  return (
    <>
      <Check />
      <Sources o={o} />
      <Section title={t('fund.byProgramme')}>
        <DataTable caption={t('fund.byProgramme')} rows={o.byProgramme} rowKey={(p) => p.programme} empty={<p>{t('fund.noMoney')}</p>} columns={[
          { key: 'name', title: t('office.programme'), render: (p) => <Link to="/funds/entries" search={{ programme: p.programme }}>{p.name}</Link> },
          { key: 'allocated', title: t('fund.allocated'), align: 'right', render: (p) => <Money fen={p.allocatedFen} bare /> },
          { key: 'expense', title: t('fund.expense'), align: 'right', render: (p) => <Money fen={p.expenseFen} bare /> },
          { key: 'paid', title: t('fund.paid'), align: 'right', render: (p) => <Money fen={p.paidFen} bare /> },
          { key: 'balance', title: t('fund.accountBalance'), align: 'right', render: (p) => (p.balanceFen < 0 ? <span className="bad">■ {formatFen(p.balanceFen)}</span> : <Money fen={p.balanceFen} bare />) },
        ]} />
      </Section>
      <Section title={t('fund.late')}>
        {o.late.length === 0 ? <p className="muted">● {t('fund.lateNone')}</p> : <ul>{o.late.map((l) => <li key={l.roll}><span className="bad">■ {l.why}</span> <Link to="/payments/$id" params={{ id: l.roll }}>{l.text}</Link> <DateText date={l.due} /></li>)}</ul>}
      </Section>
      <Section title={t('fund.coordination')} aside={may('coordination.raise') ? <Link to="/coordination">{t('fund.coordinate')}</Link> : null}>
        <DataTable caption={t('fund.coordination')} rows={o.coordination} rowKey={(c) => c.id} empty={<p>{t('fund.coordinationNone')}</p>} columns={[
          { key: 'on', title: t('office.date'), width: '9rem', render: (c) => <DateText date={c.raisedOn} short /> },
          { key: 'text', title: t('office.note'), render: (c) => <>{c.text} <span className="muted">{c.raisedBy}</span></> },
          { key: 'result', title: t('errands.result'), render: (c) => (c.resolvedOn ? <>{c.department}：{c.result} <span className="muted"><DateText date={c.resolvedOn} short /></span></> : <span className="tag tag-warn">{t('fund.waiting')}</span>) },
        ]} />
      </Section>
      <Balances />
      <Section title={t('fund.funds')}>
        <DataTable caption={t('fund.funds')} rows={o.funds} rowKey={(f) => f.flag} empty={null} columns={[
          { key: 'label', title: t('fund.kind'), render: (f) => f.label }, { key: 'has', title: t('office.state'), width: '6rem', render: (f) => (f.has ? `● ${t('fund.has')}` : t('fund.hasNot')) }, { key: 'source', title: t('office.source'), render: (f) => <SourceChips source={byClause(f.source)} /> },
        ]} />
      </Section>
    </>
  );
}

function Sources({ o }: { readonly o: Overview }): ReactNode {
  const t = useT();
  const why = useWhoMay()('fund.budget');
  const { session } = useSession();
  const [entering, setEntering] = useState(false);
  const sum = (of: (s: Overview['bySource'][number]) => number): number => o.bySource.reduce((n, s) => n + of(s), 0);
  return (
    <Section title={t('fund.bySource')} aside={<ExplainedButton size="small" why={why} onClick={() => setEntering(true)}>{t('fund.enterBudget')}</ExplainedButton>}>
      <DataTable caption={t('fund.bySource')} rows={o.bySource} rowKey={(s) => s.source} empty={null} columns={[
        { key: 'label', title: t('fund.source'), render: (s) => s.label },
        { key: 'budget', title: t('fund.budget'), align: 'right', render: (s) => <Money fen={s.budgetFen} bare /> }, { key: 'received', title: t('fund.received'), align: 'right', render: (s) => <Money fen={s.receivedFen} bare /> }, { key: 'left', title: t('fund.left'), align: 'right', render: (s) => (s.budgetFen === 0 ? '—' : <Money fen={s.leftFen} bare />) },
      ]} foot={<tr><th scope="row">{t('office.total')} <SourceChips source={byClause(o.sourcesBy)} /></th><td className="right">{formatFen(sum((s) => s.budgetFen))}</td><td className="right">{formatFen(sum((s) => s.receivedFen))}</td><td className="right">{formatFen(sum((s) => s.leftFen))}</td></tr>} />
      {o.budgets.length === 0 ? <p className="muted">{t('fund.noBudget')}</p> : (
        <details className="more">
          <summary>{t('fund.budgets', { n: o.budgets.length })}</summary>
          <DataTable caption={t('fund.budgets', { n: o.budgets.length })} rows={o.budgets} rowKey={(b) => b.id} empty={null} columns={[
            { key: 'source', title: t('fund.source'), render: (b) => b.sourceName }, { key: 'programme', title: t('office.programme'), render: (b) => b.programmeName ?? '' }, { key: 'fen', title: t('fund.sum'), align: 'right', render: (b) => <Money fen={b.fen} bare /> },
            { key: 'document', title: t('fund.document'), render: (b) => <>{b.document} {b.note}</> }, { key: 'by', title: t('office.by'), render: (b) => <>{b.by} <span className="muted">{b.at.slice(0, 10)}</span></> },
          ]} />
        </details>
      )}
      {entering ? (
        <FormDrawer<typeof enterBudget, { source: string; programme?: string; sign: 'more' | 'less'; sum: number; document: string; note: string }> title={t('fund.enterBudget')} says={t('fund.budgetSays')} submit={t('fund.enterBudget')} contract={enterBudget} draft={`budget:${o.year}`} initial={() => ({ sign: 'more' })}
          body={(v) => ({ year: o.year, source: v.source, ...(v.programme ? { programme: v.programme } : {}), fen: v.sum === undefined ? undefined : v.sign === 'less' ? -v.sum : v.sum, document: v.document ?? '', note: v.note ?? '' })}
          fields={(form) => (
            <>
              <SelectField label={t('fund.source')} bind={form.bind('source')} options={o.sources.map((s) => ({ value: s.id, label: s.label }))} first />
              <SelectField label={t('office.programme')} bind={form.bind('programme')} options={session.programmes.map((p) => ({ value: p.id, label: p.name }))} optional />
              <RadioField label={t('fund.sign')} bind={form.bind('sign')} options={[{ value: 'more', label: t('fund.more') }, { value: 'less', label: t('fund.less') }]} />
              <MoneyField label={t('fund.sum')} bind={{ ...form.bind('sum'), error: form.errors['fen'] }} />
              <TextField label={t('fund.document')} bind={form.bind('document')} maxLength={200} hint={t('fund.documentHint')} />
              <TextField label={t('office.note')} bind={form.bind('note')} maxLength={300} optional />
            </>
          )} onClose={() => setEntering(false)} onDone={() => setEntering(false)} />
      ) : null}
    </Section>
  );
}
