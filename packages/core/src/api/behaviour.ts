import * as z from 'zod';
import { ANSWER_IDS, KIND_IDS } from '../behaviour/model.ts';
import { calculationView } from './calculations.ts';
import { citedSchema, contract, isoDate, uuid } from './contract.ts';

const question = z.object({
  id: uuid, kind: z.enum(KIND_IDS), label: z.string(), why: z.string(), /** By which rule it was found. */ rule: z.string(), unit: z.string(), unitName: z.string(), text: z.string(), foundOn: isoDate, seenOn: isoDate, open: z.boolean(),
  cases: z.array(z.object({ case: uuid, number: z.string(), note: z.string() })), count: z.number().int(),
  answers: z.array(z.object({ outcome: z.enum(ANSWER_IDS), outcomeText: z.string(), words: z.string(), by: z.string(), on: isoDate, count: z.number().int() })),
});

/** Patterns that deserve a look: questions with the cases behind them. Each kind with its thresholds, its source and what became of its questions. */
export const listBehaviour = contract({
  method: 'GET', path: '/behaviour', summary: '值得看一看的情形', tag: 'behaviour', permission: 'behaviour.read',
  query: z.strictObject({ state: z.enum(['open', 'answered']).default('open'), kind: z.enum(KIND_IDS).optional(), unit: z.string().max(80).optional() }),
  response: z.object({
    /** The last look that somebody asked for: how far it is, how many patterns it found. */
    run: calculationView.extend({ found: z.number().int().nullable() }).nullable(),
    items: z.array(question), more: z.boolean(), open: z.number().int(), answered: z.number().int(), source: citedSchema.nullable(),
    kinds: z.array(z.object({ kind: z.enum(KIND_IDS), label: z.string(), rule: z.string(), open: z.number().int(), answered: z.number().int(), fine: z.number().int() })),
  }),
});

/** Asks to look again now, as every night. In the background: `listBehaviour.run` says how far it is. */
export const runBehaviour = contract({ method: 'POST', path: '/behaviour/run', summary: '现在查找一遍', tag: 'behaviour', permission: 'behaviour.answer', body: z.strictObject({}), response: z.object({ queued: z.literal(true) }) });

/** What somebody found who looked at the cases, in words and with their name. */
export const answerBehaviour = contract({
  method: 'POST', path: '/behaviour/:id/answer', summary: '答复', tag: 'behaviour', permission: 'behaviour.answer',
  params: z.strictObject({ id: uuid }), body: z.strictObject({ outcome: z.enum(ANSWER_IDS), words: z.string().trim().min(4).max(1000) }), response: z.object({ id: uuid }),
});

const population = z.object({ village: z.string(), villageName: z.string(), town: z.string(), year: z.number().int().nullable(), households: z.number().int().nullable(), persons: z.number().int().nullable(), source: z.string().nullable(), madeUp: z.boolean(), by: z.string().nullable(), on: isoDate.nullable(), rollHouseholds: z.number().int(), rollPersons: z.number().int(), /** Of a thousand people. */ rate: z.number().nullable() });

/** How many people live in each village, as the county wrote it down, and how many of them are on a monthly roll. A village without a population is said to have none. */
export const listPopulation = contract({ method: 'GET', path: '/population', summary: '村（居）人口', tag: 'behaviour', permission: 'behaviour.read', response: z.object({ items: z.array(population), known: z.number().int() }) });

/** What the county takes over from a paper or a colleague's file: lines with a fault are named and left out; the latest line of a village and year holds. */
export const importPopulation = contract({
  method: 'POST', path: '/population', summary: '导入村（居）人口', tag: 'behaviour', permission: 'behaviour.answer',
  body: z.strictObject({ csv: z.string().min(1).max(900_000), source: z.string().trim().min(2).max(200) }),
  response: z.object({ rows: z.number().int(), faults: z.array(z.object({ line: z.number().int(), text: z.string() })) }),
});
