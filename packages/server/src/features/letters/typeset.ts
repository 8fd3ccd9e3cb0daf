import type { LetterFamily, LetterModel } from '@doudi/core/letters/model';
import QRCode from 'qrcode';
import type { Typeset, Typesetter } from '../../platform/typeset/typesetter.ts';

const TEMPLATES: Record<LetterFamily, string> = { decision: 'decision.typ', form: 'form.typ', sheet: 'sheet.typ' };

/**
 * A letter as PDF/A-2b in the manner of GB/T 9704. The same model gives the same bytes. The QR code holds the letter's
 * address, or its code where the installation has no public address; the code stands beside it in readable characters.
 * @throws {MissingGlyphError} when a character is in no font.
 */
export async function typesetLetter(typesetter: Typesetter, model: LetterModel): Promise<Typeset> {
  const qr = await QRCode.toString(model.url ?? model.code, { type: 'svg', errorCorrectionLevel: 'M', margin: 0 });
  return typesetter.render(TEMPLATES[model.family], { ...model, qr });
}
