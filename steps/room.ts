/** The contract of rooms, folders that hold all of a step kind: what its nodes run, what their results hold, how tables show these. */
import type { Result } from '../src/base/result.ts';
import type { StepKind } from '../src/engine/step.ts';
import type { Plot } from '../src/figure/plot.ts';
import type { Builder } from '../src/table/builders/builder.ts';
import type { Curve } from './lib/curve.ts';
import type { RoomEquation } from './lib/equation/equations.ts';
import type { Resampled } from './lib/resampled.ts';

// biome-ignore lint/suspicious/noExplicitAny: kinds of every parameter type
export type Kind = StepKind<any>;

/** Hints for users of other programs. */
export type Foreign = NonNullable<Kind['foreign']>;

export interface Room {
  /**
   * The step kind: it makes nodes of steps, and runs them. No other file of the room is part of a node's code, but for those that it
   * imports.
   */
  readonly step: Omit<Kind, 'results'>;
  /** Kinds of nodes that work for this one alone, by the rest of their names: `bootstrap` of `mediation` is `mediation-bootstrap`. */
  readonly helpers?: Readonly<Record<string, Kind>>;
  /** The forms of its results. The first is that of nodes that name no other type. */
  readonly results: readonly Result[];
  /** The builders of tables of its results, one for each type. It is an accessor, so that none is loaded before a table asks for it. */
  readonly tables?: readonly Builder[];
  /** Plots of its results; an accessor, as tables are. */
  readonly plots?: readonly Plot[];
  /** Writes its results as equations, where they are those of a model; an accessor, as tables are. */
  readonly equation?: RoomEquation;
  /** Tells the specifications of its results, of which the page shows a curve; an accessor, as tables are. */
  readonly curve?: Curve;
  /** Makes its results of samples too, so that a bootstrap may draw them; an accessor, as tables are. */
  readonly resampled?: Resampled;
  /** Names that users of other programs write for it, which are no part of any node's code; an accessor too. */
  readonly foreign?: Foreign;
}

/** The kind as the engine holds it. */
export const kindOf = ({ step, results }: Room): Kind => ({
  ...step,
  results,
  ...(step.artifact === undefined && { artifact: results[0]!.type }),
});
