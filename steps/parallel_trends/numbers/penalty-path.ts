/** The minima of c'Qc/2 + q'c + λ|c|₁ for every λ, a path of straight pieces (Osborne, Presnell & Turlach 2000, IMA J. Numerical Analysis 20:389). */
import { luOf } from '../../../src/econ/linalg/lu.ts';
import { inner } from './event-study.ts';

/** A kink of the path; between two of them c is linear in λ. */
export interface Kink {
  readonly lambda: number;
  readonly c: Float64Array;
}

/** The kinks from the largest λ, at which c = 0, down to λ = 0. `q`: k; `square`: k × k, positive definite. O(k⁴). */
export function penaltyPath(square: Float64Array, q: Float64Array): readonly Kink[] {
  const k = q.length;
  let lambda = q.reduce((most, each) => Math.max(most, Math.abs(each)), 0);
  const kinks: Kink[] = [{ lambda, c: new Float64Array(k) }];
  const signs = new Map<number, number>();
  const first = q.findIndex((each) => Math.abs(each) === lambda);
  if (lambda > 0) signs.set(first, -Math.sign(q[first]!));
  while (lambda > 0) {
    const { at, slope } = piece(square, q, signs);
    const [next, event] = nextKink(lambda, { square, q, signs, at, slope });
    lambda = next;
    const c = at.map((value, j) => (signs.has(j) && event?.leaves !== j ? value - lambda * slope[j]! : 0));
    kinks.push({ lambda, c });
    if (event?.leaves !== undefined) signs.delete(event.leaves);
    if (event?.enters !== undefined) signs.set(event.enters, event.sign);
  }
  return kinks;
}

type Event =
  | { readonly leaves: number; readonly enters?: never }
  | { readonly enters: number; readonly sign: number; readonly leaves?: never };

/** The path between two kinks: c = at − λ slope at the active places, which `signs` has. */
interface Segment extends Piece {
  readonly square: Float64Array;
  readonly q: Float64Array;
  readonly signs: ReadonlyMap<number, number>;
}

/** The next λ at which a place enters or leaves; 0 where none does. */
function nextKink(lambda: number, { square, q, signs, at, slope }: Segment): readonly [number, Event | null] {
  const k = q.length;
  let [next, event]: [number, Event | null] = [0, null];
  const consider = (candidate: number, then: Event): void => {
    // A place that has just entered or left stands at its bound, to rounding.
    if (candidate > next && candidate < lambda * (1 - 1e-10)) [next, event] = [candidate, then];
  };
  for (let j = 0; j < k; j++) {
    if (signs.has(j)) {
      consider(at[j]! / slope[j]!, { leaves: j });
      continue;
    }
    const row = square.subarray(j * k, j * k + k);
    const [constant, perLambda] = [q[j]! + inner(row, at), -inner(row, slope)];
    consider(constant / (1 - perLambda), { enters: j, sign: -1 });
    consider(-constant / (1 + perLambda), { enters: j, sign: 1 });
  }
  return [next, event];
}

interface Piece {
  readonly at: Float64Array;
  readonly slope: Float64Array;
}

/** The piece of the active places: c = at − λ slope, 0 elsewhere. */
function piece(square: Float64Array, q: Float64Array, signs: ReadonlyMap<number, number>): Piece {
  const k = q.length;
  const active = [...signs.keys()];
  const n = active.length;
  const [at, slope] = [new Float64Array(k), new Float64Array(k)];
  if (n === 0) return { at, slope };
  const lu = luOf(
    Float64Array.from({ length: n * n }, (_, i) => square[active[Math.floor(i / n)]! * k + active[i % n]!]!),
    n,
  );
  const right = lu.solve(Float64Array.from(active, (j) => -q[j]!));
  const bySign = lu.solve(Float64Array.from(active, (j) => signs.get(j)!));
  for (const [i, j] of active.entries()) [at[j], slope[j]] = [right[i]!, bySign[i]!];
  return { at, slope };
}
