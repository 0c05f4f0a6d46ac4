/** Convergence: the dispersion of a variable over time, and the speed that a slope on its beginning stands for. */
import { sum, sumSquaresAbout } from '../../base/number/sum.ts';
import type { Stat } from '../fit.ts';
import { variation } from './variation.ts';

export interface Dispersion {
  readonly n: number;
  /** Standard deviation of logarithms with n − 1, and with n. */
  readonly sdLog: Stat;
  readonly sdLogN: Stat;
  readonly cv: Stat;
}

/** σ convergence of one period (Barro & Sala-i-Martin 1992). */
export function dispersion(x: Float64Array): Dispersion {
  const n = x.length;
  if (n < 2) {
    const none: Stat = { invalid: 'one value has no dispersion' };
    return { n, sdLog: none, sdLogN: none, cv: none };
  }
  if (x.some((value) => !(value > 0))) {
    const none: Stat = { invalid: 'a value is 0 or below, whose logarithm is not defined' };
    return { n, sdLog: none, sdLogN: none, cv: variation(x).cv };
  }
  const logs = x.map(Math.log);
  const squares = sumSquaresAbout(logs, sum(logs) / n);
  return { n, sdLog: Math.sqrt(squares / (n - 1)), sdLogN: Math.sqrt(squares / n), cv: variation(x).cv };
}

export interface Speed {
  readonly speed: Stat;
  readonly seSpeed: Stat;
  readonly halfLife: Stat;
}

/** λ = −ln(1 + bT)/T with its error se(b)/(1 + bT), and ln 2/λ. T is 1 for yearly growth on the year before. */
export function speedOf(b: number, stdError: Stat, periods: number): Speed {
  const left = 1 + b * periods;
  if (!(left > 0)) {
    const none: Stat = { invalid: 'there is no speed of convergence: 1 + bT is not positive' };
    return { speed: none, seSpeed: none, halfLife: none };
  }
  const speed = -Math.log(left) / periods;
  return {
    speed,
    seSpeed: typeof stdError === 'number' ? stdError / left : stdError,
    halfLife: speed > 0 ? Math.LN2 / speed : { invalid: 'there is no convergence: the speed is not positive' },
  };
}
