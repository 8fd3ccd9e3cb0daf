import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { STUCK_KINDS, stuckLines } from '@doudi/core/api/bank';
import { formatYuan } from '@doudi/core/money/fen';
import { useState, type ReactNode } from 'react';
import { useCall } from '../../api/hooks.ts';
import { useLocale, useT } from '../../i18n/index.tsx';
import { monthText } from '../../lib/months.ts';
import { DataTable, Pager } from '../../ui/DataTable.tsx';
import { DateText, Money } from '../../ui/Text.tsx';
import { UnitFilter } from '../../ui/UnitFilter.tsx';
import { View } from '../../ui/View.tsx';
import '../../styles/office.css';

const route = getRouteApi('/payments/stuck');

/** 没有到户的款项: since when, why, whose turn, and the way there. */
export function StuckPage(): ReactNode {
  const { t, locale } = useLocale();
  const navigate = useNavigate();
  const { kind, unit } = route.useSearch();
  const here = `${kind ?? ''}|${unit ?? ''}`;
  const [walked, setWalked] = useState<{ here: string; cursors: string[] }>({ here, cursors: [] });
  const cursors = walked.here === here ? walked.cursors : [];
  const go = (k: typeof kind, u: typeof unit): void => void navigate({ to: '/payments/stuck', search: { ...(k === undefined ? {} : { kind: k }), ...(u === undefined ? {} : { unit: u }) }, replace: true });
  const all = useCall(stuckLines, { query: { unit } });
  const query = useCall(stuckLines, { query: { kind, unit, cursor: cursors.at(-1) } }, { keep: true });
  return (
    <div className="page">
      <p className="screen-only"><Link to="/payments">← {t('office.back')}</Link></p>
      <div className="page-head">
        <h1>{t('stuck.title')}</h1>
        <div className="filters">
          <select className="input" aria-label={t('stuck.why')} value={kind ?? ''} onChange={(e) => go([...STUCK_KINDS, 'back' as const].find((k) => k === e.target.value), unit)}>
            <option value="">{t('stuck.all')}</option>
            {(all.data?.kinds ?? []).map((k) => <option key={k.kind} value={k.kind}>{k.text}（{k.lines}）</option>)}
            <option value="back">{t('stuck.back')}</option>
          </select>
          <UnitFilter unit={unit} onChange={(u) => go(kind, u)} />
        </div>
      </div>
      <p className="muted">{t('stuck.says')}</p>
      <View query={query}>
        {(page) => (
          <>
            <p>{t('stuck.sum', { lines: page.lines, fen: formatYuan(page.openFen) })}{page.lateLines > 0 ? <b className="bad">　{t('stuck.noticeLate', { late: page.lateLines })}</b> : null}</p>
            <DataTable caption={t('stuck.title')} rows={page.items} rowKey={(l) => l.line} empty={<p>{t('stuck.none')}</p>} columns={[
              { key: 'since', title: t('stuck.since'), width: '7rem', render: (l) => <DateText date={l.since} short /> },
              { key: 'days', title: t('stuck.days'), align: 'right', width: '4rem', render: (l) => <span className={l.late ? 'bad' : undefined}>{l.days}</span> },
              { key: 'payee', title: t('pay.payee'), width: '6rem', render: (l) => l.payee },
              { key: 'case', title: t('pay.caseNumber'), render: (l) => <Link to="/cases/$id" params={{ id: l.case }} className="number">{l.caseNumber}</Link> },
              { key: 'unit', title: t('office.unit'), render: (l) => l.unitName },
              { key: 'roll', title: t('office.month'), render: (l) => (l.roll ? <Link to="/payments/$id" params={{ id: l.roll }} search={{ status: l.status }} hash="lines">{monthText(l.month, locale)}</Link> : monthText(l.month, locale)) },
              { key: 'fen', title: t('office.total'), align: 'right', render: (l) => <Money fen={l.openFen} bare /> },
              { key: 'why', title: t('stuck.why'), render: (l) => <>{l.why}{l.late ? <span className="tag bad">{t('stuck.late')}</span> : null}</> },
              { key: 'who', title: t('stuck.who'), width: '6.5rem', render: (l) => l.who },
              { key: 'next', title: t('stuck.next'), render: (l) => l.next },
            ]} />
            <Pager cursors={cursors} next={page.next} onGo={(c) => setWalked({ here, cursors: c })} />
          </>
        )}
      </View>
    </div>
  );
}

/** What the payroll clerk is told on coming to the payments: how much is stuck, red when the bank is late. */
export function StuckNotice(): ReactNode {
  const t = useT();
  const query = useCall(stuckLines, { query: { limit: 1 } });
  const s = query.data;
  if (!s || s.lines === 0) return null;
  return (
    <p className={s.lateLines > 0 ? 'notice bad' : 'notice'} role="status">
      {t('stuck.notice', { lines: s.lines, fen: formatYuan(s.openFen) })}{s.lateLines > 0 ? `，${t('stuck.noticeLate', { late: s.lateLines })}` : ''}　<Link to="/payments/stuck">{t('stuck.open')}</Link>
    </p>
  );
}
