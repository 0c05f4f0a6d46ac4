/** Margins are brute-force counterfactual predictions from the printed coefficients, over estimators × random formulas. `PAPERMAKE_FUZZ` draws more. */
import { expect, it } from 'vitest';
import { createRng, type RandomStream } from '../../../../src/base/number/rng.ts';
import { Refusal } from '../../../../src/base/problem.ts';
import type { SpecKeys } from '../../../../src/econ/compile/keys.ts';
import type { Fit } from '../../../../src/econ/fit.ts';
import { type Columns, drawn, fitOf } from '../../../support/likelihood.ts';
import { designAt, type Mean, marginByForce, namesExpected, type Prediction, type Row } from './brute-force.ts';

const DRAWS = Math.ceil(Number(process.env.PAPERMAKE_FUZZ ?? 400) / 50);

const PERIODS = 8;
const UNITS = 32;
const panel = { unit: 'id', time: 'year' };
const data: Columns = drawn('margins by force', UNITS * PERIODS, (draw, i) => {
  const [x, z, u] = [draw.normal(), 0.5 + draw.normal(), draw.normal()];
  const [pos, qos] = [Math.exp(0.4 * draw.normal()), 0.5 + draw.uniform()];
  const [a, b, c] = [1 + Math.floor(3 * draw.uniform()), draw.uniform() < 0.5 ? 4 : 5, draw.uniform() < 0.5 ? 1 : 0];
  const d = draw.uniform() < 0.4 ? 1 : 0;
  const index = 0.3 * x + 0.2 * z - 0.2 * x * z + 0.3 * d + 0.2 * a * x - 0.2 * b * d + 0.2 * Math.log(pos);
  const latent = index + draw.normal();
  return {
    id: Math.floor(i / PERIODS),
    year: 2000 + (i % PERIODS),
    ...{ x, z, pos, qos, a, b, c, d, w: 0.5 + draw.uniform(), e: 1 + draw.uniform() },
    ...{ inst: z + 0.3 * u, endo: z + u + 0.3 * draw.normal() },
    y: latent + u,
    bin: latent > 0 ? 1 : 0,
    count: Math.floor(Math.exp(0.5 + 0.4 * index + 0.8 * draw.normal()) + draw.uniform()),
    share: Math.min(1, Math.max(0, 0.5 + latent / 4)),
    cut: Math.min(2, Math.max(-0.5, latent)),
  };
});

const numbers = ['x', 'z', 'pos', 'qos', 'd', 'endo', 'inst', 'a', 'b', 'c'];
const factors = ['a', 'b', 'c'];
const value = (name: string, i: number): number => data[name]![i] as number;

/** The rows with the lags and differences that formulas here have; without them where a row is the first of its unit. */
const rows: readonly (Row | null)[] = Array.from({ length: UNITS * PERIODS }, (_, i) => {
  const own = Object.fromEntries(numbers.map((name) => [name, value(name, i)]));
  const lagged = Object.fromEntries(numbers.map((name) => [`L.${name}`, i === 0 ? 0 : value(name, i - 1)]));
  const change = Object.fromEntries(numbers.map((name) => [`D.${name}`, own[name]! - lagged[`L.${name}`]!]));
  const shares = Object.fromEntries(factors.map((name) => [name, { [String(value(name, i))]: 1 }]));
  return i % PERIODS === 0 ? { numbers: own, shares } : { numbers: { ...own, ...lagged, ...change }, shares };
});

const pieces = [
  ...['x', 'x + x^2', 'x + x^2 + x^3', 'x*z', 'x^2:z', 'x*z*d', 'x:z + z', 'd', 'd*x', 'x*d*pos'],
  ...['log(pos)', 'pos + log(pos)', 'log(pos) + log(pos)^2', 'pos:log(pos)', 'pos + sqrt(pos)', 'log(pos):z'],
  ...['log(pos/qos) + qos', 'exp(0.3*x) + x', 'log(pos + d) + d', 'log(pos)*i(a)', 'x + log(pos):x + pos'],
  ...['i(a)', 'x:i(a)', 'i(a)*x', 'i(a):x + i(a):z', 'x^2*i(a)', 'i(a)*d', 'd:i(a)', 'x:i(b) + x', 'i(c)*x + c:z'],
  ...['i(a)*i(b)', 'i(a):i(b)', 'x*i(a)*i(b)', 'i(a)*i(b)*i(c)', 'x:i(a):i(b)', 'i(b) + i(a):i(b)', 'i(a):i(b):i(c)'],
  ...[
    'L.x',
    'x + L.x',
    'x*L.x',
    'D.z + z',
    'D.z*i(a)',
    'log(L.pos) + L.pos',
    'L.log(pos) + L.pos:z',
    'log(pos/L.qos) + L.qos',
  ],
];

interface Case {
  readonly estimator: NonNullable<SpecKeys['estimator']>;
  readonly outcome: string;
  readonly mean: Mean;
  readonly weights?: 'analytic' | 'probability';
  /** What may stand behind the formula. */
  readonly ends?: readonly string[];
  /** Gives what the index of a row adds to x'b. */
  readonly beside?: (row: number) => number;
  readonly absorbs?: true;
}

