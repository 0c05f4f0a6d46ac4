/** Nodes on a cluster whose scheduler is a stand-in: what is refused, damaged, interrupted and left behind, and what is told meanwhile. */
import {
  appendFileSync,
  cpSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { BINARY, Project } from '../cli/harness.ts';
import { until } from '../support/patience.ts';
import { StandIn } from './stand-in.ts';

function data(): string {
  let state = 12345;
  const draw = (): number => {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
    return state / 0x7fffffff;
  };
  const rows = Array.from({ length: 200 }, (_, row) =>
    [row % 20, 2000 + Math.floor(row / 20), draw(), draw(), draw(), draw()].join(','),
  );
  return `id,year,y,a,b,c\n${rows.join('\n')}\n`;
}

const NOTE = '.papermake/run-now-v1.json';

const fits = ['a', 'b', 'c', 'a + b', 'a + c', 'b + c'];
const pipeline = (executor: string): string => `papermake: 1
executors: {hpc: {${executor}}}
steps:
  panel: {kind: ingest, file: data.csv, panel: {unit: id, time: year}}
  fits:
    kind: models
    on: hpc
    from: panel
    columns:
${fits.map((each, k) => `      - {id: c${k}, fit: y ~ ${each} | id + year}\n`).join('')}  tables: {kind: report, tables: {main: {from: fits, formats: [csv]}}}
`;

let cluster: StandIn;
let project: Project;
let expected: string;
const { PATH } = process.env;

beforeAll(async () => {
  const alone = new Project({ 'pipeline.yaml': pipeline('is: slurm'), 'data.csv': data() });
  await alone.make(['--on', 'local']);
  expected = alone.read('out/tables/main.csv');
  alone.dispose();
});
beforeEach(() => {
  cluster = new StandIn();
  process.env.PATH = cluster.path;
});
afterEach(() => {
  process.env.PATH = PATH;
  cluster.dispose();
  project.dispose();
});

/** Workers begin when `cluster.begin` is called, where they are to wait. */
function begin(more = '', waits = false): Project {
  if (waits) cluster.hold('Priority');
  project = new Project({ 'pipeline.yaml': pipeline(`is: slurm, workers: 2, ask: 1${more}`), 'data.csv': data() });
  return project;
}

const lane = (): string => {
  const spool = project.path('.papermake/spool');
  const [own] = readdirSync(spool);
  const [found] = readdirSync(path.join(spool, own!)).filter((each) => /^[0-9a-f]{8}$/.test(each));
  return path.join(spool, own!, found!);
};
const files = (room: string): string[] => {
  try {
    const folder = path.join(lane(), room);
    return readdirSync(folder).map((name) => path.join(folder, name));
  } catch {
    return [];
  }
};
const isSubmitted = (): boolean => files('arrays').length > 0 && files('ready').length > 0;
const spools = (): string[] => (project.has('.papermake/spool') ? readdirSync(project.path('.papermake/spool')) : []);

it('gives the bytes of this machine by one submission, tells who has what, and leaves nothing behind', async () => {
  const { code, stdout } = await begin().run('run', '--json');
  expect(code, stdout).toBe(0);
  expect(project.read('out/tables/main.csv')).toBe(expected);
  expect(cluster.calls('sbatch')).toBe(1);
  expect(spools()).toEqual([]);
  interface Told {
    readonly event: string;
    readonly on: string;
    readonly begun: readonly { readonly worker: string; readonly nodes: readonly string[] }[];
  }
  const told = stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Told)
    .filter(({ event }) => event === 'workers');
  for (const each of told)
    expect(each).toMatchObject({ on: 'hpc', shards: expect.any(Number), done: expect.any(Number) });
  const begun = told.flatMap((each) => each.begun.flatMap(({ nodes }) => nodes));
  expect(begun.sort()).toEqual(fits.map((_, k) => `fits.c${k}`));
});

