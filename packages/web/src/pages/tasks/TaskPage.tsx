import { getTask } from '@doudi/core/api/tasks';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { Button } from 'antd';
import { useState, type ReactNode } from 'react';
import { useCall } from '../../api/hooks.ts';
import { useT } from '../../i18n/index.tsx';
import { SourceChips } from '../../ui/Chips.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { MatterFiles } from '../../ui/matter-files.tsx';
import { MatterHeading, MatterTable, MatterTrail } from '../../ui/matter.tsx';
import { DateText } from '../../ui/Text.tsx';
import { Facts, Section, View } from '../../ui/View.tsx';
import { DoingForm, type Doing, type TaskView } from './forms.tsx';
import '../../styles/office.css';

const route = getRouteApi('/tasks/$id');

/** One task: what is asked and why, what was handed in, what came of it. */
export function TaskPage(): ReactNode {
  const t = useT();
  const { id } = route.useParams();
  const query = useCall(getTask, { params: { id } }, { keep: true });
  return <div className="page"><p className="crumbs screen-only"><Link to="/tasks">{t('matter.toList')}</Link></p><View query={query}>{(view) => <Whole view={view} />}</View></div>;
}

/** What the one at the desk may do now, the first being what is next. */
function doingsOf(v: TaskView): Doing[] {
  const open = v.done === null;
  const waiting = open && v.reply === null;
  const all: readonly (readonly [Doing, boolean])[] = [
    ['reply', waiting && v.may.reply], ['accept', open && v.reply !== null && v.may.judge], ['return', open && v.reply !== null && v.may.judge], ['remind', waiting && v.may.judge && v.head.unit !== null], ['extend', waiting && v.may.decide],
    ['escalate', open && v.may.decide && v.head.unit !== null && v.head.lateDays > 0 && v.escalated === null], ['waive', open && v.may.decide], ['spread', v.done?.how === 'accepted' && v.may.judge],
  ];
  return all.filter(([, yes]) => yes).map(([d]) => d);
}

function Whole({ view: v }: { readonly view: TaskView }): ReactNode {
  const t = useT();
  const navigate = useNavigate();
  const [doing, setDoing] = useState<Doing | null>(null);
  const course = [
    ...v.returned.map((x) => ({ on: x.on, what: t('tasks.returnedOn'), text: x.reason })), ...v.reminders.map((x) => ({ on: x.on, what: t('tasks.remindedOn'), text: x.text })),
    ...v.extensions.map((x) => ({ on: x.on, what: t('tasks.extendedOn'), text: `${t('tasks.extendedTo', { from: x.from, due: x.due })}：${x.reason}` })), ...(v.escalated ? [{ on: v.escalated.on, what: t('tasks.escalatedOn'), text: v.escalated.text }] : []),
  ].sort((a, b) => a.on.localeCompare(b.on));
  return (
    <>
      <MatterHeading item={v.head}>
        {v.head.lateDays > 0 ? <p><b className="bad">▲ {t('tasks.lateDays', { n: v.head.lateDays })}</b>{v.issuedOn > v.head.firstDue ? <span className="muted"> {t('tasks.pastAtIssue')}</span> : null}</p> : null}
        <div className="row-line buttons">{doingsOf(v).map((d, i) => <Button key={d} type={i === 0 && (d === 'reply' || d === 'accept') ? 'primary' : 'default'} onClick={() => setDoing(d)}>{t(`tasks.${d}`)}</Button>)}</div>
      </MatterHeading>
      <Section title={t('tasks.asked')} aside={v.source ? <SourceChips source={v.source} /> : undefined}>
        {v.text ? <p>{v.text}</p> : null}
        <Facts items={[
          [t('tasks.kind'), v.head.kindText], [t('tasks.owner'), v.head.owner ?? v.head.unitName], v.campaign ? [t('tasks.partOf'), `${v.campaign.label} ${v.campaign.stage}`] : null, [t('tasks.parts'), v.parts.join('、')],
          [t('tasks.issuedOn'), <DateText key="on" date={v.issuedOn} />], [t('tasks.firstDue'), <DateText key="due" date={v.head.firstDue} />],
          v.origin ? [t('tasks.origin'), v.origin.topic === 'task' ? <Link key="o" to="/tasks/$id" params={{ id: v.origin.id }}>{v.origin.title} {v.origin.number}</Link> : `${v.origin.title} ${v.origin.number}`] : null,
        ]} />
      </Section>
      <Section title={t('tasks.handedIn')}>
        {v.reply ? (
          <>
            <Facts items={[
              [t('tasks.by'), <>{v.reply.by} <DateText date={v.reply.on} short /></>], ...v.reply.parts.map((p) => [p.label, <span key={p.label} className="prose">{p.text}</span>] as const), [t('tasks.files'), v.reply.files.length > 0 ? <MatterFiles key="f" files={v.reply.files} /> : null],
            ]} />
            {v.reply.meeting ? <Meeting view={v} /> : null}
            {v.done ? null : <p className="muted">{t('tasks.acceptBy', { date: v.reply.acceptBy })}</p>}
          </>
        ) : v.done ? null : <p className="empty">{t('tasks.notYet')}</p>}
        {v.done ? <p>● {t(v.done.how === 'accepted' ? 'tasks.doneAccepted' : 'tasks.doneWaived')} <DateText date={v.done.on} short /> {v.done.text}</p> : null}
        {v.spread.map((x) => <p key={x.on + x.text} className="tight">{t('tasks.spreadTo')} {x.units.join('、')} <DateText date={x.on} short />：{x.text}</p>)}
      </Section>
      {course.length > 0 ? (
        <Section title={t('tasks.course')}>
          <DataTable caption={t('tasks.course')} rows={course.map((x, i) => ({ ...x, i }))} rowKey={(x) => String(x.i)} empty={null} columns={[
            { key: 'on', title: t('matter.at'), width: '8rem', render: (x) => <DateText date={x.on} short /> }, { key: 'what', title: t('tasks.what'), width: '8rem', render: (x) => x.what }, { key: 'text', title: t('tasks.words'), render: (x) => x.text },
          ]} />
        </Section>
      ) : null}
      {v.from.length > 0 ? <Section title={t('tasks.from')}><MatterTable items={v.from} caption={t('tasks.from')} onOpen={(m) => void (m.topic === 'task' ? navigate({ to: '/tasks/$id', params: { id: m.id } }) : navigate({ to: '/rectifications/$id', params: { id: m.id } }))} /></Section> : null}
      <MatterTrail id={v.head.id} />
      {doing ? <DoingForm view={v} doing={doing} onClose={() => setDoing(null)} /> : null}
    </>
  );
}

function Meeting({ view: v }: { readonly view: TaskView }): ReactNode {
  const t = useT();
  const m = v.reply?.meeting;
  if (!m) return null;
  return (
    <>
      <h3>{t('tasks.meeting')}</h3>
      <Facts items={[[t('tasks.meetingOn'), <DateText key="on" date={m.on} />], [t('tasks.place'), m.place], [t('tasks.chair'), m.chair], [t('tasks.attended'), `${m.attended} ${t('tasks.people')}`], [t('tasks.who'), m.who]]} />
      {m.resolutions.length > 0 ? <ol className="tight">{m.resolutions.map((r) => <li key={r.title}>{r.title} <span className="muted">{v.units.find((u) => u.key === r.unit)?.name ?? r.owner ?? v.head.unitName} <DateText date={r.due} short /></span></li>)}</ol> : null}
    </>
  );
}
