import { agreeReviewForm, giveCountyReviewForm, giveReviewForm, returnToForm } from './review.tsx';
import { closeNoticeForm, objectForm, postNoticeForm, publishForm } from './notice.tsx';
import { decideForm, giveOpinionForm } from './decide.tsx';
import { deliverForm, deliverLetterForm } from './deliver.tsx';
import { explainDiscrepancyForm } from './explainDiscrepancy.tsx';
import { forwardVerificationForm, notifyDiscrepancyForm, reportNoExplanationForm } from './verification.tsx';
import { holdMeetingForm } from './holdMeeting.tsx';
import { receiveMaterialsForm, requireMaterialForm } from './materials.tsx';
import { abandonForm, extendForm, transferForm, withdrawForm } from './sideways.tsx';
import { recordInvestigationForm } from './recordInvestigation.tsx';
import { signReportForm } from './signReport.tsx';
import { signAuthorisationForm } from './signAuthorisation.tsx';
import { answerSubmissionForm, reissueAccessCodeForm } from './submissions.tsx';
import { useSimplifiedForm } from './simplified.tsx';
import { counterSignForm, recordCountyVisitForm } from './relatives.tsx';
import { decideChangeForm, proposeChangeForm, reviewChangeForm } from './changes.tsx';
import { askElsewhereForm, handOverForm, notePlatformNumberForm } from './places.tsx';
import { arrangeCareForm, changeGradeForm, recordSelfCareForm, recordWishForm } from './care.tsx';
import { addAidReceiptForm, answerReferralForm, confirmGivenForm, declareComplexForm, giveAidForm, markEmergencyForm, referForm, settleGivenForm } from './aid.tsx';
import { agreeInstalmentsForm, confirmReceiptForm, correctRecoveryForm, decideWaiverForm, escalateRecoveryForm, establishRecoveryForm, noteEscalationForm, noteRecoveryAnswerForm, proposeRecoveryForm, proposeWaiverForm, recordReceiptForm, remindRecoveryForm } from '../../recovery/forms.tsx';
import type { CommandForm, OperableCommand } from './spec.ts';

export type { OperableCommand } from './spec.ts';

/** One form per command; a command of the core without a form here is a type error. */
export const FORMS: { readonly [K in OperableCommand]: CommandForm<K> } = {
  answerSubmission: answerSubmissionForm, reissueAccessCode: reissueAccessCodeForm,
  giveAid: giveAidForm, confirmGiven: confirmGivenForm, addAidReceipt: addAidReceiptForm, settleGiven: settleGivenForm, markEmergency: markEmergencyForm, declareComplex: declareComplexForm, refer: referForm, answerReferral: answerReferralForm,
  tellMissing: {}, accept: {}, requestVerification: {}, assess: {},
  receiveMaterials: receiveMaterialsForm, requireMaterial: requireMaterialForm, signAuthorisation: signAuthorisationForm,
  forwardVerification: forwardVerificationForm, notifyDiscrepancy: notifyDiscrepancyForm, explainDiscrepancy: explainDiscrepancyForm, reportNoExplanation: reportNoExplanationForm,
  useSimplified: useSimplifiedForm, recordInvestigation: recordInvestigationForm, holdMeeting: holdMeetingForm, signReport: signReportForm, giveOpinion: giveOpinionForm,
  postNotice: postNoticeForm, object: objectForm, closeNotice: closeNoticeForm, giveCountyReview: giveCountyReviewForm, giveReview: giveReviewForm, agreeReview: agreeReviewForm,
  decide: decideForm, deliver: deliverForm, deliverLetter: deliverLetterForm, publish: publishForm, withdraw: withdrawForm, abandon: abandonForm, returnTo: returnToForm, transfer: transferForm, extend: extendForm,
  proposeRecovery: proposeRecoveryForm, establishRecovery: establishRecoveryForm, noteRecoveryAnswer: noteRecoveryAnswerForm, correctRecovery: correctRecoveryForm, remindRecovery: remindRecoveryForm, agreeInstalments: agreeInstalmentsForm,
  recordReceipt: recordReceiptForm, confirmReceipt: confirmReceiptForm, proposeWaiver: proposeWaiverForm, decideWaiver: decideWaiverForm, escalateRecovery: escalateRecoveryForm, noteEscalation: noteEscalationForm,
  recordSelfCare: recordSelfCareForm, recordWish: recordWishForm, arrangeCare: arrangeCareForm, changeGrade: changeGradeForm,
  counterSign: counterSignForm, recordCountyVisit: recordCountyVisitForm, proposeChange: proposeChangeForm, reviewChange: reviewChangeForm, decideChange: decideChangeForm, handOver: handOverForm, askElsewhere: askElsewhereForm, notePlatformNumber: notePlatformNumberForm,
};

export const isOperable = (command: string): command is OperableCommand => Object.hasOwn(FORMS, command);
