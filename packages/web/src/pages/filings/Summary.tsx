import { Link } from '@tanstack/react-router';
import { reportUpward, summariseFilings, type FilingSummaryRow } from '@doudi/core/api/filings';
import { formatFen } from '@doudi/core/money/fen';
import { Button } from 'antd';
import { useState, type ReactNode } from 'react';
import { addressOf } from '../../api/client.ts';
import { useCall } from '../../api/hooks.ts';
import { useSession } from '../../app/session.tsx';
import { TextField } from '../../forms/inputs.tsx';
import { useT } from '../../i18n/index.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { FormDrawer } from '../../ui/FormDrawer.tsx';
import { DateText } from '../../ui/Text.tsx';
import { Section, View } from '../../ui/View.tsx';
import { ExportForm } from '../rosters/ExportForm.tsx';

/** 基本生活救助汇总表: every unit's report of a month side by side, programme by programme, with the sum. */
export function Summary({ month }: { readonly month: string }): ReactNode {
  const t = useT();
  const { may } = useSession();
  const [reporting, setReporting] = useState(false);
  const query = useCall(summariseFilings, { query: { month } }, { keep: true });
  const n = (r: FilingSummaryRow, of: (x: NonNullable<FilingSummaryRow['report']>) => number | string): ReactNode => (r.report ? of(r.report) : <span className="muted">—</span>);
  return (
    <View query={query}>
      {(s) => (
        <>
          {s.items.length > 0 ? <ExportForm address={(purpose) => addressOf('/filings/summary/export', {}, { month, purpose })} /> : <p className="empty">{t('fil.none')}</p>}
          {s.mayReport && s.items.length > 0 ? <p className="row-line">{s.reported.length === 0 ? <span className="muted">{t('fil.notReported')}</span> : s.reported.map((r) => <span key={r.act}><Link to="/oversight/acts/$id" params={{ id: r.act }}>{t('fil.reported', { to: r.to.join('、') })} {r.number}</Link> <DateText date={r.on} short /></span>)}{may('filing.review') ? <Button className="screen-only" onClick={() => setReporting(true)}>{t('fil.reportUp')}</Button> : null}</p> : null}
          {reporting ? <ReportForm month={month} left={s.items.filter((i) => i.report === null).length} onClose={() => setReporting(false)} /> : null}
          {s.programmes.map((p) => (
            <Section key={p.programme} title={p.programmeName} aside={<span className={p.filed < p.expected ? 'bad' : 'good'}>{t('fil.filedOf', { filed: p.filed, expected: p.expected })}</span>}>
              <DataTable caption={p.programmeName} rows={s.items.filter((i) => i.programme === p.programme)} rowKey={(r) => r.unit} empty={null} columns={[
                { key: 'unit', title: t('office.unit'), render: (r) => (r.filing ? <Link to="/filings/$id" params={{ id: r.filing }}>{r.unitName}</Link> : r.unitName) },
                { key: 'state', title: t('office.state'), render: (r) => <>{r.statusText} {r.late ? <span className="bad">■ {t('fil.late')}</span> : null}</> },
                { key: 'last', title: t('fil.last'), align: 'right', render: (r) => n(r, (x) => x.households.last) },
                { key: 'new', title: t('fil.new'), align: 'right', render: (r) => n(r, (x) => x.households.new) },
                { key: 'imported', title: t('fil.imported'), align: 'right', render: (r) => n(r, (x) => x.households.imported ?? 0) },
                { key: 'left', title: t('fil.left'), align: 'right', render: (r) => n(r, (x) => x.households.left) },
                { key: 'households', title: t('fil.households'), align: 'right', render: (r) => n(r, (x) => x.households.now) },
                { key: 'persons', title: t('fil.persons'), align: 'right', render: (r) => n(r, (x) => x.persons.now) },
                { key: 'fen', title: t('fil.fen'), align: 'right', render: (r) => n(r, (x) => formatFen(x.fen.now)) },
              ]} foot={
                <tr>
                  <th scope="row" colSpan={3}>{t('office.total')}</th>
                  <td className="right" data-label={t('fil.new')}>{p.new.households}</td>
                  <td className="right" data-label={t('fil.imported')}>{p.imported.households}</td>
                  <td className="right" data-label={t('fil.left')}>{p.left.households}</td>
                  <td className="right" data-label={t('fil.households')}>{p.now.households}</td>
                  <td className="right" data-label={t('fil.persons')}>{p.now.persons}</td>
                  <td className="right" data-label={t('fil.fen')}>{formatFen(p.now.fen)}</td>
                </tr>
              } />
            </Section>
          ))}
        </>
      )}
    </View>
  );
}

/** 统计上报: the sums of the month as they stand; what has not been filed is waited for, or left out with the reason. */
function ReportForm({ month, left, onClose }: { readonly month: string; readonly left: number; readonly onClose: () => void }): ReactNode {
  const t = useT();
  return (
    <FormDrawer<typeof reportUpward, { to: string; without: string }> title={t('fil.reportUp')} says={t('fil.reportSays')} submit={t('fil.reportUp')} contract={reportUpward} draft={`reportUp:${month}`} body={(v) => ({ month, to: v.to, ...(v.without ? { without: v.without } : {}) })} fields={(form) => (
      <>
        <TextField label={t('fil.reportTo')} bind={form.bind('to')} maxLength={60} first />
        {left > 0 ? <TextField label={t('fil.reportWithout', { n: left })} hint={t('fil.reportWithoutHint')} bind={form.bind('without')} rows={3} maxLength={1000} optional /> : null}
      </>
    )} onClose={onClose} onDone={onClose} />
  );
}
