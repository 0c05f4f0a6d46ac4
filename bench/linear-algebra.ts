/**
 * Our kernels of linear algebra beside ml-matrix, the one library of it among the dependencies: digits on NIST's certified regressions and
 * on graded matrices whose answers are known exactly, processor time, and whether two Nodes give the same bits. No demand: the figures are
 * what docs/architecture.md decides by.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import {
  CholeskyDecomposition,
  EigenvalueDecomposition,
  Matrix,
  QrDecomposition,
  SingularValueDecomposition,
} from 'ml-matrix';
import { power } from '../src/base/number/power.ts';
import { createRng } from '../src/base/number/rng.ts';
import { leastSquares } from '../src/econ/linalg/least-squares.ts';
import { quadraticForm } from '../src/econ/linalg/matrix.ts';
import { symmetricEigen } from '../src/econ/linalg/symmetric-eigen.ts';
import { keep, projectRoot } from './measure.ts';

/** Least squares: columns of length N and the outcome to the K coefficients. */
type Solver = (columns: readonly Float64Array[], y: Float64Array) => ArrayLike<number>;

const rowsOf = (columns: readonly Float64Array[]): Matrix =>
  new Matrix(Array.from(columns[0]!, (_, i) => columns.map((x) => x[i]!)));

const solvers: Readonly<Record<string, Solver>> = {
  ours: (columns, y) => leastSquares(columns, y, () => 0).coefficients,
  'ml-matrix, QR': (columns, y) => new QrDecomposition(rowsOf(columns)).solve(Matrix.columnVector(y)).to1DArray(),
  'ml-matrix, SVD': (columns, y) =>
    new SingularValueDecomposition(rowsOf(columns), { autoTranspose: true }).solve(Matrix.columnVector(y)).to1DArray(),
};

interface Certified {
  readonly name: string;
  readonly columns: readonly Float64Array[];
  readonly y: Float64Array;
  readonly coefficients: readonly number[];
}

function certified(name: string): Certified {
  const folder = path.join(projectRoot, 'test/reference/cases', name);
  const [run] = JSON.parse(readFileSync(path.join(folder, 'case.json'), 'utf8')).runs;
  const [header, ...rows] = readFileSync(path.join(folder, 'data.csv'), 'utf8').trim().split(/\r?\n/);
  const names = header!.split(',');
  const column = (name: string) => Float64Array.from(rows, (row) => Number(row.split(',')[names.indexOf(name)]));
  const terms = (run.x as string[]).map((term) => {
    const [base, exponent = '1'] = term.split('^');
    return column(base!).map((value) => power(value, Number(exponent)));
  });
  const ones = run.const ? [new Float64Array(rows.length).fill(1)] : [];
  return {
    name: name.slice('nist-'.length),
    columns: [...ones, ...terms],
    y: column(run.y),
    coefficients: Object.values(run.expected.coef),
  };
}

/** Digits that agree, of the worst; 15 where all do. */
function digits(found: ArrayLike<number>, exact: readonly number[]): number {
  const wrong = Math.max(...exact.map((value, j) => Math.abs(found[j]! - value) / Math.abs(value)));
  return Math.max(0, Math.min(15, wrong === 0 ? 15 : -Math.log10(wrong)));
}

/**
 * S C S with C of eighths and S of powers of two, which doubles hold exactly: its rows are of `grade` binary orders of magnitude more than others.
 * With b = S C 1 the form b'A^−1 b is the sum of C's entries, and the determinant that of C times the squares of S.
 */
function graded(grade: number): { a: Float64Array; b: Float64Array; form: number; determinant: number } {
  const c = [
    [1, 0.5, 0.375, 0.25],
    [0.5, 1, 0.5, 0.375],
    [0.375, 0.5, 1, 0.5],
    [0.25, 0.375, 0.5, 1],
  ];
  const scales = [0, 2, -1, 1].map((order) => power(2, order * grade));
  const a = Float64Array.from(c.flatMap((row, i) => row.map((value, j) => value * scales[i]! * scales[j]!)));
  const sums = c.map((row) => row.reduce((total, value) => total + value));
  const b = Float64Array.from(sums, (value, j) => value * scales[j]!);
  const form = sums.reduce((total, value) => total + value);
  return { a, b, form, determinant: determinant(c) * scales.reduce((product, s) => product * s * s, 1) };
}

