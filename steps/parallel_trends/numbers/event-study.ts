/** An event study as estimates by period with their covariance, parted where treatment begins. */
import { Refusal } from '../../../src/base/problem.ts';
import { scaledCholesky } from '../../../src/econ/linalg/matrix.ts';

/** Estimates in the order of their periods, the covariance by rows. */
export interface EventStudy {
  /** Periods since treatment, ascending, without the reference. */
  readonly events: readonly number[];
  readonly estimates: Float64Array;
  readonly vcov: Float64Array;
  /** The period that the estimates are compared with. */
  readonly reference: number;
  /** How many of the periods lie before the reference. */
  readonly before: number;
}

/**
 * An event study of estimates in any order. The reference is the one period between the first and the last that has no estimate. Refuses other
 * gaps, a reference that is not the last period before treatment, no period on either side of it, and a covariance that is not positive definite.
 */
export function eventStudy(
  found: readonly { readonly event: number; readonly estimate: number }[],
  vcov: readonly (readonly number[])[],
): EventStudy {
  const order = found.map((_, i) => i).sort((a, b) => found[a]!.event - found[b]!.event);
  const events = order.map((i) => found[i]!.event);
  const reference = referenceOf(events);
  const k = order.length;
  const sorted = new Float64Array(k * k);
  for (const [i, a] of order.entries()) for (const [j, b] of order.entries()) sorted[i * k + j] = vcov[a]![b]!;
  if (scaledCholesky(sorted, k) === null) {
    const message = `the covariance of the ${k} periods is singular`;
    const hint = 'fewer clusters than periods leave it so; show fewer periods';
    throw new Refusal('singular-covariance', message, { param: 'from', hint });
  }
  return {
    events,
    estimates: Float64Array.from(order, (i) => found[i]!.estimate),
    vcov: sorted,
    reference,
    before: events.filter((event) => event < reference).length,
  };
}

function referenceOf(events: readonly number[]): number {
  const [first, last] = [events[0], events.at(-1)];
  const shown = events.join(', ');
  const refuse = (message: string, hint: string): never => {
    throw new Refusal('no-reference', message, { param: 'from', hint });
  };
  if (first === undefined || last === undefined || !events.every(Number.isInteger))
    return refuse('there is no estimate of a period since treatment', 'name an event study, or a step of kind `did`');
  const gaps = Array.from({ length: last - first }, (_, i) => first + i).filter((event) => !events.includes(event));
  const [reference] = gaps;
  if (gaps.length !== 1 || reference === undefined) {
    const got = gaps.length === 0 ? 'none' : gaps.join(', ');
    return refuse(
      `expected one period without an estimate, the reference, among ${shown}; got ${got}`,
      'periods before and after the reference are needed, without gaps',
    );
  }
  if (events.some((event) => event > reference && event < 0)) {
    const message = `the reference ${reference} is not the last period before treatment`;
    return refuse(message, 'compare with the last period before treatment, as by `ref=-1`');
  }
  return reference;
}

/** Periods from the reference: negative before it, 1 for the first after it. */
export const distances = ({ events, reference }: EventStudy): readonly number[] =>
  events.map((event) => event - reference);

/** a'Vb over the leading dimension of both. */
export function bilinear(a: ArrayLike<number>, vcov: Float64Array, b: ArrayLike<number>): number {
  const k = a.length;
  let total = 0;
  for (let i = 0; i < k; i++) {
    let row = 0;
    for (let j = 0; j < k; j++) row += vcov[i * k + j]! * b[j]!;
    total += a[i]! * row;
  }
  return total;
}

export function inner(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let total = 0;
  for (let i = 0; i < a.length; i++) total += a[i]! * b[i]!;
  return total;
}
