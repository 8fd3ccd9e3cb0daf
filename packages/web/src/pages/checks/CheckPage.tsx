import { getRouteApi, Link } from '@tanstack/react-router';
import { getCheck } from '@doudi/core/api/checks';
import type { Output } from '@doudi/core/api/contract';
import { Button } from 'antd';
import { useState, type ReactNode } from 'react';
import { useCall } from '../../api/hooks.ts';
import { useSession } from '../../app/session.tsx';
import { useT } from '../../i18n/index.tsx';
import { SourceChips } from '../../ui/Chips.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { MatterFiles } from '../../ui/matter-files.tsx';
import { MatterHeading, MatterTrail, Moment } from '../../ui/matter.tsx';
import { DateText, Money } from '../../ui/Text.tsx';
import { Facts, Section, View } from '../../ui/View.tsx';
import { ActForm, type Act } from './forms.tsx';
import { SignForm } from './sign.tsx';
import { ConcludeForm, FormForm, VisitForm } from './visit.tsx';
import '../../styles/office.css';

const route = getRouteApi('/checks/$id');
type Check = Output<typeof getCheck>;

/** One check: what is left to do and by whom, what was seen, what the two found, what came of it. */
export function CheckPage(): ReactNode {
  const { id } = route.useParams();
  const query = useCall(getCheck, { params: { id } }, { keep: true });
  return <div className="page"><View query={query}>{(check) => <Whole key={check.head.id} check={check} />}</View></div>;
}

const ORDER = ['visit', 'form', 'countersign', 'object', 'paper', 'recompute', 'behalf', 'third', 'conclude', 'raise', 'replace', 'giveUp'] as const;

