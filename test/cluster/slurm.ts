/** A real Slurm on this machine for tests: a controller and some nodes, each a process, under one folder; no systemd, no database. There can be one at a time, since its socket has one place. */
import { type SpawnSyncReturns, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import path from 'node:path';
import { PATIENCE_MS } from '../support/patience.ts';

const PROGRAMS = ['slurmctld', 'slurmd', 'sbatch', 'squeue', 'scancel', 'sinfo', 'scontrol'];
const env = { ...process.env, PATH: `${process.env.PATH}:/usr/sbin:/sbin` };

/** Slurm looks once a second how much memory its tasks have, and ends those that have more than they asked for. */
export const WATCHED = [
  'JobAcctGatherType=jobacct_gather/linux',
  'JobAcctGatherParams=OverMemoryKill',
  'JobAcctGatherFrequency=task=1',
  'SelectTypeParameters=CR_CPU_Memory',
  'DefMemPerCPU=500',
].join('\n');

/** What a machine lacks for it; undefined where nothing is. */
export function lackedBySlurm(...more: readonly string[]): string | undefined {
  const lacking = [...PROGRAMS, ...more].filter(
    (name) => spawnSync('/bin/sh', ['-c', `command -v ${name}`], { env }).status !== 0,
  );
  if (lacking.length > 0) return lacking.join(', ');
  return process.getuid?.() === 0 ? undefined : 'the user root, as whom its daemons run';
}

const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

export class Slurm {
  readonly folder = mkdtempSync(path.join(tmpdir(), 'papermake-slurm-'));
  readonly #nodes: number;
  readonly #started: string[] = [];

  private constructor(nodes: number) {
    this.#nodes = nodes;
  }

  static async start({ nodes = 2, cpus = 8, extra = '' } = {}): Promise<Slurm> {
    const slurm = new Slurm(nodes);
    const { folder } = slurm;
    const base = 20_000 + (process.pid % 400) * 16;
    const name = hostname().split('.')[0]!;
    for (const each of ['state', 'log']) mkdirSync(path.join(folder, each));
    writeFileSync(path.join(folder, 'slurm.key'), randomBytes(1024), { mode: 0o600 });
    writeFileSync(path.join(folder, 'cgroup.conf'), 'CgroupPlugin=disabled\n');
    const lines = [
      'ClusterName=papermake',
      `SlurmctldHost=${name}(127.0.0.1)`,
      `SlurmctldPort=${base}`,
      'SlurmUser=root',
      'SlurmdUser=root',
      'AuthType=auth/slurm',
      'CredType=auth/slurm',
      'AuthInfo=cred_expire=10',
      `StateSaveLocation=${folder}/state`,
      `SlurmctldPidFile=${folder}/slurmctld.pid`,
      `SlurmctldLogFile=${folder}/log/slurmctld.log`,
      `SlurmdPidFile=${folder}/slurmd-%n.pid`,
      `SlurmdLogFile=${folder}/log/slurmd-%n.log`,
      `SlurmdSpoolDir=${folder}/spool-%n`,
      'ProctrackType=proctrack/linuxproc',
      'TaskPlugin=task/none',
      'MpiDefault=none',
      'SelectType=select/cons_tres',
      'SelectTypeParameters=CR_CPU',
      'SchedulerParameters=batch_sched_delay=0,sched_interval=1,bf_interval=1',
      'SlurmdParameters=config_overrides',
      'ReturnToService=2',
      'SlurmctldTimeout=10',
      'SlurmdTimeout=10',
      'MessageTimeout=5',
      'TCPTimeout=2',
      'InactiveLimit=0',
      'KillWait=2',
      'MinJobAge=300',
      'MaxArraySize=10001',
      'JobRequeue=1',
      'PropagateResourceLimits=NONE',
      extra || 'JobAcctGatherType=jobacct_gather/none',
      `NodeName=DEFAULT CPUs=${cpus} RealMemory=8000 State=UNKNOWN`,
      ...slurm
        .names()
        .map((node, k) => `NodeName=${node} NodeHostname=${name} NodeAddr=127.0.0.1 Port=${base + k + 1}`),
      'PartitionName=main Nodes=ALL Default=YES MaxTime=INFINITE State=UP OverSubscribe=NO',
    ];
    writeFileSync(path.join(folder, 'slurm.conf'), `${lines.join('\n')}\n`);
    slurm.startController();
    for (const node of slurm.names()) slurm.startNode(node);
    for (let tries = 0; tries < 2000; tries++) {
      const up = slurm.call('sinfo', '-h', '-N', '-o', '%t').stdout.match(/^(idle|mix|alloc)$/gm)?.length ?? 0;
      if (up >= nodes) return slurm;
      await pause(200);
    }
    const log = readFileSync(path.join(folder, 'log/slurmctld.log'), 'utf8').slice(-2000);
    await slurm.stop();
    throw new Error(`Slurm did not start:\n${log}`);
  }

  names(): string[] {
    return Array.from({ length: this.#nodes }, (_, k) => `node${k + 1}`);
  }

  /** What the environment of a program holds that speaks to it. */
  get environment(): NodeJS.ProcessEnv {
    return { ...env, SLURM_CONF: path.join(this.folder, 'slurm.conf') };
  }

  call(program: string, ...args: readonly string[]): SpawnSyncReturns<string> {
    return spawnSync(program, args, { env: this.environment, encoding: 'utf8', timeout: PATIENCE_MS });
  }

  /** What the daemon of a node has written. */
  log(node: string): string {
    return read(path.join(this.folder, 'log', `slurmd-${node}.log`));
  }

  /** What it says of its nodes and jobs, with the ends of its logs. */
  state(): string {
    const logs = ['slurmctld', ...this.names().map((node) => `slurmd-${node}`)];
    return [
      this.call('sinfo', '-N', '-l').stdout,
      this.call('squeue', '-l').stdout,
      ...logs.map((name) => `${name}:\n${read(path.join(this.folder, 'log', `${name}.log`)).slice(-1500)}`),
    ].join('\n');
  }

  startController(): void {
    this.#daemon('slurmctld', []);
  }

  startNode(node: string): void {
    mkdirSync(path.join(this.folder, `spool-${node}`), { recursive: true });
    this.#daemon('slurmd', ['-N', node]);
  }

  #daemon(program: string, args: readonly string[]): void {
    const { status, stderr } = this.call(program, '-f', path.join(this.folder, 'slurm.conf'), ...args);
    if (status !== 0) throw new Error(`${program} ${args.join(' ')}: ${stderr}`);
    this.#started.push(program);
  }

  killController(): void {
    this.#kill('slurmctld.pid', 'SIGKILL');
  }

  /** Ends a node and all that runs on it, as when its power goes. */
  killNode(node: string): void {
    this.#kill(`slurmd-${node}.pid`, 'SIGKILL');
    for (const pid of this.#stepsOf(node)) for (const each of below(pid)) kill(each, 'SIGKILL');
  }

  /** Jobs that come wait. */
  drainNodes(): void {
    this.call('scontrol', 'update', `nodename=${this.names().join(',')}`, 'state=drain', 'reason=test');
  }

  /**
   * Gives nodes back that the controller has drained, as an administrator does: one that was killed forgets which jobs it has just begun,
   * begins them again, and drains the nodes that have them already (`Duplicate jobid`).
   */
  restoreNodes(): void {
    const drained = this.call('sinfo', '-h', '-N', '-o', '%N %t').stdout.match(/^\S+(?= (drain|drng|down|fail))/gm);
    if (drained) this.call('scontrol', 'update', `nodename=${drained.join(',')}`, 'state=resume');
  }

  /** Cancels what is left and waits until all nodes are idle, so that the next job begins at once. */
  async calm(): Promise<void> {
    this.call('scancel', '--me');
    for (let tries = 0; tries < 2000; tries++) {
      this.restoreNodes();
      const states = this.call('sinfo', '-h', '-N', '-o', '%t').stdout.trim().split('\n');
      const isEmpty = this.call('squeue', '-h').stdout.trim() === '';
      if (isEmpty && states.length === this.#nodes && states.every((state) => state === 'idle')) return;
      await pause(200);
    }
    throw new Error(`Slurm does not come to rest:\n${this.call('sinfo', '-N').stdout}${this.call('squeue').stdout}`);
  }

  /** The processes of jobs have the log of their node open. */
  #stepsOf(node: string): number[] {
    const log = path.join(this.folder, 'log', `slurmd-${node}.log`);
    return processes().filter((pid) => commandOf(pid).startsWith('slurmstepd') && opens(pid, log));
  }

  #kill(file: string, signal: NodeJS.Signals): void {
    const at = path.join(this.folder, file);
    const pid = existsSync(at) ? Number(readFileSync(at, 'utf8')) : 0;
    if (pid > 0 && commandOf(pid).startsWith('slurm')) kill(pid, signal);
  }

  async stop(): Promise<void> {
    for (const node of this.names()) this.killNode(node);
    this.killController();
    await pause(200);
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** Ends a process that may have ended by itself. */
export function kill(pid: number, signal: NodeJS.Signals = 'SIGKILL'): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It has.
  }
}

const processes = (): number[] => readdirSync('/proc').flatMap((name) => (/^\d+$/.test(name) ? [Number(name)] : []));

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

const commandOf = (pid: number): string => read(`/proc/${pid}/comm`);

function opens(pid: number, file: string): boolean {
  try {
    return readdirSync(`/proc/${pid}/fd`).some((each) => readlinkSync(`/proc/${pid}/fd/${each}`) === file);
  } catch {
    return false;
  }
}

export const parentOf = (pid: number): number => Number(/^PPid:\s*(\d+)/m.exec(read(`/proc/${pid}/status`))?.[1]);

/** A process and all that it started. */
export function below(pid: number): number[] {
  const parents = new Map(processes().map((each) => [each, parentOf(each)]));
  const all = [pid];
  for (const each of all) for (const [child, parent] of parents) if (parent === each) all.push(child);
  return all;
}

/** The workers whose command line names a folder. */
export const workersOf = (folder: string): number[] =>
  processes().filter((pid) => {
    const words = read(`/proc/${pid}/cmdline`).split('\0');
    return words.includes('work') && words.some((word) => word.startsWith(folder)) && words[0]!.endsWith('node');
  });
