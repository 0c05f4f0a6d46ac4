/**
 * The triple threshold with three bootstrap tests against a literal translation of xthreg's algorithm (demanded: 200 times faster) and,
 * on a panel of the size of Hansen's (1999), against projection with one matrix product in numpy (30 times faster); and how the time
 * grows with rows, grid and replications. Panels are simulated; all contenders must agree on thresholds and F.
 */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { createRng } from '../src/base/number/rng.ts';
import { compileColumn } from '../src/econ/compile/compile-column.ts';
import type { Data } from '../src/econ/data.ts';
import { Frame } from '../src/frame/frame.ts';
import { replicator } from '../steps/threshold/numbers/bootstrap.ts';
import { thresholdSample } from '../steps/threshold/numbers/sample.ts';
import { foundBy, searchSpace, searchThresholds, stepNamed } from '../steps/threshold/numbers/search.ts';
import { type ThresholdSpec, testNames } from '../steps/threshold/numbers/spec.ts';
import { report, sized } from './measure.ts';
import { runNumpy } from './numpy.ts';
import { type LiteralPanel, literalThresholds } from './threshold-literal.ts';

interface Size {
  readonly units: number;
  readonly periods: number;
  readonly controls: number;
  readonly grid: number;
  readonly replications: number;
  /** Change of the slope at each simulated threshold, in standard deviations of the error. */
  readonly jump: number;
}

const trim = 0.01;
const paper: Size = { units: 31, periods: 12, controls: 3, grid: 300, replications: sized(300, 3), jump: 0.6 };
const hansen: Size = {
  units: sized(565, 60),
  periods: 14,
  controls: 5,
  grid: sized(400, 100),
  replications: sized(300, 10),
  jump: 0.1,
};

/** Three thresholds in q, each with a jump of the slope. */
function simulate({ units, periods, controls, jump }: Size): LiteralPanel {
  const random = createRng('bench').stream('threshold', units);
  const n = units * periods;
  const normal = (): Float64Array => Float64Array.from({ length: n }, () => random.normal());
  const columns = Array.from({ length: controls }, normal);
  const [slope, q, error] = [normal(), normal(), normal()];
  const y = error.map((e, i) => {
    const effect = [-0.7, 0, 0.9].reduce((b, cut) => b + (q[i]! > cut ? jump : 0), 0.5);
    return (
      e +
      effect * slope[i]! +
      columns.reduce((total, column) => total + 0.3 * column[i]!, 0) +
      (Math.floor(i / periods) % 7)
    );
  });
  return { units, periods, y, slope, q, controls: columns };
}

interface Found {
  readonly gamma: readonly number[];
  readonly f: readonly number[];
}

function ours(panel: LiteralPanel, size: Size): Found & { readonly seconds: number } {
  const data = dataOf(panel);
  const controls = panel.controls.map((_, j) => `x${j}`);
  const context = { sets: {}, samples: {}, frame: 'data', columns: undefined, panel: data.panel };
  const { specs } = compileColumn({ fit: `y ~ ${controls.join(' + ')} | unit` }, null, context);
  const spec: ThresholdSpec = {
    model: specs[0]!,
    slope: ['r'],
    on: 'q',
    max: 3,
    grid: size.grid,
    trim: [trim, trim, trim],
  };
  const started = performance.now();
  const sample = thresholdSample(spec, data);
  const space = searchSpace(sample, spec);
  const search = searchThresholds(space, spec);
  const rng = createRng('1');
  for (const test of testNames) {
    const replicate = replicator(space, search, spec, test, true);
    replicate(Array.from({ length: size.replications }, (_, i) => rng.stream(`threshold/${test}`, i)));
  }
  const seconds = (performance.now() - started) / 1000;
  const d = sample.nobs - size.periods;
  const gamma = (['Th-1', 'Th-22', 'Th-3'] as const).map((name) => search.grid[foundBy(stepNamed(search, name))]!);
  return { gamma, f: [1, 2, 3].map((j) => (search.rss[j - 1]! / search.rss[j]! - 1) * d), seconds };
}

/** Hansen's own data where the reference cases are at hand; they may not be part of the repository. */
function hansenData(): LiteralPanel | null {
  const file = path.join(process.env.PAPERMAKE_REFERENCE ?? '', 'thr-hansen1999/data.csv');
  if (process.env.PAPERMAKE_REFERENCE === undefined || !existsSync(file)) return null;
  const [head, ...lines] = readFileSync(file, 'utf8').trim().split(/\r?\n/);
  const names = head!.split(',');
  const rows = lines.map((line) => line.split(',').map(Number));
  const at = (name: string): number => names.indexOf(name);
  rows.sort((a, b) => a[at('id')]! - b[at('id')]! || a[at('year')]! - b[at('year')]!);
  const column = (name: string): Float64Array => Float64Array.from(rows, (row) => row[at(name)]!);
  const controls = ['q1', 'q2', 'q3', 'd1', 'qd1'].map(column);
  return {
    units: hansen.units,
    periods: hansen.periods,
    y: column('i'),
    slope: column('c1'),
    q: column('d1'),
    controls,
  };
}

function dataOf({ units, periods, y, slope, q, controls }: LiteralPanel): Data {
  const index = (of: (i: number) => number): Float64Array =>
    Float64Array.from({ length: units * periods }, (_, i) => of(i));
  const values = { unit: index((i) => Math.floor(i / periods)), time: index((i) => i % periods), y, r: slope, q };
  const named = [...Object.entries(values), ...controls.map((column, j) => [`x${j}`, column] as const)];
  const columns = new Map(named.map(([name, column]) => [name, { type: 'number' as const, values: column }]));
  return Frame.of(columns, units * periods, { unit: 'unit', time: 'time' });
}

