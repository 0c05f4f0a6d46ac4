/** The keys of a step of `kind: match`. */
import { type Static, Type } from 'typebox';
import { optional, strict } from '../../src/base/schema.ts';
import { metrics } from './numbers/metric.ts';
import { scoreNames } from './numbers/score.ts';
import { estimands, matchMethods, USUAL_NEIGHBOURS } from './numbers/spec.ts';

const positive = (description: string) => Type.Optional(Type.Number({ exclusiveMinimum: 0, description }));

export const matchSchema = strict({
  from: Type.String({ description: 'a step that makes a frame' }),
  treatment: Type.String({ description: 'a column of zeros and ones' }),
  on: Type.Array(Type.String(), {
    minItems: 1,
    description: 'what treated rows and controls shall be alike in: columns, `$sets`, functions, indicators',
  }),
  method: optional.oneOf(
    [...matchMethods],
    'nearest neighbours (default), all within a radius, a kernel, entropy balancing, inverse probabilities (`ipw`), or strata of coarsened covariates (`cem`)',
  ),
  metric: optional.oneOf(
    [...metrics],
    'nearest: neighbours by the covariates of `on` themselves, or by their estimated `score`, with replacement, all ties and Abadie–Imbens errors',
  ),
  exact: optional.texts('with a `metric` of covariates: columns whose levels matched rows share'),
  estimand: optional.oneOf(
    [...estimands],
    'with `metric`, and ipw: whose effect: that of the treated (`att`, default), of all rows (`ate`), of controls (`atc`)',
  ),
  adjust: optional.texts(
    'with a `metric` of covariates, and ipw: terms of a regression of the outcome on each side: bias-corrected matching, or augmented weighting (AIPW)',
  ),
  error_neighbours: Type.Optional(
    Type.Integer({
      minimum: 0,
      description: `with \`metric\`: rows of the same side that tell the variance of an outcome; ${USUAL_NEIGHBOURS}, or 0 for one variance of all; by the score at least 2, the row itself among them`,
    }),
  ),
  trim: Type.Optional(
    Type.Number({
      minimum: 0,
      exclusiveMaximum: 0.5,
      description: 'ipw: leaves out rows whose score is nearer than this to 0 or 1; 0',
    }),
  ),
  cuts: optional.map(
    Type.Union([
      Type.Array(Type.Number(), { minItems: 1, description: 'values at which an interval begins' }),
      Type.Integer({ minimum: 1, description: 'equal parts of the range' }),
      Type.Literal('exact'),
    ]),
    'cem: where terms of `on` are cut: `[18, 30]`, `4` equal parts, or `exact`; as many parts as the rule of Sturges says',
  ),
  score: optional.oneOf(scoreNames, `of the propensity score; ${scoreNames[0]} by default`),
  index: optional.flag('distances in the index instead of the probability'),
  k: Type.Optional(Type.Integer({ minimum: 1, description: 'nearest: how many neighbours; 1' })),
  replace: optional.flag('nearest: whether a control is used again; true'),
  ties: optional.flag('nearest: whether all controls at one distance are taken; false'),
  caliper: positive('nearest: distances must be below it; radius: at most it. In units of the score'),
  order: optional.oneOf(
    ['descending', 'ascending'],
    'nearest without replacement: in which order of scores treated rows choose; `descending`, or `ascending` with the algorithm of psmatch2',
  ),
  algorithm: optional.oneOf(
    ['greedy', 'psmatch2'],
    'nearest without replacement: psmatch2 goes in the `order` of scores and does not look back',
  ),
  kernel: optional.oneOf(['epan', 'normal', 'biweight', 'uniform', 'tricube'], 'kernel: Epanechnikov by default'),
  bandwidth: positive('kernel: 0.06 by default'),
  common: optional.flag('leaves out treated rows whose score lies beyond those of the controls'),
  moments: Type.Optional(
    Type.Union([Type.Literal(1), Type.Literal(2)], { description: 'entropy: means (1), or squares too (2)' }),
  ),
  outcomes: optional.texts('what effects are told of'),
  at: optional.text(
    'rows on which units are matched, one a unit, as in `year == 2011`; all rows of a unit have its weight',
  ),
  by: optional.text(
    'a column within whose levels rows are matched, each level alone, as `year`; several as `year^region`',
  ),
  name: optional.text('the column that the weights become; `weight` by default'),
  score_as: optional.text('a column that the score becomes, as for a figure of its overlap; none by default'),
  sample: optional.text('a named sample or a condition; rows where it is true'),
  exclude: optional.text('rows where it is true are left out'),
});
export type MatchParams = Static<typeof matchSchema>;
