/** The contract of marks. A mark is one file in `marks/` and one line in its registry; it says which rows a layer draws, and how. */
import type { FigureRow, FigureValue, VegaSpec } from '../figure.ts';
import type { Layer, LayerKey, MarkName } from '../layer-options.ts';

/** A row of what a layer shows; null is missing, and absent is what the layer does not name. */
export interface Point {
  readonly x?: FigureValue;
  readonly y?: FigureValue;
  readonly low?: FigureValue;
  readonly high?: FigureValue;
  readonly label?: FigureValue;
}

/** Says how the axes of a figure are, of which one may have levels. */
export interface Axes {
  readonly x: VegaSpec;
  readonly y: VegaSpec;
  /** The axis along which values run, beside which the other has the places: `x` where the vertical one has levels. */
  readonly along: 'x' | 'y';
  /** The axis of places has levels, and not numbers. */
  readonly isNominal: boolean;
  /** The gap between neighbouring places of numbers; 0 where there are fewer than two. */
  readonly gap: number;
}

/** A channel for the colour of the layer's marks, and others that tell its groups apart. */
export interface Look {
  readonly color: VegaSpec;
  readonly shape: VegaSpec;
  readonly dash: VegaSpec;
  /** Offset of groups beside each other on an axis of levels; empty where there are none. */
  readonly offset: VegaSpec;
  /** Cut off what lies beyond ranges that were said. */
  readonly clip: boolean;
  /** Base size of text, in points. */
  readonly size: number;
  /** How many rows the layer draws. */
  readonly count: number;
}

/** Says with what a key shows the mark. */
export type KeySign = 'shape' | 'line' | 'fill';

export interface Mark {
  readonly name: MarkName;
  readonly reads: readonly LayerKey[];
  /** Keys without which it shows nothing; any of a list within is enough. */
  readonly needs: readonly (LayerKey | readonly LayerKey[])[];
  readonly sign: KeySign | null;
  /** Colour of a layer without groups and name: the first of the series, or that of text and lines that are no data. */
  readonly ink?: 'text' | 'reference';
  /** True where the mark takes fixed values in the place of variables. */
  readonly fixed?: true;
  /** The rows that it draws of the points of one group in one panel. */
  rows(points: readonly Point[], layer: Layer, axes: Pick<Axes, 'along' | 'isNominal' | 'gap'>): FigureRow[];
  /** Marks of Vega-Lite with their encodings, over rows of the layer. */
  views(axes: Axes, look: Look): VegaSpec[];
}
