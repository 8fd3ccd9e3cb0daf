import { caseResponsible } from '@doudi/core/api/auditpack';
import { getRouteApi, Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useCall } from '../../api/hooks.ts';
import { useT } from '../../i18n/index.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { Moment } from '../../ui/matter.tsx';
import { DateText, Money } from '../../ui/Text.tsx';
import { Section, View } from '../../ui/View.tsx';
import '../../styles/office.css';
import '../../styles/rectify.css';

const route = getRouteApi('/cases/$id/responsible');

/** 责任倒查: from a case, its payments and findings back to everyone who acted. */
export function ResponsiblePage(): ReactNode {
  const t = useT();
  const { id } = route.useParams();
  const query = useCall(caseResponsible, { params: { id } });
  return (
    <div className="page">
      <h1>{t('resp.title')}</h1>
      <p className="says">{t('resp.says')}</p>
      <View query={query}>
        {(r) => (
          <>
            <p><Link to="/cases/$id" params={{ id }}>{r.caseNumber}</Link> {r.payments.lines > 0 ? <>{t('resp.paid', { n: r.payments.lines })} <Money fen={r.payments.paidFen} /></> : null}</p>
            <Section title={t('resp.people')}>
              <DataTable caption={t('resp.people')} rows={r.people} rowKey={(p) => `${p.by}${p.postText}${p.unit}`} empty={null} columns={[
                { key: 'by', title: t('pack.by'), render: (p) => <><b>{p.by}</b> {p.postText}</> },
                { key: 'unit', title: t('resp.unit'), render: (p) => p.unit },
                { key: 'acts', title: t('resp.acts'), align: 'right', render: (p) => p.acts },
                { key: 'first', title: t('resp.first'), render: (p) => <DateText date={p.first} short /> },
                { key: 'last', title: t('resp.last'), render: (p) => <DateText date={p.last} short /> },
              ]} />
            </Section>
            <Section title={t('resp.skipped')}>
              {r.skipped.length === 0 ? <p>{t('resp.noSkipped')}</p> : <ul className="measures">{r.skipped.toSorted((a, b) => Number(b.state === 'missed') - Number(a.state === 'missed')).map((s) => <li key={s.label}>{s.state === 'missed' ? <b className="bad">▲ {s.label}：{t('resp.missed')}</b> : <span className="muted">{s.label}：{t(`resp.${s.state}`)}</span>}</li>)}</ul>}
            </Section>
            <Section title={t('resp.steps')}>
              <DataTable caption={t('resp.steps')} rows={r.items.map((x, i) => ({ ...x, i }))} rowKey={(x) => String(x.i)} empty={null} columns={[
                { key: 'at', title: t('matter.at'), width: '10rem', render: (x) => <Moment at={`${x.at}:00+08:00`} /> },
                { key: 'stage', title: t('pack.stage'), width: '5rem', render: (x) => t(`pack.stage.${x.stage}`) },
                { key: 'act', title: t('pack.act'), width: '10rem', render: (x) => <b>{x.act}</b> },
                { key: 'by', title: t('pack.by'), width: '14rem', render: (x) => `${x.by} ${x.postText} ${x.unit}` },
                { key: 'text', title: t('matter.what'), render: (x) => x.text },
                { key: 'files', title: t('resp.files'), width: '7rem', wide: true, render: (x) => (x.stage === 'case' || x.stage === 'recovery' ? t('resp.filesN', { n: x.files }) : '') },
              ]} />
            </Section>
          </>
        )}
      </View>
    </div>
  );
}
