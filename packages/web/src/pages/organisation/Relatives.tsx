import { Link } from '@tanstack/react-router';
import type { Output } from '@doudi/core/api/contract';
import { answerRelation, answerRemoval, fileRelative, listRelativeHouseholds, listRelatives, removeRelative } from '@doudi/core/api/organisation';
import { COUNTY_WIDE } from '@doudi/core/rights/permissions';
import { useState, type ReactNode } from 'react';
import { useCall } from '../../api/hooks.ts';
import { useSession } from '../../app/session.tsx';
import { useWhoMay } from '../../app/who.ts';
import { CheckField, RadioField, SelectField, TextField } from '../../forms/inputs.tsx';
import { OneStaffField } from '../../forms/pickers.tsx';
import { useLocale, useT } from '../../i18n/index.tsx';
import { shortDate } from '../../lib/dates.ts';
import { SourceChips } from '../../ui/Chips.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { ExplainedButton } from '../../ui/Explained.tsx';
import { FormDrawer } from '../../ui/FormDrawer.tsx';
import { Section, View } from '../../ui/View.tsx';
import type { Organisation } from './OrganisationPage.tsx';

type Relative = Output<typeof listRelatives>['items'][number];
type Question = Output<typeof listRelativeHouseholds>['questions'][number];

/** 近亲属备案: the register against which every application is matched. */
export function Relatives({ org }: { readonly org: Organisation }): ReactNode {
  const { t, locale } = useLocale();
  const why = useWhoMay()('relative.file');
  const { session } = useSession();
  const whyAnswer = useWhoMay()('relative.answer');
  const whole = COUNTY_WIDE.includes(session.post);
  // What was taken out stays in sight, with who and why.
  const [removed, setRemoved] = useState(true);
  const query = useCall(listRelatives, { query: { removed: removed ? 'true' : 'false' } }, { keep: true });
  const [filing, setFiling] = useState(false);
  const [removing, setRemoving] = useState<Relative | null>(null);
  const [answering, setAnswering] = useState<Relative | null>(null);
  const [done, setDone] = useState<string | null>(null);
  return (
    <View query={query}>
      {(register) => (
        <>
          <p className="says">{t('rel.says')} <SourceChips source={register.source} /></p>
          <div className="row-line">
            <ExplainedButton type="primary" why={why} onClick={() => { setDone(null); setFiling(true); }}>{t('rel.file')}</ExplainedButton>
            <label className="choice"><input type="checkbox" checked={removed} onChange={(e) => setRemoved(e.target.checked)} /><span>{t('rel.showRemoved')}</span></label>
          </div>
          {done ? <p className="outcome" role="status">✓ {done}</p> : null}
          <Unfiled unfiled={register.unfiled} villages={register.villages} />
          <Households />
          <h2>{t('rel.register')}</h2>
          <DataTable caption={t('org.tab.relatives')} rows={register.items} rowKey={(r) => r.id} empty={<p>{t('rel.none')}</p>} columns={[
            { key: 'of', title: t('rel.of'), render: (r) => <span>{r.of} <span className="tag">{t(r.ofKind === 'staff' ? 'rel.staff' : 'rel.cadre')}</span></span> },
            { key: 'unit', title: t('office.unit'), render: (r) => r.unit },
            { key: 'relation', title: t('rel.relation'), render: (r) => r.relation ?? <span className="muted">{t('rel.nothing')}</span> },
            { key: 'name', title: t('rel.name'), render: (r) => (r.name === null ? '—' : <>{r.name}{r.idNumber ? <><br /><span className="muted number">{r.idNumber}</span></> : null}</>) },
            { key: 'filed', title: t('rel.filedOn'), render: (r) => <>{shortDate(r.filedOn, locale)}{r.filedBy ? <><br /><span className="muted">{r.filedBy}</span></> : null}</> },
            { key: 'removed', title: t('rel.removedOn'), render: (r) => <Standing of={r} /> },
            { key: 'do', title: t('rel.remove'), render: (r) => (r.removedOn ? null : r.asked ? (whyAnswer ? null : <ExplainedButton size="small" why={whyAnswer} onClick={() => { setDone(null); setAnswering(r); }}>{t('rel.answerRemoval')}</ExplainedButton>)
              : <ExplainedButton size="small" why={r.account === session.account ? t('rel.removeOwn') : why} onClick={() => { setDone(null); setRemoving(r); }}>{t(whole ? 'rel.remove' : 'rel.askRemove')}</ExplainedButton>) },
          ]} />
          {filing ? <File org={org} relations={register.relations} posts={register.staff} onClose={() => setFiling(false)} onDone={(n) => { setFiling(false); setDone(t('rel.filed', { n })); }} /> : null}
          {removing ? <Remove of={removing} whole={whole} onClose={() => setRemoving(null)} onDone={(on) => { setRemoving(null); setDone(t(on === null ? 'rel.removeAsked' : 'rel.removed')); }} /> : null}
          {answering ? <AnswerRemoval of={answering} onClose={() => setAnswering(null)} onDone={(on) => { setAnswering(null); setDone(t(on === null ? 'rel.removeDeclined' : 'rel.removed')); }} /> : null}
        </>
      )}
    </View>
  );
}

