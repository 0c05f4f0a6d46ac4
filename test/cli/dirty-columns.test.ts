/** Columns that cannot be typed, through the command line: they stop what reads them, at the cell and the key, and nothing else. */
import { afterEach, expect, it } from 'vitest';
import { Project } from './harness.ts';

let project: Project;
afterEach(() => project.dispose());

const data =
  'id,year,x,y,gdp,w\na,1,1,3,"28,418",-\na,2,2,4,12,e\nb,1,3,9,7,w\nb,2,4,1,13,e\nc,1,4,2,13,e\nc,2,7,2,13,e\n';
const pipeline = (more = '', declared = '') => `papermake: 1
steps:
  d: {kind: ingest, file: d.csv, panel: {unit: id, time: year}${declared}}
  both: {kind: append, from: [d, d], source: of}
  m: {kind: models, from: d, fit: y ~ x}
  east: {kind: describe, from: d, variables: [x], sample: 'w == "e"'}
  means: {kind: collapse, from: both, by: [year], columns: {x: mean(x)}}
${more}`;

it('an unread one stops nobody, and is told of', async () => {
  project = new Project({ 'pipeline.yaml': pipeline(), 'd.csv': data });
  const { code, stderr } = await project.run();
  expect([code, stderr]).toEqual([
    0,
    expect.stringContaining('`gdp` cannot be read: `gdp` has 5 numbers and 1 cell of text'),
  ]);
  expect((await project.run('show', 'd')).stdout).toMatch(/^gdp +not typed/m);
  const { columns } = JSON.parse((await project.run('show', 'd', '--json')).stdout);
  expect(columns[4]).toMatchObject({ name: 'gdp', untyped: expect.stringContaining('28,418'), n: 6 });
});

it('what begins to read it is refused at the cell and at the key, until the column is declared', async () => {
  project = new Project({ 'pipeline.yaml': pipeline(), 'd.csv': data });
  await project.make();
  project.write('pipeline.yaml', pipeline('  g: {kind: models, from: both, fit: y ~ x + log(gdp)}\n'));
  const { code, stderr } = await project.run();
  expect(code).toBe(1);
  expect(stderr).toContain('d.csv:2:gdp  `gdp` has 5 numbers and 1 cell of text (`row 2: 28,418`)');
  expect(stderr).toMatch(/at pipeline\.yaml:8:\d+\n.*fit: y ~ x \+ log\(gdp\)/);
  expect(stderr).toContain(
    'in the step that reads the file, `types: {gdp: number(thousands)}` reads `28,418` as 28418',
  );
  const declared = ', types: {gdp: number(thousands)}';
  project.write('pipeline.yaml', pipeline('  g: {kind: models, from: both, fit: y ~ x + log(gdp)}\n', declared));
  // the frame above reads every column, and of those below only what reads this one
  expect((await project.make()).ran).toEqual(['both', 'd', 'g']);
});

it('is told of once, where who reads it was refused', async () => {
  project = new Project({ 'pipeline.yaml': pipeline(), 'd.csv': data.replace('3,"28', '"1,003","28') });
  const { stderr } = await project.run();
  expect(stderr.match(/.*`y` has 5 numbers/g)).toEqual(['d.csv:2:y  `y` has 5 numbers']);
  expect(stderr.match(/.*`gdp` has 5 numbers/g)).toEqual(['`gdp` cannot be read: `gdp` has 5 numbers']);
});

it('is refused by the step of the file whose key reads it', async () => {
  project = new Project({ 'pipeline.yaml': pipeline('', ', derive: {l: log(gdp)}'), 'd.csv': data });
  const { code, stderr } = await project.run();
  expect([code, stderr]).toEqual([
    1,
    expect.stringMatching(/failed {2}d\nd\.csv:2:gdp .*\n {2}at pipeline\.yaml:3:\d+\n.*\n +~+\nhint: `types/),
  ]);
});

it('reruns nothing that does not read what changed, beside texts in doubt too', async () => {
  project = new Project({ 'pipeline.yaml': pipeline(), 'd.csv': data });
  await project.make();
  project.edit('d.csv', '28,418', '28,419');
  expect((await project.make()).ran).toEqual(['both', 'd']);
  const wider = project.read('d.csv').trim().split('\n');
  project.write(
    'd.csv',
    `${wider.map((line, i) => `${line},${i === 0 ? 'raw' : `"1,${i}`}${i === 0 ? '' : '"'}`).join('\n')}\n`,
  );
  // `both` appends all columns, and tells of the one more
  expect((await project.make()).ran).toEqual(['both', 'd']);
  project.write('pipeline.yaml', pipeline('  r: {kind: describe, from: d, variables: [y]}\n'));
  expect((await project.make()).ran).toEqual(['r']);
});

const several = `id,year,growth,yes,age,crowd,sector,y
${Array.from({ length: 12 }, (_, i) => `${'abc'[i % 3]},${2010 + Math.floor(i / 3)},${i}%,${i % 2 ? 'TRUE' : 'no'},${i}岁,"1,${100 + i}",${i === 4 ? 'NA' : 'X'},${(i * 7) % 5}`).join('\n')}
`;
const dirty = (step: string) =>
  `papermake: 1\nsteps:\n  d: {kind: ingest, file: d.csv, panel: {unit: id, time: year}}\n  m: ${step}\n`;

it('all of a specification are refused at once, each where it is named', async () => {
  const fit = 'y ~ growth + yes + age | id + sector';
  const text = dirty(`{kind: models, from: d, fit: ${fit}, sample: "crowd > 1100"}`);
  project = new Project({ 'd.csv': several, 'pipeline.yaml': text });
  const { code, stderr } = await project.run();
  expect(code).toBe(1);
  const pointed = [...stderr.matchAll(/\n(.*)\n( +)(~+)\nhint: /g)].map(([, line, blanks, carets]) =>
    line!.slice(blanks!.length, blanks!.length + carets!.length),
  );
  expect(pointed).toEqual(['growth', 'crowd', 'yes', 'age', 'sector']);
  for (const said of ['`growth` holds formatted numbers', '`crowd` holds f', '`yes` holds text', '`age` holds text'])
    expect(stderr).toContain(said);
  expect(stderr).toContain('the levels of `sector` are in doubt');
});

it('all of a list of variables are refused at once', async () => {
  project = new Project({
    'd.csv': several,
    'pipeline.yaml': dirty('{kind: describe, from: d, variables: [y, sector, growth, crowd]}'),
  });
  const { stderr } = await project.run();
  expect(stderr.match(/^d\.csv:\d:(sector|growth|crowd) /gm)).toEqual([
    'd.csv:6:sector ',
    'd.csv:2:growth ',
    'd.csv:2:crowd ',
  ]);
});

it('a panel’s time in a dress is told what reads it', async () => {
  project = new Project({
    'd.csv': several.replace(/,(20\d\d),/g, ',$1年,'),
    'pipeline.yaml': dirty('{kind: describe, from: d, variables: [y]}'),
  });
  expect((await project.run()).stderr).toContain('hint: `types: {year: number(suffix=年)}` reads `2010年` as 2010');
});
