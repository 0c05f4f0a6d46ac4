/** The one table model that every format renders. Text is plain (unescaped); numbers are unrounded. */
import type { Stat } from '../econ/fit.ts';

export interface NumberFormat {
  /** decimals, or significant digits */
  readonly digits: number;
  readonly style: 'fixed' | 'significant';
  readonly thousands: boolean;
  /** `trim` drops trailing zeros after the point: 0.210 → 0.21 */
  readonly zeros: 'keep' | 'trim';
}

export interface NumberCell {
  readonly is: 'number';
  readonly value: Stat;
  readonly format: NumberFormat;
  /** `***` */
  readonly stars?: string;
  /** `(` `)` or `[` `]` around the number */
  readonly wrap?: readonly [string, string];
  /** printed where the value is invalid; `.` by default */
  readonly undefinedAs?: string;
}

export interface TextCell {
  readonly is: 'text';
  readonly text: string;
  /** Stars that stand apart from their number, as in `{b} ({se}){stars}`. */
  readonly stars?: true;
  /** Figures as they were printed: set as numbers are. */
  readonly figures?: true;
}

export type Cell =
  | { readonly is: 'empty' }
  | TextCell
  | NumberCell
  /** Several things in one cell, set without a space between: `0.012` ` to ` `0.034` */
  | { readonly is: 'pieces'; readonly pieces: readonly (TextCell | NumberCell)[] };

export interface Column {
  /** Empty where the column has none. */
  readonly header: string;
  /** Header in CSV, where it differs: the variable's own name. */
  readonly name?: string;
  /** model number `(1)`, when columns are numbered */
  readonly number?: string;
  /** what the column shows, for the sidecar: a node id */
  readonly source?: string;
}

export interface Spanner {
  readonly text: string;
  /** first and last column, 0-based, inclusive */
  readonly from: number;
  readonly to: number;
}

export interface Row {
  /** raw name: a term (`NQP`, `x^2`, `_cons`), a statistic (`n`, `r2Within`), or a label key */
  readonly key: string;
  /** Powers are printed characters (`NQP²`); formats set them as superscripts where they can. */
  readonly label: string;
  /** First cell of the row in CSV, where it differs from the label: `NQP^2`, `N`, `R2`. */
  readonly name?: string;
  readonly cells: readonly Cell[];
  /** `body` rows, then `footer` rows below a rule */
  readonly section: 'body' | 'footer';
  /** second line of a term (its standard errors): CSV joins it to the line above */
  readonly continues?: boolean;
  /** A statistic of what stands above: its numbers are centred each by itself, since a large one would move the column's decimal point. */
  readonly apart?: true;
}

export interface Panel {
  /** `Panel A: …`, or null when the rows stand under no heading */
  readonly title: string | null;
  readonly rows: readonly Row[];
}

export interface Table {
  readonly id: string;
  /** ids of the nodes it was made from, in order, for the comment on its first line */
  readonly sources: readonly string[];
  readonly caption: string;
  readonly label: string;
  /** head of the stub column; usually empty */
  readonly stub: string;
  /** outermost first */
  readonly spanners: readonly (readonly Spanner[])[];
  readonly columns: readonly Column[];
  readonly panels: readonly Panel[];
  readonly notes: readonly string[];
  readonly language: Language;
  /** unrounded values, standard errors, degrees of freedom … for the JSON sidecar */
  readonly data: TableData;
}

export type Language = 'en' | 'zh';

export interface TableData {
  readonly columns: readonly object[];
  readonly rows: readonly object[];
}
