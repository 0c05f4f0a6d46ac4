/** `why` and `status` name causes in the user's own terms. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Project } from './harness.ts';
import { paper } from './paper.ts';

let project: Project;
beforeEach(() => {
  project = paper();
});
afterEach(() => project.dispose());

const why = async (...nodes: string[]): Promise<string> => {
  const { code, stdout, stderr } = await project.run('why', ...nodes);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return stdout;
};

it('explains every state of a node', async () => {
  expect(await why('panel')).toBe('panel is stale: it must run\n  it has no result yet\n');
  const pending = await why('tables.regions', 'regions');
  expect(pending).toContain('tables.* is pending');
  expect(pending).toContain('regions.* is pending');
  expect(pending).toContain('regions.* ← panel\n    panel: it has no result yet');
  await project.make();
  expect(await why('baseline.long')).toMatch(
    /^baseline\.long is fresh: nothing it reads has changed since it ran\n {2}it ran on \S+, where papermake and its programs had at most \d+ MiB of memory\n {2}it last ran \(\d+ ms\) because it had no result before\n$/,
  );

  project.edit('pipeline.yaml', 'fit: y ~ x + $controls', 'fit: y ~ x + w');
  expect(await why('baseline')).toMatch(
    /^baseline\.short is fresh.*\n.*\n.*\n\nbaseline\.long is stale: it must run\n {2}steps\.baseline\.columns\[1\]\.fit: `y ~ x \+ \$controls \| unit` → `y ~ x \+ w \| unit`\n/,
  );
  expect(await why('tables.main')).toContain(
    'tables.main is pending: it must run, since baseline.long changed (stats, terms)\n  tables.main ← baseline.long\n    baseline.long: steps.baseline.columns[1].fit: ',
  );
  await project.make();
  project.edit('pipeline.yaml', 'fit: y ~ x + w', 'fit: y ~ x + $controls');
  expect(await why('baseline.long')).toContain('baseline.long is cached: this result was made before');
});

it('names the data file, then the column, of a changed value', async () => {
  await project.make();
  project.edit('data/panel.csv', 'u0,2010', 'u0,2009');
  expect(await why('panel')).toMatch(
    /^panel is stale: it must run\n {2}data\/panel.csv changed\n {4}1 row new \(u0, 2009\)\n {4}1 row gone \(u0, 2010\)\n {2}below it, about, .* must run then\n/,
  );
  project.edit('data/panel.csv', 'u0,2009', 'u0,2010');
  const row = project.read('data/panel.csv').split('\n')[1]!;
  project.edit('data/panel.csv', row, row.replace(/,[^,]*$/, ',0.123'));
  // Before anything has run: which cells, what they mean for each node below, and what early cutoff will save.
  const cell = `w: ${row.split(',').at(-1)!.replace(/0+$/, '')} → 0.123 (row 2: u0, 2010)`;
  expect(await why('panel')).toBe(
    `panel is stale: it must run\n  data/panel.csv changed\n    ${cell}\n  below it, about must run then\n  below it, baseline.short, baseline.long, regions, doubled, tables.main will stay fresh: nothing they read changes\n`,
  );
  expect(await why('about')).toBe(
    `about is pending: it must run, since column w of panel changed\n  about ← panel\n    panel: data/panel.csv changed\n      ${cell}\n`,
  );
  expect(await why('doubled')).toMatch(
    /^doubled is pending: it will stay fresh after panel: nothing it reads changes\n/,
  );
  expect(await why('tables.about')).toContain(
    `    about: column w of panel changed\n    panel: data/panel.csv changed\n      ${cell}\n`,
  );
  await project.make(['panel']);
  expect(await why('about')).toBe(
    `about is stale: it must run\n  column w of panel changed\n    panel: data/panel.csv changed\n      ${cell}\n  below it, tables.about must run then\n`,
  );
  expect(await why('baseline.short')).toContain('is fresh');
  const { stdout } = await project.run('status');
  expect(stdout).toMatch(/\npending {2}tables\.about +waits for about\n/);
  // Once everything has run, the records tell it as far down.
  await project.make();
  expect(await why('tables.about')).toMatch(
    /because\n {4}about changed \(.*\)\n {4}about: column w of panel changed\n {4}panel: data\/panel.csv changed\n {6}w: .* → 0.123 \(row 2: u0, 2010\)\n$/,
  );
  project.edit('data/panel.csv', ',0.123', ',0.124');
  expect((await project.run('status')).stdout).toMatch(/\npending {2}tables\.about +waits for about, first panel\n/);
  await project.make(['panel']);
  project.edit('data/panel.csv', ',0.124', ',0.123');
  expect(await why('panel')).toContain('panel is cached');
  // A record that is not of this change says nothing of it.
  expect(JSON.parse(await why('baseline.short', '--json')).behind).toBeUndefined();
});

it('names the code file, the output and the set', async () => {
  await project.make();
  project.edit('steps/lib/twice.ts', '2 * value', '3 * value');
  expect(await why('doubled')).toBe('doubled is stale: it must run\n  the code changed: steps/lib/twice.ts\n');
  project.edit('steps/lib/twice.ts', '3 * value', '2 * value');
  project.write('out/tables/main.md', 'mine');
  project.remove('out/tables/main.csv');
  const outputs = await why('tables.main');
  expect(outputs).toContain('  out/tables/main.md was changed since it was written\n');
  expect(outputs).toContain('  out/tables/main.csv is missing\n');
  project.edit('pipeline.yaml', 'controls: [z]', 'controls: [z, w]');
  expect(await why('baseline.long')).toContain('sets.controls: `[z]` → `[z, w]`');
});

it('answers for what was asked, and no more', async () => {
  await project.make();
  const row = project.read('data/panel.csv').split('\n')[1]!;
  project.edit('data/panel.csv', row, row.replace(/,[^,]*$/, ',0.123'));
  expect(await why('tables.about')).not.toContain('.*');
  expect(JSON.parse(await why('tables.about', '--json'))).toMatchObject({ node: 'tables.about' });
  const { stdout } = await project.run('run', '-n', 'tables.about');
  const rows = stdout.trimEnd().split('\n').slice(0, -1);
  expect(rows.map((line) => line.split(/ +/)[1]).sort()).toEqual(['about', 'panel', 'tables.about']);
  expect(stdout).toContain('papermake: 1 node will run, 3 more may');
});

it('says where a table has its words from', async () => {
  project.edit('pipeline.yaml', '{id: long,', '{id: long, header: With controls,');
  project.edit('pipeline.yaml', 'sets:', '  region: {levels: [North, South]}\nsets:');
  await project.make();
  const edits = [
    ['With controls', 'All', 'tables.main', 'steps.baseline.columns[1].header: `With controls` → `All`'],
    ['x: {label: Treatment}', 'x: {label: Dose}', 'tables.main', 'variables.x.label: `Treatment` → `Dose`'],
    ['x: {label: Treatment}', 'x: {}', 'tables.main', 'variables.x.label: `Treatment` → (nothing)'],
    [
      '[North, South]',
      '[South, North]',
      'tables.regions',
      'variables.region.levels: `[North, South]` → `[South, North]`',
    ],
    [
      'from: regions,',
      'from: [regions.South],',
      'tables.regions',
      'steps.tables.tables.regions.from: `regions` → `[regions.South]`',
    ],
    [
      'caption: Regions',
      `caption: ${'Regions and what is in them '.repeat(5)}`,
      'tables.regions',
      'steps.tables.tables.regions.caption: `Regions` → `Regions and what is in them Regions and what is in them Regi…`',
    ],
  ] as const;
  for (const [from, to, node, said] of edits) {
    project.edit('pipeline.yaml', from, to);
    expect((await why(node)).split('\n').filter((line) => line.includes(' → '))).toEqual([`  ${said}`]);
    project.edit('pipeline.yaml', to, from);
  }
});

it('a run warns once where a base by number has become another', async () => {
  const based = '  other: {kind: models, base: baseline.2, vcov: iid}\n  tables:';
  project.edit('pipeline.yaml', '  tables:', based);
  await project.make();
  const warned = async (): Promise<string[]> => {
    const { stderr } = await project.run();
    return stderr.split('\n').filter((line) => /in the last run|give the column/.test(line));
  };
  project.edit('pipeline.yaml', '      - {id: short', '      - {fit: y ~ w | unit}\n      - {id: short');
  expect(await warned()).toEqual([
    'pipeline.yaml:22:31  warning: `baseline.2` was `y ~ x + z | unit` in the last run and is `y ~ x | unit` now',
    'hint: give the column an `id`, and name it by that',
  ]);
  expect(await warned()).toEqual([]);
  // An edit of the base where it stands is no move.
  project.edit('pipeline.yaml', 'fit: y ~ x | unit', 'fit: y ~ x + w | unit');
  expect(await warned()).toEqual([]);
});

describe('machine interface', () => {
  it('status --json and why --json agree', async () => {
    await project.make();
    project.edit('pipeline.yaml', 'fit: y ~ x + $controls', 'fit: y ~ x + w');
    const status = JSON.parse((await project.run('status', '--json')).stdout) as {
      node: string;
      kind: string;
      decision: string;
      reasons: unknown[];
    }[];
    expect(status.map(({ node, decision }) => `${node} ${decision}`)).toContain('tables.main pending');
    const long = JSON.parse(await why('baseline.long', '--json'));
    const { below, ...asInStatus } = long;
    expect(below.mustRun).toEqual(['tables.main']);
    expect(status).toContainEqual(asInStatus);
    expect(long).toMatchObject({ node: 'baseline.long', kind: 'models', decision: 'stale' });
    const path = 'steps.baseline.columns[1].fit';
    expect(long.reasons[0]).toEqual({
      is: 'param-changed',
      path,
      before: 'y ~ x + $controls | unit',
      after: 'y ~ x + w | unit',
    });
  });

  it('suggests names, with exit code 2', async () => {
    const { code, stdout, stderr } = await project.run('why', 'baselin.long');
    expect({ code, stdout, stderr }).toEqual({
      code: 2,
      stdout: '',
      stderr: 'no node or step is called `baselin.long`\nhint: did you mean `baseline.long`?\n',
    });
    expect((await project.run('run', 'panle')).stderr).toContain('hint: did you mean `panel`?');
    expect((await project.run('why')).code).toBe(2);
  });
});

it('run tells what early cutoff saved, and a dry run how long it will take', async () => {
  const first = await project.run('run', '--dry-run');
  expect(first.stdout).toMatch(/\npapermake: \d nodes? will run, \d more may\n$/);
  await project.make();
  const row = project.read('data/panel.csv').split('\n')[1]!;
  project.edit('data/panel.csv', row, row.replace(/,[^,]*$/, ',0.123'));
  expect((await project.run('run', '-n')).stdout).toMatch(
    /\npapermake: 1 node will run, \d+ more may: [\d.]+ m?s to [\d.]+ m?s of work, by their last runs\n$/,
  );
  const rows = JSON.parse((await project.run('run', '-n', '--json')).stdout) as {
    node: string;
    milliseconds: number;
  }[];
  expect(rows.find(({ node }) => node === 'panel')!.milliseconds).toBeGreaterThan(0);
  const { stderr } = await project.run();
  expect(stderr).toMatch(/\nspared {3}\d+ nodes below panel {2}nothing they read changed\n/);
});
