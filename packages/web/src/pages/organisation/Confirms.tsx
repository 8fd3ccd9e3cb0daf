import type { UnitView } from '@doudi/core/api/organisation';
import { formatFen } from '@doudi/core/money/fen';
import { useState, type ReactNode } from 'react';
import { useLocale, useT } from '../../i18n/index.tsx';
import { longDate } from '../../lib/dates.ts';
import { DataTable, type Column } from '../../ui/DataTable.tsx';
import type { Organisation } from './OrganisationPage.tsx';

type Row = UnitView['confirms'][number] & { readonly unitName: string };

/** Who confirms, and why: the same table for one unit and for the county. */
export function ConfirmsTable({ rows, withUnit = false }: { readonly rows: readonly Row[]; readonly withUnit?: boolean }): ReactNode {
  const t = useT();
  const columns: Column<Row>[] = [
    ...(withUnit ? [{ key: 'unit', title: t('office.unit'), render: (r: Row) => r.unitName }] : []),
    { key: 'programme', title: t('office.programme'), render: (r) => r.programmeName },
    { key: 'organ', title: t('org.organ'), render: (r) => <span><span className={r.organ === 'unit' ? 'tag tag-on' : 'tag'}>{t(r.organ === 'unit' ? 'org.byUnit' : 'org.byCounty')}</span> {r.organName}</span> },
    { key: 'why', title: t('org.why'), render: (r) => r.reason },
    { key: 'limit', title: t('org.limit'), render: (r) => (r.organ === 'county' ? <span className="muted">—</span> : r.limitFen === null ? t('org.noLimit') : t('org.above', { sum: formatFen(r.limitFen) })) },
  ];
  return <DataTable caption={t('org.confirms')} columns={columns} rows={rows} rowKey={(r) => r.unitName + r.programme} empty={<p>{t('org.noConfirms')}</p>} />;
}

/** Every unit and programme of the county on the day. */
export function Confirms({ org }: { readonly org: Organisation }): ReactNode {
  const { t, locale } = useLocale();
  const [programme, setProgramme] = useState('');
  const rows = org.units.filter((u) => u.valid).flatMap((u) => u.confirms.map((c) => ({ ...c, unitName: u.name }))).filter((r) => programme === '' || r.programme === programme);
  return (
    <>
      <p className="says">{t('org.confirmsSays', { on: longDate(org.on, locale) })}</p>
      <div className="row-line">
        <select className="input" aria-label={t('office.programme')} value={programme} onChange={(e) => setProgramme(e.target.value)}>
          <option value="">{t('office.all', { what: t('office.programme') })}</option>
          {org.programmes.filter((p) => !p.reserved).map((p) => <option key={p.id} value={p.id}>{p.name}</option>)}
        </select>
      </div>
      <ConfirmsTable rows={rows} withUnit />
    </>
  );
}
