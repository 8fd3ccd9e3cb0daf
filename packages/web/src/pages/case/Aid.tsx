import { Link } from '@tanstack/react-router';
import type { AidView } from '@doudi/core/api/aid';
import type { ReactNode } from 'react';
import { letterAddress } from '../../api/files.ts';
import { useLocale, useT } from '../../i18n/index.tsx';
import { splitMinutes, wallTime } from '../../lib/hours.ts';
import { ClauseChip } from '../../ui/Chips.tsx';
import { HoursLeft } from '../../ui/HoursLeft.tsx';
import { Light } from '../../ui/Light.tsx';
import { DateText, Money } from '../../ui/Text.tsx';
import { Facts, Section } from '../../ui/View.tsx';
import { FileLinks } from './Evidence.tsx';
import { useCase } from './context.tsx';
import '../../styles/aid.css';

/** A time of day as this desk reads it. */
export function At({ at }: { readonly at: string }): ReactNode {
  const { locale } = useLocale();
  return <time className="nobreak" dateTime={at}>{wallTime(at, locale)}</time>;
}

/** The clock of hours: running, or how long it took. */
export function AidClock({ clock, big = false }: { readonly clock: NonNullable<AidView['clock']>; readonly big?: boolean }): ReactNode {
  const t = useT();
  if (clock.relievedAt === null) return <span className="aid-clock"><HoursLeft due={clock.dueAt} warnHours={clock.warnHours} big={big} /> <small className="muted">{t('hours.until')} <At at={clock.dueAt} /></small></span>;
  const local = /(Z|[+-]\d\d:?\d\d)$/.test(clock.relievedAt) ? clock.relievedAt : `${clock.relievedAt}:00+08:00`;
  const { h, m } = splitMinutes(Math.max(0, Math.floor((Date.parse(local) - Date.parse(clock.appliedAt)) / 60_000)));
  return <span className={`light light-${clock.inTime === false ? 'red' : 'green'}${big ? ' hours-big' : ''}`}>{clock.inTime === false ? '■' : '✓'} {t(clock.inTime === false ? 'hours.tookLate' : 'hours.took', { h, m })}</span>;
}

/** What happened, what had to be spent, what others pay for it, and what the household had before. */
export function AidFacts(): ReactNode {
  const t = useT();
  const { view } = useCase();
  const { event, needs = [], compensation } = view.facts;
  const aid = view.aid;
  if (!event && needs.length === 0 && !compensation && (aid?.prior.length ?? 0) === 0) return null;
  const sum = needs.reduce((n, x) => n + x.fen, 0);
  return (
    <Section title={t('aid.event')} aside={aid?.clock ? <><AidClock clock={aid.clock} /> <ClauseChip source={aid.clock.source} /></> : null}>
      {event ? (
        <Facts items={[
          [t('aid.cause'), <b key="c">{aid?.causeText ?? event.cause}</b>], [t('aid.on'), <DateText key="d" date={event.on} />], [t('aid.eventPlace'), `${event.place}${event.elsewhere ? `（${t('aid.elsewhereYes')}）` : ''}`], [t('aid.eventShort'), event.text],
          aid?.emergency ? [t('aid.emergency'), <span key="e"><b className="bad">{t('aid.emergencyYes')}</b> <At at={aid.emergency.at} />{aid.emergency.by ? ` ${aid.emergency.by}` : ''}：{aid.emergency.grounds}</span>] : event.emergency ? [t('aid.emergency'), <b key="e" className="bad">{t('aid.emergencyYes')}</b>] : null,
          aid?.complex ? [t('aid.complex'), <span key="x">{aid.complex.grounds}（{aid.complex.by} <DateText date={aid.complex.on} short />）</span>] : null,
        ]} />
      ) : null}
      {needs.length > 0 ? (
        <div className="table-scroll">
          <table className="table aid-needs">
            <caption className="visually-hidden">{t('aid.needs')}</caption>
            <thead><tr><th scope="col">{t('aid.needs')}</th><th scope="col" className="right">{t('aid.ownCost')}</th><th scope="col">{t('case.proof')}</th></tr></thead>
            <tbody>{needs.map((n, i) => <tr key={`${n.kind}${i}`}><td data-label={t('aid.needs')}>{t(`need.${n.kind}`)}</td><td data-label={t('aid.ownCost')} className="right"><Money fen={n.fen} /></td><td data-label={t('case.proof')}>{n.paper ?? <span className="bad">{t('aid.noPaper')}</span>}</td></tr>)}</tbody>
            <tfoot><tr><th scope="row">{t('aid.sum')}</th><td className="right"><Money fen={sum} /></td><td /></tr></tfoot>
          </table>
        </div>
      ) : null}
      {compensation ? <Facts items={[[t('aid.compensation'), <span key="p">{compensation.text}：<Money fen={compensation.fen} /></span>]]} /> : null}
      {aid && aid.prior.length > 0 ? (
        <Facts items={[
          [t('aid.prior'), <ul key="p">{aid.prior.map((p) => <li key={p.case} className={p.same ? 'bad' : undefined}>{p.same ? '■ ' : ''}<DateText date={p.on} short /> {p.programmeName}，{p.causeText}，<Money fen={p.fen} />（{p.number}）{p.same ? ` ${t('aid.sameCause')}` : ''}</li>)}</ul>],
          aid.repeatReason ? [t('aid.repeatReason'), aid.repeatReason] : null,
        ]} />
      ) : null}
      {aid && aid.running.length > 0 ? <Facts items={[[t('aid.running'), <ul key="r">{aid.running.map((r) => <li key={r.case}>{r.programmeName} {r.statusText}（{r.number}）</li>)}</ul>]]} /> : null}
    </Section>
  );
}

