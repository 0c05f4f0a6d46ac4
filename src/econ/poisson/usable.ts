/** Rows that a Poisson regression with absorbed effects can use, as `ppmlhdfe` leaves out the others. */
import type { NamedCodes } from '../design.ts';
import type { RowsLost } from '../fit.ts';

export interface Usable {
  /** 1 for rows to keep. */
  readonly keep: Uint8Array;
  readonly lost: readonly RowsLost[];
}

/**
 * Singletons, and rows of levels in which the outcome is 0 throughout, whose effects are −∞, are dropped in turn until none is left. Which of both a
 * row counts as may hang on the order; their sum does not (Correia, Guimarães & Zylkin 2020, Stata Journal 20:95). O(N) a round. `copies`:
 * how many rows each stands for, by its frequency weight.
 */
export function usableRows(
  effects: readonly NamedCodes[],
  y: Float64Array,
  from: Uint8Array,
  copies: Float64Array | null,
): Usable {
  const n = y.length;
  const keep = from.slice();
  let singletons = 0;
  let zeros = 0;
  for (let changed = true; changed; ) {
    changed = false;
    for (const { codes, levels } of effects) {
      const counts = new Float64Array(levels.length);
      const totals = new Float64Array(levels.length);
      for (let i = 0; i < n; i++) {
        if (keep[i] === 0) continue;
        const at = codes[i]!;
        counts[at] = counts[at]! + (copies?.[i] ?? 1);
        totals[at] = totals[at]! + y[i]!;
      }
      if (!counts.includes(1) && !totals.includes(0)) continue;
      for (let i = 0; i < n; i++) {
        if (keep[i] === 0) continue;
        const isAlone = counts[codes[i]!] === 1;
        if (!isAlone && totals[codes[i]!]! > 0) continue;
        keep[i] = 0;
        changed = true;
        if (isAlone) singletons++;
        else zeros++;
      }
    }
  }
  const detail = effects.map(({ name }) => name).join(', ');
  const lost: RowsLost[] = [];
  if (singletons > 0) lost.push({ cause: 'singleton', count: singletons, detail });
  if (zeros > 0) lost.push({ cause: 'same outcome', count: zeros, detail });
  return { keep, lost };
}

export const positions = (keep: Uint8Array): Int32Array => {
  const rows: number[] = [];
  for (let i = 0; i < keep.length; i++) if (keep[i] === 1) rows.push(i);
  return Int32Array.from(rows);
};
