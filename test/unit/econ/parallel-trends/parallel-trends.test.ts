/** Bounds on trends that are not parallel, and pre-tests: optima against searches, known cases, and what units and order may not change. */
import { describe, expect, it } from 'vitest';
import { createRng } from '../../../../src/base/number/rng.ts';
import { normal } from '../../../../src/econ/distributions/distributions.ts';
import { box } from '../../../../steps/parallel_trends/numbers/box-probability.ts';
import { bilinear, type EventStudy, eventStudy, inner } from '../../../../steps/parallel_trends/numbers/event-study.ts';
import { foldedBelow, foldedQuantile } from '../../../../steps/parallel_trends/numbers/folded-normal.ts';
import { originalBand, parallelTrends } from '../../../../steps/parallel_trends/numbers/parallel-trends.ts';
import { equivalenceBound, equivalenceP, pretestOf } from '../../../../steps/parallel_trends/numbers/pretest.ts';
import { relativeTests, verticesOf } from '../../../../steps/parallel_trends/numbers/relative.ts';
import { smoothBands } from '../../../../steps/parallel_trends/numbers/smoothness.ts';

const times = [-4, -3, -2, 0, 1, 2];
const b = [0.02, -0.05, 0.04, 0.31, 0.28, 0.4];

/** A covariance with an error of the reference that all estimates share. */
const vcovOf = (n: number) =>
  Array.from({ length: n }, (_, i) =>
    Array.from({ length: n }, (_, j) => 0.002 + (i === j ? 0.003 + i / 4000 : 0.0008 / (1 + Math.abs(i - j)))),
  );

const study = (estimates: readonly number[] = b, scale = 1): EventStudy =>
  eventStudy(
    times.map((event, i) => ({ event, estimate: estimates[i]! * scale })),
    vcovOf(6).map((row) => row.map((value) => value * scale * scale)),
  );
const first = [1, 0, 0];
const spec = { effect: 'first', relative: [1], smooth: [0.02], power: [0.5], slope: null, equivalence: null } as const;

describe('the event study', () => {
  it('finds its reference, and takes periods in any order', () => {
    const order = [3, 0, 5, 1, 4, 2];
    const shuffled = eventStudy(
      order.map((i) => ({ event: times[i]!, estimate: b[i]! })),
      order.map((i) => order.map((j) => vcovOf(6)[i]![j]!)),
    );
    expect(shuffled).toEqual(study());
    expect(study().reference).toBe(-1);
  });

  it('refuses gaps, a reference elsewhere, and a singular covariance', () => {
    const of = (events: readonly number[], vcov = vcovOf(events.length)) =>
      eventStudy(
        events.map((event) => ({ event, estimate: 1 })),
        vcov,
      );
    expect(() => of([-3, 0, 1])).toThrow('expected one period without an estimate');
    expect(() => of([-2, -1, 0])).toThrow('got none');
    expect(() => of([-4, -2, -1, 0])).toThrow('not the last period before treatment');
    expect(() => of([])).toThrow('no estimate');
    expect(() =>
      of(
        [-2, 0],
        [
          [1, 1],
          [1, 1],
        ],
      ),
    ).toThrow('singular');
  });
});

