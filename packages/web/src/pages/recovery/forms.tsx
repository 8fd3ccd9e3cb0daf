import type { CaseView } from '@doudi/core/api/cases';
import { ANSWER_KINDS } from '@doudi/core/case/recovery/payloads';
import { DEBTOR_KINDS, ITEM_KINDS, RECOVERY_GROUNDS } from '@doudi/core/recovery/model';
import { evenPlan } from '@doudi/core/recovery/settle';
import type { ReactNode } from 'react';
import { inside, type Bound } from '../../forms/form.ts';
import { DateField, MoneyField, NumberField, RadioField, SelectField, TextField } from '../../forms/inputs.tsx';
import { FilesField } from '../../forms/pickers.tsx';
import { useT } from '../../i18n/index.tsx';
import { DateText, Money } from '../../ui/Text.tsx';
import type { CommandForm, FormContext, Input } from '../case/commands/spec.ts';
import { debtorText } from './words.ts';

/** Forms of what is owed back. Each is opened about one recovery; where it was not, the only fitting one is taken. */

type Recovery = CaseView['recoveries'][number];

const pick = ({ view, about }: Pick<FormContext, 'view' | 'about'>, fits: (r: Recovery) => boolean): Recovery | undefined => view.recoveries.find((r) => r.id === about) ?? view.recoveries.find(fits);
const established = (r: Recovery): boolean => r.status === 'established';

/** The debt that the form is about, in a line. */
function About({ r }: { readonly r: Recovery | undefined }): ReactNode {
  const t = useT();
  if (!r) return null;
  return <p className="notice">{r.groundText}，{debtorText(r.debtor)}：{t('recovery.due')} <Money fen={r.dueFen} />，{t('recovery.outstanding')} <b><Money fen={r.outstandingFen} /></b></p>;
}

/** The recovery a form acts on stands in it as a field that nobody types. */
const useOutcome = (agree: 'outcome.agree' | 'recovery.confirm' | 'recovery.waive') => {
  const t = useT();
  return [{ value: 'agree' as const, label: t(agree) }, { value: 'return' as const, label: t('outcome.return'), hint: t('f.returnHint') }];
};

export const proposeRecoveryForm: CommandForm<'proposeRecovery'> = {
  wide: true,
  initial: ({ view }) => ({ ground: 'lateExit', entitledFen: 0, debtor: { kind: 'payee', person: view.facts.applicant }, items: [], files: [] }),
  tidy: (v) => ({ ...v, entitledFen: v.entitledFen ?? 0, debtor: v.debtor && { ...v.debtor, ...(v.debtor.person ? { name: undefined } : {}) } }),
  Fields: function ProposeRecovery({ form, view, today, name }) {
    const t = useT();
    const debtor = inside(form.bind('debtor') as Bound<Input<'proposeRecovery'>['debtor']>);
    const people = [...view.facts.members.map((m) => m.person), ...view.facts.obligors.map((o) => o.person)];
    const items = form.bind('items') as Bound<NonNullable<Input<'proposeRecovery'>['items']>>;
    const rule = form.values.ground && view.recoveryRules?.proration[form.values.ground];
    return (
      <>
        <div className="row">
          <SelectField label={t('recovery.ground')} bind={form.bind('ground')} options={RECOVERY_GROUNDS.map((value) => ({ value, label: t(`recoveryGround.${value}`) }))} first />
          <DateField label={t('recovery.since')} bind={form.bind('since')} max={today} />
          <MoneyField label={t('recovery.entitled')} bind={form.bind('entitledFen')} hint={t('recovery.entitledHint')} />
        </div>
        {rule ? <p className="muted">{t('recovery.rule')} {rule}</p> : null}
        <div className="row">
          <SelectField label={t('recovery.debtorKind')} bind={debtor('kind')} options={DEBTOR_KINDS.map((value) => ({ value, label: t(`debtor.${value}`) }))} />
          <SelectField label={t('recovery.debtor')} bind={debtor('person')} options={people.map((value) => ({ value, label: name(value) }))} blank={t('recovery.debtorOther')} />
          {debtor('person').value ? null : <TextField label={t('recovery.debtorName')} bind={debtor('name')} maxLength={40} />}
          <TextField label={t('recovery.contact')} bind={debtor('contact')} maxLength={80} optional />
        </div>
        <TextField label={t('recovery.text')} bind={form.bind('text')} rows={4} maxLength={1000} />
        <fieldset>
          <legend>{t('recovery.items')}</legend>
          {(items.value ?? []).map((_, i) => <Item key={i} items={items} i={i} today={today} />)}
          <button type="button" className="link" onClick={() => items.update((v = []) => [...v, { kind: 'goods', on: today, text: '', fen: 0 }])}>{t('recovery.addItem')}</button>
        </fieldset>
        <FilesField label={t('recovery.files')} bind={form.bind('files')} caseId={view.id} optional />
      </>
    );
  },
};

