import { assignPost, disableAccount, enableAccount, endPost, lockAccount, recordIdentity, removeTotp, resetPassword, resetTotp, unlockAccount } from '@doudi/core/api/accounts';
import { getOrganisation } from '@doudi/core/api/organisation';
import { ADMIN_POSTS, ALL_POSTS, COUNTY_WIDE, type AnyPost } from '@doudi/core/rights/permissions';
import { Button } from 'antd';
import { useState, type ReactNode } from 'react';
import { problemOf } from '../../api/client.ts';
import { useCall, useSend } from '../../api/hooks.ts';
import { useSession } from '../../app/session.tsx';
import { useWhoMay } from '../../app/who.ts';
import { DateField, SelectField, TextField } from '../../forms/inputs.tsx';
import { useLocale, useT } from '../../i18n/index.tsx';
import { shortDate } from '../../lib/dates.ts';
import { DataTable } from '../../ui/DataTable.tsx';
import { ExplainedButton } from '../../ui/Explained.tsx';
import { FormDrawer } from '../../ui/FormDrawer.tsx';
import { RefusalPanel } from '../../ui/RefusalPanel.tsx';
import { Section } from '../../ui/View.tsx';
import { AccountState, type Account } from './AccountState.tsx';
import { Secret } from './Secret.tsx';

const WITH_REASON = { lock: lockAccount, disable: disableAccount, enable: enableAccount, totpRemove: removeTotp } as const;
type Reasoned = keyof typeof WITH_REASON;
type Asked = 'unlock' | 'reset' | 'totpReset';
type Held = Account['posts'][number];

