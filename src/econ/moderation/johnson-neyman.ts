/** The region of a moderator in which an effect is significant. */
import type { Stat } from '../fit.ts';

export interface JohnsonNeyman {
  /** Ascending; empty where there are none. */
  readonly roots: readonly number[];
  /** The region in which the effect differs from zero at the level: between the roots, outside them, everywhere, nowhere. */
  readonly significant: 'inside' | 'outside' | 'everywhere' | 'nowhere';
  /** Share of the rows used whose moderator lies there. */
  readonly shareSignificant: number;
  /** Least and greatest value of the moderator in the rows used. */
  readonly range: readonly [low: number, high: number];
}

/** The effect b1 + b3 w, and the covariance of its coefficients. */
export interface EffectLine {
  readonly b1: number;
  readonly b3: number;
  readonly v11: number;
  readonly v13: number;
  readonly v33: number;
}

/**
 * Where (b1 + b3 w)² ≥ t²(v11 + 2 w v13 + w² v33) (Johnson & Neyman 1936): a quadratic Aw² + Bw + C ≥ 0, which holds outside its roots where A > 0 and between
 * them where A < 0. `moderator`: its values in the rows used. O(N).
 */
export function johnsonNeyman(line: EffectLine, critical: number, moderator: Float64Array): JohnsonNeyman {
  const { b1, b3, v11, v13, v33 } = line;
  const square = critical * critical;
  const a = b3 * b3 - square * v33;
  const b = 2 * (b1 * b3 - square * v13);
  const c = b1 * b1 - square * v11;
  const roots = rootsOf(a, b, c);
  const none = a > 0 || (a === 0 && c >= 0) ? 'everywhere' : 'nowhere';
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  let holds = 0;
  for (const w of moderator) {
    if (w < low) low = w;
    if (w > high) high = w;
    if ((a * w + b) * w + c >= 0) holds++;
  }
  return {
    roots,
    significant: roots.length === 0 ? none : a > 0 ? 'outside' : 'inside',
    shareSignificant: holds / moderator.length,
    range: [low, high],
  };
}

/** The larger root by size comes first, so that nothing cancels. */
function rootsOf(a: number, b: number, c: number): number[] {
  const discriminant = b * b - 4 * a * c;
  if (!(discriminant > 0) || a === 0) return [];
  const half = -(b + (b < 0 ? -1 : 1) * Math.sqrt(discriminant)) / 2;
  return [half / a, c / half].filter(Number.isFinite).sort((x, y) => x - y);
}

/** The line of two terms of a fit; undefined, with the reason, where their errors are. */
export function effectLine(
  {
    terms,
    vcov,
  }: {
    readonly terms: readonly { readonly term: string; readonly estimate: number; readonly stdError: Stat }[];
    readonly vcov: readonly (readonly number[])[];
  },
  effect: string,
  product: string,
): EffectLine | { readonly invalid: string } {
  const [i, j] = [effect, product].map((name) => terms.findIndex(({ term }) => term === name)) as [number, number];
  const unknown = [terms[i]!.stdError, terms[j]!.stdError].find((error) => typeof error !== 'number');
  if (typeof unknown === 'object') return unknown;
  return {
    b1: terms[i]!.estimate,
    b3: terms[j]!.estimate,
    v11: vcov[i]![i]!,
    v13: vcov[i]![j]!,
    v33: vcov[j]![j]!,
  };
}
