/** The contract of results that hold the estimates of one term over many specifications, of which a page shows a curve. */
import type { Json } from '../../src/base/json.ts';
import type { Stat } from '../../src/econ/fit.ts';
import type { LabelBook } from '../../src/table/words/labels.ts';

export interface CurveContents {
  /** The term, in words. */
  readonly of: string;
  /** The choices, each with its options in words and the option that each specification took, from 0. */
  readonly dimensions: readonly {
    readonly name: string;
    readonly options: readonly string[];
    readonly made: readonly number[];
  }[];
  /** By specification, in the order of their nodes `STEP.1` …. */
  readonly estimate: readonly Stat[];
  readonly pValue: readonly Stat[];
  readonly confLow: readonly Stat[];
  readonly confHigh: readonly Stat[];
}

/** Tells the specifications of a result, whose parts `part` reads. */
export type Curve = (part: (name: string) => Json, book: LabelBook) => CurveContents;
