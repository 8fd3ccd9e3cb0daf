import { listAccess } from '@doudi/core/api/audit';
import { useState, type ReactNode } from 'react';
import { useCall } from '../../api/hooks.ts';
import { useT } from '../../i18n/index.tsx';
import { clockTime } from '../../lib/dates.ts';
import { DataTable, Pager } from '../../ui/DataTable.tsx';
import { View } from '../../ui/View.tsx';
import { Filters } from './filters.tsx';

const KINDS = listAccess.query.shape.what.unwrap().options;

/** Who looked at what, when, and for what purpose. */
export function AccessLog(): ReactNode {
  const t = useT();
  const [filter, setFilter] = useState<Record<string, string>>({});
  const [cursors, setCursors] = useState<string[]>([]);
  const what = KINDS.find((k) => k === filter['what']);
  const query = useCall(listAccess, { query: { user: filter['user'], target: filter['target'], from: filter['from'], to: filter['to'], what, cursor: cursors.at(-1) } }, { keep: true });
  return (
    <>
      <Filters value={filter} onApply={(v) => { setCursors([]); setFilter(v); }} fields={[
        { key: 'user', label: t('aud.filterWho'), type: 'search' }, { key: 'what', label: t('aud.filterWhat'), type: 'select', options: KINDS.map((k) => [k, t(`aud.what.${k}`)]) }, { key: 'target', label: t('aud.filterTarget'), type: 'search' },
        { key: 'from', label: t('office.from'), type: 'date' }, { key: 'to', label: t('office.to'), type: 'date' },
      ]} />
      <View query={query}>
        {(page) => (
          <>
            <DataTable caption={t('aud.tab.access')} rows={page.items} rowKey={(l) => String(l.id)} empty={<p>{t('aud.noAccess')}</p>} columns={[
              { key: 'at', title: t('aud.at'), width: '9rem', render: (l) => <span title={`${t('aud.recorded')} ${clockTime(l.recordedAt)}`}>{clockTime(l.at)}</span> },
              { key: 'who', title: t('aud.who'), render: (l) => <span>{l.name || l.user} <span className="muted">{l.login ?? ''} {l.postText}</span></span> },
              { key: 'unit', title: t('office.unit'), render: (l) => l.unit },
              { key: 'what', title: t('aud.what'), width: '7rem', render: (l) => <span className={l.what === 'denied' || l.what === 'loginFailed' ? 'bad' : undefined}>{l.whatText}</span> },
              { key: 'target', title: t('aud.target'), render: (l) => <span className="number">{l.target}</span> },
              { key: 'purpose', title: t('aud.purpose'), render: (l) => l.purpose },
              { key: 'detail', title: t('aud.detail'), render: (l) => <span className="detail">{Object.entries(l.detail).map(([k, v]) => `${k} ${String(v)}`).join('，')}</span> },
            ]} />
            <Pager cursors={cursors} next={page.next} onGo={setCursors} />
          </>
        )}
      </View>
    </>
  );
}
