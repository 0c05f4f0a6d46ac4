/** Bandwidths of discontinuities from the formulas of Calonico, Cattaneo & Farrell (2018), by plain matrices. */
import {
  inverse,
  type KernelName,
  kernel,
  type PlainSide,
  powers,
  product,
  transposed,
} from './plain-discontinuity.ts';

export interface PlainRule {
  readonly p: number;
  readonly q: number;
  readonly deriv: number;
  readonly kernel: KernelName;
  readonly vce: 'nn' | 'hc0' | 'hc1' | 'hc2' | 'hc3';
  readonly matches: number;
  readonly goal: 'mse' | 'cer';
  readonly form: 'rd' | 'two' | 'sum' | 'comb1' | 'comb2';
  /** Whether pilots count distinct values. */
  readonly masspoints: boolean;
  readonly regularise: number;
  readonly isFuzzy: boolean;
}

type Two = readonly [number, number];
type Sides = readonly [PlainSide, PlainSide];

interface Fit {
  readonly rows: readonly number[];
  readonly order: number;
  /** Coefficients of d^0, d^1, … are these rows times outcomes. */
  readonly influence: number[][];
  readonly leverage: readonly number[];
}

function fitOf(side: PlainSide, order: number, width: number, name: KernelName): Fit {
  const weight = (i: number): number => (kernel(name, side.d[i]! / width) / width) * side.weights[i]!;
  const rows = side.d.flatMap((_, i) => (weight(i) > 0 ? [i] : []));
  const basis = rows.map((i) => powers(side.d[i]! / width, order));
  const weighted = basis.map((row, k) => row.map((x) => x * weight(rows[k]!)));
  const solved = product(inverse(product(transposed(weighted), basis)), transposed(weighted));
  return {
    rows,
    order,
    influence: solved.map((row, j) => row.map((x) => x / width ** j)),
    leverage: basis.map((row, k) => row.reduce((sum, x, j) => sum + x * solved[j]![k]!, 0)),
  };
}

const along = (a: readonly number[], fit: Fit, column: readonly number[]): number =>
  a.reduce((sum, x, k) => sum + x * column[fit.rows[k]!]!, 0);

function varianceOf(
  a: readonly number[],
  fit: Fit,
  side: PlainSide,
  column: readonly number[],
  { vce, matches }: PlainRule,
): number {
  const { rows, order, leverage } = fit;
  const beta = fit.influence.map((row) => along(row, fit, column));
  const e = rows.map((i, k) => {
    if (vce === 'nn') {
      const others = rows
        .filter((j) => j !== i)
        .map((j): Two => [Math.abs(side.d[j]! - side.d[i]!), column[j]!])
        .sort(([x], [y]) => x - y);
      const last = others[matches - 1]?.[0] ?? Number.POSITIVE_INFINITY;
      const near = others.filter(([distance]) => distance <= last);
      return (
        Math.sqrt(near.length / (near.length + 1)) *
        (column[i]! - near.reduce((sum, [, value]) => sum + value, 0) / near.length)
      );
    }
    const rest = column[i]! - beta.reduce((sum, b, j) => sum + b * side.d[i]! ** j, 0);
    if (vce === 'hc1') return rest * Math.sqrt(rows.length / (rows.length - order - 1));
    if (vce === 'hc2') return rest / Math.sqrt(1 - leverage[k]!);
    return vce === 'hc3' ? rest / (1 - leverage[k]!) : rest;
  });
  return e.reduce((sum, value, k) => sum + (value * a[k]!) ** 2, 0);
}

