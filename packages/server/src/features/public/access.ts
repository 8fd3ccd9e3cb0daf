import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { sql } from 'kysely';
import type { PetitionState } from '@doudi/core/complaint/model';
import { isRefusal, refuse, type Refusal } from '@doudi/core/refusal/refusal';
import type { Tx } from '../../platform/database.ts';
import type { Services } from '../../services.ts';

/** Without 0/O, 1/I/L: read off paper without mistake. */
const ALPHABET = '23456789ABCDEFGHJKMNPQRSTUVWXYZ';
const CODE_LENGTH = 8;
/** Wrong codes for one number before it rests, and for how long. */
const MAX_FAILURES = 5;
const LOCK_MINUTES = 15;
/** A visit: long enough to photograph papers, short enough for a borrowed telephone. */
export const SESSION_MINUTES = 20;

export const COOKIE = 'doudi_my';

/**
 * The code by which an applicant is known. It is stored nowhere: it is a keyed hash of the case and of how many codes it
 * has been given, so that a new code makes the old one void and nobody who reads the database can find either.
 */
export function accessCode(services: Pick<Services, 'installation'>, county: number, caseId: string, issue: number): string {
  return codeOf(createHmac('sha256', services.installation.keys.key('applicant access v1')).update(JSON.stringify([county, caseId, issue])).digest());
}

/** The code that opens how one complaint stands to whoever made it; stored nowhere either. A new one (`issue` from 2) makes the one before void. */
export const complaintCode = (services: Pick<Services, 'installation'>, county: number, id: string, issue = 1): string =>
  codeOf(createHmac('sha256', services.installation.keys.key('complaint access v1')).update(JSON.stringify(issue === 1 ? [county, id] : [county, id, issue])).digest());

function codeOf(bytes: Buffer): string {
  // 31 letters out of 2^48 at a time: the remainder favours none by more than one in 10^7.
  let n = BigInt(`0x${bytes.subarray(0, 12).toString('hex')}`);
  let code = '';
  for (let i = 0; i < CODE_LENGTH; i++) {
    code += ALPHABET.charAt(Number(n % 31n));
    n /= 31n;
  }
  return code;
}

/** `ABCD-EFGH`, as it is printed. */
export const printedCode = (code: string): string => `${code.slice(0, 4)}-${code.slice(4)}`;

/** What was typed as a code: full-width, lower-case, with strokes or blanks. */
const typedCode = (text: string): string => text.normalize('NFKC').toUpperCase().replaceAll(/[^0-9A-Z]/g, '');

/** What was typed as a number: brackets and strokes of every kind. */
export const typedNumber = (text: string): string =>
  text.trim().replaceAll(/[［[【（(〔]/g, '〔').replaceAll(/[］\]】）)〕]/g, '〕').normalize('NFKC').replaceAll(/\s/g, '').replaceAll(/[‐-―−－—]/g, '-');

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

export interface Visit {
  readonly county: number;
  readonly caseId: string;
  readonly areaId: number;
}

/** What is said where number and code do not fit, and where they may not be tried any more for now. */
interface Words {
  readonly wrong: Refusal;
  readonly locked: Refusal;
}
const words = (numbers: string, compare: string, again: string, ask: string): Words => ({
  wrong: refuse('auth.failed', `${numbers}或者查询码不对`, { allowed: [compare, `连续输错 ${MAX_FAILURES} 次，要等 ${LOCK_MINUTES} 分钟`, again] }),
  locked: refuse('auth.locked', `这个号码连续输错 ${MAX_FAILURES} 次，请 ${LOCK_MINUTES} 分钟后再试`, { allowed: [ask] }),
});
const OF_CASE = words('案号（文号）', '对照受理窗口给的查询码条再输一遍', '查询码丢了的，带身份证到受理窗口重发', '也可以打电话到受理窗口查询');
/** Whoever complained got number and code on the page after sending, or on the slip of whoever took it down: no window of applicants knows them. */
const OF_COMPLAINT = words('编号', '对照提交时抄下、拍下的编号和查询码，或者代为登记的人给的回执，再输一遍', '查询码丢了的，到县级民政部门重发', '也可以打电话到县级民政部门查询');

/**
 * Tries a number and code. The answer, its time and its lock are the same whether or not there is such a number; what was found
 * only where the code is right.
 */
async function tryCode<T>(tx: Tx, services: Services, county: number, purpose: string, say: Words, wanted: string, code: string, find: () => Promise<{ readonly found: T | undefined; readonly expected: string }>): Promise<T | Refusal> {
  const idx = services.cipher.blindIndex(purpose, county, wanted);
  // The row is locked first, so that tries at the same time are counted one after the other.
  const row = (await sql<{ failures: number; locked: boolean }>`insert into public_attempt (county_id, number_idx, failures, at) values (${county}, ${idx}, 0, now())
    on conflict on constraint public_attempt_pk do update set at = now(), failures = case when public_attempt.locked_until < now() then 0 else public_attempt.failures end, locked_until = case when public_attempt.locked_until < now() then null else public_attempt.locked_until end
    returning failures, coalesce(locked_until > now(), false) as locked`.execute(tx)).rows[0];
  if (!row || row.locked) return say.locked;
  const { found, expected } = await find();
  const right = timingSafeEqual(digest(expected), digest(typedCode(code)));
  if (found === undefined || !right) {
    await sql`update public_attempt set failures = failures + 1, locked_until = case when failures + 1 >= ${MAX_FAILURES} then now() + make_interval(mins => ${LOCK_MINUTES}) end where county_id = ${county} and number_idx = ${idx}`.execute(tx);
    return row.failures + 1 >= MAX_FAILURES ? say.locked : say.wrong;
  }
  await sql`delete from public_attempt where county_id = ${county} and number_idx = ${idx}`.execute(tx);
  return found;
}

