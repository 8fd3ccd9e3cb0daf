import { Link } from '@tanstack/react-router';
import { listLog } from '@doudi/core/api/audit';
import { ACTION_LABELS } from '@doudi/core/case/actions';
import { useState, type ReactNode } from 'react';
import { useCall } from '../../api/hooks.ts';
import { useSession } from '../../app/session.tsx';
import { useT } from '../../i18n/index.tsx';
import { clockTime } from '../../lib/dates.ts';
import { DataTable, Pager } from '../../ui/DataTable.tsx';
import { View } from '../../ui/View.tsx';
import { Filters } from './filters.tsx';

/** Every step of every case with its hash and the one before; read by the auditor only. */
export function CaseLog(): ReactNode {
  const t = useT();
  const { session } = useSession();
  const [filter, setFilter] = useState<Record<string, string>>({});
  const [cursors, setCursors] = useState<string[]>([]);
  const mine = session.post === 'auditor';
  const query = useCall(listLog, { query: { ...filter, cursor: cursors.at(-1) } }, { keep: true, enabled: mine });
  if (!mine) return <p className="empty">{t('aud.logOnly')}</p>;
  return (
    <>
      <Filters value={filter} onApply={(v) => { setCursors([]); setFilter(v); }} fields={[
        { key: 'case', label: t('aud.filterCase'), type: 'search' }, { key: 'actor', label: t('aud.filterWho'), type: 'search' }, { key: 'kind', label: t('aud.filterKind'), type: 'select', options: Object.entries(ACTION_LABELS) },
        { key: 'from', label: t('office.from'), type: 'date' }, { key: 'to', label: t('office.to'), type: 'date' },
      ]} />
      <View query={query}>
        {(page) => (
          <>
            <DataTable caption={t('aud.tab.log')} rows={page.items} rowKey={(l) => String(l.position)} empty={<p>{t('aud.noLog')}</p>} columns={[
              { key: 'position', title: t('aud.position'), width: '5rem', align: 'right', render: (l) => l.position },
              { key: 'at', title: t('aud.business'), width: '9rem', render: (l) => <span title={`${t('aud.recorded')} ${clockTime(l.recordedAt)}`}>{clockTime(l.at)}</span> },
              { key: 'case', title: t('aud.case'), width: '12rem', render: (l) => <Link to="/cases/$id" params={{ id: l.case }} className="number">{l.caseNumber}</Link> },
              { key: 'step', title: t('aud.step'), width: '8rem', render: (l) => l.label },
              { key: 'who', title: t('aud.who'), width: '11rem', render: (l) => <span>{l.actor.name} <span className="muted">{l.actor.postText}</span></span> },
              { key: 'text', title: t('aud.text'), render: (l) => l.text },
              { key: 'hash', title: t('aud.hash'), width: '9.5rem', render: (l) => <code className="hash" title={`${t('aud.hash')} ${l.hash}\n${t('aud.prev')} ${l.prev}`}>{l.hash}</code> },
            ]} />
            <Pager cursors={cursors} next={page.next} onGo={setCursors} />
          </>
        )}
      </View>
    </>
  );
}
