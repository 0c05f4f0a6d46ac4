/** The keys of a step of `kind: local_projections`. */
import { type Static, Type } from 'typebox';
import { optional, strict } from '../../src/base/schema.ts';
import { oneModelKeys } from '../lib/models/keys.ts';
import { errorLags, responses } from './numbers/spec.ts';

const lag = Type.Integer({ minimum: 0, maximum: 100 });
const horizon = Type.Integer({ minimum: 0, maximum: 200 });

export const localProjectionsSchema = strict({
  ...oneModelKeys,
  shock: Type.String({
    minLength: 1,
    description: 'the term whose impulse is meant; with instruments the endogenous variable',
  }),
  horizons: Type.Union([horizon, Type.Array(horizon, { minItems: 1 })], {
    description: 'periods after the impulse: `8` for 0 to 8, or a list of them',
  }),
  response: optional.oneOf(
    [...responses],
    'the outcome h periods later (`level`, default), less that of the period before the impulse (`change`), or added up from the impulse on (`sum`)',
  ),
  lags: optional.either(
    [
      lag,
      strict({
        outcome: Type.Optional({ ...lag, description: 'lags of the outcome' }),
        shock: Type.Optional({ ...lag, description: 'lags of the shock' }),
      }),
    ],
    'lags of outcome and shock among the controls, by `change` of the outcome’s first difference; 0',
  ),
  state: optional.text('a variable of 0 and 1, or of weights between them, on which the response hangs'),
  error_lags: optional.oneOf(
    [...errorLags],
    'of `nw` and `dk`: as many as the covariance says (`written`, default), or as many as the horizon',
  ),
  common_sample: optional.flag('all horizons use the rows that every horizon can use'),
  sup_t: optional.flag(
    'a simultaneous band beside the pointwise one: all horizons lie in it with the probability `level`',
  ),
  draws: Type.Optional(
    Type.Integer({ minimum: 1000, maximum: 1_000_000, description: 'of the simultaneous band; 10000' }),
  ),
  seed: Type.Optional(Type.Union([Type.Integer(), Type.String()], { description: 'of these draws; 1' })),
  level: Type.Optional(
    Type.Number({ minimum: 50, exclusiveMaximum: 100, description: 'of intervals and bands, in percent; 95' }),
  ),
  header: optional.text("the column's heading in tables"),
});
export type LocalProjectionsParams = Static<typeof localProjectionsSchema>;
