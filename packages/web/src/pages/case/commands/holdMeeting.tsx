import { meetingSetup, type BodyView } from '@doudi/core/api/meetings';
import type { Output } from '@doudi/core/api/contract';
import { atLeast } from '@doudi/core/case/meetings/tally';
import { useEffect, type ReactNode } from 'react';
import { useCall } from '../../../api/hooks.ts';
import { inside, type FormState } from '../../../forms/form.ts';
import { ChecksField, DateField, NumberField, RadioField, TextField } from '../../../forms/inputs.tsx';
import { FilesField } from '../../../forms/pickers.tsx';
import { hasText, useT, type TextKey } from '../../../i18n/index.tsx';
import { SourceChips } from '../../../ui/Chips.tsx';
import { View } from '../../../ui/View.tsx';
import { Counts, Seats } from './Attendance.tsx';
import { ConsultationPart, FixedSum, tidyMeeting } from './MeetingParts.tsx';
import type { CommandForm, FieldsProps, Input } from './spec.ts';

type Setup = Output<typeof meetingSetup>['bodies'][number];
type Form = FormState<Input<'holdMeeting'>>;

/** One form for every body: who was there, live quorum, votes, what was gone through, minutes, papers. */
export const holdMeetingForm: CommandForm<'holdMeeting'> = {
  wide: true,
  initial: (c) => ({ on: c.today, votesAgainst: 0, abstained: 0, photos: [], signatures: [] }),
  tidy: tidyMeeting,
  Fields: function HoldMeeting(p) {
    const t = useT();
    const setup = useCall(meetingSetup, { params: { id: p.view.id } });
    return <View query={setup}>{(s) => (s.bodies.length === 0 ? <p>{t('meet.none')}</p> : <Bodies {...p} setups={s.bodies} />)}</View>;
  },
};

/** Fills the register in for the chosen body; what was typed for a member stays. */
function settle(form: Form, s: Setup): void {
  form.update((v) => {
    const members = s.members.map((m) => v.members?.find((x) => x.member === m.id) ?? { member: m.id, kind: m.kind, state: m.related ? ('recused' as const) : ('present' as const), reason: m.related ? '近亲属' : '' });
    const counts = s.body.composition === 'counted' ? s.body.members.map((k) => v.counts?.find((x) => x.kind === k.id) ?? { kind: k.id, expected: 0, present: 0, recused: 0 }) : [];
    const same = v.body === s.body.id;
    return { ...v, body: s.body.id, members: s.body.composition === 'named' ? members : [], counts, stages: same ? v.stages : [], ...(same ? {} : { inquiry: undefined, report: undefined, fixedFen: undefined, consultation: s.body.kind === 'consultation' ? { route: 'jointMeeting', difficulties: '', risks: '', measures: [], duties: [] } : undefined }) };
  });
}

function Bodies({ setups, ...p }: FieldsProps<'holdMeeting'> & { readonly setups: readonly Setup[] }): ReactNode {
  const t = useT();
  const { form, view } = p;
  const open = setups.filter((s) => view.steps.some((x) => x.step === s.step && x.state === 'open'));
  const list = open.length > 0 ? open : setups;
  const chosen = list.find((s) => s.body.id === form.values.body) ?? list[0];
  const stale = chosen && (form.values.body !== chosen.body.id || (chosen.body.composition === 'named' && (form.values.members?.length !== chosen.members.length || chosen.members.some((m) => !form.values.members?.some((x) => x.member === m.id)))));
  useEffect(() => {
    if (chosen && stale) settle(form, chosen);
  });
  if (!chosen) return null;
  return (
    <>
      {list.length > 1 ? <RadioField label={t('f.body')} bind={{ ...form.bind('body'), set: (id) => { const s = list.find((x) => x.body.id === id); if (s) settle(form, s); } }} options={list.map((s) => ({ value: s.body.id, label: s.body.name }))} first /> : (
        <p className="says"><b>{chosen.body.name}</b> · {chosen.stepText} <SourceChips source={chosen.body.source} /></p>
      )}
      {chosen.body.rules && !chosen.rulesOnFile ? <p className="notice">{t('meet.noRules')}</p> : null}
      {stale ? null : <Meeting {...p} s={chosen} />}
    </>
  );
}

