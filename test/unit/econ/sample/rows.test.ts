import { describe, expect, it } from 'vitest';
import { hasNaN, hasNoLevel, picked, pickedCodes } from '../../../../src/econ/sample/rows.ts';

describe('rows of a column', () => {
  const values = Float64Array.of(1, 2, 3);
  const codes = Int32Array.of(2, 0, 1);

  it('are the column itself where they are all of it, in its order', () => {
    const every = Int32Array.of(0, 1, 2);
    expect(picked(values, every)).toBe(values);
    expect(pickedCodes(codes, every)).toBe(codes);
  });

  it('are chosen otherwise, in the order given', () => {
    expect(picked(values, Int32Array.of(0, 2))).toEqual(Float64Array.of(1, 3));
    expect(picked(values, Int32Array.of(2, 0, 1))).toEqual(Float64Array.of(3, 1, 2));
    expect(pickedCodes(codes, Int32Array.of(1, 0, 2))).toEqual(Int32Array.of(0, 2, 1));
  });

  it('miss a value or a level where one is NaN or −1', () => {
    expect([hasNaN(values), hasNaN(Float64Array.of(1, Number.NaN))]).toEqual([false, true]);
    expect([hasNoLevel(codes), hasNoLevel(Int32Array.of(0, -1))]).toEqual([false, true]);
  });
});
