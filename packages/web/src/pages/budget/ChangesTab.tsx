import { Link, useNavigate } from '@tanstack/react-router';
import { listStandardChanges } from '@doudi/core/api/budget';
import type { ReactNode } from 'react';
import { useCall } from '../../api/hooks.ts';
import { useLocale } from '../../i18n/index.tsx';
import { clockTime } from '../../lib/dates.ts';
import { monthText } from '../../lib/months.ts';
import { DataTable } from '../../ui/DataTable.tsx';
import { View } from '../../ui/View.tsx';
import { Signed } from './Signed.tsx';

/** 提标补发: standards raised, proposed and decided. */
export function ChangesTab(): ReactNode {
  const { t, locale } = useLocale();
  const navigate = useNavigate();
  const query = useCall(listStandardChanges, {});
  return (
    <View query={query}>
      {(all) => (
        <DataTable caption={t('bud.tab.changes')} rows={all.items} rowKey={(c) => c.id} empty={<p>{t('bud.noChanges')}</p>} onOpen={(c) => void navigate({ to: '/budget/changes/$id', params: { id: c.id } })} columns={[
          { key: 'title', title: t('bud.docTitle'), render: (c) => <Link to="/budget/changes/$id" params={{ id: c.id }}>{c.title}（{c.number}）</Link> }, { key: 'state', title: t('office.state'), width: '7rem', render: (c) => c.statusText }, { key: 'from', title: t('bud.fromMonth'), width: '8rem', render: (c) => monthText(c.fromMonth, locale) },
          { key: 'cost', title: t('bud.perMonth'), align: 'right', width: '9rem', render: (c) => (c.totals ? <Signed fen={c.totals.monthFen} /> : '—') }, { key: 'proposed', title: t('bud.proposed'), render: (c) => `${c.proposed.name} ${clockTime(c.proposed.at)}` }, { key: 'decided', title: t('bud.decided'), render: (c) => (c.decided ? `${c.decided.name} ${clockTime(c.decided.at)}` : '—') },
        ]} />
      )}
    </View>
  );
}
