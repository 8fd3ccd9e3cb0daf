import { bureauDuty } from '@doudi/core/api/bureau';
import type { Output } from '@doudi/core/api/contract';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { Button } from 'antd';
import { useState, type ReactNode } from 'react';
import { useCall } from '../../api/hooks.ts';
import { useSession } from '../../app/session.tsx';
import { useT } from '../../i18n/index.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { DateText, Money } from '../../ui/Text.tsx';
import { Facts, Section, View } from '../../ui/View.tsx';
import { RecordForm } from '../oversight/forms.tsx';
import { Done, Due, Where } from './DutiesPage.tsx';
import '../../styles/office.css';
import '../../styles/bureau.css';

const route = getRouteApi('/bureau/duties/$id');
type Page = Output<typeof bureauDuty>;

/** One clause: who answers for it, how it stands, and every act that carries it out. */
export function DutyPage(): ReactNode {
  const { id } = route.useParams();
  const query = useCall(bureauDuty, { params: { id } }, { keep: true });
  return <div className="page bureau"><View query={query}>{(page) => <One key={page.duty.id} page={page} />}</View></div>;
}

function One({ page: { duty: d, acts, more } }: { readonly page: Page }): ReactNode {
  const t = useT();
  const { may } = useSession();
  const navigate = useNavigate();
  const [form, setForm] = useState<'record' | 'assign' | null>(null);
  const records = d.acts !== null && d.acts.by === 'county';
  const kind = form === 'assign' ? 'assignment' : d.acts?.kinds?.[0];
  return (
    <>
      <p className="screen-only"><Link to="/bureau/duties">← {t('bureau.duties')}</Link></p>
      <header className="matter-head">
        <h1>{d.phrase}</h1>
        <p className="row-line"><span className="muted" title={d.id}>{d.clause}</span><span>{d.module}</span></p>
        {may('rectify.conduct') && d.at !== null ? <div className="row-line screen-only">{records ? <Button type="primary" onClick={() => setForm('record')}>{t('bureau.recordUnder')}</Button> : null}<Button onClick={() => setForm('assign')}>{t('bureau.assign')}</Button><Button onClick={() => print()}>{t('bureau.print')}</Button></div> : null}
      </header>
      <Section title={t('bureau.doneHere')}>
        <Facts items={[
          [t('bureau.owner'), d.owner ? <Link key="owner" to="/oversight/acts/$id" params={{ id: d.owner.act }}>{d.owner.body} {d.owner.person}</Link> : t('bureau.noOwner')],
          [t('bureau.where'), d.at === null ? d.says : <Where key="at" at={d.at} />],
          d.instrument === null ? null : [t('bureau.instrument'), d.instrument],
          [t('bureau.interval'), <Due key="due" d={d} />],
          d.acts && d.acts.with.length > 0 ? [t('ov.with').split('（')[0] ?? '', t('ov.dutyWith', { bodies: d.acts.with.join('、') })] : null,
        ]} />
        <Done d={d} />
      </Section>
      <Section title={t('bureau.acts')}>
        <DataTable caption={t('bureau.acts')} rows={acts} rowKey={(a) => a.id} onOpen={(a) => void navigate({ to: '/oversight/acts/$id', params: { id: a.id } })} empty={<p>{t('bureau.noActs')}</p>} columns={[
          { key: 'on', title: t('ov.on'), width: '12%', render: (a) => <DateText date={a.on} short /> },
          { key: 'unit', title: t('ov.unit'), width: '16%', render: (a) => a.unitName ?? t('ov.whole') },
          { key: 'kind', title: t('ov.kind'), width: '16%', render: (a) => <Link to="/oversight/acts/$id" params={{ id: a.id }}>{t(`ov.kind.${a.kind}`)}</Link> },
          { key: 'text', title: t('ov.text'), render: (a) => <Words a={a} /> },
          { key: 'people', title: t('ov.peopleField').split('（')[0] ?? '', width: '18%', render: (a) => [...a.people, ...a.with].join('、') },
        ]} />
        {more ? <p className="muted">{t('goals.mostShown', { n: acts.length })}</p> : null}
      </Section>
      {form ? <RecordForm duty={d.id} whole={form === 'assign' || d.acts?.each !== true} {...(kind === undefined ? {} : { kind })} onClose={() => setForm(null)} onDone={() => setForm(null)} /> : null}
    </>
  );
}

/** What an act says: its figures, its document, whom it made responsible, its survey against the last. */
export function Words({ a }: { readonly a: Page['acts'][number] }): ReactNode {
  const t = useT();
  const points = (n: number | null): string => (n === null ? t('bureau.firstTime') : n === 0 ? t('bureau.sameAs') : t(n > 0 ? 'bureau.more' : 'bureau.fewer', { n: Math.abs(n) }));
  return (
    <>
      {a.survey ? <div><b>{t('ov.satisfiedRate')} {a.survey.satisfiedRate}%</b> {points(a.survey.satisfiedMore)}　<b>{t('ov.awareRate')} {a.survey.awareRate}%</b> {points(a.survey.awareMore)} <span className="muted">{t('ov.asked')} {a.survey.asked} {t('ov.persons')}</span></div> : null}
      {a.assignee ? <div><b>{a.assignee.body} {a.assignee.person}</b></div> : null}
      {a.document ? <div><b>{a.document.title}</b> {a.document.number} <DateText date={a.document.on} short /></div> : null}
      {a.award ? <div>{a.award.year} <Money fen={a.award.fen} /> {a.award.basis}</div> : null}
      {a.figures.map((f) => <div key={`${f.label}|${f.period}`}>{f.label} <b className="number">{f.value.toLocaleString('zh-CN')}</b> {f.unit} <span className="muted">{f.period} {f.source}</span></div>)}
      <div>{a.text}</div>
      {a.files > 0 ? <div className="muted">{t('bureau.files', { n: a.files })}</div> : null}
    </>
  );
}
