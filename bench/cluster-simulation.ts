/**
 * What a cluster of WORKERS workers and a graph of NODES nodes ask of the scheduler, the file system and the submitting process, which is
 * papermake as shipped. `sbatch`, `squeue` and `scancel` are stand-ins with the latencies of a real one; workers are papermake's own loop, all
 * in this process, but that a node is only waited for (MS milliseconds) and given the result that the first of its kind had.
 *
 *     npx tsx bench/cluster-simulation.ts [NODES] [WORKERS] [MS]
 */
import { spawn } from 'node:child_process';
import { setMaxListeners } from 'node:events';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { attempt } from '../src/base/attempt.ts';
import type { Maker } from '../src/engine/executors/cluster/layout.ts';
import { work } from '../src/engine/executors/cluster/work.ts';
import type { Executor, Job, JobResult } from '../src/engine/executors/executor.ts';
import { pool } from '../src/engine/executors/pool.ts';
import { papermake, projectRoot } from './measure.ts';

const [nodes = 100_000, workers = 100, milliseconds = 100] = process.argv.slice(2).map(Number);

/**
 * Seconds that a call of the scheduler takes, and that pass until the first worker of an array begins: medians of a Slurm 24.11 of two nodes
 * on this machine, 20 calls each. Links and touches are made, on this machine's disk.
 */
const LATENCY = { sbatch: 0.012, squeue: 0.013, scancel: 0.016, start: 0.24 };
const VARIABLES = 90;
const ROWS = 500;
/** A step becomes at most 50,000 nodes. */
const STEP = 25_000;

const folder = mkdtempSync(path.join(tmpdir(), 'papermake-simulation-'));
const project = path.join(folder, 'project');
const cluster = path.join(folder, 'cluster');

function writeProject(): void {
  mkdirSync(project);
  const names = Array.from({ length: VARIABLES }, (_, k) => `x${k}`);
  let state = 12345;
  const draw = (): number => {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
    return state / 0x7fffffff;
  };
  const rows = Array.from({ length: ROWS }, (_, row) =>
    [row % 50, 2000 + Math.floor(row / 50), draw(), ...names.map(draw)].join(','),
  );
  writeFileSync(path.join(project, 'data.csv'), `id,year,y,${names.join(',')}\n${rows.join('\n')}\n`);
  const columns: string[] = [];
  for (let a = 0; a < VARIABLES; a++)
    for (let b = a + 1; b < VARIABLES; b++)
      for (let c = b + 1; c < VARIABLES && columns.length < nodes; c++)
        columns.push(`      - {id: c${columns.length}, fit: y ~ x${a} + x${b} + x${c} | id + year}\n`);
  const steps = Array.from({ length: Math.ceil(columns.length / STEP) }, (_, k) => {
    const own = columns.slice(k * STEP, (k + 1) * STEP).join('');
    return `  fits${k}:\n    kind: models\n    on: hpc\n    from: panel\n    columns:\n${own}`;
  });
  writeFileSync(
    path.join(project, 'pipeline.yaml'),
    `papermake: 1
executors: {hpc: {is: slurm, workers: ${workers}, spool: ${path.join(folder, 'spool')}}}
steps:
  panel: {kind: ingest, file: data.csv, panel: {unit: id, time: year}}
${steps.join('')}`,
  );
}

/** Each program notes its call; `sbatch` leaves its script, below its arguments, as an array that waits, `squeue` prints what the simulation says. */
function writePrograms(): void {
  mkdirSync(path.join(cluster, 'bin'), { recursive: true });
  mkdirSync(path.join(cluster, 'arrays'));
  writeFileSync(path.join(cluster, 'states'), '');
  const program = (name: string, lines: string): void => {
    const file = path.join(cluster, 'bin', name);
    writeFileSync(file, `#!/bin/sh\necho "$(date +%s) ${name}" >>${cluster}/calls\n${lines}\n`);
    chmodSync(file, 0o755);
  };
  program(
    'sbatch',
    `sleep ${LATENCY.sbatch}\nid=$(($(grep -c sbatch ${cluster}/calls) + 100))\n{ echo "# $*"; cat; } >${cluster}/script.$id && mv ${cluster}/script.$id ${cluster}/arrays/$id\necho $id`,
  );
  program('squeue', `sleep ${LATENCY.squeue}\ncat ${cluster}/states`);
  program('scancel', `sleep ${LATENCY.scancel}`);
}

/** A worker's place for nodes: it lets each take its time, one after the other. */
function waiting(real: Executor, known: Map<string, JobResult>): Executor {
  let last: Promise<unknown> = Promise.resolve();
  return {
    name: 'waiting',
    busy: 0,
    prepare() {},
    close: async () => {},
    run(job: Job, signal, report) {
      const turn = last.then(async (): Promise<JobResult> => {
        await pause(milliseconds);
        const type = job.artifact ?? job.kind.kind.name;
        const result = known.get(type) ?? (await real.run(job, signal, report));
        known.set(type, result);
        return result;
      });
      last = turn;
      return turn;
    },
  };
}

const filesIn = (room: string): number => (existsSync(room) ? readdirSync(room).length : 0);

interface Counts {
  readonly calls: Readonly<Record<string, number>>;
  readonly seconds: Readonly<Record<string, number>>;
  readonly listed: number;
}

const { count } = createRequire(import.meta.url)('./cluster-simulation/count-calls.cjs') as {
  readonly count: (under: string) => Counts;
};

