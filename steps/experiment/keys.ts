/** The keys of a step of `kind: experiment`. */
import { type Static, Type } from 'typebox';
import { optional, strict } from '../../src/base/schema.ts';
import { inferenceKeys } from './keys-inference.ts';
import { boundNames, clusterErrors, estimatorNames, indexMethods, rowErrors } from './numbers/spec.ts';

const arm = Type.Union([Type.String({ minLength: 1 }), Type.Number(), Type.Boolean()]);

const index = strict({
  of: Type.Array(Type.String({ minLength: 1 }), {
    minItems: 1,
    maxItems: 30,
    description: 'outcomes that it is made of',
  }),
  reverse: optional.texts('those of which less is better'),
  method: optional.oneOf(
    [...indexMethods],
    'weights by inverse covariances (`anderson`), or the mean of z scores (`klk`, of Kling, Liebman and Katz)',
  ),
  covariance: optional.oneOf(['all', 'control'], '`anderson`: rows whose covariance is inverted; all'),
});

export const experimentSchema = strict({
  from: Type.String({ description: 'a step that makes a frame' }),
  treatment: Type.Union(
    [Type.String({ minLength: 1 }), Type.Array(Type.String({ minLength: 1 }), { minItems: 1, maxItems: 6 })],
    {
      description: 'a variable of arms, or several of 0 and 1 that were crossed (a factorial design)',
    },
  ),
  control: Type.Optional(Type.Union(arm.anyOf, { description: 'the arm that others are compared with; 0' })),
  arms: Type.Optional(Type.Array(arm, { minItems: 1, description: 'arms that are compared with it; all' })),
  strata: optional.text('the variable within whose levels rows were assigned; `a^b` is a combination'),
  cluster: optional.text('the variable whose levels are clusters'),
  clustered: optional.flag('whether clusters were assigned as one; by default where none has rows of two arms'),
  probability: optional.text('the chance with which a row got its arm: rows weigh its inverse'),
  weights: optional.text('a variable by which rows count besides'),
  outcomes: Type.Array(Type.String({ minLength: 1 }), {
    minItems: 1,
    description: 'columns, `$sets`, functions of columns',
  }),
  covariates: optional.texts('columns, `$sets`, functions, indicators, which make estimates more precise'),
  candidates: optional.texts(
    'columns, `$sets`, functions, indicators of which lassos of the outcome and of the arms choose further covariates',
  ),
  estimator: optional.oneOf(
    [...estimatorNames],
    'a regression on arms, strata and covariates (default), the difference of means with Neyman’s variance, or Lin’s regression with all products of arms and covariates',
  ),
  vcov: optional.oneOf(
    [...rowErrors, ...clusterErrors],
    'standard errors: HC2, of clusters CR2 with Satterthwaite’s degrees of freedom; others where said',
  ),
  strata_min: Type.Optional(
    Type.Integer({
      minimum: 1,
      description:
        'strata with fewer rows of an arm are left out; by default those that leave errors undefined are refused',
    }),
  ),
  take_up: optional.text('the treatment that rows took: its effect on those whom the assignment moves, by two stages'),
  indices: Type.Optional(
    Type.Record(Type.String({ minLength: 1 }), index, { description: 'outcomes made of several, by their names' }),
  ),
  subgroups: optional.texts(
    'variables in whose levels effects are estimated, and their differences from the first level',
  ),
  balance: optional.texts('columns, `$sets`, functions, indicators: whether the arms are alike in them'),
  attrition: optional.texts('the same: whether they tell whose outcome is missing in one arm rather than in another'),
  bounds: Type.Optional(
    Type.Array(Type.Enum([...boundNames]), {
      minItems: 1,
      description: 'bounds of effects on outcomes with missing values',
    }),
  ),
  bounds_by: optional.text('the variable whose levels tighten Lee’s bounds'),
  support: Type.Optional(
    Type.Tuple([Type.Number(), Type.Number()], {
      description: 'Horowitz and Manski: the least and the most that outcomes may be; what is known by default',
    }),
  ),
  bounds_sd: Type.Optional(
    Type.Array(Type.Number({ exclusiveMinimum: 0 }), {
      minItems: 1,
      description: 'Kling and Liebman: standard deviations that missing values lie from the mean; 0.25',
    }),
  ),
  ...inferenceKeys,
  sample: optional.text('a named sample or a condition; rows where it is true'),
  exclude: optional.text('rows where it is true are left out'),
  header: optional.text('heading of its panel in tables'),
});
export type ExperimentParams = Static<typeof experimentSchema>;
