import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { listRolls, makeRoll, type RollView } from '@doudi/core/api/payments';
import type { Output } from '@doudi/core/api/contract';
import { useState, type ReactNode } from 'react';
import { problemOf } from '../../api/client.ts';
import { useCall, useSend } from '../../api/hooks.ts';
import { useSession } from '../../app/session.tsx';
import { useWhoMay } from '../../app/who.ts';
import { useLocale } from '../../i18n/index.tsx';
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
    { key: 'when', title: t('pay.payBy'), width: '13rem', render: (r) => (r.light ? <span className="due"><Light light={r.light.light} text={r.light.text} /><DateText date={r.payBy} short /></span> : <span className="muted">—</span>) },
    { key: 'bank', title: t('pay.bankDue'), width: '13rem', render: (r) => (r.batch?.dueOn ? <span className="due">{r.batch.light ? <Light light={r.batch.light.light} text={r.batch.light.text} /> : null}<DateText date={r.batch.dueOn} provisional={r.batch.provisional} short /></span> : <span className="muted">—</span>) },
    { key: 'lines', title: t('pay.lines'), align: 'right', width: '4.5rem', render: (r) => r.money.lines },
    { key: 'due', title: t('pay.due'), align: 'right', render: (r) => <Money fen={r.money.dueFen} bare /> },
    { key: 'paid', title: t('pay.paid'), align: 'right', render: (r) => <Money fen={r.money.paidFen} bare /> },
    { key: 'held', title: t('pay.held'), align: 'right', render: (r) => <Money fen={r.money.heldFen} bare /> },
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
            <ToMake page={page} />
            <DataTable caption={t('pay.title')} columns={columns} rows={page.items} rowKey={(r) => r.id} onOpen={(r) => void navigate({ to: '/payments/$id', params: { id: r.id } })} empty={
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
          <span>{t('pay.payBy')} <DateText date={m.payBy} short /></span>
          {m.light ? <Light light={m.light.light} text={m.light.text} /> : null}
          <ExplainedButton type="primary" why={why} loading={make.isPending} onClick={() => start(m.programme, m.month)}>{t('pay.make')}</ExplainedButton>
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

