import type { ReactNode } from 'react';
import { useLocale, useT, type TextKey } from '../i18n/index.tsx';
import { lightWord } from '../lib/said.ts';

export type LightColour = 'green' | 'yellow' | 'red';
const SHAPES: Record<LightColour, string> = { green: '●', yellow: '▲', red: '■' };
const WORDS = { green: 'light.green', yellow: 'light.yellow', red: 'light.red' } as const satisfies Record<LightColour, TextKey>;

/** A deadline's state as shape, colour and word: never colour alone. `text` is the server's own wording. */
export function Light({ light, text }: { readonly light: LightColour; readonly text?: string | undefined }): ReactNode {
  const { locale, t } = useLocale();
  const word = t(WORDS[light]);
  // The server's words say how many days; a word that already says when is not said twice.
  const said = text && lightWord(text, locale, t);
  const shown = !text || !said ? word : light === 'yellow' && !text.includes('到期') ? (locale === 'en' ? `${word}, ${said}` : `${word}（${said}）`) : said;
  return (
    <span className={`light light-${light}`}>
      <span aria-hidden="true">{SHAPES[light]}</span> {shown}
    </span>
  );
}

/** A count under a light, as in `■ 3 超期`. */
export function LightCount({ light, count }: { readonly light: LightColour; readonly count: number | string }): ReactNode {
  const t = useT();
  return (
    <span className={`light light-${light}`}>
      <span aria-hidden="true">{SHAPES[light]}</span> {t(WORDS[light])} {count}
    </span>
  );
}
