/**
 * Means in bins of the running variable, as figures of discontinuities show them, with how many bins a side gets (Calonico, Cattaneo & Titiunik 2015,
 * JASA 110:1753): by the integrated squared error, or so that the means vary as the data do; evenly spaced, or by quantiles.
 */
import { mean, sumSquaresAbout } from '../../../../src/base/number/sum.ts';
import { percentile } from '../../../../src/econ/distributions/percentile.ts';
import { LocalFit } from '../local-fit.ts';
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
  const squareOf = name.endsWith('pr') ? polynomialSquares(side) : neighbourSquares(outcome);
  const gapOf = (i: number): number => distances[i + 1]! - distances[i]!;
  const variance = isEven
    ? totalOf(size - 1, (i) => gapOf(i) * squareOf(i)) / range
    : totalOf(size - 1, squareOf) / size;
  if (name.includes('mv')) {
    const spread = sumSquaresAbout(outcome, mean(outcome)) / (size - 1);
    const log = Math.log(n);
    return Math.max(1, Math.ceil((spread / variance) * (n / (log * log))));
  }
  const slope = slopeOf(globalFit(side, pilotOrder).coefficients(outcome));
  const bias = isEven
    ? (range * range * totalOf(size, (i) => square(slope(distances[i]!)))) / (12 * size)
    : (size * size * totalOf(size - 1, (i) => square(gapOf(i) * slope(distances[i]! + gapOf(i) / 2)))) / (24 * size);
  return Math.max(1, Math.ceil(Math.cbrt((2 * bias * size) / variance)));
}

const square = (x: number): number => x * x;

function totalOf(count: number, of: (i: number) => number): number {
  let total = 0;
  for (let i = 0; i < count; i++) total += of(i);
  return total;
}

/** The conditional variance between a row and the next one: half of the squared difference. */
const neighbourSquares =
  (y: Float64Array) =>
  (i: number): number =>
    square(y[i + 1]! - y[i]!) / 2;

/** The conditional variance in the middle between a row and the next one, by polynomials of the outcome and of its square. */
function polynomialSquares(side: Side): (i: number) => number {
  const fit = globalFit(side, pilotOrder);
  const [first, second] = [side.outcome, side.outcome.map(square)].map((column) =>
    polynomial(fit.coefficients(column)),
  );
  const { distances } = side;
  return (i) => {
    const middle = (distances[i]! + distances[i + 1]!) / 2;
    return second!(middle) - square(first!(middle));
  };
}

const polynomial =
  (b: Float64Array) =>
  (x: number): number =>
    b.reduceRight((total, value) => total * x + value, 0);

const slopeOf = (b: Float64Array): ((x: number) => number) => polynomial(b.map((value, j) => value * j).slice(1));

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
        meanX: mean(distances, from, to),
        meanY: mean(outcome, from, to),
        n: to - from,
      });
    }
    from = to;
  }
  return bins;
}
