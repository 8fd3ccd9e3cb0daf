import { fieldValues } from '@doudi/core/letters/fields';
import type { LetterModel } from '@doudi/core/letters/model';
import { convert } from './convert.ts';
import type { WordDocument } from './document.ts';
import { fill } from './fill.ts';
import { openPackage } from './package.ts';

/**
 * One letter in a county's own layout: the Word file filled in, and the same as a document to typeset.
 * @throws {RangeError} when the stored template cannot be used any more; it was checked when it was uploaded.
 */
export function fillTemplate(template: Buffer, model: LetterModel): { readonly docx: Buffer; readonly document: WordDocument } {
  const opened = openPackage(template);
  if ('problems' in opened) throw new RangeError(opened.problems.join('；'));
  const { docx, xml } = fill(opened.zip, fieldValues(model));
  return { docx, document: convert(xml).document };
}
