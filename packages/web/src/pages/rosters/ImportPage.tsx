import { getRouteApi, Link } from '@tanstack/react-router';
import { confirmImport, discardImport, getImport, IMPORT_CHOICES, listImportFaults } from '@doudi/core/api/rosters';
import type { Output } from '@doudi/core/api/contract';
import { formatFen } from '@doudi/core/money/fen';
import { Button } from 'antd';
import { useState, type ReactNode } from 'react';
import { problemOf } from '../../api/client.ts';
import { useCall, useSend } from '../../api/hooks.ts';
import { useSession } from '../../app/session.tsx';
import { useWhoMay } from '../../app/who.ts';
import { useLocale, useT } from '../../i18n/index.tsx';
import { clockTime } from '../../lib/dates.ts';
import { monthText, shiftMonth } from '../../lib/months.ts';
import { DataTable, Pager } from '../../ui/DataTable.tsx';
import { ExplainedButton } from '../../ui/Explained.tsx';
import { RefusalPanel } from '../../ui/RefusalPanel.tsx';
import { Facts, Section, View } from '../../ui/View.tsx';
import { saveFile } from './ExportForm.tsx';
import '../../styles/office.css';

const route = getRouteApi('/rosters/imports/$id');
type Import = Output<typeof getImport>;
const POLL_MS = 1500;

/** One uploaded roster: what the check found, the county's choice, how it ended. */
export function ImportPage(): ReactNode {
  const t = useT();
  const { id } = route.useParams();
  const query = useCall(getImport, { params: { id } }, { poll: (data) => ((data as Import | undefined)?.status === 'confirmed' ? POLL_MS : false) });
  return (
    <div className="page">
      <p className="screen-only"><Link to="/rosters" search={{ tab: 'imports' }}>← {t('ros.back')}</Link></p>
      <View query={query}>{(i) => <One key={i.status} i={i} />}</View>
    </div>
  );
}

function One({ i }: { readonly i: Import }): ReactNode {
  const { t, locale } = useLocale();
  return (
    <>
      <div className="page-head"><h1>{t('ros.one', { unit: i.unitName, programme: i.programmeName })}</h1><span className="tag">{i.statusText}</span></div>
      <Facts items={[[t('ros.fileName'), i.fileName], [t('ros.uploaded'), `${i.uploadedBy} ${clockTime(i.uploadedAt)}`]]} />
      <Outcome i={i} />
      <Section title={t('ros.checkResult')}>
        <Facts items={[[t('ros.rows'), i.rows], [t('ros.households'), i.households], [t('ros.good'), i.good], [t('ros.bad'), i.bad > 0 ? <><b className="bad">{i.bad}</b></> : 0], [t('ros.goodFen'), `${formatFen(i.goodFen)} ${t('yuan')}`]]} />
        {i.bad === 0 ? <p className="good">✓ {t('ros.allGood', { n: i.households })}</p> : <p className="bad">■ {t(i.status === 'done' ? 'ros.leftOut' : 'ros.someBad', { bad: i.bad, rows: i.faultRows })}</p>}
        {i.kinds.length > 0 ? <p className="muted">{i.kinds.map((k) => `${k.column} ${k.rows}`).join('，')}</p> : null}
      </Section>
      {i.status === 'checked' ? <Confirm i={i} /> : null}
      {i.confirmedBy ? <p className="muted">{t('ros.confirmedBy', { by: i.confirmedBy, at: clockTime(i.confirmedAt ?? ''), choice: t(`ros.choice.${i.choice ?? 'all'}`), month: monthText(i.payFrom ?? '', locale) })}</p> : null}
      {i.faultRows > 0 && i.status !== 'discarded' ? <Faults i={i} /> : null}
    </>
  );
}

function Outcome({ i }: { readonly i: Import }): ReactNode {
  const t = useT();
  if (i.status === 'confirmed') return <p className="notice" role="status">{t('ros.running')}</p>;
  if (i.status === 'discarded') return <p className="notice" role="status">{t('ros.discarded')}</p>;
  if (i.status === 'failed') return <p className="refusal" role="alert"><b>{t('ros.failed', { why: i.failure ?? '' })}</b></p>;
  if (i.imported === null) return null;
  return (
    <div className="outcome" role="status">
      <p><b>✓ {t('ros.done', { households: i.imported.households, persons: i.imported.persons, fen: formatFen(i.imported.fen) })}</b> <Link to="/rosters" search={{ programme: i.programme, unit: i.unit, imported: 'yes' }}>{t('ros.doneSee')}</Link></p>
    </div>
  );
}

