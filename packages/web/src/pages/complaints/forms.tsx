import * as api from '@doudi/core/api/complaints';
import type { ComplaintView } from '@doudi/core/api/complaints';
import { ANSWER_WAY_LABELS, ANSWER_WAYS, CODE_WAY_LABELS, CODE_WAYS, DISPOSAL_LABELS, DISPOSALS, INQUIRIES, INQUIRY_LABELS, SATISFACTION_LABELS, SATISFACTIONS, SUBJECT_LABELS, SUBJECTS, SUIT_RESULT_LABELS, SUIT_RESULTS, TRUTH_LABELS, TRUTHS, type Disposal, type Subject, type SuitResult } from '@doudi/core/complaint/words';
import type { ReactNode } from 'react';
import { ChecksField, DateField, RadioField, SelectField, TextField } from '../../forms/inputs.tsx';
import { useT } from '../../i18n/index.tsx';
import { FormDrawer } from '../../ui/FormDrawer.tsx';
import { MatterFilesField } from '../../ui/matter-files.tsx';
import { choices, offices, people, type Desk } from './options.ts';

type Values = Record<string, never>;
interface Props {
  readonly c: ComplaintView;
  readonly desk: Desk;
  readonly onClose: () => void;
  /** A new code for whoever complained: shown once. */
  readonly onCode: (code: string) => void;
}
interface Linked { kind: Subject; unit: string; caseNumber: string; staff: string; reason: string }
interface Looked { on: string; methods: (typeof INQUIRIES)[number][]; investigators: string[]; others: string; place: string; finding: string; truth: (typeof TRUTHS)[number]; files: string[] }

/** Forms of one complaint, by command. */
export const FORMS: Readonly<Record<string, (p: Props) => ReactNode>> = {
  accept: Accept, decline: Decline, transfer: Transfer, link: Identify, extend: Extend, supervise: Supervise, investigate: Investigate, dispose: Dispose, feedBack: FeedBack, withdraw: Withdraw, show: Show, showFiles: ShowFiles, issueCode: IssueCode, askReview: AskReview, answerReview: AnswerReview, respond: Respond, hearing: Hearing, result: Result, correct: Correct,
};

const common = (p: Props, name: string) => ({ params: { id: p.c.head.id }, draft: `${name}:${p.c.head.id}`, onClose: p.onClose, onDone: p.onClose });

function Accept(p: Props): ReactNode {
  const t = useT();
  return <FormDrawer<typeof api.acceptComplaint, Values> {...common(p, 'accept')} title={t('complaint.do.accept')} submit={t('complaint.do.accept')} contract={api.acceptComplaint} body={() => ({})} says={p.c.text} fields={() => null} />;
}

function Decline(p: Props): ReactNode {
  const t = useT();
  return (
    <FormDrawer<typeof api.declineComplaint, { reason: string; instead: string }> {...common(p, 'decline')} title={t('complaint.do.decline')} submit={t('complaint.do.decline')} contract={api.declineComplaint} fields={(form) => (
      <>
        <TextField label={t('complaint.reason')} bind={form.bind('reason')} rows={3} maxLength={500} first />
        <TextField label={t('complaint.instead')} bind={form.bind('instead')} rows={2} maxLength={300} />
      </>
    )} />
  );
}

function Transfer(p: Props): ReactNode {
  const t = useT();
  return (
    <FormDrawer<typeof api.transferComplaint, { unit: string; department: string; reason: string }> {...common(p, 'transfer')} title={t('complaint.do.transfer')} submit={t('complaint.do.transfer')} contract={api.transferComplaint}
      body={(v) => ({ ...(v.unit ? { unit: v.unit } : {}), ...(v.department ? { department: v.department } : {}), reason: v.reason })} fields={(form) => (
        <>
          <SelectField label={t('complaint.toUnit')} bind={form.bind('unit')} options={offices(p.desk)} blank={t('complaint.toBureau')} first />
          <TextField label={t('complaint.toDepartment')} bind={form.bind('department')} maxLength={60} optional />
          <TextField label={t('complaint.reason')} bind={form.bind('reason')} rows={3} maxLength={500} />
        </>
      )} />
  );
}