type GivenRow = AidView['given'][number];

/** Until when something about a handing over is owed. */
export function Until({ due }: { readonly due: NonNullable<GivenRow['confirmDue']> }): ReactNode {
  return <><DateText date={due.due} short /> {due.light ? <Light light={due.light.light} text={due.light.text} /> : null}</>;
}

/** When it was in hand and, where that is another minute, when it was written down. */
export function Recorded({ at, recordedAt, late = false }: { readonly at: string; readonly recordedAt: string | null; readonly late?: boolean }): ReactNode {
  const { locale, t } = useLocale();
  if (recordedAt === null) return <At at={at} />;
  const same = recordedAt.slice(0, 10) === at.slice(0, 10);
  return <>{t('given.recorded', { given: wallTime(at, locale), at: same ? (wallTime(recordedAt, locale).split(' ')[1] ?? '') : wallTime(recordedAt, locale) })}{late ? <b className="bad"> ■ {t('given.recordedLate')}</b> : null}</>;
}

/** Who recorded it, and what each of the others said at the own login. */
export function Handlers({ g }: { readonly g: GivenRow }): ReactNode {
  const t = useT();
  return (
    <span>
      {g.by}（{t('given.by')}）
      {g.seconds.map((x) => (
        <span key={x.account}>、{x.name} {x.outcome === null ? <b className={g.settled ? 'muted' : undefined}>{t(g.settled ? 'given.notYet' : 'given.waits')}{!g.settled && g.confirmDue ? <> <Until due={g.confirmDue} /></> : null}</b>
          : x.outcome === 'agree' ? <span className="good">✓ {t('given.confirmed')}{x.on ? <> <DateText date={x.on} short /></> : null}{x.words ? `：${x.words}` : ''}</span>
          : <b className="bad">■ {t('given.disputed')}{x.on ? <> <DateText date={x.on} short /></> : null}：{x.words}{g.disputeDue ? <> <Until due={g.disputeDue} /></> : null}</b>}</span>
      ))}
    </span>
  );
}

/** Money and goods handed over, each with who, when, from which fund, its receipt; and what is missing since. */
export function AidGiven(): ReactNode {
  const t = useT();
  const { view, name, start } = useCase();
  const aid = view.aid;
  if (!aid || (aid.given.length === 0 && aid.restFen === 0)) return null;
  const papers = view.commands.some((c) => c.command === 'receiveMaterials' && c.allowed);
  const receipts = view.commands.some((c) => c.command === 'addAidReceipt' && c.allowed);
  return (
    <Section title={t('aid.given')} aside={<span>{t('aid.sum')} <b><Money fen={aid.givenFen} /></b>{aid.restFen > 0 ? <>，{t('aid.rest')} <b><Money fen={aid.restFen} /></b></> : null}</span>}>
      {aid.missing.length > 0 ? (
        <div className="aid-missing">
          <b>■ {t('aid.missingAfter', { n: aid.missing.length })}</b>
          <ul>{aid.missing.map((m) => <li key={m.id}>{m.name}</li>)}</ul>
          {papers ? <button type="button" className="link screen-only" onClick={() => start('receiveMaterials')}>{t('cmd.receiveMaterials')}</button> : null}
        </div>
      ) : aid.given.length > 0 ? <p className="light light-green">✓ {t('aid.missingNone')}</p> : null}
      {aid.given.map((g) => (
        <Facts key={g.number} items={[
          [t(`aidForm.${g.form}`), <span key="f"><b><Money fen={g.fen} /></b>{g.goods ? `　${g.goods}` : ''}　<span className="tag">{t(`aid.phase.${g.phase}`)}</span></span>],
          [t('aid.at'), <span key="a"><Recorded at={g.at} recordedAt={g.recordedAt} late={g.recordedLate} /> {g.place}</span>], [t('aid.recipient'), <span key="r">{name(g.recipient)}，{g.signed ? t('aid.didSign') : g.noSignature ? t('aid.didNotSign', { reason: g.noSignature.reason, witness: g.noSignature.witness }) : t(g.receipts.length > 0 ? 'given.signedLater' : 'given.signOwed')}</span>],
          [t('aid.handlers'), <Handlers key="h" g={g} />], [t('aid.fund'), g.fundText], [t('aid.reasonShort'), g.reason],
          [t('aid.receipt'), <span key="n"><span className="number">{g.number}</span> {g.receipt ? <a href={letterAddress(g.receipt)} target="_blank" rel="noreferrer">{t('aid.openReceipt')}</a> : null}</span>],
          [t('given.signed'), g.receipts.length > 0 ? <span key="s"><FileLinks ids={g.receipts} />{g.laterUnsigned ? `　${t('aid.didNotSign', { reason: g.laterUnsigned.reason, witness: g.laterUnsigned.witness })}` : ''}</span> : <span key="s"><b className="bad">■ {t('given.receiptOwed')}</b> {g.receiptDue ? <Until due={g.receiptDue} /> : null} {receipts ? <button type="button" className="link screen-only" onClick={() => start('addAidReceipt', g.number)}>{t('cmd.addAidReceipt')}</button> : null}</span>],
          g.photos.length > 0 ? [t('given.photos'), <FileLinks key="p" ids={g.photos} />] : null,
          g.settled ? [t('given.finding'), <span key="w"><b className={g.settled.outcome === 'wrong' ? 'bad' : undefined}>{t(`given.${g.settled.outcome}`)}</b>：{g.settled.words} <span className="muted">{g.settled.by} <DateText date={g.settled.on} short /></span> {g.settled.files.length > 0 ? <FileLinks ids={g.settled.files} /> : null}</span>] : null,
        ]} />
      ))}
    </Section>
  );
}

