/** `utest`: the U test of another run's quadratic, by the path a pipeline takes. */
import type { Stat } from '../../../src/econ/fit.ts';
import type { UTest } from '../../../src/econ/regression/u-test.ts';
import { differences, type Fields, type Lookup } from '../compare.ts';
import { fitRun } from './linear.ts';
import type { Runner } from './runner.ts';

export const runUTest: Runner = (run, data, test) => {
  const base = test.runs.find((other) => other.name === run.base)!;
  const fit = fitRun(base, data, { u_test: { linear: run.b1!, square: run.b2!, level: run.level ?? 0.95 } });
  const found = fit.tests.find((entry) => entry.name === 'u-test') as unknown as UTest;
  const { shape, fieller_kind, trivial = false, ...numbers } = run.expected;
  const words = { shape, fieller_kind, trivial };
  const got = { shape: found.shape, fieller_kind: found.fiellerKind, trivial: found.trivial };
  const wrong = Object.entries(words).filter(([key, value]) => got[key as keyof typeof got] !== value);
  return [
    ...wrong.map(([key, value]) => `${key}: expected ${value}, got ${got[key as keyof typeof got]}`),
    ...differences({ ...run, expected: numbers }, found, fields),
  ];
};

const at =
  (key: 'slopes' | 'slopeStatistics' | 'slopePValues' | 'bounds', i: 0 | 1): Lookup<UTest> =>
  (test): Stat =>
    test[key][i];

const fields: Fields<UTest> = {
  known: {
    extreme_point: (test) => test.extreme,
    slope_min: at('slopes', 0),
    slope_max: at('slopes', 1),
    t_min: at('slopeStatistics', 0),
    t_max: at('slopeStatistics', 1),
    p_min: at('slopePValues', 0),
    p_max: at('slopePValues', 1),
    x_min: at('bounds', 0),
    x_max: at('bounds', 1),
    df: (test) => test.df[0],
    t_overall: (test) => test.statistic,
    p_overall: (test) => test.pValue,
    fieller: ({ fieller }, [i]) => ('invalid' in fieller ? fieller : fieller[Number(i) as 0 | 1]),
    delta_se: (test) => test.deltaSe,
  },
  ignored: {},
};
