/** `vif`: variance inflation factors of a pooled regression with a constant. */
import { type Vif, vif } from '../../../steps/vif/numbers/vif.ts';
import type { Run } from '../case.ts';
import { differences, type Lookup } from '../compare.ts';
import type { Runner } from './runner.ts';
import { completeRows, rowsOf, variable } from './variables.ts';

export const runVif: Runner = (run, data) => {
  const columns = run.x!.map((name) => variable(data, name));
  const rows = completeRows(run, data, columns, []);
  const result = vif(run.x!.map((name, j) => ({ name, values: rowsOf(columns[j]!, rows) })));
  return differences(run, result, { known: known(run), ignored: {} });
};

function known(run: Run): Record<string, Lookup<Vif>> {
  const ofVariable = run.x!.map((name): [string, Lookup<Vif>] => [
    name,
    (result) => result.rows.find((row) => row.variable === name)?.vif,
  ]);
  return { ...Object.fromEntries(ofVariable), mean: (result) => result.mean };
}
