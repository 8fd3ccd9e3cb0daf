import { refuse, type Refusal } from '../refusal/refusal.ts';

export type SeedKind = 'organs' | 'lottery' | 'checkpoint';
export const SEED_LABELS: Readonly<Record<SeedKind, string>> = { organs: '两个以上机关各报一个数', lottery: '公开开奖结果', checkpoint: '约定时间后的首个签名校验点' };

/** How the numbers of a source are written: as they were published one after the other, or smallest first. */
export const SEED_ORDERS = ['published', 'ascending'] as const;
export type SeedOrder = (typeof SEED_ORDERS)[number];

/** A public source as the freeze names it: how many numbers it will bring, of how many digits each. */
export interface SeedSource {
  readonly name: string;
  readonly numbers: number;
  readonly digits: number;
  readonly order: SeedOrder;
}

/** Where a seed will come from, and not before when. Of a checkpoint of this system there are no sources: nothing is typed. */
export interface SeedPlan {
  readonly kind: SeedKind;
  /** Where it will be published, or how it comes about in front of everybody. */
  readonly text: string;
  readonly sources: readonly SeedSource[];
  readonly after: string;
}

/** A part of a seed as it is hashed. */
export interface SeedPart {
  readonly source: string;
  readonly value: string;
}

/** The seed as it is hashed: every part with its source, in the order in which the freeze named them. */
export const seedText = (parts: readonly SeedPart[]): string => parts.map((p) => `${p.source}=${p.value}`).join('\n');

/** The one spelling of a name: compatibility forms resolved, blanks single. Undefined where it holds what would blur the seed. */
export function sourceName(typed: string): string | undefined {
  const name = typed.normalize('NFKC').replaceAll(/\s+/gu, ' ').trim();
  return name === '' || name.length > 60 || /[=\p{C}]/u.test(name) ? undefined : name;
}

/** The one spelling of a number: ASCII digits, no blanks. Undefined where it is anything but exactly so many digits: nothing is filled up. */
export function seedNumber(typed: string, digits: number): string | undefined {
  const plain = typed.replaceAll(/[０-９]/g, (c) => String.fromCharCode(c.charCodeAt(0) - 0xfee0)).replaceAll(/\s+/gu, '');
  return plain.length === digits && /^[0-9]+$/.test(plain) ? plain : undefined;
}

const digitsOf = (s: SeedSource): number => s.numbers * s.digits;

/** Below this many digits somebody could try every seed before the freeze: of each organ, because the others may be in league; of a lottery, together. */
const ORGAN_DIGITS = 4;
const LOTTERY_DIGITS = 6;

/** What a freeze may name as the source of its seed, with names in their one spelling. */
export function planSeed(p: SeedPlan): SeedPlan | Refusal {
  if (p.kind === 'checkpoint') return p.sources.length === 0 ? p : refuse('input.invalid', '以签名校验点为种子的，不另列来源', { allowed: ['去掉来源', '另选种子'] });
  if (p.text === '') return refuse('reason.missing', '须写明种子在哪里公布、怎样产生', { missing: ['在哪里公布、怎样产生'] });
  const sources: SeedSource[] = [];
  for (const [i, s] of p.sources.entries()) {
    const name = sourceName(s.name);
    if (name === undefined) return refuse('input.invalid', `来源 ${i + 1} 的名称不能用：不能为空，不能有等号和看不见的字符`);
    if (sources.some((x) => x.name === name)) return refuse('conflict.duplicate', `来源“${name}”写了两次`);
    if (p.kind === 'organs' && digitsOf(s) < ORGAN_DIGITS) return refuse('input.invalid', `“${name}”只报 ${digitsOf(s)} 位，太短：短的数可以在冻结前逐个试`, { missing: [`每个机关 ${ORGAN_DIGITS} 位以上`] });
    sources.push({ name, numbers: s.numbers, digits: s.digits, order: s.numbers === 1 ? 'published' : s.order });
  }
  if (p.kind === 'organs' && sources.length < 2) return refuse('input.invalid', '须列出两个以上机关，各报一个数', { missing: ['另一个机关'] });
  if (p.kind === 'lottery' && sources.reduce((n, s) => n + digitsOf(s), 0) < LOTTERY_DIGITS) return refuse('input.invalid', `开奖号码合起来不到 ${LOTTERY_DIGITS} 位，太短：短的数可以在冻结前逐个试`, { missing: [`合计 ${LOTTERY_DIGITS} 位以上的开奖号码`], allowed: ['约定号码更多的一种开奖', '再加一期'] });
  return { ...p, sources };
}

/** `6 个数，每个 2 位` */
export const sourceWords = (s: SeedSource): string => (s.numbers === 1 ? `${s.digits} 位数字` : `${s.numbers} 个数，每个 ${s.digits} 位，${s.order === 'ascending' ? '从小到大' : '按公布的次序'}`);

/**
 * What was typed, as the one seed it can be: the sources that the freeze named, in that order, each with exactly its numbers and
 * digits. Blanks, full-width digits and (where the plan says smallest first) the order make no difference; whatever else differs is
 * refused with the source and what it should be, so that nobody draws others by writing the same event in another way.
 */
export function readSeed(plan: Pick<SeedPlan, 'sources'>, parts: readonly { readonly source: string; readonly numbers: readonly string[] }[]): SeedPart[] | Refusal {
  const named = plan.sources.map((s) => s.name).join('、');
  const read: SeedPart[] = [];
  if (parts.length !== plan.sources.length) return refuse('input.invalid', `冻结时约定的种子来源是：${named}，不能多也不能少`, { missing: plan.sources.slice(parts.length).map((s) => `${s.name}：${sourceWords(s)}`) });
  for (const [i, s] of plan.sources.entries()) {
    const part = parts[i];
    if (!part || sourceName(part.source) !== s.name) return refuse('input.invalid', `第 ${i + 1} 个来源约定为“${s.name}”，登记的是“${part?.source ?? ''}”`, { allowed: [`按约定的次序登记：${named}`] });
    if (part.numbers.length !== s.numbers) return refuse('input.invalid', `“${s.name}”约定 ${sourceWords(s)}，登记了 ${part.numbers.length} 个数`, { missing: [`${s.name}：${sourceWords(s)}`] });
    const numbers: string[] = [];
    for (const [n, typed] of part.numbers.entries()) {
      const number = seedNumber(typed, s.digits);
      if (number === undefined) return refuse('input.invalid', `“${s.name}”${s.numbers === 1 ? '' : `第 ${n + 1} 个数`}应为 ${s.digits} 位数字，登记的是“${typed}”`, { missing: [`${s.digits} 位数字，不足的前面补 0`] });
      numbers.push(number);
    }
    read.push({ source: s.name, value: (s.order === 'ascending' ? numbers.sort() : numbers).join(' ') });
  }
  return read;
}

/** Names of witnesses, each once, without blanks that would make one person two. */
export const witnessNames = (typed: readonly string[]): string[] => [...new Set(typed.map((w) => w.normalize('NFKC').replaceAll(/\s+/gu, '')).filter((w) => w !== ''))];
