/** B-splines of a dose between its knots, with their slopes (de Boor 1978, A Practical Guide to Splines, chapters IX and X). */

export interface SplineBasis {
  /** Number of terms: the degree, the inner knots, and one. The terms sum to 1 at every dose. */
  readonly terms: number;
  readonly inner: readonly number[];
  /** The terms at a dose between the outer knots. */
  at(dose: number): Float64Array;
  /** Their derivatives by the dose. */
  slopesAt(dose: number): Float64Array;
}

/** `inner`: ascending knots strictly between `low` and `high`; `degree`: 1 or more. */
export function splineBasis(degree: number, inner: readonly number[], low: number, high: number): SplineBasis {
  const repeated = (knot: number): number[] => new Array<number>(degree + 1).fill(knot);
  const knots = [...repeated(low), ...inner, ...repeated(high)];
  const terms = inner.length + degree + 1;
  return {
    terms,
    inner,
    at: (dose) => valuesAt(dose, degree, knots),
    slopesAt: (dose) => {
      const lower = valuesAt(dose, degree - 1, knots);
      const part = (i: number): number => quotient(lower[i]!, knots[i + degree]! - knots[i]!);
      return Float64Array.from({ length: terms }, (_, i) => degree * (part(i) - part(i + 1)));
    },
  };
}

/** A term over no width is nothing. */
const quotient = (value: number, width: number): number => (width > 0 ? value / width : 0);

/** By the recurrence over degrees, from the indicator of the interval in which the dose lies. */
function valuesAt(dose: number, degree: number, knots: readonly number[]): Float64Array {
  const last = knots.at(-1)!;
  const inside = (knot: number, i: number): boolean =>
    knot <= dose && (dose < knots[i + 1]! || (dose === last && knot < last && knots[i + 1] === last));
  const values = Float64Array.from(knots.slice(0, -1), (knot, i) => (inside(knot, i) ? 1 : 0));
  for (let q = 1; q <= degree; q++)
    for (let i = 0; i + q + 1 < knots.length; i++) {
      const [rising, falling] = [knots[i]!, knots[i + q + 1]!];
      values[i] =
        quotient((dose - rising) * values[i]!, knots[i + q]! - rising) +
        quotient((falling - dose) * values[i + 1]!, falling - knots[i + 1]!);
    }
  return values.slice(0, knots.length - degree - 1);
}
