import * as z from 'zod';
import { payloads } from '../case/commands.ts';
import { contract, isoDate, uuid } from './contract.ts';

const light = z.object({ light: z.enum(['green', 'yellow', 'red']), text: z.string() });

/** What another office asked of this one, or this one of another. */
export const errandSchema = z.object({
  id: uuid, case: uuid, caseNumber: z.string(), programmeName: z.string(), applicant: z.string(), kind: z.enum(['handOver', 'elsewhere']), kindText: z.string(), direction: z.enum(['in', 'out']),
  from: z.string(), to: z.string(), text: z.string(), papers: z.array(z.string()), askedOn: isoDate, askedBy: z.string(), due: isoDate, provisional: z.boolean(), light: light.nullable(),
  closedOn: isoDate.nullable(), outcome: z.string().nullable(), outcomeText: z.string().nullable(), closing: z.string().nullable(),
});
export type Errand = z.infer<typeof errandSchema>;

export const listErrands = contract({
  method: 'GET', path: '/errands', tag: '异地事项', summary: '移交与异地核查：收到的和发出的', permission: 'errand.read',
  query: z.strictObject({ state: z.enum(['open', 'closed']).default('open') }), response: z.object({ items: z.array(errandSchema) }),
});

/** What the asked office needs to go and look: names and address, opened for this purpose and logged. */
export const openErrand = contract({
  method: 'POST', path: '/errands/:id/open', tag: '异地事项', summary: '查看受托核查的家庭（留痕）', permission: 'errand.answer',
  params: z.strictObject({ id: uuid }),
  response: z.object({ id: uuid, address: z.string(), people: z.array(z.object({ name: z.string(), relation: z.string(), phone: z.string().nullable() })), statement: z.string() }),
});

const answer = z.object({ id: uuid, case: uuid, seq: z.number() });
const byErrand = z.strictObject({ id: uuid });

export const receiveErrand = contract({
  method: 'POST', path: '/errands/:id/receive', tag: '异地事项', summary: '接收移交的案件', permission: 'errand.answer', params: byErrand, body: payloads.receiveHandOver, response: answer,
});
export const declineErrand = contract({
  method: 'POST', path: '/errands/:id/decline', tag: '异地事项', summary: '退回移交的案件', permission: 'errand.answer', params: byErrand, body: payloads.declineHandOver, response: answer,
});
export const answerErrand = contract({
  method: 'POST', path: '/errands/:id/answer', tag: '异地事项', summary: '反馈异地核查', permission: 'errand.answer', params: byErrand, body: payloads.answerElsewhere.omit({ errand: true }), response: answer,
});
