import { formatDateShortZh } from '../calendar/calendar.ts';
import { isRefusal, refuse, type Refusal } from '../refusal/refusal.ts';
import { aidReceipt, aidReferral } from './aid.ts';
import { decision } from './decisions.ts';
import { WORDS } from './defaults.ts';
import { authorisation, investigationForm } from './forms.ts';
import { Kit, type LetterBody } from './kit.ts';
import { LETTER_FAMILIES, type LetterInput, type LetterKind, type LetterModel } from './model.ts';
import { careAgreement, selfCareForm } from './care.ts';
import { change, end } from './changes.ts';
import { combinedOpinion, meetingMinutes } from './meetings.ts';
import { deliveryReceipt, handOver, recusal, relativeFiling } from './office.ts';
import { instalmentAgreement, recoveryNotice, recoveryReminder, referralLetter, waiverDecision } from './recovery.ts';
import { confirmationForm } from './records.ts';
import { noticeSheet } from './sheet.ts';
import { accessSlip, discrepancy, extension, receipt, supplement, withdrawal } from './steps.ts';

const COMPOSERS: Record<LetterKind, (k: Kit) => LetterBody | Refusal> = {
  receipt, supplement, discrepancy, extension, withdrawal, authorisation, investigationForm, noticeSheet, confirmationForm, meetingMinutes,
  combinedOpinion, change, end, recusal, careAgreement, selfCareForm, relativeFiling, handOver, deliveryReceipt, accessSlip, aidReceipt, aidReferral,
  recoveryNotice, recoveryReminder, instalmentAgreement, waiverDecision, referralLetter,
  grant: (k) => decision(k, 'grant'),
  refusal: (k) => decision(k, 'refuse'),
};

/**
 * Composes a paper of a case as plain data. Pure: number, date and code are handed in, the law is that of the case, the
 * wording that of the day of the letter.
 *
 * Legal papers go out in the name of the unit that acts, naming the bureau that entrusted it [HQ-208]; where nothing is
 * entrusted the county signs its own decisions. Refused when what the paper must rest on is not in the log (no decision,
 * no ground, no rule in force, no entrustment to name), or when a name it prints was not supplied.
 */
export function composeLetter(kind: LetterKind, input: LetterInput): LetterModel | Refusal {
  if (input.number.trim() === '' || input.code.trim() === '') return refuse('input.invalid', '文书须有文号和查验码', { missing: [input.number.trim() === '' ? '文号' : '查验码'] });
  const k = new Kit(input);
  const body = COMPOSERS[kind](k);
  if (isRefusal(body)) return body;
  const own = body.byCounty === true;
  const issuer = own ? input.units.county.bureau : k.unit;
  const entrusted = own ? undefined : k.entrustment;
  const closing = body.closing ?? [];
  const paragraphs = [...(body.paragraphs ?? []), ...(entrusted && LETTER_FAMILIES[kind] === 'decision' && kind !== 'recusal' ? k.paragraphs('letter.entrusting') : [])];
  if (k.unnamed.size > 0) return refuse('input.invalid', '文书要写的人员没有姓名，不能出具', { missing: [...k.unnamed] });
  return {
    kind, family: LETTER_FAMILIES[kind], issuer, entrusting: entrusted?.bureau, title: body.title, number: input.number, caseNumber: input.state.number, applicant: k.name(input.state.facts.applicant), programme: input.context.programme.name, addressee: body.addressee,
    paragraphs, facts: body.facts ?? [], basis: body.basis ?? [], conclusion: body.conclusion ?? [], amount: body.amount, fromMonth: body.fromMonth, tables: body.tables ?? [], working: body.working,
    duty: body.duty, remedies: body.remedies, closing,
    signature: { organ: issuer, entrusted: entrusted && `（${k.text('letter.entrusted')}）`, signers: body.signers ?? [] },
    sealPlace: body.unsealed === true ? undefined : k.text('letter.seal'), date: input.date, dateText: formatDateShortZh(input.date), provisional: [...new Set(k.provisional)], deliverySlip: body.deliverySlip ?? false, serveBy: body.serveBy,
    words: { ...WORDS, ...body.words }, code: input.code, url: input.url,
  };
}
