/** The keys of a threshold step, as YAML has them, and the parameters of its nodes. */
import { type Static, Type } from 'typebox';
import { optional, strict } from '../../src/base/schema.ts';
import type { ThresholdOptions } from './numbers/result.ts';
import type { ThresholdSpec, ThresholdTest } from './numbers/spec.ts';

const MOST = 3;
const Share = Type.Number({ minimum: 0, exclusiveMaximum: 1 / 3 });
const Count = Type.Integer({ minimum: 0, maximum: 1_000_000 });
const listed = { minItems: 1, maxItems: MOST };

export const ThresholdParams = strict({
  base: optional.text('a column of models: its sample, terms and effects, never its vcov'),
  from: optional.text("a step that makes a frame; the base's when left out"),
  fit: optional.text('formula: y ~ x1 + x2 | unit, with one absorbed effect'),
  on: Type.String({ minLength: 1, description: 'the threshold variable: a column, lag or function' }),
  slope: Type.Union([Type.String({ minLength: 1 }), Type.Array(Type.String(), { minItems: 1 })], {
    description: 'terms whose coefficients depend on the regime',
  }),
  max: Type.Optional(Type.Integer({ minimum: 1, maximum: MOST, description: 'thresholds tested for; 1' })),
  use: Type.Optional(
    Type.Integer({ minimum: 1, maximum: MOST, description: 'thresholds in the regression by regime; as `max`' }),
  ),
  grid: optional.either(
    [Type.Integer({ minimum: 2, maximum: 1_000_000 }), Type.Literal('all')],
    'quantiles searched, or `all` values that `trim` leaves on either side, as Hansen does; 300',
  ),
  trim: optional.either([Share, Type.Array(Share, listed)], 'share left out, for each threshold; 0.01'),
  bootstrap: optional.either([Count, Type.Array(Count, listed)], 'replications of each test; 0 is none'),
  seed: Type.Optional(Type.Integer({ minimum: 0, description: 'of the replications; 1' })),
  convention: optional.oneOf(['xthreg', 'hansen'], 'xthreg (Wang 2015) by default'),
  vcov: optional.text('of the regression by regime; iid'),
  sample: optional.text('a named sample or a condition; rows where it is true'),
  exclude: optional.text('rows where it is true are left out'),
  singletons: optional.oneOf(['keep', 'drop'], 'units with a single row: keep by default'),
  level: Type.Optional(
    Type.Number({ minimum: 50, exclusiveMaximum: 100, description: 'of confidence intervals, in percent; 95' }),
  ),
  header: optional.text("the column's heading in tables"),
});
export type ThresholdParams = Static<typeof ThresholdParams>;

/** Parameters of the search. */
export type SearchParams = ThresholdSpec;
export interface ChunkParams extends ThresholdSpec {
  readonly test: ThresholdTest;
  /** Is true where the triple test is computed as `xthreg` does. */
  readonly quirk: boolean;
  /** The chunk has the replications from ≤ i < to. */
  readonly from: number;
  readonly to: number;
}
export interface ThresholdResultParams extends ThresholdSpec, ThresholdOptions {
  /** For each test, its nodes of replications. */
  readonly chunks: readonly (readonly string[])[];
}