const nameOf = (r: Relative, nothing: string): string => `${r.of} ${r.relation ?? nothing}`;

/** In force, asked to be taken out, or taken out: when, by whom and why. */
function Standing({ of: r }: { readonly of: Relative }): ReactNode {
  const { t, locale } = useLocale();
  const reason = r.removeReason ? <><br /><span className="muted">{t('rel.removeWhy', { text: r.removeReason })}</span></> : null;
  if (r.removedOn) return <>{shortDate(r.removedOn, locale)}{r.removedBy ? ` ${r.removedBy}` : ''}{r.asked ? <><br /><span className="muted">{t('rel.askedBy', { by: r.asked.by, on: shortDate(r.asked.on, locale) })}</span></> : null}{reason}</>;
  if (r.asked) return <><b>{t('rel.waitsForCounty')}</b><br /><span className="muted">{t('rel.askedBy', { by: r.asked.by, on: shortDate(r.asked.on, locale) })}</span>{reason}</>;
  return <><span className="good">{t('rel.inForce')}</span>{r.declined ? <><br /><span className="muted">{t('rel.declinedWhy', { text: r.declined })}</span></> : null}</>;
}

interface Answered { readonly of: Relative; readonly onClose: () => void; readonly onDone: (removedOn: string | null) => void }

function Remove({ of: r, whole, onClose, onDone }: Answered & { readonly whole: boolean }): ReactNode {
  const t = useT();
  const title = t(whole ? 'rel.remove' : 'rel.askRemove');
  return (
    <FormDrawer<typeof removeRelative, { reason: string }> title={`${title}：${nameOf(r, t('rel.nothing'))}`} says={t(whole ? 'rel.removeSays' : 'rel.askRemoveSays')} submit={title} contract={removeRelative} draft={`unrelate:${r.id}`} params={{ id: r.id }}
      fields={(form) => <TextField label={t('rel.removeReason')} hint={t('form.atLeast', { n: 4 })} bind={form.bind('reason')} rows={3} maxLength={300} first />} onClose={onClose} onDone={(a) => onDone(a.removedOn)} />
  );
}

function AnswerRemoval({ of: r, onClose, onDone }: Answered): ReactNode {
  const t = useT();
  return (
    <FormDrawer<typeof answerRemoval, { agree: 'yes' | 'no'; text?: string }> title={`${t('rel.answerRemoval')}：${nameOf(r, t('rel.nothing'))}`} says={<>{t('rel.removeWhy', { text: r.removeReason ?? '' })}</>} submit={t('rel.answerRemoval')} contract={answerRemoval} draft={`unrelate-answer:${r.id}`} params={{ id: r.id }}
      body={(v) => ({ ...(v.agree === undefined ? {} : { agree: v.agree === 'yes' }), ...(v.agree === 'no' ? { text: v.text ?? '' } : {}) })}
      fields={(form) => (
        <>
          <RadioField label={t('rel.answerRemoval')} bind={form.bind('agree')} first options={[{ value: 'yes', label: t('rel.agreeRemoval') }, { value: 'no', label: t('rel.declineRemoval') }]} />
          {form.values.agree === 'no' ? <TextField label={t('rel.declineReason')} hint={t('form.atLeast', { n: 4 })} bind={form.bind('text')} rows={3} maxLength={300} /> : null}
        </>
      )} onClose={onClose} onDone={(a) => onDone(a.removedOn)} />
  );
}

