import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { listRolls, makeRoll, type RollView } from '@doudi/core/api/payments';
import type { Output } from '@doudi/core/api/contract';
import { formatFen } from '@doudi/core/money/fen';
import { useState, type ReactNode } from 'react';
import { problemOf } from '../../api/client.ts';
import { useCall, useSend } from '../../api/hooks.ts';
import { useSession } from '../../app/session.tsx';
import { useWhoMay } from '../../app/who.ts';
import { useLocale, useT } from '../../i18n/index.tsx';
import { monthText } from '../../lib/months.ts';
import { DataTable, Pager, type Column } from '../../ui/DataTable.tsx';
import { ExplainedButton } from '../../ui/Explained.tsx';
import { Light } from '../../ui/Light.tsx';
import { RefusalPanel } from '../../ui/RefusalPanel.tsx';
import { DateText, Money } from '../../ui/Text.tsx';
import { Section, View } from '../../ui/View.tsx';
import { StuckNotice } from './StuckPage.tsx';
import '../../styles/office.css';

const route = getRouteApi('/payments');
type Rolls = Output<typeof listRolls>;

/** 发放: every roll, newest month first, and the programmes that still need one this month. */
export function PaymentsPage(): ReactNode {
  const { t, locale } = useLocale();
  const navigate = useNavigate();
  const { session } = useSession();
  const { programme, month } = route.useSearch();
  const filters = `${programme ?? ''}|${month ?? ''}`;
  const [walked, setWalked] = useState<{ filters: string; cursors: string[] }>({ filters, cursors: [] });
  const cursors = walked.filters === filters ? walked.cursors : [];
  const query = useCall(listRolls, { query: { programme, month, cursor: cursors.at(-1) } }, { keep: true });
  const go = (s: { programme?: string | undefined; month?: string | undefined }): void => void navigate({ to: '/payments', search: s, replace: true });
  const columns: Column<RollView>[] = [
    { key: 'roll', title: t('office.programme'), render: (r) => <Link to="/payments/$id" params={{ id: r.id }}>{r.programmeName} {monthText(r.month, locale)}</Link> },
    { key: 'state', title: t('office.state'), render: (r) => r.statusText, width: '8rem' },
    { key: 'when', title: t('pay.payBy'), width: '11rem', render: (r) => (r.light && r.payBy ? <span className="due"><Light light={r.light.light} text={r.light.text} /><DateText date={r.payBy} short /></span> : <span className="muted">—</span>) },
    { key: 'bank', title: t('pay.bankDue'), width: '11rem', render: (r) => (r.batch?.dueOn ? <span className="due">{r.batch.light ? <Light light={r.batch.light.light} text={r.batch.light.text} /> : null}<DateText date={r.batch.dueOn} provisional={r.batch.provisional} short /></span> : <span className="muted">—</span>) },
    { key: 'lines', title: t('pay.lines'), align: 'right', width: '4.5rem', render: (r) => r.money.lines },
    { key: 'due', title: t('pay.due'), align: 'right', render: (r) => <Money fen={r.money.dueFen} bare /> },
    { key: 'paid', title: t('pay.paid'), align: 'right', render: (r) => <Money fen={r.money.paidFen} bare /> },
    { key: 'open', title: t('pay.open'), align: 'right', render: (r) => <Money fen={openOf(r.money)} bare /> },
    { key: 'recovered', title: t('pay.recovered'), align: 'right', render: (r) => <Money fen={r.money.recoveredFen} bare /> },
    { key: 'waived', title: t('pay.waived'), align: 'right', render: (r) => <Money fen={r.money.waivedFen} bare /> },
  ];
  return (
    <div className="page">
      <div className="page-head">
        <h1>{t('pay.title')}</h1>
        <div className="filters">
          <label>
            <span className="visually-hidden">{t('office.programme')}</span>
            <select className="input" value={programme ?? ''} onChange={(e) => go({ programme: e.target.value || undefined, month })}>
              <option value="">{t('office.all', { what: t('office.programme') })}</option>
              {session.programmes.map((p) => <option key={p.id} value={p.id}>{p.name}</option>)}
            </select>
          </label>
          <label>
            {t('office.month')} <input className="input input-month" type="month" value={month ?? ''} onChange={(e) => go({ programme, month: e.target.value || undefined })} />
          </label>
        </div>
      </div>
      <StuckNotice />
      <View query={query}>
        {(page) => (
          <>
            {page.toSettle.length > 0 ? <p className="notice" role="status">{t('pay.toSettle', { n: page.toSettle.reduce((n, x) => n + x.lines, 0) })}{page.toSettle.map((x) => <span key={x.roll}>　<Link to="/payments/$id" params={{ id: x.roll }}>{x.name}（{t('pay.lineCount', { n: x.lines })}）</Link></span>)}</p> : null}
            <ToMake page={page} />
            <DataTable caption={t('pay.title')} columns={columns} rows={page.items} rowKey={(r) => r.id} onOpen={(r) => void navigate({ to: '/payments/$id', params: { id: r.id } })} foot={page.items.length > 1 ? <Foot rows={page.items} whole={page.next === null && cursors.length === 0} /> : undefined} empty={
              <>
                <p>{t(filters === '|' ? 'pay.empty' : 'pay.emptyFiltered')}</p>
                {filters === '|' ? null : <button type="button" className="link" onClick={() => go({})}>{t('work.clear')}</button>}
              </>
            } />
            <Pager cursors={cursors} next={page.next} onGo={(c) => setWalked({ filters, cursors: c })} />
          </>
        )}
      </View>
    </div>
  );
}