function Whole({ check }: { readonly check: Check }): ReactNode {
  const t = useT();
  const { may } = useSession();
  const [act, setAct] = useState<Act | null>(null);
  const close = (): void => setAct(null);
  const main = check.may.includes('conclude') ? 'conclude' : ORDER.find((a) => check.may.includes(a) && !(a === 'visit' && check.visits.length > 0) && !(a === 'form' && check.points.every((p) => p.answer !== null) && !check.sheet?.objection) && !(a === 'countersign' && check.sheet?.objection));
  return (
    <>
      <MatterHeading item={check.head}>
        <p className="row-line">
          <span>{check.programmeName}</span><span>{check.partText}{check.ground ? `：${check.ground}` : ''}</span>
          {check.home ? <span className="tag tag-on">{t('check.home')}</span> : null}{check.homeSource ? <SourceChips source={check.homeSource} /> : null}
          {check.draw ? <span><Link to="/draws/$id/results" params={{ id: check.draw.id }}>{t('check.fromDraw', { number: check.draw.number })}</Link></span> : null}
          <span><Link to="/checks/$id/print" params={{ id: check.head.id }}>{t('check.print')}</Link></span>
          {check.head.aboutCase !== null && may('rectify.read') ? <span><Link to="/cases/$id/responsible" params={{ id: check.head.aboutCase }}>{t('check.responsible')}</Link></span> : null}
        </p>
        {check.place !== null && check.head.aboutCase === null ? <p className="muted">{t('check.fileLater')}</p> : null}
        {check.left.length > 0 ? <p className="says">{t('check.left')}：{check.left.join('；')}</p> : null}
        {check.may.length > 0 ? <div className="buttons row-line">{ORDER.filter((a) => a !== 'raise' && check.may.includes(a)).map((a) => <Button key={a} type={a === main ? 'primary' : 'default'} onClick={() => setAct({ name: a })}>{t(`check.do.${a}`)}</Button>)}</div> : null}
      </MatterHeading>
      <Section title={t('check.pair')}>
        <Facts items={[
          ...check.pair.map((c, i): readonly [string, ReactNode] => [t('check.nth', { n: i + 1 }), <span key={i}>{c ? `${c.name}${c.organisation ? `（${c.organisation}）` : ''}` : <b className="bad">▲ {t('check.nobody')}</b>} {check.entered[i] ? <span className="tag tag-on">● {t('check.entered')}</span> : <span className="tag">○ {t('check.notEntered')}</span>}{check.barred[i] ? <> <b className="bad">▲ {t('check.barred')}</b></> : null}<Opened at={check.opened[i]} /></span>]),
          [t('check.address'), check.address], [t('check.household'), check.household.map((m) => `${m.relation} ${m.name}（${m.age}）`).join('、')],
          check.givenUp ? [t('check.givenUp'), check.givenUp.reason] : null,
        ]} />
      </Section>
      {check.visits.length > 0 ? (
        <Section title={t('check.visits')}>
          <DataTable caption={t('check.visits')} rows={check.visits} rowKey={(v) => `${v.at}${v.meansText}`} empty={null} columns={[
            { key: 'means', title: t('check.means'), render: (v) => v.meansText },
            { key: 'at', title: t('matter.at'), render: (v) => <><DateText date={v.at.slice(0, 10)} short /> {v.at.slice(11)}<br /><span className="muted">{v.place}</span></> },
            { key: 'met', title: t('check.met'), render: (v) => <>{v.met.join('、')}{v.signed ? <><br />{t('check.signedBy', { name: v.signed })}</> : null}{v.unsigned ? <><br /><span className="muted">{t('check.unsignedFor', v.unsigned)}</span></> : null}</> },
            { key: 'text', title: t('check.seen'), render: (v) => <>{v.text}{v.photos.length > 0 ? <><br /><MatterFiles files={v.photos} /></> : null}</> },
            { key: 'by', title: t('matter.by'), render: (v) => v.by },
          ]} />
        </Section>
      ) : null}
      {check.compared ? <Compared check={check} compared={check.compared} /> : <Section title={t('check.blind')}><p className="muted">{t('check.blindSays')}</p></Section>}
      {check.points.some((p) => p.answer !== null) ? (
        <Section title={t('check.form')} aside={check.pointsSource ? <SourceChips source={check.pointsSource} /> : null}>
          <Signed check={check} />
          <DataTable caption={t('check.form')} rows={check.points} rowKey={(p) => p.id} empty={null} columns={[
            { key: 'aspect', title: t('check.aspect'), render: (p) => p.aspectText, width: '7em' }, { key: 'text', title: t('check.point'), render: (p) => <span title={p.req.join('、') || undefined}>{p.text}</span> },
            { key: 'answer', title: t('check.answer'), render: (p) => (p.answer === 'no' ? <b className="bad">▲ {t('check.no')}</b> : p.answer ? t(`check.${p.answer}`) : ''), width: '6em' }, { key: 'words', title: t('check.words'), render: (p) => p.words ?? '' },
          ]} />
        </Section>
      ) : null}
      {check.concluded ? <Conclusion check={check} onRaise={(finding) => setAct({ name: 'raise', finding })} /> : null}
      <MatterTrail id={check.head.id} />
      {act?.name === 'visit' ? <VisitForm check={check} onClose={close} /> : act?.name === 'form' ? <FormForm check={check} onClose={close} /> : act?.name === 'conclude' ? <ConcludeForm check={check} onClose={close} /> : act?.name === 'countersign' || act?.name === 'object' || act?.name === 'paper' ? <SignForm name={act.name} check={check} onClose={close} /> : act ? <ActForm act={act} check={check} onClose={close} /> : null}
    </>
  );
}

/** That somebody opened the case file before finding for themselves: what they find is no blind finding. */
function Opened({ at }: { readonly at: string | null | undefined }): ReactNode {
  const t = useT();
  return at ? <span className="muted"> {t('check.openedAt')} <Moment at={at} /></span> : null;
}

/** Which version of the form it is, who filled and who signed it, and why somebody does not. */
function Signed({ check }: { readonly check: Check }): ReactNode {
  const t = useT();
  const { sheet } = check;
  if (!sheet) return check.concluded ? null : <p className="muted">{t('check.unsignedForm')}</p>;
  return (
    <>
      <p className="row-line">
        <span>{t('check.version', { n: sheet.version })}</span>
        <span>{t('check.filledBy', { name: sheet.by })} <DateText date={sheet.on} short /></span>
        {sheet.signatures.map((s, i) => <span key={i} className={s ? 'good' : ''}>{s ? '●' : '○'} {check.pair[i]?.name ?? t('check.nobody')} {s ? <>{t('check.signedForm')} <DateText date={s.on} short />{s.paper.length > 0 ? <> <MatterFiles files={s.paper} /></> : null}</> : t('check.notSigned')}</span>)}
      </p>
      {sheet.objection ? <p className="says"><b className="bad">▲ {t('check.objected', { name: sheet.objection.by })}</b> {sheet.objection.text}{sheet.objection.paper.length > 0 ? <> <MatterFiles files={sheet.objection.paper} /></> : null}</p> : null}
    </>
  );
}

