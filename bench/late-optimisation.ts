/**
 * Measures what late optimisation (src/app/start/optimisation.ts) saves first runs on Node 20. Whole processes run from an empty store, in
 * turn as they are and with V8's own budget. The bench takes the processor time of all threads, since wall-clock time on a shared machine
 * says little, and gives the median of the paired ratios with the quartiles. Late optimisation is worth its lines while the flagship
 * gains 3 % and a thousand small fits 10 %.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createRng } from '../src/base/number/rng.ts';
import { copyProject } from './flagship-copy.ts';
import { papermake, report } from './measure.ts';

const pairs = Number(process.argv[2] ?? 40);
const ways = ['late', 'usual'] as const;
type Way = (typeof ways)[number];

const folder = mkdtempSync(path.join(tmpdir(), 'papermake-bench-'));
const spent = path.join(folder, 'spent');

/** A script that Node requires first: it notes the processor time at the end, and for `usual` takes the flags' switch away. */
function preload(way: Way): string {
  const file = path.join(folder, `${way}.cjs`);
  const off = way === 'usual' ? `require('node:v8').setFlagsFromString = () => {};` : '';
  writeFileSync(
    file,
    `${off}process.on('exit', () => {
      const { user, system } = process.cpuUsage();
      require('node:fs').writeFileSync(${JSON.stringify(spent)}, String((user + system) / 1000));
    });`,
  );
  return file;
}

/** Milliseconds of processor time of a first run. */
function firstRun(project: string, script: string): number {
  for (const name of ['.papermake', 'out']) rmSync(path.join(project, name), { recursive: true, force: true });
  const { status, stderr } = spawnSync(process.execPath, ['--require', script, papermake, 'run', '-q'], {
    cwd: project,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(stderr);
  return Number(readFileSync(spent, 'utf8'));
}

function specifications(project: string): void {
  const controls = Array.from({ length: 10 }, (_, j) => `c${j + 1}`);
  const draw = createRng('late-optimisation').stream('panel', 0);
  const rows = Array.from({ length: 372 }, (_, i) =>
    [1 + Math.floor(i / 12), 1 + (i % 12), ...['y', 'x', ...controls].map(() => draw.normal())].join(','),
  );
  mkdirSync(project);
  writeFileSync(
    path.join(project, 'panel.csv'),
    `${['unit', 'time', 'y', 'x', ...controls].join(',')}\n${rows.join('\n')}\n`,
  );
  writeFileSync(
    path.join(project, 'pipeline.yaml'),
    `papermake: 1
sets:
  controls: [${controls.join(', ')}]
steps:
  data: {kind: ingest, file: panel.csv, panel: {unit: unit, time: time}}
  all: {kind: models, from: data, fit: y ~ x + mvsw($controls) | unit, vcov: cluster(unit)}
`,
  );
}

const quantile = (values: readonly number[], share: number): number =>
  [...values].sort((a, b) => a - b)[Math.round(share * (values.length - 1))]!;

function compared(project: string) {
  const scripts = { late: preload('late'), usual: preload('usual') };
  const times: Record<Way, number[]> = { late: [], usual: [] };
  // the first two pairs may compile, and do not count
  for (let pair = -2; pair < pairs; pair++) {
    for (const way of pair % 2 === 0 ? ways : ([...ways].reverse() as Way[])) {
      const ms = firstRun(project, scripts[way]);
      if (pair >= 0) times[way].push(ms);
    }
  }
  const ratios = times.usual.map((ms, at) => ms / times.late[at]!);
  return {
    late: quantile(times.late, 0.5),
    usual: quantile(times.usual, 0.5),
    ratio: quantile(ratios, 0.5),
    quartiles: [0.25, 0.75].map((share) => quantile(ratios, share).toFixed(2)).join(' to '),
  };
}

try {
  const flagship = path.join(folder, 'flagship');
  mkdirSync(flagship);
  copyProject(flagship);
  specifications(path.join(folder, 'specifications'));
  const paper = compared(flagship);
  const small = compared(path.join(folder, 'specifications'));
  report({
    title: 'First runs on Node 20, optimised late against V8’s own budget; processor time',
    command: 'npx tsx bench/late-optimisation.ts',
    medians: {
      'the flagship, late': paper.late,
      'the flagship, V8’s budget': paper.usual,
      '1,024 small fits, late': small.late,
      '1,024 small fits, V8’s budget': small.usual,
    },
    ratios: [
      {
        text: 'the flagship takes this many times as long by V8’s budget',
        value: paper.ratio,
        demand: 'at least 1.03',
        holds: paper.ratio >= 1.03,
      },
      { text: '1,024 small fits', value: small.ratio, demand: 'at least 1.1', holds: small.ratio >= 1.1 },
    ],
    remarks: [
      `medians of ${pairs} pairs; half of the ratios lie in ${paper.quartiles} and ${small.quartiles}`,
      'Node 22 and later are left alone: their V8 has a quicker optimising compiler in between',
    ],
  });
} finally {
  rmSync(folder, { recursive: true, force: true });
}
