import { appraiseArchive, getArchive, moveArchive, type ArchiveView } from '@doudi/core/api/archive';
import { getRouteApi, Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { useState, type ReactNode } from 'react';
import { problemOf } from '../../api/client.ts';
import { archiveAddress } from '../../api/files.ts';
import { useCall, useSend } from '../../api/hooks.ts';
import { useSession } from '../../app/session.tsx';
import { useLocale, useT } from '../../i18n/index.tsx';
import { clockTime, sayDates } from '../../lib/dates.ts';
import { ClauseChip } from '../../ui/Chips.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { RefusalPanel } from '../../ui/RefusalPanel.tsx';
import { DateText } from '../../ui/Text.tsx';
import { Facts, Section, View } from '../../ui/View.tsx';
import { ExportForm } from '../case/ArchiveSteps.tsx';
import '../../styles/office.css';
import '../../styles/archive.css';

const route = getRouteApi('/archives/$id');

/** 一户一档: one household's archive: its cases, terms of keeping, record, and export. */
export function ArchivePage(): ReactNode {
  const { id } = route.useParams();
  const query = useCall(getArchive, { params: { id } });
  return <View query={query}>{(v) => <Archive v={v} />}</View>;
}

function Archive({ v }: { readonly v: ArchiveView }): ReactNode {
  const { locale, t } = useLocale();
  const { may } = useSession();
  const [asking, setAsking] = useState<'export' | 'move' | null>(null);
  return (
    <div className="page">
      <div className="page-head">
        <h1>{v.number} <span>{v.applicant}</span></h1>
        {v.apart ? <span className="mark">{t('ar.apart')}</span> : null}
        {v.shouldBeApart ? <span className="mark mark-red">■ {t('ar.shouldBeApart')}</span> : null}
        <Link to="/households/$person" params={{ person: v.person }}>{t('ar.household')}</Link>
        {may('archive.keep') ? <button type="button" className="link screen-only" onClick={() => setAsking(asking === 'move' ? null : 'move')}>{t('ar.move')}</button> : null}
        {may('archive.export') ? <button type="button" className="link screen-only" onClick={() => setAsking(asking === 'export' ? null : 'export')}>{t('ar.export')}</button> : null}
      </div>
      {asking === 'export' ? <ExportForm what="archive" onClose={() => setAsking(null)} address={(purpose) => archiveAddress('archives', v.id, purpose)} /> : null}
      {asking === 'move' ? <Move v={v} onClose={() => setAsking(null)} /> : null}
      <Facts items={[[t('ar.unit'), v.unit], [t('ar.opened'), <DateText key="d" date={v.openedOn} short />], [t('ar.box'), `${t(v.apart ? 'ar.apart' : 'ar.common')}${v.box ? `，${v.box}` : ''}`], [t('ar.complete'), t(`ar.complete.${v.complete}`)], [t('ar.retention'), v.retention.text], v.appraisal === 'none' ? null : [t('ar.appraisal'), t(`ar.appraisal.${v.appraisal}`)]]} />
      {v.retention.ended ? <Appraisal v={v} /> : null}
      <Section title={t('ar.items')}>
        <DataTable caption={t('ar.items')} rows={v.items} rowKey={(i) => i.case} empty={null} columns={[
          { key: 'item', title: t('ar.item'), align: 'right', render: (i) => i.item },
          { key: 'number', title: t('ar.caseNumber'), render: (i) => <Link to="/cases/$id" params={{ id: i.case }} className="number">{i.number}</Link> },
          { key: 'programme', title: t('ar.programme'), render: (i) => i.programme },
          { key: 'status', title: t('ar.status'), render: (i) => i.status },
          { key: 'added', title: t('ar.added'), render: (i) => <><DateText date={i.addedOn} short /> {i.dueOn ? (i.addedOn > i.dueOn ? <span className="bad">■ {t('ar.late')}</span> : <span className="muted">{t('ar.onTime')}</span>) : null}</> },
          { key: 'complete', title: t('ar.complete'), render: (i) => <>{t(`ar.complete.${i.complete === null ? 'unchecked' : i.complete ? 'complete' : 'incomplete'}`)}{i.missing.length > 0 ? <span className="bad"> {t('ev.lacks', { n: i.missing.length, what: i.missing.join('、') })}</span> : null}</> },
        ]} />
      </Section>
      <Section title={t('ar.categories')}>
        <DataTable caption={t('ar.categories')} rows={v.categories} rowKey={(c) => c.id} empty={null} columns={[
          { key: 'name', title: t('ar.category'), render: (c) => c.name },
          { key: 'papers', title: t('ar.papers'), align: 'right', render: (c) => c.papers },
          { key: 'years', title: t('ar.retention'), render: (c) => <>{t('ar.years', { n: c.years })} <ClauseChip source={c.source} /></> },
          { key: 'from', title: '', render: (c) => <span className="muted">{sayDates(c.from, locale)}</span> },
          { key: 'until', title: t('ar.until'), render: (c) => (c.until ? <DateText date={c.until} short /> : t('ar.notRunning')) },
        ]} />
      </Section>
      <Section title={t('ar.events')}>
        <DataTable caption={t('ar.events')} rows={v.events.map((e, i) => ({ ...e, key: String(i) }))} rowKey={(e) => e.key} empty={null} columns={[
          { key: 'at', title: t('aud.at'), render: (e) => <span className="nobreak">{clockTime(e.at)}</span> },
          { key: 'label', title: t('aud.what'), render: (e) => e.label },
          { key: 'by', title: t('aud.who'), render: (e) => e.by },
          { key: 'text', title: t('aud.text'), render: (e) => e.text },
        ]} />
      </Section>
    </div>
  );
}

function Move({ v, onClose }: { readonly v: ArchiveView; readonly onClose: () => void }): ReactNode {
  const t = useT();
  const [box, setBox] = useState(v.box ?? '');
  const [apart, setApart] = useState(v.apart);
  const [reason, setReason] = useState('');
  const send = useSend(moveArchive);
  return (
    <form className="ask-inline" onSubmit={(e) => { e.preventDefault(); send.mutate({ params: { id: v.id }, body: { box: box.trim() || null, apart, reason: reason.trim() } }, { onSuccess: onClose }); }}>
      <label>{t('ar.moveBox')} <input className="input" maxLength={40} value={box} onChange={(e) => setBox(e.target.value)} /></label>
      <label><input type="checkbox" checked={apart} onChange={(e) => setApart(e.target.checked)} /> {t('ar.moveApart')}</label>
      <label>{t('vw.reason')} <input className="input" required minLength={2} maxLength={200} value={reason} onChange={(e) => setReason(e.target.value)} /></label>
      {send.isError ? <RefusalPanel problem={problemOf(send.error)} /> : null}
      <div className="buttons"><Button type="primary" htmlType="submit" loading={send.isPending}>{t('vw.save')}</Button><button type="button" className="link" onClick={onClose}>{t('ev.cancel')}</button></div>
    </form>
  );
}

/** 鉴定 by two people, on record only. */
function Appraisal({ v }: { readonly v: ArchiveView }): ReactNode {
  const t = useT();
  const { may } = useSession();
  const [outcome, setOutcome] = useState<'keep' | 'destroy'>('keep');
  const [reason, setReason] = useState('');
  const send = useSend(appraiseArchive);
  const say = (body: Parameters<typeof send.mutate>[0]['body']): void => send.mutate({ params: { id: v.id }, body }, { onSuccess: () => setReason('') });
  const short = reason.trim().length < 2;
  return (
    <Section title={t('ar.appraisal')}>
      <p className="muted">{t('ar.nothingRemoved')}</p>
      {v.proposal ? <p>{t('ar.proposedBy', { by: v.proposal.by, outcome: t(`ar.appraisal.${v.proposal.outcome}`), reason: v.proposal.reason })}</p> : null}
      {may('archive.check') ? (
        <div className="ask-inline">
          {v.proposal?.mine ? <p>{t('ar.mine')}</p> : (
            <>
              {v.proposal ? null : <p>{(['keep', 'destroy'] as const).map((k) => <label key={k}><input type="radio" name="appraisal" checked={outcome === k} onChange={() => setOutcome(k)} /> {t(`ar.appraisal.${k}`)}　</label>)}</p>}
              <label>{t('vw.reason')} <input className="input" maxLength={200} value={reason} onChange={(e) => setReason(e.target.value)} /></label>
              <div className="buttons">
                {v.proposal ? (
                  <>
                    <Button type="primary" disabled={short} onClick={() => say({ act: 'confirm', reason: reason.trim() })}>{t('ar.confirm')}</Button>
                    <Button disabled={short} onClick={() => say({ act: 'reject', reason: reason.trim() })}>{t('ar.reject')}</Button>
                  </>
                ) : <Button type="primary" disabled={short} onClick={() => say({ act: 'propose', outcome, reason: reason.trim() })}>{t('ar.propose')}</Button>}
              </div>
            </>
          )}
          {send.isError ? <RefusalPanel problem={problemOf(send.error)} /> : null}
        </div>
      ) : null}
    </Section>
  );
}
