/** Wooldridge (2009, Economics Letters 104:112): both stages of proxies as one system of equations with instruments of their own. */
import { Refusal } from '../../../src/base/problem.ts';
import { leastSquares } from '../../../src/econ/linalg/least-squares.ts';
import { orthonormal, takeOffAll } from '../../../src/econ/linalg/orthogonal.ts';
import type { Estimated } from './estimated.ts';
import { polynomial } from './polynomial.ts';
import { requireMotion } from './proxied.ts';
import { at, type Firms, pairsOf } from './sample.ts';
import type { TfpSpec } from './spec.ts';

/**
 * Two-stage least squares of the system
 *   y = a₁ + w·b + c(x, m) + e₁,   y = a₂ + w·b + x·g + f(x₋, m₋) + e₂
 * with polynomials c and f. Free inputs w are instruments of the first equation and their lags of the second; state inputs x and polynomials are of theirs. Since c
 * may hold any x, the second equation alone tells g.
 */
export function twoEquations(firms: Firms, spec: TfpSpec): Estimated {
  const { output, free, state, proxy, unit, units } = firms;
  const { now, earlier } = pairsOf(firms);
  const of = (columns: readonly Float64Array[], rows: Int32Array) => columns.map((column) => at(column, rows));
  const n = now.length;
  const one = new Float64Array(n).fill(1);
  const nothing = new Float64Array(n);
  const [freeNow, stateNow] = [of(free, now), of(state, now)];
  const current = polynomial(of([...state, proxy!], now), spec.order!);
  const lagged = polynomial(of([...state, proxy!], earlier), spec.order!);
  const further = current.length + lagged.length + 2;
  requireMotion(n, free.length + state.length + further);
  const length = (x: Float64Array) => Math.sqrt(x.reduce((sum, value) => sum + value * value, 0));
  const instruments = [one, ...lagged, ...stateNow, ...of(free, earlier)];
  const basis = orthonormal(instruments, (j) => 1e-9 * length(instruments[j]!));
  const projected = (x: Float64Array): Float64Array => {
    const rest = x.slice();
    takeOffAll(rest, basis);
    return x.map((value, row) => value - rest[row]!);
  };
  const stacked = (first: Float64Array, second: Float64Array): Float64Array => {
    const out = new Float64Array(2 * n);
    out.set(first);
    out.set(second, n);
    return out;
  };
  const terms = [
    ...freeNow.map((column) => [column, column] as const),
    ...stateNow.map((column) => [nothing, column] as const),
  ];
  const beside = [
    [one, nothing] as const,
    [nothing, one] as const,
    ...current.map((column) => [column, nothing] as const),
    ...lagged.map((column) => [nothing, column] as const),
  ];
  // what the polynomials span stands before the inputs, which then lack nothing that a polynomial has
  const order = [...beside, ...terms];
  const fitted = order.map(([first, second]) => stacked(first, second === nothing ? nothing : projected(second)));
  const y = at(output, now);
  const lengths = order.map(([first, second]) => length(stacked(first, second)));
  const { coefficients, qr } = leastSquares(fitted, stacked(y, projected(y)), (j) => 1e-9 * lengths[j]!);
  const names = [...spec.free, ...spec.state];
  const lost = qr.dropped.filter((j) => j >= beside.length).map((j) => `\`${names[j - beside.length]!}\``);
  if (lost.length > 0) {
    const message = `the instruments tell no elasticity of ${lost.join(', ')}`;
    throw new Refusal('collinear', message, { param: 'proxy', hint: 'name another proxy, or a smaller `order`' });
  }
  const kept = qr.kept.map((j) => order[j]!);
  const residuals = stacked(y, y);
  for (const [k, [first, second]] of kept.entries())
    for (let i = 0; i < n; i++) {
      residuals[i] = residuals[i]! - coefficients[k]! * first[i]!;
      residuals[n + i] = residuals[n + i]! - coefficients[k]! * second[i]!;
    }
  const count = names.length;
  const columns = qr.kept.map((j) => fitted[j]!);
  const twice = new Int32Array(2 * n);
  for (const [i, row] of now.entries()) {
    twice[i] = unit[row]!;
    twice[n + i] = unit[row]!;
  }
  return {
    estimates: coefficients.slice(coefficients.length - count),
    dynamic: n,
    linear: {
      columns: [...columns.slice(columns.length - count), ...columns.slice(0, columns.length - count)],
      residuals,
      unit: twice,
      units,
      counted: 0,
      countedInClusters: null,
    },
  };
}
