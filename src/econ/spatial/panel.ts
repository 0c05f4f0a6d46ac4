/** A balanced panel in blocks of periods, units in the order of the weights, and its transformations. */
import { Refusal } from '../../base/problem.ts';
import { aside, datum, SOME_VARIABLE } from '../../base/value.ts';
import type { NamedCodes, WholePanel } from '../design.ts';
import type { SpatialWeights } from './weights.ts';

export type SpatialEffects = 'none' | 'unit' | 'time' | 'both';

export interface BalancedPanel {
  readonly n: number;
  readonly periods: number;
  /** For each of the nT places, period by period, its row among those used. */
  readonly rows: Int32Array;
}

/** Refuses units that the weights lack or have beyond the data, and rows that are missing, by name. O(N log N). */
export function balanced(panel: Pick<WholePanel, 'unit' | 'time' | 'rows'>, { units }: SpatialWeights): BalancedPanel {
  const { unit, time, rows } = panel;
  const position = new Map(units.map((name, i) => [name, i]));
  const places = positionsOf(unit, rows, position);
  const times = [...new Set(Array.from(rows, (row) => time[row]!))].sort((a, b) => a - b);
  const at = new Map(times.map((value, t) => [value, t]));
  const n = units.length;
  const out = new Int32Array(n * times.length).fill(-1);
  for (const [i, row] of rows.entries()) out[at.get(time[row]!)! * n + places[i]!] = i;
  const missing = Array.from(out.keys()).filter((place) => out[place] === -1);
  if (missing.length > 0) {
    const named = missing.slice(0, 3).map((place) => `${units[place % n]} in ${times[Math.floor(place / n)]}`);
    const more = missing.length > 3 ? ` and ${missing.length - 3} more` : '';
    const message = `spatial panels must be balanced: there is no row used for ${datum(SOME_VARIABLE, `${named.join(', ')}${more}`)}`;
    const hint = 'leave those units or periods out with `sample`, and make the weights of the units that are left';
    throw new Refusal('unbalanced', message, { param: 'sample', hint });
  }
  return { n, periods: times.length, rows: out };
}

/** The unit of each row used, as the weights number them. */
export function positionsOf(
  { name, codes, levels }: NamedCodes,
  rows: Int32Array,
  position: ReadonlyMap<string, number>,
): Int32Array {
  const used = new Set(Array.from(rows, (row) => levels[codes[row]!]!));
  const unknown = [...used].filter((unit) => !position.has(unit));
  const absent = [...position.keys()].filter((unit) => !used.has(unit));
  if (unknown.length > 0) throw strangers(unknown, name, `the weights have no row for these values of \`${name}\``);
  if (absent.length > 0) throw strangers(absent, name, `the weights have units of which the data has no row`);
  return Int32Array.from(rows, (row) => position.get(levels[codes[row]!]!)!);
}

function strangers(names: readonly string[], of: string, what: string): Refusal {
  const shown = names.slice(0, 5).map((name) => `\`${name}\``);
  const more = names.length > 5 ? ` and ${names.length - 5} more` : '';
  const hint = 'make the weights from the data that the model uses, with the same `sample`';
  return new Refusal('other-units', `${what}${aside(of, `: ${shown.join(', ')}${more}`)}`, { param: 'weights', hint });
}

/** x less its means by unit, by period, or both. */
export function demeaned(x: Float64Array, effects: SpatialEffects, n: number): Float64Array {
  if (effects === 'none') return x;
  const periods = x.length / n;
  const byUnit = new Float64Array(n);
  const byTime = new Float64Array(periods);
  for (let t = 0; t < periods; t++) {
    for (let i = 0; i < n; i++) {
      const value = x[t * n + i]!;
      byUnit[i] = byUnit[i]! + value / periods;
      byTime[t] = byTime[t]! + value / n;
    }
  }
  const all = byTime.reduce((total, value) => total + value / periods, 0);
  return x.map((value, at) => {
    const [unit, time] = [byUnit[at % n]!, byTime[Math.floor(at / n)]!];
    if (effects === 'unit') return value - unit;
    return effects === 'time' ? value - time : value - unit - time + all;
  });
}
