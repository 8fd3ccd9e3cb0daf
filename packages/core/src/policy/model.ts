import * as z from 'zod';

/**
 * The policy model: what a plan says, as data. Every number, deadline, ratio, document, body and wording that
 * differs between places is a {@link Parameter}, {@link Procedure}, {@link Programme} or {@link Text} in `policies/`.
 * Money is integer fen, days are counted as the unit says, dates are Asia/Shanghai calendar dates `YYYY-MM-DD`.
 */

const isoDate = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, '日期应为 YYYY-MM-DD');
const id = z.string().regex(/^[a-z][a-z0-9.-]*$/, '标识只用小写字母、数字、点和短横');

/** A document that rules: law, measure, plan, notice. Its clauses are what parameters cite. */
export const instrumentSchema = z.strictObject({
  id,
  title: z.string().min(2),
  number: z.string().optional(),
  issuer: z.string().optional(),
  date: isoDate.optional(),
  from: isoDate.optional(),
  to: isoDate.optional(),
  basis: z.array(z.string()).default([]),
  public: z.boolean().default(true),
  note: z.string().optional(),
});
export type Instrument = z.infer<typeof instrumentSchema>;

/** Where a value comes from: an instrument's clause, or an assumption that the county must confirm. */
export const sourceSchema = z
  .strictObject({
    instrument: id.optional(),
    clause: z.string().optional(),
    quote: z.string().optional(),
    assumption: z.string().optional(),
    req: z.array(z.string()).default([]),
  })
  .refine((s) => s.assumption !== undefined || (s.instrument !== undefined && s.clause !== undefined), {
    message: '须写明 instrument 与 clause，或写明 assumption（依据未定的理由）',
  });
export type Source = z.infer<typeof sourceSchema>;

/** Units a parameter may have; `wd` = working days, `day` = natural days, `fen` = 1/100 yuan. */
export const unitSchema = z.enum(['wd', 'day', 'month', 'year', 'fen', 'percent', 'person', 'count', 'times', 'dayOfMonth', 'hour', 'flag', 'choice', 'table']);

/** One value in force from a date (inclusive) to a date (inclusive, open when absent). */
export const parameterSchema = z.strictObject({
  key: id,
  label: z.string().min(2),
  unit: unitSchema,
  value: z.unknown().refine((v) => v !== undefined && v !== null, { message: '缺少 value' }),
  from: isoDate,
  to: isoDate.optional(),
  /** Narrows the parameter to one programme or one area class (`urban` / `rural`); absent = all. */
  programme: id.optional(),
  area: z.enum(['urban', 'rural']).optional(),
  /** A national floor that a plan may exceed but not undercut: `min` = plan ≥ nation, `max` = plan ≤ nation. */
  floor: z.enum(['min', 'max']).optional(),
  source: sourceSchema,
});
export type Parameter = z.infer<typeof parameterSchema>;

/** Steps a case can have. A procedure orders a subset of them and says who takes each. */
export const STEPS = [
  'accept', 'authorise', 'verify', 'investigate', 'selfCare', 'appraise', 'assess', 'opine', 'notice', 'countyReview', 'countyNotice', 'counterSign', 'countyVisit',
  'relieve', 'consult', 'deliberate', 'jointMeeting', 'signReport', 'leadership', 'review', 'agree', 'meeting', 'care', 'decide', 'deliver', 'publish', 'file',
] as const;
export type StepId = (typeof STEPS)[number];

/** Posts that act on cases. Administrators are no posts: they cannot act on a case at all. */
export const POSTS = ['village', 'handler', 'reviewer', 'reviewHead', 'leader', 'countyHandler', 'countyLeader'] as const;
export type Post = (typeof POSTS)[number];

export const conditionSchema = z.enum(['always', 'unless-simplified', 'if-disputed', 'if-related', 'if-related-or-disputed', 'if-related-or-major',
  /* Temporary assistance: measures that cannot wait; household already on a roll; sum over the table; a ground of consultation. */
  'if-emergency', 'unless-emergency', 'unless-known', 'if-special', 'if-consult',
]);

