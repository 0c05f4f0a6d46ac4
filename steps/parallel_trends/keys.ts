/** The keys of a step of `kind: parallel_trends`. */
import { type Static, Type } from 'typebox';
import { strict } from '../../src/base/schema.ts';

const amounts = (description: string) => Type.Optional(Type.Array(Type.Number({ minimum: 0 }), { description }));

export const parallelTrendsSchema = strict({
  from: Type.String({
    description:
      'a column with `event(…)`, or a step of kind `did` by `callaway` (`base: universal`), `sun-abraham`, `stacked` or `etwfe` (`control: never`)',
  }),
  effect: Type.Optional(
    Type.Union([Type.Literal('first'), Type.Literal('average'), Type.Integer()], {
      description:
        'the effect that intervals are of: the first period after the reference (default), the mean of all, or a period since treatment',
    }),
  ),
  relative: amounts(
    'values of M̄: trends may part after treatment, from one period to the next, so many times as much as they did at most before it; `[0.5, 1, 1.5, 2]`',
  ),
  smooth: amounts(
    'values of M: differences of trends may change by so much from one period to the next, in units of the outcome; none',
  ),
  power: Type.Optional(
    Type.Array(Type.Number({ exclusiveMinimum: 0, exclusiveMaximum: 1 }), {
      description: 'powers at which the straight trend is told that the pre-test finds so often; `[0.5, 0.8]`',
    }),
  ),
  slope: Type.Optional(
    Type.Number({ description: 'the slope of a straight trend whose power is told, in units of the outcome a period' }),
  ),
  equivalence: Type.Optional(
    Type.Number({
      exclusiveMinimum: 0,
      description: 'the threshold that estimates before treatment are tested to lie within, in units of the outcome',
    }),
  ),
  seed: Type.Optional(
    Type.Union([Type.Integer(), Type.String()], {
      description: 'of the draws of the least favourable distribution; 1',
    }),
  ),
});
export type ParallelTrendsParams = Static<typeof parallelTrendsSchema>;
