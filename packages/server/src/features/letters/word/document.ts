/** A Word document as far as it can be typeset: what the converter gives and `word.typ` prints. Lengths in points. */

export interface WordRun {
  readonly text: string;
  readonly size: number;
  readonly bold: boolean;
  readonly underline: boolean;
  /** `#c00000`; absent = black. */
  readonly color?: string | undefined;
  readonly face: 'title' | 'heading' | 'body';
}

/** A line break or a tab stop between runs. */
export interface WordMark {
  readonly mark: 'line' | 'tab';
}

export interface WordRule {
  readonly width: number;
  readonly color: string;
}

export interface WordParagraph {
  readonly kind: 'p';
  readonly align: 'left' | 'center' | 'right' | 'justify';
  readonly first: number;
  readonly left: number;
  readonly right: number;
  readonly before: number;
  readonly after: number;
  /** Distance from one line to the next. */
  readonly pitch: number;
  /** Size of the type, also of an empty line. */
  readonly size: number;
  readonly keep: boolean;
  readonly rule?: WordRule | undefined;
  readonly runs: readonly (WordRun | WordMark)[];
}

export interface WordCell {
  readonly colspan: number;
  readonly rowspan: number;
  readonly align: 'top' | 'middle' | 'bottom';
  readonly fill?: string | undefined;
  readonly sides: { readonly top: boolean; readonly right: boolean; readonly bottom: boolean; readonly left: boolean };
  readonly blocks: readonly WordBlock[];
}

export interface WordTable {
  readonly kind: 'table';
  readonly align: 'left' | 'center' | 'right';
  readonly columns: readonly number[];
  /** Rows at the top that are repeated on every page. */
  readonly head: number;
  readonly rows: readonly { readonly height: number; readonly cells: readonly WordCell[] }[];
}

export type WordBlock = WordParagraph | WordTable | { readonly kind: 'break' };

export interface WordDocument {
  readonly flipped: boolean;
  readonly margins: { readonly top: number; readonly bottom: number; readonly left: number; readonly right: number };
  readonly header: readonly WordBlock[];
  readonly footer: readonly WordBlock[];
  readonly body: readonly WordBlock[];
}