/** By minors: of eighths, and so without rounding. */
function determinant(c: readonly (readonly number[])[]): number {
  if (c.length === 1) return c[0]![0]!;
  const minor = (j: number) => c.slice(1).map((row) => row.filter((_, at) => at !== j));
  return c[0]!.reduce((total, value, j) => total + (j % 2 === 0 ? 1 : -1) * value * determinant(minor(j)), 0);
}

type Eigenvalues = (a: Float64Array, k: number) => readonly number[];

const eigenvalues: Readonly<Record<string, Eigenvalues>> = {
  ours: (a, k) => symmetricEigen(a, k).values,
  'ml-matrix': (a, k) =>
    new EigenvalueDecomposition(Matrix.from1DArray(k, k, a), { assumeSymmetric: true }).realEigenvalues,
};

type Form = (a: Float64Array, b: Float64Array) => number | null;

const forms: Readonly<Record<string, Form>> = {
  ours: quadraticForm,
  'ml-matrix': (a, b) => {
    const k = b.length;
    const factor = new CholeskyDecomposition(Matrix.from1DArray(k, k, a));
    if (!factor.isPositiveDefinite()) return null;
    const x = factor.solve(Matrix.columnVector(b)).to1DArray();
    return x.reduce((total, value, j) => total + value * b[j]!, 0);
  },
};

/** Standard normal columns that are correlated, as regressors are. */
function columnsOf(k: number, nobs: number): Float64Array[] {
  const draw = createRng('linear-algebra').stream(`${k} × ${nobs}`, 0);
  const common = Float64Array.from({ length: nobs }, () => draw.normal());
  return Array.from({ length: k }, () => common.map((value) => value + draw.normal()));
}

function productsOf(columns: readonly Float64Array[]): Float64Array {
  return Float64Array.from(columns.flatMap((a) => columns.map((b) => a.reduce((sum, x, i) => sum + x * b[i]!, 0))));
}

/** Microseconds of processor time of one call, by name: medians of rounds that take turns. */
function microseconds(calls: Readonly<Record<string, () => unknown>>, times: number): Record<string, number> {
  const spent = Object.fromEntries(Object.keys(calls).map((name) => [name, [] as number[]]));
  for (let round = -3; round < 15; round++) {
    for (const [name, call] of Object.entries(calls)) {
      const before = process.cpuUsage();
      for (let time = 0; time < times; time++) call();
      const { user, system } = process.cpuUsage(before);
      if (round >= 0) spent[name]!.push((user + system) / times);
    }
  }
  return Object.fromEntries(
    Object.entries(spent).map(([name, values]) => [name, values.sort((a, b) => a - b)[values.length >> 1]!]),
  );
}

const regressions = ['norris', 'noint1', 'longley', 'wampler1', 'wampler4', 'filip'].map((name) =>
  certified(`nist-${name}`),
);
const grades = [0, 10, 20, 30];

/** Of everything that is computed here, by whose it is. */
function bits(): Record<string, string> {
  const hashes = { ours: createHash('sha256'), 'ml-matrix': createHash('sha256') };
  const add = (name: string, values: ArrayLike<number>) =>
    hashes[name === 'ours' ? 'ours' : 'ml-matrix'].update(Float64Array.from(values));
  for (const { columns, y } of [
    ...regressions,
    { columns: columnsOf(8, 372), y: columnsOf(1, 372)[0]! },
    { columns: columnsOf(20, 2000), y: columnsOf(1, 2000)[0]! },
  ]) {
    for (const [name, solve] of Object.entries(solvers)) add(name, solve(columns, y));
    const products = productsOf(columns);
    for (const [name, values] of Object.entries(eigenvalues)) add(name, values(products, columns.length));
  }
  for (const { a, b } of grades.map(graded)) {
    for (const [name, values] of Object.entries(eigenvalues)) add(name, values(a, 4));
    for (const [name, form] of Object.entries(forms)) add(name, [form(a, b) ?? Number.NaN]);
  }
  return Object.fromEntries(Object.entries(hashes).map(([name, hash]) => [name, hash.digest('hex')]));
}

