/** The keys of a step of kind `survival`, and the parameters of its node. */
import { type Static, Type } from 'typebox';
import { optional, strict } from '../../src/base/schema.ts';
import { listParams } from '../lib/variable-list.ts';
import { rankTests } from './numbers/log-rank.ts';
import type { SurvivalRequest } from './numbers/report.ts';

const { variables: _, ...common } = listParams;
const level = Type.Union([Type.String(), Type.Number()]);

export const Params = strict({
  ...common,
  time: Type.String({ description: 'the column of how long a spell lasts, until it ends or is no longer observed' }),
  failure: Type.Union(
    [
      Type.String(),
      Type.Record(Type.String(), Type.Union([level, Type.Array(level, { minItems: 1 })]), {
        minProperties: 1,
        maxProperties: 1,
      }),
    ],
    {
      description:
        'the column that is 1 where the spell ends and 0 where it is censored, or its values that mean an end: `{status: 2}`',
    },
  ),
  entry: optional.text('the column of the time at which a spell comes under observation, where that is not 0'),
  by: optional.text('the column of groups, each with a curve of its own'),
  strata: optional.text('the column of strata, within which tests compare groups'),
  tests: Type.Optional(
    Type.Array(Type.Enum([...rankTests]), {
      description:
        'tests of equal curves by weights: 1 (log-rank, the default), at risk (wilcoxon), its root (tarone-ware), survival (fleming-harrington)',
    }),
  ),
  at: Type.Optional(
    Type.Array(Type.Number({ minimum: 0 }), {
      minItems: 1,
      description: 'times at which survival is told, with how many are at risk; `show: curve` of a table shows them',
    }),
  ),
  interval: optional.oneOf(
    ['log-log', 'log', 'plain'],
    'scale of the pointwise intervals: log(−log S), as Stata has it (default), log S, as R has it, or S',
  ),
  level: Type.Optional(
    Type.Number({ minimum: 50, maximum: 99.99, description: 'level of the intervals in percent; 95 by default' }),
  ),
});
export type Params = Static<typeof Params>;

export interface NodeParams extends SurvivalRequest {
  readonly time: string;
  readonly failure: string;
  /** Values of `failure` that mean an end, as texts; null where it is 0 or 1. */
  readonly ends: readonly string[] | null;
  readonly entry: string | null;
  readonly by: string | null;
  readonly strata: string | null;
}

/** The parameters that are written as `params`; level from 0 to 1. */
export function nodeParams({
  time,
  failure,
  entry,
  by,
  strata,
  tests,
  at,
  interval,
  level: percent,
}: Params): NodeParams {
  const [of, values] = typeof failure === 'string' ? [failure, null] : Object.entries(failure)[0]!;
  return {
    time,
    failure: of,
    ends: values === null ? null : [values].flat().map(String),
    entry: entry ?? null,
    by: by ?? null,
    strata: strata ?? null,
    at: [...new Set(at)].sort((a, b) => a - b),
    tests: by === undefined ? [] : rankTests.filter((test) => (tests ?? ['log-rank']).includes(test)),
    interval: interval ?? 'log-log',
    level: (percent ?? 95) / 100,
  };
}
