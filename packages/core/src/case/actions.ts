import type { Told } from '../judgement/model.ts';
import type { MeansResult } from '../means/model.ts';
import type { Post, StepId } from '../policy/model.ts';
import type { AidContext } from './aid/found.ts';
import type { HouseholdFacts } from './facts.ts';
import type { Payload } from './commands.ts';
import { meetingActionLabels, type MeetingBodies } from './meetings/bodies.ts';
import { careActionLabels, type CareBodies } from './care/bodies.ts';
import { relativeActionLabels, type RelativeBodies } from './relatives/bodies.ts';
import { platformActionLabels, type PlatformBodies } from './platform/bodies.ts';
import { placeActionLabels, type PlaceBodies } from './places/bodies.ts';
import { submissionActionLabels, type SubmissionBodies } from './submissions/bodies.ts';
import { changeActionLabels, type ChangeBodies } from './changes/bodies.ts';
import { importActionLabels, type ImportBodies } from './imports/bodies.ts';
import { aidActionLabels, type AidBodies } from './aid/bodies.ts';
import { recoveryActionLabels, type RecoveryBodies } from './recovery/bodies.ts';
import { deliveryActionLabels, type DeliveryBodies } from './delivery/bodies.ts';

/** Who acts: a member of staff at a post in a unit, the system itself (connector, clock of law), or from outside without account the applicant or a reader of a notice. */
export interface Actor {
  readonly user: string;
  readonly post: Post | 'system' | 'applicant' | 'public';
  readonly unit: string;
}

/** Bodies that the topic folders declare. */
export interface TopicBodies extends MeetingBodies, CareBodies, RelativeBodies, PlaceBodies, PlatformBodies, SubmissionBodies, ChangeBodies, ImportBodies, DeliveryBodies, AidBodies, RecoveryBodies {}

/**
 * What happened, typed. A case is the list of these; everything else is a fold over it. Each kind is written once and
 * never changed: a correction is a further action. Bodies carry ids of persons, never their names or numbers.
 */
export interface ActionBodies extends TopicBodies {
  /** `found`: temporary assistance only: what the system found of the household's other assistance at intake. */
  applied: Omit<Payload<'apply'>, 'facts'> & { facts: HouseholdFacts; number: string; unit: string; applicationDate: string; found?: AidContext | undefined };
  routed: { organ: 'unit' | 'county'; procedure: string; entrustment?: string | undefined; reason: string };
  missingTold: { missing: readonly string[]; notice: string };
  materialsReceived: { materials: readonly string[] };
  materialRequired: { material: string };
  accepted: { receipt: string };
  authorisationSigned: { persons: readonly string[]; signedOn: string; method: 'paper' | 'electronic'; guardian?: string | undefined; number: string };
  verificationRequested: { request: string; round: number; passed: readonly string[]; next?: 'county' | undefined };
  verificationForwarded: { request: string; by: 'county'; note: string };
  verificationReported: Payload<'recordReport'>;
  verificationTrouble: Payload<'recordVerificationTrouble'>;
  discrepancyNotified: Payload<'notifyDiscrepancy'> & { number: string };
  discrepancyExplained: Payload<'explainDiscrepancy'> & { late: boolean };
  explanationMissed: { note: string };
  simplified: Payload<'useSimplified'>;
  investigated: Payload<'recordInvestigation'>;
  /** `told`: the same facts judged for every programme in force, as the household is told. */
  assessed: { result: MeansResult; told?: Told | undefined };
  opined: Payload<'giveOpinion'> & { monthlyFen: number };
  noticePosted: Payload<'postNotice'> & { level: 'unit' | 'county'; until: string; provisional: boolean };
  objected: Payload<'object'>;
  noticeClosed: Payload<'closeNotice'> & { level: 'unit' | 'county' };
  countyReviewed: Payload<'giveCountyReview'>;
  reviewed: Payload<'giveReview'>;
  agreed: Payload<'agreeReview'>;
  decided: { outcome: 'grant' | 'refuse'; reason: string; monthlyFen: number; fromMonth?: string | undefined; organ: 'unit' | 'county'; entrustment?: string | undefined; number: string; /** Place in the log of the care arrangement confirmed in the same act [HQ-130]. */ arrangement?: number | undefined };
  delivered: Payload<'deliver'>;
  published: Payload<'publish'>;
  filed: Payload<'file'>;
  withdrawn: Payload<'withdraw'>;
  abandoned: Payload<'abandon'>;
  returned: { step: StepId; reason: string };
  transferred: Payload<'transfer'> & { from: string };
  extended: Payload<'extend'>;
}
export type ActionKind = keyof ActionBodies;

export type Action = {
  [K in ActionKind]: { readonly kind: K; readonly at: string; readonly on: string; readonly actor: Actor; readonly body: ActionBodies[K] };
}[ActionKind];

export const ACTION_LABELS: Record<ActionKind, string> = {
  applied: '提出申请', routed: '确定办理权限', missingTold: '一次性告知补正', materialsReceived: '收到材料', materialRequired: '要求补充材料', accepted: '受理', authorisationSigned: '签署核对授权',
  verificationRequested: '提交信息核对', verificationForwarded: '区县审核转报核对', verificationReported: '收到核对报告', verificationTrouble: '核对异常', discrepancyNotified: '下发核对不符告知书',
  discrepancyExplained: '申请人说明情况', explanationMissed: '逾期未说明', simplified: '适用简易程序', investigated: '入户调查', assessed: '测算', opined: '初审意见', noticePosted: '公示张贴',
  objected: '收到异议', noticeClosed: '公示结束', countyReviewed: '县级审核', reviewed: '复审意见', agreed: '负责人同意', decided: '作出决定', delivered: '送达', published: '长期公布', filed: '备案',
  withdrawn: '申请人撤回', abandoned: '视为放弃', returned: '退回补正', transferred: '转办', extended: '延长期限',
  ...meetingActionLabels, ...careActionLabels, ...relativeActionLabels, ...placeActionLabels, ...platformActionLabels, ...submissionActionLabels, ...changeActionLabels, ...importActionLabels, ...deliveryActionLabels, ...aidActionLabels, ...recoveryActionLabels,
};
