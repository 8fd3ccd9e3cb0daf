import { getRouteApi, Link } from '@tanstack/react-router';
import { getComplaint, listComplaints, openComplainant, type ComplaintView } from '@doudi/core/api/complaints';
import type { ComplaintContact } from '@doudi/core/complaint/payloads';
import { Button } from 'antd';
import { useState, type ReactNode } from 'react';
import { hearingAddress, matterPaperAddress } from '../../api/files.ts';
import { useCall } from '../../api/hooks.ts';
import { useSession } from '../../app/session.tsx';
import { TextField } from '../../forms/inputs.tsx';
import { useT, type TextKey } from '../../i18n/index.tsx';
import { FormDrawer } from '../../ui/FormDrawer.tsx';
import { MatterFiles } from '../../ui/matter-files.tsx';
import { MatterHeading, MatterTrail } from '../../ui/matter.tsx';
import { DateText } from '../../ui/Text.tsx';
import { Facts, Section, View } from '../../ui/View.tsx';
import { FORMS } from './forms.tsx';
import type { Desk } from './options.ts';
import '../../styles/office.css';
import '../../styles/oversight.css';

const route = getRouteApi('/complaints/$id');

/** One complaint from the first call to the answer; or one suit from the copy to the correction. */
export function ComplaintPage(): ReactNode {
  const t = useT();
  const { id } = route.useParams();
  const query = useCall(getComplaint, { params: { id } }, { keep: true });
  const desk = useCall(listComplaints, { query: { tab: 'open' } }, { keep: true });
  return (
    <div className="page">
      <p className="crumbs screen-only"><Link to="/complaints">{t('complaint.toList')}</Link></p>
      <View query={query}>{(c) => <View query={desk}>{(d) => <One c={c} desk={d} />}</View>}</View>
    </div>
  );
}

function One({ c, desk }: { readonly c: ComplaintView; readonly desk: Desk }): ReactNode {
  const t = useT();
  const [open, setOpen] = useState<string | null>(null);
  const [code, setCode] = useState<string | null>(null);
  const Form = open === null ? undefined : FORMS[open];
  return (
    <>
      <MatterHeading item={c.head}>
        <div className="row-line screen-only">{c.can.map((k, i) => <Button key={k} {...(i === 0 && k !== 'show' ? { type: 'primary' as const } : {})} onClick={() => setOpen(k)}>{t(k === 'show' ? (c.secret ? 'complaint.shown.yes' : 'complaint.shown.no') : (`complaint.do.${k}` as TextKey))}</Button>)}</div>
        {c.can.length === 0 && c.head.closedOn === null ? <p className="muted">{t('complaint.notYours', { holder: c.department ?? c.holderName })}</p> : null}
      </MatterHeading>
      {code === null ? null : <div className="notice" role="status"><p><b>{t('complaint.newCode', { code })}</b></p><Button onClick={() => setCode(null)}>{t('complaint.clear')}</Button></div>}
      {c.repeats.length > 0 ? <Repeats c={c} /> : null}
      <Reported c={c} />
      {c.suit ? <Suit c={c} suit={c.suit} /> : <Course c={c} />}
      <Papers c={c} />
      <MatterTrail id={c.head.id} />
      {Form ? <Form c={c} desk={desk} onClose={() => setOpen(null)} onCode={setCode} /> : null}
    </>
  );
}

function Repeats({ c }: { readonly c: ComplaintView }): ReactNode {
  const t = useT();
  return (
    <div className="notice"><b>{c.often ? t('complaint.often', { n: c.repeats.length }) : t('complaint.repeats', { n: c.repeatDays })}</b>
      <ul className="plain-list">{c.repeats.map((r) => <li key={r.id}><DateText date={r.receivedOn} short /> <Link to="/complaints/$id" params={{ id: r.id }}>{r.kindText} {r.number}</Link> <span className="muted">{r.why}</span></li>)}</ul>
    </div>
  );
}