describe('smoothness', () => {
  /** Half the length of the interval of an estimator, by the second differences of the trend alone. */
  const halfOf = (own: EventStudy, leads: readonly number[], m: number): number => {
    const weights = [...leads, ...first];
    const places = [-3, -2, -1, 1, 2, 3];
    const bends = [-2, -1, 0, 1, 2].map((s) =>
      places.reduce((sum, t, i) => sum + weights[i]! * Math.max(0, s >= 0 ? t - s : s - t), 0),
    );
    const sd = Math.sqrt(bilinear(weights, own.vcov, weights));
    return sd * foldedQuantile(0.95, (m * bends.reduce((sum, each) => sum + Math.abs(each), 0)) / sd);
  };

  it.each([0, 0.005, 0.02, 0.3])('no other estimator that lets straight trends pass is shorter at M = %d', (m) => {
    const own = study();
    const band = smoothBands(own, first, 0.05)(m);
    const half = (band.high - band.low) / 2;
    const stream = createRng('search').stream('leads', 0);
    let least = Number.POSITIVE_INFINITY;
    for (let i = 0; i < 20000; i++) {
      const [x, y] = [stream.normal() * 0.7, stream.normal() * 0.7];
      least = Math.min(least, halfOf(own, [x, y, 1 - 3 * x - 2 * y], m));
    }
    expect(half).toBeLessThanOrEqual(least + 1e-12);
    expect(least / half).toBeLessThan(1.01);
  });

  it('is the interval of one straight extrapolation where one period lies before the reference', () => {
    const own = eventStudy(
      [-2, 0].map((event, i) => ({ event, estimate: [0.1, 0.5][i]! })),
      [
        [0.01, 0.002],
        [0.002, 0.02],
      ],
    );
    const { estimate, low, high } = smoothBands(own, [1], 0.05)(0);
    expect(estimate).toBeCloseTo(0.6, 12);
    expect((high - low) / 2).toBeCloseTo(normal.upperQuantile(0.025) * Math.sqrt(0.01 + 0.02 + 2 * 0.002), 12);
  });
});

describe('relative magnitudes', () => {
  it('is the interval under parallel trends where M̄ is 0', () => {
    const own = study();
    const band = relativeTests(own, first, 0.05, createRng('1')).band(0);
    const original = originalBand(own, first);
    // the first stage takes a tenth of the level
    expect((band.high - band.low) / (original.high - original.low)).toBeCloseTo(1, 1);
    expect((band.high + band.low) / 2).toBeCloseTo(original.estimate, 4);
  });

  it('has the vertices of its dual: their largest value is the least violation over nuisance effects', () => {
    const own = study();
    const [weights, m, theta] = [[0, 1, 0], 0.7, 0.1];
    const rows = (sign: number, largest: number): ((u: number, v: number) => number) => {
      const change = (i: number, j: number): number => b[i]! - (j < 0 ? 0 : b[j]!);
      const pre = [change(1, 0), change(2, 1), -b[2]!];
      const as = (at: readonly (readonly [number, number])[]): Float64Array => {
        const a = new Float64Array(6);
        for (const [i, value] of at) a[i] = a[i]! + value;
        return a;
      };
      const preRows = [
        as([
          [1, 1],
          [0, -1],
        ]),
        as([
          [2, 1],
          [1, -1],
        ]),
        as([[2, -1]]),
      ];
      const post = [
        as([[3, 1]]),
        as([
          [4, 1],
          [3, -1],
        ]),
        as([
          [5, 1],
          [4, -1],
        ]),
      ];
      // differences of the trend after the reference: u, then what θ leaves, then v
      return (u, v) => {
        const own3 = [u, b[4]! - theta - u, v - (b[4]! - theta)];
        return Math.max(
          ...post.flatMap((row, t) =>
            [1, -1].map((side) => {
              const a = row.map((value, i) => side * value - m * sign * preRows[largest]![i]!);
              return (side * own3[t]! - m * sign * pre[largest]!) / Math.sqrt(bilinear(a, own.vcov, a));
            }),
          ),
        );
      };
    };
    const least = (of: (x: number) => number): number => {
      let [low, high] = [-3, 3];
      for (let i = 0; i < 120; i++) {
        const [a, c] = [low + (high - low) / 3, high - (high - low) / 3];
        if (of(a) < of(c)) high = c;
        else low = a;
      }
      return of((low + high) / 2);
    };
    verticesOf(own, weights, m).forEach((vertices, part) => {
      const violation = rows(part % 2 === 0 ? 1 : -1, Math.floor(part / 2));
      const eta = least((u) => least((v) => violation(u, v)));
      const found = Math.max(...vertices.map(({ a, e }) => inner(a, own.estimates) - theta * e));
      expect(found).toBeCloseTo(eta, 6);
    });
  });

  it('covers in nineteen of twenty samples where trends part as much as they may', { tags: 'slow' }, () => {
    const delta = [0.03, 0.06, 0.03, 0.03, 0.06, 0.09];
    const stream = createRng('size').stream('samples', 0);
    const { vcov } = study();
    let covered = 0;
    const samples = 300;
    for (let s = 0; s < samples; s++) {
      const common = stream.normal() * Math.sqrt(0.002);
      const noise = times.map((_, i) => common + stream.normal() * Math.sqrt(vcov[i * 6 + i]! - 0.002));
      const drawn = eventStudy(
        times.map((event, i) => ({ event, estimate: delta[i]! + noise[i]! })),
        times.map((_, i) => times.map((_, j) => (i === j ? vcov[i * 6 + i]! : 0.002))),
      );
      if (!relativeTests(drawn, first, 0.05, createRng('1')).rejects(1, 0)) covered++;
    }
    expect(covered / samples).toBeGreaterThan(0.92);
  });
});

