import type { ReactNode } from 'react';
import { hasText, useT, type TextKey } from '../../i18n/index.tsx';
import { DateText, Money } from '../../ui/Text.tsx';
import { Facts, Section } from '../../ui/View.tsx';
import { VisitTimeText } from '../../ui/VisitTime.tsx';
import { FileLinks } from './Evidence.tsx';
import { useCase } from './context.tsx';

const useWord = (): ((key: string, fallback: string) => string) => {
  const t = useT();
  return (key, fallback) => (hasText(key) ? t(key as TextKey) : fallback);
};

export function Investigations(): ReactNode {
  const t = useT();
  const word = useWord();
  const { view } = useCase();
  if (view.investigations.length === 0) return null;
  return (
    <Section title={t('case.investigations')}>
      {view.investigations.map((i, n) => (
        <Facts key={`${i.on}${n}`} items={[
          [t('case.on'), <DateText key="d" date={i.on} />], [t('case.visitTime'), <VisitTimeText key="t" time={i.time} />], [t('case.investigators'), t('case.persons', { n: i.investigators.length, who: i.investigators.join('、') })],
          [t('case.methods'), i.methods.map((m) => word(`method.${m}`, m)).join('、')], [t('case.findings'), i.findings], [t('case.signed'), i.applicantSigned ? '✓' : t('case.notSigned')], [t('case.photos'), <FileLinks key="p" ids={i.photos} />],
        ]} />
      ))}
    </Section>
  );
}

type Meeting = ReturnType<typeof useCase>['view']['meetings'][number];

/** Who sat in a standing body, kind by kind; or how many came of each kind. */
function attendanceOf(m: Meeting, state: string): string {
  if (m.attendance.length === 0 && state === 'present') return m.counts.filter((k) => k.present > 0).map((k) => `${k.kind} ${k.present}`).join('、');
  return m.attendance.filter((a) => a.state === state).map((a) => `${a.name}（${state === 'recused' && a.reason ? a.reason : a.kind}）`).join('、');
}

export function Meetings(): ReactNode {
  const t = useT();
  const word = useWord();
  const { view } = useCase();
  if (view.meetings.length === 0) return null;
  return (
    <Section title={t('case.meetings')}>
      {view.meetings.map((m, n) => {
        const who = attendanceOf(m, 'present');
        const recused = attendanceOf(m, 'recused');
        const absent = attendanceOf(m, 'absent');
        const outcome = m.resolution || m.name === null ? t(m.passed ? 'case.passed' : 'case.notPassed') : `${t(m.passed ? 'case.passed' : 'case.notPassed')}：${t(m.passed ? 'case.supports' : 'case.opposes')}`;
        return (
          <Facts key={`${m.on}${n}`} items={[
            [m.name ?? word(`meeting.${m.kind}`, m.kind), <span key="m"><DateText date={m.on} /> {m.place}</span>], [t('case.chair'), [m.chair, m.recorder].filter(Boolean).join('、')],
            [t('case.presence'), `${t('case.presenceText', { expected: m.expected, present: m.present })}${m.recused > 0 ? t('case.recusedText', { n: m.recused }) : ''}`],
            ...(who ? [[t('case.attendance'), who] as const] : []), ...(recused ? [[t('case.recused'), recused] as const] : []), ...(absent ? [[t('case.absent'), absent] as const] : []),
            ...(m.inquiry ? [[t('case.inquiry'), t('case.inquiryText', { means: m.inquiry.means.join('、'), with: m.inquiry.with })] as const] : []), ...(m.stages.length > 0 ? [[t('case.stages'), m.stages.map((x) => `✓ ${x}`).join('　')] as const] : []),
            [t('case.votes'), t('case.votesText', { yes: m.votesFor, no: m.votesAgainst, none: m.abstained })], [t('case.result'), <b key="r" className={m.passed ? 'good' : 'bad'}>{outcome}</b>],
            ...(m.report ? [[m.reportName ?? '', m.report] as const] : []), [t('case.minutes'), m.minutes],
            ...(m.signatures.length > 0 ? [[t('case.signatures'), <FileLinks key="s" ids={m.signatures} />] as const] : []), ...(m.photos.length > 0 ? [[t('case.meetingPhotos'), <FileLinks key="p" ids={m.photos} />] as const] : []),
            ...(m.warnings.length > 0 ? [[t('case.warnings'), <span key="w">▲ {m.warnings.join('；')}</span>] as const] : []),
          ]} />
        );
      })}
      {view.report ? <Facts items={[[t('case.reportSigned'), <span key="r">{view.report.by} <DateText date={view.report.on} />{view.report.text ? `：${view.report.text}` : ''}</span>]]} /> : null}
      {view.fedBack.length > 0 ? <Facts items={view.fedBack.map((f) => [t('case.fedBack'), <span key={f.on}><DateText date={f.on} /> {t('case.fedBackText', { text: f.text, to: f.to.join('、') })}</span>])} /> : null}
    </Section>
  );
}

