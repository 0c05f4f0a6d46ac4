/**
 * Nodes on a real Slurm of two nodes: the bytes of a run on one machine, whatever is killed meanwhile.
 * @module-tag slow
 */
import { appendFileSync, cpSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { BINARY, Project } from '../cli/harness.ts';
import { until } from '../support/patience.ts';
import { divided } from './divided.ts';
import { flagship } from './flagship.ts';
import { kills } from './kills.ts';
import { limits } from './limits.ts';
import { manyFits } from './many-fits.ts';
import { onWorkers } from './on-workers.ts';
import { drawnPanel } from './panel.ts';
import { isAtWork } from './shards.ts';
import { lackedBySlurm, Slurm, WATCHED, workersOf } from './slurm.ts';

const lacking = lackedBySlurm('qsub');
if (process.env.CI && lacking) throw new Error(`the machine of CI lacks ${lacking}`);
const title = lacking === undefined ? 'on Slurm' : `on Slurm (lacking ${lacking})`;

/** More fits where the environment asks for a night's run. */
const FITS = Number(process.env.PAPERMAKE_CLUSTER_FITS ?? 40);

const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

const variables = Array.from({ length: 12 }, (_, k) => `x${k}`);
const data = drawnPanel(150, 20, variables, 12345);

function columns(count: number): string {
  const all = variables.flatMap((a, i) =>
    variables.slice(i + 1).flatMap((b, j) => variables.slice(i + j + 2).map((c) => `${a} + ${b} + ${c}`)),
  );
  return all
    .slice(0, count)
    .map((each, k) => `      - {id: c${k}, fit: y ~ ${each} | id + year}\n`)
    .join('');
}

const pipeline = (executor: string): string => `papermake: 1
executors: {hpc: ${executor}}
steps:
  panel: {kind: ingest, file: data.csv, panel: {unit: id, time: year}}
  fits:
    kind: models
    from: panel
    columns:
${columns(FITS)}  boot:
    kind: models
    from: panel
    columns:
      - {id: w, fit: y ~ x0 + x1 | id, vcov: "wild(id, reps=9999)"}
  tables: {kind: report, tables: {main: {from: [fits, boot], formats: [markdown, csv]}}}
`;

describe.skipIf(lacking !== undefined)(title, () => {
  let slurm: Slurm;
  let project: Project;
  let expected: string;
  const saved = { ...process.env };

  beforeAll(async () => {
    slurm = await Slurm.start({ extra: WATCHED });
    Object.assign(process.env, slurm.environment);
    const alone = new Project({
      'pipeline.yaml': pipeline('{is: slurm}'),
      'data.csv': data,
    });
    await alone.make();
    expected = alone.read('out/tables/main.csv');
    alone.dispose();
  });
  afterAll(async () => {
    await slurm?.stop();
    for (const name of Object.keys(process.env)) if (!(name in saved)) delete process.env[name];
    Object.assign(process.env, saved);
  });
  afterEach(async () => {
    if (!existsSync(project?.root ?? '')) return;
    await project.run('cancel');
    project.dispose();
  });

  const begin = (executor = '{is: slurm, workers: 2}'): Project => {
    project = new Project({ 'pipeline.yaml': pipeline(executor), 'data.csv': data });
    return project;
  };
  const submitted = async (): Promise<void> => {
    await until('workers', () => workersOf(project.root).length > 0);
  };
  const sent = async (): Promise<void> => {
    await until('shards', () => isAtWork(project));
  };
  const spools = (): string[] => (project.has('.papermake/spool') ? readdirSync(project.path('.papermake/spool')) : []);

  it('gives the bytes of this machine by one submission, and leaves nothing behind', async () => {
    begin();
    const { code, stderr } = await project.run('--on', 'hpc');
    if (code !== 0) throw new Error(stderr);
    expect(project.read('out/tables/main.csv')).toBe(expected);
    expect(spools()).toEqual([]);
    expect(await project.make(['--on', 'hpc'])).toMatchObject({ ran: [], failed: [] });
  });

  it('says why no worker begins, leaves what was submitted to the next run, and says how that is ended', async () => {
    slurm.drainNodes();
    try {
      const first = begin().start('--on', 'hpc');
      await first.until('no worker of `hpc` is at work; the scheduler says: ');
      await sent();
      first.child.kill('SIGKILL');
      await first.ended;
      const second = project.start('--on', 'hpc');
      await second.until('taking over what an earlier run left on `hpc`');
      await pause(300);
      second.child.kill('SIGINT');
      const { code, stderr } = await second.ended;
      expect(code).toBe(130);
      expect(stderr).toMatch(/\d+ jobs stay on `hpc`.*`papermake cancel` ends them/);
    } finally {
      slurm.restoreNodes();
    }
    const { stderr: third, code: last } = await project.run('--on', 'hpc');
    expect({ last, third }).toMatchObject({ last: 0, third: expect.stringContaining('taking over') });
    expect(project.read('out/tables/main.csv')).toBe(expected);
  });

  it('asks for the partition and the options that the pipeline names, whatever the environment does', async () => {
    process.env.SBATCH_PARTITION = 'nowhere';
    try {
      const asked = 'partition: main, time: "0:10:00", options: {nice: 7, comment: "two words"}';
      const { code, stderr } = await begin(`{is: slurm, workers: 2, ${asked}}`).run('--on', 'hpc', '-q');
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      expect(project.read('out/tables/main.csv')).toBe(expected);
      expect(slurm.call('squeue', '-h', '--states=all', '--format=%P %k').stdout).toContain('main two words');
    } finally {
      delete process.env.SBATCH_PARTITION;
    }
  });

  it('gives it by the commands of PBS too', async () => {
    // Slurm's stand-in for qsub knows no names with spaces.
    const spool = mkdtempSync(path.join(tmpdir(), 'papermake-spool-'));
    const more = `workers: 2, partition: main, memory: 300M, time: "0:10:00", spool: ${spool}`;
    const { code, stderr } = await begin(`{is: pbs, ${more}}`).run('--on', 'hpc', '-q');
    expect(stderr).toBe('');
    expect(code).toBe(0);
    expect(project.read('out/tables/main.csv')).toBe(expected);
    const jobs = slurm.call('squeue', '-h', '--states=all', '--format=%j %P %m %l').stdout;
    expect(jobs).toMatch(/papermake-[0-9a-f]{8} main 300M 10:00/);
    expect(existsSync(spool)).toBe(false);
  });

  it('ends what was submitted by `papermake cancel`', async () => {
    const first = begin().start('--on', 'hpc');
    await submitted();
    first.child.kill('SIGKILL');
    await first.ended;
    expect(await project.run('cancel')).toMatchObject({ code: 0, stdout: expect.stringContaining('hpc: cancelled') });
    expect(spools()).toEqual([]);
    await until('an end of its workers', () => workersOf(project.root).length === 0);
    expect(await project.run('cancel')).toMatchObject({ stdout: expect.stringContaining('nothing was submitted') });
  });

  describe('that denies', () => limits(() => slurm));

  describe('with draws', () => divided(() => slurm));

  describe('with thresholds of the flagship', () => flagship(() => slurm));

  describe('with small fits', () => manyFits());

  describe('with programs', () => onWorkers(() => slurm));

  describe('of which something is killed', () => kills(() => slurm));

  describe('refuses before any node runs', () => {
    // A worker that waits in a queue is not waited for.
    beforeEach(() => slurm.calm(), 200_000);

    const told = async (executor: string): Promise<string> => {
      begin(executor);
      const { code, stdout, stderr } = await project.run('--on', 'hpc');
      expect(stdout, 'nodes that ran').toBe('');
      expect(spools()).toEqual([]);
      return `${code} ${stderr}`;
    };

    it('a partition that does not exist', async () => {
      expect(await told('{is: slurm, partition: nowhere}')).toMatch(
        /^2 .*does not take the workers: .*invalid partition specified: nowhere/s,
      );
    });

    it('workers that cannot reach the spool', async () => {
      expect(await told('{is: slurm, command: /nowhere/papermake}')).toMatch(
        /^2 .*ended without reaching the spool .*not found/s,
      );
    });

    it('workers that have no spool where this machine has it', async () => {
      // A mount of the worker's own hides the folder, as on a node without the shared file system.
      const hide = 'unshare -m sh -c \'mount -t tmpfs none .papermake/spool && exec "$0" "$@"\'';
      const command = `${hide} ${process.execPath} ${BINARY}`;
      expect(await told(`{is: slurm, ask: 2, command: ${JSON.stringify(command)}}`)).toMatch(
        /^2 .*ended without reaching the spool .*there is no such spool/s,
      );
    });

    it('workers with another papermake', async () => {
      const other = mkdtempSync(path.join(tmpdir(), 'papermake-other-'));
      cpSync(path.dirname(BINARY), path.join(other, 'dist'), { recursive: true });
      writeFileSync(path.join(other, 'package.json'), '{"version": "9.9.9"}');
      appendFileSync(path.join(other, 'dist/load.js'), '\n');
      try {
        const command = `${process.execPath} ${other}/dist/papermake.js`;
        expect(await told(`{is: slurm, command: ${command}}`)).toMatch(/^2 .*a worker of `hpc` has papermake 9\.9\.9/s);
      } finally {
        rmSync(other, { recursive: true });
      }
    });
  });
});

it('refuses an executor that is not declared, and a scheduler that is not here', async () => {
  const one = new Project({
    'pipeline.yaml': pipeline('{is: slurm}'),
    'data.csv': data,
  });
  const { PATH } = process.env;
  try {
    expect(await one.run('--on', 'hcp')).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/no executor is called `hcp`\nhint: did you mean `hpc`/),
    });
    process.env.PATH = '';
    expect(await one.run('--on', 'hpc')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('executor `hpc` needs `sbatch`, which is not here'),
    });
    expect(await one.run('--on', 'local', '-n')).toMatchObject({ code: 0 });
  } finally {
    process.env.PATH = PATH;
    one.dispose();
  }
});