function Reported({ c }: { readonly c: ComplaintView }): ReactNode {
  const t = useT();
  return (
    <Section title={t('complaint.facts')}>
      <p className="report-text">{c.text}</p>
      <Facts items={[
        [t('complaint.kind'), `${c.suit ? '' : c.named ? t('complaint.named.yes') : t('complaint.named.no')}${c.kindText}`],
        c.channelText ? [t('complaint.channel'), c.boxText ? `${c.channelText} ${c.boxText}` : c.channelText] : null,
        [t('complaint.received'), <DateText key="d" date={c.receivedOn} />],
        c.suit ? null : [t('complaint.about'), [c.about.kindText, c.about.unitName, c.about.staffName].filter((x) => x !== null).join(' · ')],
        c.about.case ? [t('complaint.case'), <Link key="c" to="/cases/$id" params={{ id: c.about.case }}>{c.about.caseNumber}</Link>] : null,
        [t('complaint.holder'), c.department ?? c.holderName],
        c.secret ? [t('complaint.secret'), t('complaint.yesSecret')] : null,
        c.codeIssued ? [t('complaint.codeState'), <span key="n">{t('complaint.codeNew')} <DateText date={c.codeIssued.on} short /> {c.codeIssued.wayText}</span>] : c.codeTells ? null : [t('complaint.codeState'), t('complaint.codeOld')],
        c.wanted ? [t('complaint.wanted'), c.wanted] : null,
        c.replyText ? [t('complaint.reply'), c.replyText] : null,
        [t(c.suit ? 'complaint.party' : 'complaint.who'), <Complainant key="w" c={c} />],
      ]} />
    </Section>
  );
}

/** Covered until asked for, with the purpose on record. */
function Complainant({ c }: { readonly c: ComplaintView }): ReactNode {
  const t = useT();
  const { may } = useSession();
  const [asking, setAsking] = useState(false);
  const [seen, setSeen] = useState<ComplaintContact | null>(null);
  if (!c.reachable) return <>{c.named ? t('complaint.noContact') : t('complaint.anonymous')}</>;
  if (seen) return <>{[seen.name, seen.phone, seen.address].filter((x) => x !== undefined && x !== '').join(' · ') || t('complaint.noContact')}</>;
  if (!may('complaint.contact')) return '＊＊＊';
  return (
    <>
      <button type="button" className="link screen-only" onClick={() => setAsking(true)}>{t('complaint.contact')}</button>
      {asking ? <FormDrawer<typeof openComplainant, { purpose: string }> title={t('complaint.contact')} says={t('complaint.purposeHint')} submit={t('complaint.contact')} contract={openComplainant} draft={`who:${c.head.id}`} params={{ id: c.head.id }} fields={(form) => <TextField label={t('complaint.purpose')} bind={form.bind('purpose')} maxLength={200} first />} onClose={() => setAsking(false)} onDone={(a) => { setAsking(false); setSeen(a); }} /> : null}
    </>
  );
}

