/** What a spreadsheet would run as a formula, in half or full width, also behind blanks. */
const FORMULA = /^\s*[=+@\-＝＋＠－\t\r\n]/;
const NUMBER = /^-?\d+(\.\d+)?$/;

/** A value as one cell of a CSV: quoted where it must be, and never a formula for the program that opens it. Anything that is no text, number or truth value is empty. */
export function csvCell(v: unknown): string {
  const text = typeof v === 'string' ? v : typeof v === 'number' || typeof v === 'boolean' ? String(v) : '';
  const safe = FORMULA.test(text) && !NUMBER.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