it.each([
  ['lsf', 'bsub'],
  ['sge', 'qsub'],
] as const)('gives the bytes of this machine by workers of %s, which count from 1', async (is, submits) => {
  cluster.dispose();
  cluster = new StandIn(is);
  process.env.PATH = `${cluster.path}:${PATH}`;
  const asked = `memory: 1G, time: "1-00:00:30", partition: q, account: a, options: {U: "night, 2", x: 3}`;
  project = new Project({ 'pipeline.yaml': pipeline(`is: ${is}, workers: 2, ask: 1, ${asked}`), 'data.csv': data() });
  const { code, stdout, stderr } = await project.run();
  expect(code, stdout + stderr).toBe(0);
  expect(project.read('out/tables/main.csv')).toBe(expected);
  expect(spools()).toEqual([]);
  const [said] = cluster.argumentsOf(submits);
  expect(said).toContain(' -q q ');
  expect(said).toContain(' -P a ');
  expect(said).toContain(' -U night, 2 -x 3');
  expect(said).toContain(
    is === 'lsf' ? ' -M 1024MB -R rusage[mem=1024MB] -W 1441 ' : ' -l h_vmem=1024M -l h_rt=86430 ',
  );
});

it('passes options as they are written, what a step says over what its executor does, and partitions on the command line', async () => {
  begin(', partition: long, options: {qos: high, exclusive: true, comment: "it\'s $HOME; ok"}');
  const text = project.read('pipeline.yaml');
  project.write(
    'pipeline.yaml',
    text.replace('on: hpc', 'on: hpc\n    resources: {options: {qos: low, gres: "gpu:1"}}'),
  );
  const { code, stdout, stderr } = await project.run();
  expect(code, stdout + stderr).toBe(0);
  for (const said of cluster.argumentsOf('sbatch')) {
    expect(said).toContain(" --comment=it's $HOME; ok --exclusive --gres=gpu:1 --qos=low");
    expect(said).toContain(' --partition=long ');
  }
});

it.each([
  ['{partition: long}', /^2 .*`options` names `partition`, which papermake says to `sbatch` itself/s],
  ['{job-name: mine, array: 0-9}', /^2 .*`options` names `array`, `job-name`, which/s],
  ['{"qos; rm -rf": x}', /^2 .*qos; rm -rf/s],
  ['{qos: "a\\nb"}', /^2 /s],
  ['{qos: [a]}', /^2 /s],
])('refuses `options: %s` before anything runs', async (options, says) => {
  const { code, stdout, stderr } = await begin(`, options: ${options}`).run();
  expect(stdout).toBe('');
  expect(`${code} ${stderr}`).toMatch(says);
  expect(project.has('out')).toBe(false);
});

it('has on record what workers estimated, as this machine would', async () => {
  const specs = (of: Project): string[] =>
    readdirSync(of.path('ledger'))
      .flatMap((name) => of.read(`ledger/${name}`).trimEnd().split('\n'))
      .map((line) => JSON.parse(line) as { readonly node: string; readonly spec: string; readonly data: string })
      .map(({ node, spec, data: values }) => `${node} ${spec} ${values}`)
      .sort();
  expect((await begin().run()).code).toBe(0);
  const here = new Project({ 'pipeline.yaml': pipeline('is: slurm'), 'data.csv': data() });
  await here.make(['--on', 'local']);
  expect(specs(project)).toHaveLength(fits.length);
  expect(specs(project)).toEqual(specs(here));
  here.dispose();
});

it('tells which worker has which node, and how many shards are done, while it waits', async () => {
  const running = begin('', true).start('run', '--json');
  await running.until('"event":"workers"');
  expect(running.seen()).toMatch(
    /"event":"workers","on":"hpc","workers":0,"submitted":\d,"shards":\d,"claimed":0,"done":0/,
  );
  const noted = (): string => (project.has(NOTE) ? project.read(NOTE) : '');
  await until('a note', () => noted().includes('"elsewhere":[{"on":"hpc"'));
  expect(noted()).toContain('waits for a worker of hpc');
  cluster.begin();
  expect((await running.ended).code).toBe(0);
});

