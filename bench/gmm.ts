/**
 * System GMM on Arellano and Bond's firms with 113 instruments, two steps with Windmeijer's errors and all tests, against `pgmm` of plm with
 * its summary, by processor time in turn: the numerics in this process, and the step through the command line, as what a run takes longer with it
 * than without. Demanded: plm takes at least 20 times as long.
 */
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { compileColumn } from '../src/econ/compile/compile-column.ts';
import { estimate } from '../src/econ/estimate.ts';
import { fit } from '../src/econ/gmm/fit.ts';
import { dataOf } from '../test/support/data.ts';
import { median, papermake, projectRoot, report, usage } from './measure.ts';

const ROUNDS = 5;
const demanded = 20;
const file = path.join(projectRoot, 'examples/firm-employment/data/abdata.csv');
const [head, ...lines] = readFileSync(file, 'utf8').trim().split('\n');
const names = head!.split(',');
const columns = Object.fromEntries(
  names.map((name, i) => [
    name,
    lines.map((line) => {
      const cell = line.split(',')[i]!;
      return cell === '' ? null : Number(cell);
    }),
  ]),
);
const panel = { unit: 'id', time: 'year' };
const data = dataOf(columns, panel);
const instruments = { gmm: [{ of: ['L.n', 'L.w', 'L.k'] }], iv: [{ of: ['i(year)'], equation: 'level' }] };
const keys = {
  fit: 'n ~ L.n + w + L.w + k + L.k + i(year)',
  vcov: 'robust',
  estimator: { is: 'gmm', instruments } as never,
};
const { specs } = compileColumn(keys, null, { sets: {}, samples: {}, frame: 'firms', columns: undefined, panel });

/** Processor milliseconds of one estimation. */
function own(): number {
  const before = process.cpuUsage();
  const { stats } = estimate(specs[0]!, data, fit);
  if (stats.nInst !== 113) throw new Error(`expected 113 instruments, got ${String(stats.nInst)}`);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

const peer = (): number[] => {
  const { stdout, status, stderr } = spawnSync('Rscript', [path.join(projectRoot, 'bench/gmm.R'), file, '1'], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(stderr);
  return stdout
    .trim()
    .split('\n')
    .map((line) => 1000 * Number(line));
};

/** Processor milliseconds of a run from an empty store with the step, less those of one without. */
function stepMs(): number {
  const folder = mkdtempSync(path.join(tmpdir(), 'papermake-bench-'));
  copyFileSync(file, path.join(folder, 'firms.csv'));
  const steps = `papermake: 1
steps:
  firms: {kind: ingest, file: firms.csv, panel: {unit: id, time: year}}
`;
  const dynamic = `  dynamic:
    kind: models
    from: firms
    fit: ${keys.fit}
    vcov: robust
    estimator: {is: gmm, instruments: {gmm: [{of: [L.n, L.w, L.k]}], iv: [{of: [i(year)], equation: level}]}}
`;
  const run = (text: string): number => {
    const prepare = (): void => {
      rmSync(path.join(folder, '.papermake'), { recursive: true, force: true });
      writeFileSync(path.join(folder, 'pipeline.yaml'), text);
    };
    return 1000 * usage({ name: 'gmm', command: [process.execPath, papermake, 'run', '-q'], cwd: folder, prepare }).cpu;
  };
  const pairs = Array.from({ length: ROUNDS }, () => [run(steps + dynamic), run(steps)] as const);
  rmSync(folder, { recursive: true });
  return median(pairs.map(([a]) => a)) - median(pairs.map(([, b]) => b));
}

const first = own();
const [ours, theirs]: [number[], number[]] = [[], []];
for (let round = 0; round < ROUNDS; round++) {
  theirs.push(...peer());
  ours.push(median(Array.from({ length: 5 }, own)));
}
const step = stepMs();
const medians = {
  'papermake, one estimation': median(ours),
  'the same, first of a process': first,
  'what `papermake run` takes longer with the step than without': step,
  'plm, pgmm and its summary': median(theirs),
};
const ratio = median(theirs) / median(ours);
report({
  title: 'System GMM with 113 instruments, against plm',
  command: 'npx tsx bench/gmm.ts',
  medians,
  ratios: [
    {
      text: 'plm takes this many times the processor time',
      value: ratio,
      demand: `at least ${demanded}`,
      holds: ratio >= demanded,
    },
    { text: 'and of the first estimation of a process', value: median(theirs) / first },
    { text: 'and of the step of a run, which loads its code and is stored', value: median(theirs) / step },
  ],
});
