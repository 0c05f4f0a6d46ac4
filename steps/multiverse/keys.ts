/** The keys of a multiverse, as YAML has them, and the parameters of its nodes. */
import { type Static, Type } from 'typebox';
import { optional, strict } from '../../src/base/schema.ts';
import type { SpecificationParams } from '../../src/econ/multiverse/specification.ts';
import type { Dimension } from '../../src/econ/multiverse/summary.ts';
import type { WeightsSpec } from '../../src/econ/spec.ts';
import { oneModelKeys } from '../lib/models/keys.ts';

const Texts = Type.Array(Type.String({ minLength: 1 }), { minItems: 1 });
const Together = Type.Union([Type.String({ minLength: 1 }), Texts]);

const Controls = Type.Union(
  [
    Type.Enum(['subsets'], { description: 'every subset of the other terms of the model' }),
    strict({
      subsets: Type.Array(Together, {
        minItems: 1,
        description: 'every subset of these, which may be in the model or not; those in a list enter together',
      }),
    }),
    strict({
      sets: Type.Array(Type.Union([Type.Literal(false), Together]), {
        minItems: 1,
        description: 'each of these in turn takes the place of the other terms; false for none',
      }),
    }),
  ],
  { description: '`subsets`, `{subsets: [a, [b, c]]}` or `{sets: [false, a]}`: which other terms the regression has' },
);

const Choices = strict(
  {
    controls: Type.Optional(Controls),
    samples: optional.texts('named samples or conditions; `all` for the rows of the model'),
    outcomes: optional.texts('outcomes in turn: columns, logarithms'),
    transforms: optional.map(Texts, 'variable: the forms in which it enters, itself among them'),
    vcov: optional.texts('standard errors, as models have them'),
    effects: Type.Optional(
      Type.Array(Type.Union([Type.Literal(false), Type.String({ minLength: 1 })]), {
        minItems: 1,
        description: 'absorbed effects: `a`, `a + b`; false for none',
      }),
    ),
  },
  { description: 'what is chosen among; each combination is a specification' },
);
export type Choices = Static<typeof Choices>;

const JointTest = strict(
  {
    draws: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000_000, description: 'samples drawn; 500' })),
    seed: Type.Optional(Type.Integer({ minimum: 0, description: 'of the draws; 1' })),
    resample: optional.text('what is drawn whole: the clusters, else the units of the panel, else rows'),
  },
  { description: 'a test of the whole curve: how often samples without an effect show one as large' },
);

export const MultiverseParams = strict({
  ...oneModelKeys,
  of: Type.String({ minLength: 1, description: 'the term of the model that every specification is about' }),
  choices: Choices,
  test: Type.Optional(JointTest),
  header: optional.text("the row's name in tables"),
});
export type MultiverseParams = Static<typeof MultiverseParams>;

/** Parameters of a chunk of the joint test's draws. */
export interface JointDrawsParams {
  readonly specifications: readonly SpecificationParams[];
  readonly resample: string | null;
  readonly from: number;
  readonly to: number;
}

export interface SummaryParams {
  readonly of: string;
  readonly outcome: string;
  readonly dimensions: readonly Dimension[];
  /** The instruments of the model, and so of every specification; absent where it has none. */
  readonly instruments?: readonly string[];
  readonly weights?: WeightsSpec;
  /** The number of specifications. */
  readonly count: number;
  /** The joint test's draws; null where none was asked for. */
  readonly test: { readonly resample: string | null; readonly chunks: readonly string[] } | null;
}
