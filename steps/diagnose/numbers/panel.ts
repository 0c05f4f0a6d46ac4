/** The panel that a model is tested on: its rows with units and times, and residuals of its regressions. */
import { dot } from '../../../src/base/number/sum.ts';
import type { Design } from '../../../src/econ/design.ts';
import type { Sample } from '../../../src/econ/estimator.ts';
import { compact, type Effect } from '../../../src/econ/panel/effects.ts';
import { regress } from '../../../src/econ/vcov/regression-by-rows.ts';

export interface PanelSample {
  readonly sample: Sample;
  /** Without absorbed effects. */
  readonly design: Design;
  readonly unit: Effect;
  /** Names of the units, by code. */
  readonly names: readonly string[];
  /** Calendar time of every row. */
  readonly time: Float64Array;
}

export function panelRows(sample: Sample): PanelSample {
  const design: Design = { ...sample.design, absorb: [], constant: true };
  const levels = sample.levels('unit')[0]!;
  const unit = compact(levels);
  const names: string[] = [];
  for (const [i, code] of unit.codes.entries()) names[code] ??= levels.levels[levels.codes[i]!]!;
  return { sample, design, unit, names, time: sample.time! };
}

/** Residuals of pooled least squares. */
export const pooledResiduals = ({ design }: PanelSample): Float64Array => regress(design, [], true).fit.residuals;

/** Residuals of the within regression, which add up to 0 in every unit. */
export const withinResiduals = ({ design, unit }: PanelSample): Float64Array =>
  regress({ ...design, constant: false }, [unit], false).fit.residuals;

/** Position of each unit's row at each time, by `unit|time`. */
export function rowsByTime({ unit, time }: PanelSample): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  for (let i = 0; i < time.length; i++) found.set(`${unit.codes[i]}|${time[i]}`, i);
  return found;
}

export const squares = (x: Float64Array): number => dot(x, x);