describe('refuses before any node runs', () => {
  const told = async (...args: string[]): Promise<string> => {
    const { code, stdout, stderr } = await project.run(...args);
    expect(stdout, 'nodes that ran').toBe('');
    expect(spools()).toEqual([]);
    return `${code} ${stderr}`;
  };

  it.each(['sbatch', 'squeue', 'scancel'])('a machine without `%s`', async (name) => {
    begin();
    cluster.without(name);
    process.env.PATH = path.join(cluster.folder, 'bin');
    const said = await told();
    expect(said).toMatch(new RegExp(`^2 .*executor \`hpc\` needs \`${name}\`, which is not here`, 's'));
    expect(said).toContain('run papermake on a machine from which jobs are submitted');
    expect(project.has('out')).toBe(false);
  });

  it('a spool that cannot be written', async () => {
    begin(', spool: data.csv/spool');
    const said = await told();
    expect(said).toMatch(
      /^2 .*executor `hpc` cannot write its spool `.*data\.csv\/spool.*: `.*data\.csv` is no folder/s,
    );
    expect(said).toContain('names a folder on the shared file system in which you may write');
    expect(cluster.calls('sbatch')).toBe(0);
  });

  it.skipIf(process.platform !== 'linux').each(['/proc/nope', '/proc/nope/deeper', '/sys/nope'])(
    'a spool where nothing can be made: %s',
    async (spool) => {
      begin(`, spool: ${spool}`);
      expect(await told()).toMatch(new RegExp(`^2 .*executor \`hpc\` cannot write its spool \`${spool}.*: \`/`, 's'));
      expect(cluster.calls('sbatch')).toBe(0);
      expect(project.has('out')).toBe(false);
    },
  );

  it('a partition that does not exist', async () => {
    begin(', partition: nowhere');
    expect(await told()).toMatch(
      /^2 .*`sbatch` does not take the workers: .*invalid partition specified: nowhere\nhint: `partition`/s,
    );
    expect(spools()).toEqual([]);
  });

  it('a scheduler whose templates never end, before it is called', async () => {
    begin();
    const text = readFileSync('templates/slurm.scheduler.yaml', 'utf8');
    const loops = `name={{#each @root}}`.repeat(12) + '{{/each}}'.repeat(12);
    project.write('templates/slurm.scheduler.yaml', text.replace('task="', `${loops}\n    task="`));
    expect(await told()).toMatch(
      /^2 .*executor `hpc` cannot use `templates\/slurm\.scheduler\.yaml`: `submit\.script`.*more than 1000000 times/s,
    );
    expect(spools()).toEqual([]);
  });

  it('a partition that one step asks for and that does not exist', async () => {
    begin();
    const text = project.read('pipeline.yaml');
    project.write('pipeline.yaml', text.replace('on: hpc', 'on: hpc\n    resources: {partition: nowhere}'));
    expect(await told()).toMatch(/^2 .*invalid partition specified: nowhere/s);
  });

  it('two places, and one that is not declared, among what a step asks for', async () => {
    begin();
    const text = project.read('pipeline.yaml');
    project.write('pipeline.yaml', text.replace('on: hpc', 'on: hpc\n    resources: {on: local}'));
    expect(await told()).toMatch(/^2 .*`on` and `resources: \{on: …\}` both say where the step runs/s);
    project.write('pipeline.yaml', text.replace('on: hpc', 'resources: {on: hcp}'));
    expect(await told()).toMatch(/^2 .*no executor is called `hcp`/s);
  });

  it('nothing where no node goes to the cluster that is not fresh', async () => {
    begin();
    await project.make();
    const calls = cluster.calls('sbatch');
    project.write('pipeline.yaml', project.read('pipeline.yaml').replace('formats: [csv]', 'formats: [markdown]'));
    expect(await project.make()).toMatchObject({ ran: ['tables.main'], failed: [] });
    expect(cluster.calls('sbatch')).toBe(calls);
  });

  it('workers with another papermake', async () => {
    const other = mkdtempSync(path.join(tmpdir(), 'papermake-other-'));
    try {
      cpSync(path.dirname(BINARY), path.join(other, 'dist'), { recursive: true });
      writeFileSync(path.join(other, 'package.json'), '{"version": "9.9.9"}');
      appendFileSync(path.join(other, 'dist/load.js'), '\n');
      begin(`, command: ${process.execPath} ${other}/dist/papermake.js`);
      const said = await told();
      expect(said).toMatch(
        /^2 .*a worker of `hpc` has papermake 9\.9\.9 .*\nhint: have the nodes use the same installation/s,
      );
      expect(project.has('out')).toBe(false);
    } finally {
      rmSync(other, { recursive: true });
    }
  });

  it('workers with another Node', async () => {
    begin();
    project.write('old.cjs', `Object.defineProperty(process, 'version', { value: 'v18.20.4' });\n`);
    const command = `${process.execPath} --require '${project.path('old.cjs')}' ${BINARY}`;
    project.write('pipeline.yaml', pipeline(`is: slurm, ask: 1, command: ${JSON.stringify(command)}`));
    expect(await told()).toMatch(/^2 .*a worker of `hpc` has Node v18\.20\.4, where Node v\d+\S* submits/s);
    expect(project.has('out')).toBe(false);
  });

  it('workers that do not see the spool', async () => {
    begin();
    cluster.unshare();
    const said = await told();
    expect(said).toMatch(/^2 .*workers of `hpc` ended without reaching the spool .*no such spool/s);
    expect(said).toContain('the nodes must see the spool');
  });
});

