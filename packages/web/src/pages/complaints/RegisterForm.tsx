import { logCall, lodgeSuit, registerComplaint } from '@doudi/core/api/complaints';
import type { Output } from '@doudi/core/api/contract';
import { ANSWER_WAY_LABELS, ANSWER_WAYS, CHANNEL_LABELS, CHANNELS, COMPLAINT_KINDS, KIND_LABELS, SUBJECT_LABELS, SUBJECTS, SUIT_KINDS, type Channel, type ComplaintKind, type Subject, type SuitKind } from '@doudi/core/complaint/words';
import type { ReactNode } from 'react';
import { useSession } from '../../app/session.tsx';
import type { FormState } from '../../forms/form.ts';
import { CheckField, DateField, RadioField, SelectField, TextField, TimeField } from '../../forms/inputs.tsx';
import { useT } from '../../i18n/index.tsx';
import { FormDrawer } from '../../ui/FormDrawer.tsx';
import { choices, offices, people, type Counter, type Desk } from './options.ts';

type Answer = 'yes' | 'no';
interface Said {
  channel: Channel; kind: ComplaintKind; receivedOn: string; named: Answer; name: string; phone: string; address: string;
  subject: Subject; unit: string; caseNumber: string; staff: string; text: string; wanted: string; reply: (typeof ANSWER_WAYS)[number]; box: string; passUp: boolean; answer: string;
}

/** Who, what, about whom, how they want to be answered: one page at the counter or the telephone. */
export function RegisterForm({ desk, onClose, onDone }: { readonly desk: Counter; readonly onClose: () => void; readonly onDone: (a: Output<typeof registerComplaint>) => void }): ReactNode {
  const t = useT();
  return (
    <FormDrawer<typeof registerComplaint, Said> wide title={t('complaint.register')} submit={t('complaint.register')} contract={registerComplaint} draft="complaint" initial={() => ({ channel: 'visit', receivedOn: desk.today, named: 'yes', ...(desk.own === null ? {} : { unit: desk.own }) })}
      body={(v) => ({
        kind: v.kind, channel: v.channel, receivedOn: v.receivedOn, named: v.named !== 'no', contact: v.named === 'no' ? {} : { ...(v.name ? { name: v.name } : {}), ...(v.phone ? { phone: v.phone } : {}), ...(v.address ? { address: v.address } : {}) },
        about: { kind: v.subject, ...(v.unit ? { unit: v.unit } : {}), ...(v.subject === 'household' && v.caseNumber ? { caseNumber: v.caseNumber } : {}), ...(v.subject === 'staff' && v.staff ? { staff: v.staff } : {}) },
        text: v.text, ...(v.wanted ? { wanted: v.wanted } : {}), ...(v.reply ? { reply: v.reply } : {}), passUp: v.passUp ?? false, ...(v.answer && v.kind === 'enquiry' ? { answer: v.answer } : {}), ...(v.channel === 'box' && v.box ? { box: v.box } : {}),
      })}
      fields={(form) => <Said form={form} desk={desk} />} onClose={onClose} onDone={onDone} />
  );
}

function Said({ form, desk }: { readonly form: FormState<Said>; readonly desk: Counter }): ReactNode {
  const t = useT();
  const v = form.values;
  return (
    <>
      <SelectField label={t('complaint.channel')} bind={form.bind('channel')} options={choices(CHANNELS.filter((c) => c !== 'online'), CHANNEL_LABELS)} first />
      {v.channel === 'box' ? <SelectField label={t('complaint.box')} bind={form.bind('box')} options={desk.boxes.map((b) => ({ value: b.id, label: b.name }))} /> : null}
      <RadioField label={t('complaint.kind')} bind={form.bind('kind')} options={choices(COMPLAINT_KINDS, KIND_LABELS)} />
      <RadioField label={t('complaint.named')} bind={form.bind('named')} options={[{ value: 'yes', label: t('complaint.named.yes'), hint: t('complaint.named.yesHint') }, { value: 'no', label: t('complaint.named.no'), hint: t('complaint.named.noHint') }]} />
      {v.named === 'no' ? null : (
        <>
          <TextField label={t('complaint.name')} bind={form.bind('name')} maxLength={30} />
          <TextField label={t('complaint.phone')} bind={form.bind('phone')} maxLength={20} inputMode="tel" optional />
          <TextField label={t('complaint.address')} bind={form.bind('address')} maxLength={100} optional />
        </>
      )}
      <SelectField label={t('complaint.subject')} bind={form.bind('subject')} options={choices(SUBJECTS, SUBJECT_LABELS)} />
      <SelectField label={t('complaint.unit')} bind={form.bind('unit')} options={offices(desk)} blank={t('complaint.unitUnknown')} optional />
      {v.subject === 'household' ? <TextField label={t('complaint.caseNumber')} hint={t('complaint.caseNumberHint')} bind={form.bind('caseNumber')} maxLength={60} optional /> : null}
      {v.subject === 'staff' && desk.staff.length > 0 ? <SelectField label={t('complaint.staff')} bind={form.bind('staff')} options={people(desk).map((o) => ({ value: o.value, label: `${o.label}（${o.hint ?? ''}）` }))} optional /> : null}
      <TextField label={t('complaint.text')} hint={t('complaint.textHint')} bind={form.bind('text')} rows={6} maxLength={2000} />
      <TextField label={t('complaint.wanted')} bind={form.bind('wanted')} maxLength={500} optional />
      <SelectField label={t('complaint.reply')} bind={form.bind('reply')} options={choices(ANSWER_WAYS.filter((w) => w !== 'kept'), ANSWER_WAY_LABELS)} optional />
      <DateField label={t('complaint.receivedOn')} bind={form.bind('receivedOn')} max={desk.today} />
      {v.kind === 'enquiry' ? <TextField label={t('complaint.answerNow')} hint={t('complaint.answerNowHint')} bind={form.bind('answer')} rows={3} maxLength={1000} optional /> : null}
      {desk.own === null ? null : <CheckField label={t('complaint.passUp')} hint={t('complaint.passUpHint')} bind={form.bind('passUp')} />}
    </>
  );
}

