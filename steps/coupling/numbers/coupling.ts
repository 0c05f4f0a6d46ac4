/** The coupling coordination of systems that are measured between 0 and 1. */
import { Refusal } from '../../../src/base/problem.ts';
import { datum } from '../../../src/base/value.ts';

export type CouplingVariant = 'geometric' | 'noRoot' | 'adjusted';

export interface Coupling {
  /** The degree of coupling C, the level T, and coordination D = √(CT), row by row; NaN where a system is missing. */
  readonly c: Float64Array;
  readonly t: Float64Array;
  readonly d: Float64Array;
  /** Rows in which all systems are 0, where C is 0. */
  readonly zeros: number;
}

/**
 * `geometric`: C = n (ΠU)^{1/n}/ΣU; `noRoot`: C = ΠU/(ΣU/n)^n; `adjusted`: √{[1 − mean|U_i − U_j|] · [ΠU_i/max U]^{1/(n−1)}} (Wang & al. 2021).
 * `weights` of T sum to one. Refuses values outside 0…1. O(N n²).
 */
export function coupling(
  systems: readonly { readonly name: string; readonly values: Float64Array }[],
  weights: readonly number[],
  variant: CouplingVariant,
): Coupling {
  for (const { name, values } of systems) {
    const wrong = values.find((value) => value < 0 || value > 1);
    if (wrong === undefined) continue;
    const message = `expected systems between 0 and 1, got \`${name}\` at ${datum(name, wrong)}`;
    throw new Refusal('outside-unit', message, { param: 'systems', hint: '`scale: min-max` brings them there' });
  }
  const rows = systems[0]!.values.length;
  const [c, t, d] = [0, 1, 2].map(() => new Float64Array(rows)) as [Float64Array, Float64Array, Float64Array];
  let zeros = 0;
  for (let row = 0; row < rows; row++) {
    const u = systems.map(({ values }) => values[row]!);
    if (u.every((value) => value === 0)) zeros++;
    c[row] = degree(u, variant);
    t[row] = u.reduce((sum, value, i) => sum + weights[i]! * value, 0);
    d[row] = Math.sqrt(c[row]! * t[row]!);
  }
  return { c, t, d, zeros };
}

function degree(u: readonly number[], variant: CouplingVariant): number {
  if (u.some(Number.isNaN)) return Number.NaN;
  const n = u.length;
  const total = u.reduce((sum, value) => sum + value, 0);
  if (total === 0) return 0;
  if (variant === 'adjusted') {
    const largest = Math.max(...u);
    let gaps = 0;
    for (let i = 0; i < n; i++) for (let j = 0; j < i; j++) gaps += Math.abs(u[i]! - u[j]!);
    const ratio = u.reduce((product, value) => product * (value / largest), 1);
    return Math.sqrt((1 - gaps / ((n * (n - 1)) / 2)) * root(ratio, n - 1));
  }
  // each by the mean first, so that a product of many small ones keeps its digits
  const product = u.reduce((before, value) => before * ((value * n) / total), 1);
  return variant === 'geometric' ? root(product, n) : product;
}

const root = (value: number, n: number): number => {
  if (value === 0 || n === 1) return value;
  return n === 2 ? Math.sqrt(value) : Math.exp(Math.log(value) / n);
};
