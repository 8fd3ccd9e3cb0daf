import { getTraining } from '@doudi/core/api/training';
import { getRouteApi } from '@tanstack/react-router';
import { Button } from 'antd';
import { useState, type ReactNode } from 'react';
import { useCall } from '../../api/hooks.ts';
import { useSession } from '../../app/session.tsx';
import { useT } from '../../i18n/index.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { MatterFiles } from '../../ui/matter-files.tsx';
import { MatterHeading, MatterTrail } from '../../ui/matter.tsx';
import { DateText } from '../../ui/Text.tsx';
import { Facts, Section, View } from '../../ui/View.tsx';
import { TrainingForm, type TrainingDoing, type TrainingView } from './forms.tsx';
import '../../styles/office.css';

const route = getRouteApi('/training/$id');
const DOINGS: readonly TrainingDoing[] = ['hold', 'move', 'cancel'];

/** One training: what, when, who was called, who came. */
export function SessionPage(): ReactNode {
  const { id } = route.useParams();
  const query = useCall(getTraining, { params: { id } }, { keep: true });
  return <div className="page"><View query={query}>{(view) => <Whole view={view} />}</View></div>;
}

function Whole({ view: v }: { readonly view: TrainingView }): ReactNode {
  const t = useT();
  const { may } = useSession();
  const [doing, setDoing] = useState<TrainingDoing | null>(null);
  const open = v.held === null && v.cancelled === null;
  return (
    <>
      <MatterHeading item={v.head}>
        {open && v.mine && may('training.keep') ? <div className="row-line buttons">{DOINGS.map((d) => <Button key={d} type={d === 'hold' ? 'primary' : 'default'} onClick={() => setDoing(d)}>{t(`training.${d}`)}</Button>)}</div> : null}
      </MatterHeading>
      <Facts items={[[t('training.on'), <DateText key="on" date={v.held?.on ?? v.on} />], [t('training.place'), v.place], [t('training.hours'), v.hours], [t('training.teacher'), v.teacher], [t('training.text'), v.text]]} />
      {v.moved.map((m) => <p key={m.from + m.to + m.reason} className="tight muted">{t('training.moved', m)}</p>)}
      {v.cancelled ? <p>▲ {t('training.state.cancelled')} <DateText date={v.cancelled.on} short /> {v.cancelled.reason}</p> : null}
      {v.held ? <Section title={t('training.held')}><p>{v.held.words}</p><p><MatterFiles files={v.held.files} /></p></Section> : null}
      <Section title={t('training.attendance')}>
        <DataTable caption={t('training.attendance')} rows={v.seats} rowKey={(s) => s.id} empty={null} columns={[
          { key: 'name', title: t('training.person'), render: (s) => s.name }, { key: 'unit', title: t('matter.unit'), render: (s) => s.unitName }, { key: 'group', title: t('training.group'), render: (s) => s.group },
          { key: 'state', title: t('training.standing'), render: (s) => (s.state === 'absent' ? <b className="bad">▲ {t('training.state.absent')}</b> : <>{s.state === 'present' ? '●' : '○'} {t(`training.state.${s.state}`)}</>) },
          ...(v.seats.some((s) => s.score !== null) ? [{ key: 'score', title: t('training.score'), align: 'right' as const, render: (s: TrainingView['seats'][number]) => s.score ?? '' }] : []),
        ]} />
      </Section>
      <MatterTrail id={v.head.id} />
      {doing ? <TrainingForm view={v} doing={doing} onClose={() => setDoing(null)} /> : null}
    </>
  );
}