/** A suit that reached the bureau, the respondent. */
export function LodgeForm({ desk, onClose, onDone }: { readonly desk: Desk; readonly onClose: () => void; readonly onDone: (id: string) => void }): ReactNode {
  const t = useT();
  return (
    <FormDrawer<typeof lodgeSuit, { kind: SuitKind; organ: string; docket: string; receivedOn: string; name: string; caseNumber: string; claim: string }> title={t('complaint.lodge')} submit={t('complaint.lodge')} contract={lodgeSuit} draft="suit" initial={() => ({ receivedOn: desk.today })}
      body={({ name, docket, caseNumber, ...v }) => ({ ...v, party: name ? { name } : {}, ...(docket ? { docket } : {}), ...(caseNumber ? { caseNumber } : {}) })} fields={(form) => (
        <>
          <RadioField label={t('complaint.kind')} bind={form.bind('kind')} options={choices(SUIT_KINDS, KIND_LABELS)} first />
          <TextField label={t('complaint.organ')} bind={form.bind('organ')} maxLength={60} />
          <TextField label={t('complaint.docket')} bind={form.bind('docket')} maxLength={60} optional />
          <DateField label={t('complaint.receivedOn')} bind={form.bind('receivedOn')} max={desk.today} />
          <TextField label={t('complaint.party')} bind={form.bind('name')} maxLength={30} />
          <TextField label={t('complaint.caseNumber')} bind={form.bind('caseNumber')} maxLength={60} optional />
          <TextField label={t('complaint.claim')} bind={form.bind('claim')} rows={5} maxLength={2000} />
        </>
      )} onClose={onClose} onDone={(a) => onDone(a.id)} />
  );
}

/** A call that needs no more work, or was missed. */
export function CallForm({ desk, onClose }: { readonly desk: Desk; readonly onClose: () => void }): ReactNode {
  const t = useT();
  const { session } = useSession();
  return (
    <FormDrawer<typeof logCall, { line: string; at: string; answered: Answer; resolved: boolean; note: string }> title={t('complaint.call')} says={t('complaint.callHint')} submit={t('complaint.call')} contract={logCall} draft="call" initial={() => ({ at: session.now.slice(0, 16), answered: 'yes', ...(desk.lines[0] ? { line: desk.lines[0].id } : {}) })}
      body={(v) => ({ line: v.line, at: v.at, answered: v.answered !== 'no', resolved: v.answered !== 'no' && (v.resolved ?? false), note: v.note ?? '' })} fields={(form) => (
        <>
          <SelectField label={t('complaint.line')} bind={form.bind('line')} options={desk.lines.map((l) => ({ value: l.id, label: `${l.name} ${l.number}` }))} first />
          <TimeField label={t('complaint.callAt')} bind={form.bind('at')} />
          <RadioField label={t('complaint.callAnswered')} bind={form.bind('answered')} options={[{ value: 'yes', label: t('complaint.yes') }, { value: 'no', label: t('complaint.no') }]} />
          {form.values.answered === 'no' ? null : <CheckField label={t('complaint.resolved')} bind={form.bind('resolved')} />}
          <TextField label={t('complaint.note')} bind={form.bind('note')} maxLength={200} optional />
        </>
      )} onClose={onClose} onDone={onClose} />
  );
}
