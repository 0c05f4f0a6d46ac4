/** Tests of panels: `hausman`, `bplm`, `groupwise_het`, `serial_corr`, `cross_dep`. */
import { compileColumn } from '../../../src/econ/compile/compile-column.ts';
import type { ModelSpec } from '../../../src/econ/spec.ts';
import { diagnose } from '../../../steps/diagnose/numbers/diagnose.ts';
import type { Sigma } from '../../../steps/diagnose/numbers/hausman.ts';
import type { DiagnosticName } from '../../../steps/diagnose/numbers/spec.ts';
import { differences, type Fields, type Lookup } from '../compare.ts';
import { keysOf } from './linear.ts';
import type { Runner } from './runner.ts';

const named: Readonly<Record<string, DiagnosticName>> = {
  hausman: 'hausman',
  bplm: 'breusch-pagan',
  groupwise_het: 'modified-wald',
  serial_corr: 'wooldridge',
  cross_dep: 'pesaran-cd',
};

export const runDiagnose: Runner = (run, data) => {
  const context = { sets: {}, samples: {}, frame: 'data', columns: undefined, panel: data.panel };
  const { specs } = compileColumn(keysOf(run), null, context);
  const model: ModelSpec = {
    ...specs[0]!,
    estimator: { is: 'linear', levels: { unit: [run.unit!] } },
    vcov: { is: 'dk', lag: 0 },
  };
  const found = diagnose({ model, tests: [named[run.est]!], sigma: (run.sigma ?? 'own') as Sigma }, data);
  return differences(run, found, fields);
};

type Found = ReturnType<typeof diagnose>;
const stat =
  (...names: readonly string[]): Lookup<Found> =>
  ({ stats }) =>
    names.map((name) => stats[name]).find((value) => value !== undefined);
const field =
  (name: 'df' | 'dfR' | 'pValue'): Lookup<Found> =>
  ({ rows }) =>
    rows[0]![name];

const fields: Fields<Found> = {
  known: {
    chi2: stat('hausmanChi2', 'groupwiseWald'),
    chi2_p: field('pValue'),
    df: field('df'),
    df_r: field('dfR'),
    diff: ({ stats }, [name]) => stats[`difference.${name}`],
    se_diff: ({ stats }, [name]) => stats[`seDifference.${name}`],
    positive_definite: ({ notes }) => notes.length === 0,
    LM: stat('bpLm'),
    p: field('pValue'),
    F: stat('wooldridgeF'),
    coef: stat('wooldridgeCoefficient'),
    N: stat('wooldridgeN'),
    CD: stat('pesaranCd'),
    avg_abs_corr: stat('avgAbsCorr'),
  },
  ignored: {},
};
