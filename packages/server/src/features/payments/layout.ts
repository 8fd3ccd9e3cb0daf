import fs from 'node:fs';
import path from 'node:path';
import { bankLayoutSchema, type BankLayout } from '@doudi/core/payment/bank-file-layout';
import { CSV_BANK_LAYOUT } from '@doudi/core/payment/bank-file-training';
import { countyOf, type Services } from '../../services.ts';

const known = new Map<string, BankLayout>();

/**
 * The layout that the county's paying bank prescribes: `bank-layout.json` in the county's policy folder, else the
 * general CSV. @throws when the file is there and wrong: no payment may leave in a guessed shape.
 */
export function bankLayout(services: Services, county: number): BankLayout {
  const file = path.join(services.installation.config.policyFolder, countyOf(services, county).key, 'bank-layout.json');
  const before = known.get(file);
  if (before) return before;
  const layout = fs.existsSync(file) ? bankLayoutSchema.parse(JSON.parse(fs.readFileSync(file, 'utf8'))) : CSV_BANK_LAYOUT;
  known.set(file, layout);
  return layout;
}

/** A file from the bank as text, piece by piece: a UTF-8 mark at its start wins over the agreed encoding. */
export async function* decodePieces(bytes: AsyncIterable<Uint8Array>, encoding: BankLayout['encoding']): AsyncGenerator<string> {
  let decoder: TextDecoder | undefined;
  for await (const chunk of bytes) {
    decoder ??= new TextDecoder(chunk[0] === 0xef && chunk[1] === 0xbb && chunk[2] === 0xbf ? 'utf-8' : encoding);
    yield decoder.decode(chunk, { stream: true });
  }
  if (decoder) yield decoder.decode();
}
