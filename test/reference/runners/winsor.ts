/** `winsor`: cut-offs by three definitions of a percentile, and what winsorising by Stata's does to each variable. */
import { describe } from '../../../src/econ/describe/describe.ts';
import { type PercentileMethod, percentile, sortedValues } from '../../../src/econ/distributions/percentile.ts';
import type { Stat } from '../../../src/econ/fit.ts';
import { winsorize } from '../../../src/econ/sample/winsorize.ts';
import { differences, type Lookup } from '../compare.ts';
import type { Runner } from './runner.ts';
import { completeRows, rowsOf, variable } from './variables.ts';

type Results = ReadonlyMap<string, Readonly<Record<string, Stat>>>;

export const runWinsor: Runner = (run, data) => {
  const rows = completeRows(run, data, [], []);
  const results: Results = new Map(
    run.x!.map((name) => [name, summary(rowsOf(variable(data, name), rows), run.cuts!)]),
  );
  const known = Object.fromEntries(run.x!.map((name) => [name, lookup(name)]));
  return differences(run, results, { known, ignored: {} });
};

const lookup =
  (variable: string): Lookup<Results> =>
  (results, [field]) =>
    results.get(variable)?.[field!];

function summary(values: Float64Array, cuts: readonly [number, number]): Readonly<Record<string, Stat>> {
  const result = winsorize(values, { at: cuts });
  const [bounds] = result.bounds;
  const { mean, sd, min, max } = describe(result.values);
  const sorted = sortedValues(values);
  const at = (p: number, method: PercentileMethod): number => percentile(sorted, p, method);
  return {
    p_lo: bounds!.low,
    p_hi: bounds!.high,
    n_changed: result.changed,
    mean,
    sd,
    min,
    max,
    r_type7_lo: at(cuts[0], 'type7'),
    r_type7_hi: at(cuts[1], 'type7'),
    centile_lo: at(cuts[0], 'type6'),
    centile_hi: at(cuts[1], 'type6'),
  };
}