/** Those who count: called, present, with a vote, by kind. The same counting as the rule's. */
function tally(form: Form, body: BodyView): { expected: number; present: number; recused: number; voters: number; ofKind: (id: string) => number; representatives: number } {
  const { members = [], counts = [] } = form.values;
  const votes = (kind: string): boolean => body.members.find((k) => k.id === kind)?.votes ?? true;
  const reps = (kind: string): boolean => body.members.find((k) => k.id === kind)?.representative ?? false;
  const sum = (l: readonly number[]): number => l.reduce((a, b) => a + b, 0);
  if (body.composition === 'named') {
    const here = members.filter((m) => m.state === 'present');
    const recused = members.filter((m) => m.state === 'recused').length;
    return { expected: members.length - recused, present: here.length, recused, voters: here.filter((m) => votes(m.kind)).length, ofKind: (id) => members.filter((m) => m.kind === id).length, representatives: here.filter((m) => reps(m.kind)).length };
  }
  return {
    expected: sum(counts.map((k) => Math.max(0, k.expected - (k.recused ?? 0)))), present: sum(counts.map((k) => k.present)), recused: sum(counts.map((k) => k.recused ?? 0)), voters: sum(counts.filter((k) => votes(k.kind)).map((k) => k.present)),
    ofKind: (id) => counts.find((k) => k.kind === id)?.expected ?? 0, representatives: sum(counts.filter((k) => reps(k.kind)).map((k) => k.present)),
  };
}

/** What still stands in the way of a decision, while the list is filled in. */
function Quorum({ form, s }: { readonly form: Form; readonly s: Setup }): ReactNode {
  const t = useT();
  const { body } = s;
  const kin = s.members.filter((m) => m.related && form.values.members?.some((x) => x.member === m.id && x.state === 'present'));
  const n = tally(form, body);
  const { presentMin, presentPercent, membersMin, membersMax, representativesPercent } = body.limits;
  const needed = Math.max(presentMin?.value ?? 1, atLeast(n.expected, presentPercent?.value ?? 0), 1);
  const short = needed - n.present;
  const reps = representativesPercent ? atLeast(n.present, representativesPercent.value) - n.representatives : 0;
  const size = n.expected + n.recused;
  const outside = membersMin && size < membersMin.value ? membersMin : membersMax && size > membersMax.value ? membersMax : null;
  const lacking = body.members.filter((k) => n.ofKind(k.id) < k.min);
  const source = presentMin && presentMin.value >= needed ? presentMin.source : presentPercent?.source;
  return (
    <div className={`quorum ${short > 0 || lacking.length > 0 || reps > 0 || kin.length > 0 ? 'quorum-short' : 'quorum-ok'}`} role="status" data-quorum={short > 0 ? 'short' : 'ok'}>
      <p>{short > 0 ? '■' : '✓'} {t(short > 0 ? 'meet.quorumShort' : 'meet.quorumOk', { expected: n.expected, present: n.present, needed, n: short })} {n.recused > 0 ? t('meet.recusedToo', { n: n.recused }) : null} {source ? <SourceChips source={source} /> : null}</p>
      {kin.length > 0 ? <p>■ {t('meet.kinPresent', { who: kin.map((m) => m.name).join('、') })}</p> : null}
      {lacking.length > 0 ? <p>■ {t('meet.kindMissing', { what: lacking.map((k) => k.label).join('、') })}</p> : null}
      {reps > 0 ? <p>■ {t('meet.repsShort', { label: body.members.find((k) => k.representative)?.label ?? '', reps: n.representatives, percent: (representativesPercent?.value ?? 0).toFixed(1), n: reps })} {representativesPercent ? <SourceChips source={representativesPercent.source} /> : null}</p> : null}
      {outside ? <p>▲ {t('meet.size', { label: outside.label, limit: outside.value, n: size })} <SourceChips source={outside.source} /></p> : null}
    </div>
  );
}

