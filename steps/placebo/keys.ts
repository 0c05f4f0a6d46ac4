/** The keys of a placebo step, as YAML has them, and the parameters of its nodes. */
import { type Static, Type } from 'typebox';
import { optional, strict } from '../../src/base/schema.ts';
import { oneModelKeys } from '../lib/models/keys.ts';
import type { PConvention, PlaceboSpec } from './numbers/placebo.ts';

export const PlaceboParams = strict({
  ...oneModelKeys,
  treatment: Type.String({ minLength: 1, description: 'the term, 0 and then 1, that is assigned anew' }),
  permute: optional.oneOf(['units', 'dates', 'both'], 'what is drawn: units by default, periods, or both'),
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

export interface ResultParams extends PlaceboSpec {
  readonly draws: number;
  readonly convention: PConvention;
  /** Nodes that drew. */
  readonly chunks: readonly string[];
}
