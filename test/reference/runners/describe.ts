/** `describe`: `summarize, detail`, each variable over its own rows. */
import { type Description, describe } from '../../../src/econ/describe/describe.ts';
import { differences, type Lookup } from '../compare.ts';
import type { Runner } from './runner.ts';
import { completeRows, rowsOf, variable } from './variables.ts';

const names: Readonly<Record<string, keyof Description>> = {
  N: 'n',
  mean: 'mean',
  sd: 'sd',
  min: 'min',
  max: 'max',
  p1: 'p1',
  p5: 'p5',
  p10: 'p10',
  p25: 'p25',
  p50: 'median',
  p75: 'p75',
  p90: 'p90',
  p95: 'p95',
  p99: 'p99',
  skewness: 'skewness',
  kurtosis: 'kurtosis',
};

type Results = ReadonlyMap<string, Description>;

export const runDescribe: Runner = (run, data) => {
  const rows = completeRows(run, data, [], []);
  const results: Results = new Map(run.x!.map((name) => [name, describe(rowsOf(variable(data, name), rows))]));
  const known = Object.fromEntries(run.x!.map((name) => [name, lookup(name)]));
  return differences(run, results, { known, ignored: {} });
};

const lookup =
  (variable: string): Lookup<Results> =>
  (results, [field]) => {
    const key = names[field!];
    return key && results.get(variable)?.[key];
  };
