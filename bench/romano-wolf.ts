/**
 * Romano and Wolf's p values of 20 outcomes with 3,000 samples of 20,000 rows: a whole `papermake run` from an empty store, by `kind: experiment`, against a whole process of
 * numpy that loops over cross-products. Processor time, in turn. Demanded: no slower; t statistics are the same, and p values within the error of the draws.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import path from 'node:path';
import { createRng } from '../src/base/number/rng.ts';
import { median, papermake, projectRoot, report, sized, usage } from './measure.ts';

const [rows, outcomes, draws, turns] = [sized(20_000, 500), sized(20, 4), sized(3000, 200), sized(5, 1)];
const folder = mkdtempSync(path.join(tmpdir(), 'papermake-bench-'));
const draw = createRng('romano-wolf').stream('rows', 0);
const names = Array.from({ length: outcomes }, (_, k) => `y${k}`);
const lines = [['treat', ...names].join()];
for (let i = 0; i < rows; i++) {
  const [treat, common] = [i % 2, draw.normal()];
  // effects of up to three errors
  const effect = (k: number): number => (treat * 3 * k * 2) / outcomes / Math.sqrt(rows);
  lines.push([treat, ...names.map((_, k) => (effect(k) + 0.6 * common + 0.8 * draw.normal()).toFixed(6))].join());
}
const data = path.join(folder, 'trial.csv');
writeFileSync(data, lines.join('\n'));
writeFileSync(
  path.join(folder, 'pipeline.yaml'),
  `papermake: 1
steps:
  rows: {kind: ingest, file: trial.csv}
  trial: {kind: experiment, from: rows, treatment: treat, outcomes: [${names.join(', ')}], multiple: [romano_wolf], draws: ${draws}}
`,
);

const clean = (): void => rmSync(path.join(folder, '.papermake'), { recursive: true, force: true });
const ours = () =>
  usage({ name: 'papermake', command: ['node', papermake, 'run', '-q'], cwd: folder, prepare: clean }).cpu;
const numpy = ['/usr/bin/python3', path.join(projectRoot, 'bench/romano_wolf_numpy.py'), data, String(draws)] as const;
const theirs = () => usage({ name: 'numpy', command: [...numpy], cwd: folder }).cpu;

Object.assign(process.env, { OMP_NUM_THREADS: '1', OPENBLAS_NUM_THREADS: '1' });
const [first, second] = [ours(), theirs()];
const pairs = Array.from({ length: turns }, () => [ours(), theirs()] as const);
const peers = JSON.parse(execFileSync(numpy[0], numpy.slice(1), { encoding: 'utf8' })) as { t: number[]; p: number[] };
const shown = execFileSync('node', [papermake, 'show', 'trial', '--json'], {
  cwd: folder,
  encoding: 'utf8',
  maxBuffer: 1e9,
});
rmSync(folder, { recursive: true });
const { effects } = JSON.parse(shown) as { effects: readonly { statistic: number; pRomanoWolf: number }[] };
for (const [k, { statistic, pRomanoWolf: p }] of effects.entries()) {
  const [t, other] = [peers.t[k]!, peers.p[k]!];
  if (Math.abs(Math.abs(statistic) / t - 1) > 1e-9) throw new Error(`t ${statistic} of ${names[k]} is not ${t}`);
  // both have an error of Monte Carlo, and a share of the draws is at least one of them
  if (Math.abs(p - other) > 5 * Math.sqrt((2 * Math.max(p * (1 - p), 1 / draws)) / draws))
    throw new Error(`p ${p} of ${names[k]} is not ${other}`);
}
const [own, peer] = [0, 1].map((at) => median(pairs.map((pair) => pair[at as 0 | 1]))) as [number, number];
report({
  title:
    'Romano–Wolf of 20 outcomes with 3,000 draws of 20,000 rows, against a numpy loop over cross-products; processor time',
  command: 'npx tsx bench/romano-wolf.ts',
  medians: { 'papermake, a whole run from nothing': 1000 * own, 'numpy, a whole process': 1000 * peer },
  ratios: [
    { text: 'papermake takes this many times as long', value: own / peer, demand: 'at most 1', holds: own <= peer },
    { text: 'in the first pair', value: first / second },
  ],
  remarks: [
    `both read the CSV file; t is the same to 1e-9, p within the error of the draws; load ${loadavg()[0]!.toFixed(1)}`,
  ],
});
