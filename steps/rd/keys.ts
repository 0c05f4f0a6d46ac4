/** The keys of a step of `kind: rd`. */
import { type Static, Type } from 'typebox';
import { optional, strict } from '../../src/base/schema.ts';
import { densityBandwidths, densityErrors } from './numbers/density/spec.ts';
import { randomisedStatistics } from './numbers/randomisation/spec.ts';
import { bandwidthNames, binNames, kernelNames, rowNames } from './numbers/spec.ts';

const positive = (description?: string) => Type.Number({ exclusiveMinimum: 0, ...(description && { description }) });
const sides = <T extends ReturnType<typeof positive> | ReturnType<typeof Type.Integer>>(one: T, description: string) =>
  Type.Optional(Type.Union([one, Type.Tuple([one, one])], { description }));
const numbers = (one: ReturnType<typeof Type.Number>, description: string) =>
  Type.Optional(Type.Array(one, { minItems: 1, uniqueItems: true, description }));
const whole = (description: string, minimum: number, maximum: number) =>
  Type.Optional(Type.Integer({ minimum, maximum, description }));

export const methodNames = ['polynomials', 'cutoffs', 'checks', 'density', 'mccrary', 'randomisation'] as const;

export const rdSchema = strict({
  from: Type.String({ description: 'a step that makes a frame' }),
  method: optional.oneOf(
    [...methodNames],
    'the jump of local polynomials (`polynomials`, default), that at several `cutoffs`, `checks` of it, the jump of the running variable’s `density` (Cattaneo, Jansson & Ma) or of its log by `mccrary`, or local `randomisation` in a window',
  ),
  outcome: optional.text('all but tests of the density: a column, or a function of columns such as `log(y)`'),
  running: Type.String({ description: 'the running variable: who is at or above the cut-off is treated' }),
  cutoff: Type.Optional(Type.Number({ description: 'where the treatment jumps; 0 by default' })),
  fuzzy: optional.text('a fuzzy design: the treatment itself, by whose jump that of the outcome is divided'),
  covariates: optional.texts(
    'columns, `$sets`, functions, indicators, which make estimates more precise; randomisation: whose balance chooses the window',
  ),
  p: whole('order of the polynomials; 1 by default, density: 2, randomisation: 0', 0, 6),
  q: whole('order of the polynomials of the bias; p + 1 by default', 1, 7),
  deriv: whole('the derivative that jumps: 0 by default, 1 of a kink', 0, 2),
  kernel: optional.oneOf([...kernelNames], 'how rows count by their distance; triangular by default'),
  bandwidth: optional.oneOf(
    [...bandwidthNames, ...densityBandwidths],
    'what chooses bandwidths: the mean squared error (`mse…`) or the coverage error (`cer…`), one for both sides (`rd`, by default `mserd`), one for each (`two`), of the sum (`sum`), or combined; density: the error of the difference (`diff`), of each side (`each`), of the `sum`, or the middle one (`comb`, default)',
  ),
  h: sides(positive(), 'bandwidth in place of a chosen one, or one for each side, `[below, above]`'),
  b: sides(positive(), 'the same of the bias; `h` where that is given'),
  rho: Type.Optional(positive('h divided by b, in place of `b`')),
  vcov: optional.oneOf(
    ['nn', 'HC0', 'HC1', 'HC2', 'HC3', ...densityErrors],
    'standard errors by nearest neighbours (default), or by residuals of the polynomials; density: `jackknife` (default) or `plugin`',
  ),
  neighbours: whole('nn: neighbours of each row; 3 by default', 1, 50),
  cluster: optional.text('in place of `vcov`: the variable whose levels are clusters'),
  masspoints: optional.oneOf(
    ['adjust', 'off'],
    'what bandwidths count where values of the running variable repeat: values (`adjust`, default) or rows',
  ),
  regularise: Type.Optional(
    Type.Number({ minimum: 0, description: 'weight of what keeps bandwidths from growing too wide; 1 by default' }),
  ),
  sharp_bandwidth: optional.flag('fuzzy: whether bandwidths are those of the outcome’s jump alone; false'),
  donut: Type.Optional(Type.Number({ minimum: 0, description: 'leaves out rows nearer than this to the cut-off' })),
  bins: optional.oneOf(
    [...binNames],
    'the figure’s bins: evenly spaced (`es`) or by quantiles (`qs`), as many as mimic the variance (`mv`, default `esmv`) or have the least error',
  ),
  bin_count: sides(Type.Integer({ minimum: 1, maximum: 1000 }), 'so many bins on each side'),
  curve: whole('the figure: order of the polynomial of each side; 4 by default', 0, 6),
  rows: Type.Optional(
    Type.Array(Type.Enum([...rowNames]), {
      minItems: 1,
      description: 'estimates that tables show; `[conventional, robust]` by default',
    }),
  ),
  cutoffs: Type.Optional(
    Type.Union([Type.Array(Type.Number(), { minItems: 1, uniqueItems: true }), Type.String()], {
      description:
        'checks: placebo cut-offs, estimated from rows on their side of the actual one; cutoffs: those of one running variable, or the column that holds the cut-off of each row',
    }),
  ),
  donuts: numbers(positive(), 'checks: rows nearer than this to the cut-off are left out'),
  multiples: numbers(positive(), 'checks: the bandwidths times these'),
  balance: optional.texts('checks: columns in place of the outcome, which should not jump'),
  restricted: optional.flag('density: whether both sides share all derivatives of the density; false'),
  bin: Type.Optional(positive('mccrary: width of the bins')),
  window: Type.Optional(
    Type.Tuple([Type.Number(), Type.Number()], {
      description: 'randomisation: rows between these values of the running variable',
    }),
  ),
  windows: Type.Optional(
    Type.Object(
      {
        first: Type.Number({ exclusiveMinimum: 0, description: 'half of the least window' }),
        step: Type.Number({ exclusiveMinimum: 0, description: 'what each further one adds on both sides' }),
        count: whole('so many windows; 10 by default', 1, 1000),
        level: Type.Optional(
          Type.Number({ minimum: 0, maximum: 1, description: 'least p value of a balanced window; 0.15' }),
        ),
      },
      {
        additionalProperties: false,
        description:
          'randomisation, in place of `window`: nested windows, of which the last is taken before one where a covariate differs',
      },
    ),
  ),
  statistic: optional.oneOf(
    [...randomisedStatistics],
    'randomisation: what assignments are compared by: the difference of means (default) or the sum of ranks',
  ),
  draws: whole(
    'randomisation: all assignments where there are no more than these, else so many at random; 1000',
    1,
    1_000_000,
  ),
  seed: Type.Optional(Type.Union([Type.Integer(), Type.String()], { description: 'randomisation: of these draws; 1' })),
  weights: optional.text('a variable by which rows count'),
  sample: optional.text('a named sample or a condition; rows where it is true'),
  exclude: optional.text('rows where it is true are left out'),
  header: optional.text('heading of the column in tables'),
});
export type RdParams = Static<typeof rdSchema>;
