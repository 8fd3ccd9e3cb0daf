import { agreeReviewForm, giveCountyReviewForm, giveReviewForm, returnToForm } from './review.tsx';
import { closeNoticeForm, objectForm, postNoticeForm, publishForm } from './notice.tsx';
import { decideForm, giveOpinionForm } from './decide.tsx';
import { deliverForm } from './deliver.tsx';
import { explainDiscrepancyForm } from './explainDiscrepancy.tsx';
import { forwardVerificationForm, notifyDiscrepancyForm, reportNoExplanationForm } from './verification.tsx';
import { holdMeetingForm } from './holdMeeting.tsx';
import { receiveMaterialsForm, requireMaterialForm } from './materials.tsx';
import { abandonForm, extendForm, transferForm, withdrawForm } from './sideways.tsx';
import { recordInvestigationForm } from './recordInvestigation.tsx';
import { signAuthorisationForm } from './signAuthorisation.tsx';
import { useSimplifiedForm } from './simplified.tsx';
import type { CommandForm, OperableCommand } from './spec.ts';

export type { OperableCommand } from './spec.ts';

/** One form per command; a command of the core without a form here is a type error. */
export const FORMS: { readonly [K in OperableCommand]: CommandForm<K> } = {
  tellMissing: {}, accept: {}, requestVerification: {}, assess: {},
  receiveMaterials: receiveMaterialsForm, requireMaterial: requireMaterialForm, signAuthorisation: signAuthorisationForm,
  forwardVerification: forwardVerificationForm, notifyDiscrepancy: notifyDiscrepancyForm, explainDiscrepancy: explainDiscrepancyForm, reportNoExplanation: reportNoExplanationForm,
  useSimplified: useSimplifiedForm, recordInvestigation: recordInvestigationForm, holdMeeting: holdMeetingForm, giveOpinion: giveOpinionForm,
  postNotice: postNoticeForm, object: objectForm, closeNotice: closeNoticeForm, giveCountyReview: giveCountyReviewForm, giveReview: giveReviewForm, agreeReview: agreeReviewForm,
  decide: decideForm, deliver: deliverForm, publish: publishForm, withdraw: withdrawForm, abandon: abandonForm, returnTo: returnToForm, transfer: transferForm, extend: extendForm,
};

export const isOperable = (command: string): command is OperableCommand => Object.hasOwn(FORMS, command);
