import * as z from 'zod';
import { isoDate } from '../api/contract.ts';
import { incomeSchema, memberSchema, needSchema, propertySchema } from '../case/facts.ts';
import { ASPECTS, CHECK_CAUSES, CHECK_MEANS } from './model.ts';

const text = (max: number) => z.string().trim().min(1).max(max);
const files = z.array(z.uuid()).max(40);

/** One of a pair: an account of the county, or a person of an organisation that was entrusted [HQ-29]. */
export const checkerSchema = z.union([z.strictObject({ account: z.uuid() }), z.strictObject({ organisation: text(100), name: text(30) })]);

/** `check.open`: a check that no draw asked for. */
export const openCheck = z.strictObject({ case: z.uuid(), cause: z.enum(CHECK_CAUSES), ground: text(300), checkers: z.array(z.uuid()).length(2), due: isoDate, home: z.boolean() });

/** `check.replace`: somebody else instead of one of the pair, or on an empty place. */
export const replaceChecker = z.strictObject({ place: z.number().int().min(0).max(1), by: checkerSchema, reason: text(300) });

/** `check.visit`: by what means, where and when, who was met, what was photographed, who signed. */
export const recordVisit = z.strictObject({
  means: z.array(z.enum(CHECK_MEANS)).min(1).max(CHECK_MEANS.length),
  at: z.string().regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/),
  place: text(200),
  /** Who of the household was there or on the telephone. */
  met: z.array(text(50)).max(10),
  photos: files,
  /** Who of the household signed; without it the reason and a witness. */
  signed: text(50).optional(),
  unsigned: z.strictObject({ reason: text(300), witness: text(50) }).optional(),
  text: text(2000),
});

/** `check.form`: every point of the form, with words where the answer is no. `base`: version of the form that was looked at, 0 where there was none: nobody writes over a form they have not seen. */
export const answerPoints = z.strictObject({ base: z.number().int().min(0), answers: z.array(z.strictObject({ point: z.string().max(60), answer: z.enum(['yes', 'no', 'na']), words: text(500).optional() })).min(1).max(100) });

const version = z.number().int().min(1);
/** `check.countersign`: the other of the pair signs this version. `paper`: scans of the form signed by hand, of the one from outside, who has no login. */
export const countersignForm = z.strictObject({ version, paper: files.min(1).optional() });
/** `check.object`: the other of the pair does not sign this version, and says why. */
export const objectToForm = z.strictObject({ version, text: text(1000), paper: files.min(1).optional() });

/** Facts of a household as one checker found them: nothing is copied from the case but who belongs to it. */
export const foundSchema = z.strictObject({
  /** Of the persons whom the case counts, those who live there. */
  members: z.array(z.uuid()).min(1).max(30),
  /** Persons who live there and of whom the case knows nothing; the ids are made by whoever enters them. */
  more: z.array(memberSchema.pick({ person: true, relation: true, birth: true, sex: true })).max(10).default([]),
  /** With the papers seen: where a plan takes unproved work at its own standard, that decides. */
  incomes: z.array(incomeSchema).max(100),
  properties: z.array(propertySchema).max(50),
  /** Temporary assistance: the necessary expenditure as its papers show it. */
  needs: z.array(needSchema.pick({ kind: true, fen: true })).max(30).optional(),
});
export type Found = z.output<typeof foundSchema>;

/** `check.recompute`: what one of the pair found. `behalf`: of the one from outside, entered from the signed form, of which a scan is kept. */
export const recompute = z.strictObject({ found: foundSchema, behalf: z.strictObject({ files: files.min(1) }).optional() });

/** `check.third`: where the two differ, a third looks again; that sum stands. */
export const thirdFinding = z.strictObject({ found: foundSchema, text: text(500) });

/** `check.conclude`. Where the sum found is not the one decided, a finding says so, or words why the decision was right on its day. */
export const concludeCheck = z.strictObject({
  findings: z.array(z.strictObject({
    aspect: z.enum(ASPECTS), failing: z.enum(['inaccurate', 'policy', 'duty']), point: z.string().max(60).optional(), wrong: z.enum(['paid', 'refused']).optional(), severity: z.enum(['light', 'grave']), text: text(1000),
  })).max(30),
  explained: text(500).optional(),
  text: text(2000),
});

/** `check.raise`: hands a finding to rectification. */
export const raiseFinding = z.strictObject({ finding: z.uuid(), text: text(1000) });
export const giveUpCheck = z.strictObject({ reason: text(500) });

/** What users send; what else happens to a check comes from a draw or from rectification. */
export const checkPayloads = { open: openCheck, replace: replaceChecker, visit: recordVisit, form: answerPoints, countersign: countersignForm, object: objectToForm, recompute, third: thirdFinding, conclude: concludeCheck, raise: raiseFinding, giveUp: giveUpCheck } as const;
export type CheckPayloads = { [N in Exclude<keyof typeof checkPayloads, 'raise'>]: z.output<(typeof checkPayloads)[N]> } & {
  /** With the rectification that was opened for it. */
  raise: z.output<typeof raiseFinding> & { rectification: string; number: string };
  /** By the assignment of a draw: with its pair, or with none where too few are free of the case. */
  drawn: { draw: string; case: string; part: 'random' | 'must' | 'risk'; ground: string; checkers: readonly string[]; due: string; home: boolean; homeKey: string; basis: 'decision' | 'current' };
  /** By rectification, when it closes. */
  settle: { finding: string; rectification: string; number: string };
};