/** Officers who have filed neither a relative nor that there is none, and how many villages have filed. */
function Unfiled({ unfiled, villages }: Pick<Output<typeof listRelatives>, 'unfiled' | 'villages'>): ReactNode {
  const t = useT();
  return (
    <Section title={t('rel.unfiled')}>
      {unfiled.length === 0 ? <p><span className="good">●</span> {t('rel.allFiled')}</p> : <p><b className="bad">▲ {t('rel.unfiledN', { n: unfiled.length })}</b> {unfiled.map((u) => `${u.name}（${u.unit}）`).join('、')}</p>}
      {villages.all > 0 ? <p className="muted">{t('rel.villages', { n: villages.all, m: villages.filed })}</p> : null}
    </Section>
  );
}

/** Relations that seem to be and were not filed: asked, not judged. */
function Questions({ questions }: { readonly questions: readonly Question[] }): ReactNode {
  const { t, locale } = useLocale();
  const why = useWhoMay()('relative.answer');
  const [answering, setAnswering] = useState<Question | null>(null);
  return (
    <Section title={t('rel.questions')}>
      <p className="says">{t('rel.questionsSay')}</p>
      <DataTable caption={t('rel.questions')} rows={questions} rowKey={(q) => q.case + q.account} empty={<p>{t('rel.noQuestions')}</p>} columns={[
        { key: 'case', title: t('errands.case'), render: (q) => <Link to="/cases/$id" params={{ id: q.case }}>{q.applicant} {q.programmeName} {q.number}</Link> },
        { key: 'unit', title: t('office.unit'), render: (q) => q.unit },
        { key: 'who', title: t('rel.question'), render: (q) => <>{t(`rel.asks.${q.kind}`, { who: q.officer })}{q.handled ? <><br /><b className="bad">▲ {t('rel.handled')}</b></> : null}</> },
        { key: 'answer', title: t('rel.answer'), render: (q) => (q.answer ? <>{q.answer.text}<br /><span className="muted">{q.answer.by} {shortDate(q.answer.on, locale)}</span></> : <ExplainedButton size="small" why={why} onClick={() => setAnswering(q)}>{t('rel.doAnswer')}</ExplainedButton>) },
      ]} />
      {answering ? (
        <FormDrawer<typeof answerRelation, { text: string }> title={`${t('rel.doAnswer')}：${answering.officer}`} says={t('rel.answerSays')} submit={t('rel.doAnswer')} contract={answerRelation} draft={`relation:${answering.case}:${answering.account}`} body={(v) => ({ case: answering.case, account: answering.account, text: v.text })}
          fields={(form) => <TextField label={t('rel.answer')} bind={form.bind('text')} rows={3} maxLength={500} first />} onClose={() => setAnswering(null)} onDone={() => setAnswering(null)} />
      ) : null}
    </Section>
  );
}

