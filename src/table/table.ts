/** The one model of tables, which every format renders. Text is plain (unescaped); numbers are unrounded. */
import type { Stat } from '../econ/fit.ts';

export interface NumberFormat {
  /** The number of decimals, or of significant digits. */
  readonly digits: number;
  readonly style: 'fixed' | 'significant';
  /** `large`: in numbers of seven digits and more before the point. */
  readonly thousands: boolean | 'large';
  /** The most digits that a number in fixed style has because of its decimals; absent where these were asked for. */
  readonly most?: number;
  /** The most decimals, as a larger number beside it has them. */
  readonly decimals?: number;
  /** `trim` drops trailing zeros after the point: 0.210 → 0.21. */
  readonly zeros: 'keep' | 'trim';
}

export interface NumberCell {
  readonly is: 'number';
  readonly value: Stat;
  readonly format: NumberFormat;
  /** Stars behind the number: `***`. */
  readonly stars?: string;
  /** `(` `)` or `[` `]` around the number. */
  readonly wrap?: readonly [string, string];
  /** Text that is printed where the value is invalid; `.` by default. */
  readonly undefinedAs?: string;
  /** The mark of a footnote behind it, in raised characters. */
  readonly mark?: string;
}

export interface TextCell {
  readonly is: 'text';
  readonly text: string;
  /** Present where the text is stars that stand apart from their number, as in `{b} ({se}){stars}`. */
  readonly stars?: true;
  /** Present where the text is figures as they were printed, which are set as numbers are. */
  readonly figures?: true;
  /** The mark of a footnote behind it, in raised characters. */
  readonly mark?: string;
}

export type Cell =
  | { readonly is: 'empty' }
  | TextCell
  | NumberCell
  /** Several things stand in one cell, without a space between them: `0.012` ` to ` `0.034`. */
  | { readonly is: 'pieces'; readonly pieces: readonly (TextCell | NumberCell)[] };

export interface TableColumn {
  /** The header; empty where the column has none. */
  readonly header: string;
  /** Header in CSV, where it differs: the variable's own name. */
  readonly name?: string;
  /** Places the texts below it, and the header itself; in the middle by default. Numbers line up at their points all the same. */
  readonly align?: 'left';
  /** Model number `(1)`, where columns are numbered. */
  readonly number?: string;
  /** Id of the node that the column shows, for the sidecar. */
  readonly source?: string;
}

export interface Spanner {
  readonly text: string;
  /** First column; `to` is the last one, inclusive. Both count from 0. */
  readonly from: number;
  readonly to: number;
  /** Present where no rule stands below it. */
  readonly unruled?: true;
  /** Present where a note begins with the text, so that a format that makes a note of a text over all columns leaves it out. */
  readonly noted?: true;
}

export interface Row {
  /** Raw name of a term (`NQP`, `x^2`, `_cons`) or a statistic (`n`, `r2Within`), or the key of a label. */
  readonly key: string;
  /** The label, in which powers are characters (`NQP²`); formats set them as superscripts where they can. */
  readonly label: string;
  /** First cell of the row in CSV, where it differs from the label: `NQP^2`, `N`, `R2`. */
  readonly name?: string;
  readonly cells: readonly Cell[];
  /** Ids of the nodes that its cells show, where they are not those of the columns; null where a cell shows none. */
  readonly sources?: readonly (string | null)[];
  /** Rows of the `body` come first, then those of the `footer` below a rule. */
  readonly section: 'body' | 'footer';
  /** Is true where this is the second line of a term (its standard errors), which CSV joins to the line above. */
  readonly continues?: boolean;
  /** Present in rows of statistics, whose numbers are centred each by itself, since a large one would move the column's decimal point. */
  readonly apart?: true;
}

/** Headings over columns. */
export interface Head {
  /** Head of the stub column, usually empty. */
  readonly stub: string;
  /** Rows of spanners, the outermost first. */
  readonly spanners: readonly (readonly Spanner[])[];
  readonly columns: readonly TableColumn[];
  /** A line of dependent variables below the headers, one a column, and what names it at its left; absent where they stand elsewhere. */
  readonly outcomes?: { readonly label: string; readonly texts: readonly string[] };
}

export interface TablePanel {
  /** Heading of the rows, `Panel A: …`; null where they have none. */
  readonly title: string | null;
  /** The heading in CSV, where it differs. */
  readonly name?: string;
  readonly rows: readonly Row[];
  /** Headings of its own between its title and its rows, in the columns of the table; absent where those of the table are all. */
  readonly head?: Head;
  /** Ids of the nodes that its columns show, where they are not those of the table's columns. */
  readonly sources?: readonly string[];
}

export interface Table extends Head {
  readonly id: string;
  /** Ids of the nodes from which it was made, in order, for the comment on its first line. */
  readonly sources: readonly string[];
  readonly caption: string;
  readonly label: string;
  /** Head of the stub column in CSV, where rows are no variables: the raw name of what they are. */
  readonly stubName?: string;
  readonly panels: readonly TablePanel[];
  readonly notes: readonly string[];
  readonly language: Language;
  /** Unrounded values, standard errors, degrees of freedom and the like, for the JSON sidecar. */
  readonly data: TableData;
}

export type Language = 'en' | 'zh';

export interface TableData {
  readonly columns: readonly object[];
  readonly rows: readonly object[];
}
