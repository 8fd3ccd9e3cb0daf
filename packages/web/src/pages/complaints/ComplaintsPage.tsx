import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { listComplaints, type ComplaintItem, type registerComplaint } from '@doudi/core/api/complaints';
import type { Output } from '@doudi/core/api/contract';
import { Button } from 'antd';
import { useState, type ReactNode } from 'react';
import { useCall } from '../../api/hooks.ts';
import { useSession } from '../../app/session.tsx';
import { useT } from '../../i18n/index.tsx';
import { SourceChips } from '../../ui/Chips.tsx';
import { MatterTable } from '../../ui/matter.tsx';
import { Tabs } from '../../ui/Tabs.tsx';
import { DateText } from '../../ui/Text.tsx';
import { View } from '../../ui/View.tsx';
import type { Desk } from './options.ts';
import { CallForm, LodgeForm, RegisterForm } from './RegisterForm.tsx';
import { Slip } from './Slip.tsx';
import '../../styles/office.css';
import '../../styles/oversight.css';

const route = getRouteApi('/complaints');
const TABS = ['open', 'late', 'repeated', 'suits', 'closed'] as const;
/** Lists behind figures of the bureau: shown as a tab of their own while one is open. */
const COUNTED = ['named', 'correct', 'month', 'received'] as const;

/** 信访投诉: everything that people brought, by its day; the lines they call; what repeats itself. */
export function ComplaintsPage(): ReactNode {
  const t = useT();
  const navigate = useNavigate();
  const { tab = 'open', unit, ...span } = route.useSearch();
  const query = useCall(listComplaints, { query: { tab, ...(unit ? { unit } : {}), ...(tab === 'received' ? span : {}) } }, { keep: true });
  return (
    <div className="page">
      <div className="page-head">
        <h1>{t('nav.complaints')}</h1>
        <Tabs label={t('nav.complaints')} value={tab} onChange={(k) => void navigate({ to: '/complaints', search: { tab: k, ...(unit ? { unit } : {}) }, replace: true })} items={[...TABS.map((key) => ({ key, label: t(`complaint.tab.${key}`), ...(query.data ? { count: query.data.counts[key] } : {}) })), ...COUNTED.filter((key) => key === tab).map((key) => ({ key, label: t(`complaint.tab.${key}`) }))]} />
      </div>
      <p className="says">{t('complaint.says')}</p>
      {tab === 'received' && span.from && span.to ? <p><DateText date={span.from} short /> — <DateText date={span.to} short />{span.which ? ` · ${t(`cstat.which.${span.which}`)}` : ''}</p> : null}
      <View query={query}>{(desk) => <Listed desk={desk} unit={unit} />}</View>
    </div>
  );
}

function Listed({ desk, unit }: { readonly desk: Desk; readonly unit: string | undefined }): ReactNode {
  const t = useT();
  const { tab = 'open' } = route.useSearch();
  const navigate = useNavigate();
  const { may } = useSession();
  const [open, setOpen] = useState<'register' | 'lodge' | 'call' | null>(null);
  const [done, setDone] = useState<Output<typeof registerComplaint> | null>(null);
  const close = (): void => setOpen(null);
  const of = new Map(desk.items.map((i) => [i.item.id, i]));
  const one = (id: string): ComplaintItem | undefined => of.get(id);
  return (
    <>
      <div className="row-line">
        {may('complaint.register') ? <><Button type="primary" onClick={() => setOpen('register')}>{t('complaint.register')}</Button><Button onClick={() => setOpen('call')}>{t('complaint.call')}</Button></> : null}
        {may('complaint.conduct') ? <Button onClick={() => setOpen('lodge')}>{t('complaint.lodge')}</Button> : null}
        <Link to="/complaints/boxes">{t('complaint.boxes')}</Link><Link to="/complaints/statistics">{t('complaint.statistics')}</Link>
        {desk.own === null ? <label>{t('complaint.unit')} <select className="input" value={unit ?? ''} onChange={(e) => void navigate({ to: '/complaints', search: { tab, ...(e.target.value === '' ? {} : { unit: e.target.value }) }, replace: true })}><option value="">{t('complaint.allUnits')}</option>{desk.units.map((u) => <option key={u.key} value={u.key}>{u.name}</option>)}</select></label> : null}
      </div>
      {done ? (
        <Slip done={done} onClear={() => setDone(null)} />
      ) : null}
      <MatterTable caption={t('nav.complaints')} place="complaints" items={desk.items.map((i) => i.item)} empty={<p>{t('complaint.none')}</p>} onOpen={(m) => void navigate({ to: '/complaints/$id', params: { id: m.id } })} more={[
        { key: 'what', title: t('complaint.what'), render: (m) => <>{one(m.id)?.text}{one(m.id)?.secret ? <> <span className="tag">{t('complaint.secret')}</span></> : null}</> },
        { key: 'received', title: t('complaint.received'), render: (m) => <DateText date={one(m.id)?.receivedOn ?? m.openedOn} short /> },
        { key: 'repeat', title: t('complaint.repeat'), render: (m) => <Repeated item={one(m.id)} /> },
      ]} />
      <details><summary>{t('complaint.terms')}</summary><ul className="plain-list">{desk.lines.map((l) => <li key={l.id}>{l.name} <b>{l.number}</b>（{l.hours}）</li>)}{desk.terms.map((x) => <li key={x.key}>{x.label}：{x.text} <SourceChips source={x.source} /></li>)}</ul></details>
      {open === 'register' ? <RegisterForm desk={desk} onClose={close} onDone={(a) => { close(); setDone(a); window.scrollTo({ top: 0 }); }} /> : open === 'lodge' ? <LodgeForm desk={desk} onClose={close} onDone={(id) => void navigate({ to: '/complaints/$id', params: { id } })} /> : open === 'call' ? <CallForm desk={desk} onClose={close} /> : null}
    </>
  );
}

function Repeated({ item }: { readonly item: ComplaintItem | undefined }): ReactNode {
  const t = useT();
  if (!item || item.repeats === 0) return null;
  return item.often ? <b className="bad">{t('complaint.often', { n: item.repeats })}</b> : t('complaint.repeatN', { n: item.repeats });
}
