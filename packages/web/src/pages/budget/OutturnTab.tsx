import { Link } from '@tanstack/react-router';
import { getOutturn } from '@doudi/core/api/budget';
import type { Output } from '@doudi/core/api/contract';
import { formatYuan } from '@doudi/core/money/fen';
import { useState, type ReactNode } from 'react';
import { useCall } from '../../api/hooks.ts';
import { useSession } from '../../app/session.tsx';
import { useLocale } from '../../i18n/index.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { DateText, Money } from '../../ui/Text.tsx';
import { Section, View } from '../../ui/View.tsx';
import { MonthTable } from './MonthTable.tsx';

type Outturn = Output<typeof getOutturn>;
type Row = Outturn['rows'][number];

/** 预算执行: plan, allocations, payments and the forecast; what is short stands in red, in words. */
export function OutturnTab(): ReactNode {
  const { session } = useSession();
  const { t } = useLocale();
  const now = Number(session.today.slice(0, 4));
  const [year, setYear] = useState(now);
  const query = useCall(getOutturn, { query: { year } }, { keep: true });
  return (
    <>
      <div className="filters">
        <label>{t('bud.year')} <select className="input" value={year} onChange={(e) => setYear(Number(e.target.value))}>{[now + 1, now, now - 1, now - 2].map((y) => <option key={y} value={y}>{y}</option>)}</select></label>
        <Link to="/payments">{t('bud.seePaid')}</Link><Link to="/funds">{t('bud.seeFunds')}</Link>
      </div>
      <View query={query}>{(o) => <Figures key={o.year} o={o} />}</View>
    </>
  );
}

function Figures({ o }: { readonly o: Outturn }): ReactNode {
  const { t } = useLocale();
  const [open, setOpen] = useState<string | null>(null);
  const shown = o.rows.find((r) => r.programme === open);
  const foot = (
    <tr>
      <th scope="row">{t('office.total')}</th>
      {[o.total.plannedFen, o.total.allocatedFen, o.total.paidFen, undefined, o.total.forecastFen].map((f, i) => <td key={i} className="right">{f === undefined ? null : <Money fen={f} bare />}</td>)}
      <td>{o.total.shortFen > 0 ? <b className="bad">■ {t('bud.short')} {formatYuan(o.total.shortFen)}</b> : null}</td>
    </tr>
  );
  return (
    <>
      <p className="says">{t('bud.outturnSays')}</p>
      <p className="notice">{o.plan ? <><Link to="/budget/plans/$id" params={{ id: o.plan.id }}>{t('bud.plan', { year: o.year })}</Link>，{t('bud.version', { n: o.plan.version })}（<DateText date={o.plan.confirmedAt.slice(0, 10)} short /> {t('bud.confirmed')}）</> : <b className="bad">▲ {t('bud.unplanned')}</b>}</p>
      <DataTable caption={t('bud.tab.outturn')} rows={o.rows} rowKey={(r) => r.programme} empty={<p>{t('bud.noOutturn')}</p>} foot={o.rows.length > 0 ? foot : null} columns={[
        { key: 'programme', title: t('office.programme'), render: (r) => <button type="button" className="link" aria-expanded={open === r.programme} onClick={() => setOpen(open === r.programme ? null : r.programme)}>{r.programmeName}</button> },
        { key: 'planned', title: t('bud.planned'), align: 'right', render: (r) => <Money fen={r.plannedFen} bare /> }, { key: 'allocated', title: t('bud.allocated'), align: 'right', render: (r) => <Money fen={r.allocatedFen} bare /> },
        { key: 'paid', title: t('bud.paid'), align: 'right', render: (r) => <Money fen={r.paidFen} bare /> }, { key: 'open', title: t('bud.open'), align: 'right', render: (r) => <Money fen={r.openFen} bare /> }, { key: 'forecast', title: t('bud.forecast'), align: 'right', render: (r) => <Money fen={r.forecastFen} bare /> },
        { key: 'state', title: t('bud.state'), render: (r) => <State row={r} /> },
      ]} />
      {shown ? (
        <Section title={`${shown.programmeName} ${t('bud.months')}`}>
          <MonthTable year={o.year} rows={[{ label: t('bud.planned'), months: shown.planned, total: shown.plannedFen }, { label: t('bud.allocated'), months: shown.allocated, total: shown.allocatedFen }, { label: t('bud.paid'), months: shown.paid, total: shown.paidFen }]} />
        </Section>
      ) : null}
      <div className="two-tables">
        <Section title={t('bud.bySource')}>
          <DataTable caption={t('bud.bySource')} rows={o.sources} rowKey={(s) => s.source} empty={null} columns={[{ key: 'source', title: t('bud.source'), render: (s) => s.label }, { key: 'planned', title: t('bud.planned'), align: 'right', render: (s) => <Money fen={s.plannedFen} bare /> }, { key: 'allocated', title: t('bud.allocated'), align: 'right', render: (s) => <Money fen={s.allocatedFen} bare /> }]} />
        </Section>
        <Section title={t('bud.byUnit')}>
          <DataTable caption={t('bud.byUnit')} rows={o.units} rowKey={(u) => `${u.unit}|${u.programme}`} empty={null} columns={[
            { key: 'unit', title: t('office.unit'), render: (u) => u.unitName }, { key: 'programme', title: t('office.programme'), render: (u) => u.programmeName }, { key: 'planned', title: t('bud.planned'), align: 'right', render: (u) => <Money fen={u.plannedFen} bare /> }, { key: 'paid', title: t('bud.paid'), align: 'right', render: (u) => <Money fen={u.paidFen} bare /> },
            { key: 'forecast', title: t('bud.forecast'), align: 'right', render: (u) => <Money fen={u.forecastFen} bare /> }, { key: 'over', title: t('bud.over'), align: 'right', render: (u) => (u.overFen > 0 ? <b className="bad">■ <Money fen={u.overFen} bare /></b> : '—') },
          ]} />
        </Section>
      </div>
    </>
  );
}

function State({ row }: { readonly row: Row }): ReactNode {
  const { t } = useLocale();
  if (row.shortFen === 0 && row.overFen === 0) return <span className="good">● {t('bud.enough')}</span>;
  return <b className="bad">■ {[row.shortFen > 0 && t('bud.shortSays', { fen: formatYuan(row.shortFen) }), row.overFen > 0 && t('bud.overSays', { fen: formatYuan(row.overFen) })].filter((x) => x !== false).join('；')}</b>;
}
