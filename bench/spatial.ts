/**
 * A spatial Durbin panel of 300 units and 15 periods with effects of both, and direct, indirect and total effects with their errors, against
 * spatialreg's `lagsarlm(Durbin = TRUE)` with `impacts` on the within-transformed data and a block-diagonal W, by processor time in turn.
 * Demanded: spatialreg takes at least 5 times as long.
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
import { median, projectRoot, report } from './measure.ts';

const [UNITS, PERIODS] = [300, 15];
const ROUNDS = 3;
const demanded = 5;
const draw = createRng('space').stream('data', 0);
const units = Array.from({ length: UNITS }, (_, i) => `u${String(i).padStart(3, '0')}`);
/** A grid of 20 by 15, neighbours by their edges. */
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
  ['y,x1,x2,x3', ...rows.map(({ y, x1, x2, x3 }) => [y, x1, x2, x3].join(','))].join('\n'),
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

function peer(): { ms: number; rho: number } {
  const files = ['panel.csv', 'links.csv'].map((name) => path.join(folder, name));
  const command = [path.join(projectRoot, 'bench/spatial.R'), ...files, String(UNITS)];
  const { stdout, status, stderr } = spawnSync('Rscript', command, { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  const [seconds, rho] = stdout.trim().split(' ').map(Number);
  return { ms: 1000 * seconds!, rho: rho! };
}

const [ours, theirs]: [number[], number[]] = [[], []];
const rhos: number[] = [];
for (let round = 0; round < ROUNDS; round++) {
  const [a, b] = [own(), peer()];
  ours.push(a.ms);
  theirs.push(b.ms);
  rhos.push(a.rho, b.rho);
}
rmSync(folder, { recursive: true });
const ratio = median(theirs) / median(ours);
report({
  title: 'Spatial Durbin panel of 300 units and 15 periods, against spatialreg',
  command: 'npx tsx bench/spatial.ts',
  medians: {
    'papermake, eigenvalues, model and effects': median(ours),
    'spatialreg, lagsarlm and impacts': median(theirs),
  },
  ratios: [
    {
      text: 'spatialreg takes this many times the processor time',
      value: ratio,
      demand: `at least ${demanded}`,
      holds: ratio >= demanded,
    },
  ],
  remarks: [
    `ρ is ${rhos[0]!.toFixed(5)} and ${rhos[1]!.toFixed(5)}: spatialreg takes W of the transformed outcome, papermake transforms W y`,
  ],
});