/** What was referred to departments, what a consultation laid on them, and what they answered. */
export function AidErrands(): ReactNode {
  const t = useT();
  const { view, start } = useCase();
  const aid = view.aid;
  if (!aid || aid.errands.length === 0) return null;
  const may = view.commands.some((c) => c.command === 'answerReferral' && c.allowed);
  return (
    <Section title={t('ref.title')} aside={<Link to="/referrals" className="screen-only">{t('nav.referrals')}</Link>}>
      <ul className="submissions">
        {aid.errands.map((e) => (
          <li key={e.id}>
            <p className="tight"><span className="tag">{t(`ref.kind.${e.kind}`)}</span> <b>{e.organ}</b> {e.matter} {e.open ? <><span className="muted">{t('ref.dueBy')} <DateText date={e.due} short /></span> {e.light ? <Light light={e.light.light} text={e.light.text} /> : null}</> : null}</p>
            <p className="tight">{e.text} <span className="muted">{e.by} <DateText date={e.on} short /></span></p>
            {e.answers.map((a) => <p key={`${a.on}${a.text}`} className="tight"><b>{a.outcomeText}</b>：{a.text} <span className="muted">{a.by} <DateText date={a.on} short /></span> {a.files.length > 0 ? <FileLinks ids={a.files} /> : null}</p>)}
            {e.open && may ? <p className="tight"><button type="button" className="link screen-only" onClick={() => start('answerReferral', e.id)}>{t('cmd.answerReferral')}</button></p> : null}
          </li>
        ))}
      </ul>
    </Section>
  );
}

/** The sum above the table and how it was fixed, and what a consultation found. */
export function AidMeetings(): ReactNode {
  const t = useT();
  const aid = useCase().view.aid;
  const c = aid?.consultation;
  if (!aid || (aid.fixedFen === null && aid.special === null && !c && aid.consultedFor.length === 0)) return null;
  return (
    <Section title={t('aid.beyond')}>
      <Facts items={[aid.consultedFor.length > 0 ? [t('aid.consultedFor'), <b key="w">{aid.consultedFor.join('；')}</b>] : null, aid.special ? [t('aid.special'), aid.special.ground] : null, aid.fixedFen === null ? null : [t('aid.fixed'), <b key="f"><Money fen={aid.fixedFen} /></b>]]} />
      {c ? (
        <Facts items={[
          [t('aid.consultRoute'), t(`consultRoute.${c.route}`)], [t('aid.difficulties'), c.difficulties], [t('aid.risks'), c.risks], [t('aid.measures'), <ol key="m">{c.measures.map((m) => <li key={m}>{m}</li>)}</ol>],
          [t('aid.duties'), <ul key="d">{c.duties.map((d) => <li key={`${d.organ}${d.duty}`}><b>{d.organ}</b>：{d.duty}（{t('ref.dueBy')} <DateText date={d.due} short />）</li>)}</ul>],
        ]} />
      ) : null}
    </Section>
  );
}
