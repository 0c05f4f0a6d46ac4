/** The keys of a multiverse, as YAML has them, and the parameters of its nodes. */
import { type Static, Type } from 'typebox';
import { optional, strict } from '../../../src/base/schema.ts';
import type { Dimension } from '../../../src/econ/multiverse/summary.ts';
import type { ModelSpec } from '../../../src/econ/spec.ts';
import { oneModelKeys } from '../models/keys.ts';

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
  { description: 'which other terms the regression has' },
);

const Choices = strict({
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
});
export type Choices = Static<typeof Choices>;

export const MultiverseParams = strict({
  ...oneModelKeys,
  of: Type.String({ minLength: 1, description: 'the term of the model that every specification is about' }),
  choices: Choices,
  header: optional.text("the row's name in tables"),
});
export type MultiverseParams = Static<typeof MultiverseParams>;

/** A specification's own parameters. */
export interface SpecificationParams {
  readonly model: ModelSpec;
  readonly of: string;
}

export interface SummaryParams {
  readonly of: string;
  readonly outcome: string;
  readonly dimensions: readonly Dimension[];
  /** How many there are; their nodes are the inputs `1` … . */
  readonly count: number;
}
