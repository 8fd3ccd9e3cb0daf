import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { aidSetup, listUrgent, type UrgentRow } from '@doudi/core/api/aid';
import { deleteDraft, getDraft, listDrafts } from '@doudi/core/api/cases';
import { intakeSetup } from '@doudi/core/api/intake';
import { useState, type ReactNode } from 'react';
import { useCall, useSend } from '../../api/hooks.ts';
import { useSession } from '../../app/session.tsx';
import type { Draft } from '../../forms/form.ts';
import { useT } from '../../i18n/index.tsx';
import { clockTime } from '../../lib/dates.ts';
import { HoursLeft } from '../../ui/HoursLeft.tsx';
import { Light } from '../../ui/Light.tsx';
import { DateText, Money } from '../../ui/Text.tsx';
import { UnitFilter } from '../../ui/UnitFilter.tsx';
import { Section, View } from '../../ui/View.tsx';
import { At, Recorded } from '../case/Aid.tsx';
import { Start } from './Start.tsx';
import { GivenWatch } from './GivenWatch.tsx';
import type { UrgentForm } from './model.ts';
import '../../styles/aid.css';

const route = getRouteApi('/urgent');
const newKey = (): string => `urgent-${crypto.randomUUID()}`;

/** 急难救助: the first question of a new call for help, and below it every running one by what is left of its hours. */
export function UrgentPage(): ReactNode {
  const t = useT();
  const { may } = useSession();
  const { draft } = route.useSearch();
  const setup = useCall(aidSetup, {}, { staleTime: 60_000 });
  return (
    <div className="page">
      <h1>{t('nav.urgent')}</h1>
      <View query={setup}>
        {(aid) => {
          const programme = aid.programmes.find((p) => p.emergency);
          if (!may('case.apply') || !programme || !aid.relief) return <><GivenWatch /><Running /></>;
          return <div className="bedside">{draft ? <Opened key={draft} draft={draft} programme={programme.id} /> : <New programme={programme.id} />}</div>;
        }}
      </View>
    </div>
  );
}

function New({ programme }: { readonly programme: string }): ReactNode {
  const { session } = useSession();
  const [key] = useState(newKey);
  const start: Draft<UrgentForm> = {
    programme, via: session.post === 'village' ? 'village' : 'telephone', byAgent: session.post === 'village', agent: session.post === 'village' ? { kind: 'village' } : {}, people: [], materials: [], declaredOn: session.today, step: 0,
    facts: { members: [], obligors: [], incomes: [], expenses: [], properties: [], single: false, event: { on: session.today, elsewhere: false } },
  };
  return <Flow draftKey={key} start={start} programme={programme} />;
}

function Opened({ draft, programme }: { readonly draft: string; readonly programme: string }): ReactNode {
  const query = useCall(getDraft, { params: { key: draft } }, { staleTime: Infinity });
  return <View query={query}>{(d) => <Flow draftKey={draft} start={d.body as Draft<UrgentForm>} programme={programme} />}</View>;
}

function Flow({ draftKey, start, programme }: { readonly draftKey: string; readonly start: Draft<UrgentForm>; readonly programme: string }): ReactNode {
  const setup = useCall(intakeSetup, {}, { staleTime: 300_000 });
  const aid = useCall(aidSetup, {}, { staleTime: 60_000 });
  const t = useT();
  return (
    <View query={setup}>
      {(s) => <View query={aid}>{(a) => <Start draftKey={draftKey} start={start} setup={s} aid={a} programme={programme} below={(pristine) => (pristine ? <><p className="muted">{t('urgent.needsNet')}</p><Kept open={draftKey} /><Running /></> : null)} />}</View>}
    </View>
  );
}

/** Calls for help begun and not yet registered. */
function Kept({ open }: { readonly open: string }): ReactNode {
  const t = useT();
  const drafts = useCall(listDrafts);
  const drop = useSend(deleteDraft);
  const others = (drafts.data?.items ?? []).filter((d) => d.key.startsWith('urgent-') && d.key !== open);
  if (others.length === 0) return null;
  return (
    <Section title={t('urgent.kept')}>
      <ul className="bedside-todo">
        {others.map((d) => (
          <li key={d.key}>
            <span className="bedside-line"><Link to="/urgent" search={{ draft: d.key }}>{t('intake.draftOf', { at: clockTime(d.updatedAt) })}</Link> <button type="button" className="link" onClick={() => drop.mutate({ params: { key: d.key } })}>{t('intake.dropDraft')}</button></span>
          </li>
        ))}
      </ul>
    </Section>
  );
}

