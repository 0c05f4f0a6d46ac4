/** Numbers in order with the positions they had: as a stable sort by comparison, for values that are spread, skewed, repeated and extreme. */
import { describe, expect, it } from 'vitest';
import { ordered } from '../../../../src/base/number/order.ts';
import { createRng } from '../../../../src/base/number/rng.ts';

const draw = createRng('order').stream('values', 0);
const many = (of: (i: number) => number, n = 20_000): Float64Array => Float64Array.from({ length: n }, (_, i) => of(i));

const cases: Readonly<Record<string, Float64Array>> = {
  'of no numbers': new Float64Array(0),
  'of one': Float64Array.of(3),
  'of few': many(() => draw.normal(), 40),
  'of a bell': many(() => draw.normal()),
  'of tails by which one cell has nearly all': many((i) => (i === 7 ? 1e12 : draw.normal())),
  'of powers of two, of which each division parts few': many(() => 2 ** Math.floor(600 * draw.normal())),
  'that repeat': many(() => Math.round(3 * draw.normal())),
  'of two values in turn': many((i) => i % 2),
  'of one value': many(() => 5),
  'of both zeros': many((i) => (i % 3 === 0 ? -0 : i % 3 === 1 ? 0 : draw.normal()) / 1e3),
  'whose range overflows': many(() => (draw.normal() > 0 ? 1 : -1) * Number.MAX_VALUE * draw.uniform()),
  'whose range underflows': many(() => Math.round(5 * draw.normal()) * Number.MIN_VALUE),
  'with infinities': many((i) => (i % 100 === 0 ? Number.NEGATIVE_INFINITY : draw.normal())),
  'that descend': many((i) => -i),
};

describe('numbers', () => {
  it.each(Object.entries(cases))('%s are in the order of a stable sort', (_, numbers) => {
    const before = numbers.slice();
    const { values, positions } = ordered(numbers);
    const expected = Array.from(numbers, (_, i) => i).sort((a, b) =>
      numbers[a] === numbers[b] ? a - b : numbers[a]! < numbers[b]! ? -1 : 1,
    );
    expect(Array.from(positions)).toEqual(expected);
    expect(values.every((value, i) => Object.is(value, numbers[expected[i]!]))).toBe(true);
    expect(numbers).toEqual(before);
  });
});
