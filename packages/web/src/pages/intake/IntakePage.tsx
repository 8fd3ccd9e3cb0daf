import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { deleteDraft, getDraft, listDrafts } from '@doudi/core/api/cases';
import { intakeSetup } from '@doudi/core/api/intake';
import { useState, type ReactNode } from 'react';
import { useCall, useSend } from '../../api/hooks.ts';
import { useSession } from '../../app/session.tsx';
import { ShowWhy } from '../../forms/Field.tsx';
import type { Draft } from '../../forms/form.ts';
import { useT } from '../../i18n/index.tsx';
import { clockTime } from '../../lib/dates.ts';
import { View } from '../../ui/View.tsx';
import { Intake } from './Intake.tsx';
import type { IntakeForm } from './model.ts';

const route = getRouteApi('/intake');
/** Kept in this browser: who is new to the counter sees why each thing is asked. */
const WHY = 'doudi.why';
const newKey = (): string => `intake-${crypto.randomUUID()}`;

/** Applications begun and not yet submitted, to go on with. */
function Drafts({ open }: { readonly open: string | undefined }): ReactNode {
  const t = useT();
  const drafts = useCall(listDrafts);
  const drop = useSend(deleteDraft);
  const others = (drafts.data?.items ?? []).filter((d) => d.key.startsWith('intake-') && d.key !== open);
  if (others.length === 0) return null;
  return (
    <details className="drafts">
      <summary>{t('intake.drafts', { n: others.length })}</summary>
      <ul>
        {others.map((d) => (
          <li key={d.key}>
            <Link to="/intake" search={{ draft: d.key }}>{t('intake.draftOf', { at: clockTime(d.updatedAt) })}</Link>{' '}
            <button type="button" className="link" onClick={() => drop.mutate({ params: { key: d.key } })}>{t('intake.dropDraft')}</button>
          </li>
        ))}
      </ul>
    </details>
  );
}

function Opened({ draft }: { readonly draft: string }): ReactNode {
  const query = useCall(getDraft, { params: { key: draft } }, { staleTime: Infinity });
  return <View query={query}>{(d) => <Ready draftKey={draft} start={d.body as Draft<IntakeForm>} />}</View>;
}

function Ready({ draftKey, start }: { readonly draftKey: string; readonly start: Draft<IntakeForm> }): ReactNode {
  const setup = useCall(intakeSetup, {}, { staleTime: 300_000 });
  return <View query={setup}>{(s) => <Intake key={draftKey} draftKey={draftKey} setup={s} start={start} />}</View>;
}

/** 窗口受理: an application from the first word to the signature, one page from top to bottom. */
export function IntakePage(): ReactNode {
  const t = useT();
  const navigate = useNavigate();
  const { session } = useSession();
  const { draft } = route.useSearch();
  const [fresh, setFresh] = useState(newKey);
  const [why, setWhy] = useState(() => localStorage.getItem(WHY) === '1');
  const blank: Draft<IntakeForm> = { via: session.post === 'village' ? 'village' : 'window', byAgent: session.post === 'village', agent: session.post === 'village' ? { kind: 'village' } : {}, people: [], materials: [], declaredOn: session.today, facts: { members: [], obligors: [], incomes: [], expenses: [], properties: [], single: false } };
  return (
    <ShowWhy value={why}>
    <div className="page intake">
      <div className="page-head">
        <h1>{t('nav.intake')}</h1>
        <label className="choice" title={t('why.hint')}><input type="checkbox" checked={why} onChange={(e) => { setWhy(e.target.checked); localStorage.setItem(WHY, e.target.checked ? '1' : ''); }} /> <span>{t('why.on')}</span></label>
        {draft ? <button type="button" className="link" onClick={() => { setFresh(newKey()); void navigate({ to: '/intake', search: {} }); }}>{t('intake.fresh')}</button> : null}
        <Drafts open={draft ?? fresh} />
      </div>
      {draft ? <Opened key={draft} draft={draft} /> : <Ready key={fresh} draftKey={fresh} start={blank} />}
    </div>
    </ShowWhy>
  );
}
