/** The four questions of the bureau's minute: what is late, what is wrong, what changed, where help is needed. */
export const FIGURE_BLOCKS = ['late', 'wrong', 'changed', 'help'] as const;
export type FigureBlock = (typeof FIGURE_BLOCKS)[number];

/** A number of the bureau's page: never without how it was computed, its clause where it has one, and the list that opens its cases. */
export interface Figure {
  readonly id: string;
  readonly block: FigureBlock;
  readonly label: string;
  readonly value: number;
  /** Word of the unit: 件, 户, %, 天, 元. Sums in fen are turned into yuan by whoever shows them: unit 'fen'. */
  readonly unit: string;
  readonly how: string;
  /** Clauses of the plans that ask for it, `HQ-190`. */
  readonly req: readonly string[];
  /** Address in the web client of the list behind it. */
  readonly href: string;
  /** Whose it is to mend: what the county itself owes is not counted among what a unit is late with. */
  readonly of?: 'unit' | 'county' | undefined;
  /** Keys of units with their share, where it can be told. */
  readonly byUnit?: readonly { readonly unit: string; readonly value: number; readonly href?: string | undefined }[] | undefined;
}
