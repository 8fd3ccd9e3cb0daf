import { Link } from '@tanstack/react-router';
import { answerDemand, closeDemand, listDemands, sendBackDemand, type DemandView } from '@doudi/core/api/filings';
import { useState, type ReactNode } from 'react';
import { useCall } from '../../api/hooks.ts';
import { useSession } from '../../app/session.tsx';
import { DateField, TextField } from '../../forms/inputs.tsx';
import { useLocale, useT } from '../../i18n/index.tsx';
import { clockTime } from '../../lib/dates.ts';
import { monthText } from '../../lib/months.ts';
import { DataTable, Pager } from '../../ui/DataTable.tsx';
import { FormDrawer } from '../../ui/FormDrawer.tsx';
import { Light } from '../../ui/Light.tsx';
import { DateText } from '../../ui/Text.tsx';
import { View } from '../../ui/View.tsx';

const STATES = ['open', 'answered', 'closed', 'late'] as const;
type DemandState = (typeof STATES)[number];

/** Every demand of the caller's area, open ones first. */
export function Demands({ unit, state, onState }: { readonly unit: string | undefined; readonly state: DemandState | undefined; readonly onState: (state: DemandState | undefined) => void }): ReactNode {
  const t = useT();
  const here = `${state ?? ''}|${unit ?? ''}`;
  const [walked, setWalked] = useState<{ here: string; cursors: string[] }>({ here, cursors: [] });
  const cursors = walked.here === here ? walked.cursors : [];
  const query = useCall(listDemands, { query: { state, unit, cursor: cursors.at(-1) } }, { keep: true });
  return (
    <>
      <div className="filters">
        <select className="input" aria-label={t('office.state')} value={state ?? ''} onChange={(e) => onState(STATES.find((s) => s === e.target.value))}>
          <option value="">{t('fil.allStates')}</option>
          {STATES.map((s) => <option key={s} value={s}>{t(`fil.state.${s}`)}</option>)}
        </select>
      </div>
      <View query={query}>
        {(page) => (
          <>
            <DemandTable demands={page.items} empty={t(state ? 'fil.filter' : 'fil.noDemandsAll')} whole />
            <Pager cursors={cursors} next={page.next} onGo={(c) => setWalked({ here, cursors: c })} />
          </>
        )}
      </View>
    </>
  );
}

type Step = 'answer' | 'close' | 'back';

/** Demands with every word exchanged over them, and what the caller can do next. `whole` = they are of several filings. */
export function DemandTable({ demands, empty, whole = false }: { readonly demands: readonly DemandView[]; readonly empty: string; readonly whole?: boolean }): ReactNode {
  const { t, locale } = useLocale();
  const { may } = useSession();
  const [doing, setDoing] = useState<{ demand: DemandView; step: Step } | null>(null);
  const stepsOf = (d: DemandView): readonly Step[] => (d.state === 'open' && may('filing.make') ? ['answer'] : d.state === 'answered' && may('filing.review') ? ['close', 'back'] : []);
  return (
    <>
      <DataTable caption={t('fil.tab.demands')} rows={demands} rowKey={(d) => d.id} empty={<p>{empty}</p>} columns={[
        { key: 'state', title: t('office.state'), width: '8rem', render: (d) => <span className="due">{d.stateText}{d.light && d.state !== 'closed' ? <Light light={d.light.light} text={d.light.text} /> : null}</span> },
        ...(whole ? [{ key: 'filing', title: t('fil.whereTo'), render: (d: DemandView) => <Link to="/filings/$id" params={{ id: d.filing }}>{d.unitName} {monthText(d.month, locale)}</Link> }] : []),
        { key: 'case', title: t('fil.demandLine'), render: (d) => (d.case ? <Link to="/cases/$id" params={{ id: d.case }}>{d.line === null ? '' : t('fil.lineNo', { n: d.line })} {d.caseNumber}</Link> : t('fil.wholeFiling')) },
        { key: 'text', title: t('fil.problem'), render: (d) => <><span className="tag">{d.kindText}</span> {d.text}</> },
        { key: 'due', title: t('fil.demandDue'), render: (d) => <DateText date={d.dueOn} short /> },
        { key: 'course', title: t('fil.course'), render: (d) => d.events.map((e) => <p key={e.at + e.kind} className="tight">{e.text}：{e.words} <span className="muted">{e.by} {clockTime(e.at)}</span></p>) },
        { key: 'do', title: t('pay.answer'), width: '8rem', render: (d) => <span className="buttons">{stepsOf(d).map((s) => <button key={s} type="button" className="link" onClick={() => setDoing({ demand: d, step: s })}>{t(`fil.${s}`)}</button>)}</span> },
      ]} />
      {doing ? <DemandStep key={doing.demand.id + doing.step} demand={doing.demand} step={doing.step} onClose={() => setDoing(null)} /> : null}
    </>
  );
}

function DemandStep({ demand, step, onClose }: { readonly demand: DemandView; readonly step: Step; readonly onClose: () => void }): ReactNode {
  const t = useT();
  const { session } = useSession();
  const common = { title: `${t(`fil.${step}`)}：${demand.kindText}`, submit: t(`fil.${step}`), draft: `${step}:${demand.id}`, params: { id: demand.id }, says: <>{demand.text}<br />{t(`fil.${step}Says`)}</>, onClose, onDone: onClose };
  if (step === 'back')
    return (
      <FormDrawer<typeof sendBackDemand, { text: string; dueOn: string }> {...common} contract={sendBackDemand} fields={(form) => (
        <>
          <TextField label={t('fil.backText')} bind={form.bind('text')} rows={4} maxLength={1000} first />
          <DateField label={t('fil.demandDue')} bind={form.bind('dueOn')} min={session.today} />
        </>
      )} />
    );
  return <FormDrawer<typeof answerDemand | typeof closeDemand, { text: string }> {...common} contract={step === 'answer' ? answerDemand : closeDemand} fields={(form) => <TextField label={t(`fil.${step}Text`)} bind={form.bind('text')} rows={4} maxLength={1000} first />} />;
}