function Item({ items, i, today }: { readonly items: Bound<NonNullable<Input<'proposeRecovery'>['items']>>; readonly i: number; readonly today: string }): ReactNode {
  const t = useT();
  type One = NonNullable<Input<'proposeRecovery'>['items']>[number];
  const bind = inside<One>({ path: `${items.path}.${i}`, value: items.value?.[i], error: undefined, check: items.check, set: () => undefined, update: (f) => items.update((v = []) => v.map((x, n) => (n === i ? (f(x) as One) : x))) });
  return (
    <div className="row">
      <SelectField label={t('recovery.itemKind')} bind={bind('kind')} options={ITEM_KINDS.map((value) => ({ value, label: t(`recoveryItem.${value}`) }))} />
      <DateField label={t('recovery.itemOn')} bind={bind('on')} max={today} />
      <TextField label={t('recovery.itemText')} bind={bind('text')} maxLength={200} />
      <MoneyField label={t('recovery.itemFen')} bind={bind('fen')} />
      <button type="button" className="link" onClick={() => items.update((v = []) => v.filter((_, n) => n !== i))}>{t('recovery.removeItem')}</button>
    </div>
  );
}

export const establishRecoveryForm: CommandForm<'establishRecovery'> = {
  initial: (c) => ({ recovery: pick(c, (r) => r.status === 'proposed')?.id, outcome: 'agree' }),
  Fields: function EstablishRecovery({ form, ...c }) {
    const t = useT();
    return (
      <>
        <About r={pick(c, (r) => r.status === 'proposed')} />
        <RadioField label={t('f.decision')} bind={form.bind('outcome')} options={useOutcome('outcome.agree')} first />
        <TextField label={t('f.reviewText')} bind={form.bind('text')} rows={4} maxLength={1000} />
      </>
    );
  },
};

export const noteRecoveryAnswerForm: CommandForm<'noteRecoveryAnswer'> = {
  initial: (c) => ({ recovery: pick(c, established)?.id, on: c.today, files: [] }),
  Fields: function NoteRecoveryAnswer({ form, ...c }) {
    const t = useT();
    return (
      <>
        <About r={pick(c, established)} />
        <RadioField label={t('recovery.answer')} bind={form.bind('kind')} options={ANSWER_KINDS.map((value) => ({ value, label: t(`recoveryAnswer.${value}`) }))} first />
        <DateField label={t('recovery.answerOn')} bind={form.bind('on')} max={c.today} />
        <TextField label={t('recovery.answerText')} bind={form.bind('text')} rows={4} maxLength={1000} />
        <FilesField label={t('recovery.files')} bind={form.bind('files')} caseId={c.view.id} optional />
      </>
    );
  },
};

export const correctRecoveryForm: CommandForm<'correctRecovery'> = {
  wide: true,
  initial: (c) => {
    const r = pick(c, established);
    return { recovery: r?.id, claims: (r?.claims ?? []).map((l) => ({ claim: l.n, fen: l.claimFen })), files: [] };
  },
  // Lines that stay as they are need not be sent.
  tidy: (v) => v,
  Fields: function CorrectRecovery({ form, ...c }) {
    const t = useT();
    const r = pick(c, established);
    const claims = form.bind('claims') as Bound<Input<'correctRecovery'>['claims']>;
    return (
      <>
        <About r={r} />
        {(r?.claims ?? []).map((l) => {
          const at = (claims.value ?? []).findIndex((x) => x.claim === l.n);
          return (
            <MoneyField key={l.n} label={`${l.month} ${l.kindText}（${t('recovery.claimNow')} ${(l.claimFen / 100).toFixed(2)}）`}
              bind={{ path: `claims.${at}.fen`, value: claims.value?.[at]?.fen, error: undefined, check: claims.check, update: () => undefined, set: (fen) => claims.update((v = []) => v.map((x) => (x.claim === l.n ? { ...x, fen: fen ?? 0 } : x))) }} />
          );
        })}
        <TextField label={t('recovery.correctText')} bind={form.bind('text')} rows={4} maxLength={1000} />
        <FilesField label={t('recovery.files')} bind={form.bind('files')} caseId={c.view.id} optional />
      </>
    );
  },
};

export const remindRecoveryForm: CommandForm<'remindRecovery'> = {
  initial: (c) => ({ recovery: pick(c, established)?.id }),
  Fields: function RemindRecovery({ form, ...c }) {
    const t = useT();
    return <><About r={pick(c, established)} /><TextField label={t('recovery.remindText')} bind={form.bind('text')} rows={4} maxLength={1000} first /></>;
  },
};

