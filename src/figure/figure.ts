/** Defines a figure: rows that are drawn, and a Vega-Lite specification that draws them. */

/** A missing value is null, and never NaN. */
export type FigureValue = string | number | null;

/** The data of one mark. The rows of a figure are the data file beside it. */
export type FigureRow = Readonly<Record<string, FigureValue>>;

/** A Vega-Lite specification, or a part of one, without data and sizes. */
export type VegaSpec = { readonly [key: string]: unknown };

export interface Drawing {
  /** Columns of the data file, in order; rows may leave some out. */
  readonly columns: readonly string[];
  readonly rows: readonly FigureRow[];
  readonly spec: VegaSpec;
  /** Says what the marks stand for, below the figure; a heading stands above the keys. */
  readonly keys?: readonly LegendKey[];
  readonly keysOf?: string;
  /** Title that all panels share, below them. */
  readonly below?: string;
  /** Sentences above the figure: a test, a count. */
  readonly told?: readonly string[];
  /** Height that the figure takes of itself, without its keys, in points, where it hangs on the rows. */
  readonly height?: number;
  /** The text for screen readers, where neither a caption nor a title tells it. */
  readonly spoken?: string;
  /** Figures under letters that it consists of; then `spec` is empty. */
  readonly panels?: Panels;
  /** The option that is to blame where the specification cannot be drawn; without one that is our mistake. */
  readonly blame?: string;
}

/** Figures in a combined one, row after row. */
export interface Panels {
  readonly perRow: number;
  readonly all: readonly Panel[];
}

export interface Panel {
  /** Letter and title, which stand above it. */
  readonly heading: string;
  readonly drawing: Drawing;
  readonly colors: readonly string[];
  /** Points of its plane, with axes and without heading and key. */
  readonly height: number;
  /** Hears of the labels of points that have no room. */
  lose(labels: readonly string[]): void;
  /** Ends the figure with what its drawing threw, told at the panel. */
  refuse(error: unknown): never;
}

/** A mark of the figure and what it stands for. */
export interface LegendKey {
  readonly label: string;
  readonly color: string;
  /** The mark's shape, as Vega calls it; without a filling where `hollow`. */
  readonly shape?: string;
  readonly hollow?: boolean;
  /** Dashes of its line, of which `[]` is a whole one; without any there is no line. */
  readonly dash?: readonly number[];
  /** Names what fills an area, of which `color` is the edge. */
  readonly fill?: string;
}

/** A drawn figure. Lengths are points, of which one is a unit of the SVG. */
export interface DrawnFigure {
  readonly svg: string;
  /** Says what the figure shows, in words, for whoever cannot see it. */
  readonly description: string;
  readonly width: number;
  readonly height: number;
}

export type Language = 'en' | 'zh';
