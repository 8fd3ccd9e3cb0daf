import { getCase, type CaseView } from '@doudi/core/api/cases';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useCallback, useMemo, useState, type ReactNode } from 'react';
import { useCall } from '../../api/hooks.ts';
import { useT } from '../../i18n/index.tsx';
import { FillNames } from '../../ui/RefusalPanel.tsx';
import { DateText } from '../../ui/Text.tsx';
import { Section, View } from '../../ui/View.tsx';
import { CommandDrawer } from '../case/commands/CommandDrawer.tsx';
import { isOperable, type OperableCommand } from '../case/commands/registry.ts';
import { CaseContext } from '../case/context.tsx';
import { RecoveryPart } from './CasePart.tsx';
import { Detail } from './Detail.tsx';
import { numbers } from './words.ts';

const route = getRouteApi('/recovery/$id');
const OF_RECOVERY = /ecover|nstalment|eceipt|aiver|scalat/;

/** 追回 of one case: how the sum was found, letters, plan, receipts, and who did what. */
export function RecoveryCasePage(): ReactNode {
  const { id } = route.useParams();
  const query = useCall(getCase, { params: { id } });
  return <View query={query}>{(view) => <Recoveries key={view.id} view={view} />}</View>;
}

function Recoveries({ view }: { readonly view: CaseView }): ReactNode {
  const t = useT();
  const [command, setCommand] = useState<{ name: OperableCommand; about: string | undefined } | null>(null);
  const [outcome, setOutcome] = useState<ReactNode>(null);
  const name = useCallback((person: string) => view.persons.find((p) => p.id === person)?.name ?? t('case.someone'), [view.persons, t]);
  const start = useCallback((c: string, about?: string) => {
    setOutcome(null);
    if (isOperable(c)) setCommand({ name: c, about });
  }, []);
  const state = useMemo(() => ({ view, name, opened: new Map<string, never>(), remember: () => undefined, start }), [view, name, start]);
  const fill = useCallback((text: string) => text.replaceAll(/\{person:([^}]+)\}/g, (_, id: string) => name(id)), [name]);
  const trail = view.log.filter((a) => OF_RECOVERY.test(a.kind) || (a.kind === 'letterDelivered' && view.recoveries.some((r) => numbers(r).some((n) => a.text.includes(n)))));
  return (
    <CaseContext value={state}>
      <FillNames value={fill}>
        <div className="page">
          <p className="crumbs"><Link to="/recovery">{t('recovery.toList')}</Link> · <Link to="/cases/$id" params={{ id: view.id }}>{t('recovery.toCase')} {view.number}</Link></p>
          <h1>{t('recovery.title')} · {name(view.facts.applicant)} <small className="muted">{view.programmeName}，{view.unit}</small></h1>
          {outcome}
          {view.recoveries.length === 0 ? <RecoveryPart /> : view.recoveries.map((r) => <Detail key={r.id} r={r} />)}
          <Section title={t('recovery.trail')}>
            <ol className="plain-list">{trail.map((a) => <li key={a.seq}><DateText date={a.on} short /> <b>{a.label}</b> {a.by}{a.post === '' || a.post === a.by ? '' : `（${a.post}）`}{a.text ? `：${a.text}` : ''}</li>)}</ol>
          </Section>
          {command ? <CommandDrawer key={`${command.name}:${command.about ?? ''}`} command={command.name} about={command.about} onClose={() => setCommand(null)} onDone={(o) => {
            setCommand(null);
            setOutcome(o);
            window.scrollTo({ top: 0 });
          }} /> : null}
        </div>
      </FillNames>
    </CaseContext>
  );
}
