/** The contract of plots. A plot is one file in `plots/` and one line in its registry; nothing else knows which there are. */
import type { Json } from '../base/json.ts';
import type { Codes, Data } from '../econ/data.ts';
import type { RowsLost } from '../econ/fit.ts';
import type { ModelSpec } from '../econ/spec.ts';
import type { LabelBook } from '../table/words/labels.ts';
import type { Drawing, FigureValue, Panel } from './figure.ts';
import type { FigureOptions, PlotOption } from './option-schemas.ts';
import type { Phrases } from './phrases.ts';

/** The parts or columns that a plot reads of a source. The figure's key holds these and nothing else. */
export type PlotReads =
  /** Parts of a result; with `model`, also how the fit was specified, or the data that it was estimated on too. */
  | { readonly is: 'parts'; readonly parts: readonly string[]; readonly model?: 'spec' | 'data' }
  /** A frame that has columns of these names. */
  | { readonly is: 'columns'; readonly needed: readonly string[]; readonly optional: readonly string[] }
  /** The variables of a frame that the options name. */
  | { readonly is: 'variables' }
  /** Another figure. */
  | { readonly is: 'figure' };

/** Variables of a frame over the rows of the sample. */
export interface ObservedRows {
  readonly nobs: number;
  /** Returns the values of a variable, by its text in the options; NaN is missing. */
  numbers(variable: string): Float64Array;
  groups(column: string): Codes;
  /** Is true where the figure reads a column of that name as groups. */
  has(column: string): boolean;
  /** Numbers as numbers, anything else as its text. */
  values(column: string): readonly FigureValue[];
}

export interface FigureSource {
  readonly node: string;
  /** Type of the artifact. */
  readonly type: string;
  /** The name of the source among the figure's results, such as `(1)` where it has no other. */
  readonly header: string;
  /** A part of the result; undefined where it has none of that name. */
  part(name: string): Json | undefined;
  /** The frame, where the plot reads `columns`. */
  readonly frame?: Data;
  /** The frame, where the plot reads `variables`. */
  readonly observed?: ObservedRows;
  /**
   * The specification of a built-in fit, where the plot reads a `model`, with its data where it reads them. `ofIndex` is true where its
   * coefficients are of an index.
   */
  readonly model?: { readonly spec: ModelSpec; readonly ofIndex?: true; readonly data?: Data };
  /** The figure, where the plot combines several. */
  readonly figure?: CombinedFigure;
}

/** A figure that stands in a combined one, at the size and in the look of that one. */
export interface CombinedFigure {
  /** Its own title; empty where it has none. */
  readonly title: string;
  /** Its caption, else its title, else its name. */
  readonly description: string;
  /** `heading`: what stands above it; `width`: points. */
  panel(heading: string, look: Pick<DrawContext, 'width' | 'size' | 'measure'>): Panel;
}

export interface DrawContext {
  readonly options: FigureOptions;
  readonly book: LabelBook;
  readonly phrases: Phrases;
  /** Base size of text, in points. */
  readonly size: number;
  /** Size of the figure, in points; the height is null where nobody said it. */
  readonly width: number;
  readonly height: number | null;
  readonly colors: readonly string[];
  /** Width of a text that is set at a size, in points. */
  measure(text: string, size: number): number;
  /** The text of the file that an option names. */
  file(option: PlotOption): string;
  /** Tells of what the figure does without, at an option where one names it. */
  warn(code: string, message: string, at?: OptionPlace): void;
  /** Tells how many rows the figure does without, and why. */
  lose(rows: RowsLost): void;
  /** Ends the figure with an expected failure at an option. */
  refuse(code: string, message: string, at: OptionPlace): never;
}

/** An option of the figure, and how to mend it. */
export interface OptionPlace {
  readonly option: string;
  readonly hint?: string | undefined;
}

export interface Plot {
  readonly name: string;
  /** One line for the docs. */
  readonly summary: string;
  /** Describes what `from` may name, for the message about anything else. */
  readonly shows: string;
  /** Is true where it shows several of them in one figure. */
  readonly several?: true;
  readonly options: readonly PlotOption[];
  /** Options that must be given. */
  readonly required: readonly PlotOption[];
  /** Options that name numbers of the frame (terms too: `log(x)`), and columns whose levels are groups. */
  readonly numbers?: readonly PlotOption[];
  readonly levels?: readonly PlotOption[];
  /** Lists of which the plot shows one. */
  readonly single?: readonly PlotOption[];
  /** Is true where each of its layers reads a source of its own. */
  readonly layered?: true;
  /** Is true where its sources are other figures, which it draws by their plots. */
  readonly combines?: true;
  /** Options that name files of the project, where they hold a text. */
  readonly files?: readonly PlotOption[];
  /** `type`: of the source's artifact; undefined where the plot does not show such. */
  reads(type: string, options: FigureOptions): PlotReads | undefined;
  draw(sources: readonly FigureSource[], context: DrawContext): Drawing;
}