const POLL_MS = 60_000;

/** Running cases that cannot wait: those not yet helped first, the least time left on top. */
function Running(): ReactNode {
  const t = useT();
  const { show, unit } = route.useSearch();
  const navigate = useNavigate();
  const go = (s: typeof show, u: typeof unit): void => void navigate({ to: '/urgent', search: { ...(s === undefined ? {} : { show: s }), ...(u === undefined ? {} : { unit: u }) }, replace: true });
  const query = useCall(listUrgent, { query: { show, unit } }, { poll: () => POLL_MS });
  return (
    <View query={query}>
      {(page) => (
        <>
          <Section title={t('urgent.running')} aside={page.items.length > 0 ? <span className="muted">{t('urgent.count', { n: page.items.filter((u) => u.relieved === null).length, of: page.items.length })}</span> : null}>
            {show !== undefined || unit !== undefined ? <p className="filters"><UnitFilter unit={unit} onChange={(u) => go(show, u)} />{show === undefined ? null : <span>{t(`urgent.show.${show}`)} <button type="button" className="link" onClick={() => go(undefined, unit)}>{t('urgent.showAll')}</button></span>}</p> : null}
            {page.items.length === 0 ? <p className="empty">{t('urgent.none')}</p> : <ul className="urgent-list">{page.items.map((u) => <One key={u.case} u={u} />)}</ul>}
          </Section>
          {page.dropped.length > 0 ? (
            <Section title={t('urgent.dropped')}>
              <p className="muted">{t('urgent.droppedWhy')}</p>
              <ul className="bedside-todo">{page.dropped.map((d) => <li key={d.case}><span><Link to="/cases/$id" params={{ id: d.case }}>{d.applicant}</Link> {d.unit} {d.statusText} <DateText date={d.on} short /></span><span>{d.ground} <span className="muted">{d.by}</span></span></li>)}</ul>
            </Section>
          ) : null}
        </>
      )}
    </View>
  );
}

function One({ u }: { readonly u: UrgentRow }): ReactNode {
  const t = useT();
  const { may } = useSession();
  return (
    <li>
      <span className="who"><Link to="/cases/$id" params={{ id: u.case }}>{u.applicant}</Link> {u.causeText}</span>
      <span className="clock-of">{u.relieved === null ? <HoursLeft due={u.dueAt} warnHours={u.warnHours} /> : <span className={`light light-${u.relieved.inTime ? 'green' : 'red'}`}>{u.relieved.inTime ? '✓' : '■'} {t(u.relieved.inTime ? 'urgent.helped' : 'urgent.helpedLate')} {u.relieved.recordedAt === null || u.relieved.recordedAt.slice(0, 10) === u.relieved.at.slice(0, 10) ? <At at={u.relieved.at} /> : <Recorded at={u.relieved.at} recordedAt={u.relieved.recordedAt} />}</span>}</span>
      <span className="wide muted">{u.unit}{u.village ? ` · ${u.village}` : ''} · {u.place} · {t('urgent.appliedAt')} <At at={u.appliedAt} /> · {u.handler}</span>
      {u.relieved === null ? (
        <span className="wide">{may('case.act') ? <Link to="/urgent/$id" params={{ id: u.case }} className="go go-now">{t('urgent.go')}</Link> : null}</span>
      ) : (
        <span className="wide">
          <Money fen={u.relieved.fen} /> {t(`aidForm.${u.relieved.form}`)}
          {u.formalities ? <>，{t('urgent.formalities')} <DateText date={u.formalities.due} short provisional={u.formalities.provisional} /> {u.formalities.light ? <Light light={u.formalities.light.light} text={u.formalities.light.text} /> : null}</> : null}
          {u.waits.length > 0 ? <> <Link to="/urgent/$id" params={{ id: u.case }}>{t('urgent.waits', { who: u.waits.join('、') })}</Link></> : null}
          {u.missing.length > 0 ? <span className="bad"> {t('urgent.lacks', { what: u.missing.join('、') })}</span> : null}
        </span>
      )}
    </li>
  );
}