describe('the pre-test', () => {
  it('has the size and power of independent tests where estimates are independent', () => {
    const own = eventStudy(
      [-3, -2, 0].map((event) => ({ event, estimate: 0.1 })),
      [0, 1, 2].map((i) => [0, 1, 2].map((j) => (i === j ? 1 : 0))),
    );
    const critical = normal.upperQuantile(0.025);
    const test = pretestOf(own, critical);
    expect(test.size).toBeCloseTo(1 - 0.95 ** 2, 4);
    const passes = (t: number): number => foldedBelow(critical, t);
    expect(test.trend(0.8).power).toBeCloseTo(1 - passes(1.6) * passes(0.8), 4);
    expect(test.trend(test.slopeOf(0.6) as number).power).toBeCloseTo(0.6, 8);
    expect(test.slopeOf(0.05)).toHaveProperty('invalid');
    // independent estimates after treatment are not moved by passing
    expect(test.trend(0.8).meanAfterPassing[2]).toBeCloseTo(0.8, 6);
  });

  it('knows the chance of a box of two variables with a correlation', () => {
    // P(|x| ≤ a, |y| ≤ a) by the integral over x, correlation 0.6
    const [a, rho] = [1.3, 0.6];
    let sum = 0;
    const steps = 4000;
    for (let i = 0; i < steps; i++) {
      const x = -a + ((i + 0.5) * 2 * a) / steps;
      const sd = Math.sqrt(1 - rho * rho);
      const density = Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI);
      sum += (density * (normal.cdf((a - rho * x) / sd) - normal.cdf((-a - rho * x) / sd)) * 2 * a) / steps;
    }
    const found = box(Float64Array.of(0, 0), Float64Array.of(1, rho, rho, 1), Float64Array.of(a, a))!;
    expect(found.probability).toBeCloseTo(sum, 4);
  });

  it('finds estimates equivalent at its own bound with the level', () => {
    expect(equivalenceP(study(), equivalenceBound(study(), 0.05))).toBeCloseTo(0.05, 9);
  });
});

it('scales with the outcome, and turns with its sign', () => {
  const of = (own: EventStudy, scale: number) =>
    parallelTrends({ ...spec, smooth: [0.02 * scale] }, own, createRng('1'));
  const [plain, large] = [of(study(), 1), of(study(b, 100), 100)];
  for (const [i, row] of plain.rows.entries()) {
    expect(large.rows[i]!.low).toBeCloseTo(100 * row.low, 5);
    expect(large.rows[i]!.high).toBeCloseTo(100 * row.high, 5);
  }
  expect(large.breakdown.relative).toBeCloseTo(plain.breakdown.relative as number, 3);
  const turned = smoothBands(study(b.map((each) => -each)), first, 0.05)(0.02);
  const band = smoothBands(study(), first, 0.05)(0.02);
  expect(turned.low).toBeCloseTo(-band.high, 12);
});

it('has breakdown values at which the interval begins to hold 0', () => {
  const { breakdown } = parallelTrends(spec, study(), createRng('1'));
  const smooth = smoothBands(study(), first, 0.05);
  expect(smooth((breakdown.smooth as number) * 1.001).low).toBeLessThan(0);
  expect(smooth((breakdown.smooth as number) * 0.999).low).toBeGreaterThan(0);
  const none = parallelTrends(spec, study([0, 0, 0, 0.01, 0, 0]), createRng('1'));
  expect(none.breakdown.relative).toHaveProperty('invalid');
});
