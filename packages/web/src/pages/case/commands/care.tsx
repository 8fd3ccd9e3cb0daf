import { listInstitutions } from '@doudi/core/api/institutions';
import { CARE_MODES, CARER_KINDS, GUARDIANSHIPS, PAYEES, SELF_CARE_ITEMS, SIGNERS, SUPPORT_FORMS } from '@doudi/core/case/care/payloads';
import { POSTS } from '@doudi/core/policy/model';
import { useState, type ReactNode } from 'react';
import { useCall } from '../../../api/hooks.ts';
import { PersonAdder, type Identified } from '../../../facts/PersonAdder.tsx';
import { inside, type Bound } from '../../../forms/form.ts';
import { CheckField, ChecksField, DateField, RadioField, SelectField, TextField } from '../../../forms/inputs.tsx';
import { FilesField, StaffField } from '../../../forms/pickers.tsx';
import { useT } from '../../../i18n/index.tsx';
import { Money } from '../../../ui/Text.tsx';
import type { CommandForm } from './spec.ts';

/** Names typed in one line, kept as a list. */
const asLine = (b: Bound<string[]>): Bound<string> => ({ ...b, value: b.value?.join('、'), set: (v) => b.set(v === undefined || v === '' ? undefined : v.split(/[、,，]/).map((x) => x.trimStart())), update: () => undefined });

export const recordSelfCareForm: CommandForm<'recordSelfCare'> = {
  wide: true,
  initial: ({ session, today, view }) => ({ on: today, place: view.facts.address, assessors: [session.account], personSigned: false, photos: [] }),
  tidy: (v) => ({
    ...v, noSignature: v.personSigned || (!v.noSignature?.reason && !v.noSignature?.witness) ? undefined : v.noSignature,
    thirdParty: v.thirdParty?.organisation || v.thirdParty?.people?.length ? { organisation: v.thirdParty.organisation, people: (v.thirdParty.people ?? []).map((x) => x.trim()).filter((x) => x !== '') } : undefined,
  }),
  Fields: function SelfCare({ form, view, today }) {
    const t = useT();
    const items = inside(form.bind('items'));
    const third = inside(form.bind('thirdParty'));
    const unsigned = inside(form.bind('noSignature'));
    const unable = SELF_CARE_ITEMS.filter((x) => form.values.items?.[x] === 'unable').length;
    const answered = SELF_CARE_ITEMS.filter((x) => form.values.items?.[x] !== undefined).length;
    return (
      <>
        <div className="row">
          <DateField label={t('care.assessedOn')} bind={form.bind('on')} max={today} first />
          <TextField label={t('f.place')} bind={form.bind('place')} maxLength={100} />
        </div>
        <fieldset className="six">
          <legend>{t('care.six')}</legend>
          {SELF_CARE_ITEMS.map((item) => <RadioField key={item} label={t(`selfCare.${item}`)} bind={items(item)} options={[{ value: 'able', label: t('care.able') }, { value: 'unable', label: t('care.unable') }]} />)}
        </fieldset>
        <p className="notice" role="status">{answered < SELF_CARE_ITEMS.length ? t('care.sixLeft', { n: SELF_CARE_ITEMS.length - answered }) : t('care.sixSum', { n: unable })}</p>
        <StaffField label={t('care.assessors')} bind={form.bind('assessors')} posts={POSTS} optional />
        <div className="row">
          <TextField label={t('care.thirdParty')} bind={third('organisation')} maxLength={80} optional />
          <TextField label={t('care.thirdPartyPeople')} bind={asLine(third('people'))} maxLength={200} hint={t('care.peopleHint')} optional />
        </div>
        <CheckField label={t('care.personSigned')} bind={form.bind('personSigned')} />
        {form.values.personSigned ? null : (
          <div className="row">
            <TextField label={t('f.noSignature')} bind={unsigned('reason')} maxLength={200} optional />
            <TextField label={t('f.witness')} bind={unsigned('witness')} maxLength={40} optional />
          </div>
        )}
        <TextField label={t('case.note')} bind={form.bind('note')} rows={2} maxLength={1000} optional />
        <FilesField label={t('care.photos')} bind={form.bind('photos')} caseId={view.id} optional />
      </>
    );
  },
};

/** A person registered by number and name here, whose id is the field. */
function PersonField({ label, bind, name }: { readonly label: string; readonly bind: Bound<string>; readonly name: (id: string) => string }): ReactNode {
  const t = useT();
  const [found, setFound] = useState<Identified | null>(null);
  if (!bind.value) return <div className={bind.error ? 'field-error' : ''}><PersonAdder label={label} onFound={(p) => { setFound(p); bind.set(p.id); }} />{bind.error ? <span className="error">{bind.error}</span> : null}</div>;
  return <p>{label} <b>{found?.id === bind.value ? found.name : name(bind.value)}</b> {found ? <span className="number">{found.idNumber}</span> : null} <button type="button" className="link" onClick={() => bind.set(undefined)}>{t('remove')}</button></p>;
}

export const recordWishForm: CommandForm<'recordWish'> = {
  initial: ({ today, view }) => ({ form: view.care?.wish?.form, signedBy: 'self', signedOn: today, photos: [] }),
  tidy: (v) => ({ ...v, guardian: v.signedBy === 'guardian' ? v.guardian : undefined }),
  Fields: function Wish({ form, view, today, name }) {
    const t = useT();
    return (
      <>
        <RadioField label={t('care.wish')} bind={form.bind('form')} options={SUPPORT_FORMS.map((value) => ({ value, label: t(`supportForm.${value}`), hint: t(`supportForm.${value}.hint`) }))} first />
        <RadioField label={t('care.signedBy')} bind={form.bind('signedBy')} options={[{ value: 'self', label: t('signer.self') }, { value: 'guardian', label: t('signer.guardian') }]} />
        {form.values.signedBy === 'guardian' ? <PersonField label={t('care.guardian')} bind={form.bind('guardian')} name={name} /> : null}
        <DateField label={t('care.signedOn')} bind={form.bind('signedOn')} max={today} />
        <TextField label={t('case.note')} bind={form.bind('note')} rows={2} maxLength={500} optional />
        <FilesField label={t('care.wishPaper')} bind={form.bind('photos')} caseId={view.id} optional />
      </>
    );
  },
};

