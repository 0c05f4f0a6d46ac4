/**
 * A bootstrap in R of 2,000 draws that take 50 ms of a processor each, on a Slurm of three workers with two cores, beside `-j 2` on this machine: wall time, and calls of
 * the scheduler's programs. `npx tsx bench/cluster-programs.ts [DRAWS]`, as root, with what CONTRIBUTING.md says of test/cluster.
 */
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import path from 'node:path';
import { Slurm } from '../test/cluster/slurm.ts';
import { judge, keep, papermake } from './measure.ts';

const draws = Number(process.argv[2] ?? 2000);
const [workers, cores] = [3, 2];
const programs = ['sbatch', 'squeue', 'sacct', 'scontrol', 'scancel', 'sinfo'];
const [MOST_TIMES, MOST_CALLS] = [1.15, 5];
/** A run that takes longer waits for a cluster that does nothing any more. */
const MOST_MS = 60_000 + draws * 1000;

const folder = mkdtempSync(path.join(tmpdir(), 'papermake-bench-'));
const calls = path.join(folder, 'calls');
const wrappers = path.join(folder, 'bin');
mkdirSync(wrappers);

const CALL = `
        begun <- proc.time()[[1]]
        drawn <- data[sample(nrow(data), replace = TRUE), ]
        b <- coef(lm(y ~ x, drawn))
        while (proc.time()[[1]] - begun < 0.05) crossprod(as.matrix(drawn))
        b`;

const pipeline = `papermake: 1
executors: {hpc: {is: slurm, workers: ${workers}, cpus: ${cores}}}
steps:
  panel: {kind: ingest, file: data.csv}
  boot:
    kind: r
    from: panel
    on: hpc
    draws:
      number: ${draws}
      seed: 1
      call: |${CALL}
`;

/** Seconds of a run from an empty store. */
function run(name: string, args: readonly string[]): number {
  const project = path.join(folder, name);
  rmSync(project, { recursive: true, force: true });
  mkdirSync(project);
  const rows = Array.from({ length: 200 }, (_, i) => `${Math.sin(i)},${Math.cos(3 * i)}`);
  writeFileSync(path.join(project, 'data.csv'), `y,x\n${rows.join('\n')}\n`);
  writeFileSync(path.join(project, 'pipeline.yaml'), pipeline);
  writeFileSync(calls, '');
  const start = performance.now();
  const { status, stderr, error } = spawnSync('node', [papermake, '-q', ...args], {
    cwd: project,
    env,
    encoding: 'utf8',
    timeout: MOST_MS,
  });
  if (error) throw new Error(`${error.message}\n${stderr}${slurm.state()}`);
  if (status !== 0) throw new Error(stderr);
  return (performance.now() - start) / 1000;
}

/** The result, apart from where it ran. */
function shown(name: string): string {
  const cwd = path.join(folder, name);
  const { stdout } = spawnSync('node', [papermake, 'show', '--json', 'boot'], { cwd, env, encoding: 'utf8' });
  return JSON.stringify(JSON.parse(stdout, (key, value) => (key === 'ranOn' || key === 'pieces' ? undefined : value)));
}

const env: NodeJS.ProcessEnv = {};
const slurm = await Slurm.start({ nodes: workers, cpus: cores });
try {
  Object.assign(env, slurm.environment, { PAPERMAKE_TRUST: '1', PATH: `${wrappers}:${slurm.environment.PATH}` });
  for (const name of programs) {
    const real = spawnSync('sh', ['-c', `command -v ${name}`], {
      env: slurm.environment,
      encoding: 'utf8',
    }).stdout.trim();
    writeFileSync(path.join(wrappers, name), `#!/bin/sh\necho ${name} >>${calls}\nexec ${real} "$@"\n`);
    chmodSync(path.join(wrappers, name), 0o755);
  }
  const here = run('here', ['--on', 'local', '-j', '2']);
  const hpc = run('hpc', []);
  const called = readFileSync(calls, 'utf8').trim().split('\n');
  if (shown('here') !== shown('hpc')) throw new Error('the draws of workers are others than those of this machine');
  const times = hpc / here;
  judge(times <= MOST_TIMES && called.length <= MOST_CALLS);
  const title = `A bootstrap in R of ${draws.toLocaleString('en')} draws on a Slurm of ${workers} workers`;
  keep(title, [
    `## ${title}`,
    '',
    `\`npx tsx bench/cluster-programs.ts ${draws}\`: draws of 50 ms of a processor, Node ${process.version}`,
    '',
    '| | seconds |',
    '|---|---|',
    `| papermake -j 2 | ${here.toFixed(1)} |`,
    `| papermake on Slurm, ${workers} workers with ${cores} cores | ${hpc.toFixed(1)} |`,
    '',
    `- time on Slurm to that of -j 2: **${times.toFixed(2)}** (demanded: at most ${MOST_TIMES}); the bytes are the same`,
    `- calls of the scheduler: **${called.length}** (${called.join(', ')}; demanded: at most ${MOST_CALLS})`,
    `- wall time, one run each; load ${loadavg()[0]!.toFixed(1)} on ${cpus().length} processors`,
    '',
  ]);
} finally {
  await slurm.stop();
  rmSync(folder, { recursive: true, force: true });
}
