/** The values of a model's terms over the rows that it was estimated on. */
import type { Data } from '../data.ts';
import { usedRows } from '../sample/used-rows.ts';
import { Variables } from '../sample/variables.ts';
import { WinsorizedSource } from '../sample/winsorize-spec.ts';
import type { ModelSpec } from '../spec.ts';

/** Returns the values of terms as estimation uses them, winsorised where the model says so. O(N) a term. */
export function modelValues(spec: ModelSpec, data: Data): (term: string) => Float64Array {
  const variables = new Variables(data);
  const used = usedRows(spec, variables);
  const source = new WinsorizedSource(spec, variables, used.rows, used);
  return (term) => source.cells(term)[0]!.values;
}
