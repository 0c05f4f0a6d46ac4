/**
 * Binned scatter plots by one regression against values that R 4.3 computed by matrices: dummies of bins or hat functions beside controls and
 * dummies of effects, evaluated at column means, with HC1 and CR1 errors.
 */
import { describe, expect, it } from 'vitest';
import { createRng } from '../../../../src/base/number/rng.ts';
import { jointBinscatter } from '../../../../src/econ/graphics/joint-bins.ts';

const n = 120;
const of = (value: (i: number) => number): Float64Array => Float64Array.from({ length: n }, (_, i) => value(i));
const x = of((i) => ((i * 37) % 101) / 25 + i / 1000);
const z = of((i) => ((i * 53) % 89) / 40 + 0.3 * x[i]!);
const y = of((i) => Math.sin(x[i]!) + 0.5 * z[i]! + 0.1 * (i % 6) + (((i * 71) % 97) / 97 - 0.5) * (1 + x[i]! / 4));
const codes = (name: string, levels: number) => ({
  name,
  levels: Array.from({ length: levels }, (_, i) => String(i)),
  codes: Int32Array.from({ length: n }, (_, i) => i % levels),
});

const NORMAL = 1.959963984540054;
const pointwise = { level: 0.95 };
const uniform = { level: 0.95, draws: (draw: number) => createRng('test').stream('band', draw) };
const simple = { y, x, controls: [z], effects: [], bins: 5 } as const;

/** The band where the bins begin and end. */
const atKnots = ({ band }: ReturnType<typeof jointBinscatter>) => band.filter((_, i) => i % 20 === 0);
const close = (found: readonly number[], expected: readonly number[]): void => {
  expect(found).toHaveLength(expected.length);
  for (const [i, value] of found.entries()) expect(Math.abs(value / expected[i]! - 1)).toBeLessThan(1e-9);
};

describe('the joint regression', () => {
  it('has the means and the band of R beside a control', () => {
    const found = jointBinscatter({ ...simple, band: pointwise });
    close(
      found.points.map((point) => point.y),
      [1.23511017265, 2.07677024685, 2.11557324115, 1.12010510724, 1.10116141667],
    );
    const knots = atKnots(found);
    close(
      knots.map((place) => place.y),
      [1.11322674963, 1.47023513663, 2.77012270983, 1.31170106181, 1.03911358364, 1.01904841452],
    );
    close(
      knots.map(({ y: middle, high }) => (high - middle) / NORMAL),
      [0.2046910548994, 0.076779706955, 0.1148114101016, 0.1166988779125, 0.066463059938, 0.0610038580344],
    );
  });

  it('has those of R beside effects, with clusters', () => {
    const found = jointBinscatter({ ...simple, effects: [codes('g', 6)], cluster: codes('id', 15), band: pointwise });
    close(
      found.points.map((point) => point.y),
      [1.23326209931, 2.07619002488, 2.11528702554, 1.12076212801, 1.10321890682],
    );
    const knots = atKnots(found);
    close(
      knots.map((place) => place.y),
      [0.8926747792, 1.50952454302, 2.74814755528, 1.32730706822, 1.01284417369, 1.20509977275],
    );
    close(
      knots.map(({ y: middle, high }) => (high - middle) / NORMAL),
      [0.1005184430117, 0.0886313888375, 0.1191693419985, 0.1301089075556, 0.0758406754806, 0.0841171577516],
    );
  });

  it('widens the band of the whole curve to the quantile of the largest |t|', () => {
    const [one, all] = [pointwise, uniform].map((band) => jointBinscatter({ ...simple, band }).band);
    const reach = one!.map((place, i) => (NORMAL * (all![i]!.high - place.y)) / (place.high - place.y));
    // 40,000 draws of R have 2.886
    for (const each of reach) expect(Math.abs(each - 2.886)).toBeLessThan(0.08);
  });

  it('has the plain means of bins where there is nothing else', () => {
    const { points } = jointBinscatter({ y, x, controls: [], effects: [], bins: 4 });
    const sorted = x.slice().sort();
    const first = Array.from(x.keys()).filter((i) => x[i]! <= (sorted[29]! + sorted[30]!) / 2);
    expect(points[0]!.n).toBe(first.length);
    expect(points[0]!.y).toBeCloseTo(first.reduce((sum, i) => sum + y[i]!, 0) / first.length, 12);
  });
});

describe('the number of bins', () => {
  const optimal = (count: number, noise: number) => {
    const random = createRng('bins').stream('noise', 0);
    const places = Float64Array.from({ length: count }, (_, i) => (i + 0.5) / count);
    const heights = places.map((place) => 2 * place + noise * random.normal());
    return jointBinscatter({ y: heights, x: places, controls: [], effects: [], bins: 'optimal' }).bins;
  };

  it('is (2n·slope²/12 σ²)^(1/3) of a line over uniform x', () => {
    // 2 · 1000 · 4/12 / 0.25 = 2667, of which 13.9 is the cubic root
    expect([13, 14, 15]).toContain(optimal(1000, 0.5));
    expect(optimal(8000, 0.5) / optimal(1000, 0.5)).toBeCloseTo(2, 0);
  });

  it('may be more than 200, and is refused where rows do not bear it', () => {
    const many = of((i) => i);
    expect(jointBinscatter({ y, x: many, controls: [], effects: [], bins: 100 }).bins).toBe(100);
    expect(() => jointBinscatter({ y, x: many, controls: [], effects: [], bins: 120 })).toThrow('120 rows do not bear');
  });
});
