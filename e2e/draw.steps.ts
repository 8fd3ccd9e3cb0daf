import type { Locator } from '@playwright/test';

/** The draw's forms, as more than one test fills them in. */

export const ORGANS = [['县纪检监察机关', '4071'], ['县财政局', '9926']] as const;

/** Two organs with four digits each, and not before when. */
export async function nameSeed(form: Locator, after: string, organs: readonly (readonly [string, string])[] = ORGANS): Promise<void> {
  for (const [n, [name]] of organs.entries()) await form.getByLabel('机关', { exact: true }).nth(n).fill(name);
  await form.getByLabel('在哪里公布、怎样产生').fill('局会议室，两家各写一个数装入信封，当众同时拆开');
  await form.getByLabel('种子在此时之后产生').fill(after);
}

/** What each brought, who saw it, and where it can be looked up. */
export async function enterSeed(form: Locator, organs: readonly (readonly [string, string])[] = ORGANS): Promise<void> {
  for (const [name, digits] of organs) await form.getByLabel(`${name} 第 1 个数（4 位）`).fill(digits);
  await form.getByLabel('见证人 1').fill('人大代表甲');
  await form.getByLabel('见证人 2').fill('村民乙');
  await form.getByLabel('在哪里公布').fill('县政府网站公示栏');
}