/** What the security administrator does with one account; the others see it with why it is closed to them. */
export function Manage({ account: a, onClose }: { readonly account: Account; readonly onClose: () => void }): ReactNode {
  const { t, locale } = useLocale();
  const closed = useWhoMay()('account.secure');
  const noIdentity = useWhoMay()('account.create');
  const [naming, setNaming] = useState(false);
  const [reasoned, setReasoned] = useState<Reasoned | null>(null);
  const [ask, setAsk] = useState<Asked | null>(null);
  const [assigning, setAssigning] = useState(false);
  const [ending, setEnding] = useState<Held | null>(null);
  const [shown, setShown] = useState<{ text: string; secret: string; uri?: string } | null>(null);
  const [done, setDone] = useState<string | null>(null);
  const off = a.disabledAt !== null;
  const whyNot: Record<Reasoned | Asked, string | undefined> = {
    lock: closed ?? (off ? t('adm.whyDisabled') : a.locked ? t('adm.whyLocked') : undefined), unlock: closed ?? (a.locked ? undefined : t('adm.whyActive')), disable: closed ?? (off ? t('adm.whyDisabled') : undefined),
    enable: closed ?? (off ? undefined : t('adm.whyNotDisabled')), reset: closed ?? (off ? t('adm.whyDisabled') : undefined), totpReset: closed ?? (off ? t('adm.whyDisabled') : undefined), totpRemove: closed ?? (a.totp ? undefined : t('adm.whyNoTotp')),
  };
  const start = (what: () => void): void => { setDone(null); setAsk(null); what(); };
  const finished = (what: string): void => { setReasoned(null); setAsk(null); setAssigning(false); setEnding(null); setNaming(false); setDone(t('adm.doneTo', { what })); };
  const button = (k: Reasoned | Asked, open: () => void): ReactNode => <ExplainedButton key={k} size="small" why={whyNot[k]} onClick={() => start(open)}>{t(`adm.${k}`)}</ExplainedButton>;
  const day = (d: string): string => shortDate(d, locale);
  return (
    <Section title={`${a.name}（${a.login}）`} aside={<button type="button" className="link" onClick={onClose}>{t('close')}</button>}>
      <p><AccountState of={a} /></p>
      <p>{t('adm.idNumber')}：{a.idNumber ? <span className="number">{a.idNumber}</span> : <span className="muted">{t('adm.noIdNumber')}</span>} <ExplainedButton size="small" why={noIdentity} onClick={() => start(() => setNaming(true))}>{t(a.idNumber ? 'adm.idAgain' : 'adm.idRecord')}</ExplainedButton></p>
      {done ? <p className="outcome" role="status">✓ {done}</p> : null}
      {shown ? <Secret {...shown} onSeen={() => setShown(null)} /> : null}
      <div className="buttons">
        {button('lock', () => setReasoned('lock'))}{button('unlock', () => setAsk('unlock'))}{button('disable', () => setReasoned('disable'))}{button('enable', () => setReasoned('enable'))}
        {button('reset', () => setAsk('reset'))}{button('totpReset', () => setAsk('totpReset'))}{button('totpRemove', () => setReasoned('totpRemove'))}
      </div>
      {ask ? <Ask key={ask} account={a} what={ask} onClose={() => setAsk(null)} onDone={(secret) => { finished(t(`adm.${ask}`)); if (secret) setShown(secret); }} /> : null}
      <h3>{t('adm.posts')}</h3>
      <DataTable caption={t('adm.posts')} rows={a.posts} rowKey={(p) => p.post + p.unit + p.from} empty={<p>{t('adm.noPosts')}</p>} columns={[
        { key: 'unit', title: t('adm.unit'), render: (p) => p.unitName }, { key: 'post', title: t('adm.post'), render: (p) => p.postText },
        { key: 'from', title: t('adm.from'), render: (p) => day(p.from) }, { key: 'to', title: t('adm.to'), render: (p) => (p.to ? day(p.to) : <span className="muted">—</span>) },
        { key: 'do', title: t('adm.end'), render: (p) => (p.active ? <ExplainedButton size="small" why={closed} onClick={() => start(() => setEnding(p))}>{t('adm.end')}</ExplainedButton> : <span className="muted">{t('adm.past')}</span>) },
      ]} />
      <p><ExplainedButton size="small" why={closed ?? (off ? t('adm.whyDisabled') : undefined)} onClick={() => start(() => setAssigning(true))}>{t('adm.assign')}</ExplainedButton></p>
      {reasoned ? (
        <FormDrawer<(typeof WITH_REASON)[Reasoned], { reason: string }> key={reasoned} title={`${t(`adm.${reasoned}`)}：${a.name}`} submit={t(`adm.${reasoned}`)} contract={WITH_REASON[reasoned]} draft={`${reasoned}:${a.id}`} params={{ id: a.id }}
          fields={(form) => <TextField label={t('adm.reason')} bind={form.bind('reason')} rows={3} maxLength={200} first />} onClose={() => setReasoned(null)} onDone={() => finished(t(`adm.${reasoned}`))} />
      ) : null}
      {naming ? (
        <FormDrawer<typeof recordIdentity, { idNumber: string }> title={`${t('adm.idRecord')}：${a.name}`} says={t('adm.idSays')} submit={t('adm.idRecord')} contract={recordIdentity} draft={`identity:${a.id}`} params={{ id: a.id }}
          fields={(form) => <TextField label={t('adm.idNumber')} bind={form.bind('idNumber')} maxLength={18} first />} onClose={() => setNaming(false)} onDone={() => finished(t('adm.idRecord'))} />
      ) : null}
      {assigning ? <Assign account={a} onClose={() => setAssigning(false)} onDone={() => finished(t('adm.assign'))} /> : null}
      {ending ? <End account={a} held={ending} onClose={() => setEnding(null)} onDone={() => finished(t('adm.end'))} /> : null}
    </Section>
  );
}

