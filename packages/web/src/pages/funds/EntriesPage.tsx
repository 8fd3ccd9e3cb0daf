import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { correctEntry, fundsOverview, listEntries, type LedgerEntry } from '@doudi/core/api/funds';
import { ACCOUNT_KINDS, ENTRY_KINDS, type EntryKind } from '@doudi/core/ledger/model';
import { OPERATION_KINDS } from '@doudi/core/ledger/operations';
import { formatFen } from '@doudi/core/money/fen';
import { useState, type ReactNode } from 'react';
import { useCall } from '../../api/hooks.ts';
import { useSession } from '../../app/session.tsx';
import { TextField } from '../../forms/inputs.tsx';
import { useT } from '../../i18n/index.tsx';
import { clockTime } from '../../lib/dates.ts';
import { DataTable, Pager } from '../../ui/DataTable.tsx';
import { FormDrawer } from '../../ui/FormDrawer.tsx';
import { DateText } from '../../ui/Text.tsx';
import { View } from '../../ui/View.tsx';
import '../../styles/office.css';
import '../../styles/funds.css';

const route = getRouteApi('/funds/entries');
const KINDS = Object.keys(ENTRY_KINDS) as EntryKind[];

/** 分录: every entry, newest first, down to the roll, case or recovery it came from. Filters stand in the address. */
export function EntriesPage(): ReactNode {
  const t = useT();
  const navigate = useNavigate();
  const { may, session } = useSession();
  const search = route.useSearch();
  const filters = JSON.stringify(search);
  const [walked, setWalked] = useState<{ filters: string; cursors: string[] }>({ filters, cursors: [] });
  const cursors = walked.filters === filters ? walked.cursors : [];
  const query = useCall(listEntries, { query: { ...search, cursor: cursors.at(-1) } }, { keep: true });
  const overview = useCall(fundsOverview, { query: {} }, { keep: true });
  const [correcting, setCorrecting] = useState<LedgerEntry | null>(null);
  const go = (change: Partial<typeof search>): void => void navigate({ to: '/funds/entries', search: { ...search, ...change }, replace: true });
  const narrowed = [search.entry, search.roll, search.batch, search.case, search.recovery, search.account].some((x) => x !== undefined);
  return (
    <div className="page">
      <p className="screen-only tight"><Link to="/funds">← {t('nav.funds')}</Link></p>
      <div className="page-head">
        <h1>{t('fund.entriesTitle')}</h1>
        <div className="filters">
          <select className="input" aria-label={t('fund.allKinds')} value={search.kind ?? ''} onChange={(e) => go({ kind: KINDS.find((k) => k === e.target.value) })}>
            <option value="">{t('fund.allKinds')}</option>
            {KINDS.map((k) => <option key={k} value={k}>{t(`fund.entry.${k}`)}</option>)}
          </select>
          <select className="input" aria-label={t('fund.allAccounts')} value={search.accountKind ?? ''} onChange={(e) => go({ accountKind: ACCOUNT_KINDS.find((k) => k === e.target.value) })}>
            <option value="">{t('fund.allAccounts')}</option>
            {ACCOUNT_KINDS.map((k) => <option key={k} value={k}>{t(`fund.account.${k}`)}</option>)}
          </select>
          <select className="input" aria-label={t('fund.allUnits')} value={search.unit ?? ''} onChange={(e) => go({ unit: e.target.value || undefined })}>
            <option value="">{t('fund.allUnits')}</option>
            {overview.data?.units.map((u) => <option key={u.key} value={u.key}>{u.name}</option>)}
          </select>
          <select className="input" aria-label={t('office.programme')} value={search.programme ?? ''} onChange={(e) => go({ programme: e.target.value || undefined })}>
            <option value="">{t('office.all', { what: t('office.programme') })}</option>
            {session.programmes.map((p) => <option key={p.id} value={p.id}>{p.name}</option>)}
          </select>
          <label>{t('office.from')} <input className="input input-date" type="date" value={search.from ?? ''} onChange={(e) => go({ from: e.target.value || undefined })} /></label>
          <label>{t('office.to')} <input className="input input-date" type="date" value={search.to ?? ''} onChange={(e) => go({ to: e.target.value || undefined })} /></label>
        </div>
      </div>
      {narrowed ? <p className="notice">{t('fund.filtered')} <Link to="/funds/entries">{t('fund.clear')}</Link></p> : null}
      <View query={query}>
        {(page) => (
          <>
            <DataTable caption={t('fund.entriesTitle')} rows={page.items} rowKey={(e) => e.id} empty={<p>{t('fund.noEntries')}</p>} columns={[
              { key: 'number', title: t('fund.number'), width: '5rem', render: (e) => <span className="number">{e.number}</span> },
              { key: 'on', title: t('office.date'), width: '8rem', render: (e) => <><DateText date={e.on} short /><br /><span className="muted">{e.by}</span></> },
              { key: 'kind', title: t('fund.item'), width: '9rem', render: (e) => <><b>{t(`fund.entry.${e.kind}`)}</b>{e.corrects ? <><br /><Link to="/funds/entries" search={{ entry: e.corrects.id }}>{t('fund.corrects', { n: e.corrects.number })}</Link></> : null}{e.correctedBy ? <><br /><Link to="/funds/entries" search={{ entry: e.correctedBy.id }} className="bad">{t('fund.correctedBy', { n: e.correctedBy.number })}</Link></> : null}</> },
              { key: 'lines', title: `${t('fund.account')} · ${t('fund.debit')} · ${t('fund.credit')}`, width: '46%', render: (e) => <Lines entry={e} /> },
              { key: 'memo', title: t('fund.memos'), render: (e) => <span title={clockTime(e.at)}>{e.memo}</span> },
              { key: 'from', title: t('fund.belongs'), width: '11rem', render: (e) => <Belongs entry={e} /> },
              ...(may('fund.correct') ? [{ key: 'act', title: '', width: '4rem', render: (e: LedgerEntry) => ((OPERATION_KINDS as readonly string[]).includes(e.kind) && !e.correctedBy ? <button type="button" className="link" onClick={() => setCorrecting(e)}>{t('fund.correct')}</button> : null) }] : []),
            ]} />
            <Pager cursors={cursors} next={page.next} onGo={(c) => setWalked({ filters, cursors: c })} />
          </>
        )}
      </View>
      {correcting ? (
        <FormDrawer<typeof correctEntry, { reason: string }> title={`${t('fund.correct')} ${correcting.number}`} says={t('fund.correctSays')} submit={t('fund.correct')} contract={correctEntry} draft={`correct:${correcting.id}`} params={{ id: correcting.id }}
          fields={(form) => <TextField label={t('office.reason')} bind={form.bind('reason')} rows={3} maxLength={500} first />} onClose={() => setCorrecting(null)} onDone={() => setCorrecting(null)} />
      ) : null}
    </div>
  );
}