const sum = (counts: Readonly<Record<string, number>>): number => Object.values(counts).reduce((a, b) => a + b, 0);

async function simulate(): Promise<void> {
  writeProject();
  writePrograms();
  const counts = path.join(folder, 'counts.json');
  const times = path.join(folder, 'times');
  const submitting = spawn('/usr/bin/time', ['-o', times, '-f', '%e %U %S %M', process.execPath, papermake, '-q'], {
    cwd: project,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: {
      ...process.env,
      PATH: `${path.join(cluster, 'bin')}:${process.env.PATH}`,
      NODE_OPTIONS: `--require ${path.join(projectRoot, 'bench/cluster-simulation/count-calls.cjs')}`,
      COUNT_UNDER: path.join(folder, 'spool'),
      COUNT_INTO: counts,
    },
  });
  let code: number | null | undefined;
  submitting.on('exit', (exit) => {
    code = exit;
  });
  const byWorkers = count(path.join(folder, 'spool'));
  let byThis = 0;
  const real = pool.open({ workers: new URL('../dist/worker.js', import.meta.url), jobs: 1 });
  const known = new Map<string, JobResult>();
  const stop = new AbortController();
  setMaxListeners(0, stop.signal);
  const running = new Map<string, Promise<unknown>>();
  const most: Record<string, number> = {};
  const seen = new Set<string>();
  let workersSeen = 0;
  let [firstStart, lastEnd] = [0, 0];
  while (code === undefined) {
    await pause(250);
    for (const id of readdirSync(path.join(cluster, 'arrays'))) {
      if (seen.has(id)) continue;
      seen.add(id);
      const script = readFileSync(path.join(cluster, 'arrays', id), 'utf8');
      const last = Number(/--array=0-(\d+)/.exec(script)![1]);
      const lane = /^lane='(.*)'$/m.exec(script)![1]!;
      const maker = JSON.parse(readFileSync(path.join(lane, '../spool.json'), 'utf8')) as Maker;
      for (let task = 0; task <= last; task++) {
        const name = `${id}.${task}.1`;
        workersSeen += 1;
        const begin = async (): Promise<void> => {
          await pause(LATENCY.start * 1000 * (1 + task / workers));
          firstStart ||= performance.now();
          await work({
            lane,
            name,
            maker,
            cpus: 1,
            threads: waiting(real, known),
            signal: stop.signal,
            memoryKills: () => 0,
          });
          lastEnd = performance.now();
          attempt(() => writeFileSync(path.join(lane, 'exits', name), '0\n'));
          running.delete(`${id} ${task}`);
        };
        running.set(`${id} ${task}`, begin());
      }
    }
    writeFileSync(path.join(cluster, 'states'), [...running.keys()].map((task) => `${task} RUNNING\n`).join(''));
    const before = sum(byWorkers.calls);
    const spools = path.join(folder, 'spool');
    for (const spool of existsSync(spools) ? readdirSync(spools) : [])
      for (const lane of readdirSync(path.join(spools, spool))) {
        const at = path.join(spools, spool, lane);
        const rooms =
          lane === 'parts'
            ? [['parts', at]]
            : lane === 'spool.json'
              ? []
              : ['ready', 'claims', 'workers', 'results'].map((room) => [room, path.join(at, room)]);
        for (const [room, where] of rooms) most[room!] = Math.max(most[room!] ?? 0, filesIn(where!));
      }
    byThis += sum(byWorkers.calls) - before;
  }
  stop.abort();
  await real.close();
  if (code !== 0) throw new Error(`papermake ended with ${code}`);
  const [seconds, user, system, kilobytes] = readFileSync(times, 'utf8').trim().split(' ').map(Number);
  const calls = readFileSync(path.join(cluster, 'calls'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => line.split(' ') as [string, string]);
  const counted = JSON.parse(readFileSync(counts, 'utf8')) as Counts;
  const row = (what: string, value: string | number): void => console.log(`| ${what} | ${value} |`);
  const round = (value: number): number => Math.round(value * 100) / 100;
  const called = (name: string): number => calls.filter(([, each]) => each === name).length;
  console.log(`| ${nodes} nodes of ${milliseconds} ms, ${workers} workers | |\n|---|---|`);
  row('seconds in all', Math.round(seconds!));
  row('seconds from the first worker to the last', Math.round((lastEnd - firstStart) / 1000));
  row('submitting process: processor ms a node', round(((user! + system!) * 1000) / nodes));
  row('submitting process: MB', Math.round(kilobytes! / 1024));
  row('scheduler: sbatch, squeue, scancel', ['sbatch', 'squeue', 'scancel'].map(called).join(', '));
  row('scheduler: calls a minute', round((calls.length * 60) / seconds!));
  row('workers submitted', workersSeen);
  row('shards', counted.calls.renameSync ?? 0);
  for (const [room, count] of Object.entries(most)) row(`spool: most files in \`${room}\``, count);
  row('submitting process: file operations a second', round(sum(counted.calls) / seconds!));
  row('submitting process: file operations in its busiest second', Math.max(...Object.values(counted.seconds)));
  row('submitting process: names listed', counted.listed);
  row('all workers: file operations a second', round((sum(byWorkers.calls) - byThis) / seconds!));
}

try {
  await simulate();
} finally {
  rmSync(folder, { recursive: true, force: true });
}
process.exit(0);
