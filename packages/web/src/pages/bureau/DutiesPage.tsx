import { bureauDuties } from '@doudi/core/api/bureau';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useCall } from '../../api/hooks.ts';
import { isUnder, NAV } from '../../app/nav.ts';
import { useT } from '../../i18n/index.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { Section, View } from '../../ui/View.tsx';
import '../../styles/office.css';

/** 方案的监督条款: each with the page on which it is done, or why there is none. */
export function DutiesPage(): ReactNode {
  const t = useT();
  const query = useCall(bureauDuties, {}, { keep: true });
  const pageName = (at: string): string => {
    if (at === '/registers/certificates') return t('reg.tab.certificates');
    if (at === '/registers/problems') return t('reg.tab.problems');
    const entry = NAV.find((n) => isUnder(at, n.to));
    return entry ? t(entry.label) : at;
  };
  return (
    <div className="page">
      <p className="screen-only"><Link to="/bureau">← {t('bureau.title')}</Link></p>
      <h1>{t('bureau.duties')}</h1>
      <p className="says">{t('bureau.dutiesSays')}</p>
      <View query={query}>
        {({ items }) => (
          <>
            <p>{t('bureau.dutiesCount', { all: items.length, at: items.filter((d) => d.at !== null).length })}</p>
            {[...Map.groupBy(items, (d) => d.module)].map(([module, of]) => (
              <Section key={module} title={module}>
                <DataTable caption={module} rows={of} rowKey={(d) => d.id} empty={null} columns={[
                  { key: 'clause', title: t('bureau.clause'), width: '20%', render: (d) => <>{d.clause} <span className="muted">{d.id}</span></> },
                  { key: 'phrase', title: t('bureau.phrase'), render: (d) => d.phrase },
                  { key: 'at', title: t('bureau.where'), width: '30%', render: (d) => (d.at === null ? <span className="muted">{d.says}</span> : <a href={d.at}>{pageName(d.at)}</a>) },
                ]} />
              </Section>
            ))}
          </>
        )}
      </View>
    </div>
  );
}