function stageOf(
  side: PlainSide,
  rule: PlainRule,
  [o, nu, oB]: readonly [number, number, number],
  hV: number,
  hB: number,
) {
  const fit = fitOf(side, o, hV, rule.kernel);
  const a = fit.influence[nu]!;
  const [y, t] = [along(a, fit, side.y), along(a, fit, side.t)];
  const column = rule.isFuzzy ? side.y.map((value, i) => value / t - (side.t[i]! * y) / t ** 2) : side.y;
  const wide = fitOf(side, oB, hB, rule.kernel);
  const slope = wide.influence[o + 1]!;
  const constant = hV ** nu * fit.rows.reduce((sum, i, k) => sum + a[k]! * (side.d[i]! / hV) ** (o + 1), 0);
  const twice = 2 * (o + 1 - nu);
  return {
    v: (2 * nu + 1) * hV ** (2 * nu + 1) * varianceOf(a, fit, side, column, rule),
    b: Math.sqrt(twice) * constant * along(slope, wide, column),
    r: 3 * twice * constant ** 2 * varianceOf(slope, wide, side, column, rule),
  };
}

/** Quantile that averages at jumps. */
function quartile(sorted: readonly number[], share: number): number {
  const at = sorted.length * share;
  const k = Math.ceil(at);
  return Number.isInteger(at) ? (sorted[at - 1]! + sorted[at]!) / 2 : sorted[k - 1]!;
}

export function plainBandwidths(sides: Sides, rule: PlainRule): { readonly h: Two; readonly b: Two } {
  const { p, q, deriv, regularise } = rule;
  const x = sides.flatMap(({ d }) => [...d]).sort((a, b) => a - b);
  const mean = x.reduce((sum, value) => sum + value, 0) / x.length;
  const sd = Math.sqrt(x.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (x.length - 1));
  const distances = sides.map(({ d }) => [...new Set(d.map(Math.abs))].sort((a, b) => a - b));
  const reach = distances.map((each) => each.at(-1)!);
  const n = rule.masspoints ? distances[0]!.length + distances[1]!.length : x.length;
  const spread = Math.min(sd, (quartile(x, 0.75) - quartile(x, 0.25)) / 1.349);
  const constant = { triangular: 2.576, epanechnikov: 2.34, uniform: 1.843 }[rule.kernel];
  const pilot = sides.map(({ d }, i) => {
    const usual = Math.min(constant * spread * n ** -0.2, Math.max(...reach));
    const own = distances[i]!;
    return rule.masspoints && 1 - own.length / d.length >= 0.2
      ? Math.max(usual, own[Math.min(10, own.length) - 1]! + 1e-8)
      : usual;
  });
  const by = (form: 'rd' | 'two' | 'sum') => {
    const step = (orders: readonly [number, number, number], hB: readonly number[], scale: number): Two => {
      const [l, r] = sides.map((side, i) => stageOf(side, rule, orders, pilot[i]!, hB[i]!));
      const rate = 1 / (2 * orders[0] + 3);
      if (form === 'two') {
        const own = [l!, r!].map((s, i) => Math.min((s.v / (s.b ** 2 + scale * s.r)) ** rate, reach[i]!));
        return [own[0]!, own[1]!];
      }
      const bias = form === 'rd' ? r!.b - l!.b : r!.b + l!.b;
      const common = ((l!.v + r!.v) / (bias ** 2 + scale * (l!.r + r!.r))) ** rate;
      const capped = Math.min(common, Math.max(...reach));
      return [capped, capped];
    };
    const d = step([q + 1, q + 1, q + 2], reach, 0);
    const b = step([q, p + 1, q + 1], d, regularise);
    return { h: step([p, deriv, q], b, regularise), b };
  };
  const { form } = rule;
  const names = { comb1: ['rd', 'sum'], comb2: ['two', 'rd', 'sum'], rd: ['rd'], two: ['two'], sum: ['sum'] } as const;
  const all = names[form].map(by);
  const of = (key: 'h' | 'b'): Two => {
    const at = (i: 0 | 1): number => {
      const values = all.map((each) => each[key][i]).sort((a, b) => a - b);
      return form === 'comb1' ? values[0]! : values[(values.length - 1) / 2]!;
    };
    return [at(0), at(1)];
  };
  const factor = rule.goal === 'cer' ? x.length ** (-p / ((3 + p) * (3 + 2 * p))) : 1;
  const h = of('h');
  return { h: [h[0] * factor, h[1] * factor], b: of('b') };
}
