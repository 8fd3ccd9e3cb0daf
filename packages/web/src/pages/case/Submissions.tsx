import { openSender, showAccessCode } from '@doudi/core/api/public';
import type { CaseView } from '@doudi/core/api/cases';
import { Button, Popover } from 'antd';
import { useState, type ReactNode } from 'react';
import { problemOf } from '../../api/client.ts';
import { useSend } from '../../api/hooks.ts';
import { useSession } from '../../app/session.tsx';
import { useT } from '../../i18n/index.tsx';
import { Light } from '../../ui/Light.tsx';
import { DateText } from '../../ui/Text.tsx';
import { Section } from '../../ui/View.tsx';
import { FileLinks } from './Evidence.tsx';
import { useCase } from './context.tsx';

type Submission = CaseView['submissions'][number];

/** Asks for a purpose before something sealed is shown; the server logs both. */
function Ask({ label, says, purposes, error, pending, onAsk }: { readonly label: string; readonly says: string; readonly purposes: readonly string[]; readonly error: Error | null; readonly pending: boolean; readonly onAsk: (purpose: string) => void }): ReactNode {
  const t = useT();
  const [open, setOpen] = useState(false);
  const [purpose, setPurpose] = useState('');
  const form = (
    <form className="ask" onSubmit={(e) => { e.preventDefault(); onAsk(purpose.trim()); }}>
      <p>{says}</p>
      <p className="chips">{purposes.map((p) => <button key={p} type="button" className="chip" onClick={() => setPurpose(p)}>{p}</button>)}</p>
      <input className="input" aria-label={t('sub.purpose')} placeholder={t('sub.purpose')} minLength={2} maxLength={200} required autoFocus value={purpose} onChange={(e) => setPurpose(e.target.value)} />
      {error ? <p className="error" role="alert">{problemOf(error).rule}</p> : null}
      <Button type="primary" size="small" htmlType="submit" loading={pending}>{label}</Button>
    </form>
  );
  return (
    <Popover content={form} trigger="click" open={open} onOpenChange={setOpen} destroyOnHidden>
      <button type="button" className="link screen-only">{label}</button>
    </Popover>
  );
}

function Sender({ caseId, x }: { readonly caseId: string; readonly x: Submission }): ReactNode {
  const t = useT();
  const send = useSend(openSender, { read: true });
  if (send.data) return <span className="opened">{[send.data.name, send.data.phone].filter(Boolean).join(' · ') || t('sub.noContact')}</span>;
  return <Ask label={t('sub.contact')} says={t('sub.why')} purposes={[t('sub.purposeCheck'), t('sub.purposeCall')]} error={send.error} pending={send.isPending} onAsk={(purpose) => send.mutate({ params: { id: caseId, submission: x.id }, body: { purpose } })} />;
}

/** The applicant's code, for a receipt that was lost. */
function AccessCode({ caseId }: { readonly caseId: string }): ReactNode {
  const t = useT();
  const send = useSend(showAccessCode, { read: true });
  if (send.data) return <b className="opened">{t('sub.codeIs', send.data)}</b>;
  return <Ask label={t('sub.codeShow')} says={t('sub.codeSays')} purposes={[t('sub.purposeCheck')]} error={send.error} pending={send.isPending} onAsk={(purpose) => send.mutate({ params: { id: caseId }, body: { purpose } })} />;
}

/** What the applicant and readers of the notice sent in, each with its answer or the day by which it must have one. */
export function Submissions(): ReactNode {
  const t = useT();
  const { session, may } = useSession();
  const { view, start } = useCase();
  const accepted = view.responsible.accepted !== null;
  const code = accepted && session.post === 'handler' ? <AccessCode caseId={view.id} /> : null;
  if (view.submissions.length === 0 && !code) return null;
  const answer = view.commands.some((c) => c.command === 'answerSubmission' && c.allowed);
  return (
    <Section title={t('sub.title')} aside={code}>
      {view.submissions.length === 0 ? <p className="muted">{t('case.none')}</p> : (
        <ul className="submissions">
          {view.submissions.map((x) => (
            <li key={x.id}>
              <p className="tight"><span className="tag">{x.kindText}</span> <b>{t(x.by === 'applicant' ? 'pub.applicant' : x.named ? 'pub.named' : 'pub.anonymous')}</b> <DateText date={x.on} /> {x.light ? <Light light={x.light.light} text={x.light.text} /> : null} {(x.by === 'public' || x.kind === 'phone') && may('case.act') ? <Sender caseId={view.id} x={x} /> : null}</p>
              <p className="tight">{x.text}</p>
              {x.materials.length > 0 ? <p className="tight muted">{t('sub.materials', { what: x.materials.join('、') })}</p> : null}
              {x.files.length > 0 ? <FileLinks ids={x.files} /> : null}
              {x.answered ? <p className="tight"><b>{t(`sub.${x.answered.outcome}`)}</b>：{x.answered.text} <span className="muted">{x.answered.by} <DateText date={x.answered.on} short /></span></p> : <p className="tight">{t('sub.waiting')} {x.due ? <DateText date={x.due} /> : null}{answer ? <> <button type="button" className="link screen-only" onClick={() => start('answerSubmission')}>{t('pub.answer')}</button></> : null}</p>}
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}
