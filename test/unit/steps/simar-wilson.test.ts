/** Simar and Wilson's regression against a second, plain engine for one input and one output, and which steps are refused. */
import { describe, expect, it } from 'vitest';
import { createRng, type RandomStream } from '../../../src/base/number/rng.ts';
import { compileColumn } from '../../../src/econ/compile/compile-column.ts';
import { normal } from '../../../src/econ/distributions/distributions.ts';
import type { EfficiencySpec } from '../../../src/econ/efficiency/spec.ts';
import type { Fit } from '../../../src/econ/fit.ts';
import { truncatedDraw } from '../../../steps/simar_wilson/numbers/draw.ts';
import { secondStage } from '../../../steps/simar_wilson/numbers/second-stage.ts';
import type { SimarWilsonSpec } from '../../../steps/simar_wilson/numbers/spec.ts';
import { dataOf } from '../../support/data.ts';
import { planned } from './planned.ts';

const measure: EfficiencySpec = {
  ...{ name: 'score', inputs: ['x'], outputs: ['y'], undesirable: [], model: 'radial', orientation: 'output' },
  ...{ returns: 'constant', isSuper: false, frontier: 'period', direction: null, disposability: null },
  ...{ withScale: false, index: null, isParted: false, slacks: false, peers: null, bootstrap: null },
};

function specOf(more: Partial<SimarWilsonSpec> & { readonly orientation?: 'input' | 'output' }): SimarWilsonSpec {
  const { orientation = 'output', ...others } = more;
  const context = { sets: {}, samples: {}, frame: 'd', columns: undefined, panel: null };
  const [model] = compileColumn({ fit: 'score ~ z' }, null, context).specs;
  return {
    ...{ measure: { ...measure, orientation }, model: model!, algorithm: 1, isInverted: false, draws: 100 },
    biasDraws: null,
    ...others,
  };
}

const draw = createRng('simar-wilson').stream('rows', 0);
const units = Array.from({ length: 60 }, () => {
  const [x, z] = [6 + 10 * draw.uniform(), draw.normal()];
  let delta = 0;
  while (delta < 1) delta = 1.4 + 0.3 * z + 0.5 * draw.normal();
  return { x, z, y: x / delta };
});
const columns = { x: units.map(({ x }) => x), y: units.map(({ y }) => y), z: units.map(({ z }) => z) };

