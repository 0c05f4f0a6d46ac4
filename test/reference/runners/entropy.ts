/** `entropy`: entropy weights and the index they make, pooled or by period. */

import type { Data } from '../../../src/econ/data.ts';
import { describe } from '../../../src/econ/describe/describe.ts';
import type { Stat } from '../../../src/econ/fit.ts';
import { type CompositeIndex, compositeIndex, type IndicatorWeight } from '../../../src/econ/index/composite-index.ts';
import type { Run } from '../case.ts';
import { type Actual, differences, type Fields, type Lookup } from '../compare.ts';
import type { Runner } from './runner.ts';
import { completeRows, rowsOf } from './variables.ts';

interface Result {
  readonly index: CompositeIndex;
  /** Period of every row; empty when pooled. */
  readonly periods: readonly string[];
}

export const runEntropy: Runner = (run, data) => {
  const columns = run.x!.map((name) => data.numbers(name));
  const rows = completeRows(run, data, columns, []);
  const by = run.by ?? null;
  const codes = by === null ? null : data.codes(by);
  const periods = codes === null ? null : { codes: rows.map((row) => codes.codes[row]!), levels: codes.levels };
  const index = compositeIndex(
    run.x!.map((indicator, j) => ({
      indicator,
      dimension: 'all',
      direction: run.direction?.[j] === -1 ? 'negative' : 'positive',
    })),
    run.x!.map((name) => ({ name, values: rowsOf(data.numbers(name), rows) })),
    periods,
    { method: 'entropy', weights: 'flat', zero: zeroRule(run) },
  );
  const result = { index, periods: periods === null ? [] : Array.from(periods.codes, (code) => periods.levels[code]!) };
  return differences(run, result, by === null ? pooled : byPeriod(run, data, by));
};

function zeroRule({ shift = 0 }: Run): Parameters<typeof compositeIndex>[3]['zero'] {
  return shift === 0 ? { is: 'limit' } : { is: 'shift', by: shift };
}

const rowOf = ({ index }: Result, indicator: string, time?: string): IndicatorWeight | undefined =>
  index.weights.find((row) => row.indicator === indicator && row.time === time);

const statOf =
  (key: 'mean' | 'min' | 'max'): Lookup<Result> =>
  ({ index }): Stat =>
    describe(index.scores)[key];

const pooled: Fields<Result> = {
  known: {
    weights: (result, [name]) => rowOf(result, name!)?.weight,
    entropy: (result, [name]) => rowOf(result, name!)?.entropy,
    divergence: (result, [name]) => rowOf(result, name!)?.divergence,
    scores: ({ index }, [i]) => index.scores[Number(i)],
    scores_first10: ({ index }, [i]) => index.scores[Number(i)],
    scores_mean: statOf('mean'),
    scores_min: statOf('min'),
    scores_max: statOf('max'),
  },
  ignored: {},
};

/** The expected fields are the periods, each with what a pooled run has. */
function byPeriod(run: Run, data: Data, by: string): Fields<Result> {
  const known = data.codes(by).levels.map((time): [string, Lookup<Result>] => [
    time,
    (result, [field, name]): Actual => {
      if (field === 'weights') return rowOf(result, name!, time)?.weight;
      if (field === 'entropy' || field === 'divergence') return rowOf(result, name!, time)?.[field];
      const scores = result.index.scores.filter((_, row) => result.periods[row] === time);
      if (field === 'scores' || field === 'scores_first10') return scores[Number(name)];
      const key = field === 'scores_mean' ? 'mean' : field === 'scores_min' ? 'min' : 'max';
      return field?.startsWith('scores_') ? describe(scores)[key] : undefined;
    },
  ]);
  if (!known.some(([time]) => Object.hasOwn(run.expected, time))) throw new Error(`no period of ${by} is expected`);
  return { known: Object.fromEntries(known), ignored: {} };
}
