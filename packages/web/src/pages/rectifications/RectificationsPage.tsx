import type { Output } from '@doudi/core/api/contract';
import { listRectifications, openRectifications, signCircular } from '@doudi/core/api/rectifications';
import { CONDUCTS, FAILINGS, FOUND_BY, SEVERITIES, type Conduct, type Failing, type FoundBy, type Severity } from '@doudi/core/rectification/model';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { Button } from 'antd';
import { useState, type ReactNode } from 'react';
import { matterPaperAddress } from '../../api/files.ts';
import { useCall, useSend } from '../../api/hooks.ts';
import { useSession } from '../../app/session.tsx';
import { ChecksField, RadioField, SelectField, TextField } from '../../forms/inputs.tsx';
import { useT } from '../../i18n/index.tsx';
import { DataTable, type Column } from '../../ui/DataTable.tsx';
import { FormDrawer } from '../../ui/FormDrawer.tsx';
import { MatterTable } from '../../ui/matter.tsx';
import { Tabs } from '../../ui/Tabs.tsx';
import { DateText } from '../../ui/Text.tsx';
import { Section, View } from '../../ui/View.tsx';
import '../../styles/office.css';

type Page = Output<typeof listRectifications>;
type Item = Page['items'][number];
const STATES = ['open', 'late', 'closed', 'revisit'] as const;
const route = getRouteApi('/rectifications');
const keysOf = <K extends string>(o: Readonly<Record<K, string>>): K[] => Object.keys(o) as K[];

/** 整改（问题台账）: what is wrong, in which unit, how far its correction has come. */
export function RectificationsPage(): ReactNode {
  const t = useT();
  const { may } = useSession();
  const navigate = useNavigate();
  const search = route.useSearch();
  const state = search.state ?? 'open';
  const query = useCall(listRectifications, { query: { ...search, state } }, { keep: true });
  const [opening, setOpening] = useState(false);
  const go = (more: typeof search): void => void navigate({ to: '/rectifications', search: { ...search, ...more }, replace: true });
  const columns: Column<Item>[] = [
    { key: 'failing', title: t('rect.failing'), render: (m) => <>{t(`rect.failing.${m.failing}`)}{m.conduct === 'none' ? null : <> <span className="tag">{t(`rect.conduct.${m.conduct}`)}</span></>}{m.severity === 'grave' ? <> <span className="tag tag-warn">{t('rect.severity.grave')}</span></> : null}</> },
    { key: 'rung', title: t('rect.rung'), render: (m) => m.rung ?? '' },
    { key: 'returned', title: t('rect.returned'), wide: true, render: (m) => (m.returned > 0 ? t('rect.times', { n: m.returned }) : '') },
  ];
  return (
    <div className="page">
      <h1>{t('nav.rectifications')}</h1>
      <p className="says">{t(may('rectify.reply') ? 'rect.saysUnit' : 'rect.says')}</p>
      {may('rectify.conduct') ? <div className="row-line"><Button type="primary" onClick={() => setOpening(true)}>{t('rect.new')}</Button></div> : null}
      <View query={query}>
        {(page) => (
          <>
            {page.circulars.length > 0 ? <Circulars page={page} /> : null}
            <div className="filters">
              {page.units.length > 1 ? (
                <select className="input" aria-label={t('rect.units')} value={search.unit ?? ''} onChange={(e) => go({ unit: e.target.value === '' ? undefined : e.target.value })}>
                  <option value="">{t('rect.allUnits')}</option>
                  {page.units.map((u) => <option key={u.key} value={u.key}>{u.name}</option>)}
                </select>
              ) : null}
              <select className="input" aria-label={t('rect.failing')} value={search.failing ?? ''} onChange={(e) => go({ failing: keysOf(FAILINGS).find((f) => f === e.target.value) })}>
                <option value="">{t('rect.allFailings')}</option>
                {keysOf(FAILINGS).map((f) => <option key={f} value={f}>{t(`rect.failing.${f}`)}</option>)}
              </select>
            </div>
            <Tabs label={t('matter.status')} value={state} onChange={(key) => go({ state: key })} items={STATES.filter((key) => key !== 'revisit' || may('rectify.conduct')).map((key) => ({ key, label: t(`rect.${key}`), count: page.totals[key] }))} />
            <Ledger items={page.items} columns={columns} empty={t(page.totals.open + page.totals.closed === 0 ? 'rect.none' : 'rect.noneFilter')} />
            {page.more ? <p className="muted">{t('matter.more')}</p> : null}
            {page.units.length > 1 ? <ByUnit page={page} onUnit={(unit) => go({ unit })} /> : null}
            {opening ? <Opening offices={page.offices} onClose={() => setOpening(false)} /> : null}
          </>
        )}
      </View>
    </div>
  );
}

