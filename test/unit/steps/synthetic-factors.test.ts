/** Outcomes imputed by factors: a second engine written from the papers, what order, units and shifts leave alone, and refusals. */
import { Matrix, SingularValueDecomposition } from 'ml-matrix';
import { describe, expect, it } from 'vitest';
import { createRng } from '../../../src/base/number/rng.ts';
import { planned } from './planned.ts';

const UNITS = 14;
const YEARS = 12;
const START = 8;
const draw = createRng('factors').stream('panel', 0);
const moves = Array.from({ length: YEARS }, () => draw.normal());

/** Fourteen units over twelve years with one factor and a covariate that moves with it; the last three are treated from 2009 on, by 2. */
const panel = Array.from({ length: UNITS }, (_, unit) => {
  const [load, level] = [draw.normal() + (unit > 10 ? 1 : 0), draw.normal()];
  return Array.from({ length: YEARS }, (_, t) => {
    const treated = unit > 10 && t >= START ? 1 : 0;
    const x = 0.4 * load * moves[t]! + draw.normal();
    const y = level + t / 5 + 0.7 * x + 2 * load * moves[t]! + draw.normal() / 4 + 2 * treated;
    return { unit: `u${String(unit).padStart(2, '0')}`, year: 2001 + t, y, treated, x };
  });
}).flat();
type Row = (typeof panel)[number];

const plan = (keys: string, rows: readonly Row[] = panel) =>
  planned(
    `papermake: 1
steps:
  d: {kind: ingest, file: d.csv, panel: {unit: unit, time: year}}
  s: {kind: synthetic_control, from: d, outcome: y, treatment: treated, ${keys}}
`,
    `unit,year,y,treated,x\n${rows.map(({ unit, year, y, treated, x }) => [unit, year, y, treated, x].join(',')).join('\n')}\n`,
  );

interface Parts {
  readonly terms: readonly { readonly estimate: number; readonly stdError: number }[];
  readonly stats: Readonly<Record<string, number>>;
  readonly paths: readonly { readonly gap: number; readonly stdError?: number }[];
  readonly choices: readonly { readonly value: number; readonly mspe: number; readonly isChosen: boolean }[];
  readonly loadings: readonly { readonly name: string; readonly f1?: number }[];
}

async function partsOf(keys: string, rows?: readonly Row[]): Promise<Parts> {
  const { parts, failures } = await plan(keys, rows).run('s');
  expect(failures).toEqual([]);
  return parts as unknown as Parts;
}

const none = 'errors: none';
const near = (found: number, expected: number, digits = 8): void => expect(found).toBeCloseTo(expected, digits);

const grid = (name: 'y' | 'x'): Matrix =>
  new Matrix(Array.from({ length: UNITS }, (_, i) => panel.slice(i * YEARS, (i + 1) * YEARS).map((row) => row[name])));

function twoWay(a: Matrix): Matrix {
  const [rows, columns] = [a.mean('row'), a.mean('column')];
  const all = a.mean();
  return new Matrix(a.to2DArray().map((line, i) => line.map((value, t) => value - rows[i]! - columns[t]! + all)));
}

/** The nearest matrix of so low a rank, or with singular values made smaller. */
function shrunk(a: Matrix, by: (value: number, at: number) => number): Matrix {
  const {
    leftSingularVectors: u,
    diagonal: s,
    rightSingularVectors: v,
  } = new SingularValueDecomposition(a, { autoTranspose: true });
  return u.mmul(Matrix.diag(s.map(by))).mmul(v.transpose());
}

const product = (a: Matrix, b: Matrix): number => Matrix.mul(a, b).sum();
const rank = (count: number) => (value: number, at: number) => (at < count ? value : 0);

