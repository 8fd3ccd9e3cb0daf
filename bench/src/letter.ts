import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { LAYOUTS } from '@doudi/server/src/features/letters/press.ts';
import { SAMPLES } from '@doudi/server/src/features/letters/templates/samples.fixture.ts';
import { typesetLetter } from '@doudi/server/src/features/letters/typeset.ts';
import { fillTemplate } from '@doudi/server/src/features/letters/word/render.ts';
import { startingTemplate } from '@doudi/server/src/features/letters/word/starting.ts';
import { loadFonts } from '@doudi/server/src/platform/typeset/fonts.ts';
import { Typesetter } from '@doudi/server/src/platform/typeset/typesetter.ts';
import { spread, timed, type Spread } from './stats.ts';

export interface LetterSizes {
  readonly rounds: number;
}

export interface LetterResult {
  readonly pages: number;
  readonly standard: Spread;
  readonly word: Spread;
  readonly plain: Spread;
}

/**
 * One letter, a decision with its working, from its composed data to PDF/A: in the standard layout and in the county's own
 * (the Word file filled and converted each time), against an empty page by the same engine in the same kind of worker. All
 * three are warm, take turns, and no two letters are the same.
 */
export async function benchLetter(sizes: LetterSizes, log: (line: string) => void): Promise<LetterResult> {
  const fonts = loadFonts('');
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'doudi-bench-letter-'));
  fs.writeFileSync(path.join(folder, 'empty.typ'), '#let d = json(bytes(sys.inputs.data))\n#set document(title: d.title, date: datetime(year: 2021, month: 11, day: 30))\n#set page(paper: "a4")\n');
  const letters = new Typesetter({ templates: LAYOUTS, fonts });
  const empty = new Typesetter({ templates: folder, fonts });
  try {
    const model = SAMPLES.grant();
    const template = startingTemplate('grant');
    const [standard, word, plain]: [number[], number[], number[]] = [[], [], []];
    let pages = 0;
    const warmUp = 3;
    for (let i = -warmUp; i < sizes.rounds; i++) {
      const into = (times: number[]): number[] => (i < 0 ? [] : times);
      const m = { ...model, number: `演示救助〔2021〕${i + 100}号`, applicant: `王试验${i + 100}` };
      pages = (await timed(into(standard), () => typesetLetter(letters, m))).pages;
      await timed(into(word), () => typesetLetter(letters, m, fillTemplate(template, m).document));
      await timed(into(plain), () => empty.render('empty.typ', { title: String(i) }));
    }
    log(`letter: ${sizes.rounds} rounds`);
    return { pages, standard: spread(standard), word: spread(word), plain: spread(plain) };
  } finally {
    await letters.close();
    await empty.close();
    fs.rmSync(folder, { recursive: true });
  }
}
