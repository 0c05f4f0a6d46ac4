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
    'in place of `cohort`: a column that is 1 from the first treated period on and 0 else; dcdh: of any dose, which may change and end; did-m: which may end',
  ),
  covariates: optional.texts('columns, `$sets`, functions, indicators'),
  cluster: optional.text('the variable whose levels are clusters, which hold whole units; by default the unit'),
  control: optional.oneOf(
    ['never', 'notyet', 'last'],
    'who treated units are compared with: the never treated (default), for callaway also the not yet treated (the default of etwfe), for sun-abraham the cohort treated last in their place',
  ),
  estimate: optional.oneOf(['dr', 'ipw', 'reg'], 'callaway: doubly robust (default), weights, outcome regression'),
  base: optional.oneOf(
    ['varying', 'universal'],
    'callaway: the base of periods before treatment, the period before each (default) or the last before treatment',
  ),
  anticipation: whole('callaway: periods before treatment in which it may be felt already; 0'),
  family: optional.oneOf(
    ['linear', 'logit', 'poisson'],
    'etwfe: the model; effects of a logit or Poisson regression are means of fitted outcomes, in units of the outcome; linear by default',
  ),
  events: Type.Optional(
    Type.Tuple([Type.Number(), Type.Number()], {
      description: 'the first and last period since treatment that is shown',
    }),
  ),
  balance_events: whole('callaway: effects since treatment of cohorts that are seen at least so long'),
  unbalanced: optional.oneOf(
    ['drop', 'cell'],
    'callaway: units seen in every period (default), or in both periods of a comparison',
  ),
  pretrends: whole('imputation and two-stage: so many periods before treatment are tested; 0'),
  bands: whole(
    'callaway and dcdh: draws of the bootstrap of intervals that hold for all periods since treatment at once; 0',
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
  normalized: optional.flag('dcdh: whether effects are per unit of treatment that they are of; false'),
  same_switchers: optional.flag('dcdh: whether units count alone that have all effects; false'),
  shares: optional.oneOf(
    ['fixed', 'estimated'],
    'sun-abraham: whether standard errors count the shares of cohorts as given (fixest, default) or estimated (eventstudyinteract)',
  ),
  rows: Type.Optional(
    Type.Array(Type.Enum(['overall', 'event', 'group', 'calendar', 'quantiles']), {
      minItems: 1,
      description: 'effects that tables show; `[overall, event]` by default, of cic `[overall, quantiles]`',
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