describe('damage in the spool', () => {
  const flip = (file: string, at: number): void => {
    const bytes = readFileSync(file);
    bytes[at] = bytes[at]! ^ 1;
    writeFileSync(file, bytes);
  };
  const jobAt = (file: string): number => readFileSync(file, 'utf8').indexOf('"terms":["') + 10;
  const shorten = (file: string): void => writeFileSync(file, readFileSync(file).subarray(0, 20));
  const each = (all: readonly string[], act: (file: string) => void): void => {
    for (const file of all) act(file);
  };
  const parts = (): string[] => {
    const folder = path.join(lane(), '../parts');
    return readdirSync(folder).map((name) => path.join(folder, name));
  };

  it.each([
    ['a part is shorter', () => each(parts(), shorten), 'parts'],
    ['a part has another byte', () => each(parts(), (file) => flip(file, 5)), 'parts'],
    ['a part is gone', () => each(parts(), (file) => rmSync(file)), 'parts'],
    ['a shard is shorter', () => each(files('ready'), shorten), 'ready'],
    ['a job has another letter', () => each(files('ready'), (file) => flip(file, jobAt(file))), 'ready'],
  ])('is told and mended where %s', async (_, damage, room) => {
    const running = begin('', true).start();
    await until('an array', isSubmitted);
    damage();
    cluster.begin();
    const { code, stderr, stdout } = await running.ended;
    expect(code, stdout + stderr).toBe(0);
    expect(stderr).toMatch(new RegExp(`\`${room}/\\S+\` of the spool \`.*\` is damaged; its .* sent again`));
    expect(project.read('out/tables/main.csv')).toBe(expected);
  });

  it.each([
    ['is shorter', shorten],
    ['has another byte', (file: string) => flip(file, 200)],
    ['is empty', (file: string) => writeFileSync(file, '')],
  ])('is told and mended where a file of results %s', async (_, damage) => {
    const running = begin('', true).start();
    await until('an array', isSubmitted);
    running.child.kill('SIGSTOP');
    cluster.begin();
    await until('results', () => files('results').length > 0);
    each(files('results'), damage);
    running.child.kill('SIGCONT');
    const { code, stderr, stdout } = await running.ended;
    expect(code, stdout + stderr).toBe(0);
    expect(stderr).toMatch(/`results\/\S+` of the spool `.*` is damaged; its .* sent again/);
    expect(project.read('out/tables/main.csv')).toBe(expected);
  });
});

