/** Loops from the command line: levels that are found as a run goes, groups by name, and what is said when an entry fails. */
import { afterAll, expect, it } from 'vitest';
import { Project } from './harness.ts';

const rows = (regions: readonly string[]): string =>
  [
    'unit,year,region,y,v,x',
    ...Array.from({ length: 48 }, (_, i) =>
      [
        `u${i % 6}`,
        2010 + Math.floor(i / 6),
        regions[i % regions.length],
        1 + ((i * 7) % 11),
        (i * 5) % 13,
        (i * i) % 17,
      ].join(),
    ),
  ].join('\n');

const pipeline = `papermake: 1
sets: {outcomes: [y, v]}
steps:
  panel: {kind: ingest, file: panel.csv, panel: {unit: unit, time: year}}
  main:
    kind: models
    from: panel
    columns:
      - {id: "{o}.all", each: {o: $outcomes}, fit: "{o} ~ x"}
      - {id: "{o}.late", each: {o: $outcomes}, fit: "{o} ~ x", sample: year >= 2014}
      - {id: "by.{r}", each: {r: levels(panel.region)}, fit: y ~ x, sample: 'region == "{r}"', header: "{r}"}
  tables:
    kind: report
    tables:
      regions: {from: main.by.*, formats: [markdown]}
      "t_{o}": {each: {o: $outcomes}, from: "main.{o}.*", formats: [markdown]}
claims:
  "has_{o}": {each: {o: $outcomes}, claim: "count(main.{o}.*.x.p >= 0) == 2"}
`;

const projects: Project[] = [];
afterAll(() => {
  for (const project of projects) project.remove('.');
});
function project(text: string, regions: readonly string[]): Project {
  const made = new Project({ 'pipeline.yaml': text, 'panel.csv': rows(regions) });
  projects.push(made);
  return made;
}

it('finds levels as it runs, and a level more makes its own nodes alone', async () => {
  const made = project(pipeline, ['East', 'Upper middle']);
  const first = await made.make();
  expect(first.ran).toContain('main.by["Upper middle"]');
  expect(first.ran).not.toContain('main.by.West');
  expect((await made.make()).ran).toEqual([]);
  const head = (made.read('out/tables/regions.md').match(/^\|.*\(1\).*$/m) ?? [''])[0];
  expect(head).toMatch(/East \(1\).*Upper middle \(2\)/);
  made.write('panel.csv', rows(['East', 'West', 'Upper middle']));
  expect((await made.make()).ran).toContain('main.by.West');
});

it('groups go by their names in `why`, `show`, `run` and claims', async () => {
  const made = project(pipeline, ['East', 'West']);
  await made.make();
  const why = await made.run('why', 'main.y.*');
  expect(why.stdout).toContain('main.y.all is fresh');
  expect(why.stdout).toContain('main.y.late is fresh');
  expect((await made.run('show', 'main.v.late')).stdout).toContain('main.v.late: v');
  expect((await made.run('show', 'main.by["East"]')).stdout).toContain('main.by.East: y');
  made.edit('pipeline.yaml', 'fit: "{o} ~ x", sample: year >= 2014', 'fit: "{o} ~ x", sample: year >= 2013');
  expect((await made.make(['main.v.*'])).ran).toEqual(['main.v.late']);
  expect((await made.run('check')).code).toBe(0);
});

it('a node of a loop that fails says which entry it is, and where that stands', async () => {
  const text = pipeline.replace('sample: year >= 2014', 'sample: "{o} > 100"');
  const made = project(text, ['East', 'West']);
  const { code, stderr } = await made.run('run', '--keep-going');
  expect(code).toBe(1);
  const line = text.split('\n').findIndex((each) => each.includes('.late')) + 1;
  for (const outcome of ['y', 'v'])
    expect(stderr).toMatch(new RegExp(`pipeline.yaml:${line}:\\d+ .*where \`o\` is \`${outcome}\``));
  // The same, where the plan is the one that an earlier run left.
  const again = await made.run('run', '--keep-going');
  expect(again.stderr).toMatch(/where `o` is `y`/);
});
