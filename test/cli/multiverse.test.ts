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
