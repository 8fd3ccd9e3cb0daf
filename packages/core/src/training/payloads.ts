import * as z from 'zod';
import { isoDate } from '../api/contract.ts';

const text = (max: number) => z.string().trim().min(1).max(max);

/** `training.plan`: who is trained in what, when and where. `seats`: accounts, and helpers by unit and role whose names stand in the register only. */
export const planTraining = z.strictObject({
  subject: text(120),
  unit: z.string().min(1).max(80).nullable(),
  on: isoDate,
  place: text(60),
  hours: z.number().int().min(1).max(200),
  teacher: text(80),
  text: z.string().trim().max(1000).default(''),
  seats: z.array(z.strictObject({ id: z.uuid(), unit: z.string().min(1).max(80), account: z.uuid().optional(), group: z.string().min(1).max(40) })).min(1).max(600),
});
/** `training.move`: another day or place, with the reason. */
export const moveTraining = z.strictObject({ on: isoDate, place: text(60), reason: text(300) });
/** `training.hold`: as it was held: who was there, with a result where there was a test; the papers handed out and the list of signatures. */
export const holdTraining = z.strictObject({
  on: isoDate,
  present: z.array(z.uuid()).min(1).max(600),
  results: z.array(z.strictObject({ seat: z.uuid(), score: z.number().int().min(0).max(100) })).max(600).default([]),
  files: z.array(z.uuid()).min(1, '须附签到表或者教材').max(40),
  text: z.string().trim().max(2000).default(''),
});
export const cancelTraining = z.strictObject({ reason: text(300) });

export const trainingPayloads = { plan: planTraining, move: moveTraining, hold: holdTraining, cancel: cancelTraining } as const;
export type TrainingPayloads = { [N in keyof typeof trainingPayloads]: z.output<(typeof trainingPayloads)[N]> };