function Ledger({ items, columns, empty }: { readonly items: readonly Item[]; readonly columns: readonly Column<Item>[]; readonly empty: string }): ReactNode {
  const t = useT();
  const navigate = useNavigate();
  return <MatterTable items={items} caption={t('nav.rectifications')} place="rectifications" more={columns} empty={<p>{empty}</p>} onOpen={(m) => void navigate({ to: '/rectifications/$id', params: { id: m.id } })} />;
}

/** Counts per unit: open, late, closed, sent back, and by failing. */
function ByUnit({ page, onUnit }: { readonly page: Page; readonly onUnit: (unit: string) => void }): ReactNode {
  const t = useT();
  return (
    <Section title={t('rect.byUnit')}>
      <DataTable caption={t('rect.byUnit')} rows={page.units} rowKey={(u) => u.key} empty={null} columns={[
        { key: 'unit', title: t('matter.unit'), render: (u) => <button type="button" className="link" onClick={() => onUnit(u.key)}>{u.name}</button> },
        { key: 'open', title: t('rect.open'), align: 'right', render: (u) => u.open },
        { key: 'late', title: t('rect.late'), align: 'right', render: (u) => (u.late > 0 ? <b className="bad">▲ {u.late}</b> : 0) },
        { key: 'closed', title: t('rect.closed'), align: 'right', render: (u) => u.closed },
        { key: 'returned', title: t('rect.returned'), align: 'right', render: (u) => u.returned },
        ...page.failings.map((f) => ({ key: f, title: t(`rect.failing.${f}`), align: 'right' as const, render: (u: Page['units'][number]) => u.failings.find((x) => x.id === f)?.count ?? 0 })),
      ]} />
    </Section>
  );
}

/** Criticisms of others that the unit was sent. */
function Circulars({ page }: { readonly page: Page }): ReactNode {
  const t = useT();
  const { may } = useSession();
  const sign = useSend(signCircular);
  return (
    <Section title={t('rect.circulars')}>
      <DataTable caption={t('rect.circulars')} rows={page.circulars} rowKey={(c) => c.id} empty={null} columns={[
        { key: 'on', title: t('rect.on'), render: (c) => <DateText date={c.on} short /> },
        { key: 'paper', title: t('rect.paper'), render: (c) => <a href={matterPaperAddress(c.id)} target="_blank" rel="noreferrer">{c.title} {c.number}</a> },
        { key: 'signed', title: t('rect.signed'), render: (c) => (c.signedOn ? <>● <DateText date={c.signedOn} short /></> : may('rectify.reply') ? <button type="button" className="link" onClick={() => sign.mutate({ params: { id: c.id } })}>{t('rect.sign')}</button> : t('rect.notSigned')) },
      ]} />
    </Section>
  );
}

interface Typed { units: string[]; failing: Failing; conduct: Conduct; severity: Severity; foundBy: FoundBy; text: string }

function Opening({ offices, onClose }: { readonly offices: Page['offices']; readonly onClose: () => void }): ReactNode {
  const t = useT();
  return (
    <FormDrawer<typeof openRectifications, Typed> title={t('rect.new')} says={t('rect.newSays')} submit={t('rect.new')} contract={openRectifications} draft="rectify" initial={() => ({ conduct: 'none', severity: 'light' })} fields={(form) => (
      <>
        <TextField label={t('rect.text')} bind={form.bind('text')} rows={5} maxLength={2000} first />
        <ChecksField label={t('rect.units')} bind={form.bind('units')} options={offices.map((o) => ({ value: o.key, label: o.name }))} all />
        <RadioField label={t('rect.failing')} bind={form.bind('failing')} options={keysOf(FAILINGS).map((value) => ({ value, label: t(`rect.failing.${value}`) }))} />
        <SelectField label={t('rect.foundBy')} bind={form.bind('foundBy')} options={keysOf(FOUND_BY).map((value) => ({ value, label: t(`rect.foundBy.${value}`) }))} />
        <SelectField label={t('rect.conduct')} bind={form.bind('conduct')} options={keysOf(CONDUCTS).map((value) => ({ value, label: t(`rect.conduct.${value}`) }))} />
        <RadioField label={t('rect.severity')} bind={form.bind('severity')} options={keysOf(SEVERITIES).map((value) => ({ value, label: t(`rect.severity.${value}`) }))} />
      </>
    )} onClose={onClose} onDone={onClose} />
  );
}
