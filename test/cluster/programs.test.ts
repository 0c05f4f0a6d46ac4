/** Programs of the system on workers of a cluster whose scheduler is a stand-in: the bytes of this machine, versions that are asked there, and what workers lack. */
import { chmodSync, existsSync, mkdirSync, rmdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { attempt } from '../../src/base/attempt.ts';
import { Project } from '../cli/harness.ts';
import { until } from '../support/patience.ts';
import { StandIn } from './stand-in.ts';

/** A program that only workers have, in a folder that the executor's `setup` puts on their PATH. */
const module = (version: string): string => `#!/bin/sh
case "$1" in --version) echo "tool ${version}";; *) tr a-z A-Z <"$1" >"$2"; echo "made by ${version}";; esac
`;

const pipeline = (executor: string, more = ''): string => `papermake: 1
executors: {hpc: {is: slurm, workers: 2, ask: 1${executor}}}
steps:
  shout:
    kind: command
    run: [tool-of-workers, words.txt, loud.txt]
    files: [words.txt]
    outputs: {loud.txt: file}
    versions: [tool-of-workers --version]
    on: hpc
${more}`;

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

const tools = (): string => path.join(cluster.folder, 'tools');

/** Puts a version of the program where workers find it. */
function install(version: string): string {
  mkdirSync(tools(), { recursive: true });
  writeFileSync(path.join(tools(), 'tool-of-workers'), module(version));
  chmodSync(path.join(tools(), 'tool-of-workers'), 0o755);
  return `, setup: "PATH=${tools()}:$PATH"`;
}

function begin(executor: string, more = ''): Project {
  project = new Project({ 'pipeline.yaml': pipeline(executor, more), 'words.txt': 'quiet words\n' });
  return project;
}

it('runs where its program is, asks for versions there, and says where it ran', async () => {
  const { code, stderr, stdout } = await begin(install('4.1')).run();
  expect(code, stdout + stderr).toBe(0);
  expect(project.read('out/shout/loud.txt')).toBe('QUIET WORDS\n');
  expect((await project.run('show', 'shout@versions')).stdout).toContain('tool 4.1');
  expect((await project.run('show', '--log', 'shout')).stdout).toContain('made by 4.1');
  expect(await project.make()).toMatchObject({ ran: [], failed: [] });
});

it('refuses before anything runs what workers lack, by name', async () => {
  const other =
    '  here: {kind: command, run: [cp, words.txt, same.txt], files: [words.txt], outputs: {same.txt: file}}\n';
  const { code, stderr } = await begin('', other).run();
  expect(code).not.toBe(0);
  expect(stderr).toContain('workers of `hpc` lack `tool-of-workers`');
  expect(stderr).toContain('setup');
  expect(project.has('out/here/same.txt')).toBe(false);
});

it('asks again where other lines come before workers, and holds each worker to the versions in the key', async () => {
  const first = await begin(install('4.1')).run();
  expect(first.code, first.stderr).toBe(0);
  install('4.2');
  project.write('words.txt', 'other words\n');
  const held = await project.run();
  expect(held.code).not.toBe(0);
  expect(held.stderr).toContain('have other versions than those that are in the key');
  expect(held.stderr).toContain('tool 4.2');
  const again = await project.run('run', '--force', 'shout@versions');
  expect(again.code, again.stderr).toBe(0);
  expect((await project.run('run')).code).toBe(0);
  expect(project.read('out/shout/loud.txt')).toBe('OTHER WORDS\n');
  // The same program by other lines is asked anew, and nothing else runs.
  project.write('pipeline.yaml', pipeline(install('4.2').replace('"PATH', '"true; PATH')));
  expect(await project.make()).toMatchObject({ ran: ['shout@versions'], failed: [] });
});

it('sends a file of 33 MB to a program', async () => {
  const count =
    '  count: {kind: command, run: "wc -c <big.bin >size.txt", files: [big.bin], outputs: {size.txt: file}, on: hpc}\n';
  begin(install('4.1'), count);
  writeFileSync(project.path('big.bin'), new Uint8Array(33 * 1024 * 1024));
  const { code, stdout, stderr } = await project.run('run', '--json');
  expect(code, stderr).toBe(0);
  expect(stdout).toMatch(/"event":"workers".*"begun":\[.*count/);
  expect(project.read('out/count/size.txt').trim()).toBe(String(33 * 1024 * 1024));
});

/** A control group that the test may make, of the first version. */
const GROUP = `/sys/fs/cgroup/memory/papermake-${process.pid}`;
const isGone = (): boolean => {
  attempt(() => rmdirSync(GROUP));
  return !existsSync(GROUP);
};
attempt(() => mkdirSync(GROUP));
const mayLimit = existsSync(path.join(GROUP, 'memory.limit_in_bytes')) && isGone();

it.skipIf(!mayLimit)(
  'asks for twice the memory where a program was killed for it, and its worker was not',
  async () => {
    mkdirSync(GROUP);
    try {
      writeFileSync(path.join(GROUP, 'memory.limit_in_bytes'), String(600 * 1024 * 1024));
      const setup = install('4.1').replace('"PATH', `"echo 0 >${GROUP}/cgroup.procs; PATH`);
      begin(setup);
      // The first time the program takes more than the group has.
      const run =
        '[ -e "$MARK" ] || { : >"$MARK"; head -c 2000000000 /dev/zero | tail -c 900000000 >/dev/null; }; echo done >end.txt';
      const env = `{MARK: ${JSON.stringify(project.path('mark'))}}`;
      const step = `  large: {kind: command, run: ${JSON.stringify(run)}, env: ${env}, outputs: {end.txt: file}, on: hpc, resources: {memory: 600M}}\n`;
      project.write('pipeline.yaml', pipeline(setup, step));
      const { code, stdout, stderr } = await project.run();
      expect(code, stderr).toBe(0);
      expect(project.read('out/large/end.txt')).toBe('done\n');
      expect(stdout + stderr).toMatch(/memory/);
    } finally {
      cluster.end();
      await until('an end of what is in the group', isGone);
    }
  },
);
