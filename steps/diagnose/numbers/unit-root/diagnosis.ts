/** Unit-root tests of a model's variables, as rows of a table of tests, and what they found of each unit. */
import type { Diagnosis } from '../diagnosis.ts';
import type { PanelSample } from '../panel.ts';
import { seriesOf } from './series.ts';
import { type UnitRootOfUnit, type UnitRootSpec, type UnitRootTest, unitRoot } from './tests.ts';

/** The units' own tests behind one of a panel. */
export interface UnitRootRecord {
  readonly variable: string;
  readonly test: UnitRootTest;
  /** The column of the units. */
  readonly by: string;
  /** Empty where the test of one unit is not defined. */
  readonly units: readonly (UnitRootOfUnit & { readonly unit: string })[];
}

/** Rows are named `variable, statistic`, variable by variable. */
export function unitRoots(
  { design, unit, names, time }: PanelSample,
  spec: UnitRootSpec,
): { readonly rows: readonly Diagnosis[]; readonly records: readonly UnitRootRecord[] } {
  const columns = [design.outcome, ...design.terms];
  const found = spec.of.flatMap((variable) => {
    const { values } = columns.find((column) => column.name === variable)!;
    const series = seriesOf(values, unit, time, spec.demean);
    return spec.tests.map((test) => ({ variable, test, ...unitRoot(test, series, spec) }));
  });
  return {
    rows: found.flatMap(({ variable, rows }) =>
      rows.map(({ name: statistic, ...row }) => ({ variable: `${variable}, ${statistic}`, ...row })),
    ),
    records: found.map(({ variable, test, units }) => ({
      variable,
      test,
      by: unit.name,
      units: units.map((each, i) => ({ unit: names[i]!, ...each })),
    })),
  };
}
