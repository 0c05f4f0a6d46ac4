/** Several files that are read as one, through the command line: which ones, what a new one does, and where one is wrong. */
import { afterEach, expect, it } from 'vitest';
import { Project } from './harness.ts';

let project: Project;
afterEach(() => project.dispose());

const pipeline = (file: string, more = '') => `papermake: 1
steps:
  d:
    kind: ingest
    file: ${file}
    panel: {unit: id, time: year}
${more}  m: {kind: models, from: d, fit: y ~ x | id}
`;
const rows = (year: number, x: (id: string) => string = (id) => `1${(id.charCodeAt(0) * year) % 7}${year % 3}`) =>
  `id,x,y\n${['a', 'b', 'c', 'd'].map((id) => `${id},${x(id)},${(id.charCodeAt(0) * year) % 13}`).join('\n')}\n`;
const files = { 'raw/y2011.csv': rows(2011), 'raw/y2012.csv': rows(2012), 'raw/y2013.csv': rows(2013) };
const named = '    source: year\n    types: {year: number(prefix=y)}\n';

it('are those that fit, below each other, each row with the name of its file', async () => {
  project = new Project({
    'pipeline.yaml': pipeline('raw/*.csv', named),
    ...files,
    'raw/.y2014.csv': 'x',
    'raw/a.txt': 'x',
  });
  await project.make();
  const shown = JSON.parse((await project.run('show', 'd', '--json')).stdout);
  expect(shown).toMatchObject({ nrows: 12 });
  expect((await project.run('show', 'd')).stdout).toContain(
    '3 files (`raw/y2011.csv`, `raw/y2012.csv`, `raw/y2013.csv`): 12 rows',
  );
  // The same rows in one file, in another order, are the same data.
  const one = `id,year,x,y\n${[2013, 2011, 2012]
    .flatMap((year) =>
      rows(year)
        .split('\n')
        .slice(1, 5)
        .map((row) => row.replace(',', `,${year},`)),
    )
    .join('\n')}\n`;
  project.write('one.csv', one);
  project.write('pipeline.yaml', pipeline('one.csv'));
  expect((await project.make()).ran).toEqual(['d']);
});

it('of a folder are all of it', async () => {
  project = new Project({ 'pipeline.yaml': pipeline('raw/', named), ...files });
  await project.make();
  expect((await project.run('show', 'd')).stdout).toContain('12 rows');
});

it('make stale by a new one, a changed one and one that is gone, and `why` says which', async () => {
  project = new Project({ 'pipeline.yaml': pipeline('raw/*.csv', named), ...files });
  await project.make();
  expect((await project.make()).ran).toEqual([]);
  project.write('raw/y2010.csv', rows(2010));
  expect((await project.run('status')).stdout).toContain('raw/y2010.csv is now read');
  expect((await project.run('why', 'd')).stdout).toContain('4 rows new (the first: a, 2010)');
  expect((await project.make()).ran).toEqual(['d', 'm']);
  project.edit('raw/y2012.csv', 'a,', 'a,9');
  expect((await project.run('why', 'm')).stdout).toContain('raw/y2012.csv changed');
  expect((await project.make()).ran).toEqual(['d', 'm']);
  project.remove('raw/y2010.csv');
  expect((await project.run('status')).stdout).toContain('raw/y2010.csv is no longer read');
  expect((await project.make()).ran).toEqual(['d', 'm']);
  // a file that fits nothing
  project.write('raw/notes.md', 'x');
  expect((await project.make()).ran).toEqual([]);
  // a new file is seen after an edit of the pipeline, too
  project.edit('pipeline.yaml', 'y ~ x', 'y ~ x^2');
  await project.make();
  project.write('raw/y2014.csv', rows(2014));
  expect((await project.make()).ran).toEqual(['d', 'm']);
});

it('disagree by name: a column that one lacks, a type that differs, a row that is there twice', async () => {
  project = new Project({ 'pipeline.yaml': pipeline('raw/*.csv', named), ...files });
  project.edit('raw/y2012.csv', ',x,', ',z,');
  expect((await project.run()).stderr).toContain('`x` is in `raw/y2011.csv` and not in `raw/y2012.csv`');
  project.write(
    'raw/y2012.csv',
    rows(2012, () => 'many'),
  );
  expect((await project.run()).stderr).toContain(
    '`x` of `raw/y2011.csv` is number and `x` of `raw/y2012.csv` is string (row 2 of `raw/y2012.csv`: many)',
  );
  project.write(
    'raw/y2012.csv',
    rows(2012, (id) => (id === 'c' ? '07' : '1')),
  );
  expect((await project.run()).stderr).toContain('(row 4 of `raw/y2012.csv`: 07)');
  project.write(
    'raw/y2012.csv',
    rows(2012, (id) => (id === 'c' ? 'n.a.' : '1')),
  );
  expect((await project.run()).stderr).toContain(
    'raw/y2012.csv:4:x  `x` has 3 numbers and 1 cell of text (`row 4: n.a.`)',
  );
  project.write('raw/y2012.csv', rows(2012).replace('b,', 'a,'));
  expect((await project.run()).stderr).toMatch(
    /raw\/y2012.csv:3:id {2}duplicate panel key: .* in row 3 of `raw\/y2012.csv` and already in row 2 of `raw\/y2012.csv`/,
  );
  project.write('raw/y2012.csv', 'id,x,y\na,"1,2\n');
  expect((await project.run()).stderr).toContain('raw/y2012.csv:2');
});

it('that nothing fits, and names of one file, are refused', async () => {
  project = new Project({ 'pipeline.yaml': pipeline('raw/*.parquet'), ...files });
  expect((await project.run()).stderr).toContain('no file is named like `raw/*.parquet`');
  project.write('pipeline.yaml', pipeline('raw/y2011.csv', '    source: year\n'));
  expect((await project.run()).stderr).toContain('`source` says which of several files a row is from');
  project.write('pipeline.yaml', pipeline('../*.csv'));
  expect((await project.run()).stderr).toContain('`../*.csv`');
});

it('are watched for new ones', async () => {
  project = new Project({ 'pipeline.yaml': pipeline('raw/*.csv', named), ...files });
  const watching = project.start('watch');
  try {
    await watching.until('papermake: 2 nodes: 2 ran');
    project.write('raw/y2014.csv', rows(2014));
    await watching.until('papermake: raw');
  } finally {
    watching.child.kill('SIGKILL');
    await watching.ended;
  }
});
