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

export type Cell =
  | { readonly is: 'empty' }
  | { readonly is: 'text'; readonly text: string }
  | {
      readonly is: 'number';
      readonly value: Stat;
      readonly format: NumberFormat;
      /** `***` */
      readonly stars?: string;
      /** `(` `)` or `[` `]` around the number */
      readonly wrap?: readonly [string, string];
    };

export interface Column {
  readonly header: string;
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
  /** raw name: a term (`NQP`, `x^2`, `_cons`), a statistic (`n`, `r2Within`), or a label key; empty for a second line */
  readonly key: string;
  readonly label: string;
  readonly cells: readonly Cell[];
  /** `term` rows, then `footer` rows below a rule */
  readonly section: 'body' | 'footer';
  /** second line of a term (its standard errors): formats with one line a term join it to the line above */
  readonly continues?: boolean;
}

export interface Panel {
  /** `Panel A: …`, or null when the table has but one */
  readonly title: string | null;
  readonly rows: readonly Row[];
}

export interface Table {
  readonly id: string;
  readonly caption: string;
  readonly label: string;
  /** head of the stub column; usually empty */
  readonly stub: string;
  /** outermost first */
  readonly spanners: readonly (readonly Spanner[])[];
  readonly columns: readonly Column[];
  readonly panels: readonly Panel[];
  readonly notes: readonly string[];
  readonly language: 'en' | 'zh';
  /** unrounded values, standard errors, degrees of freedom … for the JSON sidecar */
  readonly data: unknown;
}

/** A format turns a table into one file. `escape` makes plain text safe in it. */
export interface Format {
  readonly name: string;
  readonly extension: string;
  escape(text: string): string;
  render(table: Table, template: (name: string, view: object) => string): string | Uint8Array;
}