/** A truncated regression on a constant and z by Newton's method in (a, b, σ) with step halving, between any limits. */
function plainRegression(y: readonly number[], z: readonly number[], low: number, high: number) {
  const parts = (mu: number, sigma: number) => {
    const [a, b] = [(low - mu) / sigma, (high - mu) / sigma];
    const mass = a > 0 ? normal.sf(a) - normal.sf(b) : normal.cdf(b) - normal.cdf(a);
    const phi = (t: number): number => (Number.isFinite(t) ? Math.exp(-0.5 * t * t) / Math.sqrt(2 * Math.PI) : 0);
    const at = (t: number, power: number): number => (Number.isFinite(t) ? t ** power * phi(t) : 0);
    const m1 = (at(a, 0) - at(b, 0)) / mass;
    const m2 = 1 + (at(a, 1) - at(b, 1)) / mass;
    const m3 = 2 * m1 + (at(a, 2) - at(b, 2)) / mass;
    const m4 = 3 * m2 + (at(a, 3) - at(b, 3)) / mass;
    return { mass, m1, m2, m3, m4 };
  };
  const logLikelihood = ([a, b, s]: readonly number[]): number =>
    s! > 0
      ? y.reduce((sum, value, i) => {
          const mu = a! + b! * z[i]!;
          return sum - Math.log(s!) - 0.5 * ((value - mu) / s!) ** 2 - Math.log(parts(mu, s!).mass);
        }, 0)
      : Number.NEGATIVE_INFINITY;
  const mean = (of: readonly number[]): number => of.reduce((sum, value) => sum + value, 0) / of.length;
  const [my, mz] = [mean(y), mean(z)];
  const slope =
    z.reduce((sum, value, i) => sum + (value - mz) * (y[i]! - my), 0) /
    z.reduce((sum, value) => sum + (value - mz) ** 2, 0);
  const rest = y.map((value, i) => value - my - slope * (z[i]! - mz));
  let at = [my - slope * mz, slope, Math.sqrt(mean(rest.map((e) => e * e)))];
  for (let step = 0; step < 100; step++) {
    const gradient = [0, 0, 0];
    const information = [0, 1, 2].map(() => [0, 0, 0]);
    const s = at[2]!;
    for (const [i, value] of y.entries()) {
      const mu = at[0]! + at[1]! * z[i]!;
      const t = (value - mu) / s;
      const { m1, m2, m3, m4 } = parts(mu, s);
      const x = [1, z[i]!, 1];
      const slopes = [t - m1, t - m1, t * t - m2];
      const second = [m2 - m1 * m1, 2 * (t - m1) + m3 - m1 * m2, 3 * (t * t - m2) + m4 - m2 * m2];
      for (let j = 0; j < 3; j++) {
        gradient[j] = gradient[j]! + (x[j]! * slopes[j]!) / s;
        for (let k = 0; k < 3; k++)
          information[j]![k] =
            information[j]![k]! + (x[j]! * x[k]! * second[(j === 2 ? 1 : 0) + (k === 2 ? 1 : 0)]!) / (s * s);
      }
    }
    let change = solved(information, gradient);
    // where the information is none, up along the gradient
    if (change.reduce((sum, value, j) => sum + value * gradient[j]!, 0) <= 0)
      change = gradient.map((g) => g / y.length);
    let share = 1;
    const here = logLikelihood(at);
    const moved = (): number[] => at.map((value, j) => value + share * change[j]!);
    while (!(logLikelihood(moved()) >= here - 1e-12 * Math.abs(here)) && share > 1e-12) share /= 2;
    at = moved();
    if (change.every((value) => Math.abs(share * value) < 1e-12)) break;
  }
  return at as [number, number, number];
}

/** Cramer's rule. */
function solved(A: readonly (readonly number[])[], b: readonly number[]): number[] {
  const det = (M: readonly (readonly number[])[]): number =>
    M[0]![0]! * (M[1]![1]! * M[2]![2]! - M[1]![2]! * M[2]![1]!) -
    M[0]![1]! * (M[1]![0]! * M[2]![2]! - M[1]![2]! * M[2]![0]!) +
    M[0]![2]! * (M[1]![0]! * M[2]![1]! - M[1]![1]! * M[2]![0]!);
  return [0, 1, 2].map((k) => det(A.map((row, i) => row.map((value, j) => (j === k ? b[i]! : value)))) / det(A));
}

/** By the inverse of the distribution function, from one uniform number. */
function plainDraw(a: number, b: number, stream: RandomStream): number {
  const u = stream.uniform();
  if (a > 0) return -normal.quantile(normal.sf(b) + (1 - u) * (normal.sf(a) - normal.sf(b)));
  if (b < 0) return normal.quantile(normal.cdf(a) + (1 - u) * (normal.cdf(b) - normal.cdf(a)));
  // the interval is turned where its lower end is nearer to 0
  if (b < -a) return -normal.quantile(normal.cdf(-b) + u * (normal.cdf(-a) - normal.cdf(-b)));
  return normal.quantile(normal.cdf(a) + u * (normal.cdf(b) - normal.cdf(a)));
}

interface Plain {
  readonly orientation: 'input' | 'output';
  readonly isInverted: boolean;
  readonly algorithm: 1 | 2;
  readonly draws: number;
  readonly biasDraws: number;
}

