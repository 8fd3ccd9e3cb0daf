import { getRectification, signStep } from '@doudi/core/api/rectifications';
import { getRouteApi, Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { useState, type ReactNode } from 'react';
import { matterPaperAddress } from '../../api/files.ts';
import { problemOf } from '../../api/client.ts';
import { useCall, useSend } from '../../api/hooks.ts';
import { useSession } from '../../app/session.tsx';
import { useT } from '../../i18n/index.tsx';
import { SourceChips } from '../../ui/Chips.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { MatterFiles } from '../../ui/matter-files.tsx';
import { MatterHeading, MatterTrail } from '../../ui/matter.tsx';
import { RefusalPanel } from '../../ui/RefusalPanel.tsx';
import { DateText } from '../../ui/Text.tsx';
import { Facts, Section, View } from '../../ui/View.tsx';
import { DoingForm, type Doing, type View as Rectification } from './forms.tsx';
import '../../styles/office.css';
import '../../styles/rectify.css';

const route = getRouteApi('/rectifications/$id');

/** One rectification: the problem, what was demanded, what was answered with which proof, and what comes next. */
export function RectificationPage(): ReactNode {
  const t = useT();
  const { id } = route.useParams();
  const query = useCall(getRectification, { params: { id } }, { keep: true });
  return <div className="page"><p className="crumbs screen-only"><Link to="/rectifications">{t('matter.toList')}</Link></p><View query={query}>{(view) => <Whole view={view} />}</View></div>;
}

/** What the one at the desk may do now, the first being what is next. */
function doingsOf(v: Rectification, may: ReturnType<typeof useSession>['may']): Doing[] {
  const county = may('rectify.conduct');
  const status = v.head.status;
  const open = v.closed === null;
  const rung = v.ladder.rungs.some((r) => r.open && (!r.leader || may('rectify.decide')));
  const all: readonly (readonly [Doing, boolean])[] = [
    ['reply', v.mine && may('rectify.reply') && ['demanded', 'returned', 'failed'].includes(status)],
    ['accept', county && status === 'replied'], ['return', county && status === 'replied'], ['reinspect', county && status === 'accepted'], ['close', county && status === 'reinspected'], ['step', county && open && rung],
    ['decide', may('rectify.decide') && v.tolerances.some((x) => x.outcome === null)], ['receipt', county && v.steps.some((s) => s.handOver && !s.handOver.receipt)],
    ['revisit', county && v.replies.some((r) => r.outcome === 'accepted')], ['tolerate', county && open], ['punish', county],
  ];
  return all.filter(([, yes]) => yes).map(([d]) => d);
}

function Whole({ view: v }: { readonly view: Rectification }): ReactNode {
  const t = useT();
  const { may } = useSession();
  const [doing, setDoing] = useState<Doing | null>(null);
  const doings = doingsOf(v, may);
  const word: Readonly<Record<Doing, string>> = { step: t('rect.step'), reply: t('rect.reply'), accept: t('rect.accept'), return: t('rect.return'), reinspect: t('rect.reinspect'), close: t('rect.close'), revisit: t('rect.doRevisit'), receipt: t('rect.receipt'), punish: t('rect.punish'), tolerate: t('rect.tolerate'), decide: t('rect.decide') };
  return (
    <>
      <MatterHeading item={v.head}>
        {v.unmet ? <p><b className="bad">▲ {t('rect.unmet')}</b></p> : null}
        {v.revisitDue ? <p className="muted">{t('rect.revisitBy', { date: v.revisitDue })}</p> : null}
        <div className="row-line buttons">{doings.map((d, i) => <Button key={d} type={i === 0 && d !== 'punish' && d !== 'tolerate' ? 'primary' : 'default'} onClick={() => setDoing(d)}>{word[d]}</Button>)}</div>
      </MatterHeading>
      <Section title={t('rect.problem')} aside={<SourceChips source={v.ladder.source} />}>
        <p>{v.text}</p>
        <Facts items={[
          [t('rect.failing'), t(`rect.failing.${v.failing}`)], v.conduct === 'none' ? null : [t('rect.conduct'), t(`rect.conduct.${v.conduct}`)], [t('rect.severity'), t(`rect.severity.${v.severity}`)], [t('rect.foundBy'), t(`rect.foundBy.${v.foundBy}`)],
          v.from ? [t('rect.from'), v.from.topic === 'check' ? <Link key="from" to="/checks/$id" params={{ id: v.from.id }}>{v.from.topicText} {v.from.number}</Link> : `${v.from.topicText} ${v.from.number}`] : null, v.head.aboutCase && v.caseNumber ? [t('rect.responsible'), <Link key="case" to="/cases/$id/responsible" params={{ id: v.head.aboutCase }}>{v.caseNumber}</Link>] : null,
        ]} />
        {v.findings.length > 0 ? <><h3>{t('rect.findings')}</h3><ul>{v.findings.map((f) => <li key={f.id}>{f.text}</li>)}</ul></> : null}
      </Section>
      <Steps view={v} />
      <Replies view={v} />
      {v.inspections.length > 0 ? (
        <Section title={t('rect.inspections')}>
          <DataTable caption={t('rect.inspections')} rows={v.inspections} rowKey={(x) => `${x.on}${x.text}`} empty={null} columns={[
            { key: 'on', title: t('rect.on'), render: (x) => <DateText date={x.on} short /> },
            { key: 'outcome', title: t('rect.outcome'), render: (x) => (x.outcome === 'corrected' ? <>● {t('rect.corrected')}</> : <b className="bad">▲ {t('rect.notCorrected')}</b>) },
            { key: 'who', title: t('rect.who'), render: (x) => x.who.join('、') },
            { key: 'text', title: t('rect.found'), render: (x) => <>{x.text} <MatterFiles files={x.files} /></> },
          ]} />
        </Section>
      ) : null}
      <Afterwards view={v} />
      <MatterTrail id={v.head.id} />
      {doing ? <DoingForm view={v} doing={doing} onClose={() => setDoing(null)} /> : null}
    </>
  );
}

/** What was demanded, by which paper, and whether the unit has it in hand. */
function Steps({ view: v }: { readonly view: Rectification }): ReactNode {
  const t = useT();
  const { may } = useSession();
  const sign = useSend(signStep);
  return (
    <Section title={t('rect.steps')}>
      {sign.isError ? <RefusalPanel problem={problemOf(sign.error)} /> : null}
      <DataTable caption={t('rect.steps')} rows={v.steps} rowKey={(s) => String(s.index)} empty={<p>{t('rect.noSteps')}</p>} columns={[
        { key: 'on', title: t('rect.on'), width: '7rem', render: (s) => <DateText date={s.on} short /> },
        { key: 'what', title: t('rect.which'), width: '9rem', render: (s) => <><b>{s.label}</b>{s.meansText ? <><br />{s.meansText}</> : null}</> },
        { key: 'demand', title: t('rect.words'), render: (s) => <div>
          <p className="tight">{s.words}</p>
          {s.measures.length > 0 ? <ol className="measures">{s.measures.map((m) => <li key={m}>{m}</li>)}</ol> : null}
          {s.circulated.length > 0 ? <p className="tight muted">{t('rect.circulated')} {s.circulated.map((c) => `${c.unit}${c.signedOn ? '●' : '○'}`).join('、')}</p> : null}
          {s.handOver ? <p className="tight">{t('rect.handedTo')} {s.handOver.organ}：{s.handOver.papers.join('、')} {s.handOver.receipt ? <span className="muted">● {s.handOver.receipt.number} <DateText date={s.handOver.receipt.on} short /></span> : <span className="tag tag-warn">{t('rect.receiptWait')}</span>}</p> : null}
        </div> },
        { key: 'person', title: t('rect.person'), width: '9rem', render: (s) => (s.person ? `${s.person.name}（${s.person.post}）` : '') },
        { key: 'due', title: t('rect.due'), width: '7rem', render: (s) => (s.due ? <DateText date={s.due} short /> : '') },
        { key: 'paper', title: t('rect.paper'), width: '12rem', render: (s) => (s.paper ? <a href={matterPaperAddress(s.paper.id)} target="_blank" rel="noreferrer">{s.paper.title} {s.paper.number}</a> : '') },
        { key: 'signed', title: t('rect.sign'), width: '8rem', render: (s) => (s.handOver ? '' : s.signed ? <>● {s.signed.by} <DateText date={s.signed.on} short /></> : v.mine && may('rectify.reply') ? <Button size="small" loading={sign.isPending} onClick={() => sign.mutate({ params: { id: v.head.id }, body: { step: s.index, seq: v.head.seq } })}>{t('rect.sign')}</Button> : <>○ {t('rect.notSigned')}</>) },
      ]} />
    </Section>
  );
}

function Replies({ view: v }: { readonly view: Rectification }): ReactNode {
  const t = useT();
  return (
    <Section title={t('rect.replies')}>
      <DataTable caption={t('rect.replies')} rows={v.replies.map((r, i) => ({ ...r, i }))} rowKey={(r) => String(r.i)} empty={<p>{t('rect.noReplies')}</p>} columns={[
        { key: 'on', title: t('rect.on'), width: '7rem', render: (r) => <><DateText date={r.on} short /><br />{r.by}</> },
        { key: 'text', title: t('rect.what'), render: (r) => <div><p className="tight">{r.text}</p><ol className="measures">{r.measures.map((m) => <li key={m}>{m}</li>)}</ol></div> },
        { key: 'files', title: t('rect.files'), width: '12rem', render: (r) => <MatterFiles files={r.files} /> },
        { key: 'judged', title: t('rect.judged'), render: (r) => (r.outcome === null ? <span className="tag">{t('rect.waiting')}</span> : <>{r.outcome === 'accepted' ? <>● {t('rect.accepted')}</> : <b className="bad">▲ {t('rect.backed')}</b>} {r.judgedOn ? <DateText date={r.judgedOn} short /> : null} {r.judgedText}</>) },
      ]} />
    </Section>
  );
}

/** Tolerance, punishment and revisits: shown where there are any. */
function Afterwards({ view: v }: { readonly view: Rectification }): ReactNode {
  const t = useT();
  return (
    <>
      {v.tolerances.length > 0 ? (
        <Section title={t('rect.tolerances')} aside={<SourceChips source={v.tolerance.source} />}>
          {v.tolerances.map((x) => (
            <div key={x.person}>
              <p className="tight"><b>{x.person}</b>：{x.outcome === null ? <span className="tag">{t('rect.undecided')}</span> : <>{t(`rect.${x.outcome}`)} {x.decidedOn ? <DateText date={x.decidedOn} short /> : null} {x.text}</>}</p>
              <ul className="measures">{x.conditions.map((c) => <li key={c.id}>{c.met ? '●' : '○'} {c.label}：{t(c.met ? 'rect.met' : 'rect.notMet')}，{c.text} <MatterFiles files={c.files} /></li>)}</ul>
            </div>
          ))}
        </Section>
      ) : null}
      {v.punishments.length > 0 ? <Section title={t('rect.punishments')}>{v.punishments.map((p) => <p key={p.person + p.on} className="tight"><DateText date={p.on} short /> {p.person}：{p.measure}（{p.organ}） {p.text}</p>)}</Section> : null}
      {v.revisits.length > 0 ? <Section title={t('rect.revisits')}>{v.revisits.map((r) => <p key={r.on + r.text} className="tight"><DateText date={r.on} short /> {r.howText}：{r.text}</p>)}</Section> : null}
    </>
  );
}
