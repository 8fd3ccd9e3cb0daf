const LONG_TITLE = 14;

/** A citation as short as it can be told apart: `《…办法》（民发〔2021〕57号）第十三条` → `民发〔2021〕57号 第十三条`. */
export function shortCitation(clause: string): string {
  const m = /^《(.+?)》(?:（([^）]*号)）)?(.*)$/.exec(clause);
  if (!m) return clause;
  const [, title = '', number, rest = ''] = m;
  if (number) return `${number} ${rest}`.trim();
  return title.length > LONG_TITLE ? `《${title.slice(0, LONG_TITLE - 4)}…》${rest}` : clause;
}
