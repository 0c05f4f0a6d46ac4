/** Workers of a cluster that die, fail or never begin, on a stand-in: what is told, what is on record, and with what the next run begins. */
import { readdirSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Project } from '../cli/harness.ts';
import { until } from '../support/patience.ts';
import { StandIn } from './stand-in.ts';

/** Dies as often as `times` says, with these words, and works then. */
const FRAGILE = `import { defineStep, Type } from 'papermake/step';
import { spawnSync } from 'node:child_process';
import { appendFileSync, writeSync } from 'node:fs';
export default defineStep({
  name: 'fragile', summary: 'Dies', reads: () => ({}),
  params: Type.Object({ k: Type.Number(), times: Type.Number(), says: Type.String() }),
  async run({ params: { k, times, says }, root }) {
    const file = root + '/deaths';
    // What a kind reads by itself must be declared, but for what programs read.
    const deaths = spawnSync('cat', [file]).stdout.length;
    if (deaths < times) {
      appendFileSync(file, '.');
      writeSync(2, says + '\\n');
      process.kill(process.pid, 'SIGKILL');
      await new Promise(() => {});
    }
    return { k };
  },
});
`;

let cluster: StandIn;
let project: Project;
const { PATH } = process.env;

beforeEach(() => {
  cluster = new StandIn();
  process.env.PATH = cluster.path;
});
afterEach(() => {
  process.env.PATH = PATH;
  cluster.dispose();
  project.dispose();
});

function begin(executor: string, step: string): Project {
  project = new Project({
    'pipeline.yaml': `papermake: 1\nexecutors: {hpc: {is: slurm, workers: 1, ask: 1${executor}}}\nsteps:\n  one: {on: hpc, ${step}}\n`,
    'steps/fragile.ts': FRAGILE,
  });
  return project;
}
const fragile = (times: number, says: string): string => `kind: fragile, k: 1, times: ${times}, says: "${says}"`;

/** The amounts of memory that were asked for, in the order of the submissions. */
const memories = (): string[] => cluster.argumentsOf('sbatch').map((said) => / --mem=(\d+M)/.exec(said)?.[1] ?? 'none');

describe('a worker that runs out of memory', () => {
  it('has its node done with twice as much, which is told, on record, and where the next run begins', async () => {
    const { code, stdout, stderr } = await begin(', memory: 100M', fragile(2, 'oom_kill')).run();
    expect(code, stdout + stderr).toBe(0);
    expect(memories()).toEqual(['100M', '200M', '400M']);
    expect(stderr).toContain('a worker of `hpc` ran out of memory with 100 MiB; `one` will have 200 MiB');
    expect(stderr).toContain('a worker of `hpc` ran out of memory with 200 MiB; `one` will have 400 MiB');
    const needed =
      /it needed (more than )?\d+ MiB of memory on hpc, where its step asks for 100 MiB; it is given 400 MiB from now on/;
    for (const command of ['why', 'show']) {
      const told = (await project.run(command, 'one')).stdout;
      expect(told.replaceAll(/\s+/g, ' ')).toMatch(needed);
      expect(told).toMatch(/it ran on hpc, by worker \d+\.0 on \S+\n/);
      expect(told.replaceAll(/\s+/g, ' ')).toMatch(
        /it took [\d.]+ m?s of processor time and at most \d+ MiB of memory, after [\d.]+ m?s in the queue/,
      );
    }
    const json = JSON.parse((await project.run('why', 'one', '--json')).stdout);
    expect(json.ranOn).toMatchObject({ on: 'hpc', shard: 1, memory: { asked: 100, had: 400 } });
    for (const field of ['cpu', 'peak', 'waited']) expect(json.ranOn[field]).toBeGreaterThanOrEqual(0);
    project.write('pipeline.yaml', project.read('pipeline.yaml').replace('fragile, k: 1', 'fragile, k: 2'));
    expect((await project.run()).code).toBe(0);
    expect(memories()).toEqual(['100M', '200M', '400M', '400M']);
  });

  it('does not say of the nodes of a shard that they needed more than they have', async () => {
    begin(', memory: 4G', fragile(1, 'oom_kill'));
    project.write('pipeline.yaml', `${project.read('pipeline.yaml')}  two: {on: hpc, ${fragile(0, '')}}\n`);
    expect((await project.run()).code).toBe(0);
    expect(memories()).toContain('8192M');
    const { stdout } = await project.run('why', 'two');
    expect(stdout).toContain('it ran on hpc');
    expect(stdout).not.toContain('it needed');
  });

  it('fails its node after as many attempts as `attempts` of the step says', async () => {
    const { code, stderr } = await begin(
      ', memory: 100M, attempts: 9',
      `${fragile(9, 'oom_kill')}, resources: {attempts: 2}`,
    ).run();
    expect(`${code} ${stderr}`).toMatch(
      /^1 .*its worker on `hpc` ran out of memory with 200 MiB, in attempt 2, the last/s,
    );
    expect(memories()).toEqual(['100M', '200M']);
  });
});

