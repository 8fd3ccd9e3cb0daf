import { createHash } from 'node:crypto';
import pg from 'pg';
import type { OrgUnit } from '@doudi/core/policy/model';
import { ANY_POST_LABELS, type AnyPost } from '@doudi/core/rights/permissions';
import { hashPassword } from '../../platform/crypto/passwords.ts';
import type { County, Services } from '../../services.ts';

/** One password for all training accounts: printed at start, useless anywhere else. */
export const TRAINING_PASSWORD = 'doudi-training';

export interface TrainingAccount {
  readonly id: string;
  readonly login: string;
  readonly name: string;
  readonly posts: readonly { readonly post: AnyPost; readonly unit: string; readonly unitName: string }[];
}

/** Stable ids, so that a training installation made twice is the same. */
export function stableId(...parts: readonly string[]): string {
  const h = createHash('sha256').update(parts.join('|')).digest('hex');
  return `${h.slice(0, 8)}-${h.slice(8, 12)}-4${h.slice(13, 16)}-8${h.slice(17, 20)}-${h.slice(20, 32)}`;
}

const UNIT_POSTS: readonly [suffix: string, post: AnyPost, name: string][] = [
  ['handler', 'handler', '张经办'], ['handler2', 'handler', '刘经办'], ['reviewer', 'reviewer', '赵复审'], ['head', 'reviewHead', '孙负责'], ['leader', 'leader', '周分管'],
];
const COUNTY_POSTS: readonly [suffix: string, post: AnyPost, name: string][] = [
  ['county', 'countyHandler', '吴科员'], ['county2', 'countyHandler', '郑科员'], ['chief', 'countyLeader', '王局长'], ['pay', 'payrollClerk', '冯制单'], ['pay2', 'payrollReviewer', '陈复核'], ['fin', 'finance', '何财政'],
  ['audit', 'auditor', '褚审计'], ['sys', 'systemAdmin', '卫系统'], ['sec', 'securityAdmin', '蒋安全'], ['log', 'auditAdmin', '沈审管'],
];

/** Units that the training caseload plays in: one entrusted where the plan entrusts any, and one more. */
export function trainingUnits(county: County): OrgUnit[] {
  const on = county.layer.jurisdiction?.trainingDate ?? '';
  const places = county.layer.units.filter((u) => (u.kind === 'township' || u.kind === 'street') && (u.from ?? '0000') <= on && on <= (u.to ?? '9999'));
  const entrusted = places.find((u) => county.layer.entrustments.some((e) => e.units.includes(u.id) && e.programme.includes('dibao') && e.from <= on && on <= (e.to ?? '9999')));
  const first = entrusted ?? places[0];
  const plain = places.find((u) => u !== first && !county.layer.entrustments.some((e) => e.units.includes(u.id) && e.from <= on)) ?? places.find((u) => u !== first);
  return [first, plain].filter((u) => u !== undefined);
}

export const rootUnit = (county: County): OrgUnit => {
  const u = county.layer.units.find((x) => x.kind === 'county');
  if (!u) throw new Error(`${county.key} 没有县级单位`);
  return u;
};

/** Accounts of one county: `hq-handler` in the first unit, `hq-b-handler` in the second, `hq-chief` in the bureau. */
export function accountsOf(county: County): TrainingAccount[] {
  const root = rootUnit(county);
  const make = (login: string, name: string, post: AnyPost, unit: OrgUnit): TrainingAccount => ({ id: stableId('account', county.key, login), login, name, posts: [{ post, unit: unit.id, unitName: unit.name }] });
  const units = trainingUnits(county).flatMap((u, i) => {
    const prefix = i === 0 ? root.id : `${root.id}-b`;
    const village = county.layer.units.find((v) => v.parent === u.id);
    return [...UNIT_POSTS.map(([suffix, post, name]) => make(`${prefix}-${suffix}`, i === 0 ? name : `${name}乙`, post, u)), ...(village ? [make(`${prefix}-village`, '钱协理', 'village', village)] : [])];
  });
  return [...units, ...COUNTY_POSTS.map(([suffix, post, name]) => make(`${root.id}-${suffix}`, name, post, root))];
}

/** For the login page of a training installation. */
export const trainingAccountsByCounty = (services: Services): { county: string; name: string; accounts: { login: string; name: string; post: string; postText: string; unit: string }[] }[] =>
  [...services.counties.values()].map((c) => ({
    county: c.key, name: c.layer.jurisdiction?.name ?? c.key,
    accounts: accountsOf(c).map((a) => ({ login: a.login, name: a.name, post: a.posts[0]?.post ?? '', postText: ANY_POST_LABELS[a.posts[0]?.post ?? 'village'], unit: a.posts[0]?.unitName ?? '' })),
  }));

/** Writes the accounts and their posts as the administrator; existing ones are left alone. */
export async function seedAccounts(services: Services): Promise<void> {
  const client = new pg.Client({ connectionString: services.installation.adminUrl });
  await client.connect();
  try {
    const hash = await hashPassword(TRAINING_PASSWORD);
    for (const county of services.counties.values()) {
      const accounts = accountsOf(county);
      await client.query(
        `insert into account (county_id, id, login, name, password_hash, password_set_at, created_at) select $1, r.id, r.login, r.name, $3, now(), now() from jsonb_to_recordset($2::jsonb) as r(id uuid, login text, name text) on conflict do nothing`,
        [county.id, JSON.stringify(accounts), hash],
      );
      const posts = accounts.flatMap((a) => a.posts.map((p) => ({ account_id: a.id, post: p.post, unit: p.unit })));
      await client.query(
        `insert into account_post (county_id, account_id, post, unit_id, from_date) select $1, r.account_id, r.post, u.id, '2013-01-01' from jsonb_to_recordset($2::jsonb) as r(account_id uuid, post text, unit text) join unit u on u.county_id = $1 and u.key = r.unit on conflict do nothing`,
        [county.id, JSON.stringify(posts)],
      );
    }
  } finally {
    await client.end();
  }
}