export const agreeInstalmentsForm: CommandForm<'agreeInstalments'> = {
  wide: true,
  initial: (c) => {
    const r = pick(c, established);
    return { recovery: r?.id, signedOn: c.today, instalments: r ? evenPlan(r.outstandingFen, Math.min(3, Math.max(1, r.outstandingFen)), addMonth(c.today)) : [], text: '', files: [] };
  },
  Fields: function AgreeInstalments({ form, ...c }) {
    const t = useT();
    const r = pick(c, established);
    const plan = form.bind('instalments') as Bound<Input<'agreeInstalments'>['instalments']>;
    const parts = plan.value ?? [];
    const sum = parts.reduce((a, p) => a + p.fen, 0);
    const most = c.view.recoveryRules?.instalmentsMax ?? 1;
    const again = (count: number | undefined, first: string | undefined): void => { if (r && count && count > 0 && count <= most) plan.set(evenPlan(r.outstandingFen, count, first ?? addMonth(c.today))); };
    return (
      <>
        <About r={r} />
        <div className="row">
          <DateField label={t('f.signedOn')} bind={form.bind('signedOn')} max={c.today} />
          <NumberField label={t('recovery.count')} unit={t('recovery.times')} hint={t('recovery.most', { n: most })} bind={{ path: 'count', value: parts.length, error: undefined, check: plan.check, update: () => undefined, set: (n) => again(n, parts[0]?.due) }} />
          <DateField label={t('recovery.firstDue')} min={c.today} bind={{ path: 'first', value: parts[0]?.due, error: undefined, check: plan.check, update: () => undefined, set: (d) => again(parts.length, d) }} />
        </div>
        <table className="plain">
          <thead><tr><th>{t('recovery.part')}</th><th>{t('recovery.dueOn')}</th><th className="number">{t('recovery.sum')}</th></tr></thead>
          <tbody>{parts.map((p, i) => <tr key={p.due}><td>{i + 1}</td><td><DateText date={p.due} /></td><td className="number"><Money fen={p.fen} /></td></tr>)}</tbody>
          <tfoot><tr><td colSpan={2}>{t('recovery.total')}</td><td className="number"><b><Money fen={sum} /></b></td></tr></tfoot>
        </table>
        {plan.error ? <p className="error" role="alert">{plan.error}</p> : null}
        <TextField label={t('f.note')} bind={form.bind('text')} rows={2} maxLength={1000} optional />
        <FilesField label={t('recovery.agreement')} bind={form.bind('files')} caseId={c.view.id} optional />
      </>
    );
  },
};

/** The same day next month, or its last. */
const addMonth = (today: string): string => evenPlan(2, 2, today)[1]?.due ?? today;

export const recordReceiptForm: CommandForm<'recordReceipt'> = {
  initial: (c) => {
    const r = pick(c, established);
    return { recovery: r?.id, on: c.today, method: 'bank', ...(r?.next ? { fen: Math.min(r.next.fen, r.outstandingFen - r.pendingFen) } : {}), payer: r?.debtor.name.includes('*') ? '' : (r?.debtor.name ?? ''), files: [] };
  },
  Fields: function RecordReceipt({ form, ...c }) {
    const t = useT();
    return (
      <>
        <About r={pick(c, established)} />
        <div className="row">
          <MoneyField label={t('recovery.sum')} bind={form.bind('fen')} first />
          <DateField label={t('recovery.receivedOn')} bind={form.bind('on')} max={c.today} />
        </div>
        <RadioField label={t('recovery.method')} bind={form.bind('method')} options={(['bank', 'cash'] as const).map((value) => ({ value, label: t(`recoveryMethod.${value}`) }))} />
        <TextField label={t('recovery.payer')} bind={form.bind('payer')} maxLength={40} />
        <TextField label={t('recovery.voucher')} bind={form.bind('voucher')} maxLength={60} hint={t('recovery.voucherHint')} />
        <FilesField label={t('recovery.voucherFile')} bind={form.bind('files')} caseId={c.view.id} optional />
      </>
    );
  },
};

const unchecked = (r: Recovery): boolean => r.receipts.some((x) => x.state === 'recorded');