function Identify(p: Props): ReactNode {
  const t = useT();
  return (
    <FormDrawer<typeof api.linkComplaint, Linked> {...common(p, 'link')} title={t('complaint.do.link')} submit={t('complaint.do.link')} contract={api.linkComplaint}
      initial={() => (p.c.about.unit ? { unit: p.c.about.unit } : {})} body={(v) => ({ about: { kind: v.kind, ...(v.unit ? { unit: v.unit } : {}), ...(v.kind === 'household' && v.caseNumber ? { caseNumber: v.caseNumber } : {}), ...(v.kind === 'staff' && v.staff ? { staff: v.staff } : {}) }, reason: v.reason })} fields={(form) => (
        <>
          <SelectField label={t('complaint.subject')} bind={form.bind('kind')} options={choices(SUBJECTS, SUBJECT_LABELS)} first />
          <SelectField label={t('complaint.unit')} bind={form.bind('unit')} options={offices(p.desk)} blank={t('complaint.unitUnknown')} optional />
          {form.values.kind === 'household' ? <TextField label={t('complaint.caseNumber')} bind={form.bind('caseNumber')} maxLength={60} optional /> : null}
          {form.values.kind === 'staff' ? <SelectField label={t('complaint.staff')} bind={form.bind('staff')} options={people(p.desk).map((o) => ({ value: o.value, label: `${o.label}（${o.hint ?? ''}）` }))} optional /> : null}
          <TextField label={t('complaint.reason')} bind={form.bind('reason')} rows={2} maxLength={300} />
        </>
      )} />
  );
}

function Extend(p: Props): ReactNode {
  const t = useT();
  return <FormDrawer<typeof api.extendComplaint, { reason: string }> {...common(p, 'extend')} title={t('complaint.do.extend')} submit={t('complaint.do.extend')} contract={api.extendComplaint} fields={(form) => <TextField label={t('complaint.reason')} bind={form.bind('reason')} rows={3} maxLength={500} first />} />;
}

function Supervise(p: Props): ReactNode {
  const t = useT();
  return (
    <FormDrawer<typeof api.superviseComplaint, { due: string; text: string }> {...common(p, 'supervise')} title={t('complaint.do.supervise')} submit={t('complaint.do.supervise')} contract={api.superviseComplaint} fields={(form) => (
      <>
        <DateField label={t('complaint.due')} bind={form.bind('due')} min={p.desk.today} first />
        <TextField label={t('complaint.demand')} bind={form.bind('text')} rows={4} maxLength={1000} />
      </>
    )} />
  );
}

function Investigate(p: Props): ReactNode {
  const t = useT();
  return (
    <FormDrawer<typeof api.investigateComplaint, Looked> {...common(p, 'investigate')} wide title={t('complaint.do.investigate')} submit={t('complaint.do.investigate')} contract={api.investigateComplaint} initial={() => ({ on: p.desk.today })}
      body={({ others, place, ...v }) => ({ ...v, others: (others ?? '').split(/[、,，]/).map((x) => x.trim()).filter((x) => x !== ''), ...(place ? { place } : {}) })} fields={(form) => (
        <>
          <DateField label={t('complaint.on')} bind={form.bind('on')} max={p.desk.today} first />
          <ChecksField label={t('complaint.methods')} bind={form.bind('methods')} options={choices(INQUIRIES, INQUIRY_LABELS)} />
          <ChecksField label={t('complaint.investigators')} bind={form.bind('investigators')} options={people(p.desk)} />
          <TextField label={t('complaint.others')} hint={t('complaint.othersHint')} bind={form.bind('others')} maxLength={100} optional />
          <TextField label={t('complaint.place')} bind={form.bind('place')} maxLength={100} optional />
          <TextField label={t('complaint.finding')} bind={form.bind('finding')} rows={6} maxLength={3000} />
          <RadioField label={t('complaint.truth')} bind={form.bind('truth')} options={choices(TRUTHS, TRUTH_LABELS)} />
          <MatterFilesField matter={p.c.head.id} label={t('complaint.files')} bind={form.bind('files')} optional />
        </>
      )} />
  );
}

function Dispose(p: Props): ReactNode {
  const t = useT();
  return (
    <FormDrawer<typeof api.disposeComplaint, { outcome: Disposal; text: string; told: string }> {...common(p, 'dispose')} title={t('complaint.do.dispose')} submit={t('complaint.do.dispose')} contract={api.disposeComplaint} body={({ told, ...v }) => ({ ...v, ...(told ? { told } : {}) })} fields={(form) => (
      <>
        <SelectField label={t('complaint.outcome')} bind={form.bind('outcome')} options={choices(DISPOSALS, DISPOSAL_LABELS)} first />
        <TextField label={t('complaint.outcomeText')} {...(p.c.secret ? { hint: t('complaint.outcomeHint') } : {})} bind={form.bind('text')} rows={5} maxLength={2000} />
        {p.c.secret && p.c.about.case && (form.values.outcome === 'upheld' || form.values.outcome === 'partly') ? <TextField label={t('complaint.told')} hint={t('complaint.toldHint')} bind={form.bind('told')} rows={3} maxLength={1000} /> : null}
      </>
    )} />
  );
}