/** What nobody has yet: ready, held, in transit, not paid, returned, and what is not to be paid. */
const openOf = (m: RollView['money']): number => m.readyFen + m.heldFen + m.sentFen + m.rejectedFen + m.returnedFen + m.excludedFen;

/** Due = paid + not with the household + paid back + left to it, summed over the rolls shown. */
function Foot({ rows, whole }: { readonly rows: readonly RollView[]; readonly whole: boolean }): ReactNode {
  const t = useT();
  const sum = (of: (m: RollView['money']) => number): number => rows.reduce((n, r) => n + of(r.money), 0);
  const sums = [sum((m) => m.dueFen), sum((m) => m.paidFen), sum(openOf), sum((m) => m.recoveredFen), sum((m) => m.waivedFen)] as const;
  const titles = ['pay.due', 'pay.paid', 'pay.open', 'pay.recovered', 'pay.waived'] as const;
  const foots = sums[0] === sums[1] + sums[2] + sums[3] + sums[4];
  return (
    <tr>
      <th scope="row" colSpan={4}>{t(whole ? 'office.total' : 'pay.pageTotal')} <span className={foots ? 'good' : 'bad'} role={foots ? undefined : 'alert'}>{foots ? `✓ ${t('pay.identity')}` : `✗ ${t('pay.footsNot', { due: formatFen(sums[0]), sum: formatFen(sums[1] + sums[2] + sums[3] + sums[4]) })}`}</span></th>
      <td className="right" data-label={t('pay.lines')}>{sum((m) => m.lines)}</td>
      {titles.map((title, i) => <td key={title} className="right" data-label={t(title)}><Money fen={sums[i] ?? 0} bare /></td>)}
    </tr>
  );
}

/** What is owed this month and has no roll; and a roll of another month, for arrears after a late confirmation. */
function ToMake({ page }: { readonly page: Rolls }): ReactNode {
  const { t, locale } = useLocale();
  const navigate = useNavigate();
  const { session } = useSession();
  const why = useWhoMay()('payment.make');
  const make = useSend(makeRoll);
  const [other, setOther] = useState({ programme: session.programmes[0]?.id ?? '', month: page.month });
  const start = (programme: string, month: string): void => {
    if (!make.isPending) make.mutate({ body: { programme, month } }, { onSuccess: (made) => void navigate({ to: '/payments/$id', params: { id: made.id } }) });
  };
  if (page.toMake.length === 0 && why !== undefined) return null;
  return (
    <Section title={t('pay.toMake', { month: monthText(page.month, locale) })}>
      {make.isPending ? <p className="notice" role="status">{t('pay.making')}</p> : null}
      {make.isError ? <RefusalPanel problem={problemOf(make.error)} /> : null}
      {page.toMake.map((m) => (
        <div key={m.programme} className="row-line">
          <b>{m.programmeName}</b>
          {m.payBy ? <span>{t('pay.payBy')} <DateText date={m.payBy} short /></span> : null}
          {m.light ? <Light light={m.light.light} text={m.light.text} /> : null}
          {why === undefined ? <ExplainedButton type="primary" why={undefined} loading={make.isPending} onClick={() => start(m.programme, m.month)}>{t('pay.make')}</ExplainedButton> : <span className="muted">{t('pay.next', { what: t('pay.make'), why })}</span>}
        </div>
      ))}
      {why === undefined ? (
        <details className="more">
          <summary>{t('pay.makeOther')}</summary>
          <p className="muted">{t('pay.makeSays')}</p>
          <div className="row-line">
            <select className="input" aria-label={t('office.programme')} value={other.programme} onChange={(e) => setOther({ ...other, programme: e.target.value })}>
              {session.programmes.map((p) => <option key={p.id} value={p.id}>{p.name}</option>)}
            </select>
            <input className="input input-month" type="month" aria-label={t('office.month')} max={page.month} value={other.month} onChange={(e) => setOther({ ...other, month: e.target.value })} />
            <ExplainedButton why={other.programme === '' || other.month === '' ? t('form.choose') : undefined} loading={make.isPending} onClick={() => start(other.programme, other.month)}>{t('pay.make')}</ExplainedButton>
          </div>
        </details>
      ) : null}
    </Section>
  );
}

