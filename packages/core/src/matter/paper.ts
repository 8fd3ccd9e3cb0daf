/** A paper of the county bureau in a matter of supervision, as it goes out: every word of it, so that it can be printed again as it was. */
export interface MatterPaper {
  readonly title: string;
  readonly number: string;
  /** Who is addressed, as printed before the first line. */
  readonly addressee: string;
  readonly paragraphs: readonly string[];
  /** Label and value, a line each. */
  readonly facts: readonly (readonly [string, string])[];
  /** Numbered items under a heading: measures, papers handed over. */
  readonly lists: readonly { readonly label: string; readonly items: readonly string[] }[];
  /** Provisions on which it stands, as printed. */
  readonly basis: readonly string[];
  readonly organ: string;
  readonly date: string;
  readonly matterNumber: string;
  readonly telephone: string;
}