const linear: Mean = (index) => index;
const exponential: Mean = (index) => Math.exp(index);
const effects = ['', '', ' | id', ' | id + year'];
const cases: Readonly<Record<string, Case>> = {
  linear: { estimator: 'linear', outcome: 'y', mean: linear, weights: 'analytic', ends: effects },
  iv: {
    estimator: 'iv',
    outcome: 'y',
    mean: linear,
    ends: [' | endo ~ inst', ' | id | endo + endo:x ~ inst + inst:x'],
  },
  liml: { estimator: 'liml', outcome: 'y', mean: linear, ends: [' | endo ~ inst'] },
  re: { estimator: 're', outcome: 'y', mean: linear, ends: [' | id'] },
  logit: { estimator: 'logit', outcome: 'bin', mean: (index) => 1 / (1 + Math.exp(-index)), weights: 'probability' },
  probit: { estimator: 'probit', outcome: 'bin', mean: (index) => cdf(index), weights: 'probability' },
  flogit: {
    estimator: 'flogit',
    outcome: 'share',
    mean: (index) => 1 / (1 + Math.exp(-index)),
    weights: 'probability',
  },
  fprobit: { estimator: 'fprobit', outcome: 'share', mean: (index) => cdf(index) },
  poisson: { estimator: 'poisson', outcome: 'count', mean: exponential, weights: 'probability' },
  exposed: {
    estimator: { is: 'poisson', exposure: 'e' },
    outcome: 'count',
    mean: exponential,
    beside: (i) => Math.log(value('e', i)),
  },
  absorbed: { estimator: 'poisson', outcome: 'count', mean: exponential, ends: [' | id'], absorbs: true },
  offset: {
    estimator: { is: 'logit', offset: 'e' },
    outcome: 'bin',
    mean: (index) => 1 / (1 + Math.exp(-index)),
    beside: (i) => value('e', i),
  },
  negbin: { estimator: 'negbin', outcome: 'count', mean: exponential },
  tobit: {
    estimator: { is: 'tobit', lower: -0.5, upper: 2 },
    outcome: 'cut',
    mean: (index, further) => {
      const sigma = Math.exp(further['/lnsigma']!);
      const [low, high] = [(-0.5 - index) / sigma, (2 - index) / sigma];
      const inside = index * (cdf(high) - cdf(low)) + sigma * (density(low) - density(high));
      return -0.5 * cdf(low) + 2 * (1 - cdf(high)) + inside;
    },
  },
  truncreg: {
    estimator: { is: 'truncreg', lower: -1, upper: 2.5 },
    outcome: 'cut',
    mean: (index, further) => {
      const sigma = further['/sigma']!;
      const [low, high] = [(-1 - index) / sigma, (2.5 - index) / sigma];
      return index + (sigma * (density(low) - density(high))) / (cdf(high) - cdf(low));
    },
  },
};

const density = (z: number): number => Math.exp(-0.5 * z * z) / Math.sqrt(2 * Math.PI);
/** Φ by the series of Marsaglia (2004, Journal of Statistical Software 11:4). */
function cdf(z: number): number {
  if (Math.abs(z) > 8) return z > 0 ? 1 : 0;
  let [sum, term, last] = [z, z, Number.NaN];
  for (let i = 3; sum !== last; i += 2) {
    last = sum;
    term *= (z * z) / i;
    sum += term;
  }
  return 0.5 + sum * density(z);
}

function pick<T>(draw: RandomStream, items: readonly T[]): T {
  return items[Math.floor(draw.uniform() * items.length)]!;
}

interface Drawn {
  readonly keys: SpecKeys;
  readonly prediction: Omit<Prediction, 'offset'>;
  readonly used: readonly number[];
}

const isDummyTerm = /(^|[ (*:])d($|[ )*:])/;

const values: Readonly<Record<string, readonly (number | 'mean')[]>> = {
  ...{ x: [-0.5, 1], z: ['mean', 0.2], pos: [0.7, 2], qos: [0.9], d: [0, 1], a: [1, 3], b: [5], c: [0, 1] },
};

/** One or two variables of a formula, put at values. */
function placesIn(formula: string, draw: RandomStream): Readonly<Record<string, readonly (number | 'mean')[]>> {
  const held = Object.keys(values).filter((name) => {
    if (formula.includes(`i(${name}`)) return true;
    return !factors.includes(name) && new RegExp(`(?<![LD]\\.)(?<!L\\.log\\()\\b${name}\\b`).test(formula);
  });
  if (held.length === 0 || draw.uniform() < 0.5) return {};
  const [first, second] = [pick(draw, held), pick(draw, held)];
  return Object.fromEntries([...new Set([first, second])].map((name) => [name, values[name]!]));
}

