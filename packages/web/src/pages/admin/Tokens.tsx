import { issueToken, listAccounts, listTokens, revokeToken } from '@doudi/core/api/accounts';
import { ADMIN_POSTS } from '@doudi/core/rights/permissions';
import { useState, type ReactNode } from 'react';
import { problemOf } from '../../api/client.ts';
import { useCall, useSend } from '../../api/hooks.ts';
import { useWhoMay } from '../../app/who.ts';
import { SelectField, TextField } from '../../forms/inputs.tsx';
import { useT } from '../../i18n/index.tsx';
import { clockTime } from '../../lib/dates.ts';
import { DataTable } from '../../ui/DataTable.tsx';
import { ExplainedButton } from '../../ui/Explained.tsx';
import { FormDrawer } from '../../ui/FormDrawer.tsx';
import { RefusalPanel } from '../../ui/RefusalPanel.tsx';
import { Section, View } from '../../ui/View.tsx';
import { Secret } from './Secret.tsx';

/** Tokens by which machines call the interface: issued and revoked by the security administrator. */
export function Tokens(): ReactNode {
  const t = useT();
  const why = useWhoMay()('account.secure');
  const query = useCall(listTokens, {});
  const revoke = useSend(revokeToken);
  const [issuing, setIssuing] = useState(false);
  const [token, setToken] = useState<string | null>(null);
  return (
    <Section title={t('adm.tokens')} aside={<ExplainedButton size="small" why={why} onClick={() => { setToken(null); setIssuing(true); }}>{t('adm.issue')}</ExplainedButton>}>
      {token ? <Secret text={t('adm.token')} secret={token} onSeen={() => setToken(null)} /> : null}
      {revoke.isError ? <RefusalPanel problem={problemOf(revoke.error)} /> : revoke.isSuccess ? <p className="outcome" role="status">✓ {t('adm.revoked')}</p> : null}
      <View query={query}>
        {({ items }) => (
          <DataTable caption={t('adm.tokens')} rows={items} rowKey={(x) => x.id} empty={<p>{t('adm.noTokens')}</p>} columns={[
            { key: 'label', title: t('adm.label'), render: (x) => x.label }, { key: 'account', title: t('adm.account'), render: (x) => <span>{x.name} <span className="muted">{x.login}</span></span> }, { key: 'post', title: t('adm.post'), render: (x) => x.postText },
            { key: 'created', title: t('adm.createdAt'), render: (x) => clockTime(x.createdAt) }, { key: 'seen', title: t('adm.lastSeen'), render: (x) => clockTime(x.lastSeenAt) }, { key: 'expires', title: t('adm.expires'), render: (x) => clockTime(x.expiresAt) },
            { key: 'do', title: t('adm.revoke'), render: (x) => <ExplainedButton size="small" why={why} loading={revoke.isPending} onClick={() => revoke.mutate({ params: { id: x.id } })}>{t('adm.revoke')}</ExplainedButton> },
          ]} />
        )}
      </View>
      {issuing ? <Issue onClose={() => setIssuing(false)} onDone={(x) => { setIssuing(false); setToken(x); }} /> : null}
    </Section>
  );
}

interface Typed { account: string; held: string; label: string }

function Issue({ onClose, onDone }: { readonly onClose: () => void; readonly onDone: (token: string) => void }): ReactNode {
  const t = useT();
  const [q, setQ] = useState('');
  const accounts = useCall(listAccounts, { query: { q: q.trim() || undefined, state: 'active', limit: 100 } }, { keep: true });
  const items = (accounts.data?.items ?? []).map((a) => ({ ...a, posts: a.posts.filter((p) => p.active && !ADMIN_POSTS.includes(p.post)) })).filter((a) => a.posts.length > 0);
  return (
    <FormDrawer<typeof issueToken, Typed> title={t('adm.issue')} says={t('adm.issueSays')} submit={t('adm.issue')} contract={issueToken} draft="token"
      body={(v) => {
        const held = items.find((a) => a.id === v.account)?.posts.find((p) => `${p.post}@${p.unit}` === v.held);
        return { account: v.account, post: held?.post, unit: held?.unit, label: v.label };
      }}
      fields={(form) => (
        <>
          <input className="input filter" type="search" aria-label={t('adm.find')} placeholder={t('adm.find')} value={q} onChange={(e) => setQ(e.target.value)} />
          <SelectField label={t('adm.account')} bind={form.bind('account')} options={items.map((a) => ({ value: a.id, label: `${a.name}（${a.login}）` }))} />
          <SelectField label={t('adm.heldPost')} bind={form.bind('held')} options={(items.find((a) => a.id === form.values.account)?.posts ?? []).map((p) => ({ value: `${p.post}@${p.unit}`, label: `${p.unitName} ${p.postText}` }))} />
          <TextField label={t('adm.label')} bind={form.bind('label')} maxLength={60} />
        </>
      )} onClose={onClose} onDone={(a) => onDone(a.token)} />
  );
}
