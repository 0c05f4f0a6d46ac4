/** Makes the response at each horizon as a column beside the data. */
import type { ColumnType, Data } from '../../../src/econ/data.ts';
import { type Leaf, printFactor, shift } from '../../../src/econ/formula/factor.ts';
import { lagged, panelIndex } from '../../../src/econ/sample/lag.ts';
import { Variables } from '../../../src/econ/sample/variables.ts';
import { termOf } from '../../../src/econ/spec.ts';
import type { LocalProjectionsSpec } from './spec.ts';

/** The variable of a model's outcome, of which leads and lags are taken. */
export const outcomeLeaf = (outcome: string): Leaf => termOf(outcome)[0] as Leaf;

/** Writes the response at a horizon as people do: `F2.y`, `F2.y - L.y`, `y + F1.y + F2.y`. */
export function outcomeName({ model, response }: LocalProjectionsSpec, horizon: number): string {
  const leaf = outcomeLeaf(model.outcome);
  const ahead = (by: number): string => printFactor(shift(leaf, -by, 0)!);
  if (response === 'level') return ahead(horizon);
  if (response === 'change') return `${ahead(horizon)} - ${ahead(-1)}`;
  return horizon === 0 ? ahead(0) : `${ahead(0)} + … + ${ahead(horizon)}`;
}

/**
 * `data` with a column for each horizon h by `outcomeName`. y: the outcome of each row. level: y at t + h; change: y at t + h less y at t − 1; sum: y at t and
 * at each period up to t + h (Jordà 2005, AER 95:161, section I; Ramey & Zubairy 2018, JPE 126:850). Missing where a period is. Throws Refusal without a panel.
 */
export function withOutcomes(spec: LocalProjectionsSpec, data: Data): Data {
  const index = panelIndex(data);
  const y = new Variables(data).values(outcomeLeaf(spec.model.outcome));
  const at = (by: number): Float64Array => lagged(y, index, -by);
  const before = spec.response === 'change' ? at(-1) : null;
  const made = new Map<string, Float64Array>();
  let total = new Float64Array(y.length);
  const last = spec.horizons.at(-1)!;
  for (let h = 0; h <= last; h++) {
    const now = at(h);
    total = total.map((sum, i) => sum + now[i]!);
    if (!spec.horizons.includes(h)) continue;
    const values = before === null ? (spec.response === 'sum' ? total : now) : now.map((x, i) => x - before[i]!);
    made.set(outcomeName(spec, h), values);
  }
  return {
    nrows: data.nrows,
    panel: data.panel,
    has: (name) => made.has(name) || data.has(name),
    type: (name): ColumnType => (made.has(name) ? 'number' : data.type(name)),
    numbers: (name) => made.get(name) ?? data.numbers(name),
    codes: (name) => data.codes(name),
  };
}