it('leaves what was submitted to the next run, whether it is killed or interrupted, and says how that is ended', async () => {
  const first = begin('', true).start();
  await until('an array', isSubmitted);
  first.child.kill('SIGKILL');
  await first.ended;
  const second = project.start();
  await second.until('taking over what an earlier run left on `hpc`');
  second.child.kill('SIGINT');
  const { code, stderr } = await second.ended;
  expect(code).toBe(130);
  expect(stderr).toMatch(/jobs stay on `hpc`.*`papermake cancel` ends them/);
  expect(cluster.alive.length).toBeGreaterThan(0);
  cluster.begin();
  const third = await project.run();
  expect(third).toMatchObject({ code: 0, stderr: expect.stringContaining('taking over') });
  expect(project.read('out/tables/main.csv')).toBe(expected);
  expect(cluster.calls('sbatch')).toBe(1);
  expect(spools()).toEqual([]);
});

it('ends what was submitted by `papermake cancel`', async () => {
  const first = begin('', true).start();
  await until('an array', isSubmitted);
  first.child.kill('SIGINT');
  await first.ended;
  expect(await project.run('cancel')).toMatchObject({ code: 0, stdout: expect.stringContaining('hpc: cancelled') });
  await until('no worker', () => cluster.alive.length === 0);
  expect(spools()).toEqual([]);
});

describe('where the scheduler fails', () => {
  it('has the work of silent workers done by others, though it does not notice', async () => {
    project = new Project({ 'data.csv': data() });
    // They show themselves and hang, as those of a machine that is lost.
    const command = JSON.stringify(
      `hang() { mkdir -p "$2/workers"; touch "$2/workers/$PAPERMAKE_WORKER"; sleep 1000; }; [ -e '${project.path('go')}' ] && again='${process.execPath} ${BINARY}' || again=hang; $again`,
    );
    project.write('pipeline.yaml', pipeline(`is: slurm, workers: 2, ask: 1, silence: 10, command: ${command}`));
    const running = project.start();
    await until('workers', () => files('workers').length > 0);
    cluster.blackOut();
    project.write('go', '');
    const { code, stdout, stderr } = await running.ended;
    expect(code, stdout + stderr).toBe(0);
    expect(project.read('out/tables/main.csv')).toBe(expected);
    expect(cluster.calls('sbatch')).toBeGreaterThan(1);
  });

  it('submits others in the place of workers that it has given up, and cancels those at the end', async () => {
    cluster.hold('launch failed requeued held');
    const running = begin().start();
    await until('an array', isSubmitted);
    cluster.admit();
    const { code, stdout, stderr } = await running.ended;
    expect(code, stdout + stderr).toBe(0);
    expect(project.read('out/tables/main.csv')).toBe(expected);
    expect(cluster.calls('sbatch')).toBe(2);
    expect(cluster.calls('scancel')).toBe(1);
  });

  it('says why no worker begins, and goes on when they do', async () => {
    cluster.hold('ReqNodeNotAvail, May be reserved for other job');
    const running = begin().start('run', '--json');
    const line = /"says":"no worker of `hpc` is at work; the scheduler says: ReqNodeNotAvail, May be reserved/;
    await until('a word', () => line.test(running.seen()));
    expect(running.seen()).toMatch(/"event":"workers",.*"waits":"ReqNodeNotAvail, May be reserved for other job"/);
    cluster.begin();
    const { code, stdout } = await running.ended;
    expect(code, stdout).toBe(0);
    expect(stdout.match(new RegExp(line, 'g'))).toHaveLength(1);
    expect(cluster.calls('sbatch')).toBe(1);
  });
});

