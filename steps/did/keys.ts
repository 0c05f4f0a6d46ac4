/** The keys of a step of `kind: did`. */
import { type Static, Type } from 'typebox';
import { optional, strict } from '../../src/base/schema.ts';
import { didMethods } from './numbers/spec.ts';

const whole = (description: string, minimum = 0) => Type.Optional(Type.Integer({ minimum, description }));

export const didSchema = strict({
  from: Type.String({ description: 'a step that makes a frame with a panel' }),
  outcome: Type.String({ description: 'a column, or a function of columns such as `log(y)`' }),
  method: Type.Enum([...didMethods], { description: 'the estimator' }),
  cohort: optional.text('the column of the first treated period: missing or 0 where a unit is never treated'),
  treatment: optional.text(
    'in place of `cohort`: a column that is 1 from the first treated period on and 0 else; dcdh: of any dose, which may change and end; did-m: which may end; continuous: 0, and from treatment on the dose of the unit',
  ),
  covariates: optional.texts('columns, `$sets`, functions, indicators'),
  cluster: optional.text('the variable whose levels are clusters, which hold whole units; by default the unit'),
  control: optional.oneOf(
    ['never', 'notyet', 'last'],
    'who treated units are compared with: the never treated (default), for callaway and continuous also the not yet treated (the default of etwfe), for sun-abraham the cohort treated last in their place',
  ),
  estimate: optional.oneOf(['dr', 'ipw', 'reg'], 'callaway: doubly robust (default), weights, outcome regression'),
  base: optional.oneOf(
    ['varying', 'universal'],
    'callaway and continuous: the base of periods before treatment, the period before each (default) or the last before treatment',
  ),
  anticipation: whole('callaway and continuous: periods before treatment in which it may be felt already; 0'),
  family: optional.oneOf(
    ['linear', 'logit', 'poisson'],
    'etwfe: the model; effects of a logit or Poisson regression are means of fitted outcomes, in units of the outcome; linear by default',
  ),
  events: Type.Optional(
    Type.Tuple([Type.Number(), Type.Number()], {
      description: 'the first and last period since treatment that is shown',
    }),
  ),
  balance_events: whole('callaway and continuous: effects since treatment of cohorts that are seen at least so long'),
  unbalanced: optional.oneOf(
    ['drop', 'cell', 'rows'],
    'callaway: units seen in every period (default), or in both periods of a comparison, or every row by itself, as in repeated cross sections (`rows`)',
  ),
  pretrends: whole('imputation and two-stage: so many periods before treatment are tested; 0'),
  spline: Type.Optional(
    Type.Object(
      {
        degree: Type.Optional(Type.Integer({ minimum: 1, maximum: 10, description: 'its degree; 3' })),
        knots: Type.Optional(
          Type.Union([Type.Integer({ minimum: 0, maximum: 50 }), Type.Array(Type.Number(), { minItems: 1 })], {
            description: 'its inner knots: doses, or how many stand at quantiles of the doses of the treated; 0',
          }),
        ),
      },
      {
        additionalProperties: false,
        description: 'continuous: the B-spline of the dose that ATT(d) is; without knots a polynomial',
      },
    ),
  ),
  doses: Type.Optional(
    Type.Array(Type.Number({ exclusiveMinimum: 0 }), {
      minItems: 1,
      uniqueItems: true,
      description:
        'continuous: doses at which effects are told; by default the 10th, 25th, 50th, 75th and 90th percentile of those of the treated',
    }),
  ),
  bands: whole(
    'callaway, dcdh and continuous: draws of the bootstrap of intervals that hold for all periods since treatment, and for all doses, at once; 0',
  ),
  quantiles: Type.Optional(
    Type.Array(Type.Number({ exclusiveMinimum: 0, exclusiveMaximum: 1 }), {
      minItems: 1,
      uniqueItems: true,
      description: 'cic: quantiles of outcomes at which effects are told; `[0.25, 0.5, 0.75]` by default',
    }),
  ),
  draws: whole('did-m and cic: draws of clusters with replacement, whose spread is the standard error; 200'),
  seed: Type.Optional(Type.Union([Type.Integer(), Type.String()], { description: 'of these draws; 1' })),
  at: Type.Optional(
    Type.Tuple([Type.String(), Type.String()], {
      description: 'rings: columns of latitude and longitude in degrees, the same in all rows of a unit',
    }),
  ),
  rings: Type.Optional(
    Type.Array(Type.Number({ exclusiveMinimum: 0 }), {
      minItems: 1,
      description: 'rings: their outer limits in kilometres from the nearest treated unit, ascending',
    }),
  ),
  vcov: optional.text('rings: `conley(latitude, longitude, km)`, errors by distance in the place of those by cluster'),
  normalized: optional.flag('dcdh: whether effects are per unit of treatment that they are of; false'),
  same_switchers: optional.flag('dcdh: whether units count alone that have all effects; false'),
  shares: optional.oneOf(
    ['fixed', 'estimated'],
    'sun-abraham: whether standard errors count the shares of cohorts as given (fixest, default) or estimated (eventstudyinteract)',
  ),
  rows: Type.Optional(
    Type.Array(Type.Enum(['overall', 'event', 'group', 'calendar', 'quantiles', 'doses', 'rings']), {
      minItems: 1,
      description:
        'effects that tables show; `[overall, event]` by default, of cic `[overall, quantiles]`, of continuous `[overall, doses]`, of rings `[overall, rings]`',
    }),
  ),
  weights: optional.text(
    'all but bacon: a variable by which rows count; callaway: that of the earlier period, and of shares of cohorts the first',
  ),
  sample: optional.text('a named sample or a condition; rows where it is true'),
  exclude: optional.text('rows where it is true are left out'),
  header: optional.text('heading of the column in tables'),
});
export type DidParams = Static<typeof didSchema>;
