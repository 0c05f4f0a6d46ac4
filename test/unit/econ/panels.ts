/** Designs for tests: simulated panels, and the regression on explicit dummies that absorbing must equal. */
import { createRng } from '../../../src/base/number/rng.ts';
import type { Design, NamedCodes, NamedColumn, SmallStyle, VcovSpec } from '../../../src/econ/design.ts';
import type { Estimate, Fit } from '../../../src/econ/fit.ts';
import { fitLinear } from '../../../src/econ/regression/ols.ts';

export function named(name: string, codes: readonly number[]): NamedCodes {
  const count = Math.max(...codes) + 1;
  return { name, codes: Int32Array.from(codes), levels: Array.from({ length: count }, (_, i) => String(i)) };
}

export function column(name: string, values: ArrayLike<number>): NamedColumn {
  return { name, values: Float64Array.from(values) };
}

export interface Panel {
  readonly design: Design;
  readonly unit: NamedCodes;
  readonly time: NamedCodes;
  readonly region: NamedCodes;
  readonly times: Float64Array;
}

/** Units × periods with a share of rows missing at random; x1, x2 correlated with the effects, errors heteroskedastic. */
export function simulate(seed: string, units: number, periods: number, missing: number): Panel {
  const draw = createRng(seed).stream('panel', 0);
  const cells = Array.from({ length: units * periods }, (_, i) => ({ u: Math.floor(i / periods), t: i % periods }));
  const kept = cells.filter(() => draw.uniform() >= missing);
  const effect = Array.from({ length: units }, () => draw.normal());
  const shock = Array.from({ length: periods }, () => draw.normal());
  const x1 = kept.map(({ u, t }) => 3 + effect[u]! + 0.5 * shock[t]! + draw.normal());
  const x2 = kept.map(({ u, t }, i) => 0.3 * x1[i]! - shock[t]! + u / units + draw.normal());
  const y = kept.map(({ u, t }, i) => {
    const error = draw.normal() * (0.5 + Math.abs(x1[i]!) / 3);
    return 1 + 0.8 * x1[i]! - 0.4 * x2[i]! + 2 * effect[u]! + shock[t]! + error;
  });
  const unit = named(
    'unit',
    kept.map(({ u }) => u),
  );
  const design: Design = {
    nobs: kept.length,
    outcome: column('y', y),
    terms: [column('x1', x1), column('x2', x2)],
    constant: true,
    absorb: [],
  };
  return {
    design,
    unit,
    time: named(
      'time',
      kept.map(({ t }) => t),
    ),
    region: named(
      'region',
      kept.map(({ u }) => u % 6),
    ),
    times: Float64Array.from(kept, ({ t }) => 2000 + t),
  };
}

/** The design with the effects as dummies, one level of each left out. */
export function withDummies(design: Design, effects: readonly NamedCodes[]): Design {
  const dummies = effects.flatMap(({ name, codes, levels }) =>
    levels.slice(1).map((level, at) =>
      column(
        `${name}${level}`,
        Array.from(codes, (code) => (code === at + 1 ? 1 : 0)),
      ),
    ),
  );
  return { ...design, terms: [...design.terms, ...dummies], absorb: [] };
}

export interface FitOptions {
  readonly vcov?: VcovSpec;
  readonly small?: SmallStyle;
  readonly clusters?: readonly NamedCodes[];
  readonly time?: Float64Array;
  readonly level?: number;
}

export function fitOn(design: Design, options: FitOptions = {}): Fit {
  const { vcov = { is: 'iid' }, small = 'regress', clusters = [], time = null, level = 0.95 } = options;
  return fitLinear(design, { vcov, small, clusters, time, level });
}

export function term(result: Fit, name: string): Estimate {
  const row = result.terms.find((candidate) => candidate.term === name);
  if (!row) throw new Error(`no term ${name}`);
  return row;
}

export const clusterOn = (...clusters: readonly NamedCodes[]): FitOptions => ({
  vcov: { is: 'cluster', by: clusters.map(({ name }) => name) },
  clusters,
});
