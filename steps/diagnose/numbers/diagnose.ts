/** Diagnoses a panel model: the tests that were asked for, one after another. */
import type { Data } from '../../../src/econ/data.ts';
import { prepared } from '../../../src/econ/estimate.ts';
import type { Fit, Stat } from '../../../src/econ/fit.ts';
import type { Diagnosis } from './diagnosis.ts';
import { panelRows } from './panel.ts';
import type { DiagnoseSpec } from './spec.ts';
import { panelTests } from './tests.ts';
import { type UnitRootRecord, unitRoots } from './unit-root/diagnosis.ts';
import type { UnitRootSpec } from './unit-root/tests.ts';

export interface Diagnoses {
  readonly rows: readonly Omit<Diagnosis, 'stats' | 'warnings'>[];
  /** Every statistic by its own name: `hausmanChi2`, `bpLmP`, … */
  readonly stats: Readonly<Record<string, Stat>>;
  /** Warnings of the tests, which a table prints too. */
  readonly notes: readonly string[];
  /** The specification of the unit root tests; null where there were none. */
  readonly unitRoot: UnitRootSpec | null;
  /** Holds what they found of each unit; absent where they were not. */
  readonly unitRoots?: readonly UnitRootRecord[];
  readonly outcome: string;
  readonly nobs: number;
  readonly ngroups: number;
  readonly rowsLost: Fit['rowsLost'];
  readonly warnings: Fit['warnings'];
}

/** Runs the tests on the rows that the model uses. Refuses what the model itself refuses. */
export function diagnose({ model, tests, sigma, unitRoot }: DiagnoseSpec, data: Data): Diagnoses {
  const { sample, lost, warnings } = prepared(model, data);
  const panel = panelRows(sample);
  const roots = unitRoot && unitRoots(panel, unitRoot);
  const found = [...tests.map((name): Diagnosis => panelTests[name](panel, { sigma })), ...(roots?.rows ?? [])];
  const told = found.flatMap((one) => one.warnings ?? []);
  return {
    rows: found.map(({ stats: _, warnings: __, ...row }) => row),
    stats: Object.assign({}, ...found.map(({ stats }) => stats)),
    unitRoot: unitRoot ?? null,
    ...(roots === undefined ? {} : { unitRoots: roots.records }),
    notes: told.map(({ message }) => message),
    outcome: sample.design.outcome.name,
    nobs: sample.design.nobs,
    ngroups: panel.unit.levels,
    rowsLost: lost,
    warnings: [...warnings, ...told],
  };
}