function literal(panel: LiteralPanel, size: Size): Found & { readonly seconds: number; readonly refits: number } {
  const rng = createRng('1');
  const draw = (test: number, replication: number): Int32Array =>
    rng.stream(`threshold/${testNames[test]}`, replication).sample(size.units, size.units);
  const started = performance.now();
  const found = literalThresholds(panel, { grid: size.grid, trim, replications: size.replications, draw });
  return { ...found, seconds: (performance.now() - started) / 1000 };
}

function numpy(panel: LiteralPanel, size: Size, rounds: number): Found & { readonly seconds: number } {
  const { units, periods } = panel;
  const input = {
    ...{ units, periods, trim, rounds, grid: size.grid, replications: size.replications },
    ...{
      y: [...panel.y],
      slope: [...panel.slope],
      q: [...panel.q],
      controls: panel.controls.map((column) => [...column]),
    },
  };
  const { seconds, ...found } = runNumpy<Found & { seconds: number[] }>(
    'threshold_numpy.py',
    [],
    JSON.stringify(input),
  );
  return { ...found, seconds: median(seconds) };
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return (sorted[(sorted.length - 1) >> 1]! + sorted[sorted.length >> 1]!) / 2;
}

function medianOf<T extends { readonly seconds: number }>(rounds: number, run: () => T): T {
  const results = Array.from({ length: sized(rounds, 1) }, run);
  return { ...results[0]!, seconds: median(results.map((result) => result.seconds)) };
}

function requireSame(what: string, a: Found, b: Found): void {
  const close = (x: number, y: number): boolean => Math.abs(x - y) <= 1e-8 * Math.abs(x);
  if (a.gamma.every((g, i) => g === b.gamma[i]) && a.f.every((f, i) => close(f, b.f[i]!))) return;
  throw new Error(`${what} disagree: ${JSON.stringify([a.gamma, a.f, b.gamma, b.f])}`);
}

const milliseconds = (result: { readonly seconds: number }): number => 1000 * result.seconds;

/** The first call of a fresh process counts too: few people run it twice. */
const small = simulate(paper);
const cold = ours(small, paper);
const warm = medianOf(9, () => ours(small, paper));
const peer = literal(small, paper);
const smallNumpy = numpy(small, paper, 3);
requireSame('papermake and the literal translation', warm, peer);
requireSame('papermake and numpy', warm, smallNumpy);

const real = sized(1, 0) === 1 ? hansenData() : undefined;
const large = real ?? simulate(hansen);
const largeOurs = medianOf(5, () => ours(large, hansen));
const largeNumpy = numpy(large, hansen, 1);
requireSame('papermake and numpy on the large panel', largeOurs, largeNumpy);

const again = (size: Partial<Size>): number => {
  const asked = { ...paper, ...size };
  const panel = simulate(asked);
  return milliseconds(medianOf(5, () => ours(panel, asked)));
};
const grown: readonly (readonly [what: string, size: Partial<Size>])[] = [
  ['rows × 4 (124 × 12)', { units: 124 }],
  ['rows × 16 (496 × 12)', { units: 496 }],
  ['grid × 4 (1200, on 124 × 12)', { units: 124, grid: 1200 }],
  ['replications × 10 (3 × 3000)', { replications: sized(3000, 30) }],
];
const growth = Object.fromEntries(grown.map(([what, size]) => [`papermake, ${what}`, again(size)]));
const perRefit = (1e6 * peer.seconds) / peer.refits;
report({
  title: 'Triple threshold with 3 × 300 replications, against refitting and against projection',
  command: 'npx tsx bench/threshold.ts',
  medians: {
    'papermake, 31 × 12, grid 300': milliseconds(warm),
    'papermake, the same, first call of a process': milliseconds(cold),
    'literal translation of xthreg, the same': milliseconds(peer),
    'numpy, one matrix product, the same': milliseconds(smallNumpy),
    'papermake, 565 × 14, grid 400': milliseconds(largeOurs),
    'numpy, one matrix product, the same ': milliseconds(largeNumpy),
    ...growth,
  },
  ratios: [
    {
      text: 'literal translation to papermake, 31 × 12',
      value: peer.seconds / warm.seconds,
      demand: 'at least 200',
      holds: peer.seconds / warm.seconds >= 200,
    },
    { text: 'literal translation to papermake’s first call', value: peer.seconds / cold.seconds },
    { text: 'numpy to papermake, 31 × 12', value: smallNumpy.seconds / warm.seconds },
    {
      text: 'numpy to papermake, 565 × 14',
      value: largeNumpy.seconds / largeOurs.seconds,
      demand: 'at least 30',
      holds: largeNumpy.seconds / largeOurs.seconds >= 30,
    },
  ],
  remarks: [
    `the literal translation makes ${peer.refits} refits of ${perRefit.toFixed(1)} µs; one thread everywhere`,
    `565 × 14 are ${real ? 'Hansen’s (1999) data, read from PAPERMAKE_REFERENCE' : 'simulated, with jumps that give F as small as in Hansen’s (1999) data'}`,
    'a replication costs O(N(k + p) + grid·p²·j): it grows with rows and grid side by side, never with their product',
  ],
});
