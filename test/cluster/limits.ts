/** What a cluster denies its workers, on a real Slurm: memory, which Slurm itself enforces, time, and room on the spool's disk. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { Project } from '../cli/harness.ts';
import { until } from '../support/patience.ts';
import type { Slurm } from './slurm.ts';

const canMount = spawnSync('unshare', ['-m', 'mount', '-t', 'tmpfs', 'none', '/mnt']).status === 0;
const disk = `where the spool has a disk of its own${canMount ? '' : ' (lacking the right to mount one)'}`;

/** Slurm knows no time limit below a minute. */
const isNight = process.env.PAPERMAKE_CLUSTER_KILLS !== undefined;
const timeLimit = `keeps what was finished when the time limit is reached, and goes on${isNight ? '' : " (a night's: PAPERMAKE_CLUSTER_KILLS)"}`;

const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

const HUNGRY = `import { defineStep, Type } from 'papermake/step';
const MEBIBYTE = 1024 * 1024;
export default defineStep({
  name: 'hungry', summary: 'Has 250 MiB', params: Type.Object({ k: Type.Number() }), reads: () => ({}),
  async run(context) {
    const much = Buffer.alloc(250 * MEBIBYTE, 1);
    // Where Slurm gives it less, it waits to be ended.
    while (Number(process.env.SLURM_MEM_PER_NODE) < 300) await new Promise((go) => setTimeout(go, 100));
    return { sum: context.params.k + much[MEBIBYTE] };
  },
});
`;

const SLOW = `import { defineStep, Type } from 'papermake/step';
export default defineStep({
  name: 'slow', summary: 'Takes time', params: Type.Object({ k: Type.Number(), seconds: Type.Number() }), reads: () => ({}),
  async run(context) {
    await new Promise((go) => setTimeout(go, 1000 * context.params.seconds));
    return { k: context.params.k, text: 'x'.repeat(50000) };
  },
});
`;

/** The tests, on a Slurm that looks how much memory its tasks have. */
export function limits(slurm: () => Slurm): void {
  let project: Project;
  afterEach(async () => {
    await project.run('cancel');
    if (existsSync(project.path('disk'))) spawnSync('umount', ['-l', project.path('disk')]);
    project.dispose();
  });

  const begin = (executor: string, steps: string): Project => {
    project = new Project({
      'pipeline.yaml': `papermake: 1\nexecutors: {hpc: {is: slurm, ${executor}}}\nsteps:\n${steps}`,
      'steps/hungry.ts': HUNGRY,
      'steps/slow.ts': SLOW,
    });
    return project;
  };
  const slow = (count: number, seconds: number): string =>
    Array.from({ length: count }, (_, k) => `  s${k}: {kind: slow, k: ${k}, seconds: ${seconds}}\n`).join('');

  it('asks for more memory where Slurm has ended a worker that had more than it asked for', async () => {
    begin('workers: 1, memory: 200M, ask: 3', '  big: {kind: hungry, k: 1}\n');
    const { code, stderr } = await project.run('--on', 'hpc');
    if (code !== 0) throw new Error(stderr);
    expect(await project.run('show', 'big')).toMatchObject({ stdout: expect.stringContaining('"sum": 2') });
    // Slurm remembers jobs of other tests for a while, which ask for other amounts.
    const asked = slurm()
      .call('squeue', '-h', '--states=all', '--format=%m')
      .stdout.match(/^[248]00M$/gm);
    expect(asked?.sort()).toEqual(['200M', '400M']);
    expect(slurm().log('node1') + slurm().log('node2')).toMatch(/exceeded memory limit/);
  });

  it.skipIf(!isNight)(
    timeLimit,
    async () => {
      begin('workers: 1, time: "0:01:00", ask: 5', slow(6, 15));
      const { code, stderr } = await project.run('--on', 'hpc');
      if (code !== 0) throw new Error(stderr);
      const states = slurm().call('squeue', '-h', '--states=all', '--format=%T').stdout;
      expect(states).toContain('TIMEOUT');
    },
    300_000,
  );

  describe.skipIf(!canMount)(disk, () => {
    const mount = (size: string): void => {
      mkdirSync(project.path('disk'));
      spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'none', project.path('disk')]);
    };
    const filler = (): string => project.path('disk/filler');
    /** Takes all room that is there. */
    const fill = (): void => {
      spawnSync('dd', ['if=/dev/zero', `of=${filler()}`, 'bs=4k', 'conv=notrunc', 'oflag=append']);
    };

    /** A worker has taken something. */
    const begun = async (): Promise<void> => {
      const isTaken = (): boolean =>
        readdirSync(project.path('disk'), { recursive: true }).some((each) => /claims.[^/]+$/.test(`${each}`));
      await until('a claim', isTaken);
    };

    it('runs here what that does not take', async () => {
      begin('workers: 2, spool: disk', slow(40, 0.01));
      mount('64k');
      const { code, stderr } = await project.run('--on', 'hpc');
      expect(stderr).toMatch(/the spool `.*` takes no more jobs \(no space left on device\); they are run here/);
      expect(code).toBe(0);
      expect(await project.make(['--on', 'local'])).toMatchObject({ ran: [], failed: [] });
    });

    it('waits for room for its results, and loses none', async () => {
      begin('workers: 2, spool: disk', slow(8, 1));
      mount('2m');
      const running = project.start('--on', 'hpc');
      await begun();
      fill();
      await pause(3000);
      rmSync(filler());
      const { code, stderr } = await running.ended;
      if (code !== 0) throw new Error(stderr);
      expect(await project.make(['--on', 'local'])).toMatchObject({ ran: [], failed: [] });
    });

    it('ends with a word on it where there is none for long, and the next run goes on', async () => {
      begin('workers: 2, spool: disk, silence: 10', slow(8, 1));
      mount('2m');
      const running = project.start('--on', 'hpc');
      await begun();
      fill();
      const { code, stderr } = await running.ended;
      expect(code).toBe(1);
      expect(stderr).toMatch(/the spool `.*` takes nothing more \(no space left on device\), and what the workers/);
      rmSync(filler());
      expect(await project.run('--on', 'hpc')).toMatchObject({ code: 0 });
      expect(await project.make(['--on', 'local'])).toMatchObject({ ran: [], failed: [] });
    });
  });
}
