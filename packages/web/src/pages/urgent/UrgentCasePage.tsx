import { getRouteApi, Link } from '@tanstack/react-router';
import { aidSetup } from '@doudi/core/api/aid';
import { commandCase, getCase, getDraft, listDrafts, type CaseView } from '@doudi/core/api/cases';
import { Button } from 'antd';
import { useState, type ReactNode } from 'react';
import { problemOf } from '../../api/client.ts';
import { useCall, useSend } from '../../api/hooks.ts';
import { useSession } from '../../app/session.tsx';
import type { AidSetup } from '../../facts/Event.tsx';
import type { Draft } from '../../forms/form.ts';
import { useT } from '../../i18n/index.tsx';
import { RefusalBody, RefusalPanel } from '../../ui/RefusalPanel.tsx';
import { View } from '../../ui/View.tsx';
import { AidClock } from '../case/Aid.tsx';
import { Confirm } from './Confirm.tsx';
import { Done } from './Done.tsx';
import type { ReliefForm } from './model.ts';
import { blankRelief, Relief } from './Relief.tsx';
import '../../styles/aid.css';

const route = getRouteApi('/urgent/$id');

/** One urgent case on the phone: accepted, helped, done. */
export function UrgentCasePage(): ReactNode {
  const { id } = route.useParams();
  const query = useCall(getCase, { params: { id } });
  const setup = useCall(aidSetup, {}, { staleTime: 60_000 });
  return <div className="page bedside"><View query={query}>{(view) => <View query={setup}>{(aid) => <OneCase key={view.id} view={view} aid={aid} />}</View>}</View></div>;
}

function OneCase({ view, aid }: { readonly view: CaseView; readonly aid: AidSetup }): ReactNode {
  const t = useT();
  const { may } = useSession();
  const [again, setAgain] = useState(false);
  const drafts = useCall(listDrafts, {}, { enabled: may('case.apply'), staleTime: Infinity });
  const command = (name: string) => view.commands.find((c) => c.command === name);
  const give = command('giveAid');
  const given = (view.aid?.given.length ?? 0) > 0;
  const key = `relief-${view.id}`;
  return (
    <>
      <p className="bedside-line"><Link to="/cases/$id" params={{ id: view.id }}>{view.persons.find((p) => p.id === view.facts.applicant)?.name} <span className="number">{view.number}</span></Link> <span className="muted">{view.aid?.causeText ?? view.programmeName}</span></p>
      {command('confirmGiven')?.allowed ? <Confirm key={view.seq} view={view} /> : null}
      {given && !again ? <Done view={view} onAgain={give?.allowed ? () => setAgain(true) : undefined} /> : view.status === 'applied' && command('accept') ? <Accept view={view} /> : !give?.allowed ? (
        <>
          {view.aid?.clock ? <p><AidClock clock={view.aid.clock} big /></p> : null}
          <div className="notice">{give?.refusal ? <RefusalBody problem={give.refusal} /> : <p>{t('urgent.notYours')}</p>}</div>
          <div className="bedside-links"><Link to="/cases/$id" params={{ id: view.id }}>{t('urgent.toCase')}</Link></div>
        </>
      ) : may('case.apply') ? <View query={drafts}>{(d) => (d.items.some((x) => x.key === key) ? <Kept view={view} aid={aid} draftKey={key} onDone={() => setAgain(false)} /> : <Fresh view={view} aid={aid} draftKey={key} onDone={() => setAgain(false)} />)}</View> : <Fresh view={view} aid={aid} draftKey={key} onDone={() => setAgain(false)} />}
    </>
  );
}

interface FlowProps {
  readonly view: CaseView;
  readonly aid: AidSetup;
  readonly draftKey: string;
  readonly onDone: () => void;
}

function Fresh(p: FlowProps): ReactNode {
  const { session } = useSession();
  const [start] = useState(() => blankRelief(p.view, session.account));
  return <Relief {...p} start={start} />;
}

/** What was typed before the page was left. */
function Kept(p: FlowProps): ReactNode {
  const query = useCall(getDraft, { params: { key: p.draftKey } }, { staleTime: Infinity });
  return <View query={query}>{(d) => <Relief {...p} start={d.body as Draft<ReliefForm>} />}</View>;
}

/** Registered but not accepted, by the village or because the line broke: one button. */
function Accept({ view }: { readonly view: CaseView }): ReactNode {
  const t = useT();
  const send = useSend(commandCase);
  const accept = view.commands.find((c) => c.command === 'accept');
  return (
    <>
      {view.aid?.clock ? <p><AidClock clock={view.aid.clock} big /></p> : null}
      <p className="notice">{t('urgent.registered', { number: view.number })}</p>
      {send.isError ? <RefusalPanel problem={problemOf(send.error)} /> : null}
      {accept?.allowed ? <div className="bedside-foot"><Button type="primary" block loading={send.isPending} onClick={() => send.mutate({ params: { id: view.id, command: 'accept' }, body: { payload: {} } })}>{t('urgent.accept')}</Button></div> : <div className="notice">{accept?.refusal ? <RefusalBody problem={accept.refusal} /> : t('urgent.acceptOther')}</div>}
    </>
  );
}
