import { goalCases } from '@doudi/core/api/goals';
import { GOAL_MEASURE_IDS } from '@doudi/core/bureau/goals';
import type { Output } from '@doudi/core/api/contract';
import { getRouteApi, Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useCall } from '../../api/hooks.ts';
import { useLocale, useT } from '../../i18n/index.tsx';
import { longDate } from '../../lib/dates.ts';
import { DataTable } from '../../ui/DataTable.tsx';
import { DateText } from '../../ui/Text.tsx';
import { View } from '../../ui/View.tsx';
import '../../styles/office.css';
import '../../styles/bureau.css';

const route = getRouteApi('/bureau/goals/$measure');
type Item = Output<typeof goalCases>['items'][number];

const TOPICS: Readonly<Record<string, string>> = { check: '/checks', complaint: '/complaints', rectification: '/rectifications' };
const hrefOf = (x: Item): string => (x.kind === 'case' ? `/cases/${x.ref}` : x.kind === 'filing' ? `/filings/${x.ref}` : x.kind === 'lead' ? `/leads/${x.ref}` : `${TOPICS[x.topic ?? ''] ?? '/bureau'}/${x.ref}`);

/** What one figure was counted from; those that speak against it first. */
export function GoalPage(): ReactNode {
  const { t, locale } = useLocale();
  const { measure } = route.useParams();
  const search = route.useSearch();
  const id = GOAL_MEASURE_IDS.find((m) => m === measure);
  return (
    <div className="page bureau">
      <p className="screen-only"><Link to="/bureau/goals" search={search}>← {t('goals.title')}</Link></p>
      {id === undefined ? <p className="empty">{t('goals.noCases')}</p> : <Behind id={id} search={search} locale={locale} />}
    </div>
  );
}

function Behind({ id, search, locale }: { readonly id: (typeof GOAL_MEASURE_IDS)[number]; readonly search: { readonly from?: string | undefined; readonly to?: string | undefined }; readonly locale: Parameters<typeof longDate>[1] }): ReactNode {
  const t = useT();
  const query = useCall(goalCases, { params: { measure: id }, query: { ...(search.from ? { from: search.from } : {}), ...(search.to ? { to: search.to } : {}) } }, { keep: true });
  return (
    <View query={query}>
      {(page) => (
        <>
          <h1>{page.label}</h1>
          <p className="says">{page.how}</p>
          <p>{longDate(page.from, locale)} — {longDate(page.to, locale)}　{t('goals.of', { good: page.good, n: page.n })}</p>
          <DataTable caption={t('goals.cases')} rows={page.items} rowKey={(x) => `${x.kind}|${x.ref}|${x.on}`} onOpen={(x) => location.assign(hrefOf(x))} empty={<p>{t('goals.noCases')}</p>} columns={[
            { key: 'number', title: t('goals.number'), render: (x) => <a href={hrefOf(x)}>{x.number}</a> },
            { key: 'unit', title: t('matter.unit'), render: (x) => x.unitName },
            { key: 'on', title: t('goals.day'), render: (x) => <DateText date={x.on} short /> },
            { key: 'days', title: t('goals.took'), align: 'right', render: (x) => x.days ?? '' },
            { key: 'good', title: t('goals.speaks'), render: (x) => (x.good ? <span className="good">{t('goals.good')}</span> : <b>{t('goals.bad')}</b>) },
          ]} />
          {page.more ? <p className="muted">{t('goals.mostShown', { n: page.items.length })}</p> : null}
        </>
      )}
    </View>
  );
}
