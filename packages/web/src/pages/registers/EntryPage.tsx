import { getDishonesty } from '@doudi/core/api/registers';
import { getRouteApi, Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { useState, type ReactNode } from 'react';
import { matterPaperAddress } from '../../api/files.ts';
import { useCall } from '../../api/hooks.ts';
import { useSession } from '../../app/session.tsx';
import { useT } from '../../i18n/index.tsx';
import { SourceChips } from '../../ui/Chips.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { MatterFiles } from '../../ui/matter-files.tsx';
import { MatterHeading, MatterTrail } from '../../ui/matter.tsx';
import { DateText } from '../../ui/Text.tsx';
import { Facts, Section, View } from '../../ui/View.tsx';
import { DoingForm, type Doing, type Entry } from './forms.tsx';
import '../../styles/office.css';

const route = getRouteApi('/registers/$id');

/** One entry: what was proposed, what the person was told and said, what was decided, until when it stands. */
export function EntryPage(): ReactNode {
  const t = useT();
  const { id } = route.useParams();
  const query = useCall(getDishonesty, { params: { id } }, { keep: true });
  return <div className="page"><p className="screen-only"><Link to="/registers">← {t('reg.title')}</Link></p><View query={query}>{(view) => <Whole view={view} />}</View></div>;
}

/** What the one at the desk may do now, the first being what is next. */
function doingsOf(v: Entry, may: ReturnType<typeof useSession>['may']): Doing[] {
  if (v.removed || v.withdrawn || v.head.closedOn) return [];
  const open = v.asked.some((a) => a.answer === null);
  const all: readonly (readonly [Doing, boolean])[] = [
    ['notify', may('register.conduct') && v.noticed === null], ['serve', may('register.propose') && (v.decision ? v.served === null : v.noticed !== null && v.noticeServed === null)], ['hear', may('register.propose') && v.noticeServed !== null && v.heard === null && v.decision === null],
    ['decide', may('register.decide') && v.noticeServed !== null && v.decision === null], ['answer', may('register.decide') && open], ['ask', may('register.propose') && v.term !== null && !open], ['correct', may('register.decide') && v.decision !== null], ['withdraw', may('register.propose') && v.decision === null],
  ];
  return all.filter(([, yes]) => yes).map(([d]) => d);
}

function Whole({ view: v }: { readonly view: Entry }): ReactNode {
  const t = useT();
  const { may } = useSession();
  const [doing, setDoing] = useState<Doing | null>(null);
  const day = (date: string | null | undefined): ReactNode => (date ? <DateText date={date} short /> : null);
  return (
    <>
      <MatterHeading item={v.head}>
        {v.from && v.term ? <p><b>{v.inForce ? `■ ${t('reg.inForce')}` : `○ ${t('reg.notInForce')}`}</b> {day(v.from)} – {day(v.term)}</p> : null}
        <div className="row-line buttons">{doingsOf(v, may).map((d, i) => <Button key={d} type={i === 0 && d !== 'withdraw' && d !== 'correct' ? 'primary' : 'default'} onClick={() => setDoing(d)}>{t(`reg.${d}`)}</Button>)}</div>
      </MatterHeading>
      <Section title={t('reg.section.proposal')} aside={<SourceChips source={v.source} />}>
        <Facts items={[[t('reg.who'), v.who], [t('reg.case'), v.caseNumber], [t('reg.kind'), v.label], [t('reg.actOn'), day(v.actOn)], [t('reg.facts'), v.facts], [t('reg.grounds'), v.grounds], [t('reg.proposedBy'), <>{v.proposedBy} {day(v.proposedOn)}</>], v.evidence.length > 0 ? [t('reg.evidence'), <MatterFiles key="e" files={v.evidence} />] : null]} />
      </Section>
      {v.noticed ? (
        <Section title={t('reg.section.notice')} aside={<SourceChips source={v.hear.source} />}>
          <Facts items={[[t('reg.noticed'), day(v.noticed)], v.noticeServed ? [t('reg.served'), <>{day(v.noticeServed.on)} {v.noticeServed.by} <MatterFiles files={v.noticeServed.files} /></>] : null, v.noticeServed ? [t('reg.hearUntil'), day(v.noticeServed.until)] : null, v.heard ? [t('reg.heard'), <>{day(v.heard.on)} {v.heard.declined ? t('reg.declined') : v.heard.text}</>] : null]} />
        </Section>
      ) : null}
      {v.decision ? (
        <Section title={t('reg.section.decision')}>
          <Facts items={[
            [t('reg.outcome'), <b key="o">{t(`reg.outcome.${v.decision.outcome}`)} {day(v.decision.on)}</b>], [t('reg.reason'), v.decision.reason], v.decision.answer === '' ? null : [t('reg.answerTo'), v.decision.answer], v.decision.measures.length > 0 ? [t('reg.measures'), v.decision.measures.map((m) => m.label).join('、')] : null,
            v.decision.outcome === 'enter' ? [t('reg.months'), t('reg.monthsN', { n: v.decision.months })] : null, v.served ? [t('reg.served'), <>{day(v.served.on)} {v.served.by} <MatterFiles files={v.served.files} /></>] : null, v.served && v.decision.outcome === 'enter' ? [t('reg.objectUntil'), day(v.served.until)] : null,
            v.decision.outcome === 'enter' ? [t('reg.atIntake'), v.atIntake.join('；')] : null, v.removed ? [t('reg.removed'), <>{day(v.removed.on)} {v.removed.why}：{v.removed.reason}</>] : null,
          ]} />
        </Section>
      ) : null}
      {v.withdrawn ? <p className="notice">{t('reg.withdraw')}：{v.withdrawn.reason} {day(v.withdrawn.on)}</p> : null}
      {v.asked.length > 0 ? (
        <Section title={t('reg.section.asked')} aside={<SourceChips source={v.repair.source} />}>
          <DataTable caption={t('reg.section.asked')} rows={v.asked} rowKey={(a) => `${a.kind}${a.on}`} empty={null} columns={[
            { key: 'kind', title: t('reg.askKind'), render: (a) => t(`reg.ask.${a.kind}`) }, { key: 'on', title: t('reg.askedOn'), render: (a) => day(a.on) }, { key: 'text', title: t('reg.askText'), render: (a) => a.text },
            { key: 'due', title: t('reg.due'), render: (a) => day(a.due) }, { key: 'answer', title: t('reg.answer'), render: (a) => (a.answer ? <>{t(`reg.answer.${a.answer.outcome}`)}：{a.answer.reason} {day(a.answer.on)}{a.answer.collective ? <> {t('reg.together')} {day(a.answer.collective.on)} {a.answer.collective.names.join('、')} <MatterFiles files={a.answer.collective.minutes} /></> : null}</> : t('reg.notAnswered')) },
          ]} />
        </Section>
      ) : null}
      {v.papers.length > 0 ? <Section title={t('reg.papers')}><ul>{v.papers.map((p) => <li key={p.id}><a href={matterPaperAddress(p.id)} target="_blank" rel="noreferrer">{p.title}</a> <span className="muted">{p.number} {day(p.on)}</span></li>)}</ul></Section> : null}
      <MatterTrail id={v.head.id} />
      {doing ? <DoingForm view={v} doing={doing} onClose={() => setDoing(null)} /> : null}
    </>
  );
}
