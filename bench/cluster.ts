/**
 * 2,000 probits of 5,000 rows and a bootstrap of 10,000 samples of 10,000 rows on a Slurm of two nodes with a processor each, beside batchtools' chunks
 * and Snakemake's `--cluster sbatch`: wall time, calls of the scheduler's programs, files made; and what a shard costs. Run as root, with what
 * CONTRIBUTING.md says of test/cluster, snakemake and r-cran-batchtools. `npx tsx bench/cluster.ts [FITS [SECTION…]]`, five samples for each fit.
 */
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { cpus, loadavg, tmpdir, userInfo } from 'node:os';
import path from 'node:path';
import { createRng } from '../src/base/number/rng.ts';
import { Slurm } from '../test/cluster/slurm.ts';
import { judge, keep, papermake } from './measure.ts';

const [count = '2000', ...asked] = process.argv.slice(2);
const fits = Number(count);
const draws = 5 * fits;
/** Samples that a chunk of papermake's bootstrap has; R's have as many. */
const chunk = 500;
const workers = 2;
/** So many of its jobs, one for each fit, are run by Snakemake. */
const snakemakeFits = 60;
const [shards, shardMs] = [200, 200];
const programs = ['sbatch', 'squeue', 'sacct', 'scontrol', 'scancel', 'sinfo'];

const folder = mkdtempSync(path.join(tmpdir(), 'papermake-bench-'));
const shared = path.join(folder, 'shared');
const calls = path.join(folder, 'calls');
const wrappers = path.join(folder, 'bin');
for (const each of [shared, wrappers]) mkdirSync(each);

interface Measured {
  readonly seconds: number;
  readonly calls: Readonly<Record<string, number>>;
  readonly files: number;
}

