/** Two pipelines in one folder: each runs, tells and removes its own. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { Project } from './harness.ts';

const onWindows = process.platform === 'win32';
const shell = onWindows ? 'shell: cmd, ' : '';
/** Gives what `echo` prints for a word; under `cmd` it also prints the blank before `>`. */
const echoed = (word: string): string => (onWindows ? `${word} \r\n` : `${word}\n`);

/** One line of text a step, in `out/STEP/o`. */
const steps = (texts: Readonly<Record<string, string>>): string =>
  `papermake: 1\nsteps:\n${Object.entries(texts)
    .map(([name, text]) => `  ${name}: {kind: command, ${shell}run: echo ${text} > o, outputs: {o: file}}\n`)
    .join('')}`;

let project: Project;
beforeEach(() => {
  project = new Project({
    'pipeline.yaml': steps({ a: 'one', gone: 'x' }),
    'b.yaml': steps({ b: 'two', alsogone: 'x' }),
  });
});
afterEach(() => project.dispose());

const done = (ran: string[], fresh: string[] = [], cached: string[] = []) => ({
  ran,
  cached,
  fresh,
  failed: [],
  skipped: [],
});
const status = async (...args: string[]): Promise<string> => (await project.run('status', ...args)).stdout;

it('a run leaves alone what the other pipeline wrote, and removes what its own steps did', async () => {
  await project.make();
  await project.make(['-f', 'b.yaml']);
  expect(Object.keys(project.tree('out'))).toEqual(['out/a/o', 'out/alsogone/o', 'out/b/o', 'out/gone/o']);
  expect(await project.make()).toEqual(done([], ['a', 'gone']));
  expect(await project.make(['-f', 'b.yaml'])).toEqual(done([], ['alsogone', 'b']));

  project.write('b.yaml', steps({ b: 'two' }));
  await project.make(['-f', 'b.yaml']);
  expect(Object.keys(project.tree('out'))).toEqual(['out/a/o', 'out/b/o', 'out/gone/o']);
  project.write('pipeline.yaml', steps({ a: 'one' }));
  await project.make();
  expect(Object.keys(project.tree('out'))).toEqual(['out/a/o', 'out/b/o']);
});

it('what both write stays until neither does', async () => {
  for (const file of ['pipeline.yaml', 'b.yaml']) project.write(file, steps({ own: file, both: 'same' }));
  expect((await project.make()).ran).toEqual(['both', 'own']);
  // One key, one record; `own` stands at another in each.
  expect(await project.make(['-f', 'b.yaml'])).toEqual(done(['own'], [], ['both']));
  project.write('pipeline.yaml', steps({ own: 'pipeline.yaml' }));
  await project.make();
  expect(project.has('out/both/o')).toBe(true);
  project.write('b.yaml', steps({ own: 'b.yaml' }));
  await project.make(['-f', 'b.yaml']);
  expect(project.has('out/both/o')).toBe(false);
});

it('nodes of one name stand where their own pipeline left them; who runs writes', async () => {
  project.write('b.yaml', steps({ a: 'two' }));
  await project.make();
  await project.make(['-f', 'b.yaml']);
  expect(project.read('out/a/o')).toBe(echoed('two'));
  expect(await status('-f', 'b.yaml')).toBe('fresh    a\npapermake: 1 node: 1 fresh\n');
  expect(await status()).toBe(
    'cached   a     out/a/o was changed since it was written\nfresh    gone\npapermake: 2 nodes: 1 fresh, 1 cached\n',
  );
  expect((await project.run('why', 'a', '-f', 'b.yaml')).stdout).toContain('a is fresh');
  expect(await project.make()).toEqual(done([], ['gone'], ['a']));
  expect(project.read('out/a/o')).toBe(echoed('one'));
  project.write('pipeline.yaml', steps({ a: 'three', gone: 'x' }));
  expect(await status()).toContain('stale    a     steps.a.run: `echo one > o` → `echo three > o`');
});

it('a pipeline that is removed takes its outputs along at the next run', async () => {
  await project.make(['-f', 'b.yaml']);
  await project.make();
  expect((await project.run()).stdout).toContain('are fresh');
  project.remove('b.yaml');
  await project.make();
  expect(Object.keys(project.tree('out'))).toEqual(['out/a/o', 'out/gone/o']);
});

it('`gc` and `clean --out` see what both wrote', async () => {
  project.write('b.yaml', steps({ b: 'two', gone: 'x' }));
  await project.make();
  await project.make(['-f', 'b.yaml']);
  expect((await project.run('gc', '--keep-runs', '0')).stdout).toContain('nothing to remove');
  expect(await project.make(['-f', 'b.yaml'])).toEqual(done([], ['b', 'gone']));
  expect(await project.make()).toEqual(done([], ['a', 'gone']));
  expect((await project.run('clean', '--out', '-f', 'b.yaml')).stdout).toContain('3 written files');
  expect(project.tree('out')).toEqual({});
});

it('a pipeline in a folder below is of that folder’s project unless `-C` says otherwise', async () => {
  project.write('sub/p.yaml', steps({ p: 'three' }));
  await project.make(['-C', '.', '-f', 'sub/p.yaml']);
  expect(Object.keys(project.tree('out'))).toEqual(['out/p/o']);
  expect((await project.run('-f', 'sub/p.yaml')).stdout).toContain('1 ran');
  expect(Object.keys(project.tree('sub/out'))).toEqual(['sub/out/p/o']);
});
