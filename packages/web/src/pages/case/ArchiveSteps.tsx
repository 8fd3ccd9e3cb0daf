import { findComplete, putInArchive, type evidence } from '@doudi/core/api/archive';
import type { Output } from '@doudi/core/api/contract';
import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { useState, type ReactNode } from 'react';
import { problemOf } from '../../api/client.ts';
import { archiveAddress, hearingAddress } from '../../api/files.ts';
import { useSend } from '../../api/hooks.ts';
import { useSession } from '../../app/session.tsx';
import { useT } from '../../i18n/index.tsx';
import { ClauseChip } from '../../ui/Chips.tsx';
import { ExplainedButton } from '../../ui/Explained.tsx';
import { RefusalPanel } from '../../ui/RefusalPanel.tsx';

type Evidence = Output<typeof evidence>;
const PURPOSES = { archive: ['inspect', 'filing'], hearing: ['answer', 'court'] } as const;

/** Asks what an export is for and hands it to the browser as a download. `hearing` also asks before whom. */
export function ExportForm({ what, onClose, address }: { readonly what: 'archive' | 'hearing'; readonly onClose: () => void; readonly address: (purpose: string, kind: 'reconsideration' | 'litigation') => string }): ReactNode {
  const t = useT();
  const [purpose, setPurpose] = useState('');
  const [kind, setKind] = useState<'reconsideration' | 'litigation'>('reconsideration');
  const why = purpose.trim().length < 2 ? t('ev.needPurpose') : undefined;
  return (
    <form className="ask-inline" onSubmit={(e) => {
      e.preventDefault();
      if (why === undefined) {
        window.location.assign(address(purpose.trim(), kind));
        onClose();
      }
    }}>
      <p>{t(what === 'hearing' ? 'ev.hearingSays' : 'ev.exportSays')}</p>
      {what === 'hearing' ? <p>{(['reconsideration', 'litigation'] as const).map((k) => <label key={k}><input type="radio" name="hearing" checked={kind === k} onChange={() => setKind(k)} /> {t(`ev.kind.${k}`)}　</label>)}</p> : null}
      <p className="chips">{PURPOSES[what].map((p) => <button key={p} type="button" className="chip" onClick={() => setPurpose(t(`ev.purposes.${p}`))}>{t(`ev.purposes.${p}`)}</button>)}</p>
      <input className="input" aria-label={t('ev.purpose')} placeholder={t('ev.purpose')} maxLength={200} value={purpose} onChange={(e) => setPurpose(e.target.value)} />
      <div className="buttons">
        <ExplainedButton type="primary" htmlType={why === undefined ? 'submit' : 'button'} why={why}>{t('ev.download')}</ExplainedButton>
        <button type="button" className="link" onClick={onClose}>{t('ev.cancel')}</button>
      </div>
    </form>
  );
}

/** Where the case stands with its archive: put in, found complete, taken out as a file. */
export function ArchiveSteps({ caseId, e, decided }: { readonly caseId: string; readonly e: Evidence; readonly decided: boolean }): ReactNode {
  const t = useT();
  const { may } = useSession();
  const put = useSend(putInArchive);
  const find = useSend(findComplete);
  const [asking, setAsking] = useState<'archive' | 'hearing' | 'incomplete' | null>(null);
  const [note, setNote] = useState('');
  const problem = put.isError ? problemOf(put.error) : find.isError ? problemOf(find.error) : null;
  const say = (outcome: 'complete' | 'incomplete'): void => find.mutate({ params: { id: caseId }, body: { outcome, note: note.trim() } }, { onSuccess: () => { setAsking(null); setNote(''); } });
  return (
    <div className="screen-only">
      <div className="archive-line">
        {e.archive ? <Link to="/archives/$id" params={{ id: e.archive.id }}>{t('ev.inArchive', { number: e.archive.number, item: e.archive.item })}</Link> : null}
        {e.archive ? <span className={e.archive.complete === true ? 'good' : e.archive.complete === false ? 'bad' : 'muted'}>{t(e.archive.complete === true ? 'ev.isComplete' : e.archive.complete === false ? 'ev.isIncomplete' : 'ev.unchecked')}</span> : null}
        {e.due ? <span className={e.due.late ? 'bad' : 'muted'}>{t(e.due.late ? 'ev.late' : 'ev.due', { date: e.due.on })} <ClauseChip source={e.due.source} /></span> : null}
        {!e.archive && !e.closed ? <span className="muted">{t('ev.openOnly')}</span> : null}
        {!e.archive && e.closed && may('archive.keep') ? <Button size="small" type="primary" loading={put.isPending} onClick={() => put.mutate({ params: { id: caseId }, body: {} })}>{t('ev.put')}</Button> : null}
        {e.archive && may('archive.check') ? (
          <>
            {e.archive.complete === true ? null : <Button size="small" loading={find.isPending} onClick={() => say('complete')}>{t('ev.complete')}</Button>}
            <Button size="small" onClick={() => setAsking(asking === 'incomplete' ? null : 'incomplete')}>{t('ev.incomplete')}</Button>
          </>
        ) : null}
        {may('archive.export') ? (
          <>
            <button type="button" className="link" onClick={() => setAsking(asking === 'archive' ? null : 'archive')}>{t('ev.export')}</button>
            {decided ? <button type="button" className="link" onClick={() => setAsking(asking === 'hearing' ? null : 'hearing')}>{t('ev.hearing')}</button> : null}
          </>
        ) : null}
      </div>
      {problem ? <RefusalPanel problem={problem} /> : null}
      {asking === 'incomplete' ? (
        <form className="ask-inline" onSubmit={(x) => { x.preventDefault(); say('incomplete'); }}>
          <input className="input" aria-label={t('ev.why')} placeholder={t('ev.why')} maxLength={500} value={note} onChange={(x) => setNote(x.target.value)} autoFocus />
          <div className="buttons"><Button type="primary" htmlType="submit" loading={find.isPending}>{t('ev.incomplete')}</Button><button type="button" className="link" onClick={() => setAsking(null)}>{t('ev.cancel')}</button></div>
        </form>
      ) : null}
      {asking === 'archive' ? <ExportForm what="archive" onClose={() => setAsking(null)} address={(purpose) => archiveAddress('cases', caseId, purpose)} /> : null}
      {asking === 'hearing' ? <ExportForm what="hearing" onClose={() => setAsking(null)} address={(purpose, kind) => hearingAddress(caseId, kind, purpose)} /> : null}
      {e.electronicEqual ? <p className="muted">{t('ev.equal')} <ClauseChip source={e.electronicEqual} /></p> : null}
      <span className="visually-hidden" role="status">{put.isSuccess || find.isSuccess ? t('ev.done') : ''}</span>
    </div>
  );
}
