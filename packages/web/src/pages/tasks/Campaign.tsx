import type { Output } from '@doudi/core/api/contract';
import { getCampaign, startCampaign } from '@doudi/core/api/tasks';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { problemOf } from '../../api/client.ts';
import { useCall, useSend } from '../../api/hooks.ts';
import { useWhoMay } from '../../app/who.ts';
import { useT } from '../../i18n/index.tsx';
import { SourceChips } from '../../ui/Chips.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { ExplainedButton } from '../../ui/Explained.tsx';
import { Light } from '../../ui/Light.tsx';
import { RefusalPanel } from '../../ui/RefusalPanel.tsx';
import { DateText } from '../../ui/Text.tsx';
import { Facts, Section, View } from '../../ui/View.tsx';

type Whole = NonNullable<Output<typeof getCampaign>['campaign']>;
type Stage = Whole['stages'][number];
type Cell = Stage['items'][number]['cells'][number];

/** The pilot of the plan: every stage with every unit's standing, a light in each cell. */
export function Campaign(): ReactNode {
  const t = useT();
  const query = useCall(getCampaign, {}, { keep: true });
  return <View query={query}>{({ campaign }) => (campaign ? <Shown campaign={campaign} /> : <p className="empty">{t('tasks.noCampaign')}</p>)}</View>;
}

function Shown({ campaign: c }: { readonly campaign: Whole }): ReactNode {
  const t = useT();
  const why = useWhoMay()('task.decide');
  const start = useSend(startCampaign);
  return (
    <>
      <div className="page-head">
        <h2>{c.label} <SourceChips source={c.source} /></h2>
        {c.missing > 0 ? <ExplainedButton type="primary" why={why} loading={start.isPending} onClick={() => start.mutate({ body: {} })}>{c.startedOn === null ? t('tasks.start') : t('tasks.startMissing', { n: c.missing })}</ExplainedButton> : null}
      </div>
      {start.isError ? <RefusalPanel problem={problemOf(start.error)} /> : null}
      {c.startedOn === null ? <p className="notice">{t('tasks.notStarted', { n: c.missing })} {t('tasks.startSure', { n: c.missing })}</p> : (
        <Facts items={[
          [t('tasks.startedOn'), <DateText key="on" date={c.startedOn} />], [t('tasks.total'), c.totals.tasks], [t('tasks.closed'), c.totals.closed], [t('tasks.replied'), c.totals.replied],
          [t('tasks.late'), c.totals.late > 0 ? <b key="late" className="bad">■ {c.totals.late}</b> : 0], [t('tasks.everLate'), c.totals.everLate],
        ]} />
      )}
      {c.groups.map((g) => <p key={g.label} className="tight muted">{g.label}：{g.units.join('、')}</p>)}
      {c.stages.map((s) => <StageGrid key={s.id} stage={s} />)}
    </>
  );
}

/** Rows are units and departments, columns what the stage asks. */
function StageGrid({ stage: s }: { readonly stage: Stage }): ReactNode {
  const t = useT();
  const owners = [...new Map(s.items.flatMap((i) => i.cells.map((c) => [`${c.unit ?? ''}|${c.owner}`, { key: `${c.unit ?? ''}|${c.owner}`, name: c.owner }] as const))).values()];
  const wanted = (item: Stage['items'][number], key: string): Cell | undefined => item.cells.find((c) => `${c.unit ?? ''}|${c.owner}` === key);
  // What only departments do stands apart from what every unit does: else most cells would be empty.
  const blocks = [{ key: 'departments', items: s.items.filter((i) => i.cells.every((c) => c.unit === null)) }, { key: 'units', items: s.items.filter((i) => i.cells.some((c) => c.unit !== null)) }].filter((b) => b.items.length > 0);
  return (
    <Section title={`${s.label}（${s.when}）`} aside={s.now ? <span className="tag">{t('tasks.now')}</span> : undefined}>
      {blocks.map((b) => (
        <div key={b.key} className="stage-grid"><DataTable caption={t('tasks.grid', { stage: s.label })} rows={owners.filter((o) => b.items.some((i) => wanted(i, o.key)))} rowKey={(o) => o.key} empty={null} columns={[
          { key: 'owner', title: t('tasks.owner'), render: (o) => <span className="nobreak">{o.name}</span> },
          ...b.items.map((i) => {
            const days = [...new Set(i.cells.map((c) => c.due))];
            const [day = ''] = days;
            return { key: i.id, title: days.length === 1 ? t('tasks.until', { title: i.title, day }) : i.title, render: (o: { readonly key: string }) => <CellView cell={wanted(i, o.key)} dated={days.length > 1} /> };
          }),
        ]} /></div>
      ))}
      <details className="more"><summary>{t('tasks.basis')}</summary>{s.items.map((i) => <p key={i.id} className="tight">{i.title} <SourceChips source={i.source} />{i.parts.length > 0 ? <span className="muted"> {i.parts.join('、')}</span> : null}</p>)}</details>
    </Section>
  );
}

/** `dated`: the day is the owner's own, not the column's. */
function CellView({ cell: c, dated }: { readonly cell: Cell | undefined; readonly dated: boolean }): ReactNode {
  const t = useT();
  if (!c) return null;
  const due = dated ? <span className="muted"> <DateText date={c.due} short /></span> : null;
  if (c.id === null) return <span className="muted">{t('tasks.notIssued')}{due}</span>;
  return (
    <>
      <Link to="/tasks/$id" params={{ id: c.id }}>{c.closed ? <>● {c.statusText}</> : c.light === 'red' ? <Light light="red" text={c.lightText ?? undefined} /> : <>{c.light === 'yellow' ? '▲' : '○'} {c.statusText}</>}</Link>{c.closed ? null : due}
      {c.files > 0 ? <span className="muted"> {t('tasks.fileCount', { n: c.files })}</span> : null}
    </>
  );
}