function FeedBack(p: Props): ReactNode {
  const t = useT();
  return (
    <FormDrawer<typeof api.feedBackComplaint, { on: string; way: (typeof ANSWER_WAYS)[number]; text: string; satisfaction: (typeof SATISFACTIONS)[number] }> {...common(p, 'feed')} title={t('complaint.do.feedBack')} submit={t('complaint.do.feedBack')} contract={api.feedBackComplaint}
      initial={() => ({ on: p.desk.today, satisfaction: 'none', ...(p.c.disposed ? { text: p.c.disposed.text } : {}) })} fields={(form) => (
        <>
          <DateField label={t('complaint.on')} bind={form.bind('on')} max={p.desk.today} first />
          <SelectField label={t('complaint.way')} hint={t('complaint.letterHint')} bind={form.bind('way')} options={choices(ANSWER_WAYS, ANSWER_WAY_LABELS)} />
          <TextField label={t('complaint.answerText')} bind={form.bind('text')} rows={6} maxLength={2000} />
          <RadioField label={t('complaint.satisfaction')} bind={form.bind('satisfaction')} options={choices(SATISFACTIONS, SATISFACTION_LABELS)} />
        </>
      )} />
  );
}

function Withdraw(p: Props): ReactNode {
  const t = useT();
  return <FormDrawer<typeof api.withdrawComplaint, { reason: string }> {...common(p, 'withdraw')} title={t('complaint.do.withdraw')} submit={t('complaint.do.withdraw')} contract={api.withdrawComplaint} fields={(form) => <TextField label={t('complaint.reason')} bind={form.bind('reason')} rows={3} maxLength={500} first />} />;
}

function Show(p: Props): ReactNode {
  const t = useT();
  const shown = p.c.secret;
  return <FormDrawer<typeof api.showComplaint, { reason: string }> {...common(p, 'show')} title={t(shown ? 'complaint.shown.yes' : 'complaint.shown.no')} submit={t(shown ? 'complaint.shown.yes' : 'complaint.shown.no')} contract={api.showComplaint} body={(v) => ({ shown, reason: v.reason })} fields={(form) => <TextField label={t('complaint.reason')} bind={form.bind('reason')} rows={3} maxLength={300} first />} />;
}

function ShowFiles(p: Props): ReactNode {
  const t = useT();
  const hidden = p.c.investigations.flatMap((i) => i.files).filter((f) => !f.shown);
  return (
    <FormDrawer<typeof api.showComplaintFiles, { files: string[]; reason: string }> {...common(p, 'files')} title={t('complaint.do.showFiles')} submit={t('complaint.do.showFiles')} contract={api.showComplaintFiles} fields={(form) => (
      <>
        <ChecksField label={t('complaint.whichFiles')} bind={form.bind('files')} options={hidden.map((f) => ({ value: f.id, label: f.name }))} />
        <TextField label={t('complaint.reason')} bind={form.bind('reason')} rows={2} maxLength={300} />
      </>
    )} />
  );
}

function IssueCode(p: Props): ReactNode {
  const t = useT();
  return (
    <FormDrawer<typeof api.issueComplaintCode, { way: (typeof CODE_WAYS)[number]; known: string }> {...common(p, 'code')} title={t('complaint.do.issueCode')} submit={t('complaint.do.issueCode')} contract={api.issueComplaintCode} onDone={(a) => { p.onCode(a.code); p.onClose(); }} fields={(form) => (
      <>
        <RadioField label={t('complaint.codeWay')} bind={form.bind('way')} options={choices(CODE_WAYS, CODE_WAY_LABELS)} first />
        <TextField label={t('complaint.codeKnown')} hint={t('complaint.codeKnownHint')} bind={form.bind('known')} rows={2} maxLength={200} />
      </>
    )} />
  );
}

