/** What a figure is: rows that are drawn, and a Vega-Lite specification that draws them. */

/** A missing value is null, and never NaN. */
export type Value = string | number | null;

/** What one mark shows; the rows of a figure are the data file beside it. */
export type Row = Readonly<Record<string, Value>>;

/** A Vega-Lite specification, or a part of one, without data and sizes. */
export type Spec = { readonly [key: string]: unknown };

export interface Drawing {
  /** Columns of the data file, in order; rows may leave some out. */
  readonly columns: readonly string[];
  readonly rows: readonly Row[];
  readonly spec: Spec;
  /** Height that the figure takes of itself, in points, where it hangs on the rows. */
  readonly height?: number;
  /** The option that is to blame where the specification cannot be drawn; without one that is our mistake. */
  readonly blame?: string;
}

/** A drawn figure. Lengths are points, of which one is a unit of the SVG. */
export interface Drawn {
  readonly svg: string;
  readonly width: number;
  readonly height: number;
}

export type Language = 'en' | 'zh';