export const confirmReceiptForm: CommandForm<'confirmReceipt'> = {
  initial: (c) => {
    const r = pick(c, unchecked);
    return { recovery: r?.id, receipt: r?.receipts.find((x) => x.state === 'recorded')?.id, outcome: 'agree', text: '' };
  },
  Fields: function ConfirmReceipt({ form, ...c }) {
    const t = useT();
    const r = pick(c, unchecked);
    return (
      <>
        <About r={r} />
        <RadioField label={t('recovery.receipt')} bind={form.bind('receipt')} options={(r?.receipts ?? []).filter((x) => x.state === 'recorded').map((x) => ({ value: x.id, label: `${(x.fen / 100).toFixed(2)} ${t('yuan')}，${x.methodText}，${x.voucher}`, hint: `${x.received} ${x.payer}，${t('recovery.recordedBy')} ${x.by}` }))} />
        <RadioField label={t('recovery.check')} bind={form.bind('outcome')} options={useOutcome('recovery.confirm')} first />
        <TextField label={t('f.note')} bind={form.bind('text')} rows={2} maxLength={500} optional />
      </>
    );
  },
};

export const proposeWaiverForm: CommandForm<'proposeWaiver'> = {
  initial: (c) => {
    const r = pick(c, established);
    return { recovery: r?.id, fen: r && r.outstandingFen - r.pendingFen, files: [] };
  },
  Fields: function ProposeWaiver({ form, ...c }) {
    const t = useT();
    const rules = c.view.recoveryRules;
    return (
      <>
        <About r={pick(c, established)} />
        {rules ? <p className="muted">{t('recovery.waiverLimit')} <Money fen={rules.waiverLimitFen} />。{rules.waiverSource.assumption ?? rules.waiverSource.clause}</p> : null}
        <MoneyField label={t('recovery.waiverFen')} bind={form.bind('fen')} first />
        <RadioField label={t('recovery.waiverGround')} bind={form.bind('ground')} options={(rules?.waiverGrounds ?? []).map((g) => ({ value: g.id, label: g.label }))} />
        <TextField label={t('recovery.waiverReason')} bind={form.bind('reason')} rows={4} maxLength={1000} />
        <FilesField label={t('recovery.waiverProof')} bind={form.bind('files')} caseId={c.view.id} />
      </>
    );
  },
};

const waived = (r: Recovery): boolean => r.waiver !== null;

export const decideWaiverForm: CommandForm<'decideWaiver'> = {
  initial: (c) => ({ recovery: pick(c, waived)?.id, outcome: 'agree' }),
  Fields: function DecideWaiver({ form, ...c }) {
    const t = useT();
    const r = pick(c, waived);
    return (
      <>
        <About r={r} />
        {r?.waiver ? <p className="notice">{r.waiver.by} <DateText date={r.waiver.on} short />：{t('recovery.waiverFen')} <b><Money fen={r.waiver.fen} /></b>，{r.waiver.groundText}。{r.waiver.reason}</p> : null}
        <RadioField label={t('f.decision')} bind={form.bind('outcome')} options={useOutcome('recovery.waive')} first />
        <TextField label={t('f.reviewText')} bind={form.bind('text')} rows={4} maxLength={1000} />
      </>
    );
  },
};

export const escalateRecoveryForm: CommandForm<'escalateRecovery'> = {
  initial: (c) => ({ recovery: pick(c, established)?.id, files: [] }),
  Fields: function EscalateRecovery({ form, ...c }) {
    const t = useT();
    return (
      <>
        <About r={pick(c, established)} />
        <RadioField label={t('recovery.organ')} bind={form.bind('to')} options={(c.view.recoveryRules?.organs ?? []).map((o) => ({ value: o.id, label: o.label }))} first />
        <TextField label={t('recovery.escalateText')} bind={form.bind('text')} rows={4} maxLength={1000} />
        <FilesField label={t('recovery.files')} bind={form.bind('files')} caseId={c.view.id} optional />
      </>
    );
  },
};

export const noteEscalationForm: CommandForm<'noteEscalation'> = {
  initial: (c) => {
    const r = pick(c, (x) => x.escalations.length > 0);
    return { recovery: r?.id, escalation: r?.escalations.at(-1)?.id, on: c.today, files: [] };
  },
  Fields: function NoteEscalation({ form, ...c }) {
    const t = useT();
    const r = pick(c, (x) => x.escalations.length > 0);
    return (
      <>
        <SelectField label={t('recovery.escalation')} bind={form.bind('escalation')} options={(r?.escalations ?? []).map((e) => ({ value: e.id, label: `${e.organ} ${e.number}` }))} />
        <DateField label={t('recovery.resultOn')} bind={form.bind('on')} max={c.today} />
        <TextField label={t('recovery.result')} bind={form.bind('text')} rows={4} maxLength={1000} first />
        <FilesField label={t('recovery.files')} bind={form.bind('files')} caseId={c.view.id} optional />
      </>
    );
  },
};