/** The households behind the register: filed apart, counter-signed, visited by the county, or not yet. */
function Households(): ReactNode {
  const { t, locale } = useLocale();
  const { may } = useSession();
  const query = useCall(listRelativeHouseholds, {}, { keep: true });
  return (
    <View query={query}>
      {(page) => (
        <>
          <h2>{t('rel.households')}</h2>
          <DataTable caption={t('rel.households')} rows={page.items} rowKey={(h) => h.case} empty={<p>{t('rel.noHouseholds')}</p>} columns={[
            { key: 'case', title: t('errands.case'), render: (h) => <Link to="/cases/$id" params={{ id: h.case }}>{h.applicant} {h.programmeName} {h.number}</Link> },
            { key: 'unit', title: t('office.unit'), render: (h) => h.unit },
            { key: 'relation', title: t('rel.relation'), render: (h) => h.relations.join('、') },
            { key: 'found', title: t('rel.filedOn'), render: (h) => shortDate(h.foundOn, locale) },
            { key: 'signed', title: t('cmd.counterSign'), render: (h) => (h.counterSignedOn ? shortDate(h.counterSignedOn, locale) : '—') },
            { key: 'visit', title: t('case.countyVisits'), render: (h) => (h.visitedOn ? `${shortDate(h.visitedOn, locale)} ${t(h.consistent ? 'f.visitConsistent' : 'f.visitDiffers')}` : <b>{t('case.countyVisitMissing')}{h.visitDue ? `（${shortDate(h.visitDue, locale)}）` : ''}</b>) },
            { key: 'state', title: t('office.state'), render: (h) => h.statusText },
          ]} />
          {may('relative.answer') || page.questions.length > 0 ? <Questions questions={page.questions} /> : null}
        </>
      )}
    </View>
  );
}

interface Typed { kind: 'staff' | 'cadre'; account?: string; cadreName?: string; cadreUnit?: string; nothing: boolean; idNumber: string; name: string; relation: string }

function File({ org, relations, posts, onClose, onDone }: { readonly org: Organisation; readonly relations: readonly string[]; readonly posts: readonly string[]; readonly onClose: () => void; readonly onDone: (cases: number) => void }): ReactNode {
  const t = useT();
  const { session } = useSession();
  const villages = org.units.filter((u) => u.valid && (u.kind === 'village' || u.kind === 'community'));
  const above = (key: string | null): string => org.units.find((u) => u.key === key)?.name ?? '';
  // A unit files for its own people and those of its villages; the county for everybody.
  const units = COUNTY_WIDE.includes(session.post) ? undefined : [session.unit.name, ...villages.filter((u) => u.parent === session.unit.key).map((u) => u.name)];
  return (
    <FormDrawer<typeof fileRelative, Typed> title={t('rel.file')} says={t('rel.fileSays')} submit={t('rel.file')} contract={fileRelative} draft="relative" initial={() => ({ kind: 'staff' })}
      body={(v) => ({ ...(v.kind === 'cadre' ? { cadre: { name: v.cadreName ?? '', unit: v.cadreUnit ?? '' } } : { account: v.account }), ...(v.nothing ? { nothing: true } : { idNumber: v.idNumber, name: v.name, relation: v.relation }) })}
      fields={(form) => (
        <>
          <RadioField label={t('rel.kind')} bind={form.bind('kind')} first options={[{ value: 'staff', label: t('rel.staff'), hint: posts.join('、') }, { value: 'cadre', label: t('rel.cadre') }]} />
          {form.values.kind === 'cadre' ? (
            <>
              <SelectField label={t('rel.cadreUnit')} bind={form.bind('cadreUnit')} options={villages.map((u) => ({ value: u.key, label: `${above(u.parent)} ${u.name}` }))} />
              <TextField label={t('rel.cadreName')} bind={form.bind('cadreName')} maxLength={50} />
            </>
          ) : <OneStaffField label={t('rel.staff')} bind={form.bind('account')} {...(units ? { units } : {})} />}
          <CheckField label={t('rel.declareNothing')} bind={form.bind('nothing')} />
          {form.values.nothing ? null : (
            <>
              <TextField label={t('rel.relName')} bind={form.bind('name')} maxLength={50} />
              <TextField label={t('rel.idNumber')} bind={form.bind('idNumber')} maxLength={18} />
              <SelectField label={t('rel.relation')} bind={form.bind('relation')} options={relations.map((r) => ({ value: r, label: r }))} />
            </>
          )}
        </>
      )} onClose={onClose} onDone={(a) => onDone(a.cases)} />
  );
}
