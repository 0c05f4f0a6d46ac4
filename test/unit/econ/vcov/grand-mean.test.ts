/** The grand-mean constant's variance against exact arithmetic, where terms are nearly collinear. */
import { describe, expect, it } from 'vitest';
import type { Design, NamedCodes } from '../../../../src/econ/design.ts';
import type { Fit } from '../../../../src/econ/fit.ts';
import { clusterOn, column, type FitOptions, fitOn, named } from '../panels.ts';

/** Numerator over denominator. */
type Fraction = readonly [bigint, bigint];

const shift = 40n;
/** Of a double that is a multiple of 2^−40. */
const exact = (value: number): Fraction => reduced(BigInt(value * 2 ** Number(shift)), 1n << shift);
const whole = (value: number): Fraction => [BigInt(value), 1n];
const plus = ([a, b]: Fraction, [c, d]: Fraction): Fraction => reduced(a * d + c * b, b * d);
const times = ([a, b]: Fraction, [c, d]: Fraction): Fraction => reduced(a * c, b * d);
const over = (x: Fraction, [c, d]: Fraction): Fraction => times(x, c < 0n ? [-d, -c] : [d, c]);
const minus = (x: Fraction, [c, d]: Fraction): Fraction => plus(x, [-c, d]);
const zero = whole(0);
const total = (all: readonly Fraction[]): Fraction => all.reduce(plus, zero);
const product = (x: readonly Fraction[], y: readonly Fraction[]): Fraction => total(x.map((a, i) => times(a, y[i]!)));

function reduced(a: bigint, b: bigint): Fraction {
  let [x, y] = [a < 0n ? -a : a, b];
  while (y > 0n) [x, y] = [y, x % y];
  return x === 0n ? [0n, 1n] : [a / x, b / x];
}

/** To 60 bits, then rounded. */
function toNumber([a, b]: Fraction): number {
  const bits = BigInt(Math.max(0, b.toString(2).length - a.toString(2).length + 60));
  return Number((a << bits) / b) / 2 ** Number(bits);
}

const units = 8;
const periods = 4;
const codes = Array.from({ length: units * periods }, (_, i) => Math.floor(i / periods));
const unit = named('unit', codes);
const time = named(
  'time',
  codes.map((_, i) => i % periods),
);
const region = named(
  'region',
  codes.map((code) => code % 4),
);
const pair = named(
  'pair',
  codes.map((code) => Math.floor(code / 2)),
);

/** Terms apart by `distance` of their size; integers and powers of two, so that all of it is exact. */
function nearlyCollinear(distance: number): Design {
  const whim = (i: number, by: number) => ((i * i * 7 + i * by) % 31) - 15;
  const x1 = codes.map((code, i) => 64 + 5 * code + whim(i, 3));
  const x2 = x1.map((value, i) => value + distance * whim(i, 11));
  const y = x1.map((value, i) => 3 * value + whim(i, 5));
  return {
    nobs: codes.length,
    outcome: column('y', y),
    terms: [column('x1', x1), column('x2', x2)],
    constant: true,
    absorb: [unit],
  };
}

const within = (x: readonly Fraction[]): Fraction[] =>
  x.map((value, i) => {
    const from = Math.floor(i / periods) * periods;
    return minus(value, over(total(x.slice(from, from + periods)), whole(periods)));
  });

/** Of each row: its weights in _cons, b1, b2 as linear forms of the outcome, and its residual. */
function influences({ outcome, terms, nobs }: Design): { weights: readonly Fraction[][]; residuals: Fraction[] } {
  const given = terms.map(({ values }) => Array.from(values, exact));
  const [a, b] = given.map(within) as [Fraction[], Fraction[]];
  const y = within(Array.from(outcome.values, exact));
  const [aa, ab, bb] = [product(a, a), product(a, b), product(b, b)];
  const determinant = minus(times(aa, bb), times(ab, ab));
  const solved = (p: Fraction, x: Fraction[], q: Fraction, z: Fraction[]) =>
    x.map((value, i) => over(minus(times(p, value), times(q, z[i]!)), determinant));
  const [w1, w2] = [solved(bb, a, ab, b), solved(aa, b, ab, a)];
  const [b1, b2] = [product(w1, y), product(w2, y)];
  const residuals = y.map((value, i) => minus(value, plus(times(b1, a[i]!), times(b2, b[i]!))));
  const [m1, m2] = given.map((x) => over(total(x), whole(nobs))) as [Fraction, Fraction];
  const w0 = w1.map((value, i) => minus(over(whole(1), whole(nobs)), plus(times(m1, value), times(m2, w2[i]!))));
  return { weights: [w0, w1, w2], residuals };
}

/** Signed partitions of the rows: Σ over groups of the products of sums of scores. No finite-sample factor. */
type Partition = readonly [sign: 1 | -1, groups: readonly number[]];

function sandwich({ weights, residuals }: ReturnType<typeof influences>, at: number, partitions: readonly Partition[]) {
  const scores = [weights[0]!, weights[at]!].map((w) => w.map((value, i) => times(value, residuals[i]!)));
  const parts = partitions.map(([sign, groups]) => {
    const [own, other] = scores.map((s) =>
      Array.from({ length: Math.max(...groups) + 1 }, (_, g) => total(s.filter((_, i) => groups[i] === g))),
    );
    return times(whole(sign), product(own!, other!));
  });
  return total(parts);
}

const list = ({ codes: groups }: NamedCodes) => Array.from(groups);
const rows = codes.map((_, i) => i);
const xtreg = { small: 'xtreg' } as const;
const plain = { small: 'asymptotic' } as const;
const sandwiches: readonly (readonly [string, FitOptions, readonly Partition[]])[] = [
  ['HC0', { ...xtreg, vcov: { is: 'hc', type: 'HC0' } }, [[1, rows]]],
  ['clusters', { ...plain, ...clusterOn(unit) }, [[1, list(unit)]]],
  [
    'two-way clusters',
    { ...plain, ...clusterOn(region, pair) },
    [
      [1, list(region)],
      [1, list(pair)],
      [-1, list(unit)],
    ],
  ],
  ['Driscoll–Kraay', { ...xtreg, vcov: { is: 'dk', lag: 0 }, time: Float64Array.from(time.codes) }, [[1, list(time)]]],
];

describe.each([
  [1, 1e-13],
  [2 ** -4, 1e-12],
  [2 ** -10, 1e-12],
  [2 ** -17, 2e-10],
])('the covariances of the constant where terms are apart by %s', (distance, tolerance) => {
  const design = nearlyCollinear(distance);
  const exactly = influences(design);
  const expectExact = (fit: Fit, expected: (at: number) => Fraction) => {
    for (const [at, found] of [fit.vcov[2]![2]!, fit.vcov[2]![0]!, fit.vcov[2]![1]!].entries()) {
      expect(Math.abs(found / toNumber(expected(at)) - 1)).toBeLessThan(tolerance);
    }
    expect(fit.vcov.map((row) => row[2])).toEqual(fit.vcov[2]);
    expect(fit.warnings.map(({ code }) => code)).not.toContain('vcov-mended');
  };

  it('iid', () => {
    const { weights, residuals } = exactly;
    const variance = over(product(residuals, residuals), whole(design.nobs - units - 2));
    expectExact(fitOn(design, xtreg), (at) => times(variance, product(weights[0]!, weights[at]!)));
  });

  it.each(sandwiches)('%s', (_, options, partitions) => {
    expectExact(fitOn(design, options), (at) => sandwich(exactly, at, partitions));
  });
});