function Course({ c }: { readonly c: ComplaintView }): ReactNode {
  const t = useT();
  return (
    <Section title={t('complaint.course')}>
      <Facts items={[
        c.accepted || !c.acceptBy ? null : [t('complaint.acceptBy'), <DateText key="b" date={c.acceptBy} />],
        c.answerBy ? [t('complaint.answerBy'), <DateText key="a" date={c.answerBy} />] : null,
        c.extended ? [t('complaint.extended'), c.extended] : null,
        c.declined ? [t('complaint.declined'), <span key="n"><DateText date={c.declined.on} short /> {c.declined.reason}；{c.declined.instead}</span>] : null,
        c.withdrawn ? [t('complaint.withdrawn'), <span key="w"><DateText date={c.withdrawn.on} short /> {c.withdrawn.reason}</span>] : null,
        c.transfers.length > 0 ? [t('complaint.transfers'), <ul key="t" className="plain-list">{c.transfers.map((x, i) => <li key={i}><DateText date={x.on} short /> {x.to}：{x.reason}</li>)}</ul>] : null,
        c.supervised.length > 0 ? [t('complaint.supervised'), <ul key="s" className="plain-list">{c.supervised.map((x, i) => <li key={i}><DateText date={x.on} short /> {t('complaint.due')} <DateText date={x.due} short />：{x.text}</li>)}</ul>] : null,
        c.investigations.length > 0 ? [t('complaint.investigations'), <ul key="i" className="plain-list">{c.investigations.map((x, i) => <li key={i}><DateText date={x.on} short /> <b>{x.truthText}</b> {x.methods.join('、')}，{x.persons.join('、')}{x.place ? `，${x.place}` : ''}<br />{x.finding} <MatterFiles files={x.files} />{x.files.some((f) => !f.shown) ? <> <span className="tag">{t('complaint.countyOnly')}</span></> : null}</li>)}</ul>] : null,
        c.disposed ? [t('complaint.disposed'), <span key="d"><DateText date={c.disposed.on} short /> <b>{c.disposed.outcomeText}</b> {c.disposed.text}</span>] : null,
        c.disposed?.told ? [t('complaint.told'), c.disposed.told] : null,
        c.answered ? [t('complaint.answered'), <span key="f"><DateText date={c.answered.on} short /> {c.answered.wayText}：{c.answered.text}</span>] : null,
        c.answered ? [t('complaint.satisfaction'), c.answered.ratedOn ? <span key="s">{c.answered.satisfactionText} <span className="muted">{t('complaint.ratedSelf')} <DateText date={c.answered.ratedOn} short /></span></span> : c.answered.satisfactionText] : null,
        c.answered?.reviewBy ? [t('complaint.reviewUntil'), <DateText key="r" date={c.answered.reviewBy} />] : null,
        c.reviews.length > 0 ? [t('complaint.reviews'), <ul key="v" className="plain-list">{c.reviews.map((x) => <li key={x.level}>{t(x.level === 1 ? 'complaint.review1' : 'complaint.review2')} <DateText date={x.on} short /> {x.organ}：{x.text}。{x.answered ? <><DateText date={x.answered.on} short /> <b>{t(`complaint.review.${x.answered.outcome}`)}</b> {x.answered.text}</> : <>{t('complaint.due')} <DateText date={x.answerBy} short /></>}</li>)}</ul>] : null,
      ]} />
    </Section>
  );
}

function Suit({ c, suit }: { readonly c: ComplaintView; readonly suit: NonNullable<ComplaintView['suit']> }): ReactNode {
  const t = useT();
  const { may } = useSession();
  return (
    <Section title={t('complaint.course')}>
      <Facts items={[
        [t('complaint.organ'), [suit.organ, suit.docket].filter((x) => x !== null).join(' ')],
        [t('complaint.respondent'), suit.respondent],
        suit.responded ? [t('complaint.responded'), <span key="r"><DateText date={suit.responded.on} short /> {suit.responded.text} <MatterFiles files={suit.responded.files} /></span>] : [t('complaint.respondBy'), <DateText key="b" date={suit.respondBy} />],
        suit.hearings.length > 0 ? [t('complaint.hearings'), <ul key="h" className="plain-list">{suit.hearings.map((h, i) => <li key={i}><DateText date={h.on} short /> {h.at} {h.place}，{h.attends}</li>)}</ul>] : null,
        suit.result ? [t('complaint.result'), <span key="o"><DateText date={suit.result.on} short /> <b>{suit.result.resultText}</b> {suit.result.document} {suit.result.text}</span>] : null,
        suit.corrected ? [t('complaint.corrected'), <span key="c"><DateText date={suit.corrected.on} short /> {suit.corrected.text}</span>] : null,
        c.about.case && may('archive.export') ? [t('complaint.files'), <a key="z" className="screen-only" href={hearingAddress(c.about.case, c.kind, `${c.kindText} ${c.head.number}`)}>{t('complaint.bundle')}</a>] : null,
      ]} />
    </Section>
  );
}

function Papers({ c }: { readonly c: ComplaintView }): ReactNode {
  const t = useT();
  if (c.papers.length === 0) return null;
  return <Section title={t('complaint.papers')}><ul className="plain-list">{c.papers.map((p) => <li key={p.id}><DateText date={p.on} short /> {p.title} {p.number} <a className="screen-only" href={matterPaperAddress(p.id)} target="_blank" rel="noreferrer">{t('complaint.print')}</a></li>)}</ul></Section>;
}
