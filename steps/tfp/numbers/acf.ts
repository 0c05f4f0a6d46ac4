/** Ackerberg, Caves & Frazer (2015, Econometrica 83:2411): all elasticities by the motion of productivity. */
import { dot } from '../../../src/base/number/sum.ts';
import { orthonormal, takeOffAll } from '../../../src/econ/linalg/orthogonal.ts';
import type { Estimated } from './estimated.ts';
import { firstStage } from './first-stage.ts';
import { bestOf, less, powersOf, requireMotion } from './proxied.ts';
import { at, type Firms, pairsOf } from './sample.ts';
import { type Found, minimised } from './search.ts';
import type { TfpSpec } from './spec.ts';

/** Solutions this near to each other are one. */
const SAME = 1e-5;

/**
 * The first stage fits output by a polynomial of all inputs and the proxy. Elasticities then make innovations of productivity orthogonal to the free inputs of the
 * period before and to the state inputs, as many moments as elasticities. Moments may have several solutions (section 4.3.2): of these the nearest to least
 * squares is taken, and the others are counted.
 */
export function ackerbergCavesFrazer(
  firms: Firms,
  spec: TfpSpec,
  leastSquares: Float64Array,
  start?: Float64Array,
): Estimated {
  const { output, free, state, proxy } = firms;
  const { fitted } = firstStage(output, [...free, ...state, proxy!], spec.order!, [], []);
  const { now, earlier } = pairsOf(firms);
  const inputs = [...free, ...state];
  requireMotion(now.length, inputs.length + spec.transition! + 1);
  const [phiNow, phiThen] = [at(fitted, now), at(fitted, earlier)];
  const inputsNow = inputs.map((column) => at(column, now));
  const inputsThen = inputs.map((column) => at(column, earlier));
  const instruments = orthonormal(
    [...free.map((column) => at(column, earlier)), ...state.map((column) => at(column, now))],
    () => 0,
  );
  const moments = (b: Float64Array): Float64Array => {
    const innovation = less(phiNow, inputsNow, b);
    takeOffAll(innovation, powersOf(less(phiThen, inputsThen, b), spec.transition!));
    return Float64Array.from(instruments, (z) => dot(z, innovation));
  };
  const found = (start === undefined ? startsOf(leastSquares) : [start]).map((each) => minimised(moments, each));
  const size = dot(phiNow, phiNow);
  const solved = found.filter(({ isSettled, criterion }) => isSettled && criterion <= 1e-14 * size);
  const distance = ({ values }: Found): number =>
    values.reduce((sum, value, j) => sum + (value - leastSquares[j]!) * (value - leastSquares[j]!), 0);
  const apart: Found[] = [];
  for (const each of [...solved].sort((x, y) => distance(x) - distance(y)))
    if (!apart.some((other) => other.values.every((value, j) => Math.abs(value - each.values[j]!) <= SAME)))
      apart.push(each);
  const best = apart[0] ?? bestOf(found);
  return {
    estimates: best.values,
    dynamic: now.length,
    linear: null,
    others: apart.length === 0 ? -1 : apart.length - 1,
  };
}

/** Least squares, parts of it, and equal shares. */
const startsOf = (leastSquares: Float64Array): Float64Array[] => [
  leastSquares,
  ...[0.75, 0.5, 0.25, 1.25].map((part) => leastSquares.map((value) => part * value)),
  ...[0.5, 1].map((sum) => leastSquares.map(() => sum / leastSquares.length)),
];