/** With one input and one output under constant returns a score is the best ratio over the unit's. */
function plain({ orientation, isInverted, algorithm, draws, biasDraws }: Plain, seed: string) {
  const isAbove = (orientation === 'output') !== isInverted;
  const [low, high] = isAbove ? [1, Number.POSITIVE_INFINITY] : [0, 1];
  const ratios = units.map(({ x, y }) => y / x);
  const explained = (phi: number): number => (isAbove ? phi : 1 / phi);
  const best = Math.max(...ratios);
  const phi = ratios.map((ratio) => best / ratio);
  const isInside = (value: number): boolean => value > low + 1e-9 && value < high - 1e-9;
  const regression = (values: readonly number[]) => {
    const rows = values.flatMap((value, i) => (isInside(value) ? [i] : []));
    const found = plainRegression(
      rows.map((i) => values[i]!),
      rows.map((i) => units[i]!.z),
      low!,
      high!,
    );
    return { rows, found };
  };
  const sample = ([a, b, s]: readonly number[], rows: readonly number[], stream: RandomStream): number[] =>
    rows.map((i) => {
      const mu = a! + b! * units[i]!.z;
      return mu + s! * plainDraw((low! - mu) / s!, (high! - mu) / s!, stream);
    });
  const rng = createRng(seed);
  const all = units.map((_, i) => i);
  const first = regression(phi.map(explained));
  let own = first;
  if (algorithm === 2) {
    const sums = units.map(() => 0);
    for (let k = 0; k < biasDraws; k++) {
      const drawn = sample(first.found, all, rng.stream('simar_wilson bias', k)).map(explained);
      // the unit's ratio is moved until its score is the drawn one
      const top = Math.max(...ratios.map((ratio, i) => (ratio * phi[i]!) / drawn[i]!));
      for (const [i, ratio] of ratios.entries()) sums[i] = sums[i]! + explained(top / ratio);
    }
    own = regression(phi.map((value, i) => 2 * explained(value) - sums[i]! / biasDraws));
  }
  const rows = algorithm === 2 ? all : first.rows;
  const found = Array.from({ length: draws }, (_, k) => {
    const y = sample(own.found, rows, rng.stream('simar_wilson errors', k));
    return plainRegression(
      y,
      rows.map((i) => units[i]!.z),
      low!,
      high!,
    );
  });
  const centre = [0, 1, 2].map((j) => found.reduce((sum, each) => sum + each[j]!, 0) / draws);
  const errors = [0, 1, 2].map((j) =>
    Math.sqrt(found.reduce((sum, each) => sum + (each[j]! - centre[j]!) ** 2, 0) / (draws - 1)),
  );
  const slopes = found.map((each) => each[1]).sort((a, b) => a - b);
  // with 100 samples the 2.5th percentile is the third, the 97.5th the 98th
  return { estimates: own.found, errors, interval: [slopes[2]!, slopes[97]!], n: own.rows.length };
}

const of = (fit: Fit, term: string) => fit.terms.find((row) => row.term === term)!;

describe('the regression of efficiency scores', () => {
  it.each([
    { orientation: 'output', isInverted: false, algorithm: 1 },
    { orientation: 'output', isInverted: false, algorithm: 2 },
    { orientation: 'input', isInverted: false, algorithm: 1 },
    { orientation: 'input', isInverted: false, algorithm: 2 },
    { orientation: 'input', isInverted: true, algorithm: 2 },
    { orientation: 'output', isInverted: true, algorithm: 2 },
  ] as const)('is that of a plain engine: %o', (how) => {
    const counts = { draws: 100, biasDraws: 30 };
    const expected = plain({ ...how, ...counts }, '7');
    const biasDraws = how.algorithm === 2 ? 30 : null;
    const fit = secondStage(
      specOf({ ...how, draws: 100, biasDraws }),
      dataOf(columns),
      createRng('7'),
      () => undefined,
    );
    expect(fit.nobs).toBe(expected.n);
    for (const [j, term] of ['_cons', 'z', '/sigma'].entries()) {
      expect(of(fit, term).estimate, term).toBeCloseTo(expected.estimates[j]!, 7);
      expect(of(fit, term).stdError as number, term).toBeCloseTo(expected.errors[j]!, 6);
    }
    expect(of(fit, 'z').confLow as number).toBeCloseTo(expected.interval[0]!, 6);
    expect(of(fit, 'z').confHigh as number).toBeCloseTo(expected.interval[1]!, 6);
    expect(fit.stats.nTruncated).toBe(60 - expected.n);
  });

  it('needs the terms of all units where it draws scores of all', () => {
    const lacking = { ...columns, z: columns.z.map((value, i) => (i === 3 ? null : value)) };
    const run = (algorithm: 1 | 2) =>
      secondStage(
        specOf({ algorithm, biasDraws: algorithm === 2 ? 20 : null }),
        dataOf(lacking),
        createRng('1'),
        () => undefined,
      );
    expect(() => run(2)).toThrow('1 unit has quantities and no value of some term');
    expect(run(1).rowsLost).toContainEqual({ cause: 'missing', count: 1, detail: 'z' });
  });
});

