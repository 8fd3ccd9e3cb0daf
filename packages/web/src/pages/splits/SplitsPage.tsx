import { Link } from '@tanstack/react-router';
import { listSplits } from '@doudi/core/api/aid';
import type { ReactNode } from 'react';
import { useCall } from '../../api/hooks.ts';
import { useT } from '../../i18n/index.tsx';
import { SourceChips } from '../../ui/Chips.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { DateText, Money } from '../../ui/Text.tsx';
import { Section, View } from '../../ui/View.tsx';
import '../../styles/office.css';

/** 疑似拆分: one household and one cause in several applications that together pass the limit which each stays under. */
export function SplitsPage(): ReactNode {
  const t = useT();
  const query = useCall(listSplits, {}, { keep: true });
  return (
    <div className="page">
      <h1>{t('nav.splits')}</h1>
      <p className="says">{t('splits.says')}</p>
      <View query={query}>
        {(page) => (page.items.length === 0 ? <p className="empty">{t('splits.none')}</p> : page.items.map((s) => (
          <Section key={s.key} title={`${s.applicant} · ${s.causeText}`} aside={<span>▲ {t('splits.sum')} <b className="bad"><Money fen={s.sumFen} /></b>，{t('splits.limit')} <Money fen={s.limit.value} /> <SourceChips source={s.limit.source} /></span>}>
            <p className="muted"><DateText date={s.from} short /> — <DateText date={s.to} short />，{t('splits.times', { n: s.cases.length })}</p>
            <DataTable caption={s.applicant} rows={s.cases} rowKey={(c) => c.case} empty={null} columns={[
              { key: 'number', title: t('bodies.case'), render: (c) => <Link to="/cases/$id" params={{ id: c.case }}>{c.number}</Link> },
              { key: 'unit', title: t('office.unit'), render: (c) => c.unit },
              { key: 'on', title: t('case.applied'), render: (c) => <DateText date={c.on} short /> },
              { key: 'fen', title: t('case.amount'), align: 'right', render: (c) => <Money fen={c.fen} /> },
              { key: 'state', title: t('case.state'), render: (c) => c.statusText },
            ]} />
          </Section>
        )))}
      </View>
    </div>
  );
}
