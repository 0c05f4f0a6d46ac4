/** The regression by regime at given thresholds, and who is in each regime. */
import type { NamedColumn, VcovSpec } from '../../../src/econ/design.ts';
import type { Fit } from '../../../src/econ/fit.ts';
import { fitLinear } from '../../../src/econ/regression/ols.ts';
import type { ThresholdSample } from './sample.ts';

export interface Regime {
  /** 1, 2, …; terms are called `x#1`, `x#2`, … */
  readonly number: number;
  /** q > lower and q ≤ upper; null where there is no bound. */
  readonly lower: number | null;
  readonly upper: number | null;
  readonly rows: number;
  /** Units with at least one row in it. */
  readonly units: number;
}

/** `cuts` ascending; a value equal to a threshold is in the lower regime (`irecode`). O(N·regimes). */
export function regimesOf({ q, unit }: ThresholdSample, cuts: readonly number[]): readonly Regime[] {
  const number = regimeOfRows(q, cuts);
  const regimes = cuts.length + 1;
  const [rows, units] = [new Int32Array(regimes), new Int32Array(regimes)];
  // the rows of a unit are neighbours
  const last = new Int32Array(regimes).fill(-1);
  for (let i = 0; i < number.length; i++) {
    const [k, u] = [number[i]!, unit.codes[i]!];
    rows[k]!++;
    if (last[k] !== u) units[k]!++;
    last[k] = u;
  }
  return Array.from({ length: regimes }, (_, k) => {
    return { number: k + 1, lower: cuts[k - 1] ?? null, upper: cuts[k] ?? null, rows: rows[k]!, units: units[k]! };
  });
}

function regimeOfRows(q: Float64Array, cuts: readonly number[]): Int32Array {
  const number = new Int32Array(q.length);
  for (const cut of cuts) for (let i = 0; i < q.length; i++) if (q[i]! > cut) number[i]!++;
  return number;
}

/** Fewer units than this in a regime say little of a population of units. */
const FEW_UNITS = 10;

/**
 * `xtreg y x i.regime#c.r, fe` (Hansen 1999, J. Econometrics 93:345): the thresholds are taken as known, since they converge faster than the slopes
 * (Hansen 1999, section 6). Terms: every slope by regime, the controls, `_cons`. O(NK²), K of them.
 */
export function regimeFit(sample: ThresholdSample, cuts: readonly number[], vcov: VcovSpec, level: number): Fit {
  const { design, slopes, controls, q } = sample;
  const number = regimeOfRows(q, cuts);
  const split = slopes.flatMap(({ name, values }): NamedColumn[] =>
    Array.from({ length: cuts.length + 1 }, (_, k) => ({
      name: `${name}#${k + 1}`,
      values: values.map((x, i) => (number[i] === k ? x : 0)),
    })),
  );
  const fit = fitLinear(
    { ...design, terms: [...split, ...controls] },
    {
      vcov,
      small: 'xtreg',
      clusters: vcov.is === 'cluster' ? vcov.by.map((text) => sample.levels(text)) : [],
      time: vcov.is === 'dk' ? sample.time() : null,
      unit: vcov.is === 'dk' ? sample.panelUnit() : null,
      level,
    },
  );
  return Object.freeze({
    ...fit,
    dropped: [...sample.dropped, ...fit.dropped],
    rowsLost: sample.rowsLost,
    warnings: [...sample.warnings, ...fit.warnings, ...regimesOf(sample, cuts).flatMap(fewUnitsWarning)],
  });
}

function fewUnitsWarning({ number, rows, units }: Regime): Fit['warnings'] {
  if (units >= FEW_UNITS) return [];
  const message = `regime ${number} holds ${rows} ${rows === 1 ? 'row' : 'rows'} of ${units} ${units === 1 ? 'unit' : 'units'}`;
  return [{ code: 'small-regime', message }];
}
