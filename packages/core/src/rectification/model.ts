import type { TableValue } from '../policy/tables.ts';

/** 三种不到位 [BQ-11]: by which failing a finding is classed. */
export const FAILINGS = { inaccurate: '对象认定不精准', policy: '政策不落实', duty: '责任不承担' } as const;
export type Failing = keyof typeof FAILINGS;

/** 不作为、慢作为、乱作为 [BQ-47, GX-111] and what is worse [GX-112]; `none` where no conduct is at fault. */
export const CONDUCTS = { none: '不涉及', inaction: '不作为', slow: '慢作为', wrongful: '乱作为', favour: '徇私舞弊、优亲厚友', falsified: '弄虚作假', irregular: '违规办理' } as const;
export type Conduct = keyof typeof CONDUCTS;

export const SEVERITIES = { light: '一般', grave: '情节严重' } as const;
export type Severity = keyof typeof SEVERITIES;

/** How the problem was found. `general`: a tendency or an early sign in several units [BQ-60]. */
export const FOUND_BY = { check: '核查发现', filing: '备案审查', complaint: '信访投诉', warning: '预警', visit: '督查检查', general: '普遍性、倾向性、苗头性问题', other: '其他' } as const;
export type FoundBy = keyof typeof FOUND_BY;

/** How a reminder was given [BQ-61]. */
export const MEANS = { telephone: '电话提醒', onSite: '现场指导', paper: '书面' } as const;
export type Means = keyof typeof MEANS;

export const REVISIT_WAYS = { telephone: '电话', home: '入户', office: '到单位' } as const;
export type RevisitWay = keyof typeof REVISIT_WAYS;

export type Ladder = TableValue<'rectify.ladder'>;
export type Rung = Ladder['rungs'][number];

/** Who answers for the correction: somebody of the unit, by account or, who has none, by name and post. */
export interface Responsible {
  readonly account?: string | undefined;
  readonly name: string;
  readonly post: string;
}

/** A rung that was taken, as it stood on its day. */
export interface Step {
  readonly rung: string;
  readonly label: string;
  readonly on: string;
  readonly means?: Means | undefined;
  readonly due?: string | undefined;
  readonly measures: readonly string[];
  readonly person?: Responsible | undefined;
  readonly words: string;
  /** Keys of the units that the paper is circulated to besides the one concerned. */
  readonly circulated: readonly string[];
  /** Whether the correction is inspected again before the matter may close. */
  readonly reinspect: boolean;
  /** Papers handed over, and to which organ. */
  readonly handOver?: { readonly organ: string; readonly papers: readonly string[]; readonly receipt?: { readonly on: string; readonly number: string } | undefined } | undefined;
  readonly signed?: { readonly by: string; readonly on: string } | undefined;
}

export interface Reply {
  readonly on: string;
  readonly by: string;
  readonly text: string;
  readonly measures: readonly string[];
  readonly files: readonly string[];
  readonly judged?: { readonly outcome: 'accepted' | 'returned'; readonly on: string; readonly text: string } | undefined;
}

export interface Inspection {
  readonly on: string;
  readonly who: readonly string[];
  readonly outcome: 'corrected' | 'notCorrected';
  readonly text: string;
  readonly files: readonly string[];
}

/** 容错 [LH-94, LH-96]: conditions one by one; `decided` by the leader. */
export interface Tolerance {
  readonly person: string;
  readonly conditions: readonly { readonly id: string; readonly label: string; readonly met: boolean; readonly text: string; readonly files: readonly string[] }[];
  readonly on: string;
  readonly decided?: { readonly outcome: 'exempt' | 'notExempt'; readonly text: string; readonly on: string } | undefined;
}

export interface RectState {
  readonly id: string;
  readonly unit: string;
  readonly failing: Failing;
  readonly conduct: Conduct;
  readonly severity: Severity;
  readonly foundBy: FoundBy;
  readonly text: string;
  /** Findings of a check that close only with this. */
  readonly findings: readonly { readonly id: string; readonly text: string }[];
  readonly aboutCase?: string | undefined;
  readonly origin?: string | undefined;
  readonly openedOn: string;
  readonly steps: readonly Step[];
  readonly replies: readonly Reply[];
  readonly inspections: readonly Inspection[];
  readonly revisits: readonly { readonly on: string; readonly how: RevisitWay; readonly text: string }[];
  readonly punishments: readonly { readonly person: string; readonly measure: string; readonly organ: string; readonly text: string; readonly on: string }[];
  readonly tolerances: readonly Tolerance[];
  /** Day by which the county judges the reply, or inspects again. */
  readonly countyDue?: string | undefined;
  readonly closed?: { readonly on: string; readonly text: string } | undefined;
}

/** Where a rectification stands. */
export type RectStatus = 'opened' | 'demanded' | 'replied' | 'returned' | 'accepted' | 'reinspected' | 'failed' | 'closed';
export const STATUS_LABELS: Readonly<Record<RectStatus, string>> = { opened: '已立项', demanded: '整改中', replied: '待审查', returned: '退回重改', accepted: '已认可，待复查', reinspected: '已整改', failed: '复查不合格', closed: '已办结' };
