import { getRouteApi, Link } from '@tanstack/react-router';
import { listCalls } from '@doudi/core/api/complaints';
import type { ReactNode } from 'react';
import { useCall } from '../../api/hooks.ts';
import { useSession } from '../../app/session.tsx';
import { useT } from '../../i18n/index.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { Moment } from '../../ui/matter.tsx';
import { DateText } from '../../ui/Text.tsx';
import { View } from '../../ui/View.tsx';
import '../../styles/office.css';

const route = getRouteApi('/complaints/calls');

/** 热线来电: the calls behind a number of the statistics; who was missed can be called back. */
export function CallsPage(): ReactNode {
  const t = useT();
  const { session } = useSession();
  const { from = `${session.today.slice(0, 7)}-01`, to = session.today, line, which } = route.useSearch();
  const query = useCall(listCalls, { query: { from, to, line, which } }, { keep: true });
  return (
    <div className="page">
      <p className="crumbs screen-only"><Link to="/complaints/statistics">{t('complaint.statistics')}</Link></p>
      <h1>{t('cstat.calls')}</h1>
      <p><DateText date={from} short /> — <DateText date={to} short />{which ? ` · ${t(`cstat.call.${which}`)}` : ''}</p>
      <View query={query}>
        {(page) => (
          <>
            <DataTable caption={t('cstat.calls')} rows={page.items} rowKey={(c) => c.id} empty={<p>{t('cstat.empty')}</p>} columns={[
              { key: 'at', title: t('complaint.time'), render: (c) => <Moment at={c.at} /> },
              { key: 'line', title: t('complaint.line'), render: (c) => c.lineName },
              { key: 'unit', title: t('matter.unit'), render: (c) => c.unitName },
              { key: 'answered', title: t('cstat.answered'), render: (c) => (c.answered ? `● ${t(c.resolved ? 'cstat.call.resolved' : 'cstat.call.answered')}` : <b className="bad">■ {t('cstat.call.missed')}</b>) },
              { key: 'note', title: t('cstat.note'), render: (c) => c.note },
            ]} />
            {page.more ? <p className="muted">{t('matter.more')}</p> : null}
          </>
        )}
      </View>
    </div>
  );
}
