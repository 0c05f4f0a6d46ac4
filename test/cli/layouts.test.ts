/** Files in awkward layouts through the command line: places of errors, types by pattern, and keys that cannot stand together. */
import { afterEach, expect, it } from 'vitest';
import { Project } from './harness.ts';

let project: Project;
afterEach(() => project.dispose());

const fixed = 'BJ2011 1,500  7\nSH2012    20 8\n';
const pipeline = `papermake: 1
title: T
steps:
  fixed:
    kind: ingest
    file: fixed.txt
    widths: {city: [1, 2], year: [3, 6], gdp_a: [7, 12], gdp_b: [13, 15]}
    types: {"gdp_*": number(thousands), gdp_b: number}
  blanks: {kind: ingest, file: blanks.txt, delimiter: blanks, names: [city, x]}
claims:
  a: max(fixed.gdp_a) > 0
`;

it('reads what it is told to, and knows the columns beforehand', async () => {
  project = new Project({
    'pipeline.yaml': pipeline.replace(/claims:[\s\S]*/, ''),
    'fixed.txt': fixed,
    'blanks.txt': 'a   1\nb 2\n',
  });
  const { code, stderr } = await project.run();
  expect([code, stderr]).toEqual([0, expect.any(String)]);
  const { stdout } = await project.run('show', 'fixed', '--json');
  const values = (name: string) =>
    JSON.parse(stdout).columns.find((each: { name: string }) => each.name === name).values;
  expect([values('city'), values('gdp_a'), values('gdp_b')]).toEqual([
    ['BJ', 'SH'],
    [1500, 20],
    [7, 8],
  ]);
  project.edit('fixed.txt', ' 20 8', ' 30 8');
  expect((await project.make()).ran).toEqual(['fixed']);
});

it('tells of all that cannot stand together, at its place', async () => {
  project = new Project({
    'pipeline.yaml': `papermake: 1
title: T
steps:
  a: {kind: ingest, file: fixed.txt, widths: {city: [2, 1]}, header: 1}
  b: {kind: ingest, file: blanks.txt, delimiter: blanks, names: [x, x]}
  c: {kind: ingest, file: blanks.txt, delimiter: blanks, names: [city, x], types: {"y*": number}}
  d: {kind: ingest, file: blanks.txt, delimiter: blanks, names: [city, x], types: {"x*": number, "*x": string}}
`,
    'fixed.txt': fixed,
    'blanks.txt': 'a   1\nb 2\n',
  });
  const { code, stderr } = await project.run();
  expect(code).toBe(2);
  for (const said of [
    '`widths` beside `header`: each says what the columns are',
    'expected the first character before the last, got `[2, 1]`',
    'two columns are called `x`',
    'no column is called as `y*` says',
    '`x*` and `*x` give `x` two types',
  ])
    expect(stderr).toContain(said);
});
