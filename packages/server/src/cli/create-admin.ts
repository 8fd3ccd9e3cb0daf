import { randomInt, randomUUID } from 'node:crypto';
import { text } from 'node:stream/consumers';
import { sql } from 'kysely';
import { ADMIN_POSTS, ANY_POST_LABELS } from '@doudi/core/rights/permissions';
import type { AnyPost } from '@doudi/core/rights/permissions';
import { shanghai } from '../features/law/law.ts';
import { registerUnits } from '../features/organisation/register.ts';
import { SetupError } from '../platform/config.ts';
import { hashPassword } from '../platform/crypto/passwords.ts';
import type { Tx } from '../platform/database.ts';
import type { Installation } from '../platform/installation.ts';
import { logAccess } from '../platform/log/access.ts';
import { createServices } from '../services.ts';

export interface AdministratorRequest {
  /** Folder name of the county in policies/. */
  readonly county: string;
  readonly login: string;
  readonly name: string;
  /** One of the three separated administrators. */
  readonly post: string;
  /** Chosen password; `null` makes one. */
  readonly password: string | null;
}

/** No letters or digits that look alike on paper. */
const ALPHABET = 'abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789';
const SHORTEST = 12;

function makePassword(): string {
  return Array.from({ length: 16 }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
}

/** First line of standard input. */
export async function readPassword(): Promise<string> {
  const [line = ''] = (await text(process.stdin)).split(/\r?\n/);
  return line;
}

function administratorPost(post: string): AnyPost {
  const found = ADMIN_POSTS.find((known) => known === post);
  if (!found) throw new SetupError(`--post 只能是 ${ADMIN_POSTS.join('、')}。`, `--post must be one of ${ADMIN_POSTS.join(', ')}.`);
  return found;
}

/** Refuses a second one: after the first, accounts are made by persons who answer for it, on screen and logged. */
async function refuseSecond(tx: Tx, post: AnyPost, today: string): Promise<void> {
  const { rows } = await sql<{ login: string }>`select a.login from account_post p join account a on a.county_id = p.county_id and a.id = p.account_id
    where p.county_id = current_county() and p.post = ${post} and coalesce(p.to_date, 'infinity') >= ${today} and a.disabled_at is null limit 1`.execute(tx);
  if (rows[0]) throw new SetupError(`该区县已有${ANY_POST_LABELS[post]}（${rows[0].login}）。`, `The county already has one (${rows[0].login}).`);
}

/**
 * Creates a county's first administrator of a kind, who must change the password at the first login.
 * @returns the password when it was made here, to be shown once.
 */
export async function createAdministrator(installation: Installation, request: AdministratorRequest): Promise<string | null> {
  const post = administratorPost(request.post);
  const services = createServices(installation);
  const county = [...services.counties.values()].find((known) => known.key === request.county);
  if (!county) throw new SetupError(`政策目录中没有辖区 ${request.county}。`, `There is no county ${request.county} in the policy folder.`);
  const password = request.password ?? makePassword();
  if (password.length < SHORTEST || new Set(password).size < 5) throw new SetupError(`密码至少 ${SHORTEST} 个字符，其中至少 5 个不同。`, `A password needs ${SHORTEST} characters, at least 5 of them different.`);
  const hash = await hashPassword(password);
  await registerUnits(services);
  const { now, today } = shanghai(Date.now());
  await installation.db.transaction({ county: county.id, area: null, user: 'installation' }, async (tx) => {
    await refuseSecond(tx, post, today);
    const { rows } = await sql<{ id: number; key: string }>`select id, key from unit where county_id = current_county() and parent_id is null order by id limit 1`.execute(tx);
    const bureau = rows[0];
    if (!bureau) throw new SetupError('该区县的政策中没有组织机构。', 'The county has no units in its policy files.');
    const taken = await sql`select set_config('app.login', ${request.login}, true), exists (select from account where login = ${request.login}) as taken`.execute(tx);
    if ((taken.rows[0] as { taken?: boolean } | undefined)?.taken) throw new SetupError(`登录名 ${request.login} 已被使用。`, `The login name ${request.login} is taken.`);
    const id = randomUUID();
    await sql`insert into account (county_id, id, login, name, password_hash, password_set_at, must_change, created_at) values (${county.id}, ${id}, ${request.login}, ${request.name}, ${hash}, now(), true, now())`.execute(tx);
    await sql`insert into account_post (county_id, account_id, post, unit_id, from_date) values (${county.id}, ${id}, ${post}, ${bureau.id}, ${today})`.execute(tx);
    await logAccess(tx, { county: county.id, at: now, recordedAt: now, user: 'installation', unit: bureau.key, what: 'open', target: `account:${id}`, purpose: `以命令建立${ANY_POST_LABELS[post]}` });
  });
  return request.password === null ? password : null;
}