function AskReview(p: Props): ReactNode {
  const t = useT();
  return (
    <FormDrawer<typeof api.askReview, { on: string; organ: string; text: string }> {...common(p, 'review')} title={t('complaint.do.askReview')} submit={t('complaint.do.askReview')} contract={api.askReview} initial={() => ({ on: p.desk.today })} fields={(form) => (
      <>
        <DateField label={t('complaint.on')} bind={form.bind('on')} max={p.desk.today} first />
        <TextField label={t('complaint.reviewOrgan')} bind={form.bind('organ')} maxLength={60} />
        <TextField label={t('complaint.reviewText')} bind={form.bind('text')} rows={4} maxLength={1000} />
      </>
    )} />
  );
}

function AnswerReview(p: Props): ReactNode {
  const t = useT();
  return (
    <FormDrawer<typeof api.answerReview, { on: string; outcome: 'kept' | 'changed'; text: string }> {...common(p, 'reviewed')} title={t('complaint.do.answerReview')} submit={t('complaint.do.answerReview')} contract={api.answerReview} initial={() => ({ on: p.desk.today })} fields={(form) => (
      <>
        <DateField label={t('complaint.on')} bind={form.bind('on')} max={p.desk.today} first />
        <RadioField label={t('complaint.reviewOutcome')} bind={form.bind('outcome')} options={[{ value: 'kept', label: t('complaint.review.kept') }, { value: 'changed', label: t('complaint.review.changed') }]} />
        <TextField label={t('complaint.answerText')} bind={form.bind('text')} rows={4} maxLength={2000} />
      </>
    )} />
  );
}

function Respond(p: Props): ReactNode {
  const t = useT();
  return (
    <FormDrawer<typeof api.respondSuit, { on: string; text: string; files: string[] }> {...common(p, 'respond')} title={t('complaint.do.respond')} submit={t('complaint.do.respond')} contract={api.respondSuit} initial={() => ({ on: p.desk.today })} fields={(form) => (
      <>
        <DateField label={t('complaint.on')} bind={form.bind('on')} max={p.desk.today} first />
        <TextField label={t('complaint.answerText')} bind={form.bind('text')} rows={6} maxLength={2000} />
        <MatterFilesField matter={p.c.head.id} label={t('complaint.files')} bind={form.bind('files')} optional />
      </>
    )} />
  );
}

function Hearing(p: Props): ReactNode {
  const t = useT();
  return (
    <FormDrawer<typeof api.hearingSuit, { on: string; at: string; place: string; attends: string }> {...common(p, 'hearing')} title={t('complaint.do.hearing')} submit={t('complaint.do.hearing')} contract={api.hearingSuit} initial={() => ({ at: '09:00' })} fields={(form) => (
      <>
        <DateField label={t('complaint.on')} bind={form.bind('on')} first />
        <TextField label={t('complaint.time')} bind={form.bind('at')} maxLength={5} />
        <TextField label={t('complaint.place')} bind={form.bind('place')} maxLength={100} />
        <TextField label={t('complaint.attends')} bind={form.bind('attends')} maxLength={100} />
      </>
    )} />
  );
}

function Result(p: Props): ReactNode {
  const t = useT();
  return (
    <FormDrawer<typeof api.resultSuit, { on: string; result: SuitResult; document: string; text: string }> {...common(p, 'result')} title={t('complaint.do.result')} submit={t('complaint.do.result')} contract={api.resultSuit} initial={() => ({ on: p.desk.today })} body={({ document, ...v }) => ({ ...v, ...(document ? { document } : {}) })} fields={(form) => (
      <>
        <DateField label={t('complaint.on')} bind={form.bind('on')} max={p.desk.today} first />
        <SelectField label={t('complaint.result')} bind={form.bind('result')} options={choices(SUIT_RESULTS, SUIT_RESULT_LABELS)} />
        <TextField label={t('complaint.document')} bind={form.bind('document')} maxLength={60} optional />
        <TextField label={t('complaint.finding')} bind={form.bind('text')} rows={4} maxLength={2000} />
      </>
    )} />
  );
}

function Correct(p: Props): ReactNode {
  const t = useT();
  return <FormDrawer<typeof api.correctSuit, { text: string }> {...common(p, 'correct')} title={t('complaint.do.correct')} says={t('complaint.correctHint')} submit={t('complaint.do.correct')} contract={api.correctSuit} fields={(form) => <TextField label={t('complaint.correction')} bind={form.bind('text')} rows={4} maxLength={1000} first />} />;
}
