import type { LetterFamily, LetterModel } from '@doudi/core/letters/model';
import QRCode from 'qrcode';
import type { Typeset, Typesetter } from '../../platform/typeset/typesetter.ts';
import type { WordDocument } from './word/document.ts';

const TEMPLATES: Record<LetterFamily, string> = { decision: 'decision.typ', form: 'form.typ', sheet: 'sheet.typ' };

/**
 * A letter as PDF/A-2b in the manner of GB/T 9704, or in the county's own layout where a filled Word template is given;
 * footer, code and delivery receipt are the same. The same model gives the same bytes. The QR code holds the letter's
 * address, or its code where the installation has no public address; the code stands beside it in readable characters.
 * @throws {MissingGlyphError} when a character is in no font.
 */
export async function typesetLetter(typesetter: Typesetter, model: LetterModel, word?: WordDocument): Promise<Typeset> {
  const qr = await QRCode.toString(model.url ?? model.code, { type: 'svg', errorCorrectionLevel: 'M', margin: 0 });
  return typesetter.render(word ? 'word.typ' : TEMPLATES[model.family], { ...model, qr, ...(word ? { word } : {}) });
}
