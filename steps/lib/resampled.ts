/** The contract of kinds whose results samples tell of: what a node makes hangs on nothing but its parameters and its input `data`. */
import type { Json } from '../../src/base/json.ts';
import type { Data } from '../../src/econ/data.ts';
import type { StepKind } from '../../src/engine/step.ts';

export interface Resampled {
  /** Makes a node's result, of a sample too. */
  readonly run: StepKind['run'];
  /** Positions of the rows that the result is of, ascending. */
  rows(params: Json, data: Data): Int32Array;
  /** Columns that the result is made of, where the node carries on others too. */
  reads?(params: Json): readonly string[];
  /** Columns of units beside that of the panel: a cluster that is drawn twice has two of each unit that lies within it. */
  units?(params: Json): readonly string[];
  /** Why samples tell nothing of a node's result; undefined where they do. */
  misfit?(params: Json): { readonly message: string; readonly hint: string } | undefined;
}

/** Gives the kind that draws access to kinds whose results it draws, which are no part of its code. */
export interface ResampledKinds {
  readonly names: readonly string[];
  of(kind: string): Resampled | undefined;
  /** The method of a node that draws results of a kind, whose code makes them. */
  methodFor(kind: string): string;
}