/** Xu (2017), section 3: slopes and the factor of the controls in turn, then each treated unit's level and loading by its years before treatment. */
function generalised(count: number): number {
  const [y, x] = [grid('y'), grid('x')];
  const controls = (a: Matrix): Matrix => a.subMatrix(0, 10, 0, YEARS - 1);
  const [within, along] = [twoWay(controls(y)), twoWay(controls(x))];
  let b = 0;
  let low = Matrix.zeros(11, YEARS);
  for (let step = 0; step < 3000; step++) {
    b = product(along, Matrix.sub(within, low)) / product(along, along);
    low = shrunk(Matrix.sub(within, Matrix.mul(along, b)), rank(count));
  }
  const levels = Matrix.sub(controls(y), Matrix.mul(controls(x), b)).mean('column');
  const { rightSingularVectors: v } = new SingularValueDecomposition(low, { autoTranspose: true });
  const effects = [11, 12, 13].map((i) => {
    const rest = levels.map((level, t) => y.get(i, t) - b * x.get(i, t) - level);
    const columns = new Matrix(rest.map((_, t) => [1, ...Array.from({ length: count }, (_, l) => v.get(t, l))]));
    const before = columns.subMatrix(0, START - 1, 0, count);
    const cross = before.transpose().mmul(before);
    const target = before.transpose().mmul(Matrix.columnVector(rest.slice(0, START)));
    const coefficients = new SingularValueDecomposition(cross).solve(target);
    const expected = columns.mmul(coefficients).to1DArray();
    return rest.slice(START).reduce((sum, value, at) => sum + value - expected[START + at]!, 0) / (YEARS - START);
  });
  return effects.reduce((sum, effect) => sum + effect, 0) / 3;
}

/** Fills what is treated by what is expected of it, and shrinks the whole matrix, again and again. */
function completed(by: (value: number, at: number) => number): number {
  const y = grid('y');
  const filled = y.clone();
  const cells = [11, 12, 13].flatMap((i) => Array.from({ length: YEARS - START }, (_, k) => [i, START + k] as const));
  for (const [i, t] of cells) filled.set(i, t, 0);
  let gap = 0;
  for (let step = 0; step < 6000; step++) {
    const within = twoWay(filled);
    const low = shrunk(within, by);
    const expected = Matrix.add(Matrix.sub(filled, within), low);
    for (const [i, t] of cells) filled.set(i, t, expected.get(i, t));
    gap = cells.reduce((sum, [i, t]) => sum + y.get(i, t) - expected.get(i, t), 0) / cells.length;
  }
  return gap;
}

