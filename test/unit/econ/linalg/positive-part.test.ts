import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isIndefinite, positivePart } from '../../../../src/econ/linalg/positive-part.ts';

/** λ v v' of the positive eigenvalue of [[−a, 1], [1, b]], by formulas in which nothing cancels. */
function byHand(a: number, b: number): readonly number[] {
  const root = Math.hypot((a + b) / 2, 1);
  const value = b > a ? (b - a) / 2 + root : (1 + a * b) / (root + (a - b) / 2);
  const v = 1 / (a + value);
  return [v * v, v, v, 1].map((part) => (part * value) / (1 + v * v));
}

/** Symmetric, its entries of size one times the units of row and column: powers of two, up to 2^±40. */
interface Graded {
  readonly k: number;
  readonly units: readonly number[];
  readonly matrix: Float64Array;
}

const entry = fc.integer({ min: -1000, max: 1000 }).map((thousandths) => thousandths / 1000);
const power = fc.integer({ min: -40, max: 40 }).map((e) => 2 ** e);

const graded = (make: (entries: readonly number[], k: number) => (i: number, j: number) => number) =>
  fc
    .integer({ min: 2, max: 6 })
    .chain((k) =>
      fc.tuple(
        fc.constant(k),
        fc.array(entry, { minLength: k * k, maxLength: k * k }),
        fc.array(power, { minLength: k, maxLength: k }),
      ),
    )
    .map(([k, entries, units]): Graded => {
      const at = make(entries, k);
      const matrix = Float64Array.from({ length: k * k }, (_, cell) => {
        const [i, j] = [Math.floor(cell / k), cell % k];
        return at(i, j) * units[i]! * units[j]!;
      });
      return { k, units, matrix };
    });

const indefinite = graded((entries, k) => (i, j) => entries[Math.min(i, j) * k + Math.max(i, j)]!);
/** A'A of a square A, so that none of its eigenvalues is negative. */
const semidefinite = graded(
  (entries, k) => (i, j) =>
    Array.from({ length: k }, (_, m) => entries[m * k + i]! * entries[m * k + j]!).reduce((a, b) => a + b, 0),
);

const permuted = (matrix: Float64Array, order: readonly number[]): Float64Array => {
  const k = order.length;
  return Float64Array.from(
    { length: k * k },
    (_, cell) => matrix[order[Math.floor(cell / k)]! * k + order[cell % k]!]!,
  );
};
const negated = (matrix: Float64Array): Float64Array => matrix.map((value) => -value);
const reversed = (k: number): number[] => Array.from({ length: k }, (_, i) => k - 1 - i);

describe('the positive part of a symmetric matrix', () => {
  it.each([
    [1, 1],
    [1e-3, 1e12],
    [1e12, 1],
    [1e12, 1e-3],
  ])('keeps the digits of what is small: −%d and %d on the diagonal', (a, b) => {
    const matrix = Float64Array.of(-a, 1, 1, b);
    for (const [at, expected] of byHand(a, b).entries()) {
      expect(Math.abs(positivePart(matrix, 2)[at]! / expected - 1)).toBeLessThan(1e-14);
    }
  });

  it('is the matrix itself where that has no negative eigenvalue', () => {
    const matrix = Float64Array.of(2, 1, 1, 2);
    expect(isIndefinite(matrix, 2)).toBe(false);
    for (const [at, value] of positivePart(matrix, 2).entries()) expect(value).toBeCloseTo(matrix[at]!, 14);
  });

  it('turns a block that is tiny beside the others', () => {
    // of the block itself: eigenvalues 3 and −1
    for (const order of [
      [0, 1, 2],
      [2, 0, 1],
    ]) {
      const matrix = permuted(Float64Array.of(1e-30, 2e-30, 0, 2e-30, 1e-30, 0, 0, 0, 1), order);
      const expected = permuted(Float64Array.of(1.5e-30, 1.5e-30, 0, 1.5e-30, 1.5e-30, 0, 0, 0, 1), order);
      for (const [at, value] of positivePart(matrix, 3).entries()) {
        expect(Math.abs(value - expected[at]!)).toBeLessThanOrEqual(1e-15 * expected[at]!);
      }
    }
  });

  // Moreau: P and N are the parts of M = P − N if and only if both are positive semi-definite and PN = 0.
  it('and the negative one make up the matrix and are orthogonal, each entry to its own digits', () => {
    fc.assert(
      fc.property(indefinite, ({ k, units, matrix }) => {
        const [p, n] = [positivePart(matrix, k), positivePart(negated(matrix), k)];
        for (let i = 0; i < k; i++) {
          for (let j = 0; j < k; j++) {
            const at = i * k + j;
            expect(Math.abs(p[at]! - n[at]! - matrix[at]!)).toBeLessThanOrEqual(
              1e-13 * (Math.abs(p[at]!) + Math.abs(n[at]!) + units[i]! * units[j]!),
            );
            const terms = Array.from({ length: k }, (_, m) => p[i * k + m]! * n[m * k + j]!);
            const size = terms.reduce((total, term) => total + Math.abs(term), 0);
            expect(Math.abs(terms.reduce((total, term) => total + term, 0))).toBeLessThanOrEqual(1e-9 * size);
          }
        }
      }),
      { numRuns: 500, seed: 9 },
    );
  });

  it('does not hang on the order of rows', () => {
    fc.assert(
      fc.property(indefinite, ({ k, matrix }) => {
        const back = reversed(k);
        const [here, there] = [positivePart(matrix, k), permuted(positivePart(permuted(matrix, back), k), back)];
        for (let i = 0; i < k; i++) {
          for (let j = 0; j < k; j++) {
            const size = Math.sqrt(here[i * k + i]! * here[j * k + j]!);
            expect(Math.abs(here[i * k + j]! - there[i * k + j]!)).toBeLessThanOrEqual(1e-9 * size);
          }
        }
      }),
      { numRuns: 500, seed: 9 },
    );
  });

  it('has no diagonal below the matrix’s', () => {
    fc.assert(
      fc.property(indefinite, ({ k, matrix }) => {
        const part = positivePart(matrix, k);
        for (let at = 0; at < k * k; at += k + 1) {
          expect(part[at]! - matrix[at]!).toBeGreaterThanOrEqual(-1e-13 * Math.abs(matrix[at]!));
        }
      }),
      { numRuns: 500, seed: 9 },
    );
  });

  it('is the matrix, in whatever units, where nothing is clipped', () => {
    fc.assert(
      fc.property(semidefinite, ({ k, matrix }) => {
        const part = positivePart(matrix, k);
        for (let i = 0; i < k; i++) {
          for (let j = 0; j < k; j++) {
            const size = Math.sqrt(matrix[i * k + i]! * matrix[j * k + j]!);
            expect(Math.abs(part[i * k + j]! - matrix[i * k + j]!)).toBeLessThanOrEqual(1e-12 * size);
          }
        }
      }),
      { numRuns: 500, seed: 9 },
    );
  });
});
