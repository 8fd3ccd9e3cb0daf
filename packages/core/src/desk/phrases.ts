import * as z from 'zod';

/** Text fields that take common opinions. A phrase belongs to one of them and is offered only there. */
export const PHRASE_FIELDS = ['opinion', 'review', 'findings', 'refusal', 'return', 'minutes'] as const;
export type PhraseField = (typeof PHRASE_FIELDS)[number];

export const PHRASE_LABELS: Readonly<Record<PhraseField, string>> = { opinion: '初审意见', review: '复审与同意意见', findings: '调查情况', refusal: '不予确认理由', return: '退回理由', minutes: '会议记录' };

/** Policy texts of the starter set are keyed `phrase.<field>.<name>`; their `for` names the programmes, or kinds of programme, of which they speak. */
export const STARTER = /^phrase\.([a-z]+)\./;

/** A phrase is used again for other households: identity, telephone and account numbers have no place in it. */
export const phraseText = z.string().trim().min(2, '至少两个字').max(1000).refine((t) => !/\d{7}/.test(t.normalize('NFKC').replaceAll(/\s/g, '')), '常用语会用于别的家庭，不能含证件号、电话、账号');
