/** Commands on a terminal of 80 columns, and the last words of what they print. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { commands } from '../../src/app/commands/registry.ts';
import { displayWidth } from '../../src/base/text/display-width.ts';

import { type Finished, Project, run } from './harness.ts';

let project: Project;
const rows = Array.from({ length: 60 }, (_, i) => {
  const [unit, year] = [Math.floor(i / 6), i % 6];
  const x = ((i * 7) % 23) + unit;
  return `u${unit},${2000 + year},2011-0${(i % 8) + 1}-11,${2 * x + ((i * 5) % 7)},${x},${(i * 11) % 17},${(i * 3) % 13}`;
});
const names = Array.from({ length: 8 }, (_, i) => `c${i}`);
const pipeline = `papermake: 1
variables:
  x: {label: A regressor with a label that is longer than most}
steps:
  data: {kind: ingest, file: d.csv, panel: {unit: id, time: year}, types: {day: date}}
  main:
    kind: models
    from: data
    columns: {${names.map((name, i) => `${name}: {header: Header ${i} of a column, fit: y ~ x${i % 2 ? ' + z' : ''} | id, vcov: cluster(id + year)}`).join(', ')}}
  het: {kind: models, from: data, fit: y ~ x, split: year}
  th: {kind: threshold, from: data, fit: y ~ x | id, on: z, slope: x, max: 1, bootstrap: 20, seed: 1, trim: 0.1}
  tables: {kind: report, tables: {all: {from: main, caption: All columns}}}
`;
const wide = (args: readonly string[], columns: string): Promise<Finished> =>
  run([...args], { cwd: project.root, env: { ...process.env, COLUMNS: columns } });
const widest = (text: string): number => Math.max(...text.split('\n').map(displayWidth));
let first: Finished;

beforeAll(async () => {
  project = new Project({ 'd.csv': `id,year,day,y,x,z,w\n${rows.join('\n')}\n`, 'pipeline.yaml': pipeline });
  first = await project.run('run');
  if (first.code !== 0) throw new Error(first.stderr);
});
afterAll(() => project.dispose());

describe('80 columns', () => {
  it.each(['show tables.all', 'show main.c1', 'show th', 'show data', '--help'])('hold %s', async (args) => {
    const { stdout, code } = await wide(args.split(' '), '80');
    expect(code).toBe(0);
    expect(widest(stdout)).toBeLessThanOrEqual(80);
  });

  it('hold the help of every command', async () => {
    for (const { name } of commands)
      expect(widest((await project.run(name, '--help')).stdout), name).toBeLessThanOrEqual(80);
  });

  it('repeat the first column in each block', async () => {
    const { stdout } = await wide(['show', 'tables.all'], '80');
    expect(stdout.match(/^Observations /gm)!.length).toBeGreaterThan(1);
    for (const i of names.keys()) expect(stdout.split(`Header ${i} of a column`)).toHaveLength(2);
  });

  it('are not asked of what goes to a file', async () => {
    const { stdout } = await project.run('show', 'tables.all');
    expect(stdout.match(/^Observations /gm)).toHaveLength(1);
  });
});

it('show tables.x is the table, with errors below their estimates, and the files', async () => {
  const { stdout } = await project.run('show', 'tables.all');
  expect(stdout).toMatch(/^All columns\n/);
  expect(stdout).toMatch(/\n {20,}\(\d\.\d+\)/);
  expect(stdout).not.toContain('| ---');
  expect(stdout).toMatch(/\nfiles:\n {2}out\/tables\/all\.tex\n/);
});

describe('the last line', () => {
  it('of a run says where its results are and how to look', () => {
    expect(first.stdout.trimEnd().split('\n').at(-1)).toMatch(
      /^papermake: results are in out\/, and `.*papermake(\.js)? view` shows them$/,
    );
  });

  it('of status is a total', async () => {
    const { stdout } = await project.run('status');
    expect(stdout.trimEnd().split('\n').at(-1)).toMatch(
      /^papermake: \d+ nodes, \d+ of them parts of a step: \d+ fresh$/,
    );
  });

  it('of what refuses counts the errors', async () => {
    project.write('wrong.yaml', 'papermake: 1\nsteps:\n  a: {kind: ingest, fil: d.csv}\n  b: {kind: nothing}\n');
    const { stderr } = await project.run('status', '-f', 'wrong.yaml');
    expect(stderr).toMatch(/\n\npapermake: 3 errors\n$/);
  });
});

it('names no node that no user named', async () => {
  const after = async (...args: string[]): Promise<string> => {
    const { stdout, stderr } = await project.run(...args);
    return stdout + stderr;
  };
  expect(first.stderr).toMatch(/^ran {5}th {2}.* with its \d+ parts$/m);
  project.edit('pipeline.yaml', 'bootstrap: 20', 'bootstrap: 30');
  const said = [
    first.stderr,
    await after('status'),
    await after('why', 'tables.all', 'th'),
    await after('run', '-n'),
    await after('run'),
  ];
  for (const text of said) expect(text).not.toMatch(/\bth@|\bhet@/);
  expect(said[1]).toContain('`20` → `30`');
});

it('restores what was made before without saying that it has no result', async () => {
  project.edit('pipeline.yaml', 'bootstrap: 30', 'bootstrap: 20');
  project.write('again.yaml', project.read('pipeline.yaml'));
  const { stderr } = await project.run('run', '-f', 'again.yaml');
  expect(stderr).toMatch(/^restored data {2}it was made before$/m);
  expect(stderr).not.toContain('no result');
});

it('means of dates are dates', async () => {
  expect((await project.run('show', 'data')).stdout).toMatch(/^day +date +60 +2011-01-11 +2011-0\d-\d\d +2011-08-11$/m);
});

it('-q says nothing but how many warnings there were', async () => {
  const quiet = await project.run('run', '-q', '--force');
  expect(quiet.stdout).toBe('');
  expect(quiet.stderr).toMatch(/^papermake: \d+ warnings?, which `papermake view` shows\n$/);
});
