/** Models of columns in memory, compiled and estimated as a pipeline does; refusals and problems as texts. */
import { createRng, type RandomStream } from '../../src/base/number/rng.ts';
import { Refusal } from '../../src/base/problem.ts';
import { compileColumn } from '../../src/econ/compile/compile-column.ts';
import type { SpecKeys } from '../../src/econ/compile/keys.ts';
import type { Fit } from '../../src/econ/fit.ts';
import { type Cells, dataOf } from './data.ts';
import { estimate } from './estimate.ts';

export type Columns = Readonly<Record<string, Cells>>;
export type PanelKeys = { readonly unit: string; readonly time: string } | null;

export function fitOf(columns: Columns, keys: SpecKeys, panel: PanelKeys = null): Fit {
  const { specs, problems } = compileColumn(keys, null, contextOf(panel));
  if (problems.length > 0) throw new Error(problems.map(({ message }) => message).join('; '));
  return estimate(specs[0]!, dataOf(columns, panel));
}

const contextOf = (panel: PanelKeys) => ({ sets: {}, samples: {}, frame: 'd', columns: undefined, panel });

/** What is said of keys that cannot be compiled. */
export const problemsOf = (keys: SpecKeys, panel: PanelKeys = null): readonly string[] =>
  compileColumn(keys, null, contextOf(panel)).problems.map(({ message }) => message);

export function refusalOf(columns: Columns, keys: SpecKeys, panel: PanelKeys = null): Refusal {
  try {
    fitOf(columns, keys, panel);
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
  throw new Error('it was not refused');
}

export const b = (fit: Fit, term: string): number => fit.terms.find((row) => row.term === term)!.estimate;
export const se = (fit: Fit, term: string): number => fit.terms.find((row) => row.term === term)!.stdError as number;

/** Rows of a table of draws, as columns. */
export function drawn(
  seed: string,
  n: number,
  row: (draw: RandomStream, i: number) => Record<string, number>,
): Columns {
  const draw = createRng(seed).stream('rows', 0);
  const rows = Array.from({ length: n }, (_, i) => row(draw, i));
  return Object.fromEntries(Object.keys(rows[0]!).map((name) => [name, rows.map((each) => each[name]!)]));
}

export const shuffled = (columns: Columns, seed: string): Columns => {
  const n = Object.values(columns)[0]!.length;
  const order = createRng(seed)
    .stream('order', 0)
    .shuffle(Array.from({ length: n }, (_, i) => i));
  return Object.fromEntries(Object.entries(columns).map(([name, cells]) => [name, order.map((i) => cells[i]!)]));
};