export const stepRuleSchema = z.strictObject({
  step: z.enum(STEPS),
  by: z.array(z.enum(POSTS)).min(1),
  /** Steps that must be finished before this one; the procedure's own order is not implied. */
  needs: z.array(z.enum(STEPS)).default([]),
  when: conditionSchema.default('always'),
  /** Parameter (unit wd/day/hour) that limits the step, and the step or event from which it runs. */
  deadline: z.strictObject({
    parameter: id, from: z.union([z.enum(STEPS), z.enum(['application', 'objection', 'decision'])]),
    /** Where this case needs the named step as well, the term runs from its end instead. */
    after: z.enum(STEPS).optional(),
  }).optional(),
  label: z.string().optional(),
  /** The body that meets for this step: id of a {@link MeetingBody}. */
  body: id.optional(),
  source: sourceSchema,
});
export type StepRule = z.infer<typeof stepRuleSchema>;

/** What sort of body meets. */
export const MEETING_KINDS = ['appraisal', 'leadingGroup', 'deliberation', 'leadership', 'jointMeeting', 'consultation'] as const;
export type MeetingKind = (typeof MEETING_KINDS)[number];

/**
 * A body that decides together, as data: who sits in it, when it can decide, when what is put to it is passed, and what
 * follows from the vote. Numbers and ratios are parameters, so that they are dated and show their clause. Versions of one
 * id must not overlap in time; the one in force on the day of application serves a case.
 */
export const meetingBodySchema = z.strictObject({
  id,
  name: z.string().min(2),
  kind: z.enum(MEETING_KINDS),
  from: isoDate,
  to: isoDate.optional(),
  /** `named`: a standing body with a register of members, each of whom is accounted for; `counted`: people who come, counted by kind. */
  composition: z.enum(['named', 'counted']),
  members: z.array(z.strictObject({
    id: z.string().regex(/^[a-z][a-zA-Z-]*$/), label: z.string().min(2),
    /** At least so many of this kind belong to the body. */
    min: z.number().int().min(0).default(0), max: z.number().int().min(1).optional(),
    /** Present, but without a vote. */
    votes: z.boolean().default(true),
    /** Counts towards the share of representatives. */
    representative: z.boolean().default(false),
  })).min(1),
  parameters: z.strictObject({
    /** Size of the body; outside it the meeting is refused or warned of, as `outside` says. */
    membersMin: id.optional(), membersMax: id.optional(),
    /** Fewest members at the table. */
    presentMin: id.optional(),
    presentPercent: id, passPercent: id, representativesPercent: id.optional(),
    /** Natural days within which the body is convened again. */
    conveneDays: id.optional(),
  }),
  outside: z.enum(['refuse', 'warn']).default('refuse'),
  ballot: z.enum(['open', 'secret']).default('open'),
  /** What is voted on: whether the household is to be helped, or the resolution of the meeting held for an earlier step (of those named, the one that the case's procedure has). */
  subject: z.union([z.literal('household'), z.strictObject({ resolutionOf: z.union([z.enum(STEPS).transform((s) => [s]), z.array(z.enum(STEPS)).min(1)]) })]).default('household'),
  /** What the meeting settles besides its vote: `amount` = the sum, where it is above what the table gives [HQ-166, HQ-167]. */
  fixes: z.literal('amount').optional(),
  /** What the meeting has gone through: recorded one by one. */
  stages: z.array(z.strictObject({ id: z.string().regex(/^[a-z][a-zA-Z-]*$/), label: z.string().min(2) })).default([]),
  stagesRequired: z.boolean().default(false),
  /** How the household's real difficulty was looked into before the meeting, and that somebody else helped with it. */
  inquiry: z.strictObject({ means: z.array(z.strictObject({ id: z.string().regex(/^[a-z][a-zA-Z-]*$/), label: z.string().min(2) })).min(1), with: z.string().min(2), source: sourceSchema }).optional(),
  /** Label of the written report that the meeting forms, where it forms one. */
  report: z.string().min(2).optional(),
  /** What proves it: photographs, the list of those present with their signatures. */
  proof: z.array(z.enum(['photos', 'signatures'])).default([]),
  /**
   * What a vote that is not carried means. `reinvestigate`: no granting opinion until the household has been investigated
   * again; `no-grant`: the case cannot be granted; `determines`: the case is decided as the vote went, for or against;
   * `reopen`: the step whose resolution was not passed is taken again.
   */
  effect: z.enum(['reinvestigate', 'no-grant', 'determines', 'reopen']),
  /** Who is told of the result as soon as it stands. */
  feedback: z.array(z.string().min(2)).default([]),
  /** Whether the body has written rules of procedure that the unit keeps on file. */
  rules: z.boolean().default(false),
  /** Posts that keep the register of its members and rules. */
  keptBy: z.array(z.enum(POSTS)).default([]),
  source: sourceSchema,
});
export type MeetingBody = z.infer<typeof meetingBodySchema>;

