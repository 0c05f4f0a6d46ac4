/** `weakiv`: tests that hold with weak instruments, by the path a pipeline takes. */
import type { Data } from '../../../src/econ/data.ts';
import type { Fit, TestResult } from '../../../src/econ/fit.ts';
import type { ConfidenceSet } from '../../../src/econ/iv/weak/confidence-set.ts';
import { estimate } from '../../support/estimate.ts';
import type { Run } from '../case.ts';
import { type Actual, differences, type Fields, type Lookup } from '../compare.ts';
import { ivSpecOf } from './iv.ts';
import type { Runner } from './runner.ts';

interface Result {
  readonly fit: Fit;
  readonly liml: Fit;
}

/** A run that names its cluster and its weights alone, as one of instruments with the finite-sample factor. */
export function ivRun(run: Run, method?: string): Run {
  const { vcov, weights } = run;
  const cluster = typeof vcov?.cluster === 'string' ? [vcov.cluster] : vcov?.cluster;
  return {
    ...run,
    ...(method && { method }),
    ...(typeof run.endog === 'string' && { endog: [run.endog] }),
    ...(vcov && { vcov: { ...vcov, small: true, ...(cluster && { cluster }) } }),
    ...(typeof weights === 'string' && { weights: { var: weights as string, type: 'aweight' } }),
  };
}

/** Two-stage least squares, where no other method is named. */
export const asIv = (run: Run, data: Data, method?: string): Fit => estimate(ivSpecOf(ivRun(run, method), data), data);

/** The ends that `ivmodel` prints are solved to 1e-5. */
const solved = (run: Run): Run => ({
  ...run,
  expected: JSON.parse(JSON.stringify(run.expected, (key, value) => (key === 'set_ivmodel' ? undefined : value))),
});

export const runWeakIv: Runner = (run, data) =>
  differences(solved(run), { fit: asIv(run, data), liml: asIv(run, data, 'liml') }, fields);

const testOf = ({ tests }: Fit, name: string): TestResult => tests.find((each) => each.name === name)!;

const inTest =
  (name: string, ...path: readonly string[]): Lookup<Result> =>
  ({ fit }, rest) => {
    const found = [...path, ...rest].reduce<unknown>(
      (from, key) => {
        if (typeof from === 'object' && from !== null && 'invalid' in from) return from;
        return (from as Readonly<Record<string, unknown>> | undefined)?.[key];
      },
      testOf(fit, name),
    );
    return found as Actual;
  };

const first = ({ terms, stats }: Fit, [field]: readonly string[]): Actual =>
  field === 'coef' ? terms[0]!.estimate : field === 'se' ? terms[0]!.stdError : stats.kappa;

/** Of a set with `pieces` or with `type` and `bounds`. */
const setIn =
  (name: string): Lookup<Result> =>
  ({ fit }, [key, inner]) => {
    const set = testOf(fit, name).set as ConfidenceSet;
    if (key === 'type') return set.type;
    if (key === 'bounds') return set.bounds[Number(inner)];
    const end = set.pieces[Number(key)]?.[Number(inner)];
    return end === null ? { invalid: 'infinite' } : end;
  };

const within =
  (name: string, of: Readonly<Record<string, readonly string[]>>): Lookup<Result> =>
  (result, [key, ...rest]) => {
    if (key === 'set') return setIn(name)(result, rest);
    return inTest(name, ...of[key!]!)(result, rest);
  };

/** `tau5` of a case is `5%` in a fit. */
const atTau =
  (...path: readonly string[]): Lookup<Result> =>
  (result, [tau]) =>
    inTest('effective-f', ...path)(result, [`${tau!.slice(3)}%`]);

const fields: Fields<Result> = {
  known: {
    N: ({ fit }) => fit.nobs,
    tsls: ({ fit }, path) => first(fit, path),
    TSLS: ({ fit }, path) => first(fit, path),
    LIML: ({ liml }, [field]) => (field === 'k' ? liml.stats.kappa : first(liml, [field!])),
    first_stage_F: ({ fit }) => fit.firstStage![0]!.f,
    effective_F: ({ fit }) => fit.stats.effectiveF,
    effective_F_large_sample: inTest('effective-f', 'largeSample'),
    bmax: inTest('effective-f', 'worstBias'),
    K_eff_simplified: atTau('degrees'),
    critical_simplified: atTau('critical', 'simplified'),
    critical_tsls: atTau('critical', 'tsls'),
    tF: within('tf', { F: ['f'], critical: ['critical'], low: ['low'], high: ['high'] }),
    AR: within('anderson-rubin', { F: ['statistic'], df1: ['df', '0'], df2: ['df', '1'], p: ['pValue'] }),
    CLR: within('clr', { stat: ['statistic'], p: ['pValue'] }),
  },
  ignored: {},
};