/** The sums side by side: what was decided, what each of the two found, and the third where they differ. */
function Compared({ check, compared }: { readonly check: Check; readonly compared: NonNullable<Check['compared']> }): ReactNode {
  const t = useT();
  const unit = check.once ? '' : t('check.aMonth');
  const sides = [...compared.entries.map((e, i) => ({ name: check.pair[i]?.name ?? t('check.nth', { n: i + 1 }), e, text: null as string | null })), ...(compared.third ? [{ name: t('check.third', { name: compared.third.by }), e: compared.third, text: compared.third.text }] : [])];
  return (
    <Section title={t('check.compared')} aside={compared.same || compared.third ? <b className={compared.wrong ? 'bad' : 'good'}>{compared.wrong ? '▲' : '●'} {compared.text}</b> : <b className="bad">▲ {t('check.differ')}</b>}>
      <div className="clash-sides">
        <div className="side-of"><span>{t('check.stated')} <span className="muted">{t('check.lawOf')} <DateText date={compared.stated.lawOn} short /></span></span><b>{compared.stated.outcome === 'grant' ? <><Money fen={compared.stated.fen} />{unit}</> : t('check.refusedThen')}</b></div>
        {sides.map((s) => (
          <div key={s.name} className="side-of">
            <span>{s.name} <span className="muted"><DateText date={s.e.on} short /></span></span>
            <b>{s.e.sum.eligible ? <>{s.e.sum.minFen < s.e.sum.fen ? <><Money fen={s.e.sum.minFen} bare />–</> : null}<Money fen={s.e.sum.fen} />{unit}</> : t('check.notEligible')}</b>
            <span>{s.e.sum.differenceText}</span>
            <Opened at={s.e.opened} />
            {s.e.sum.grounds.length > 0 ? <span className="muted">{s.e.sum.grounds.join('；')}</span> : null}
            <span className="muted">{t('check.foundLine', { persons: s.e.sum.persons, incomes: s.e.found.incomes.length, properties: s.e.found.properties.length })}</span>
            {s.e.found.incomes.map((x, i) => <span key={i} className="muted">{check.household.find((m) => m.person === x.person)?.name ?? t('check.newPerson')} {t(`income.${x.kind}`)} <Money fen={x.monthly} /></span>)}
            {s.text ? <span>{s.text}</span> : null}
            {s.e.files.length > 0 ? <MatterFiles files={s.e.files} /> : null}
          </div>
        ))}
      </div>
    </Section>
  );
}

function Conclusion({ check, onRaise }: { readonly check: Check; readonly onRaise: (finding: string) => void }): ReactNode {
  const t = useT();
  const { concluded } = check;
  if (!concluded) return null;
  return (
    <Section title={t('check.conclusion')} aside={<span className="muted">{concluded.by} <DateText date={concluded.on} short /></span>}>
      <p>{concluded.text}</p>
      {concluded.explained ? <p className="muted">{t('check.explained')}：{concluded.explained}</p> : null}
      <DataTable caption={t('check.findings')} rows={check.findings} rowKey={(f) => f.id} empty={<p>{t('check.clean')}</p>} columns={[
        { key: 'class', title: t('check.failing'), render: (f) => <>{f.failingText}<br /><span className="muted">{f.aspectText} · {f.severityText}</span></> },
        { key: 'text', title: t('check.finding'), render: (f) => <>{f.text}{f.point ? <><br /><span className="muted">{f.point}</span></> : null}</> },
        { key: 'wrong', title: t('check.wrong'), render: (f) => (f.wrong ? <>{f.wrongText}{f.fen > 0 ? <> <Money fen={f.fen} />{check.once ? '' : t('check.aMonth')}</> : null}</> : '') },
        { key: 'state', title: t('check.rectification'), render: (f) => (f.rectification ? <><Link to="/rectifications/$id" params={{ id: f.rectification.id }}>{f.rectification.number}</Link> {f.settledOn ? <span className="good">● {t('check.settled')} <DateText date={f.settledOn} short /></span> : <span className="muted">○ {t('check.rectifying')}</span>}</> : check.may.includes('raise') ? <Button size="small" type="primary" onClick={() => onRaise(f.id)}>{t('check.do.raise')}</Button> : <span className="muted">{t('check.notRaised')}</span>) },
      ]} />
    </Section>
  );
}
