/** Diagnoses a panel model: the tests that were asked for, one after another. */
import type { Data } from '../data.ts';
import { prepared } from '../estimate.ts';
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
  const { sample, lost, warnings } = prepared(model, data);
  const panel = panelRows(sample);
  const found = tests.map((name) => panelTests[name](panel, { sigma }));
  return {
    rows: found.map(({ stats: _, notes: __, ...row }) => row),
    stats: Object.assign({}, ...found.map(({ stats }) => stats)),
    notes: found.flatMap(({ notes = [] }) => notes),
    outcome: sample.design.outcome.name,
    nobs: sample.design.nobs,
    ngroups: panel.unit.levels,
    rowsLost: lost,
    warnings,
  };
}
