/** The keys of a step of `kind: match`. */
import { type Static, Type } from 'typebox';
import { optional, strict } from '../../src/base/schema.ts';
import { scoreNames } from './numbers/score.ts';
import { matchMethods } from './numbers/spec.ts';

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
    'nearest neighbours (default), all within a radius, a kernel, or entropy balancing',
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
  sample: optional.text('a named sample or a condition; rows where it is true'),
  exclude: optional.text('rows where it is true are left out'),
});
export type MatchParams = Static<typeof matchSchema>;
