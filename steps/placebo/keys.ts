/** The keys of a placebo step, as YAML has them, and the parameters of its nodes. */
import { type Static, Type } from 'typebox';
import { optional, strict } from '../../src/base/schema.ts';
import { oneModelKeys } from '../lib/models/keys.ts';
import type { PConvention } from './numbers/placebo.ts';
import type { PlaceboSpec } from './numbers/spec.ts';

export const PlaceboParams = strict({
  ...oneModelKeys,
  treatment: Type.String({
    minLength: 1,
    description: 'the term that is assigned anew: 0 and then 1, or of a `design` any column',
  }),
  permute: optional.oneOf(
    ['units', 'dates', 'both', 'design'],
    'what is drawn: units by default, periods, or both; `design`: rows or clusters within strata, as they were assigned',
  ),
  strata: optional.text('`permute: design`: the variable within whose levels the treatment was assigned'),
  cluster: optional.text('`permute: design`: the variable whose levels were assigned as one; rows by default'),
  statistic: optional.text(
    '`permute: design`: what is compared over assignments: `estimate` (default) or `t` of the treatment, or a statistic of the fit such as `r2`',
  ),
  draws: Type.Optional(
    Type.Integer({ minimum: 1, maximum: 1_000_000, description: 'all assignments where there are no more; 1000' }),
  ),
  seed: Type.Optional(Type.Integer({ minimum: 0, description: 'of the draws; 1' })),
  p_convention: optional.oneOf(
    ['corrected', 'simple'],
    'of random draws: (1 + #)/(1 + B), or #/B; corrected by default',
  ),
  header: optional.text("the row's name in tables"),
});
export type PlaceboParams = Static<typeof PlaceboParams>;

export interface DrawsParams extends PlaceboSpec {
  /** The chunk has draws from ≤ i < to of so many. */
  readonly from: number;
  readonly to: number;
  readonly draws: number;
}

export interface PlaceboResultParams extends PlaceboSpec {
  readonly draws: number;
  readonly convention: PConvention;
  /** Nodes that drew. */
  readonly chunks: readonly string[];
}
