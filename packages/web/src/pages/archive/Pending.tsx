import { pendingArchives, putInArchive } from '@doudi/core/api/archive';
import type { Problem } from '@doudi/core/api/contract';
import { useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { Button } from 'antd';
import { useState, type ReactNode } from 'react';
import { call, problemOf } from '../../api/client.ts';
import { useCall } from '../../api/hooks.ts';
import { useSession } from '../../app/session.tsx';
import { useT } from '../../i18n/index.tsx';
import { DataTable, Pager } from '../../ui/DataTable.tsx';
import { RefusalPanel } from '../../ui/RefusalPanel.tsx';
import { DateText } from '../../ui/Text.tsx';
import { View } from '../../ui/View.tsx';

/** Closed cases that are in no archive yet, the longest waiting first; put in one by one or the page at once. */
export function Pending(): ReactNode {
  const t = useT();
  const client = useQueryClient();
  const navigate = useNavigate();
  const { may } = useSession();
  const [cursors, setCursors] = useState<readonly string[]>([]);
  const query = useCall(pendingArchives, { query: { cursor: cursors.at(-1) } }, { keep: true });
  const [progress, setProgress] = useState('');
  const [problem, setProblem] = useState<Problem | null>(null);
  const put = async (ids: readonly string[]): Promise<void> => {
    setProblem(null);
    let n = 0;
    try {
      for (const id of ids) {
        setProgress(t('ar.putting', { n: n + 1, of: ids.length }));
        await call(putInArchive, { params: { id }, body: {} });
        n++;
      }
    } catch (error) {
      setProblem(problemOf(error));
    }
    setProgress(t('ar.putDone', { n }));
    await client.invalidateQueries();
  };
  return (
    <View query={query}>
      {(a) => (
        <>
          <p className="archive-line">
            {may('archive.keep') && a.items.length > 0 ? <Button type="primary" onClick={() => void put(a.items.map((i) => i.id))}>{t('ar.putAll')}</Button> : null}
            <span role="status">{progress}</span>
          </p>
          {problem ? <RefusalPanel problem={problem} /> : null}
          <DataTable caption={t('ar.tab.pending')} rows={a.items} rowKey={(r) => r.id} onOpen={(r) => void navigate({ to: '/cases/$id', params: { id: r.id } })} empty={<p>{t('ar.pendingNone')}</p>} columns={[
            { key: 'number', title: t('ar.caseNumber'), render: (r) => <Link to="/cases/$id" params={{ id: r.id }} className="number">{r.number}</Link> },
            { key: 'applicant', title: t('ar.applicant'), render: (r) => r.applicant },
            { key: 'programme', title: t('ar.programme'), render: (r) => r.programme },
            { key: 'unit', title: t('ar.unit'), render: (r) => r.unit, wide: true },
            { key: 'closed', title: t('ar.closedOn'), render: (r) => <DateText date={r.closedOn} short /> },
            { key: 'due', title: t('ar.due'), render: (r) => <><DateText date={r.due} short /> {r.late ? <span className="bad">■ {t('ar.late')}</span> : null}</> },
            { key: 'missing', title: t('ar.missing'), render: (r) => (r.missing > 0 ? <span className="bad">{t('ar.missingN', { n: r.missing })}</span> : '—') },
            { key: 'put', title: t('ev.put'), render: (r) => (may('archive.keep') ? <button type="button" className="link" onClick={() => void put([r.id])}>{t('ev.put')}</button> : null) },
          ]} />
          <Pager cursors={cursors} next={a.next} onGo={setCursors} />
        </>
      )}
    </View>
  );
}
