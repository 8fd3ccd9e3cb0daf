import { aidSetup, type AidView } from '@doudi/core/api/aid';
import { AID_FORMS, GIVEN_ANSWERS, GIVEN_FINDINGS, REFERRAL_OUTCOMES } from '@doudi/core/case/aid/payloads';
import { formatFen } from '@doudi/core/money/fen';
import { POSTS } from '@doudi/core/policy/model';
import type { ReactNode } from 'react';
import { useCall } from '../../../api/hooks.ts';
import { inside, type Bound } from '../../../forms/form.ts';
import { CheckField, DateField, MoneyField, RadioField, SelectField, TextField, TimeField } from '../../../forms/inputs.tsx';
import { FilesField, StaffField } from '../../../forms/pickers.tsx';
import { useLocale, useT } from '../../../i18n/index.tsx';
import { localTime, wallTime } from '../../../lib/hours.ts';
import { Money } from '../../../ui/Text.tsx';
import type { CommandForm, FieldsProps, Input } from './spec.ts';

/** What has been handed over already, what is left, and what each fund of the unit holds. */
function Left({ view, form }: Pick<FieldsProps<'giveAid'>, 'view' | 'form'>): ReactNode {
  const t = useT();
  const setup = useCall(aidSetup, {}, { staleTime: 60_000 });
  const aid = view.aid;
  const funds = setup.data?.funds ?? [];
  const chosen = funds.find((f) => f.fund === form.values.fund);
  const short = chosen !== undefined && chosen.balanceFen !== null && form.values.fen !== undefined && form.values.fen > chosen.balanceFen;
  return (
    <>
      {aid && aid.givenFen > 0 ? <p className="notice">{t('aid.givenSoFar')} <b><Money fen={aid.givenFen} /></b>{view.decision ? <>，{t('aid.rest')} <b><Money fen={aid.restFen} /></b></> : null}</p> : null}
      <RadioField label={t('aid.fund')} bind={form.bind('fund')} options={funds.filter((f) => (f.balanceFen ?? 0) > 0 || f.fund === form.values.fund).map((f) => ({ value: f.fund, label: f.name, hint: f.balanceFen === null ? undefined : t('aid.balance', { yuan: formatFen(f.balanceFen) }) }))} />
      {short ? <p className="error" role="alert">■ {t('aid.fundShort')}</p> : null}
    </>
  );
}

export const giveAidForm: CommandForm<'giveAid'> = {
  wide: true,
  initial: ({ session, view, now }) => ({ form: 'cash', fund: 'imprest', at: localTime(now()), place: view.facts.address.slice(0, 100), recipient: view.facts.applicant, recipientSigned: false, handlers: [session.account], receiptFiles: [], photos: [], ...(view.aid && view.aid.restFen > 0 ? { fen: view.aid.restFen } : {}) }),
  tidy: (v) => ({ ...v, goods: v.form === 'goods' ? v.goods : '', noSignature: v.recipientSigned || (!v.noSignature?.reason && !v.noSignature?.witness) ? undefined : v.noSignature }),
  Fields: function GiveAid({ form, view, name }) {
    const t = useT();
    const unsigned = inside(form.bind('noSignature'));
    return (
      <>
        <RadioField label={t('aid.form')} bind={form.bind('form')} options={AID_FORMS.map((value) => ({ value, label: t(`aidForm.${value}`) }))} first />
        <div className="row">
          <MoneyField label={t(form.values.form === 'goods' ? 'aid.goodsFen' : 'aid.fen')} bind={form.bind('fen')} />
          {form.values.form === 'goods' ? <TextField label={t('aid.goods')} bind={form.bind('goods')} maxLength={500} hint={t('aid.goodsHint')} /> : null}
        </div>
        <Left view={view} form={form} />
        <TextField label={t('aid.reason')} bind={form.bind('reason')} rows={2} maxLength={500} hint={t('aid.reasonHint')} />
        <div className="row">
          <TimeField label={t('aid.at')} bind={form.bind('at')} />
          <TextField label={t('f.place')} bind={form.bind('place')} maxLength={100} />
          <SelectField label={t('aid.recipient')} bind={form.bind('recipient')} options={view.persons.map((p) => ({ value: p.id, label: name(p.id) }))} />
        </div>
        <StaffField label={t('aid.handlers')} bind={form.bind('handlers')} posts={POSTS} hint={t('aid.handlersHint')} />
        <CheckField label={t('aid.signed')} bind={form.bind('recipientSigned')} />
        {form.values.recipientSigned ? null : (
          <div className="row">
            <TextField label={t('f.noSignature')} bind={unsigned('reason')} maxLength={200} />
            <TextField label={t('f.witness')} bind={unsigned('witness')} maxLength={40} />
          </div>
        )}
        <FilesField label={t('aid.receiptFiles')} bind={form.bind('receiptFiles')} caseId={view.id} hint={t('aid.receiptFilesHint')} />
        <FilesField label={t('given.photos')} bind={form.bind('photos')} caseId={view.id} optional />
      </>
    );
  },
};

