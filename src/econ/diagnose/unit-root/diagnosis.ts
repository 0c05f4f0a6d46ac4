/** Unit-root tests of a model's variables, as rows of a table of tests. */
import type { Diagnosis } from '../diagnosis.ts';
import type { PanelRows } from '../panel.ts';
import type { UnitRootSpec } from '../spec.ts';
import { seriesOf } from './series.ts';
import { unitRoot } from './tests.ts';

/** Rows are named `variable, statistic`, variable by variable. */
export function unitRoots({ design, unit, time }: PanelRows, spec: UnitRootSpec): Diagnosis[] {
  const columns = [design.outcome, ...design.terms];
  return spec.of.flatMap((name) => {
    const { values } = columns.find((column) => column.name === name)!;
    const series = seriesOf(values, unit, time, spec.demean);
    return spec.tests.flatMap((test) =>
      unitRoot(test, series, spec).rows.map(({ name: statistic, ...row }) => ({
        variable: `${name}, ${statistic}`,
        ...row,
      })),
    );
  });
}
