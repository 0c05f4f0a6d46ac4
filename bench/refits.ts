/**
 * A multiverse of 10,240 specifications on 5,000 rows: a whole `papermake run many` from an empty store, which keeps each as a node, against a whole process of numpy that
 * refits each and keeps nothing. Processor time, in turn. Demanded: at most 1.5 times as long; sums of estimates and errors are the same. Told besides: with a table and a
 * figure of all.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import path from 'node:path';
import { createRng } from '../src/base/number/rng.ts';
import { median, papermake, projectRoot, report, sized, usage } from './measure.ts';

const [units, periods, k, turns] = [sized(500, 50), 10, sized(10, 4), sized(5, 1)];
const folder = mkdtempSync(path.join(tmpdir(), 'papermake-bench-'));
const draw = createRng('refits').stream('panel', 0);
const names = Array.from({ length: k }, (_, i) => `c${i}`);
const lines = [['id', 't', 'y', 'y2', 'x', ...names].join()];
for (let id = 0; id < units; id++) {
  const own = draw.normal();
  for (let t = 0; t < periods; t++) {
    const c = names.map(() => draw.normal() + 0.3 * own);
    const sum = c.reduce((a, b) => a + b, 0);
    const x = draw.normal() + 0.2 * sum;
    const y = 0.05 * x + 0.1 * sum + own + draw.normal();
    lines.push([id, t, y, y + draw.normal(), x, ...c].join());
  }
}
const data = path.join(folder, 'panel.csv');
writeFileSync(data, lines.join('\n'));
writeFileSync(
  path.join(folder, 'pipeline.yaml'),
  `papermake: 1
steps:
  panel: {kind: ingest, file: panel.csv, panel: {unit: id, time: t}}
  many:
    kind: multiverse
    from: panel
    fit: y ~ x + ${names.join(' + ')} | id
    vcov: cluster(id)
    of: x
    choices: {controls: subsets, samples: [all, t > 0, t > 1, t < 9, t < 8], outcomes: [y, y2]}
  tables: {kind: report, tables: {many: {from: many, formats: [latex]}}}
  curve: {kind: figure, plot: specification-curve, from: many, term: x, formats: [svg]}
`,
);

const clean = (): void => {
  for (const name of ['.papermake', 'out']) rmSync(path.join(folder, name), { recursive: true, force: true });
};
const ours = (...targets: string[]) =>
  usage({ name: 'papermake', command: ['node', papermake, 'run', '-q', ...targets], cwd: folder, prepare: clean });
const numpy = ['/usr/bin/python3', path.join(projectRoot, 'bench/refits_numpy.py'), data] as const;
const theirs = () => usage({ name: 'numpy', command: [...numpy], cwd: folder });

Object.assign(process.env, { OMP_NUM_THREADS: '1', OPENBLAS_NUM_THREADS: '1' });
const [first, second] = [ours('many'), theirs()];
const pairs = Array.from({ length: turns }, () => [ours('many').cpu, theirs().cpu, ours().cpu] as const);
const [count, ...sums] = JSON.parse(execFileSync(numpy[0], numpy.slice(1), { encoding: 'utf8' })) as number[];
const shown = execFileSync('node', [papermake, 'show', 'many', '--json'], {
  cwd: folder,
  encoding: 'utf8',
  maxBuffer: 1e9,
});
const { specifications } = JSON.parse(shown) as { specifications: Record<'estimate' | 'stdError', number[]> };
rmSync(folder, { recursive: true });
for (const [i, name] of (['estimate', 'stdError'] as const).entries()) {
  const list = specifications[name];
  const sum = list.reduce((total, value) => total + value, 0);
  if (list.length !== count || Math.abs(sum / sums[i]! - 1) > 1e-10) throw new Error(`${name}: ${sum}, not ${sums[i]}`);
}
const [own, peer, printed] = [0, 1, 2].map((at) => median(pairs.map((pair) => pair[at as 0 | 1 | 2]))) as [
  number,
  number,
  number,
];
report({
  title: '10,240 specifications on 5,000 rows as stored nodes, against numpy that refits each; processor time',
  command: 'npx tsx bench/refits.ts',
  medians: {
    'papermake, a whole run from nothing': 1000 * own,
    'the same, and a table and a figure of all': 1000 * printed,
    'numpy, a whole process': 1000 * peer,
  },
  ratios: [
    {
      text: 'papermake takes this many times as long',
      value: own / peer,
      demand: 'at most 1.5',
      holds: own / peer <= 1.5,
    },
    { text: 'with table and figure', value: printed / peer },
    { text: 'in the first pair', value: first.cpu / second.cpu },
  ],
  remarks: [`sums of estimates and errors are the same to 1e-10; load ${loadavg()[0]!.toFixed(1)}`],
});
