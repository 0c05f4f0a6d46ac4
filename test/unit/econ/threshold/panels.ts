/** Panels with thresholds for tests, and the model refitted with all its columns for every candidate. */
import { createRng } from '../../../../src/base/number/rng.ts';
import { compileColumn } from '../../../../src/econ/compile/compile-column.ts';
import type { NamedColumn } from '../../../../src/econ/design.ts';
import { fitLinear } from '../../../../src/econ/regression/ols.ts';
import { type ThresholdSample, thresholdSample } from '../../../../steps/threshold/numbers/sample.ts';
import {
  type SearchSpace,
  searchSpace,
  searchThresholds,
  type ThresholdSearch,
} from '../../../../steps/threshold/numbers/search.ts';
import type { ThresholdSpec } from '../../../../steps/threshold/numbers/spec.ts';
import { type Cells, dataOf } from '../../../support/data.ts';

export type Columns = Readonly<Record<string, readonly (number | null)[]>>;

export interface PanelOptions {
  readonly units: number;
  readonly periods: number;
  /** Share of rows left out at random. */
  readonly missing?: number;
  /** Added to the slope variables. */
  readonly offset?: number;
}

/** y on r, s (slopes), x (control), with thresholds in q at −0.5 and 0.6. */
export function thresholdPanel(seed: string, { units, periods, missing = 0, offset = 0 }: PanelOptions): Columns {
  const random = createRng(seed).stream('panel', 0);
  const rows = Array.from({ length: units * periods }, (_, i) => i).filter(() => random.uniform() >= missing);
  const normal = (): number[] => rows.map(() => random.normal());
  const [r, s, x, q, e] = [normal().map((v) => v + offset), normal(), normal(), normal(), normal()];
  const effect = (value: number): number => (value > 0.6 ? 2 : value > -0.5 ? 0.8 : -0.4);
  const y = rows.map((row, i) => {
    const unit = Math.floor(row / periods);
    return unit + effect(q[i]!) * (r[i]! - offset) + 0.5 * s[i]! + 0.3 * x[i]! + 0.7 * e[i]!;
  });
  return { unit: rows.map((row) => Math.floor(row / periods)), time: rows.map((row) => row % periods), y, r, s, x, q };
}

export interface Found {
  readonly spec: ThresholdSpec;
  readonly sample: ThresholdSample;
  readonly space: SearchSpace;
  readonly search: ThresholdSearch;
}

export const usual = { slope: ['r'], on: 'q', max: 3, grid: 25, trim: [0.05, 0.05, 0.05] } as const;

export function found(columns: Columns, more: Partial<ThresholdSpec> & { readonly fit?: string } = {}): Found {
  const { fit = 'y ~ x | unit', ...settings } = more;
  const panel = { unit: 'unit', time: 'time' };
  const data = dataOf(columns as Record<string, Cells>, panel);
  const { specs } = compileColumn({ fit }, null, { sets: {}, samples: {}, frame: 'd', columns: undefined, panel });
  const spec: ThresholdSpec = { model: specs[0]!, ...usual, ...settings };
  const sample = thresholdSample(spec, data);
  const space = searchSpace(sample, spec);
  return { spec, sample, space, search: searchThresholds(space, spec) };
}

/** Residual sum of squares with every slope split at every cut, by the general regression on explicit columns. */
export function refitted({ sample }: Pick<Found, 'sample'>, cuts: readonly number[], y?: Float64Array): number {
  const { design, slopes, controls, q } = sample;
  const split = slopes.flatMap(({ name, values }): NamedColumn[] =>
    cuts.map((cut) => ({ name: `${name}≤${cut}`, values: values.map((v, i) => (q[i]! <= cut ? v : 0)) })),
  );
  const outcome = y === undefined ? design.outcome : { name: 'y', values: y };
  const whole = { ...design, outcome, terms: [...slopes, ...controls, ...split] };
  return fitLinear(whole, { vcov: { is: 'iid' }, small: 'xtreg', clusters: [], time: null }).stats.rss as number;
}
