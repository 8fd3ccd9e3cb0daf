/**
 * Citizen identity numbers (公民身份号码, GB 11643-1999): 6 digits of region, 8 of birth, 3 of sequence (odd = male),
 * 1 check character. The region is not judged here: codes of abolished counties stay valid on living people's cards.
 */

export type Sex = 'male' | 'female';

/** What a valid number says by itself. */
export interface Identity {
  /** Eighteen characters, check character in upper case. */
  readonly number: string;
  /** Region code at first registration, six digits. */
  readonly region: string;
  /** `YYYY-MM-DD`. */
  readonly birth: string;
  readonly sex: Sex;
}

export type IdentityFault = 'empty' | 'length' | 'characters' | 'birth' | 'future' | 'checksum';

export type IdentityCheck = { readonly ok: true; readonly identity: Identity } | { readonly ok: false; readonly fault: IdentityFault; readonly reason: string };

/** Region prefix that no county has or had: numbers for tests and training cannot collide with a living person's. */
export const TEST_REGION = '999999';

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2] as const;
const CHECK = '10X98765432';

/** Check character of the first seventeen digits. @throws {RangeError} when they are not seventeen digits. */
export function checkCharacter(first17: string): string {
  if (!/^\d{17}$/.test(first17)) throw new RangeError('须为17位数字');
  let sum = 0;
  for (const [i, w] of WEIGHTS.entries()) sum += w * Number(first17.charAt(i));
  return CHECK.charAt(sum % 11);
}

/** Whether `YYYY-MM-DD` names a day that exists. */
export function isCalendarDate(date: string): boolean {
  const m = /^(\d{4})-(\d{2})-(\d{2})$/.exec(date);
  if (!m) return false;
  const [year, month, day] = [Number(m[1]), Number(m[2]), Number(m[3])];
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const days = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1];
  return year >= 1 && days !== undefined && day >= 1 && day <= days;
}

const refuse = (fault: IdentityFault, reason: string): IdentityCheck => ({ ok: false, fault, reason });

/**
 * Reads a number as typed (spaces and hyphens ignored, `x` accepted) on a date (`YYYY-MM-DD`, Asia/Shanghai).
 * Refuses, with a reason to show beside the field: nothing typed, wrong length (fifteen-digit first-generation numbers
 * are named), wrong characters, a day of birth that does not exist or lies after `on` or before 1850, a wrong check character.
 */
export function readIdentity(typed: string, on: string): IdentityCheck {
  const number = typed.replaceAll(/[\s-]/g, '').toUpperCase();
  if (number === '') return refuse('empty', '未填写公民身份号码');
  if (/^\d{15}$/.test(number)) return refuse('length', '15位的第一代身份证号码已停止使用，请填写18位公民身份号码');
  if (number.length !== 18) return refuse('length', `公民身份号码应为18位，现为${number.length}位`);
  if (!/^\d{17}[\dX]$/.test(number)) return refuse('characters', '公民身份号码前17位应为数字，末位应为数字或X');
  const birth = `${number.slice(6, 10)}-${number.slice(10, 12)}-${number.slice(12, 14)}`;
  if (!isCalendarDate(birth) || birth < '1850') return refuse('birth', `号码中的出生日期 ${birth} 不存在，请核对第7至14位`);
  if (birth > on) return refuse('future', `号码中的出生日期 ${birth} 晚于 ${on}，请核对第7至14位`);
  if (checkCharacter(number.slice(0, 17)) !== number.charAt(17)) return refuse('checksum', '公民身份号码校验位不符，请逐位核对是否录错');
  return { ok: true, identity: { number, region: number.slice(0, 6), birth, sex: Number(number.charAt(16)) % 2 === 1 ? 'male' : 'female' } };
}

/**
 * Full years of age (周岁) on a date; both dates `YYYY-MM-DD`. The year is complete on the birthday itself; who was born
 * on 29 February completes it on 1 March of common years. Before birth the result is negative: callers refuse such dates.
 */
export function ageOn(birth: string, on: string): number {
  const years = Number(on.slice(0, 4)) - Number(birth.slice(0, 4));
  return on.slice(5) < birth.slice(5) ? years - 1 : years;
}

/**
 * A valid number that belongs to nobody, for tests and training: unassigned region {@link TEST_REGION}, right check character.
 * @param serial 0–499: distinguishes people of one sex born on one day.
 * @throws {RangeError} for a day that does not exist or a serial out of range.
 */
export function testIdentity(birth: string, sex: Sex, serial: number): string {
  if (!isCalendarDate(birth)) throw new RangeError(`没有 ${birth} 这一天`);
  if (!Number.isInteger(serial) || serial < 0 || serial > 499) throw new RangeError('序号应在 0 至 499 之间');
  const sequence = String(serial * 2 + (sex === 'male' ? 1 : 0)).padStart(3, '0');
  const first17 = `${TEST_REGION}${birth.replaceAll('-', '')}${sequence}`;
  return first17 + checkCharacter(first17);
}