it('fails a node whose workers die as often as `attempts` says, with their last words, and does not say to run it here', async () => {
  const { code, stderr } = await begin(', attempts: 3', fragile(9, 'a fault in a library')).run();
  expect(`${code} ${stderr}`).toMatch(
    /^1 .*its workers on `hpc` ended 3 times before it was done, the last with code 137: (.*Killed|a fault in a library)/s,
  );
  expect(stderr).not.toMatch(/run it here|on: local/);
  expect(project.read('deaths')).toBe('...');
});

describe('`setup`', () => {
  const setup = async (lines: string): Promise<string> => {
    const { code, stdout, stderr } = await begin(`, setup: "${lines}"`, fragile(0, '')).run();
    return `${code} ${stdout}${stderr}`;
  };

  it.each([
    [
      'echo before\\nno-such-module load r\\necho after',
      /`setup` of `hpc` ended with code 127 on a worker: .*no-such-module: .*not found/,
    ],
    ['echo my last words; exit 7', /`setup` of `hpc` ended with code 7 on a worker: my last words\n/],
    ['false', /`setup` of `hpc` ended with code 1 on a worker\n/],
  ])('that fails ends the run before anything runs: %s', async (lines, says) => {
    const said = await setup(lines);
    expect(said).toMatch(/^2 /);
    expect(said).toMatch(says);
    expect(said).not.toContain('after');
  });

  it('may have lines that are allowed to fail', async () => {
    expect(await setup('false || true\\n[ -e /nope ] && echo x\\nA=1')).toMatch(/^0 /);
  });
});

it('ends where no worker can ever begin, in the words of the scheduler', async () => {
  cluster.hold('QOSMaxCpuPerJobLimit');
  const { code, stderr } = await begin(', cpus: 3, time: "1:00:00", options: {qos: low}', fragile(0, '')).run();
  expect(`${code} ${stderr}`).toMatch(
    /^2 no worker of `hpc` can begin with 3 cores, 1:00:00, qos low; the scheduler says: QOSMaxCpuPerJobLimit\n/,
  );
  expect(cluster.calls('scancel')).toBe(1);
  expect(cluster.alive).toEqual([]);
});

it('lets workers end by themselves, and keeps what they print in the folder that `logs` names', async () => {
  const { code, stdout, stderr } = await begin(', logs: logs/hpc, setup: "echo begun"', fragile(0, '')).run();
  expect(code, stdout + stderr).toBe(0);
  expect(cluster.calls('scancel')).toBe(0);
  await until('no worker', () => cluster.alive.length === 0);
  const [log, ...more] = readdirSync(project.path('logs/hpc'));
  expect(more).toEqual([]);
  expect(project.read(`logs/hpc/${log}`)).toBe('begun\n');
  expect(project.has('.papermake/spool')).toBe(false);
});