/** A way of handling, as data. `organ` says who decides in its steps. */
export const procedureSchema = z.strictObject({
  id,
  name: z.string().min(2),
  organ: z.enum(['unit', 'county']),
  from: isoDate,
  to: isoDate.optional(),
  /** Chain of bodies a verification request passes before the platform answers. */
  verificationChain: z.array(z.enum(['handling', 'county', 'city'])).default([]),
  /** Whether a simplified form exists (its grounds must be recorded). */
  simplified: z.boolean().default(false),
  steps: z.array(stepRuleSchema).min(2),
  source: sourceSchema,
});
export type Procedure = z.infer<typeof procedureSchema>;

export const documentSchema = z.strictObject({
  id,
  name: z.string().min(2),
  /** `application` papers are asked of the applicant; `process` papers arise in handling. */
  kind: z.enum(['application', 'process']),
  when: z.enum(['always', 'agent', 'helped', 'disputed', 'obligors', 'income', 'disability', 'illness', 'study', 'compensation']).default('always'),
  source: sourceSchema,
});
export type DocumentRule = z.infer<typeof documentSchema>;

/** A programme assembled from data: who applies, how it is handled, how the sum is found, which papers, how paid. */
export const programmeSchema = z.strictObject({
  id,
  name: z.string().min(2),
  short: z.string().min(1),
  nameEn: z.string().min(2),
  /** Place in lists, lowest first. */
  rank: z.number().int().min(1).max(99).default(50),
  /** Programmes that are parts of one kind of assistance, as 急难型 and 支出型 are of 临时救助. */
  family: z.strictObject({ id, name: z.string().min(2) }).optional(),
  applicant: z.enum(['household', 'person']),
  /** Only for households of this area; absent = both. */
  area: z.enum(['urban', 'rural']).optional(),
  /** `means` tests the means and finds the sum by difference or tier; `fixed-…` pays a stated sum or share of the standard; `recognition` establishes a status. The latter two test what their parameters state (see means/fixed.ts). `aid`: temporary assistance by tables of multiples, bands and caps (see means/aid.ts). */
  formula: z.enum(['means', 'recognition', 'fixed-household', 'fixed-person', 'support', 'aid']),
  /** `none`: a recognition that pays nothing itself, opens other help and lasts as `recognition.months` says. */
  payment: z.enum(['monthly', 'once', 'none']),
  fundItem: z.string().min(2),
  from: isoDate,
  to: isoDate.optional(),
  /** Procedure when an entrustment is in force on the day of decision, and when none is. First one in force on the application date wins. */
  delegated: z.array(id).default([]),
  undelegated: z.array(id).min(1),
  documents: z.array(documentSchema).min(1),
  source: sourceSchema,
});
export type Programme = z.infer<typeof programmeSchema>;

/** Wording printed on letters and screens: one text, versioned by date. `for`: programmes, or kinds of them by their formula, for which it is offered; absent = all. */
export const textSchema = z.strictObject({ key: id, text: z.string().min(1), for: z.array(id).min(1).optional(), from: isoDate, to: isoDate.optional(), source: sourceSchema });
export type Text = z.infer<typeof textSchema>;

