/** Shift-share variables: what must be true of them, and what is refused. */
import { expect, it } from 'vitest';
import { type Exposures, shiftShare } from '../../../../src/econ/regional/shift-share.ts';

const levels = (n: number): string[] => Array.from({ length: n }, (_, i) => String(i));

/** Units by sectors by periods 1, 2, 3. */
function exposures(
  of: (unit: number, sector: number, time: number) => number,
  without: (i: number) => boolean = () => false,
): Exposures {
  const rows = [0, 1, 2]
    .flatMap((i) => [0, 1].flatMap((k) => [1, 2, 3].map((t) => ({ i, k, t }))))
    .filter((_, at) => !without(at));
  return {
    unit: { codes: Int32Array.from(rows, ({ i }) => i), levels: levels(3) },
    sector: { codes: Int32Array.from(rows, ({ k }) => k), levels: levels(2) },
    time: Float64Array.from(rows, ({ t }) => t),
    value: Float64Array.from(rows, ({ i, k, t }) => of(i, k, t)),
  };
}

const usual = { base: 1, leaveOut: false, zero: false };
const size = (i: number, k: number, t: number): number => 1 + i + 2 * k + ((i + 2 * k + 3 * t) % 5);

it('is the growth of all where all sectors grow alike', () => {
  const grown = shiftShare(
    exposures((i, k, t) => (1 + i + k) * (1 + 0.1 * (t - 1))),
    usual,
  );
  for (let i = 0; i < 3; i++) {
    expect(grown.values[3 * i]).toBeNaN();
    expect(grown.values[3 * i + 1]).toBeCloseTo(0.1, 12);
    expect(grown.values[3 * i + 2]).toBeCloseTo(1.2 / 1.1 - 1, 12);
  }
});

it('has shares that sum to 1, those of the base whatever comes later', () => {
  const { shares } = shiftShare(exposures(size), usual);
  for (let i = 0; i < 3; i++) expect(shares[2 * i]! + shares[2 * i + 1]!).toBeCloseTo(1, 12);
  expect(
    shiftShare(
      exposures((i, k, t) => size(i, k, t) * (t > 1 ? 7 : 1)),
      usual,
    ).shares,
  ).toEqual(shares);
});

it('does not hang on a unit’s own growth where that is left out', () => {
  const others = exposures((i, k, t) => (i === 0 && t > 1 ? 100 * t : size(i, k, t)));
  const [a, b] = [exposures(size), others].map((rows) => shiftShare(rows, { ...usual, leaveOut: true }).values);
  expect([a![1], a![2]]).toEqual([b![1], b![2]]);
  expect(a![4]).not.toBe(b![4]);
});

it('refuses cells that are not there unless they count as 0, two rows of one cell, and a base without rows', () => {
  const lacking = exposures(size, (at) => at === 4);
  expect(() => shiftShare(lacking, usual)).toThrow(
    '1 cells of unit, sector and period have no value, the first is unit `0`, sector `1` in 2',
  );
  const zeroed = exposures((i, k, t) => (i === 0 && k === 1 && t === 2 ? 0 : size(i, k, t)));
  const { shares, values } = shiftShare(zeroed, usual);
  expect(shiftShare(lacking, { ...usual, zero: true })).toMatchObject({ shares, values });
  const twice = exposures(size);
  twice.time[1] = 1;
  expect(() => shiftShare(twice, usual)).toThrow(
    'two rows are of one unit, sector and period: unit `0`, sector `0` in 1',
  );
  expect(() => shiftShare(exposures(size), { ...usual, base: 9 })).toThrow('no row is of the base period `9`');
  const none = { ...exposures(size), time: new Float64Array(exposures(size).time.length).fill(Number.NaN) };
  expect(() => shiftShare(none, usual)).toThrow(
    expect.objectContaining({ hint: 'the frame of sectors has no row with a period' }),
  );
});
