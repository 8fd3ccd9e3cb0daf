import type { ReactNode } from 'react';
import { useT, type TextKey } from '../i18n/index.tsx';

export type LightColour = 'green' | 'yellow' | 'red';
const SHAPES: Record<LightColour, string> = { green: '●', yellow: '▲', red: '■' };
const WORDS = { green: 'light.green', yellow: 'light.yellow', red: 'light.red' } as const satisfies Record<LightColour, TextKey>;

/** A deadline's state as shape, colour and word: never colour alone. `text` is the server's own wording. */
export function Light({ light, text }: { readonly light: LightColour; readonly text?: string | undefined }): ReactNode {
  const t = useT();
  const word = t(WORDS[light]);
  // The server's words say how many days; a word that already says when is not said twice.
  const shown = !text ? word : light === 'yellow' && !text.includes('到期') ? `${word}（${text}）` : text;
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
