import { visitCoverage } from '@doudi/core/api/filings';
import type { ReactNode } from 'react';
import { useCall } from '../../api/hooks.ts';
import { useT } from '../../i18n/index.tsx';
import { SourceChips } from '../../ui/Chips.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { View } from '../../ui/View.tsx';

/** Of the month's new applicants, how many were visited at home, against the plan's share. */
export function Visits({ month }: { readonly month: string }): ReactNode {
  const t = useT();
  const query = useCall(visitCoverage, { query: { month } }, { keep: true });
  return (
    <View query={query}>
      {(page) => (page.items.some((r) => r.limit) ? (
        <>
          <h2>{t('visits.title')}</h2>
          <DataTable caption={t('visits.title')} rows={page.items.filter((r) => r.limit)} rowKey={(r) => r.unit + r.programmeName} empty={<p>{t('visits.none')}</p>} columns={[
            { key: 'unit', title: t('office.unit'), render: (r) => r.unitName },
            { key: 'programme', title: t('office.programme'), render: (r) => r.programmeName },
            { key: 'applied', title: t('visits.applied'), render: (r) => r.applied },
            { key: 'visited', title: t('visits.visited'), render: (r) => r.visited },
            { key: 'share', title: t('visits.share'), render: (r) => (r.short ? <b className="bad">■ {r.percent}% {t('visits.short')}</b> : `● ${r.percent}%`) },
            { key: 'limit', title: t('visits.limit'), render: (r) => <>{r.limit?.percent}% {r.limit ? <SourceChips source={r.limit.source} /> : null}</> },
          ]} />
        </>
      ) : null)}
    </View>
  );
}
