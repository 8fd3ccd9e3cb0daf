import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { batchCandidates } from '@doudi/core/api/desk';
import type { Output } from '@doudi/core/api/contract';
import { BATCH_COMMANDS, type BatchCommand } from '@doudi/core/desk/clean';
import { Button } from 'antd';
import { useState, type ReactNode } from 'react';
import { useCall } from '../../api/hooks.ts';
import { useSession } from '../../app/session.tsx';
import { useT } from '../../i18n/index.tsx';
import { SourceChips } from '../../ui/Chips.tsx';
import { DataTable, type Column } from '../../ui/DataTable.tsx';
import { Light } from '../../ui/Light.tsx';
import { Tabs } from '../../ui/Tabs.tsx';
import { DateText, Money } from '../../ui/Text.tsx';
import { View } from '../../ui/View.tsx';
import { Walk } from './Walk.tsx';

const route = getRouteApi('/desk/batch');
type Candidate = Output<typeof batchCandidates>['items'][number];

/** 批量办理: clean cases, each one's summary read, then decided one after the other. */
export function BatchPage(): ReactNode {
  const t = useT();
  const navigate = useNavigate();
  const { session } = useSession();
  const command: BatchCommand = route.useSearch().command ?? (session.post === 'reviewHead' ? 'agreeReview' : 'decide');
  const [walking, setWalking] = useState<readonly string[] | null>(null);
  return (
    <div className="page">
      <div className="page-head">
        <h1>{t('batch.title')}</h1>
        {walking ? null : <Tabs label={t('batch.kind')} items={BATCH_COMMANDS.map((key) => ({ key, label: t(`batch.${key}`) }))} value={command} onChange={(c) => void navigate({ to: '/desk/batch', search: { command: c }, replace: true })} />}
      </div>
      {walking ? <Walk key={command} command={command} ids={walking} onBack={() => setWalking(null)} /> : <Candidates key={command} command={command} onWalk={setWalking} />}
    </div>
  );
}

function Candidates({ command, onWalk }: { readonly command: BatchCommand; readonly onWalk: (ids: readonly string[]) => void }): ReactNode {
  const t = useT();
  const navigate = useNavigate();
  const { session } = useSession();
  const query = useCall(batchCandidates, { query: { command, limit: 100 } });
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const [note, setNote] = useState<string | null>(null);
  const limit = query.data?.limit.value ?? 0;
  const toggle = (id: string): void => setChosen((c) => (c.includes(id) ? c.filter((x) => x !== id) : c.length < limit ? [...c, id] : c));
  const columns: Column<Candidate>[] = [
    { key: 'pick', title: t('batch.pick'), width: '3.5rem', render: (c) => (c.clean ? <input type="checkbox" className="tick" aria-label={t('batch.pickOne', { who: c.row.applicant, number: c.row.number })} checked={chosen.includes(c.row.id)} onChange={() => toggle(c.row.id)} /> : null) },
    { key: 'due', title: t('work.due'), width: '15rem', render: (c) => <span className="due">{c.row.light ? <Light light={c.row.light.light} text={c.row.light.text} /> : null}{c.row.due ? <DateText date={c.row.due} short year={session.today.slice(0, 4)} /> : null}</span> },
    { key: 'who', title: t('work.applicant'), width: '8rem', render: (c) => <Link to="/cases/$id" params={{ id: c.row.id }}>{c.row.applicant} {t('work.persons', { n: c.row.persons })}</Link> },
    { key: 'place', title: t('work.place'), render: (c) => c.row.village ?? c.row.unit },
    { key: 'programme', title: t('work.programme'), width: '6rem', render: (c) => c.row.programmeName },
    { key: 'number', wide: true, title: t('work.number'), width: '11rem', render: (c) => <span className="number">{c.row.number}</span> },
    { key: 'sum', title: t('batch.proposed'), align: 'right', width: '8rem', render: (c) => (c.proposedFen === null ? <span className="muted">—</span> : <Money fen={c.proposedFen} />) },
    {
      key: 'verdict', title: t('batch.verdict'), width: '34%',
      render: (c) => (c.clean ? <><span className="verdict-clean">✓ {t('batch.clean')}</span> <span className="muted">{t(c.read ? 'batch.read' : 'batch.unread')}</span></> : (
        <ul className="verdict-reasons">{c.reasons.map((r) => <li key={r.code + r.text}><b>▲ {t(`unclean.${r.code}`)}</b> {r.text === t(`unclean.${r.code}`) ? '' : r.text}</li>)}</ul>
      )),
    },
  ];
  return (
    <View query={query}>
      {(page) => {
        const clean = page.items.filter((c) => c.clean);
        return (
          <>
            <p className="says">{t('batch.why')}</p>
            <div className="batch-bar screen-only">
              <Button disabled={clean.length === 0} onClick={() => {
                setChosen(clean.slice(0, limit).map((c) => c.row.id));
                setNote(clean.length > limit ? t('batch.overLimit', { n: limit }) : null);
              }}>{t('batch.pickClean', { n: clean.length })}</Button>
              {chosen.length > 0 ? <button type="button" className="link" onClick={() => setChosen([])}>{t('batch.pickNone')}</button> : null}
              <Button type="primary" disabled={chosen.length === 0} onClick={() => onWalk(page.items.map((c) => c.row.id).filter((id) => chosen.includes(id)))}>{t('batch.walk', { n: chosen.length })}</Button>
              {chosen.length === 0 && clean.length > 0 ? <span className="muted">{t('batch.pickFirst')}</span> : null}
              {note ? <span role="status">{note}</span> : null}
              <span className="muted">{t('batch.limit', { n: limit })} <SourceChips source={page.limit.source} /></span>
            </div>
            <DataTable caption={t(`batch.${command}`)} columns={columns} rows={page.items} rowKey={(c) => c.row.id} place={`batch.${session.account}.${command}`} onOpen={(c) => void navigate({ to: '/cases/$id', params: { id: c.row.id } })} empty={<p>{t(`batch.empty.${command}`)}</p>} />
            {page.next ? <p className="muted">{t('batch.more')}</p> : null}
          </>
        );
      }}
    </View>
  );
}
