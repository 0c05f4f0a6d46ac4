/** What an edit touches runs again, and nothing else. */
import { utimesSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Project } from './harness.ts';
import { DATA, FILES, HEADER, PIPELINE, paper, ROWS } from './paper.ts';

let project: Project;
let outputs: Record<string, string>;
let edited: string[] = [];

beforeAll(async () => {
  project = paper();
  const done = await project.make();
  expect(done.ran).toHaveLength(12);
  outputs = project.tree('out');
});
afterAll(() => project.dispose());

/** Takes the edits before back and makes these: what runs. */
async function editing(changes: Readonly<Record<string, string>>): Promise<string[]> {
  for (const path of edited) {
    if (FILES[path] === undefined) project.remove(path);
    else project.write(path, FILES[path]);
  }
  for (const [path, text] of Object.entries(changes)) project.write(path, text);
  edited = Object.keys(changes);
  return (await project.make()).ran;
}

const pipeline = (from: string, to: string): Record<string, string> => {
  expect(PIPELINE).toContain(from);
  return { 'pipeline.yaml': PIPELINE.replace(from, to) };
};

describe('nothing to do', () => {
  it('takes one line', async () => {
    const { code, stdout, stderr } = await project.run();
    expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: 'papermake: all 12 nodes are fresh\n', stderr: '' });
  });

  it('runs nothing for a comment, a reordered key or a moved step', async () => {
    const about = '  about: {kind: describe, from: panel, variables: [y, x, w]}\n';
    expect(await editing(pipeline('papermake: 1', '# a comment\npapermake: 1 # and another'))).toEqual([]);
    expect(await editing(pipeline('{id: short, fit: y ~ x | unit}', '{fit: "y ~ x|unit",   id: short}'))).toEqual([]);
    expect(
      await editing({
        'pipeline.yaml': PIPELINE.replace(about, '').replace('  tables:\n    kind', `${about}  tables:\n    kind`),
      }),
    ).toEqual([]);
  });

  it('finds what is edited after a comment', async () => {
    await editing({});
    const comment = pipeline('papermake: 1', '# a comment\npapermake: 1');
    expect(await editing(comment)).toEqual([]);
    const label = { 'pipeline.yaml': comment['pipeline.yaml']!.replace('variables: [y, x, w]', 'variables: [y, x]') };
    expect(label).not.toEqual(comment);
    expect((await editing(label)).length).toBeGreaterThan(0);
    expect(await editing({})).toEqual([]);
  });

  it('runs nothing when a file was only touched', async () => {
    utimesSync(project.path('data/panel.csv'), new Date(), new Date());
    utimesSync(project.path('steps/double.ts'), new Date(), new Date());
    expect(await project.make()).toMatchObject({ ran: [], cached: [] });
  });
});

describe('the pipeline', () => {
  it('estimates an added specification and renders the table that shows it', async () => {
    const added = pipeline('  regions:', '      - {id: pooled, fit: y ~ x + z}\n  regions:');
    expect(await editing(added)).toEqual(['baseline.pooled', 'tables.main']);
  });

  it('only renders for a label', async () => {
    const ran = await editing(pipeline('label: Treatment', 'label: Treated'));
    expect(ran).toEqual(['tables.about', 'tables.main', 'tables.regions']);
  });

  it('only renders tables that print stars for other stars, and none anew for a caption but its own', async () => {
    const report = 'kind: report\n';
    expect(await editing(pipeline(report, `${report}    stars: [0.05]\n`))).toEqual(['tables.main', 'tables.regions']);
    expect(await editing(pipeline('caption: Results', 'caption: Main results'))).toEqual(['tables.main']);
  });

  it('estimates nothing for notes and presets', async () => {
    const all = ['tables.about', 'tables.main', 'tables.regions'];
    const report = '  models: {vcov: cluster(unit)}\n';
    const declared = (stub: string): Record<string, string> =>
      pipeline(report, `${report}  report: {preset: ours, presets: {ours: {preset: cn, stub: ${stub}}}}\n`);
    expect(await editing(pipeline(report, `${report}  report: {notes: full}\n`))).toEqual(all);
    expect(await editing(declared('A'))).toEqual(all);
    expect(await editing(declared('B'))).toEqual(all);
    const unused = `${report}  report: {presets: {ours: {stub: A}}}\n`;
    expect(await editing(pipeline(report, unused))).toEqual([]);
  });

  it('runs nothing when an edit is undone', async () => {
    await editing(pipeline('y ~ x + $controls', 'y ~ x + w'));
    expect(project.tree('out')).not.toEqual(outputs);
    await editing({});
    expect(project.tree('out')).toEqual(outputs);
    const edit = await editing(pipeline('y ~ x + $controls', 'y ~ x + w'));
    expect(edit).toEqual([]);
    project.write('pipeline.yaml', PIPELINE);
    expect(await project.make()).toMatchObject({ ran: [], cached: ['baseline.long', 'tables.main'] });
  });

  it('removes the files of a table that is gone, and restores them', async () => {
    project.write('pipeline.yaml', PIPELINE.replace('      about: {from: about, caption: The data}\n', ''));
    await project.make();
    expect(project.has('out/tables/about.md')).toBe(false);
    project.write('pipeline.yaml', PIPELINE);
    expect(await project.make()).toMatchObject({ ran: [], cached: ['tables.about'] });
    expect(project.tree('out')).toEqual(outputs);
  });
});