/**
 * Lets an applicant in by number and code. Runs in a scope that sees no case.
 * @returns the secret of the session, for the cookie.
 */
export async function enter(tx: Tx, services: Services, county: number, number: string, code: string): Promise<string | Refusal> {
  const wanted = typedNumber(number);
  const found = await tryCode(tx, services, county, 'public number', OF_CASE, wanted, code, async () => {
    const row = (await sql<{ case_id: string; area_id: number; issue: number }>`select case_id, area_id, issue from public_case(${county}, ${wanted})`.execute(tx)).rows[0];
    return { found: row, expected: accessCode(services, county, row?.case_id ?? '', row?.issue ?? 0) };
  });
  if (isRefusal(found)) return found;
  const token = randomBytes(32).toString('base64url');
  await sql`insert into public_session (county_id, token_hash, case_id, area_id, issue, expires_at) values (${county}, ${digest(token)}, ${found.case_id}, ${found.area_id}, ${found.issue}, now() + make_interval(mins => ${SESSION_MINUTES}))`.execute(tx);
  return `${county}.${token}`;
}

/** How a complaint stands, as the register tells whoever has its number and code: not what it says, nor who looked into it. */
export type ComplaintProgress = Partial<Pick<PetitionState, 'acceptBy' | 'accepted' | 'answerBy' | 'extended' | 'declined' | 'withdrawn' | 'answered'>> & Pick<PetitionState, 'kind' | 'receivedOn' | 'ratedOn'> & { readonly disposed?: string | null; readonly transferred?: string | null; readonly issue: number; /** An office knows the code: it tells only that it was accepted and answered. */ readonly brief: boolean; readonly closedOn?: string };

/** A complaint found by its number and code. */
interface ComplaintFound {
  readonly id: string;
  readonly state: ComplaintProgress;
}

export async function complaintByCode(tx: Tx, services: Services, county: number, number: string, code: string): Promise<ComplaintFound | Refusal> {
  const wanted = typedNumber(number);
  return await tryCode(tx, services, county, 'public complaint', OF_COMPLAINT, wanted, code, async () => {
    const row = (await sql<ComplaintFound>`select id, state from public_complaint(${county}, ${wanted})`.execute(tx)).rows[0];
    return { found: row, expected: complaintCode(services, county, row?.id ?? '', row?.state.issue) };
  });
}

/** County and secret of a cookie; the county is only where to look. */
export function readCookie(value: string | undefined): { readonly county: number; readonly token: string } | undefined {
  const m = /^(\d{6})\.([A-Za-z0-9_-]{43})$/.exec(value ?? '');
  return m ? { county: Number(m[1]), token: m[2] ?? '' } : undefined;
}

/** The running session of a secret. A code issued since ends it. */
export async function findVisit(tx: Tx, county: number, token: string): Promise<Visit | undefined> {
  const row = (await sql<{ case_id: string; area_id: number }>`select case_id, area_id from public_session where county_id = ${county} and token_hash = ${digest(token)} and expires_at > now()`.execute(tx)).rows[0];
  return row && { county, caseId: row.case_id, areaId: row.area_id };
}

export async function endVisit(tx: Tx, county: number, token: string): Promise<void> {
  await sql`delete from public_session where county_id = ${county} and token_hash = ${digest(token)}`.execute(tx);
}

/** A new code ends the visits of the old one. */
export async function endVisitsOf(tx: Tx, county: number, caseId: string): Promise<void> {
  await sql`delete from public_session where county_id = ${county} and case_id = ${caseId}`.execute(tx);
}

/** Stands in a form that anybody may send: sending the same form twice is sending it once. */
export const formMark = (): string => randomBytes(18).toString('base64url');

/**
 * The id of what was sent with a form: of its mark and of all that was written in it. The same form with the same words is the same
 * matter, however often it arrives; other words are another. Without a mark everything sent is new.
 */
export function sentId(services: Pick<Services, 'installation'>, county: number, mark: string | undefined, content: unknown): string {
  const given = mark !== undefined && /^[\w-]{24}$/.test(mark) ? mark : formMark();
  const b = createHmac('sha256', services.installation.keys.key('public form v1')).update(JSON.stringify([county, given, content])).digest().subarray(0, 16);
  // Of the shape of a random id.
  b.writeUInt8((b.readUInt8(6) & 0x0f) | 0x40, 6);
  b.writeUInt8((b.readUInt8(8) & 0x3f) | 0x80, 8);
  return b.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** Stands in every form of a session: a page of another site cannot know it. */
export const formToken = (token: string): string => createHmac('sha256', token).update('form').digest('base64url');

export const sameToken = (token: string, given: string): boolean => timingSafeEqual(digest(formToken(token)), digest(given));
