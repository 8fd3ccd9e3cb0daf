import { listLeads, openLead, type LeadRow } from '@doudi/core/api/leads';
import type { LeadSource } from '@doudi/core/warning/answers';
import { SIDES, type Side } from '@doudi/core/warning/rules';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { Button } from 'antd';
import { useState, type ReactNode } from 'react';
import { useCall } from '../../api/hooks.ts';
import { useSession } from '../../app/session.tsx';
import { useOffices } from '../../forms/offices.ts';
import { RadioField, SelectField, TextField } from '../../forms/inputs.tsx';
import { useT } from '../../i18n/index.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { FormDrawer } from '../../ui/FormDrawer.tsx';
import { Light } from '../../ui/Light.tsx';
import { Tabs } from '../../ui/Tabs.tsx';
import { DateText } from '../../ui/Text.tsx';
import { View } from '../../ui/View.tsx';
import '../../styles/office.css';

const route = getRouteApi('/leads');
const STATES = ['open', 'late', 'closed'] as const;
/** Lists behind figures of the bureau: shown as a tab of their own while one is open. */
const COUNTED = ['valid', 'unfollowed', 'missed'] as const;

/** 线索: what waits to be looked into, household by household. */
export function LeadsPage(): ReactNode {
  const t = useT();
  const { may } = useSession();
  const navigate = useNavigate();
  const search = route.useSearch();
  const state = search.state ?? 'open';
  const query = useCall(listLeads, { query: { ...search, state } }, { keep: true });
  const offices = useOffices();
  const [opening, setOpening] = useState(false);
  const go = (more: typeof search): void => void navigate({ to: '/leads', search: { ...search, ...more }, replace: true });
  return (
    <div className="page">
      <h1>{t('nav.leads')}</h1>
      <p className="says">{t(may('lead.rules') ? 'lead.saysCounty' : 'lead.says')}</p>
      <div className="row-line">
        {may('lead.open') ? <Button onClick={() => setOpening(true)}>{t('lead.new')}</Button> : null}
        {may('lead.rules') ? <Link to="/leads/rules">{t('nav.warnings')}</Link> : null}
      </div>
      <View query={query}>
        {(page) => (
          <>
            <Tabs label={t('nav.leads')} value={state} onChange={(key) => go({ state: key })} items={[...STATES.map((key) => ({ key, label: t(`lead.${key}`), count: page.counts[key] })), ...COUNTED.filter((key) => key === state).map((key) => ({ key, label: t(`lead.${key}`) }))]} />
            <div className="filters">
              <select className="input" aria-label={t('lead.side')} value={search.side ?? ''} onChange={(e) => go({ side: SIDES.find((s) => s === e.target.value) })}>
                <option value="">{t('lead.allSides')}</option>
                {SIDES.map((s) => <option key={s} value={s}>{t(`lead.side.${s}`)}</option>)}
              </select>
              {may('lead.rules') ? (
                <select className="input" aria-label={t('matter.unit')} value={search.unit ?? ''} onChange={(e) => go({ unit: e.target.value === '' ? undefined : e.target.value })}>
                  <option value="">{t('lead.allUnits')}</option>
                  {offices.map((o) => <option key={o.value} value={o.value}>{o.label}</option>)}
                </select>
              ) : null}
              {search.rule === undefined ? null : <button type="button" className="link" onClick={() => go({ rule: undefined })}>{t('lead.ofRule', { rule: search.rule })}</button>}
            </div>
            <DataTable caption={t('nav.leads')} place="leads" rows={page.items} rowKey={(l) => l.id} onOpen={(l) => void navigate({ to: '/leads/$id', params: { id: l.id } })} empty={<p>{t(state === 'open' || state === 'late' || state === 'closed' ? `lead.none.${state}` : 'matter.none')}</p>} columns={[
              { key: 'due', title: t('lead.due'), width: '11rem', render: (l) => <Due lead={l} /> },
              { key: 'who', title: t('lead.who'), render: (l) => <><Link to="/leads/$id" params={{ id: l.id }}>{l.who}</Link> <span className="muted"><span className="nobreak">{l.number ?? ''}</span> {l.programmeName ?? ''}</span></> },
              { key: 'hits', title: t('lead.hits'), render: (l) => l.hits.join('；') },
              { key: 'side', title: t('lead.side'), width: '8rem', wide: true, render: (l) => l.sideText },
              ...(may('lead.rules') || page.items.some((l) => l.ofCounty) ? [{ key: 'unit', title: t('matter.unit'), render: (l: LeadRow) => <><span className="nobreak">{l.unitName}</span>{l.ofCounty ? <> <span className="tag">{t('lead.ofCounty')}</span></> : null}</> }] : []),
              { key: 'opened', title: t('lead.opened'), wide: true, render: (l) => <DateText date={l.openedOn} short /> },
            ]} />
            {page.more ? <p className="muted">{t('lead.more')}</p> : null}
          </>
        )}
      </View>
      {opening ? <Opening onClose={() => setOpening(false)} /> : null}
    </div>
  );
}

/** By when, with its light; or when it was closed. */
export function Due({ lead }: { readonly lead: Pick<LeadRow, 'light' | 'dueOn' | 'closedOn'> }): ReactNode {
  const t = useT();
  if (lead.closedOn) return <>● {t('lead.closed')} <DateText date={lead.closedOn} short /></>;
  return lead.light ? <Light light={lead.light.light} text={lead.light.text} /> : null;
}

interface Entered {
  number: string;
  who: string;
  unit: string;
  source: LeadSource;
  side: Side;
  text: string;
}

const filled = (x: string | undefined): string | undefined => (x === undefined || x.trim() === '' ? undefined : x.trim());

/** What somebody told: about a case, or about people known to none. */
function Opening({ onClose }: { readonly onClose: () => void }): ReactNode {
  const t = useT();
  const { may } = useSession();
  const navigate = useNavigate();
  const county = may('lead.rules');
  const offices = useOffices();
  return (
    <FormDrawer<typeof openLead, Entered> title={t('lead.new')} says={t('lead.newSays')} submit={t('lead.opens')} contract={openLead} draft="lead:new" initial={() => ({ source: county ? 'county' : 'village', side: 'both' })}
      body={(v) => ({ number: filled(v.number), who: filled(v.who), ...(county ? { unit: filled(v.unit) } : {}), source: v.source, side: v.side, text: v.text })}
      fields={(form) => (
        <>
          <RadioField label={t('lead.source')} bind={form.bind('source')} first options={(county ? ['county'] as const : ['village', 'counter'] as const).map((value) => ({ value, label: t(`lead.source.${value}`) }))} />
          <TextField label={t('lead.number')} hint={t('lead.numberHint')} bind={form.bind('number')} maxLength={60} optional />
          {filled(form.values.number) === undefined ? <TextField label={t('lead.name')} bind={form.bind('who')} maxLength={100} optional /> : null}
          {county && filled(form.values.number) === undefined ? <SelectField label={t('lead.unit')} bind={form.bind('unit')} options={offices} /> : null}
          <RadioField label={t('lead.side')} bind={form.bind('side')} options={SIDES.map((value) => ({ value, label: t(`lead.side.${value}`) }))} />
          <TextField label={t('lead.text')} bind={form.bind('text')} rows={4} maxLength={1000} />
        </>
      )} onClose={onClose} onDone={(d) => void navigate({ to: '/leads/$id', params: { id: d.lead } })} />
  );
}
