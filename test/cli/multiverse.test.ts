/** `multiverse` through the command line: what an edit of the choices estimates, its table, claims and what `show` says. */
import { afterEach, expect, it } from 'vitest';
import { Project } from './harness.ts';

let project: Project;
afterEach(() => project.dispose());

const rows = Array.from({ length: 60 }, (_, i) =>
  [i % 10, Math.floor(i / 10), (i * 7) % 11, (i * i) % 13, (i * 5) % 7, 1 + ((i * 11) % 17)].join(','),
);
const pipeline = `papermake: 1
steps:
  d: {kind: ingest, file: d.csv, panel: {unit: id, time: t}}
  m: {kind: models, from: d, fit: y ~ x + a | id, vcov: cluster(id)}
  k:
    kind: multiverse
    base: m
    of: x
    choices: {controls: {subsets: [a]}, vcov: [iid, cluster(id)]}
  tables: {kind: report, tables: {main: {from: k, formats: [markdown]}}}
claims:
  some: k.count > 0 and k.flips.a.pairs > 0
`;

it('estimates only the specifications that a new control adds', async () => {
  project = new Project({ 'd.csv': `id,t,y,x,a,z\n${rows.join('\n')}\n`, 'pipeline.yaml': pipeline });
  const first = await project.run();
  expect(first.code).toBe(0);
  expect(project.read('out/tables/main.md')).toContain('All specifications');
  project.edit('pipeline.yaml', 'subsets: [a]', 'subsets: [a, z]');
  const { stdout } = await project.run('--json');
  const done = JSON.parse(stdout.trim().split('\n').at(-1)!) as { ran: string[]; fresh: string[] };
  expect(done.ran.filter((id) => id.startsWith('k.')).sort()).toEqual(['k.5', 'k.6', 'k.7', 'k.8']);
  expect(done.fresh).toEqual(expect.arrayContaining(['k.1', 'k.2', 'k.3', 'k.4']));
  const shown = await project.run('show', 'k', '--json');
  expect(JSON.parse(shown.stdout)).toMatchObject({ node: 'k', count: 8, of: 'x', test: null });
});

it('is compared with what is printed of all specifications, and of each choice', async () => {
  const published = ',Specifications,Median,sharePositive\nAll specifications,4,9.999,\na = with,2,,\nall,,,0.123\n';
  const compared = pipeline.replace(
    '  tables:',
    '  printed: {kind: compare, tables: {t: {published: t.csv, with: tables.main}}}\n  tables:',
  );
  project = new Project({
    'd.csv': `id,t,y,x,a,z\n${rows.join('\n')}\n`,
    't.csv': published,
    'pipeline.yaml': compared,
  });
  const run = await project.run();
  expect({ code: run.code, stderr: run.stderr }).toMatchObject({ code: 0 });
  const shown = await project.run('show', 'printed.t', '--json');
  const { cells } = JSON.parse(shown.stdout) as { cells: { row: string; column: string; verdict: string }[] };
  const verdict = (row: string, column: string) =>
    cells.find((each) => each.row === row && each.column === column)?.verdict;
  expect(verdict('All specifications', 'Specifications')).toBe('same');
  expect(verdict('All specifications', 'Median')).toBe('sign');
  expect(verdict('a = with', 'Specifications')).toBe('same');
  expect(verdict('all', 'sharePositive')).toBe('differs');
});

it('says in its table that the model is instrumented and weighted', async () => {
  const instrumented = pipeline.replace(
    'fit: y ~ x + a | id, ',
    'fit: y ~ a | id | x ~ z, weights: {probability: a}, ',
  );
  project = new Project({
    'd.csv': `id,t,y,x,a,z\n${rows.map((row) => row.replace(/,0,(\d+)$/, ',1,$1')).join('\n')}\n`,
    'pipeline.yaml': instrumented.replace(
      'steps:',
      'variables: {z: {label: The instrument}, a: {label: People}}\nsteps:',
    ),
  });
  const run = await project.run();
  expect({ code: run.code, stderr: run.stderr }).toMatchObject({ code: 0 });
  expect(project.read('out/tables/main.md')).toContain(
    'by two-stage least squares with the instruments The instrument, weighted by People (probability weights), in 4 specifications',
  );
});
