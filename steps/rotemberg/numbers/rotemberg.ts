/** Rotemberg weights: which shocks a shift-share estimate hangs on (Goldsmith-Pinkham, Sorkin & Swift 2020, AER 110:2586; Rotemberg 1983). */
import { dot, mean, sum, sumSquaresAbout } from '../../../src/base/number/sum.ts';
import { Refusal } from '../../../src/base/problem.ts';
import type { Stat } from '../../../src/econ/fit.ts';

/** Rows of units by period, in the units of weighted least squares where rows have weights. */
export interface Exposed {
  /** The outcome and the endogenous variable after projection off the controls, times the roots of the weights. */
  readonly outcome: Float64Array;
  readonly endogenous: Float64Array;
  /** Shares times the roots of the weights, and shocks as they are, one column for each sector. */
  readonly shares: readonly Float64Array[];
  readonly shocks: readonly Float64Array[];
  /** The period of each row, from 0, and their names; one without a name where there is one period. */
  readonly periods: { readonly codes: Int32Array; readonly levels: readonly string[] };
}

/** One sector in one period. */
export interface Component {
  readonly sector: number;
  readonly period: number;
  /** The shock; undefined where it is not the same in all rows, as that which leaves out a unit's own part. */
  readonly shock: Stat;
  /** α, the part of the estimate's weight, and β, the estimate by this share alone. */
  readonly alpha: number;
  readonly beta: Stat;
}

export interface Part {
  readonly sum: number;
  /** Part of the sum of |α|. */
  readonly share: number;
  readonly mean: Stat;
  readonly n: number;
}

export interface Rotemberg {
  readonly components: readonly Component[];
  /** Sums of α by sector. */
  readonly sectors: readonly number[];
  readonly positive: Part;
  readonly negative: Part;
  /** The estimate with the whole instrument, Σ αβ. */
  readonly iv: number;
  /** Correlation of weights and shocks over all of them. */
  readonly correlation: Stat;
}

/** z'x below this part of |z||x| is rounding. */
const NOISE = 1e-12;

/**
 * α_kt = g_kt s_kt'x/Σ g s'x and β_kt = s_kt'y/s_kt'x over the rows of period t, x and y what controls leave; Σ α = 1 and Σ αβ is the estimate. A shock
 * that varies over rows stands with its share. Refuses an instrument that does not move x. O(N K).
 */
export function rotemberg({ outcome, endogenous, shares, shocks, periods }: Exposed): Rotemberg {
  const rows = periods.levels.map((_, t) => [...periods.codes.keys()].filter((i) => periods.codes[i] === t));
  const found = shares.flatMap((share, sector) =>
    rows.map((own, period) => {
      const pick = (x: Float64Array): Float64Array => Float64Array.from(own, (i) => x[i]!);
      const [s, g, x, y] = [pick(share), pick(shocks[sector]!), pick(endogenous), pick(outcome)];
      const isOne = g.every((value) => value === g[0]);
      const z = isOne ? s : s.map((value, i) => value * g[i]!);
      const scale = isOne ? (g[0] ?? 0) : 1;
      const [zx, zy] = [dot(z, x), dot(z, y)];
      const shock: Stat = isOne ? scale : { invalid: 'it varies over the rows of the period' };
      const reach = Math.abs(scale) * Math.sqrt(dot(z, z) * dot(x, x));
      const isMoved = Math.abs(zx * scale) > NOISE * reach || (scale === 0 && zx !== 0);
      const beta: Stat = isMoved ? zy / zx : { invalid: 'its share does not move the endogenous variable' };
      return { sector, period, shock, first: scale * zx, reduced: scale * zy, beta, reach };
    }),
  );
  const first = sum(found.map((each) => each.first));
  if (!(Math.abs(first) > NOISE * sum(found.map(({ reach }) => reach)))) {
    throw new Refusal('irrelevant-instrument', 'the shift-share instrument does not move the endogenous variable', {
      param: 'shares',
      hint: 'controls or effects may span it',
    });
  }
  const components = found.map(({ first: own, reduced: _, reach: __, ...rest }) => ({ ...rest, alpha: own / first }));
  const alphas = components.map(({ alpha }) => alpha);
  const size = sum(alphas.map(Math.abs));
  const part = (values: readonly number[]): Part => ({
    sum: sum(values),
    share: sum(values.map(Math.abs)) / size,
    mean: values.length === 0 ? { invalid: 'no weight has this sign' } : mean(values),
    n: values.length,
  });
  return {
    components,
    sectors: shares.map((_, k) => sum(components.filter(({ sector }) => sector === k).map(({ alpha }) => alpha))),
    positive: part(alphas.filter((alpha) => alpha > 0)),
    negative: part(alphas.filter((alpha) => alpha < 0)),
    iv: sum(found.map(({ reduced }) => reduced)) / first,
    correlation: correlated(components),
  };
}

function correlated(components: readonly Component[]): Stat {
  const shocks = components.flatMap(({ shock }) => (typeof shock === 'number' ? [shock] : []));
  if (shocks.length < components.length) return { invalid: 'shocks vary over rows' };
  const a = components.map(({ alpha }) => alpha);
  const [ca, cs] = [mean(a), mean(shocks)];
  const spread = Math.sqrt(sumSquaresAbout(a, ca) * sumSquaresAbout(shocks, cs));
  if (!(spread > 0)) return { invalid: 'no variation' };
  return sum(a.map((value, i) => (value - ca) * (shocks[i]! - cs))) / spread;
}
