/** The key `difference` of models that are split, and the parameters of its nodes. */
import { type Static, Type } from 'typebox';
import { optional, strict } from '../../../src/base/schema.ts';
import type { DifferenceSpec, Ordered, PermutationSpec } from '../../../src/econ/difference/spec.ts';

const ways = ['chow', 'suest', 'permutation'] as const;
export type Way = (typeof ways)[number];
const Named = Type.Enum(ways);

export const Difference = strict({
  of: Type.String({ minLength: 1, description: 'the term whose coefficient is compared' }),
  between: Type.Optional(
    Type.Array(Type.Union([Type.String(), Type.Number()]), {
      minItems: 2,
      maxItems: 2,
      description: 'two levels, the first less the second; when left out the only two, in the order of the data',
    }),
  ),
  by: optional.either(
    [Named, Type.Array(Named, { minItems: 1 })],
    'chow (everything interacted), suest (stacked scores), permutation; chow',
  ),
  permute: optional.oneOf(
    ['rows', 'units'],
    'what permutations shuffle; by default units where none is in both groups',
  ),
  draws: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000_000, description: 'permutations; 1000' })),
  seed: Type.Optional(Type.Integer({ minimum: 0, description: 'of the permutations; 1' })),
});
export type DifferenceKey = Static<typeof Difference>;

export interface PermutationParams extends PermutationSpec, Ordered {
  /** The chunk has permutations from ≤ i < to of so many draws. */
  readonly from: number;
  readonly to: number;
  readonly draws: number;
}

export interface DifferenceParams extends DifferenceSpec, Ordered {
  readonly by: readonly Way[];
  readonly draws: number;
  /** Nodes that drew permutations. */
  readonly chunks: readonly string[];
}