function Votes({ form, body }: { readonly form: Form; readonly body: BodyView }): ReactNode {
  const t = useT();
  const { voters } = tally(form, body);
  const { votesFor, votesAgainst = 0, abstained = 0 } = form.values;
  const votes = (votesFor ?? 0) + votesAgainst + abstained;
  const least = atLeast(voters, body.limits.passPercent?.value ?? 0);
  return (
    <fieldset className="box">
      <legend>{t(`meet.subject.${body.subject}`)}{body.ballot === 'secret' ? ` · ${t('meet.secret')}` : ''}</legend>
      <div className="row">
        <NumberField label={t('f.votesFor')} bind={form.bind('votesFor')} unit={t('unit.vote')} />
        <NumberField label={t('f.votesAgainst')} bind={form.bind('votesAgainst')} unit={t('unit.vote')} />
        <NumberField label={t('f.abstained')} bind={form.bind('abstained')} unit={t('unit.vote')} />
        <button type="button" className="link votes-all" onClick={() => form.update((v) => ({ ...v, votesFor: voters, votesAgainst: 0, abstained: 0 }))}>{t('f.allFor')}</button>
      </div>
      <p className="hint" role="status">
        {votesFor === undefined ? null : <span className={votes === voters ? 'good' : 'bad'}>{t(votes === voters ? 'meet.votesOk' : 'meet.votesOff', { votes, voters })}</span>} {t('meet.passWith', { n: least })} {votesFor === undefined || votes !== voters ? null : <b>{t(votesFor >= least && voters > 0 ? 'meet.carried' : 'meet.lost')}</b>} {body.limits.passPercent ? <SourceChips source={body.limits.passPercent.source} /> : null}
      </p>
      {hasText(`meet.effect.${body.effect}`) ? <p className="hint">{t(`meet.effect.${body.effect}` as TextKey)}</p> : null}
    </fieldset>
  );
}

function Meeting({ form, view, today, s }: FieldsProps<'holdMeeting'> & { readonly s: Setup }): ReactNode {
  const t = useT();
  const { body } = s;
  const inquiry = inside(form.bind('inquiry'));
  const last = body.subject === 'resolution' ? view.meetings.findLast((m) => m.report !== '') : undefined;
  return (
    <>
      {last ? <blockquote className="report-text"><small>{t('meet.reportOf', { on: last.on })}</small><p>{last.report}</p></blockquote> : null}
      <div className="row">
        <DateField label={t('f.meetingOn')} bind={form.bind('on')} max={today} />
        <TextField label={t('f.place')} bind={form.bind('place')} maxLength={100} />
        <TextField label={t('f.chair')} bind={form.bind('chair')} maxLength={40} />
        <TextField label={t('f.recorder')} bind={form.bind('recorder')} maxLength={40} optional />
      </div>
      {body.composition === 'named' ? <Seats form={form} body={body} members={s.members} /> : <Counts form={form} body={body} />}
      <Quorum form={form} s={s} />
      {body.inquiry ? (
        <fieldset className="box">
          <legend>{t('f.inquiryBox')} <SourceChips source={body.inquiry.source} /></legend>
          <ChecksField label={t('f.inquiry')} bind={inquiry('means')} options={body.inquiry.means.map((m) => ({ value: m.id, label: m.label }))} />
          <TextField label={t('f.inquiryWith', { who: body.inquiry.with })} bind={inquiry('with')} maxLength={60} />
        </fieldset>
      ) : null}
      {body.stages.length > 0 ? <ChecksField label={t('f.stages')} bind={form.bind('stages')} options={body.stages.map((x) => ({ value: x.id, label: x.label }))} optional={!body.stagesRequired} all /> : null}
      {form.values.consultation ? <ConsultationPart form={form} view={view} today={today} /> : null}
      <FixedSum form={form} view={view} body={body} />
      <Votes form={form} body={body} />
      {body.report ? <TextField label={body.report} bind={form.bind('report')} rows={5} maxLength={4000} /> : null}
      <TextField label={t('f.minutes')} bind={form.bind('minutes')} rows={6} maxLength={4000} phrases="minutes" />
      <FilesField label={t('f.signatures')} bind={form.bind('signatures')} caseId={view.id} optional={!body.proof.includes('signatures')} />
      <FilesField label={t('f.meetingPhotos')} bind={form.bind('photos')} caseId={view.id} optional={!body.proof.includes('photos')} />
    </>
  );
}