/** The county's choice, and from which month this system pays. */
function Confirm({ i }: { readonly i: Import }): ReactNode {
  const t = useT();
  const { may } = useSession();
  const who = useWhoMay()('roster.import');
  const [choice, setChoice] = useState<(typeof IMPORT_CHOICES)[number]>('all');
  const [payFrom, setPayFrom] = useState(shiftMonth(i.payFromEarliest, 1));
  const [ask, setAsk] = useState(false);
  const confirm = useSend(confirmImport);
  const discard = useSend(discardImport);
  const why = who ?? (i.good === 0 ? t('ros.noGood') : choice === 'all' && i.bad > 0 ? t('ros.allWhy', { n: i.bad }) : undefined);
  const failed = confirm.error ?? discard.error;
  return (
    <Section title={t('ros.confirm')}>
      {may('roster.import') ? (
        <>
          <div className="row-line" role="radiogroup" aria-label={t('ros.choice')}>
            <span>{t('ros.choice')}</span>
            {IMPORT_CHOICES.map((c) => <label key={c}><input type="radio" name="choice" checked={choice === c} onChange={() => { setChoice(c); setAsk(false); }} /> {c === 'good' ? t('ros.choiceGood', { good: i.good, bad: i.bad }) : t('ros.choice.all')}</label>)}
          </div>
          <p className="row-line">
            <label>{t('ros.payFrom')} <input className="input input-month" type="month" min={i.payFromEarliest} value={payFrom} onChange={(e) => setPayFrom(e.target.value)} /></label>
            <small className="muted">{t('ros.payFromSays')}</small>
          </p>
        </>
      ) : null}
      {failed ? <RefusalPanel problem={problemOf(failed)} /> : null}
      {ask ? (
        <div className="confirm-box" role="group" aria-label={t('ros.confirm')} onKeyDown={(e) => { if (e.key === 'Escape') setAsk(false); }}>
          <p>{t('ros.confirmAsk', { n: i.good, fen: formatFen(i.goodFen) })}</p>
          <p className="buttons">
            <Button type="primary" autoFocus loading={confirm.isPending} onClick={() => confirm.mutate({ params: { id: i.id }, body: { choice, payFrom } })}>{t('ros.confirmDo', { n: i.good })}</Button>
            <Button onClick={() => setAsk(false)}>{t('cancel')}</Button>
          </p>
        </div>
      ) : (
        <div className="buttons">
          <ExplainedButton type="primary" why={why} onClick={() => setAsk(true)}>{t('ros.confirm')}</ExplainedButton>
          <Button loading={discard.isPending} onClick={() => discard.mutate({ params: { id: i.id } })}>{t('ros.discard')}</Button>
        </div>
      )}
    </Section>
  );
}

function Faults({ i }: { readonly i: Import }): ReactNode {
  const t = useT();
  const [cursors, setCursors] = useState<string[]>([]);
  const [failed, setFailed] = useState<unknown>(null);
  const query = useCall(listImportFaults, { params: { id: i.id }, query: { limit: 50, cursor: cursors.at(-1) } }, { keep: true });
  return (
    <Section title={t('ros.faults')} aside={<button type="button" className="link" onClick={() => { setFailed(null); saveFile(`/api/v1/rosters/imports/${encodeURIComponent(i.id)}/result`).catch(setFailed); }}>{t('ros.returned')}</button>}>
      <p className="muted">{t('ros.returnedSays')}</p>
      {failed ? <RefusalPanel problem={problemOf(failed)} /> : null}
      <View query={query}>
        {(page) => (
          <>
            <DataTable caption={t('ros.faults')} rows={page.items} rowKey={(f) => `${f.row} ${f.column} ${f.text}`} empty={null} columns={[
              { key: 'row', title: t('ros.row'), width: '5rem', align: 'right', render: (f) => f.row },
              { key: 'column', title: t('ros.column'), width: '12rem', render: (f) => (f.dragged ? <span className="muted">{t('ros.whole')}</span> : f.column) },
              { key: 'text', title: t('ros.fault'), render: (f) => <span className={f.dragged ? 'muted' : ''}>{f.text}</span> },
            ]} />
            <Pager cursors={cursors} next={page.next} onGo={setCursors} />
          </>
        )}
      </View>
    </Section>
  );
}
