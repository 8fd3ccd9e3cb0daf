import * as z from 'zod';
import { isoDate } from '../api/contract.ts';

/** What was done, and when in the life of the cases: standards before, rules during, results after. */
export const OVERSIGHT_KINDS = {
  guidance: '指导', inspection: '督查检查', dispatch: '部署调度', coordination: '会商协调', evaluation: '综合评估', assignment: '责任分工', system: '制度建设', document: '印发文件', platform: '平台工作', survey: '满意率、知晓率调查', statistics: '统计上报', award: '以奖代补',
} as const;
export const OVERSIGHT_STAGES = { before: '事前', during: '事中', after: '事后' } as const;
export const OVERSIGHT_METHODS = { onSite: '实地', papers: '查阅档案', telephone: '电话', meeting: '会议', video: '视频', system: '信息系统' } as const;
/** 传统手段; the others are 信息化手段 [BQ-56]. */
export const TRADITIONAL: readonly OversightMethod[] = ['onSite', 'papers', 'telephone', 'meeting'];
/** Kinds by which a unit has been supervised; the others are about it or about the county. */
export const SUPERVISING: readonly OversightKind[] = ['guidance', 'inspection', 'dispatch', 'evaluation'];
export type OversightKind = keyof typeof OVERSIGHT_KINDS;
export type OversightStage = keyof typeof OVERSIGHT_STAGES;
export type OversightMethod = keyof typeof OVERSIGHT_METHODS;

const keys = <K extends string>(o: Readonly<Record<K, string>>): [K, ...K[]] => Object.keys(o) as [K, ...K[]];
const text = (min: number, max: number) => z.string().trim().min(min).max(max);

/** What an act brings besides words, where its kind asks for it. */
export const oversightDetail = {
  /** `survey`: people in difficulty who were asked, how many were satisfied, how many knew the policy. */
  survey: z.strictObject({ asked: z.number().int().min(1).max(1_000_000), satisfied: z.number().int().min(0), aware: z.number().int().min(0) })
    .refine((s) => s.satisfied <= s.asked && s.aware <= s.asked, { message: '满意、知晓的人数不能多于调查的人数', path: ['satisfied'] }).optional(),
  /** `statistics`: figures with their period and source; whom they were reported to stands in the act's bodies. */
  figures: z.array(z.strictObject({ label: text(2, 60), value: z.number().min(-1e12).max(1e12), unit: text(1, 12), period: text(4, 20), source: text(2, 120) })).max(60).default([]),
  /** `document`, `system`: what was issued. */
  document: z.strictObject({ title: text(2, 120), number: text(2, 60), on: isoDate }).optional(),
  /** `assignment`: who answers for the clauses named. */
  assignee: z.strictObject({ body: text(2, 60), person: text(2, 40) }).optional(),
  /** `award`: so much, by which decision. */
  award: z.strictObject({ fen: z.number().int().min(1).max(100_000_000_00), year: z.string().regex(/^\d{4}$/), basis: text(4, 300) }).optional(),
};

/** `oversight.record`: what was done on one day with a unit, or (`unit` null) by the county as a whole; under which clauses of the plan. */
const recordOversight = z.strictObject({
  unit: text(1, 80).nullable(),
  kind: z.enum(keys(OVERSIGHT_KINDS)),
  stage: z.enum(keys(OVERSIGHT_STAGES)),
  method: z.enum(keys(OVERSIGHT_METHODS)),
  on: isoDate,
  people: z.array(text(1, 40)).min(1).max(12),
  /** Other bodies that took part. */
  with: z.array(text(2, 60)).max(12).default([]),
  /** Clauses of the county's plan that it carries out. */
  duties: z.array(z.string().regex(/^[A-Z]{2}-\d{2,3}$/)).max(12).default([]),
  text: text(10, 2000),
  ...oversightDetail,
});
/** `oversight.amend`: the words put right; the former ones stay in the trail. */
const amendOversight = z.strictObject({ text: text(10, 2000), reason: text(2, 300) });
/** `oversight.withdraw`: recorded in error; the unit counts as supervised by it no more. */
const withdrawOversight = z.strictObject({ reason: text(2, 300) });
/** `oversight.attach`: minutes, photographs, the paper left behind; uploaded to the matter before. */
const attachOversight = z.strictObject({ files: z.array(z.uuid()).min(1).max(20) });

export const oversightPayloads = { record: recordOversight, amend: amendOversight, withdraw: withdrawOversight, attach: attachOversight } as const;
export type OversightPayloads = { [N in keyof typeof oversightPayloads]: z.output<(typeof oversightPayloads)[N]> };