/** The lines, debit and credit in columns; a roll over forty units is read as one sum a kind, and unfolds. */
function Lines({ entry }: { readonly entry: LedgerEntry }): ReactNode {
  const name = (l: LedgerEntry['lines'][number]): string => [l.label, l.programmeName, l.unitName, l.sourceName].filter((x) => x !== null).join(' · ');
  const row = (key: string, text: string, fen: number): ReactNode => <span key={key} className="entry-line"><span>{text}</span><span className="money">{fen > 0 ? formatFen(fen) : ''}</span><span className="money">{fen < 0 ? formatFen(-fen) : ''}</span></span>;
  const whole = entry.lines.map((l) => row(String(l.id), name(l), l.fen));
  if (entry.lines.length <= 3) return <div className="entry-lines">{whole}</div>;
  const sides = new Map<string, { text: string; fen: number }>();
  for (const l of entry.lines) {
    const key = `${l.kind}|${l.fen > 0 ? 'd' : 'c'}`;
    sides.set(key, { text: [l.label, l.programmeName].filter((x) => x !== null).join(' · '), fen: (sides.get(key)?.fen ?? 0) + l.fen });
  }
  return (
    <details className="more entry-more">
      <summary><span className="entry-lines">{[...sides].map(([key, s]) => row(key, s.text, s.fen))}</span></summary>
      <div className="entry-lines">{whole}</div>
    </details>
  );
}

function Belongs({ entry: e }: { readonly entry: LedgerEntry }): ReactNode {
  const t = useT();
  return (
    <>
      {e.roll ? <p className="tight"><Link to="/payments/$id" params={{ id: e.roll.id }}>{e.roll.text}</Link>{e.batch ? <span className="muted"> {e.batch.number}</span> : null}</p> : null}
      {e.case ? <p className="tight"><Link to="/cases/$id" params={{ id: e.case.id }} className="number">{e.case.number}</Link></p> : null}
      {e.recovery && e.case ? <p className="tight"><Link to="/recovery/$id" params={{ id: e.case.id }}>{t('fund.recovery')}</Link></p> : null}
      {e.fund ? <p className="tight"><Link to="/funds" search={{ tab: 'operations' }}>{t('fund.tab.operations')}</Link></p> : null}
    </>
  );
}