/** One handing over in a line: what, when, to whom, the receipt's number. */
const useLine = (name: FieldsProps<'giveAid'>['name']): ((g: AidView['given'][number]) => string) => {
  const { locale, t } = useLocale();
  return (g) => t('given.oneLine', { yuan: formatFen(g.fen), form: `${t(`aidForm.${g.form}`)}${g.goods ? ` ${g.goods}` : ''}`, at: wallTime(g.at, locale), who: name(g.recipient), number: g.number });
};

type Payments = NonNullable<FieldsProps<'giveAid'>['view']['aid']>['given'];
/** Of several handings over, those that a command can be about. */
function Which({ list, name, bind }: { readonly list: Payments; readonly name: FieldsProps<'giveAid'>['name']; readonly bind: Bound<string> }): ReactNode {
  const t = useT();
  const line = useLine(name);
  return <RadioField label={t('given.which')} bind={bind} options={list.map((g) => ({ value: g.number, label: line(g) }))} />;
}

const mine = (v: FieldsProps<'giveAid'>['view'], account: string): Payments => (v.aid?.given ?? []).filter((g) => g.settled === null && g.seconds.some((x) => x.account === account && x.outcome !== 'agree'));
const owed = (v: FieldsProps<'giveAid'>['view']): Payments => (v.aid?.given ?? []).filter((g) => g.receipts.length === 0);
const disputed = (v: FieldsProps<'giveAid'>['view']): Payments => (v.aid?.given ?? []).filter((g) => g.disputed);
const chosen = (list: Payments, about: string | undefined): { payment?: string } => {
  const g = list.find((x) => x.number === about) ?? list[0];
  return g ? { payment: g.number } : {};
};

/** What the second handler says; words only where it was not so. */
export function ConfirmFields({ list, name, bind, outcome }: { readonly list: Payments; readonly name: FieldsProps<'giveAid'>['name']; readonly bind: <K extends 'payment' | 'outcome' | 'words'>(key: K) => Bound<Exclude<Input<'confirmGiven'>[K], undefined>>; readonly outcome: string | undefined }): ReactNode {
  const t = useT();
  return (
    <>
      <Which list={list} name={name} bind={bind('payment')} />
      <RadioField label={t('given.answer')} bind={bind('outcome')} options={GIVEN_ANSWERS.map((value) => ({ value, label: t(`given.${value}`), hint: t(`given.${value}.hint`) }))} />
      <TextField label={t(outcome === 'dispute' ? 'given.words' : 'given.wordsAgree')} bind={bind('words')} rows={3} maxLength={500} optional={outcome !== 'dispute'} />
    </>
  );
}

export const confirmGivenForm: CommandForm<'confirmGiven'> = {
  initial: ({ view, session, about }) => chosen(mine(view, session.account), about),
  Fields: function ConfirmGiven({ form, view, session, name }) {
    return <ConfirmFields list={mine(view, session.account)} name={name} bind={form.bind} outcome={form.values.outcome} />;
  },
};

export const addAidReceiptForm: CommandForm<'addAidReceipt'> = {
  initial: ({ view, about }) => ({ ...chosen(owed(view), about), files: [] }),
  tidy: (v) => ({ ...v, noSignature: !v.noSignature?.reason && !v.noSignature?.witness ? undefined : v.noSignature }),
  Fields: function AddAidReceipt({ form, view, name }) {
    const t = useT();
    const list = owed(view);
    const g = list.find((x) => x.number === form.values.payment);
    const unsigned = inside(form.bind('noSignature'));
    return (
      <>
        <Which list={list} name={name} bind={form.bind('payment')} />
        <FilesField label={t('given.receiptFiles')} bind={form.bind('files')} caseId={view.id} hint={t('given.receiptFilesHint')} />
        {g && !g.signed && !g.noSignature ? (
          <details>
            <summary>{t('given.laterUnsigned')}</summary>
            <TextField label={t('f.noSignature')} bind={unsigned('reason')} maxLength={200} optional />
            <TextField label={t('f.witness')} bind={unsigned('witness')} maxLength={40} optional />
          </details>
        ) : null}
      </>
    );
  },
};

