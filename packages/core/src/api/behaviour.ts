import * as z from 'zod';
import { ANSWER_IDS, KIND_IDS } from '../behaviour/model.ts';
import { citedSchema, contract, isoDate, uuid } from './contract.ts';

const question = z.object({
  id: uuid, kind: z.enum(KIND_IDS), label: z.string(), why: z.string(), unit: z.string(), unitName: z.string(), text: z.string(), foundOn: isoDate, seenOn: isoDate, open: z.boolean(),
  cases: z.array(z.object({ case: uuid, number: z.string(), note: z.string() })), count: z.number().int(),
  answers: z.array(z.object({ outcome: z.enum(ANSWER_IDS), outcomeText: z.string(), words: z.string(), by: z.string(), on: isoDate, count: z.number().int() })),
});

/** Patterns that deserve a look: questions with the cases behind them. Each kind with its thresholds, its source and what became of its questions. */
export const listBehaviour = contract({
  method: 'GET', path: '/behaviour', summary: '值得看一看的情形', tag: 'behaviour', permission: 'behaviour.read',
  query: z.strictObject({ state: z.enum(['open', 'answered']).default('open'), kind: z.enum(KIND_IDS).optional(), unit: z.string().max(80).optional() }),
  response: z.object({
    items: z.array(question), more: z.boolean(), open: z.number().int(), answered: z.number().int(), source: citedSchema.nullable(),
    kinds: z.array(z.object({ kind: z.enum(KIND_IDS), label: z.string(), rule: z.string(), open: z.number().int(), answered: z.number().int(), fine: z.number().int() })),
  }),
});

/** Looks again now, as every night. */
export const runBehaviour = contract({ method: 'POST', path: '/behaviour/run', summary: '现在查找一遍', tag: 'behaviour', permission: 'behaviour.answer', body: z.strictObject({}), response: z.object({ found: z.number().int() }) });

/** What somebody found who looked at the cases, in words and with their name. */
export const answerBehaviour = contract({
  method: 'POST', path: '/behaviour/:id/answer', summary: '答复', tag: 'behaviour', permission: 'behaviour.answer',
  params: z.strictObject({ id: uuid }), body: z.strictObject({ outcome: z.enum(ANSWER_IDS), words: z.string().trim().min(4).max(1000) }), response: z.object({ id: uuid }),
});
