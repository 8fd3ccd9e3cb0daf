import { getRouteApi } from '@tanstack/react-router';
import { caseMessages } from '@doudi/core/api/bank';
import { getCase, type CaseView } from '@doudi/core/api/cases';
import { listAgreements } from '@doudi/core/api/payment-lines';
import { listAccounts } from '@doudi/core/api/payments';
import { useCallback, useEffect, useMemo, useState, type ReactNode } from 'react';
import { useCall } from '../../api/hooks.ts';
import { useSession } from '../../app/session.tsx';
import { useT } from '../../i18n/index.tsx';
import { FillNames } from '../../ui/RefusalPanel.tsx';
import { View } from '../../ui/View.tsx';
import { RecoveryPart } from '../recovery/CasePart.tsx';
import { AgreementPanel } from '../payments/Agreements.tsx';
import { Told } from '../payments/Told.tsx';
import { PayeeAccountPanel } from '../payments/PayeeAccountPanel.tsx';
import { AidErrands, AidFacts, AidGiven, AidMeetings } from './Aid.tsx';
import { Arithmetic } from './Arithmetic.tsx';
import { Care } from './Care.tsx';
import { CommandDrawer } from './commands/CommandDrawer.tsx';
import { isOperable, type OperableCommand } from './commands/registry.ts';
import { Conflicts } from './Conflicts.tsx';
import { CaseContext, type Opened } from './context.tsx';
import { Deadlines } from './Deadlines.tsx';
import { Archive, Files } from './Evidence.tsx';
import { Household } from './Household.tsx';
import { Judgement } from './Judgement.tsx';
import { Head } from './Head.tsx';
import { Letters } from './Letters.tsx';
import { Log } from './Log.tsx';
import { NextPanel } from './NextPanel.tsx';
import { Changes, Places, RelativesFound } from './Afterwards.tsx';
import { Decision, Investigations, Meetings, Notices, Opinion } from './Proceedings.tsx';
import { Payments } from './Payments.tsx';
import { Submissions } from './Submissions.tsx';
import { Verification } from './Verification.tsx';

const route = getRouteApi('/cases/$id');

/** While a verification is with the platform the page looks again by itself. */
const awaitsPlatform = (data: unknown): number | false => ((data as CaseView | undefined)?.verification.at === 'platform' ? 3000 : false);

/** 一案一页: one household's case whole, on screen and on A4. */
export function CasePage(): ReactNode {
  const { id } = route.useParams();
  const query = useCall(getCase, { params: { id } }, { poll: awaitsPlatform });
  return <View query={query}>{(view) => <Whole key={view.id} view={view} />}</View>;
}

/** Longest wait for the parts that are asked for apart; after it they come in when they come. */
const WAIT_MS = 1500;

/** Accounts, agreements and messages are asked for apart. The page waits for them: nothing may slip from under the pointer. */
function Whole({ view }: { readonly view: CaseView }): ReactNode {
  const t = useT();
  const { may } = useSession();
  const enabled = view.status === 'granted' && !view.recognition && may('payment.read');
  const parts = [useCall(listAccounts, { params: { id: view.id } }, { enabled }), useCall(listAgreements, { query: { case: view.id } }, { enabled }), useCall(caseMessages, { params: { id: view.id } }, { enabled })];
  const come = !enabled || parts.every((p) => !p.isPending);
  const [shown, setShown] = useState(come);
  useEffect(() => {
    if (come) setShown(true);
    const timer = setTimeout(() => setShown(true), WAIT_MS);
    return () => clearTimeout(timer);
  }, [come]);
  return shown ? <Case view={view} /> : <p className="loading" role="status">{t('loading')}</p>;
}

function Case({ view }: { readonly view: CaseView }): ReactNode {
  const t = useT();
  const [opened, setOpened] = useState<ReadonlyMap<string, Opened>>(new Map());
  const [command, setCommand] = useState<OperableCommand | null>(null);
  const [outcome, setOutcome] = useState<ReactNode>(null);
  const remember = useCallback((p: Opened) => setOpened((m) => new Map(m).set(p.id, p)), []);
  const name = useCallback((person: string) => opened.get(person)?.name ?? view.persons.find((p) => p.id === person)?.name ?? t('case.someone'), [opened, view.persons, t]);
  const fill = useCallback((text: string) => text.replaceAll(/\{person:([^}]+)\}/g, (_, id: string) => name(id)), [name]);
  const [about, setAbout] = useState<string | undefined>();
  const start = useCallback((c: string, what?: string) => {
    setOutcome(null);
    setAbout(what);
    if (isOperable(c)) setCommand(c);
  }, []);
  // The applicant first: the account is registered for him unless another member is named.
  const payees = useMemo(() => view.facts.members.map((m) => ({ id: m.person, name: name(m.person) })).toSorted((a, b) => Number(b.id === view.facts.applicant) - Number(a.id === view.facts.applicant)), [view.facts, name]);
  const state = useMemo(() => ({ view, name, opened, remember, start }), [view, name, opened, remember, start]);
  return (
    <CaseContext value={state}>
      <FillNames value={fill}>
        <div className="page case">
          <Head />
          {outcome}
          <div className="case-grid">
            <aside className="case-next">
              <NextPanel />
              <Deadlines />
              <Letters />
            </aside>
            <div className="case-main">
              <Conflicts />
              <Submissions />
              <AidFacts />
              <AidGiven />
              <Household />
              <Arithmetic />
              <Judgement />
              <Verification />
              <Investigations />
              <Meetings />
              <AidMeetings />
              <Care />
              <Opinion />
              <Notices />
              <Decision />
              <Changes />
              <AidErrands />
              <RelativesFound />
              <Places />
              {view.status === 'granted' && !view.recognition ? <PayeeAccountPanel caseId={view.id} members={payees} /> : null}
              {view.status === 'granted' && !view.recognition ? <AgreementPanel caseId={view.id} members={payees} files={view.files} /> : null}
              {view.recognition ? null : <Payments />}
              {view.status === 'granted' && !view.recognition ? <Told caseId={view.id} /> : null}
              <RecoveryPart />
              <Archive />
              <Files />
            </div>
            <aside className="case-log">
              <Log />
            </aside>
          </div>
          {command ? <CommandDrawer key={`${command}:${about ?? ''}`} command={command} about={about} onClose={() => setCommand(null)} onDone={(o) => {
            setCommand(null);
            setOutcome(o);
            window.scrollTo({ top: 0 });
          }} /> : null}
        </div>
      </FillNames>
    </CaseContext>
  );
}