export function Opinion(): ReactNode {
  const t = useT();
  const word = useWord();
  const { view } = useCase();
  const o = view.opinion;
  if (!o) return null;
  return (
    <Section title={t('case.opinion')}>
      <Facts items={[[t('case.outcome'), <span key="o"><b>{word(`outcome.${o.outcome}`, o.outcome)}</b>{o.outcome === 'grant' && view.recognition ? <> {t('judge.status')}</> : o.outcome === 'grant' ? <> <Money fen={o.monthlyFen} /> {t(view.aid ? 'aid.once' : 'case.perMonth')}</> : null}</span>], [t('case.text'), o.text], [t('case.who'), <span key="w">{o.by} <DateText date={o.on} /></span>]]} />
    </Section>
  );
}

export function Notices(): ReactNode {
  const t = useT();
  const word = useWord();
  const { view } = useCase();
  if (view.notices.length === 0) return null;
  return (
    <Section title={t('case.notices')}>
      {view.notices.map((n, i) => (
        <Facts key={`${n.on}${i}`} items={[
          [word(`level.${n.level}`, n.level), n.place], [t('case.period'), <span key="p"><DateText date={n.on} /> — <DateText date={n.until} provisional={n.provisional} /></span>],
          [t('case.state'), n.closedOn ? <span key="c">{t('case.noticeClosed')} <DateText date={n.closedOn} /></span> : <b key="r">{t('case.noticeRunning')}</b>],
          n.objections.length > 0 ? [t('case.objections'), <ul key="o">{n.objections.map((o) => <li key={o.text}><DateText date={o.on} short /> {word(`channel.${o.channel}`, o.channel)} · {t(o.named ? 'case.named' : 'case.anonymous')}{o.major ? ` · ${t('case.major')}` : ''}：{o.text}</li>)}</ul>] : [t('case.objections'), t('case.none')],
        ]} />
      ))}
    </Section>
  );
}

export function Decision(): ReactNode {
  const t = useT();
  const word = useWord();
  const { view } = useCase();
  const d = view.decision;
  if (!d) return null;
  return (
    <Section title={t('case.decision')}>
      <Facts items={[
        [t('case.outcome'), <span key="o"><b>{word(`outcome.${d.outcome}`, d.outcome)}</b>{d.outcome === 'grant' && view.recognition ? <> {t('judge.status')}{view.recognition.until ? <>，{t('judge.until')} <DateText date={view.recognition.until} short /></> : null}</> : d.outcome === 'grant' ? <> <Money fen={d.monthlyFen} /> {t(view.aid ? 'aid.once' : 'case.perMonth')}{!view.aid && d.fromMonth ? `，${t('case.from', { month: d.fromMonth })}` : ''}</> : null}</span>],
        [t('case.letterNumber'), d.number], [t('case.who'), <span key="w">{d.by} <DateText date={d.on} /></span>], [t('case.reason'), d.reason],
        [t('case.delivered'), view.delivery ? <span key="d"><DateText date={view.delivery.on} /> {word(`delivery.${view.delivery.method}`, view.delivery.method)}</span> : t('case.notDelivered')],
      ]} />
    </Section>
  );
}