function Ask({ account: a, what, onClose, onDone }: { readonly account: Account; readonly what: Asked; readonly onClose: () => void; readonly onDone: (shown?: { text: string; secret: string; uri?: string }) => void }): ReactNode {
  const t = useT();
  const unlock = useSend(unlockAccount);
  const reset = useSend(resetPassword);
  const totp = useSend(resetTotp);
  const on = { unlock, reset, totpReset: totp }[what];
  const input = { params: { id: a.id }, body: {} };
  const go = (): void => {
    if (what === 'unlock') unlock.mutate(input, { onSuccess: () => onDone() });
    else if (what === 'reset') reset.mutate(input, { onSuccess: (r) => onDone({ text: t('adm.newPassword'), secret: r.password }) });
    else totp.mutate(input, { onSuccess: (r) => onDone({ text: t('adm.secret'), secret: r.secret, uri: r.uri }) });
  };
  return (
    <div className="confirm-box" role="group" aria-label={t(`adm.${what}`)} onKeyDown={(e) => { if (e.key === 'Escape') onClose(); }}>
      <p>{t(what === 'unlock' ? 'adm.unlockAsk' : what === 'reset' ? 'adm.resetAsk' : 'adm.totpAsk')}</p>
      {on.isError ? <RefusalPanel problem={problemOf(on.error)} /> : null}
      <p className="buttons">
        <Button type="primary" autoFocus loading={on.isPending} onClick={go}>{t(`adm.${what}`)}</Button>
        <Button onClick={onClose}>{t('cancel')}</Button>
      </p>
    </div>
  );
}

/** Units at which a post exists: county posts at the bureau, helpers in villages, all others between; as the server checks it. */
const exists = (post: AnyPost | undefined, kind: string): boolean => {
  const village = kind === 'village' || kind === 'community';
  if (post === undefined) return false;
  return COUNTY_WIDE.includes(post) || ADMIN_POSTS.includes(post) ? kind === 'county' : post === 'village' ? village : !village && kind !== 'county';
};

function Assign({ account: a, onClose, onDone }: { readonly account: Account; readonly onClose: () => void; readonly onDone: () => void }): ReactNode {
  const t = useT();
  const { session } = useSession();
  const org = useCall(getOrganisation, {}, { staleTime: 300_000 });
  const units = org.data?.units ?? [];
  const above = (key: string | null): string => { const u = units.find((x) => x.key === key); return u && u.kind !== 'county' ? `${u.name} ` : ''; };
  return (
    <FormDrawer<typeof assignPost, { post: AnyPost; unit: string; from: string; to?: string }> title={`${t('adm.assign')}：${a.name}`} says={t('adm.assignSays')} submit={t('adm.assign')} contract={assignPost} draft={`assign:${a.id}`} params={{ id: a.id }} initial={() => ({ from: session.today })}
      fields={(form) => (
        <>
          <SelectField label={t('adm.post')} bind={form.bind('post')} first options={ALL_POSTS.map((p) => ({ value: p, label: t(`office.post.${p}`) }))} />
          <SelectField label={t('adm.unit')} bind={form.bind('unit')} options={units.filter((u) => u.valid && exists(form.values.post, u.kind)).map((u) => ({ value: u.key, label: above(u.parent) + u.name }))} />
          <div className="row"><DateField label={t('adm.from')} bind={form.bind('from')} /><DateField label={t('adm.to')} bind={form.bind('to')} optional /></div>
        </>
      )} onClose={onClose} onDone={onDone} />
  );
}

function End({ account: a, held, onClose, onDone }: { readonly account: Account; readonly held: Held; readonly onClose: () => void; readonly onDone: () => void }): ReactNode {
  const t = useT();
  const { session } = useSession();
  return (
    <FormDrawer<typeof endPost, { to: string }> title={`${t('adm.end')}：${held.unitName} ${held.postText}`} says={t('adm.endSays')} submit={t('adm.end')} contract={endPost} draft={`end:${a.id}:${held.post}:${held.unit}`} params={{ id: a.id }} initial={() => ({ to: session.today })}
      body={(v) => ({ post: held.post, unit: held.unit, from: held.from, to: v.to })}
      fields={(form) => <DateField label={t('adm.to')} bind={form.bind('to')} first />} onClose={onClose} onDone={onDone} />
  );
}