/** The names of all combinations. */
const placeNames = (places: ReturnType<typeof placesIn>): readonly string[] =>
  Object.entries(places).reduce<readonly string[]>(
    (names, [variable, own]) =>
      names.length === 0
        ? own.map((each) => `${variable}=${each}`)
        : names.flatMap((before) => own.map((each) => `${before}, ${variable}=${each}`)),
    [],
  );

function modelOf(own: Case, draw: RandomStream): Drawn {
  const count = 1 + Math.floor(draw.uniform() * 3);
  const chosen = [...new Set(Array.from({ length: count }, () => pick(draw, pieces)))].join(' + ');
  const reference = draw.uniform() < 0.3 ? 2 : 1;
  const formula = reference === 1 ? chosen : chosen.replaceAll('i(a)', 'i(a, ref=2)');
  const dummies = isDummyTerm.test(formula) && draw.uniform() < 0.5 ? ['d'] : [];
  const at = draw.uniform() < 0.4 ? 'means' : 'rows';
  const kind = draw.uniform() < 0.4 ? own.weights : undefined;
  const places = placesIn(formula, draw);
  const isPlaced = Object.keys(places).length > 0;
  const where = isPlaced ? { at: places, predict: true, ...(at === 'means' ? { atmeans: true } : {}) } : {};
  const used = rows.flatMap((_, i) => (/[LD]\./.test(formula) && i % PERIODS === 0 ? [] : [i]));
  return {
    keys: {
      fit: `${own.outcome} ~ ${formula}${pick(draw, own.ends ?? [''])}`,
      estimator: own.estimator,
      ...(kind === undefined ? {} : { weights: kind === 'analytic' ? 'w' : { probability: 'w' } }),
      ...(kind === 'analytic' ? { small: 'reghdfe' } : {}),
      margins: { ...(at === 'means' ? { at } : {}), ...where, ...(dummies.length === 0 ? {} : { dummies }) },
    },
    used,
    prediction: {
      rows: used.map((i) => rows[i]!),
      weights: used.map((i) => (kind === undefined ? 1 : value('w', i))),
      mean: own.mean,
      levels: {
        a: [reference, ...[1, 2, 3].filter((level) => level !== reference)].map(String),
        b: ['4', '5'],
        c: ['0', '1'],
      },
      dummies,
      at,
      places: placeNames(places),
      placedByLevel: (name) => formula.includes(`i(${name}`),
    },
  };
}

/** The offset, or with one absorbed effect what makes the predictions of each unit add up to its outcomes. */
function offsetOf(own: Case, fit: Fit, { prediction, used }: Drawn): number[] {
  if (own.beside !== undefined) return used.map(own.beside);
  if (!own.absorbs) return used.map(() => 0);
  const sums = new Map<number, { y: number; mu: number }>();
  for (const [j, i] of used.entries()) {
    const index = designAt(fit, prediction.rows[j]!).reduce((sum, x, k) => sum + x * fit.terms[k]!.estimate, 0);
    const { y, mu } = sums.get(value('id', i)) ?? { y: 0, mu: 0 };
    sums.set(value('id', i), { y: y + value('count', i), mu: mu + Math.exp(index) });
  }
  return used.map((i) => {
    const { y, mu } = sums.get(value('id', i))!;
    return Math.log(y / mu);
  });
}

function near(got: unknown, expected: number, tolerance: number, what: string): void {
  if (Math.abs((got as number) - expected) <= tolerance) return;
  expect.fail(`${what}: expected ${expected}, got ${JSON.stringify(got)}`);
}

it.each(Object.keys(cases))('are predictions from the coefficients that are printed: %s', (name) => {
  const own = cases[name]!;
  const draw = createRng(`margins ${name}`).stream('formulas', 0);
  for (let done = 0; done < DRAWS; ) {
    const model = modelOf(own, draw);
    const fit = fitUnlessSeparated(model.keys);
    if (fit === null) continue;
    done++;
    const prediction: Prediction = { ...model.prediction, offset: offsetOf(own, fit, model) };
    const what = `${JSON.stringify(model.keys)} ${fit.warnings.map(({ message }) => message).join('; ')}`;
    expect(fit.nobs, what).toBe(model.used.length);
    expect(fit.margins!.map(({ term }) => term).sort(), what).toEqual(
      namesExpected(
        fit.terms.map(({ term }) => term),
        prediction,
      ),
    );
    for (const { term, estimate, stdError } of fit.margins!) {
      const forced = marginByForce(fit, term, prediction);
      const tolerance = 1e-6 * (Math.abs(forced.estimate) + forced.stdError) + 1e-9;
      const rounding = (1e-7 * forced.spread * forced.spread) / forced.stdError;
      near(estimate, forced.estimate, tolerance, `${term} in ${what}`);
      near(stdError, forced.stdError, tolerance + rounding, `error of ${term} in ${what}`);
    }
  }
});

/** null where saturated formulas tell outcomes apart. */
function fitUnlessSeparated(keys: SpecKeys): Fit | null {
  try {
    return fitOf(data, keys, panel);
  } catch (error) {
    if (error instanceof Refusal && error.code === 'separation') return null;
    throw error;
  }
}
