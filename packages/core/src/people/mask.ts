/**
 * What is shown of a person until the file is opened with a purpose: enough to tell two people on one list apart, too
 * little to identify anyone elsewhere. Every mask is of fixed or already known length and never returns its input whole.
 */

/** Two-character surnames still borne (复姓); a name that starts with one keeps both characters. */
const COMPOUND_SURNAMES = new Set(
  ('欧阳 太史 端木 上官 司马 东方 独孤 南宫 万俟 闻人 夏侯 诸葛 尉迟 公羊 赫连 澹台 皇甫 宗政 濮阳 公冶 太叔 申屠 公孙 慕容 仲孙 钟离 长孙 宇文 司徒 鲜于 ' +
    '司空 闾丘 子车 亓官 司寇 巫马 公西 颛孙 壤驷 公良 漆雕 乐正 宰父 谷梁 拓跋 夹谷 轩辕 令狐 段干 百里 呼延 东郭 南门 羊舌 微生 梁丘 左丘 东门 西门 第五 哥舒 纳兰 完颜 叶赫 淳于 单于 达奚 褚师').split(' '),
);

/** `王小明` → `王*`, `欧阳小明` → `欧阳*`, `买买提·吐尔逊` → `买*`. Always one star, so that the length of a name is not told. */
export function maskName(name: string): string {
  const letters = Array.from(name.trim());
  const surname = letters.slice(0, 2).join('');
  if (letters.length > 2 && COMPOUND_SURNAMES.has(surname)) return `${surname}*`;
  // One letter is the whole name; nothing of it may stay.
  return letters.length > 1 ? `${letters[0] ?? ''}*` : '*';
}

/** `99999919580304001X` → `999*************1X`: first three and last two; region, birth and sequence stay hidden. */
export function maskIdNumber(number: string): string {
  const text = number.trim();
  return text.length < 10 ? '*'.repeat(text.length) : `${text.slice(0, 3)}${'*'.repeat(text.length - 5)}${text.slice(-2)}`;
}

/** Bank account: `****1234`, the last four only (尾号). */
export function maskAccount(account: string): string {
  const digits = account.replaceAll(/\s/g, '');
  return digits.length < 8 ? '****' : `****${digits.slice(-4)}`;
}

/** Mobile `13800001234` → `138****1234`; any other number keeps its last two digits. */
export function maskPhone(phone: string): string {
  const digits = phone.replaceAll(/[\s-]/g, '');
  if (/^1\d{10}$/.test(digits)) return `${digits.slice(0, 3)}****${digits.slice(-4)}`;
  return digits.length < 6 ? '****' : `****${digits.slice(-2)}`;
}