/** Nodes of other versions by npx; null where one cannot be had. */
function bitsOf(major: number): Record<string, string> | null {
  const command = ['--yes', `--package=node@${major}`, '--', 'node', '--import', 'tsx', import.meta.filename, '--bits'];
  const { status, stdout } = spawnSync('npx', command, { cwd: projectRoot, encoding: 'utf8' });
  return status === 0 ? JSON.parse(stdout) : null;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line), ''];
}

function accuracy(): string[] {
  const names = Object.keys(solvers);
  const least = regressions.map(({ name, columns, y, coefficients }) => [
    name,
    ...names.map((solver) => digits(solvers[solver]!(columns, y), coefficients).toFixed(1)),
  ]);
  const matrices = grades.map((grade) => {
    const { a, b, form, determinant } = graded(grade);
    const product = (values: readonly number[]) => values.reduce((total, value) => total * value, 1);
    return [
      `2^${grade}`,
      ...Object.values(eigenvalues).map((values) => digits([product(values(a, 4))], [determinant]).toFixed(1)),
      ...Object.values(forms).map((of) => {
        const found = of(a, b);
        return found === null ? 'none' : digits([found], [form]).toFixed(1);
      }),
    ];
  });
  return [
    'Digits of the worst coefficient, by NIST’s certified values:',
    '',
    ...table(['data', ...names], least),
    'Digits on graded 4×4 covariances, whose rows are in units that differ by powers of the grade, of the product of the eigenvalues and of b’A⁻¹b by Cholesky:',
    '',
    ...table(
      ['grade', 'eigenvalues, ours', 'eigenvalues, ml-matrix', 'Cholesky, ours', 'Cholesky, ml-matrix'],
      matrices,
    ),
  ];
}

function speed(): string[] {
  const sizes = [
    [4, 372, 200],
    [10, 372, 60],
    [10, 20_000, 2],
  ] as const;
  const rows: string[][] = [];
  const row = (what: string, spent: Record<string, number>) =>
    rows.push([
      what,
      ...['ours', 'ml-matrix', 'ml-matrix, QR', 'ml-matrix, SVD'].flatMap((name) =>
        spent[name] === undefined ? [] : [`${name} ${spent[name].toFixed(spent[name] < 100 ? 1 : 0)}`],
      ),
    ]);
  for (const [k, nobs, times] of sizes) {
    const columns = columnsOf(k, nobs);
    const [y] = columnsOf(1, nobs);
    row(
      `least squares, ${nobs} × ${k}`,
      microseconds(
        Object.fromEntries(Object.entries(solvers).map(([n, solve]) => [n, () => solve(columns, y!)])),
        times,
      ),
    );
  }
  for (const k of [4, 10, 30]) {
    const a = productsOf(columnsOf(k, 372));
    const b = Float64Array.from({ length: k }, (_, j) => a[j]!);
    const calls = (of: Readonly<Record<string, (a: Float64Array, k: number) => unknown>>) =>
      Object.fromEntries(Object.entries(of).map(([name, call]) => [name, () => call(a, k)]));
    row(`eigenvalues, ${k} × ${k}`, microseconds(calls(eigenvalues), 100));
    row(
      `b’A⁻¹b, ${k} × ${k}`,
      microseconds(calls(Object.fromEntries(Object.entries(forms).map(([n, form]) => [n, (a) => form(a, b)]))), 500),
    );
  }
  return [
    'Microseconds of processor time:',
    '',
    ...rows.map(([what, ...spent]) => `- ${what}: ${spent.join(', ')}`),
    '',
  ];
}

function sameBits(): string[] {
  const here = bits();
  const others = [22, 24].map((major) => [major, bitsOf(major)] as const);
  return others.map(([major, there]) => {
    if (there === null) return `- Node ${major} could not be had`;
    const said = Object.keys(here).map((name) => `${name} ${there[name] === here[name] ? 'the same' : 'OTHER BITS'}`);
    return `- bits on Node ${major}: ${said.join(', ')}`;
  });
}

if (process.argv.includes('--bits')) process.stdout.write(JSON.stringify(bits()));
else {
  const title = 'Linear algebra, ours beside ml-matrix';
  keep(title, [
    `## ${title}`,
    '',
    `\`npx tsx bench/linear-algebra.ts\` on Node ${process.version}`,
    '',
    ...accuracy(),
    ...speed(),
    ...sameBits(),
    '',
  ]);
}
