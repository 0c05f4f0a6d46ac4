/** The kernels of Poisson regressions with absorbed effects against the same in JavaScript. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { everyRow } from '../../../../src/econ/panel/effects.ts';
import { AbsorbedRows } from '../../../../src/econ/poisson/absorbed-rows.ts';

const meansOf = (values: readonly number[], offset: readonly number[] | null = null): Float64Array => {
  const rows = new AbsorbedRows([everyRow(values.length)], 0);
  const [index, means] = [rows.column(Float64Array.from(values)), rows.column()];
  rows.writeMeans({ index, means }, offset && rows.column(Float64Array.from(offset)));
  return means;
};

const high = 0x3fd62e43;
const fromWords = (upper: number, lower: number): number => new Float64Array(Uint32Array.of(lower, upper).buffer)[0]!;
/** Where fdlibm goes another way. */
const edges = [
  ...[
    0,
    -0,
    1,
    -1,
    2 ** -28,
    2 ** -29,
    5e-324,
    Math.LN2,
    Math.LN2 / 2,
    1.5 * Math.LN2,
    700,
    708,
    709,
    709.782712893384,
  ],
  ...[709.79, 745.13, 745.1332191019411, 746, 1e6, Number.POSITIVE_INFINITY, Number.NaN, Number.MAX_VALUE],
  ...[fromWords(high, 0), fromWords(high - 1, 0xffffffff), fromWords(0x3ff0a2b2, 0), fromWords(0x3ff0a2b1, 0xffffffff)],
].flatMap((x) => [x, -x]);

it('have the exponential of V8, to its bits', () => {
  // each edge in either place of a pair
  for (const values of [edges, [0.3, ...edges]]) expect(meansOf(values)).toEqual(Float64Array.from(values, Math.exp));
  const double = fc.oneof(fc.double(), fc.double({ min: -750, max: 750 }), fc.double({ min: -3, max: 3 }));
  fc.assert(
    fc.property(fc.array(double, { minLength: 1, maxLength: 3000 }), (values) => {
      expect(meansOf(values)).toEqual(Float64Array.from(values, Math.exp));
    }),
    { numRuns: 200 },
  );
});

it('take a step by the sums of its rows, in blocks of 1,024', () => {
  const n = 2501;
  const of = (f: (i: number) => number): Float64Array => Float64Array.from({ length: n }, (_, i) => f(i));
  const [y, offset, weights] = [of((i) => i % 4), of((i) => Math.sin(i) / 3), of((i) => 1 + (i % 3))];
  const [index, change] = [of((i) => Math.cos(i)), of((i) => Math.sin(7 * i) / 5)];
  for (const [o, w] of [
    [null, null],
    [offset, weights],
  ] as const) {
    const rows = new AbsorbedRows([everyRow(n)], 0);
    const place = (x: Float64Array | null): Float64Array | null => x && rows.column(x);
    const from = {
      index: rows.column(index),
      means: rows.column(index.map((value, i) => Math.exp(value + (o?.[i] ?? 0)))),
    };
    const to = { index: rows.column(), means: rows.column() };
    const problem = { y: rows.column(y), offset: place(o), weights: place(w) };
    const found = rows.writeStep(problem, from, rows.column(change), 0.5, to);
    const sums = [0, 0, 0] as [number, number, number];
    for (let start = 0; start < n; start += 1024) {
      const own = [0, 0, 0] as [number, number, number];
      for (let i = start; i < Math.min(n, start + 1024); i++) {
        const value = index[i]! + 0.5 * change[i]!;
        const eta = value + (o?.[i] ?? 0);
        const mean = Math.exp(eta);
        expect([to.index[i], to.means[i]]).toEqual([value, mean]);
        const weight = w?.[i] ?? 1;
        const gap = from.means[i]! * (1 + change[i]!) - mean;
        own[0] += weight * (y[i]! * eta - mean);
        own[1] += weight * (Math.abs(y[i]! * eta) + mean);
        own[2] += (weight * gap * gap) / mean;
      }
      for (const [k, value] of own.entries()) sums[k] = sums[k]! + value;
    }
    expect(found).toEqual(sums);
  }
});