function must(program: string, args: readonly string[], cwd = folder): string {
  const { status, stdout, stderr, error } = spawnSync(program, args, {
    cwd,
    env,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  if (status !== 0)
    throw new Error(`${program} ${args.join(' ')}: ${error?.message ?? status}\n${stderr.slice(-3000)}`);
  return stdout;
}

/** Numbers of files grow by one with each file that is made on a file system in memory. */
function lastFile(): number {
  const probe = path.join(shared, 'probe');
  writeFileSync(probe, '');
  const { ino } = statSync(probe);
  rmSync(probe);
  return ino;
}

function watched(program: string, args: readonly string[], cwd: string): Measured {
  writeFileSync(calls, '');
  const before = lastFile();
  const start = performance.now();
  must(program, args, cwd);
  const seconds = (performance.now() - start) / 1000;
  const files = lastFile() - before - 1;
  const called = readFileSync(calls, 'utf8').split('\n');
  return {
    seconds,
    calls: Object.fromEntries(programs.map((name) => [name, called.filter((each) => each === name).length])),
    files,
  };
}

const sum = (counts: Readonly<Record<string, number>>): number => Object.values(counts).reduce((a, b) => a + b, 0);

function writeData(): void {
  const rng = createRng('cluster').stream('bench', 0);
  const names = Array.from({ length: 25 }, (_, k) => `x${k}`);
  const panel = Array.from({ length: 5000 }, () => {
    const x = names.map(() => rng.normal());
    return [x[0]! + x[1]! + rng.normal() > 0 ? 1 : 0, ...x];
  });
  writeFileSync(path.join(shared, 'fits.csv'), [['b', ...names], ...panel].map((row) => row.join(',')).join('\n'));
  const rows = Array.from({ length: 10_000 }, () => {
    const [x0, x1] = [rng.normal(), rng.normal()];
    const x2 = 0.5 * x0 + x1 + rng.normal();
    return [0.2 * x0 + 0.4 * x2 + rng.normal(), x0, x1, x2];
  });
  writeFileSync(
    path.join(shared, 'draws.csv'),
    [['y', 'x0', 'x1', 'x2'], ...rows].map((row) => row.join(',')).join('\n'),
  );
}

const executor = (count: number): string =>
  `papermake: 1\nexecutors: {hpc: {is: slurm, workers: ${count}, spool: ${shared}}}\nsteps:\n`;

function models(): string {
  const lines: string[] = [];
  for (let a = 0; a < 25; a++)
    for (let b = a + 1; b < 25; b++)
      for (let c = b + 1; c < 25 && lines.length < fits; c++)
        lines.push(`      - {id: c${lines.length}, fit: b ~ x${a} + x${b} + x${c}}`);
  return `  data: {kind: ingest, file: fits.csv}\n  fits:\n    kind: models\n    from: data\n    estimator: probit\n    columns:\n${lines.join('\n')}\n`;
}

const bootstrap = (): string =>
  `  data: {kind: ingest, file: draws.csv}
  base: {kind: models, from: data, columns: [{id: m, fit: y ~ x0 + x1}]}
  boot: {kind: mediation, base: base.m, treatment: x0, mediator: x2, bootstrap: ${draws}, seed: 1}
`;

/** The length that a kind tells decides how many of its nodes make a shard. */
const sleepKind = (name: string, cost: string): string => `import { defineStep, Type } from 'papermake/step';
export default defineStep({
  name: '${name}', summary: 'Takes time', cost: '${cost}', params: Type.Object({ k: Type.Number(), ms: Type.Number() }), reads: () => ({}),
  async run(context) {
    await new Promise((go) => setTimeout(go, context.params.ms));
    return { k: context.params.k };
  },
});
`;

const sleepers = (kind: string, count: number, ms: number): string =>
  Array.from({ length: count }, (_, k) => `  s${k}: {kind: ${kind}, k: ${k}, ms: ${ms}}\n`).join('');

/** A run of papermake from an empty store. */
function ours(name: string, steps: string, args: readonly string[], count = workers): Measured {
  const project = path.join(folder, name);
  rmSync(project, { recursive: true, force: true });
  mkdirSync(path.join(project, 'steps'), { recursive: true });
  writeFileSync(path.join(project, 'pipeline.yaml'), executor(count) + steps);
  for (const data of ['fits.csv', 'draws.csv']) copyFileSync(path.join(shared, data), path.join(project, data));
  writeFileSync(path.join(project, 'steps/sleep.ts'), sleepKind('sleep', 'long'));
  writeFileSync(path.join(project, 'steps/nap.ts'), sleepKind('nap', 'short'));
  return watched('node', [papermake, '-q', ...args], project);
}

const script = path.join(import.meta.dirname, 'cluster.R');

function batchtools(what: string, count: number, chunks: number): Measured {
  rmSync(path.join(shared, 'registry'), { recursive: true, force: true });
  return watched('Rscript', [script, 'batchtools', what, String(count), String(chunks), shared], shared);
}

function snakemake(what: string, count: number, size: number): Measured {
  const project = path.join(shared, 'snakemake');
  rmSync(project, { recursive: true, force: true });
  mkdirSync(project);
  const config = Object.entries({ what, count, size, script, folder: shared }).map(([key, value]) => `${key}=${value}`);
  const flags = ['--cluster', 'sbatch --output=/dev/null', '--jobs', '100', '--max-jobs-per-second', '100', '-q'];
  const file = path.join(import.meta.dirname, 'cluster.smk');
  return watched('snakemake', ['-s', file, ...flags, '--config', ...config], project);
}

const callsText = (counts: Readonly<Record<string, number>>): string =>
  `${sum(counts)}${
    sum(counts) === 0
      ? ''
      : ` (${Object.entries(counts)
          .flatMap(([name, n]) => (n === 0 ? [] : `${n} ${name}`))
          .join(', ')})`
  }`;

const row = (name: string, { seconds, calls: counts, files }: Measured): string =>
  `| ${name} | ${seconds.toFixed(1)} | ${callsText(counts)} | ${files} |`;

const demanded = (text: string, value: number, demand: string, holds: boolean): string => {
  judge(holds);
  return `- ${text}: **${value.toFixed(value < 10 ? 2 : 0)}** (demanded: ${demand}${holds ? '' : '; NOT REACHED'})`;
};

/** Seconds from the submission of an array of workers that do nothing to their end: what Slurm takes by itself. */
function slurmAlone(): number {
  const start = performance.now();
  must('sbatch', ['--wait', `--array=0-${workers - 1}`, '--output=/dev/null', '--wrap=true']);
  return (performance.now() - start) / 1000;
}

const compared = (what: 'fits' | 'samples'): string[] => {
  const [tasks, steps] = what === 'fits' ? [fits, models()] : [draws, bootstrap()];
  const data = what === 'fits' ? 'fits' : 'draws';
  const alone = ours(`${what}-1`, steps, ['-j', '1']);
  const local = ours(`${what}-${workers}`, steps, ['-j', String(workers)]);
  const hpc = ours(what, steps, ['--on', 'hpc']);
  const chunks = batchtools(data, tasks, what === 'fits' ? 4 * workers : tasks / chunk);
  const [some, size] = what === 'fits' ? [Math.min(snakemakeFits, tasks), 1] : [tasks, chunk];
  const snake = snakemake(data, some, size);
  const scaled = (sum(snake.calls) * tasks) / some;
  const of = some === tasks ? '' : `, ${some} of them`;
  return [
    '| | seconds | calls of the scheduler | files |',
    '|---|---|---|---|',
    row('papermake -j 1', alone),
    row(`papermake -j ${workers}`, local),
    row(`papermake on Slurm, ${workers} workers`, hpc),
    row(`batchtools, chunks, asked every second`, chunks),
    row(`Snakemake --cluster sbatch, ${size === 1 ? 'a job a fit' : `${size} samples a job`}${of}`, snake),
    '',
    demanded(
      'calls that Snakemake makes for one of papermake',
      scaled / sum(hpc.calls),
      'at least 5',
      scaled >= 5 * sum(hpc.calls),
    ),
    demanded(
      'papermake’s time to that of batchtools',
      hpc.seconds / chunks.seconds,
      'at most 1',
      hpc.seconds <= chunks.seconds,
    ),
    `- as fast as -j 1: **${(alone.seconds / hpc.seconds).toFixed(2)}** times; as -j ${workers}: **${(local.seconds / hpc.seconds).toFixed(2)}**`,
  ];
};

/** What does not hang on how busy the machine is, nor on how fast either side estimates. */
function naps(): string[] {
  const hpc = ours('naps', sleepers('nap', fits, 20), ['--on', 'hpc']);
  const chunks = batchtools('naps', fits, 4 * workers);
  return [
    '| | seconds | calls of the scheduler | files |',
    '|---|---|---|---|',
    row(`papermake on Slurm, ${workers} workers`, hpc),
    row('batchtools, chunks, asked every second', chunks),
    '',
    demanded(
      'papermake’s time to that of batchtools',
      hpc.seconds / chunks.seconds,
      'at most 1',
      hpc.seconds <= chunks.seconds,
    ),
  ];
}

function overhead(): string[] {
  const local = ours('sleep-local', sleepers('sleep', shards, shardMs), ['-j', String(workers)]);
  // More workers than find room make shards of one node each.
  const hpc = ours('sleep', sleepers('sleep', shards, shardMs), ['--on', 'hpc'], shards / 4);
  const alone = slurmAlone();
  const each = ((hpc.seconds - local.seconds - alone) * workers * 1000) / shards;
  return [
    '| | seconds | calls of the scheduler | files |',
    '|---|---|---|---|',
    row(`papermake -j ${workers}`, local),
    row('papermake on Slurm', hpc),
    `| Slurm alone, an array of ${workers} that does nothing | ${alone.toFixed(1)} | 1 (1 sbatch) | |`,
    '',
    demanded(`milliseconds a shard beyond -j ${workers} and Slurm`, each, 'below 50', each < 50),
  ];
}

const sections: Readonly<Record<string, { readonly title: string; readonly lines: () => string[] }>> = {
  fits: { title: `${fits.toLocaleString('en')} probits on a Slurm of two nodes`, lines: () => compared('fits') },
  samples: {
    title: `${draws.toLocaleString('en')} samples of a bootstrap on a Slurm of two nodes`,
    lines: () => compared('samples'),
  },
  naps: { title: `${fits.toLocaleString('en')} nodes that sleep 20 ms on a Slurm of two nodes`, lines: naps },
  shards: { title: `${shards} shards of a node that sleeps ${shardMs} ms on a Slurm of two nodes`, lines: overhead },
};

const env: NodeJS.ProcessEnv = {};
const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'inode64', 'none', shared]).status === 0;
if (!mounted) throw new Error('files are counted on a file system in memory, which only root may mount');
const slurm = await Slurm.start({ nodes: workers, cpus: 1 });
try {
  Object.assign(env, slurm.environment, { USER: userInfo().username, PATH: `${wrappers}:${slurm.environment.PATH}` });
  for (const name of programs) {
    const real = must('sh', ['-c', `command -v ${name}`]).trim();
    const file = path.join(wrappers, `${name}.new`);
    writeFileSync(file, `#!/bin/sh\necho ${name} >>${calls}\nexec ${real} "$@"\n`);
    chmodSync(file, 0o755);
    renameSync(file, path.join(wrappers, name));
  }
  writeData();
  const version = (program: string, args: readonly string[]): string => must(program, args).trim();
  const r = version('Rscript', ['-e', 'cat(as.character(packageVersion("batchtools")))']);
  const programsHere = `${version('sbatch', ['--version'])}, batchtools ${r}, Snakemake ${version('snakemake', ['--version'])}`;
  for (const [name, { title, lines }] of Object.entries(sections)) {
    if (asked.length > 0 && !asked.includes(name)) continue;
    const found = lines();
    keep(title, [
      `## ${title}`,
      '',
      `\`npx tsx bench/cluster.ts ${fits} ${name}\` on Node ${process.version}, ${programsHere}`,
      '',
      ...found,
      `- wall time, one run each; load ${loadavg()[0]!.toFixed(1)} on ${cpus().length} processors`,
      '',
    ]);
  }
} finally {
  await slurm.stop();
  spawnSync('umount', [shared]);
  rmSync(folder, { recursive: true, force: true });
}
