/**
 * Means in bins of the running variable, as figures of discontinuities show them, with how many bins a side gets (Calonico, Cattaneo & Titiunik 2015,
 * JASA 110:1753): by the integrated squared error, or so that the means vary as the data do; evenly spaced, or by quantiles.
 */
import { dot, mean, sum, sumSquaresAbout } from '../../../../src/base/number/sum.ts';
import { percentile } from '../../../../src/econ/distributions/percentile.ts';
import { LocalFit } from '../local-fit.ts';
import { valueAt } from '../moments/polynomials.ts';
import type { Side } from '../side.ts';
import type { BinName, Pair } from '../spec.ts';

export interface Bin {
  /** Middle of the bin. */
  readonly centre: number;
  readonly meanX: number;
  readonly meanY: number;
  readonly n: number;
}

export interface Binned {
  /** Bins of each side, empty ones too. */
  readonly counts: Pair;
  readonly bins: readonly Bin[];
  /** The polynomial of each side. */
  readonly fits: readonly [left: LocalFit, right: LocalFit];
}

/** Order of the polynomials by which the number of bins is chosen. */
const pilotOrder = 4;

/** `count`: as many as the user says; null: chosen. `order`: of the polynomials that are shown. */
export function binned(sides: readonly [Side, Side], name: BinName, count: Pair | null, order: number): Binned {
  const n = sides[0].distances.length + sides[1].distances.length;
  const found = sides.map((side, i) => {
    const bins = count?.[i] ?? binsOf(side, name, n);
    return { bins, fit: globalFit(side, order), rows: rowsOf(side, edgesOf(side, name, bins)) };
  });
  return {
    counts: [found[0]!.bins, found[1]!.bins],
    bins: found.flatMap(({ rows }) => rows),
    fits: [found[0]!.fit, found[1]!.fit],
  };
}

const globalFit = (side: Side, order: number): LocalFit => new LocalFit(side, order, side.range, 'uniform');

/** `n`: rows of both sides. */
function binsOf(side: Side, name: BinName, n: number): number {
  const { distances, outcome, range } = side;
  const size = distances.length;
  const isEven = name.startsWith('es');
  const gaps = gapsOf(distances);
  const variances = name.endsWith('pr') ? polynomialVariances(side) : neighbourVariances(outcome);
  const variance = isEven ? dot(gaps, variances) / range : sum(variances) / size;
  if (name.includes('mv')) {
    const spread = sumSquaresAbout(outcome, mean(outcome)) / (size - 1);
    const log = Math.log(n);
    return Math.max(1, Math.ceil((spread / variance) * (n / (log * log))));
  }
  const slope = slopeOf(globalFit(side, pilotOrder).coefficients(outcome));
  const slopes = isEven
    ? distances.map((d) => valueAt(slope, d))
    : between(distances, (here, next) => (next - here) * valueAt(slope, here + (next - here) / 2));
  const squares = dot(slopes, slopes);
  const bias = isEven ? (range * range * squares) / (12 * size) : (size * size * squares) / (24 * size);
  return Math.max(1, Math.ceil(Math.cbrt((2 * bias * size) / variance)));
}

function gapsOf(values: Float64Array): Float64Array {
  const out = new Float64Array(values.length - 1);
  for (let i = 0; i < out.length; i++) out[i] = values[i + 1]! - values[i]!;
  return out;
}

/** A value for each row but the last, by it and the next. */
function between(values: Float64Array, of: (here: number, next: number) => number): Float64Array {
  const out = new Float64Array(values.length - 1);
  for (let i = 0; i < out.length; i++) out[i] = of(values[i]!, values[i + 1]!);
  return out;
}

/** The conditional variance between each row and the next one: half of the squared difference. */
function neighbourVariances(y: Float64Array): Float64Array {
  const out = gapsOf(y);
  for (let i = 0; i < out.length; i++) out[i] = (out[i]! * out[i]!) / 2;
  return out;
}

/** The conditional variance in the middle between each row and the next one, by polynomials of the outcome and of its square. */
function polynomialVariances(side: Side): Float64Array {
  const fit = globalFit(side, pilotOrder);
  const first = fit.coefficients(side.outcome);
  const second = fit.coefficients(side.outcome.map((y) => y * y));
  return between(side.distances, (here, next) => {
    const middle = (here + next) / 2;
    const value = valueAt(first, middle);
    return valueAt(second, middle) - value * value;
  });
}

const slopeOf = (b: Float64Array): Float64Array => b.map((value, j) => value * j).slice(1);

/** Ascending distances between which the bins lie. */
function edgesOf({ name: which, distances, range }: Side, name: BinName, bins: number): Float64Array {
  if (!name.startsWith('es')) {
    return Float64Array.from({ length: bins + 1 }, (_, k) => percentile(distances, (100 * k) / bins, 'type7'));
  }
  return Float64Array.from({ length: bins + 1 }, (_, k) => {
    if (k === (which === 'left' ? bins : 0)) return 0;
    if (k === (which === 'left' ? 0 : bins)) return which === 'left' ? -range : range;
    return which === 'left' ? -range + (range * k) / bins : (range * k) / bins;
  });
}

function rowsOf({ distances, outcome }: Side, edges: Float64Array): Bin[] {
  const bins: Bin[] = [];
  let from = 0;
  for (let k = 0; k + 1 < edges.length; k++) {
    const isLast = k + 2 === edges.length;
    let to = from;
    while (to < distances.length && (isLast || distances[to]! < edges[k + 1]!)) to++;
    if (to > from) {
      bins.push({
        centre: (edges[k]! + edges[k + 1]!) / 2,
        meanX: meanFrom(distances, from, to),
        meanY: meanFrom(outcome, from, to),
        n: to - from,
      });
    }
    from = to;
  }
  return bins;
}

/** The mean of some values as the first one and the mean of what the others differ by, so that a large common offset costs no digits. */
function meanFrom(values: Float64Array, from: number, to: number): number {
  const first = values[from]!;
  let total = 0;
  for (let i = from + 1; i < to; i++) total += values[i]! - first;
  return first + total / (to - from);
}
