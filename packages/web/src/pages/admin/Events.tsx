import { listAccountEvents } from '@doudi/core/api/accounts';
import { useState, type ReactNode } from 'react';
import { useCall } from '../../api/hooks.ts';
import { useT } from '../../i18n/index.tsx';
import { clockTime } from '../../lib/dates.ts';
import { DataTable, Pager } from '../../ui/DataTable.tsx';
import { View } from '../../ui/View.tsx';

/** Who did what to which account: the audit administrator's page, open to the other two. */
export function Events({ account, onAll }: { readonly account: string | undefined; readonly onAll: () => void }): ReactNode {
  const t = useT();
  const [cursors, setCursors] = useState<string[]>([]);
  const query = useCall(listAccountEvents, { query: { account, cursor: cursors.at(-1) } }, { keep: true });
  return (
    <View query={query}>
      {(page) => (
        <>
          {account ? <p className="row-line"><span>{t('adm.onlyOne', { name: page.items[0]?.account ?? '' })}</span><button type="button" className="link" onClick={() => { setCursors([]); onAll(); }}>{t('adm.allEvents')}</button></p> : null}
          <DataTable caption={t('adm.tab.events')} rows={page.items} rowKey={(e) => String(e.id)} empty={<p>{t('adm.noEvents')}</p>} columns={[
            { key: 'at', title: t('adm.at'), width: '10rem', render: (e) => clockTime(e.at) }, { key: 'by', title: t('adm.by'), render: (e) => e.by }, { key: 'what', title: t('adm.what'), render: (e) => e.kindText },
            { key: 'whom', title: t('adm.whom'), render: (e) => <span>{e.account} <span className="muted">{e.login}</span></span> }, { key: 'text', title: t('adm.text'), render: (e) => e.text },
          ]} />
          <Pager cursors={cursors} next={page.next} onGo={setCursors} />
        </>
      )}
    </View>
  );
}