describe('draws between limits', () => {
  it.each([
    [-1, 0.5],
    [1, 4],
    [5.2, Number.POSITIVE_INFINITY],
    [9, 9.1],
    [Number.NEGATIVE_INFINITY, -6],
  ])('from %f to %f have the distribution function of a truncated normal', (a, b) => {
    const stream = createRng('between').stream('draws', 0);
    const far = a > 0 ? a : b;
    // of probabilities, which are uniform: far out by the tail relative to the nearer end
    const values = Array.from({ length: 100_000 }, () => truncatedDraw(a, b, stream));
    expect(values.every((z) => z >= a && z <= b)).toBe(true);
    const sf = (z: number): number => (far < 0 && b < 0 ? normal.cdf(z) : normal.sf(z));
    const [top, bottom] = far < 0 && b < 0 ? [sf(b), sf(a)] : [sf(a), sf(b)];
    const shares = values.map((z) => (sf(z) - bottom) / (top - bottom)).sort((p, q) => p - q);
    const distance = shares.reduce((most, share, i) => Math.max(most, Math.abs(share - (i + 0.5) / values.length)), 0);
    // Kolmogorov's at 0.1 percent
    expect(distance).toBeLessThan(1.95 / Math.sqrt(values.length));
  });
});

describe('a step `simar_wilson`', () => {
  const csv = 'id,t,k,l,y,z,name\n1,1,1,2,3,4,a\n1,2,2,3,1,2,b\n2,1,3,1,2,2,c\n2,2,1,1,4,1,d\n';
  function told(keys: string, efficiency = 'inputs: [k, l], outputs: [y]') {
    const { nodes, problems } = planned(
      `papermake: 1
steps:
  d: {kind: ingest, file: d.csv, types: {name: string}, panel: {unit: id, time: t}}
  e: {kind: efficiency, from: d, ${efficiency}}
  s: {kind: simar_wilson, ${keys}}
`,
      csv,
    );
    return { told: problems.map(({ code, message }) => `${code}: ${message}`), node: nodes.get('s') };
  }

  it.each([
    ['base: d, terms: [z], algorithm: 1', '', 'not-efficiency: `d` is no step of `kind: efficiency`'],
    ['base: e, terms: [zz], algorithm: 1', '', 'unknown-variable: unknown variable `zz`'],
    ['base: e, terms: [z | id], algorithm: 1', '', 'unsupported: the terms of `simar_wilson` stand beside a constant'],
    ['base: e, terms: [z], algorithm: 1, bias_draws: 50', '', 'unsupported: `bias_draws` is read by `algorithm: 2`'],
    ['base: e, terms: [z], algorithm: 1', ', model: sbm', 'unsupported: `simar_wilson` explains radial scores'],
    ['base: e, terms: [z], algorithm: 1', ', super: true', 'unsupported: `simar_wilson` is not told of super-'],
  ])('is refused once: %s%s', (keys, more, expected) => {
    expect(told(keys, `inputs: [k, l], outputs: [y]${more}`).told).toEqual([expect.stringContaining(expected)]);
  });

  it('takes the measure of its base, without what that makes beside scores', () => {
    const more = 'inputs: [k, l], outputs: [y], slacks: true, bootstrap: 200, returns: variable, index: malmquist';
    const node = told('base: e, terms: ["log(z)", i(name)], algorithm: 2', more).node!;
    expect(node.params).toMatchObject({
      measure: { returns: 'variable', bootstrap: null, slacks: false, index: null },
      ...{ algorithm: 2, draws: 2000, biasDraws: 100, isInverted: false },
    });
    expect(node.seed).toBe('1');
  });
});
