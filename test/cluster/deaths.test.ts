/** Workers of a cluster that die, fail or never begin, on a stand-in: what is told, what is on record, and with what the next run begins. */
import { readdirSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { BINARY, Project } from '../cli/harness.ts';
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
    for (const began = process.cpuUsage().user; process.cpuUsage().user - began < 300_000; );
    return { k };
  },
});
`;

const LENGTHY = `import { defineStep, Type } from 'papermake/step';
export default defineStep({
  name: 'lengthy', summary: 'Is expected to take long', reads: () => ({}), cost: 'long', params: Type.Object({ k: Type.Number() }),
  run: ({ params: { k } }) => ({ k }),
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

  it.each([
    [1000, 2, 0, ['100M', '200M', '400M'], ''],
    [
      350,
      2,
      0,
      ['100M', '200M', '400M', '300M'],
      '`hpc` gives no worker 400 MiB, which `one` was to have, and says: sbatch: error: Memory specification can not be satisfied; 300 MiB are tried',
    ],
    [
      260,
      9,
      1,
      ['100M', '200M', '400M', '300M', '250M'],
      'it needed more than 250 MiB of memory on hpc, where its step asks for 100 MiB, and no worker is given 300 MiB: sbatch: error: Memory specification can not be satisfied',
    ],
    [
      150,
      9,
      1,
      ['100M', '200M', '150M'],
      'it needed more than 150 MiB of memory on hpc, where its step asks for 100 MiB, and no worker is given 200 MiB',
    ],
    [
      110,
      9,
      1,
      ['100M', '200M', '150M', '125M'],
      'it needed more than 100 MiB of memory on hpc, where its step asks for 100 MiB, and no worker is given 125 MiB',
    ],
  ] as const)(
    'has as much as the scheduler gives where that is %i MiB, and other nodes go on',
    async (most, times, code, asked, says) => {
      begin(', memory: 100M', fragile(times, 'oom_kill'));
      project.write(
        'pipeline.yaml',
        `${project.read('pipeline.yaml')}  two: {kind: fragile, k: 3, times: 0, says: "", on: local}\n`,
      );
      cluster.limit(most);
      const { code: ended, stderr } = await project.run();
      expect(ended, stderr).toBe(code);
      expect(memories()).toEqual(asked);
      expect(stderr.replaceAll(/\s+/g, ' ')).toContain(says);
      if (code === 1) expect(stderr).toContain('hint: `partition` of the executor');
      expect((await project.run('show', 'two')).code).toBe(0);
    },
  );

  it('begins with less where a node needed more before than the scheduler gives now', async () => {
    expect((await begin(', memory: 100M', fragile(2, 'oom_kill')).run()).code).toBe(0);
    project.write('pipeline.yaml', project.read('pipeline.yaml').replace('fragile, k: 1', 'fragile, k: 2'));
    cluster.limit(150);
    const { code, stderr } = await project.run();
    expect(code, stderr).toBe(0);
    expect(memories().slice(3)).toEqual(['400M', '250M', '175M', '137M']);
    expect(stderr).toContain('`hpc` gives no worker 400 MiB, and says');
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

describe.each([
  ['slurm', 'sbatch', 'QOSMaxCpuPerJobLimit'],
  ['pbs', 'qsub', 'Can Never Run: Insufficient amount of resource: ncpus (R: 3 A: 2 T: 2)'],
  ['lsf', 'bsub', 'There are no suitable hosts for the job;'],
  ['sge', 'qsub', undefined],
] as const)('by %s', (is, submits, never) => {
  beforeEach(() => {
    cluster.dispose();
    cluster = new StandIn(is);
    process.env.PATH = `${cluster.path}:${PATH}`;
  });

  it('ends where no worker can ever begin', async () => {
    if (never !== undefined) cluster.hold(never);
    begin(', partition: nowhere', fragile(0, ''));
    project.write('pipeline.yaml', project.read('pipeline.yaml').replace('is: slurm', `is: ${is}`));
    if (is === 'slurm')
      project.write('pipeline.yaml', project.read('pipeline.yaml').replace(', partition: nowhere', ''));
    const { code, stderr } = await project.run();
    const says = never ?? '`qsub` does not take the workers: Unable to run job: error: no suitable queues.';
    expect(`${code} ${stderr.replaceAll(/\s+/g, ' ')}`).toMatch(/^2 /);
    expect(stderr.replaceAll(/\s+/g, ' ')).toContain(never === undefined ? says : `the scheduler says: ${says}`);
    await until('no worker', () => cluster.alive.length === 0);
    expect(project.has('.papermake/spool')).toBe(false);
  });

  it.each([
    ['', () => {}],
    [', also of an array that is being taken just then', () => cluster.answerLater()],
  ])('cancels workers that wait at the end of a run%s, and lets the others end by themselves', async (_, arrange) => {
    cluster.holdLater('not enough slots');
    arrange();
    const command = JSON.stringify(`w() { '${process.execPath}' '${BINARY}' "$@"; echo "ended with $?"; }; w`);
    project = new Project({
      'pipeline.yaml': `papermake: 1\nexecutors: {hpc: {is: ${is}, workers: 2, logs: logs, command: ${command}}}\nsteps:\n  one: {kind: lengthy, k: 1, on: hpc}\n  two: {kind: lengthy, k: 2, on: hpc}\n`,
      'steps/lengthy.ts': LENGTHY,
    });
    const { code, stdout, stderr } = await project.run();
    expect(code, stdout + stderr).toBe(0);
    expect(cluster.calls(submits)).toBe(2);
    await until('no worker', () => cluster.alive.length === 0);
    const logs = readdirSync(project.path('logs')).map((name) => project.read(`logs/${name}`));
    expect(logs.join('')).toBe('ended with 0\n');
  });
});
