/** A document could not be typeset: broken template, missing font, or the engine gave up. */
export class TypesetError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'TypesetError';
  }
}

/**
 * A character of the document is in none of the fonts. Nothing is printed in its place: a name with a box in it is no
 * name. The office adds a font that has it (see DOUDI_FONTS) and typesets again.
 */
export class MissingGlyphError extends TypesetError {
  readonly character: string;
  /** `U+2A6D6`. */
  readonly codePoint: string;

  constructor(text: string) {
    const character = Array.from(text)[0] ?? text;
    const codePoint = `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
    super(`字体中没有“${character}”（${codePoint}）这个字，文书不能生成；请在字体文件夹中加入含有该字的字体`);
    this.name = 'MissingGlyphError';
    this.character = character;
    this.codePoint = codePoint;
  }
}
