import { moneyDesk as contract } from '@doudi/core/api/money-desk';
import { concerns, moneyDesk } from '@doudi/core/desk/money';
import { endpoint, type Endpoint } from '../../platform/http/endpoint.ts';
import type { Services } from '../../services.ts';
import { aidTasks } from '../aid/waiting.ts';
import { bankTasks } from '../bank/waiting.ts';
import { budgetTasks } from '../budget/waiting.ts';
import { fundTasks } from '../funds/waiting.ts';
import { loadLaw } from '../law/law.ts';
import { paymentTasks, type Wants } from '../payments/waiting.ts';
import { recoveryTasks } from '../recovery/waiting.ts';

/** 资金待办: what of the money waits for the caller, and what for others. Only what concerns the post is counted. */
export const moneyDeskEndpoint = (services: Services): Endpoint => endpoint(contract, async (tx, _, who) => {
  const law = await loadLaw(tx, services, who.county);
  const wants: Wants = (...ids) => ids.some((id) => concerns(who.post, id));
  const tasks = [
    ...(await paymentTasks(tx, law, who, wants)), ...(await bankTasks(tx, law, who, wants)), ...(await fundTasks(tx, law, who, wants)), ...(await aidTasks(tx, law, who, wants)), ...(await recoveryTasks(tx, law, who, wants)), ...(await budgetTasks(tx, who, wants)),
  ];
  return { today: law.today, items: moneyDesk(who.post, tasks) };
});