export const settleGivenForm: CommandForm<'settleGiven'> = {
  initial: ({ view, about }) => ({ ...chosen(disputed(view), about), files: [] }),
  Fields: function SettleGiven({ form, view, name }) {
    const t = useT();
    const list = disputed(view);
    const said = list.find((x) => x.number === form.values.payment)?.seconds.filter((x) => x.outcome === 'dispute') ?? [];
    return (
      <>
        <Which list={list} name={name} bind={form.bind('payment')} />
        {said.map((x) => <p key={x.account} className="notice"><b>{x.name}</b>：{x.words}</p>)}
        <RadioField label={t('given.finding')} bind={form.bind('outcome')} options={GIVEN_FINDINGS.map((value) => ({ value, label: t(`given.${value}`), hint: t(`given.${value}.hint`) }))} />
        <TextField label={t('given.findingWords')} bind={form.bind('words')} rows={4} maxLength={500} />
        <FilesField label={t('given.findingFiles')} bind={form.bind('files')} caseId={view.id} optional />
      </>
    );
  },
};

export const markEmergencyForm: CommandForm<'markEmergency'> = {
  Fields: function MarkEmergency({ form }) {
    const t = useT();
    const setup = useCall(aidSetup, {}, { staleTime: 60_000 });
    const rule = setup.data?.relief?.rule;
    return (
      <>
        {rule?.quote ? <blockquote className="report-text"><small>{rule.clause}</small><p>{rule.quote}</p></blockquote> : null}
        <TextField label={t('aid.emergencyGrounds')} bind={form.bind('grounds')} rows={4} maxLength={1000} first />
      </>
    );
  },
};

export const declareComplexForm: CommandForm<'declareComplex'> = {
  Fields: function DeclareComplex({ form }) {
    const t = useT();
    return <TextField label={t('aid.complexGrounds')} bind={form.bind('grounds')} rows={4} maxLength={1000} first />;
  },
};

export const referForm: CommandForm<'refer'> = {
  Fields: function Refer({ form, today }) {
    const t = useT();
    const setup = useCall(aidSetup, {}, { staleTime: 60_000 });
    return (
      <>
        <SelectField label={t('ref.to')} bind={form.bind('to')} options={(setup.data?.bodies ?? []).map((b) => ({ value: b.id, label: b.contact ? `${b.name}（${b.contact}）` : b.name }))} first />
        <TextField label={t('ref.matter')} bind={form.bind('matter')} maxLength={60} hint={t('ref.matterHint')} />
        <TextField label={t('ref.text')} bind={form.bind('text')} rows={4} maxLength={1000} />
        <DateField label={t('ref.due')} bind={form.bind('due')} min={today} />
      </>
    );
  },
};

export const answerReferralForm: CommandForm<'answerReferral'> = {
  initial: ({ view, today, about }) => {
    const open = (view.aid?.errands ?? []).filter((e) => e.open);
    const first = open.find((e) => e.id === about) ?? open[0];
    return { on: today, files: [], ...(first ? { referral: first.id, by: first.organ } : {}) };
  },
  Fields: function AnswerReferral({ form, view, today }) {
    const t = useT();
    const open = (view.aid?.errands ?? []).filter((e) => e.open);
    const chosen = open.find((e) => e.id === form.values.referral);
    const which = form.bind('referral');
    return (
      <>
        <SelectField label={t('ref.which')} bind={{ ...which, set: (v) => {
          which.set(v);
          form.bind('by').set(open.find((e) => e.id === v)?.organ);
        } }} options={open.map((e) => ({ value: e.id, label: `${e.organ}：${e.matter}` }))} first />
        {chosen ? <p className="notice">{chosen.text}</p> : null}
        <RadioField label={t('ref.outcome')} bind={form.bind('outcome')} options={REFERRAL_OUTCOMES.map((value) => ({ value, label: t(`refOutcome.${value}`), hint: t(`refOutcome.${value}.hint`) }))} />
        <div className="row">
          <DateField label={t('ref.answeredOn')} bind={form.bind('on')} max={today} {...(chosen ? { min: chosen.on } : {})} />
          <TextField label={t('ref.answeredBy')} bind={form.bind('by')} maxLength={60} />
        </div>
        <TextField label={t('ref.answer')} bind={form.bind('text')} rows={4} maxLength={1000} />
        <FilesField label={t('ref.files')} bind={form.bind('files')} caseId={view.id} optional />
      </>
    );
  },
};
