import * as z from 'zod';
import { isoDate } from '../api/contract.ts';

/** What the county did with a unit, and when in the life of the cases: standards before, rules during, results after. */
export const OVERSIGHT_KINDS = { guidance: '指导', inspection: '督查检查', dispatch: '部署调度' } as const;
export const OVERSIGHT_STAGES = { before: '事前', during: '事中', after: '事后' } as const;
export const OVERSIGHT_METHODS = { onSite: '实地', papers: '查阅档案', telephone: '电话', video: '视频', meeting: '会议' } as const;
export type OversightKind = keyof typeof OVERSIGHT_KINDS;
export type OversightStage = keyof typeof OVERSIGHT_STAGES;
export type OversightMethod = keyof typeof OVERSIGHT_METHODS;

const keys = <K extends string>(o: Readonly<Record<K, string>>): [K, ...K[]] => Object.keys(o) as [K, ...K[]];
const text = (min: number, max: number) => z.string().trim().min(min).max(max);

/** `oversight.record`: one unit, on one day; who went, with which other departments, what was found or said. */
const recordOversight = z.strictObject({
  unit: text(1, 80),
  kind: z.enum(keys(OVERSIGHT_KINDS)),
  stage: z.enum(keys(OVERSIGHT_STAGES)),
  method: z.enum(keys(OVERSIGHT_METHODS)),
  on: isoDate,
  people: z.array(text(1, 40)).min(1).max(12),
  /** Other departments that took part. */
  with: z.array(text(2, 60)).max(12).default([]),
  text: text(10, 2000),
});
/** `oversight.amend`: the words put right; the former ones stay in the trail. */
const amendOversight = z.strictObject({ text: text(10, 2000), reason: text(2, 300) });
/** `oversight.withdraw`: recorded in error; the unit counts as supervised by it no more. */
const withdrawOversight = z.strictObject({ reason: text(2, 300) });
/** `oversight.attach`: minutes, photographs, the paper left behind; uploaded to the matter before. */
const attachOversight = z.strictObject({ files: z.array(z.uuid()).min(1).max(20) });

export const oversightPayloads = { record: recordOversight, amend: amendOversight, withdraw: withdrawOversight, attach: attachOversight } as const;
export type OversightPayloads = { [N in keyof typeof oversightPayloads]: z.output<(typeof oversightPayloads)[N]> };
