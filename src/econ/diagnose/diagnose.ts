/** Diagnoses a panel model: the tests that were asked for, one after another. */
import type { Data } from '../data.ts';
import { estimate } from '../estimate.ts';
import type { FitModel } from '../estimator.ts';
import type { Fit, Stat } from '../fit.ts';
import type { Diagnosis } from './diagnosis.ts';
import { panelRows } from './panel.ts';
import type { DiagnoseSpec } from './spec.ts';
import { panelTests } from './tests.ts';

export interface Diagnoses {
  readonly rows: readonly Omit<Diagnosis, 'stats' | 'notes'>[];
  /** Every statistic by its own name: `hausmanChi2`, `bpLmP`, … */
  readonly stats: Readonly<Record<string, Stat>>;
  readonly notes: readonly string[];
  readonly outcome: string;
  readonly nobs: number;
  readonly ngroups: number;
  readonly rowsLost: Fit['rowsLost'];
  readonly warnings: Fit['warnings'];
}

/** Runs the tests on the rows that the model uses. Refuses what the model itself refuses. */
export function diagnose({ model, tests, sigma }: DiagnoseSpec, data: Data): Diagnoses {
  let found: readonly Diagnosis[] = [];
  let ngroups = 0;
  const fitModel: FitModel = (sample) => {
    const panel = panelRows(sample);
    ngroups = panel.unit.levels;
    found = tests.map((name) => panelTests[name](panel, { sigma }));
    return { ...nothing, outcome: sample.design.outcome.name, nobs: sample.design.nobs };
  };
  const { outcome, nobs, rowsLost, warnings } = estimate(model, data, fitModel);
  return {
    rows: found.map(({ stats: _, notes: __, ...row }) => row),
    stats: Object.assign({}, ...found.map(({ stats }) => stats)),
    notes: found.flatMap(({ notes = [] }) => notes),
    outcome,
    nobs,
    ngroups,
    rowsLost,
    warnings,
  };
}

const nothing: Omit<Fit, 'outcome' | 'nobs'> = {
  estimator: 'ols',
  terms: [],
  vcov: [],
  vcovInfo: { type: 'iid', text: 'iid', clusters: [], small: '' },
  ngroups: null,
  nclusters: null,
  dfResid: null,
  inference: 'z',
  absorbed: [],
  stats: {},
  tests: [],
  dropped: [],
  rowsLost: [],
  warnings: [],
};
