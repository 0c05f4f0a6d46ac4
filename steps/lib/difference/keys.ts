/** The key `difference` of models that are split, and the parameters of its nodes. */
import { type Static, Type } from 'typebox';
import { optional, strict } from '../../../src/base/schema.ts';
import type { DifferenceSpec, OrderedPair, PermutationSpec } from '../../../src/econ/difference/spec.ts';
import { type Adjustment, adjustments } from '../../../src/econ/distributions/adjusted-p.ts';
import { type LevelPair, Pairs } from '../pairs.ts';

const ways = ['chow', 'suest', 'permutation'] as const;
export type Way = (typeof ways)[number];
const Named = Type.Enum(ways);

export const Difference = strict(
  {
    of: Type.String({
      minLength: 1,
      description:
        'the term whose coefficient is compared between groups of the split; without a split `i(v)`, whose levels are',
    }),
    between: Type.Optional(
      Type.Union(Pairs.anyOf, {
        description:
          'two levels, the first less the second; a list of such pairs; or `all`; when left out the only two levels of the split, in the order of the data, or all pairs of levels of a factor',
      }),
    ),
    reference: optional.either([Type.String(), Type.Number()], 'the level that is taken off each of the others'),
    adjust: optional.oneOf([...adjustments], 'p values allow for the number of pairs; none when left out'),
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
  },
  { description: 'compares a coefficient between groups of the split, or between levels of a factor' },
);
export type DifferenceKey = Static<typeof Difference>;

export interface PermutationParams extends PermutationSpec, OrderedPair {
  /** The chunk has permutations from ≤ i < to of so many draws. */
  readonly from: number;
  readonly to: number;
  readonly draws: number;
}

export interface DifferenceParams extends DifferenceSpec, OrderedPair {
  readonly by: readonly Way[];
  readonly draws: number;
  /** Nodes that drew permutations. */
  readonly chunks: readonly string[];
}

/** Parameters of the table of several pairs of groups, each of which has a node. */
export interface PairsParams {
  readonly of: string;
  readonly group: string;
  readonly by: readonly Way[];
  readonly adjust: Adjustment | null;
  readonly pairs: readonly LevelPair[];
  /** Nodes that compare them, in the same order. */
  readonly nodes: readonly string[];
}

/** Parameters of the table of pairs of levels of a factor in one model. */
export interface LevelsParams {
  /** The factor's variable. */
  readonly group: string;
  readonly of: string;
  readonly adjust: Adjustment | null;
  /** null: all of them, or all with the reference. */
  readonly pairs: readonly LevelPair[] | null;
  readonly reference: string | null;
  /** The declared order of levels; null leaves them as the estimation has them. */
  readonly order: readonly string[] | null;
}
