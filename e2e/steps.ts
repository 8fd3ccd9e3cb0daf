import { expect, type Locator, type Page } from '@playwright/test';
import type { CaseView } from '@doudi/core/api/cases';
import { testIdentity } from '@doudi/core/people/id-number';
import { png, signIn, type Client } from '../packages/server/src/testing/client.ts';
import type { Office } from '../packages/server/src/testing/flow.ts';

export { expect, test } from '@playwright/test';

/** Address of the product that the global setup started. */
const origin = (): string => process.env['DOUDI_E2E_ORIGIN'] ?? '';

export const PASSWORD = 'doudi-training';

const clients = new Map<string, Promise<Client>>();

/** A bearer session of a training account, for preparing what a test does not look at. One per account and run. */
export function user(login: string): Promise<Client> {
  const known = clients.get(login) ?? signIn(origin(), login);
  clients.set(login, known);
  return known;
}

/** The posts of a unit such as `hq` or `lh-b`; county posts carry the county's own prefix. */
export const office = (unit: string): Office => (post) => user(`${['county', 'county2', 'chief'].includes(post) ? unit.replace(/-b$/, '') : unit}-${post}`);

export const caseOf = async (login: string, id: string): Promise<CaseView> => (await (await user(login)).get<CaseView>(`/cases/${id}`)).body;

/** Puts the training clock of the county of `login` on a date. */
export async function setClock(login: string, date: string): Promise<void> {
  const r = await (await user(login)).put('/training/clock', { date });
  if (r.status !== 200) throw new Error(`clock ${r.status} ${JSON.stringify(r.body)}`);
}

/** The working day `days` after `from`, by the product's own calendar. */
export const workingDay = async (login: string, from: string, days: number): Promise<string> => (await (await user(login)).get<{ date: string }>(`/calendar/working-days?from=${from}&days=${days}`)).body.date;

/** Two test persons of a household. Each test takes its own serial, so that no household is applied for twice. */
export const couple = (serial: number): { readonly self: string; readonly wife: string } => ({ self: testIdentity('1962-07-30', 'male', serial), wife: testIdentity('1964-10-31', 'female', serial) });

/** A small picture for each name, as a photograph: the same content twice in one case is the same evidence. */
export const photo = (name: string): { name: string; mimeType: string; buffer: Buffer } => ({ name: `${name}.png`, mimeType: 'image/png', buffer: png(Buffer.from(name)) });

/** Types name and password on the login page and waits for the desk. */
export async function signInOnPage(page: Page, login: string): Promise<void> {
  await page.getByRole('textbox', { name: '账号' }).fill(login);
  await page.getByLabel('密码').fill(PASSWORD);
  await page.getByRole('button', { name: '登录', exact: true }).click();
  await expect(page.getByRole('banner')).toBeVisible();
}

/** Another person sits down: logs out, logs in, and is on the page where the former one was. */
export async function changeTo(page: Page, login: string): Promise<void> {
  await page.getByRole('button', { name: '退出' }).click();
  await signInOnPage(page, login);
}

/** Opens a page as a person who has just sat down. */
export async function openAs(page: Page, login: string, address: string): Promise<void> {
  await page.goto(address);
  await signInOnPage(page, login);
}

/** Goes to a page by the menu; unfolds its group first where it is folded away. */
export async function goTo(page: Page, name: string): Promise<void> {
  const menu = page.getByRole('navigation', { name: '菜单' });
  const link = menu.getByRole('link', { name, exact: true, includeHidden: true });
  await link.waitFor({ state: 'attached' });
  if (!(await link.isVisible())) await menu.getByRole('listitem').filter({ has: page.getByRole('link', { name, exact: true, includeHidden: true }) }).getByRole('button', { expanded: false }).click();
  await link.click();
}

/** A titled part of a page. */
export const part = (page: Page, name: string): Locator => page.getByRole('region', { name, exact: true });

/**
 * Gives one command on the case page: its button, its form, its submit. `submit` where the form's button says something
 * else than the command. Waits until the page says that it is done.
 */
export async function give(page: Page, command: string, fill?: (form: Locator) => Promise<void>, submit = command): Promise<void> {
  const form = await begin(page, command);
  await fill?.(form);
  await form.getByRole('button', { name: submit, exact: true }).click();
  await expect(page.getByRole('status').filter({ hasText: `✓ ${command}：已办` })).toBeVisible();
}

/** Opens the form of a command and leaves it open. */
export async function begin(page: Page, command: string): Promise<Locator> {
  await part(page, '下一步').getByRole('button', { name: command, exact: true }).click();
  const form = page.getByRole('dialog');
  await expect(form).toBeVisible();
  return form;
}

/** Uploads a photograph into a form and waits until it stands there. */
export async function attach(form: Locator, label: string | RegExp, name: string): Promise<void> {
  await form.getByLabel(label).setInputFiles(photo(name));
  await expect(form.getByRole('link', { name: `${name}.png` })).toBeVisible();
}

/** Opens a letter as the browser does, with the cookie of the person at the desk, and looks at what comes back. */
export async function expectPdf(page: Page, link: Locator): Promise<void> {
  const address = await link.getAttribute('href');
  const response = await page.request.get(address ?? '');
  expect(response.status()).toBe(200);
  expect(response.headers()['content-type']).toContain('application/pdf');
  expect((await response.body()).subarray(0, 5).toString('latin1')).toBe('%PDF-');
}

/** Nothing on the page is wider than the window. */
export async function expectNoSideways(page: Page): Promise<void> {
  await expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(0);
}
