/** The keys of a step of `kind: synthetic_control`. */
import { type Static, Type } from 'typebox';
import { optional, strict } from '../../src/base/schema.ts';
import { factorNames, syntheticErrors, syntheticMethods } from './numbers/spec.ts';

const period = Type.Number();
const window = (description: string) => Type.Tuple([period, period], { description });

const predictor = strict({
  of: Type.String({ description: 'a column, or a function of columns such as `log(y)`' }),
  over: window('the first and the last period whose mean is taken; missing values are left out'),
  step: Type.Optional(Type.Integer({ minimum: 1, description: 'only every so many periods of the window; 1' })),
});

export const syntheticSchema = strict({
  from: Type.String({ description: 'a step that makes a frame with a panel' }),
  method: optional.oneOf(
    [...syntheticMethods],
    'a synthetic control (`sc`, default), a synthetic difference in differences (`sdid`), a plain one of the same blocks (`did`), a generalised synthetic control (`gsc`), interactive effects (`ife`), or matrix completion (`mc`)',
  ),
  outcome: Type.String({ description: 'a column, or a function of columns such as `log(y)`' }),
  treated: optional.text('the unit that is treated from `start` on, as the data writes it'),
  start: Type.Optional(Type.Number({ description: 'the first treated period' })),
  treatment: optional.text(
    'in place of `treated` and `start`: a column that is 1 from the first treated period on and 0 else',
  ),
  fit: Type.Optional(window('sc: the first and the last period that is fitted; all before treatment by default')),
  predictors: Type.Optional(
    Type.Union(
      [
        Type.Literal('outcomes'),
        Type.Array(predictor, { minItems: 1, description: 'means of variables over windows' }),
      ],
      {
        description:
          'sc: what the weights of the donors bring near the treated unit, the `outcomes` of the fitted periods (default), or means of variables over windows, each divided by its standard deviation over all units',
      },
    ),
  ),
  v: Type.Optional(
    Type.Union(
      [Type.Literal('nested'), Type.Literal('equal'), Type.Array(Type.Number({ minimum: 0 }), { minItems: 1 })],
      {
        description:
          'sc, weights of the predictors: those that fit the outcome best before treatment (`nested`, default), `equal` ones, or numbers in the order of the predictors',
      },
    ),
  ),
  ridge: Type.Optional(
    Type.Number({
      exclusiveMinimum: 0,
      description: 'sc of outcomes: the penalty λ of a ridge augmentation, in squared units of the outcome',
    }),
  ),
  placebos: optional.flag('sc: whether each donor is treated as if it were the treated unit, for p; true'),
  leave_one_out: optional.flag('sc: whether the effect is also fitted without each donor that has a weight; false'),
  errors: optional.oneOf(
    [...syntheticErrors],
    'standard errors; of sdid and did by `placebo` (default: each control once where one unit is treated, else draws) or by the `jackknife` with fixed weights; of gsc by draws of residuals (`parametric`, default); of these and of ife and mc by the `bootstrap` of units (default of ife and mc) or by the `jackknife`; or `none`',
  ),
  draws: Type.Optional(Type.Integer({ minimum: 2, description: 'of placebos, of residuals or of the bootstrap; 200' })),
  seed: Type.Optional(Type.Union([Type.Integer(), Type.String()], { description: 'of these draws; 1' })),
  covariates: optional.texts(
    'sdid and did: columns whose effect among the never treated, beside those of units and periods, is taken off the outcome first; gsc, ife and mc: columns whose slopes are fitted beside the factors',
  ),
  factors: Type.Optional(
    Type.Union([Type.Literal('cv'), Type.Integer({ minimum: 0, maximum: factorNames.length })], {
      description: 'gsc and ife: how many factors; by default those that predict periods before treatment best (`cv`)',
    }),
  ),
  factors_max: Type.Optional(
    Type.Integer({
      minimum: 1,
      maximum: factorNames.length,
      description: 'gsc and ife: the most factors that `factors: cv` tries; 5',
    }),
  ),
  lambda: Type.Optional(
    Type.Union([Type.Literal('cv'), Type.Number({ exclusiveMinimum: 0 })], {
      description:
        'mc: the penalty of the nuclear norm beside half the sum of squares, in units of the outcome; by default the one that predicts periods before treatment best (`cv`)',
    }),
  ),
  sample: optional.text('a named sample or a condition; rows where it is true'),
  exclude: optional.text('rows where it is true are left out'),
  header: optional.text('heading of the column in tables'),
});
export type SyntheticParams = Static<typeof syntheticSchema>;
