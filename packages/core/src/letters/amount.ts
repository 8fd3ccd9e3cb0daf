const DIGITS = '零壹贰叁肆伍陆柒捌玖';
const PLACES = ['', '拾', '佰', '仟'];
const GROUPS = ['', '万', '亿'];

/** Four digits in words, inner zeros read once: `1090` → `壹仟零玖拾`. */
function four(n: number): string {
  let out = '';
  let zero = false;
  for (let place = 3; place >= 0; place--) {
    const d = Math.floor(n / 10 ** place) % 10;
    if (d === 0) {
      zero = out !== '';
      continue;
    }
    out += `${zero ? '零' : ''}${DIGITS[d] ?? ''}${PLACES[place] ?? ''}`;
    zero = false;
  }
  return out;
}

/**
 * Fen in financial capitals as letters and cheques write them: `109000` → `壹仟零玖拾元整`, `50` → `伍角`, `105` → `壹元零伍分`.
 * @throws {RangeError} for a negative, broken or unprintably large sum (10¹² yuan and more).
 */
export function capitalAmount(fen: number): string {
  if (!Number.isSafeInteger(fen) || fen < 0 || fen >= 1e14) throw new RangeError(`金额不能写成大写：${fen}`);
  const yuan = Math.floor(fen / 100);
  const jiao = Math.floor(fen / 10) % 10;
  const cent = fen % 10;
  let whole = '';
  for (let g = 2; g >= 0; g--) {
    const part = Math.floor(yuan / 10_000 ** g) % 10_000;
    if (part === 0) continue;
    // A gap above a group (1 0000 5 or 1 0050 0000) is read as one zero.
    const gap = whole !== '' && (part < 1000 || Math.floor(yuan / 10_000 ** (g + 1)) % 10_000 === 0);
    whole += `${gap ? '零' : ''}${four(part)}${GROUPS[g] ?? ''}`;
  }
  if (jiao === 0 && cent === 0) return `${whole || DIGITS.charAt(0)}元整`;
  const head = whole ? `${whole}元` : '';
  const middle = jiao > 0 ? `${DIGITS.charAt(jiao)}角` : head ? DIGITS.charAt(0) : '';
  return `${head}${middle}${cent > 0 ? `${DIGITS.charAt(cent)}分` : '整'}`;
}