describe('the data', () => {
  const withRow = (row: number, column: number, value: string): string => {
    const cells = ROWS[row]!.split(',');
    cells[column] = value;
    return `${HEADER}\n${ROWS.with(row, cells.join(',')).join('\n')}\n`;
  };

  it('one value reruns only what reads its column', async () => {
    expect(await editing({ 'data/panel.csv': withRow(3, 6, '0.5') })).toEqual(['about', 'panel', 'tables.about']);
    expect(await editing({ 'data/panel.csv': withRow(3, 5, '0.5') })).toEqual([
      'baseline.long',
      'panel',
      'tables.main',
    ]);
  });

  it('the order of columns and rows, an unused column and other spellings of numbers rerun the ingest alone', async () => {
    const cells = DATA.trimEnd()
      .split('\n')
      .map((line) => line.split(','));
    const lines = (rows: readonly (readonly string[])[]): string => `${rows.map((row) => row.join(',')).join('\n')}\n`;
    const [head, ...rows] = cells as [string[], ...string[][]];
    const variants = [
      lines(cells.map((row) => row.toReversed())),
      lines([head, ...rows.toReversed()]),
      lines(cells.map((row, i) => [...row, i === 0 ? 'unused' : String(i)])),
      `\uFEFF${DATA.replaceAll('\n', '\r\n')}`,
    ];
    for (const text of variants) expect(await editing({ 'data/panel.csv': text })).toEqual(['panel']);
  });
});

describe('templates, own kinds and outputs', () => {
  it('an own template is found before the built-in one', async () => {
    const ran = await editing({ 'templates/table.md.hbs': 'my {{caption}}\n' });
    expect(ran).toEqual(['tables.about', 'tables.main', 'tables.regions']);
  });

  it('an own kind is keyed by its code and what it imports, not by comments and types', async () => {
    const file = 'steps/lib/twice.ts';
    expect(await editing({ [file]: FILES[file]!.replace('2 * value', 'value + value') })).toEqual(['doubled']);
    const reworded = FILES[file]!.replace('Twice.', 'Two times.').replace(': number =>', ' =>');
    expect(await editing({ [file]: reworded })).toEqual([]);
  });

  it('an output that was edited or deleted comes back', async () => {
    project.write('out/tables/main.tex', 'mine');
    project.remove('out/tables/about.json');
    expect(await project.make()).toMatchObject({ ran: [], cached: ['tables.about', 'tables.main'] });
    expect(project.read('out/tables/main.yours.tex')).toBe('mine');
    project.remove('out/tables/main.yours.tex');
    expect(project.tree('out')).toEqual(outputs);
  });
});

it('an output that is edited right after it was written comes back, also in a plain run', async () => {
  project.remove('.papermake');
  await project.run('-q');
  project.write('out/tables/main.md', 'mine');
  expect((await project.run()).stdout).toMatch(/^papermake: 12 nodes: 1 restored, 11 fresh/);
  expect((await project.run()).stdout).toBe('papermake: all 12 nodes are fresh\n');
  project.remove('out/tables/main.yours.md');
  expect(project.tree('out')).toEqual(outputs);
});

it.skipIf(process.platform === 'win32')(
  'an output may take the place of a folder that held one, and the other way round',
  async () => {
    const own = new Project({});
    const name = async (output: string): Promise<void> => {
      own.write(
        'pipeline.yaml',
        `papermake: 1
steps:
  one: {kind: command, run: echo 1 > ${output}, outputs: {${output}: file}}
  parts: {kind: command, run: 'echo 1 > ${output}; echo y > d.csv', outputs: {${output}: file, d.csv: frame}}
`,
      );
      await own.make();
      expect(Object.keys(own.tree('out'))).toEqual([`out/one/${output}`, `out/parts/${output}`]);
    };
    for (const output of ['x/y/z', 'x', 'x/y', 'x/w', 'x']) await name(output);
    own.write('pipeline.yaml', 'papermake: 1\nsteps:\n  last: {kind: command, run: echo 1 > o, outputs: {o: file}}\n');
    await own.make();
    expect(Object.keys(own.tree('out'))).toEqual(['out/last/o']);
    own.dispose();
  },
);

it('--force runs what is named, and ends with the same bytes', async () => {
  expect(await project.make(['--force', 'baseline.short'])).toMatchObject({
    ran: expect.arrayContaining(['baseline.short']),
  });
  await project.make(['--force']);
  expect(project.tree('out')).toEqual(outputs);
});