describe('`papermake gc`', () => {
  /** Everything in the spool was last changed so many days ago. */
  const age = (days: number): void => {
    const spool = project.path('.papermake/spool');
    const [own] = readdirSync(spool);
    const then = new Date(Date.now() - days * 24 * 3600 * 1000);
    for (const name of ['', ...(readdirSync(path.join(spool, own!), { recursive: true }) as string[])])
      utimesSync(path.join(spool, own!, name), then, then);
  };
  const abandoned = async (): Promise<void> => {
    const running = begin('', true).start();
    await until('an array', isSubmitted);
    running.child.kill('SIGKILL');
    await running.ended;
  };

  it('removes a spool that was given up, and says so', async () => {
    await abandoned();
    cluster.end();
    await until('no worker', () => cluster.alive.length === 0);
    age(6);
    expect((await project.run('gc')).stdout).not.toContain('spool');
    age(8);
    expect((await project.run('gc', '-n')).stdout).toMatch(/would remove the abandoned spool `hpc-\w+`/);
    expect(spools()).toHaveLength(1);
    expect((await project.run('gc')).stdout).toMatch(/removed the abandoned spool `hpc-\w+`/);
    expect(project.has('.papermake/spool')).toBe(false);
    cluster.begin();
    expect((await project.run()).code).toBe(0);
    expect(project.read('out/tables/main.csv')).toBe(expected);
  });

  it('keeps one whose jobs are alive, and one of which the scheduler says nothing', async () => {
    await abandoned();
    age(8);
    const kept = 'kept the old spool `hpc-';
    const alive = await project.run('gc');
    expect(alive.stdout).toContain(kept);
    expect(alive.stdout).toContain('its jobs are in the queue or at work still');
    cluster.without('squeue');
    process.env.PATH = path.join(cluster.folder, 'bin');
    expect((await project.run('gc')).stdout).toContain(kept);
    expect(spools()).toHaveLength(1);
  });
});

describe('a full disk of the spool, which needs no right to mount one,', () => {
  const { NODE_OPTIONS = '' } = process.env;
  beforeEach(() => {
    process.env.NODE_OPTIONS = `${NODE_OPTIONS} ${cluster.diskOptions}`;
  });
  afterEach(() => {
    process.env.NODE_OPTIONS = NODE_OPTIONS;
  });

  it('has what it does not take run here', async () => {
    cluster.fill();
    const { code, stderr } = await begin().start().ended;
    expect(stderr).toMatch(/the spool `.*` takes no more jobs \(no space left on device\); they are run here/);
    expect(code).toBe(0);
    expect(project.read('out/tables/main.csv')).toBe(expected);
  });

  it('has results wait for room, and loses none', async () => {
    const running = begin('', true).start();
    await until('an array', isSubmitted);
    cluster.fill();
    await running.until('takes nothing more (no space left on device)');
    cluster.makeRoom();
    cluster.begin();
    const { code, stderr } = await running.ended;
    expect(code, stderr).toBe(0);
    expect(project.read('out/tables/main.csv')).toBe(expected);
  });

  it('ends a run with a word on it where there is no room for long, and the next goes on', async () => {
    const running = begin(', silence: 10', true).start();
    await until('an array', isSubmitted);
    cluster.fill();
    const { code, stderr } = await running.ended;
    expect(code).toBe(1);
    expect(stderr).toMatch(/the spool `.*` takes nothing more \(no space left on device\), and what the workers/);
    cluster.makeRoom();
    cluster.begin();
    expect((await project.start().ended).code).toBe(0);
    expect(project.read('out/tables/main.csv')).toBe(expected);
  });
});
