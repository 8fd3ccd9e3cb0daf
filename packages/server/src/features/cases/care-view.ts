import type { CaseView } from '@doudi/core/api/cases';
import { assessmentInForce } from '@doudi/core/case/care/evolve';
import { CARE_MODE_WORDS, GUARDIANSHIP_WORDS, PAYEE_WORDS, SIGNER_WORDS } from '@doudi/core/case/care/payloads';
import type { CaseState } from '@doudi/core/case/state';

/** Persons of a case who are neither members nor obligors: carers and guardians. */
export const carePersons = (s: CaseState): string[] =>
  [s.care?.wish?.guardian, s.care?.arrangement?.carer.person, s.care?.arrangement?.guardianship.guardian].filter((x) => x !== undefined);

/** Support of the destitute as the case page shows it. `name` says who a member of staff is. */
export function careView(s: CaseState, today: string, name: (id: string) => string, institutions: ReadonlyMap<string, string>): NonNullable<CaseView['care']> {
  const { wish, arrangement: a, assessments = [] } = s.care ?? {};
  const now = assessmentInForce(s);
  return {
    assessments: assessments.map((x) => ({
      on: x.on, place: x.place, assessors: [...x.assessors.map(name), ...(x.thirdParty?.people ?? [])], organisation: x.thirdParty?.organisation ?? null, items: { ...x.items }, unable: x.unable, grade: x.gradeLabel, personSigned: x.personSigned,
      noSignature: x.noSignature ? `${x.noSignature.reason}（见证人 ${x.noSignature.witness}）` : null, note: x.note, photos: [...x.photos], inForce: x.seq === now?.seq,
    })),
    wish: wish ? { form: wish.form, signedBy: wish.signedBy, guardian: wish.guardian ?? null, signedOn: wish.signedOn, note: wish.note, photos: [...wish.photos] } : null,
    arrangement: a ? {
      form: a.form, mode: CARE_MODE_WORDS[a.mode], carer: { kind: a.carer.kind, person: a.carer.person ?? null, name: a.carer.institution ? (institutions.get(a.carer.institution) ?? '') : (a.carer.organisation ?? '') },
      guardianship: { mode: GUARDIANSHIP_WORDS[a.guardianship.mode], guardian: a.guardianship.guardian ?? null, duty: a.guardianship.duty },
      agreement: { signedOn: a.agreement.signedOn, until: a.agreement.until, signers: a.agreement.signers.map((x) => SIGNER_WORDS[x]), photos: [...a.agreement.photos], expired: a.agreement.until < today }, payee: PAYEE_WORDS[a.payee], confirmed: s.decision?.arrangement === a.seq || (s.status === 'granted' && a.seq > (s.done.decide?.seq ?? 0)), reason: a.reason,
    } : null,
  };
}
