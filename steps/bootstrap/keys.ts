/** The keys of a step of `kind: bootstrap`, and the parameters of its nodes. */
import { type Static, Type } from 'typebox';
import type { Json } from '../../src/base/json.ts';
import { optional, strict } from '../../src/base/schema.ts';
import { intervalNames } from './numbers/intervals.ts';
import type { DrawnModel } from './numbers/spec.ts';
import { type MethodName, methodNames, methods } from './schemes.ts';

export const bootstrapSchema = strict({
  base: Type.String({
    description:
      'the column of models that is estimated again: `step.column`, and the steps `predict` and `index` that its data are of; or a step of another kind whose `statistics` are drawn',
  }),
  method: optional.oneOf(methodNames, methodNames.map((name) => `\`${name}\`: ${methods[name].summary}`).join('; ')),
  draws: Type.Optional(Type.Integer({ minimum: 2, maximum: 1_000_000, description: 'how many samples; 1000' })),
  length: Type.Optional(Type.Integer({ minimum: 1, description: 'the periods of a block' })),
  cluster: optional.text(
    'what is drawn, left out or has one sign: the clusters of the errors, or the panel’s units; rows without effects',
  ),
  interval: optional.oneOf(
    [...intervalNames],
    'the normal one (default), percentiles of the draws, bias-corrected (`bc`), or accelerated too (`bca`, of pairs)',
  ),
  statistics: Type.Optional(
    Type.Array(Type.String(), {
      minItems: 1,
      description:
        'statistics of the column that are drawn beside its coefficients, such as `turningPoint` or `r2Within`, and its `lincom` and `nlcom` by their names; of another kind, its numbers as claims name them, such as `all.gini`',
    }),
  ),
  seed: Type.Optional(Type.Integer({ minimum: 0, description: 'of the samples; 1' })),
  header: optional.text("a heading over the step's column in tables"),
});
export type BootstrapParams = Static<typeof bootstrapSchema>;

/** Samples of a node: those from ≤ i < to, or all clusters left out whose places lie in one of so many equal parts. */
export type Piece =
  | { readonly is: 'draws'; readonly from: number; readonly to: number }
  | { readonly is: 'without'; readonly part: number; readonly of: number };

/** A number of a result: how it is called, and where it stands. */
export interface Place {
  readonly name: string;
  readonly part: string;
  readonly rest: readonly string[];
  readonly usual?: readonly string[];
}

/** A node of another kind that is made again, with the statistics of its result. */
export interface DrawnResult {
  readonly kind: string;
  readonly params: Json;
  readonly places: readonly Place[];
  /** Effect whose levels are drawn; null for rows. */
  readonly clusters: string | null;
}

export type Drawn = DrawnModel | DrawnResult;

export const isResult = (drawn: Drawn): drawn is DrawnResult => 'places' in drawn;

export interface PieceParams {
  readonly drawn: Drawn;
  readonly piece: Piece;
}

export interface ResultParams {
  readonly drawn: Drawn;
  readonly method: MethodName;
  readonly interval: (typeof intervalNames)[number];
  readonly draws: readonly string[];
  readonly without: readonly string[];
}