export const arrangeCareForm: CommandForm<'arrangeCare'> = {
  wide: true,
  initial: ({ view, today }) => {
    const away = view.care?.wish?.form === 'institution';
    return { form: view.care?.wish?.form, mode: away ? 'institution' : undefined, carer: { kind: away ? 'institution' : 'person' }, agreement: { signedOn: today, until: '', signers: [], photos: [] }, payee: away ? 'institution' : 'self' };
  },
  tidy: (v) => {
    const carer = v.carer;
    return carer ? { ...v, carer: { kind: carer.kind, ...(carer.kind === 'person' && carer.person ? { person: carer.person } : {}), ...(carer.kind === 'institution' && carer.institution ? { institution: carer.institution } : {}), ...(carer.kind !== 'person' && carer.kind !== 'institution' && carer.organisation ? { organisation: carer.organisation } : {}) } } : v;
  },
  Fields: function Arrange({ form, view, today, name }) {
    const t = useT();
    const institutions = useCall(listInstitutions, {}, { staleTime: 30_000 });
    const carer = inside(form.bind('carer'));
    const guardianship = inside(form.bind('guardianship'));
    const agreement = inside(form.bind('agreement'));
    const kind = form.values.carer?.kind;
    const away = form.values.form === 'institution';
    const again = view.care?.arrangement?.confirmed === true;
    return (
      <>
        {view.care?.wish ? <p className="notice">{t('care.wished', { form: t(`supportForm.${view.care.wish.form}`) })}</p> : <p className="error">{t('care.noWish')}</p>}
        <h3>{t('care.part1')}</h3>
        <RadioField label={t('care.form')} bind={form.bind('form')} options={SUPPORT_FORMS.map((value) => ({ value, label: t(`supportForm.${value}`) }))} first />
        <RadioField label={t('care.mode')} bind={form.bind('mode')} options={CARE_MODES.filter((m) => (m === 'institution') === away).map((value) => ({ value, label: t(`careMode.${value}`) }))} />
        <h3>{t('care.part2')}</h3>
        <RadioField label={t('care.carerKind')} bind={carer('kind')} options={CARER_KINDS.filter((k) => (k === 'institution') === away).map((value) => ({ value, label: t(`carerKind.${value}`) }))} />
        {kind === 'person' ? <PersonField label={t('care.carer')} bind={carer('person')} name={name} /> : null}
        {kind === 'institution' ? <SelectField label={t('care.institution')} bind={carer('institution')} options={(institutions.data?.items ?? []).filter((i) => i.closedOn === null).map((i) => ({ value: i.id, label: t('care.institutionFree', { name: i.name, free: i.free, places: i.places }) }))} /> : null}
        {kind === 'organisation' || kind === 'village' ? <TextField label={t('care.organisation')} bind={carer('organisation')} maxLength={80} optional={kind === 'village'} /> : null}
        <h3>{t('care.part3')}</h3>
        <SelectField label={t('care.guardianship')} bind={guardianship('mode')} options={GUARDIANSHIPS.map((value) => ({ value, label: t(`guardianship.${value}`) }))} />
        {form.values.guardianship?.mode === 'relative' ? <PersonField label={t('care.guardian')} bind={guardianship('guardian')} name={name} /> : null}
        <TextField label={t('care.duty')} bind={guardianship('duty')} rows={3} maxLength={500} />
        <h3>{t('care.part4')}</h3>
        <div className="row">
          <DateField label={t('care.agreementOn')} bind={agreement('signedOn')} max={today} />
          <DateField label={t('care.agreementUntil')} bind={agreement('until')} min={today} />
        </div>
        <ChecksField label={t('care.signers')} bind={agreement('signers')} options={SIGNERS.map((value) => ({ value, label: t(`signer.${value}`) }))} />
        <FilesField label={t('care.agreement')} bind={agreement('photos')} caseId={view.id} hint={t('care.agreementHint')} />
        <h3>{t('care.part5')}</h3>
        <RadioField label={t('care.payee')} bind={form.bind('payee')} options={PAYEES.filter((x) => (x === 'institution') === away).map((value) => ({ value, label: t(`payee.${value}`) }))} />
        {again ? <TextField label={t('care.why')} bind={form.bind('reason')} rows={2} maxLength={500} /> : null}
      </>
    );
  },
};

export const changeGradeForm: CommandForm<'changeGrade'> = {
  Fields: function ChangeGrade({ form, view }) {
    const t = useT();
    const last = view.care?.assessments.at(-1);
    const now = view.care?.assessments.find((a) => a.inForce);
    return (
      <>
        {last ? <p className="notice">{t('care.gradeFromTo', { from: now?.grade ?? '—', to: last.grade, on: last.on, n: last.unable })} {t('care.paidNow')} <Money fen={view.changes.at(-1)?.monthlyFen ?? view.decision?.monthlyFen ?? 0} /></p> : null}
        <TextField label={t('care.gradeReason')} bind={form.bind('reason')} rows={4} maxLength={1000} first />
      </>
    );
  },
};
