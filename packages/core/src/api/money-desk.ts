import * as z from 'zod';
import { MONEY_TASK_IDS } from '../desk/money.ts';
import { contract, isoDate } from './contract.ts';

export const moneyDesk = contract({
  method: 'GET', path: '/desk/money', tag: '工作台', summary: '资金待办：轮到我办的和别人在办的，各多少、多少钱、几件迟了、从哪里办', permission: 'money.desk',
  response: z.object({
    today: isoDate,
    items: z.array(z.object({
      id: z.enum(MONEY_TASK_IDS), label: z.string(), says: z.string(), n: z.number(), unit: z.string(), fen: z.number().nullable(), late: z.number(), since: isoDate.nullable(), /** By when the first of them must be done, where that is told instead. */ due: isoDate.nullable(), href: z.string(), at: z.array(z.object({ text: z.string(), href: z.string() })),
      /** Whether it is the caller's turn; otherwise `who` does it. */
      mine: z.boolean(), who: z.string(),
    })),
  }),
});