describe('effects imputed by factors', () => {
  it('are those of a second engine that is written from the papers', async () => {
    const gsc = await partsOf(`method: gsc, factors: 1, covariates: [x], ${none}`);
    near(gsc.terms[0]!.estimate, generalised(1));
    const mc = await partsOf(`method: mc, lambda: 3, ${none}`);
    near(
      mc.terms[0]!.estimate,
      completed((value) => Math.max(0, value - 3)),
    );
    const ife = await partsOf(`method: ife, factors: 1, ${none}`);
    near(ife.terms[0]!.estimate, completed(rank(1)));
  });

  it('are found where the plain difference is not', async () => {
    const { terms, stats, choices } = await partsOf(`method: gsc, covariates: [x], factors_max: 3, ${none}`);
    expect(Math.abs(terms[0]!.estimate - 2)).toBeLessThan(0.3);
    expect(stats.factorCount).toBe(1);
    expect(choices.filter(({ isChosen }) => isChosen).map(({ value }) => value)).toEqual([1]);
  });

  it('are those of a plain difference without factors', async () => {
    const did = await partsOf(`method: did, ${none}`);
    const [gsc, ife] = await Promise.all(
      ['gsc', 'ife'].map((method) => partsOf(`method: ${method}, factors: 0, ${none}`)),
    );
    near(gsc!.terms[0]!.estimate, did.terms[0]!.estimate, 10);
    near(ife!.terms[0]!.estimate, did.terms[0]!.estimate, 10);
    const mc = await partsOf(`method: mc, lambda: 1e6, ${none}`);
    near(mc.terms[0]!.estimate, did.terms[0]!.estimate, 10);
    expect(mc.stats.matrixRank).toBe(0);
  });

  it('grow with the units of the outcome, and are left alone by shifts of units and years', async () => {
    const keys = `method: gsc, covariates: [x], ${none}`;
    const [plain, larger, moved] = await Promise.all(
      [
        panel,
        panel.map((row) => ({ ...row, y: 1000 * row.y })),
        panel.map((row) => ({ ...row, y: row.y + 3 * row.year + Number(row.unit.slice(1)) })),
      ].map((rows) => partsOf(keys, rows)),
    );
    near(larger!.terms[0]!.estimate / 1000, plain!.terms[0]!.estimate);
    near(moved!.terms[0]!.estimate, plain!.terms[0]!.estimate);
  });

  it.each(['gsc, factors: 1', 'ife, factors: 1', 'mc, lambda: 3'])(
    'draw the same whatever the order of rows and the names of units: %s',
    async (method) => {
      const keys = `method: ${method}, covariates: [x], draws: 6`;
      const first = await partsOf(keys);
      const turned = await partsOf(keys, panel.toReversed());
      near(turned.terms[0]!.stdError, first.terms[0]!.stdError, 9);
      const renamed = await partsOf(
        keys,
        panel.map((row) => ({ ...row, unit: `z${40 - Number(row.unit.slice(1))}` })),
      );
      near(renamed.terms[0]!.stdError, first.terms[0]!.stdError, 6);
      expect(first.paths.every(({ stdError }) => stdError! > 0)).toBe(true);
    },
  );

  it('say the same with their defaults written out', async () => {
    const short = await partsOf('method: gsc, draws: 5');
    const long = await partsOf('method: gsc, factors: cv, factors_max: 5, errors: parametric, draws: 5, seed: 1');
    expect(long).toEqual(short);
  });

  it('have the errors of the jackknife over units', async () => {
    const { terms } = await partsOf('method: gsc, factors: 1, errors: jackknife');
    const effects = await Promise.all(
      Array.from({ length: UNITS }, async (_, left) => {
        const rows = panel.filter(({ unit }) => Number(unit.slice(1)) !== left);
        return (await partsOf(`method: gsc, factors: 1, ${none}`, rows)).terms[0]!.estimate;
      }),
    );
    const centre = effects.reduce((sum, effect) => sum + effect, 0) / UNITS;
    const squares = effects.reduce((sum, effect) => sum + (effect - centre) * (effect - centre), 0);
    near(terms[0]!.stdError, Math.sqrt(((UNITS - 1) / UNITS) * squares), 10);
  });

  it('have loadings for all units, the treated marked', async () => {
    const { loadings } = await partsOf(`method: gsc, factors: 1, ${none}`);
    expect(loadings).toHaveLength(UNITS);
    expect(loadings.filter((each) => (each as { isTreated?: boolean }).isTreated).map(({ name }) => name)).toEqual([
      ...['u11', 'u12', 'u13'],
    ]);
  });
});

describe('what is refused', () => {
  const one = panel.map((row) => ({ ...row, treated: Number(row.unit === 'u13') * row.treated }));
  const early = panel.map((row) => ({ ...row, treated: Number(row.unit === 'u13' && row.year >= 2004) }));
  it.each([
    [
      'too many factors for the years before',
      `method: gsc, factors: 2, ${none}`,
      early,
      'need 4 periods before treatment',
    ],
    ['a bootstrap of one unit', 'method: mc, lambda: 3', one, 'at least two treated units'],
    [
      'a covariate that is constant',
      `method: gsc, factors: 1, covariates: [x], ${none}`,
      panel.map((row) => ({ ...row, x: 1 })),
      'is collinear',
    ],
    [
      'a gap',
      `method: gsc, ${none}`,
      panel.filter(({ unit, year }) => unit !== 'u03' || year !== 2004),
      'has no value for `u03` in 2004',
    ],
    [
      'more factors than the panel',
      `method: ife, factors: 7, ${none}`,
      panel.filter(({ unit }) => unit >= 'u08'),
      'can hold',
    ],
  ] as const)('%s', async (_, keys, rows, says) => {
    const { failures } = await plan(keys, rows).run('s');
    expect(failures.map(({ message }) => message).join()).toContain(says);
  });

  it.each([
    ['method: mc, factors: 1', 'the method `mc` reads no `factors`'],
    ['method: gsc, lambda: 1', 'the method `gsc` reads no `lambda`'],
    ['method: gsc, errors: placebo', 'the method `gsc` has no errors by `placebo`'],
    ['method: mc, errors: parametric', 'the method `mc` has no errors by `parametric`'],
    ['method: gsc, factors: 2, factors_max: 4', '`factors: 2` says how many factors'],
  ])('%s', (keys, says) => {
    expect(
      plan(keys)
        .problems.map(({ message }) => message)
        .join('\n'),
    ).toContain(says);
  });
});
