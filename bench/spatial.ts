/**
 * A spatial Durbin panel of 280 units and 15 periods with effects of both, and direct, indirect and total effects with their errors, by processor time in turn: against
 * spatialreg's `lagsarlm(Durbin = TRUE)` with `impacts` on the within-transformed data and a block-diagonal W, and against thirty lines of dense R that use the 280
 * eigenvalues. Demanded: spatialreg takes at least 5 times as long, and what a run takes longer with the weights and the model is at most the dense R's time.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createRng } from '../src/base/number/rng.ts';
import { compileColumn } from '../src/econ/compile/compile-column.ts';
import { estimate } from '../src/econ/estimate.ts';
import { contiguity, eigenvalues, standardized } from '../src/econ/spatial/weights.ts';
import { spatialFit } from '../steps/spatial/numbers/fit.ts';
import { dataOf } from '../test/support/data.ts';
import { median, papermake, projectRoot, report, sized, usage } from './measure.ts';

const [UNITS, PERIODS] = [280, 15];
const ROUNDS = sized(Number(process.argv[2] ?? 5), 1);
const demanded = 5;
const demandedOfDense = 1;
const draw = createRng('space').stream('data', 0);
const units = Array.from({ length: UNITS }, (_, i) => `u${String(i).padStart(3, '0')}`);
/** A grid of 20 by 14, neighbours by their edges. */
const raw = contiguity(
  UNITS,
  units.flatMap((_, i): [number, number][] => {
    const [row, column] = [Math.floor(i / 20), i % 20];
    const around = [
      [row - 1, column],
      [row + 1, column],
      [row, column - 1],
      [row, column + 1],
    ] as const;
    return around
      .filter(([r, c]) => r >= 0 && r < UNITS / 20 && c >= 0 && c < 20)
      .map(([r, c]): [number, number] => [i, 20 * r + c]);
  }),
);
const rows = Array.from({ length: UNITS * PERIODS }, (_, i) => {
  const [x1, x2, x3] = [draw.normal(), draw.normal(), draw.normal()];
  const y = x1! - 0.5 * x2! + 0.2 * x3! + draw.normal();
  return { id: units[i % UNITS]!, year: 2000 + Math.floor(i / UNITS), y, x1: x1!, x2: x2!, x3: x3! };
});
const names = ['id', 'year', 'y', 'x1', 'x2', 'x3'] as const;
const panel = { unit: 'id', time: 'year' };
const data = dataOf(Object.fromEntries(names.map((name) => [name, rows.map((row) => row[name])])), panel);
const { specs } = compileColumn({ fit: 'y ~ x1 + x2 + x3' }, null, {
  sets: {},
  samples: {},
  frame: 'panel',
  columns: undefined,
  panel,
});

const folder = mkdtempSync(path.join(tmpdir(), 'papermake-bench-'));
const matrix = standardized(raw, UNITS, 'row');
writeFileSync(
  path.join(folder, 'panel.csv'),
  [names.join(','), ...rows.map((row) => names.map((name) => row[name]).join(','))].join('\n'),
);
const links = Array.from(matrix.keys()).filter((at) => matrix[at] !== 0);
const link = (at: number): string => `${Math.floor(at / UNITS) + 1},${(at % UNITS) + 1},${matrix[at]}`;
writeFileSync(path.join(folder, 'links.csv'), ['i,j,w', ...links.map(link)].join('\n'));

/** Processor milliseconds of the weights with their eigenvalues, the model and its effects. */
function own(): { ms: number; rho: number } {
  const before = process.cpuUsage();
  const weights = { units, matrix, standardize: 'row' as const, eigen: eigenvalues(matrix, UNITS) };
  const options = {
    model: 'sdm',
    effects: 'both',
    leeyu: false,
    lagOrder: 'withinOfLag',
    information: 'observed',
  } as const;
  const { terms } = estimate(specs[0]!, data, spatialFit(weights, options));
  const { user, system } = process.cpuUsage(before);
  return { ms: (user + system) / 1000, rho: terms.find(({ term }) => term === 'rho')!.estimate };
}

function inR(script: string): { ms: number; rho: number } {
  const files = ['panel.csv', 'links.csv'].map((name) => path.join(folder, name));
  const command = [path.join(projectRoot, `bench/${script}`), ...files, String(UNITS)];
  const { stdout, status, stderr } = spawnSync('Rscript', command, { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  const [seconds, rho] = stdout.trim().split(' ').slice(-2).map(Number);
  return { ms: 1000 * seconds!, rho: rho! };
}

writeFileSync(
  path.join(folder, 'pairs.csv'),
  ['a,b', ...links.map((at) => `${units[Math.floor(at / UNITS)]},${units[at % UNITS]}`)].join('\n'),
);
const readSteps = `papermake: 1
steps:
  data: {kind: ingest, file: panel.csv, panel: {unit: id, time: year}}
  pairs: {kind: ingest, file: pairs.csv}
`;
const modelSteps = `  w: {kind: spatial_weights, type: contiguity, from: data, neighbours: {from: pairs, unit: a, neighbour: b}}
  m: {kind: spatial, from: data, weights: w, fit: y ~ x1 + x2 + x3, model: sdm, effects: both}
`;

/** Processor milliseconds of a run from an empty store. */
function runMs(pipeline: string): number {
  const prepare = (): void => {
    rmSync(path.join(folder, '.papermake'), { recursive: true, force: true });
    writeFileSync(path.join(folder, 'pipeline.yaml'), pipeline);
  };
  return 1000 * usage({ name: 'run', command: [process.execPath, papermake, 'run', '-q'], cwd: folder, prepare }).cpu;
}

const turns = Array.from({ length: ROUNDS }, () => ({
  own: own(),
  peer: inR('spatial.R'),
  dense: inR('spatial-dense.R'),
  run: runMs(readSteps + modelSteps),
  without: runMs(readSteps),
}));
rmSync(folder, { recursive: true });
type Turn = (typeof turns)[number];
const of = (pick: (turn: Turn) => number): number => median(turns.map(pick));
const [ours, theirs, dense] = [of(({ own }) => own.ms), of(({ peer }) => peer.ms), of((turn) => turn.dense.ms)];
const longer = of(({ run, without }) => run - without);
const [{ own: found, peer: other, dense: same }] = turns as [Turn];
if (Math.abs(found.rho - same.rho) > 1e-7) throw new Error(`${found.rho} is not ${same.rho}`);
report({
  title: `Spatial Durbin panel of ${UNITS} units and ${PERIODS} periods, against spatialreg and dense R`,
  command: 'npx tsx bench/spatial.ts',
  medians: {
    'papermake, eigenvalues, model and effects': ours,
    'spatialreg, lagsarlm and impacts': theirs,
    'what `papermake run` takes longer with the weights and the model than without': longer,
    'R, thirty lines with dense matrices': dense,
  },
  ratios: [
    {
      text: 'spatialreg takes this many times the processor time',
      value: theirs / ours,
      demand: `at least ${demanded}`,
      holds: theirs / ours >= demanded,
    },
    {
      text: 'what the run takes longer to the dense R',
      value: longer / dense,
      demand: `at most ${demandedOfDense}`,
      holds: longer / dense <= demandedOfDense,
    },
  ],
  remarks: [
    `ρ is ${found.rho.toFixed(5)} and ${other.rho.toFixed(5)}: spatialreg takes W of the transformed outcome, papermake transforms W y, as the dense R does`,
    'the step also tests the model against a lag and against errors, which takes two more maxima, and stores and reads the weights',
  ],
});
