import { createAccount, listAccounts } from '@doudi/core/api/accounts';
import { useState, type ReactNode } from 'react';
import { useCall } from '../../api/hooks.ts';
import { useWhoMay } from '../../app/who.ts';
import { TextField } from '../../forms/inputs.tsx';
import { useT } from '../../i18n/index.tsx';
import { clockTime } from '../../lib/dates.ts';
import { DataTable, Pager } from '../../ui/DataTable.tsx';
import { ExplainedButton } from '../../ui/Explained.tsx';
import { FormDrawer } from '../../ui/FormDrawer.tsx';
import { View } from '../../ui/View.tsx';
import { Manage } from './Manage.tsx';
import { AccountState } from './AccountState.tsx';
import { Secret } from './Secret.tsx';

const STATES = ['all', 'active', 'locked', 'disabled'] as const;

/** Every account of the county; one is chosen to be managed. */
export function Accounts({ chosen, onChoose }: { readonly chosen: string | undefined; readonly onChoose: (id: string | undefined) => void }): ReactNode {
  const t = useT();
  const why = useWhoMay()('account.create');
  const [q, setQ] = useState('');
  const [state, setState] = useState<(typeof STATES)[number]>('all');
  const [cursors, setCursors] = useState<string[]>([]);
  const query = useCall(listAccounts, { query: { q: q.trim() || undefined, state, cursor: cursors.at(-1) } }, { keep: true });
  const [creating, setCreating] = useState(false);
  const [created, setCreated] = useState<{ id: string; login: string; password: string } | null>(null);
  return (
    <>
      <div className="row-line">
        <ExplainedButton type="primary" why={why} onClick={() => setCreating(true)}>{t('adm.create')}</ExplainedButton>
        <input className="input" type="search" aria-label={t('adm.find')} placeholder={t('adm.find')} maxLength={60} value={q} onChange={(e) => { setCursors([]); setQ(e.target.value); }} />
        <select className="input" aria-label={t('adm.state')} value={state} onChange={(e) => { setCursors([]); setState(STATES.find((s) => s === e.target.value) ?? 'all'); }}>
          {STATES.map((s) => <option key={s} value={s}>{t(`adm.state.${s}`)}</option>)}
        </select>
      </div>
      {created ? <Secret text={t('adm.created', { login: created.login })} secret={created.password} onSeen={() => setCreated(null)} /> : null}
      <View query={query}>
        {(page) => {
          const account = page.items.find((a) => a.id === chosen);
          return (
            <>
              {account ? <Manage key={account.id} account={account} onClose={() => onChoose(undefined)} /> : null}
              <DataTable caption={t('adm.title')} rows={page.items} rowKey={(a) => a.id} onOpen={(a) => onChoose(a.id)} empty={<p>{t('adm.none')}</p>} columns={[
                { key: 'name', title: t('adm.person'), width: '8rem', render: (a) => <button type="button" className="link" aria-label={`${t('adm.open')} ${a.name}`} onClick={() => { onChoose(a.id); window.scrollTo({ top: 0 }); }}>{a.name}</button> },
                { key: 'login', title: t('adm.login'), render: (a) => <span className="number">{a.login}</span> },
                { key: 'posts', title: t('adm.posts'), render: (a) => { const now = a.posts.filter((p) => p.active); return now.length > 0 ? now.map((p) => `${p.unitName} ${p.postText}`).join('、') : <span className="bad">{t('adm.noPosts')}</span>; } },
                { key: 'state', title: t('adm.state'), width: '12rem', render: (a) => <AccountState of={a} /> },
                { key: 'password', title: t('adm.password'), render: (a) => <span>{t('adm.since', { at: clockTime(a.passwordSetAt).slice(0, 10) })}{a.mustChange ? <><br /><small className="muted">{t('adm.mustChange')}</small></> : null}</span> },
                { key: 'totp', title: t('adm.totp'), render: (a) => (a.totp ? <span className="good">{t('adm.totpOn')}</span> : a.totpRequired ? <span className="bad">{t('adm.totpNeeded')}</span> : <span className="muted">{t('adm.totpOff')}</span>) },
                { key: 'sessions', title: t('adm.sessions', { n: '' }), align: 'right', width: '5rem', render: (a) => a.sessions },
              ]} />
              <Pager cursors={cursors} next={page.next} onGo={setCursors} />
            </>
          );
        }}
      </View>
      {creating ? (
        <FormDrawer<typeof createAccount, { login: string; name: string; idNumber?: string }> title={t('adm.create')} says={t('adm.createSays')} submit={t('adm.create')} contract={createAccount} draft="account-new"
          fields={(form) => (
            <>
              <TextField label={t('adm.createName')} bind={form.bind('name')} maxLength={50} first />
              <TextField label={t('adm.createLogin')} bind={form.bind('login')} maxLength={40} hint={t('adm.loginHint')} />
              <TextField label={t('adm.idNumber')} bind={form.bind('idNumber')} maxLength={18} hint={t('adm.idHint')} optional />
            </>
          )} onClose={() => setCreating(false)} onDone={(a) => { setCreating(false); setCreated(a); onChoose(a.id); }} />
      ) : null}
    </>
  );
}
