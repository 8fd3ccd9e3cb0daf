import { randomInt } from 'node:crypto';
import type { OrgUnit } from '@doudi/core/policy/model';
import { refuse, type Refusal } from '@doudi/core/refusal/refusal';
import { ADMIN_POSTS, ANY_POST_LABELS, COUNTY_WIDE, type AnyPost } from '@doudi/core/rights/permissions';
import type { Mode } from '../../platform/config.ts';

/** Posts whose word binds a household or opens other people's accounts: a password alone is not enough for them. */
const TOTP_POSTS: readonly AnyPost[] = ['leader', 'countyLeader', ...ADMIN_POSTS];

/** Whether a post needs a one-time code. In training it is off: twenty people share a screen there. */
export const totpRequired = (mode: Mode, post: AnyPost): boolean => mode === 'production' && TOTP_POSTS.includes(post);

/** The answer to everything but the session's own paths until such a post has enrolled. */
export const enrolmentMissing = (mode: Mode, post: AnyPost, enrolled: boolean): Refusal | undefined =>
  totpRequired(mode, post) && !enrolled ? refuse('auth.totp', `“${ANY_POST_LABELS[post]}”须先登记动态口令才能使用`, { missing: ['动态口令'], allowed: ['登记动态口令（POST /api/v1/session/totp）'] }) : undefined;

interface Held {
  readonly post: AnyPost;
  readonly from_date: string;
  readonly to_date: string | null;
}

const overlaps = (a: Held, b: Held): boolean => a.from_date <= (b.to_date ?? '9999') && b.from_date <= (a.to_date ?? '9999');

/** The three administrators hold no other post, neither a case post nor each other's; the database refuses it too. */
export function exclusive(wanted: Held, held: readonly Held[]): Refusal | undefined {
  const admin = (p: AnyPost): boolean => ADMIN_POSTS.includes(p);
  const other = held.find((h) => h.post !== wanted.post && (admin(h.post) || admin(wanted.post)) && overlaps(h, wanted));
  if (!other) return undefined;
  return refuse('rights.denied', `“${ANY_POST_LABELS[wanted.post]}”与已任的“${ANY_POST_LABELS[other.post]}”互斥：系统、安全、审计管理员三员分立，且不得兼任办理岗位`, { allowed: ['先免去原岗位', '另开账号，由另一人担任'] });
}

/** Whether a post exists at a kind of unit: county posts in the bureau, village helpers in villages, the rest between. */
export function fits(post: AnyPost, kind: OrgUnit['kind']): boolean {
  const village = kind === 'village' || kind === 'community';
  if (COUNTY_WIDE.includes(post) || ADMIN_POSTS.includes(post)) return kind === 'county';
  return post === 'village' ? village : !village && kind !== 'county';
}

/** Without letters and digits that are mistaken for each other when read from a slip of paper. */
const LETTERS = 'abcdefghjkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789';
const PASSWORD_LENGTH = 16;

/** A first password: 16 of 55 letters, 92 bits; it is changed at first use. */
export const newPassword = (): string => Array.from({ length: PASSWORD_LENGTH }, () => LETTERS[randomInt(LETTERS.length)] ?? '').join('');