export const bodySchema = z.strictObject({ kind: z.enum(['handling', 'management', 'bureau', 'finance', 'verification', 'leadingGroup', 'deliberation']), name: z.string(), source: sourceSchema });

/**
 * 城乡分类代码 of the statistics department for a village or community: 111 main urban, 112 urban–rural fringe, 121 town centre,
 * 122 town fringe, 123 special area, 210 township centre, 220 village. Those of the hundreds are urban, the others rural [XX-130].
 */
export const CLASSIFICATIONS = { '111': '主城区', '112': '城乡结合区', '121': '镇中心区', '122': '镇乡结合区', '123': '特殊区域', '210': '乡中心区', '220': '村庄' } as const;
export type Classification = keyof typeof CLASSIFICATIONS;
export const areaOfClassification = (c: Classification): 'urban' | 'rural' => (c.startsWith('1') ? 'urban' : 'rural');

/** An organisational unit with validity; `code` is the division code where one exists. */
export const orgUnitSchema = z.strictObject({
  id,
  name: z.string().min(2),
  aliases: z.array(z.string()).default([]),
  kind: z.enum(['county', 'township', 'street', 'farm', 'centre', 'village', 'community']),
  parent: id.optional(),
  code: z.string().optional(),
  area: z.enum(['urban', 'rural']).optional(),
  /** Urban or rural attribute; `area` must say the same. */
  classification: z.enum(Object.keys(CLASSIFICATIONS) as [Classification, ...Classification[]]).optional(),
  from: isoDate.optional(),
  to: isoDate.optional(),
  note: z.string().optional(),
  bodies: z.array(bodySchema).default([]),
  /** Where people reach it: printed on notices and letters, shown to the public. */
  telephone: z.string().optional(),
  source: sourceSchema,
});
export type OrgUnit = z.infer<typeof orgUnitSchema>;

export const entrustmentSchema = z.strictObject({
  id,
  number: z.string(),
  programme: z.array(id).min(1),
  units: z.array(id).min(1),
  limitFen: z.number().int().positive().optional(),
  from: isoDate,
  to: isoDate.optional(),
  entrusting: z.string(),
  signatories: z.array(z.string()).min(1),
  source: sourceSchema,
});
export type Entrustment = z.infer<typeof entrustmentSchema>;

/** A jurisdiction's file set merged into one: what the county's plan says above the nation. */
export const jurisdictionSchema = z.strictObject({
  id,
  code: z.string().regex(/^\d{6}$/),
  name: z.string(),
  fullName: z.string(),
  bureau: z.string(),
  /** Short name used in case numbers, e.g. 红. */
  mark: z.string().min(1).max(2),
  plan: id,
  trainingDate: isoDate,
  telephone: z.string(),
  government: z.string(),
  /** Organ that hears reconsideration, and court, as printed in remedies. */
  reconsideration: z.string(),
  court: z.string(),
});
export type Jurisdiction = z.infer<typeof jurisdictionSchema>;

/** A programme that entrustments name although this installation does not handle it yet. */
export const reservedProgrammeSchema = z.strictObject({ id, name: z.string().min(2), reason: z.string().min(2) });
export type ReservedProgramme = z.infer<typeof reservedProgrammeSchema>;

/** One layer (nation or county) after its files are merged. */
export interface PolicyLayer {
  readonly id: string;
  readonly jurisdiction?: Jurisdiction;
  readonly reservedProgrammes?: readonly ReservedProgramme[];
  readonly instruments: readonly Instrument[];
  readonly parameters: readonly Parameter[];
  readonly procedures: readonly Procedure[];
  readonly meetingBodies?: readonly MeetingBody[];
  readonly programmes: readonly Programme[];
  readonly texts: readonly Text[];
  readonly units: readonly OrgUnit[];
  readonly entrustments: readonly Entrustment[];
}
