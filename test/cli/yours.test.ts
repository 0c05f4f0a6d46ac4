/** Files below `out/` that papermake did not write: no run loses one, whoever wrote it, and `out/manifest.json` tells a clone which are which. */
import { cpSync, linkSync, symlinkSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Project } from './harness.ts';

const DATA = (last: number): string =>
  `id,year,y,x\n1,2000,1,2\n1,2001,3,1\n2,2000,5,4\n2,2001,4,9\n3,2000,7,5\n3,2001,9,${last}\n`;
const PIPELINE = `papermake: 1
steps:
  data: {kind: ingest, file: data.csv, panel: {unit: id, time: year}}
  fits: {kind: models, from: data, columns: [{id: a, fit: y ~ x}]}
  tables: {kind: report, tables: {t1: {from: fits, formats: [markdown]}}}
`;
const T1 = 'out/tables/t1.md';

let project: Project;
const others: Project[] = [];
beforeEach(() => {
  project = new Project({ 'pipeline.yaml': PIPELINE, 'data.csv': DATA(1) });
});
afterEach(() => {
  for (const each of [project, ...others.splice(0)]) each.dispose();
});

/** What a clone has: everything but the store. */
function clone(): Project {
  const copy = new Project({});
  others.push(copy);
  cpSync(project.root, copy.root, { recursive: true });
  copy.remove('.papermake');
  return copy;
}

const kept = (one: Project): string[] => Object.keys(one.tree('out')).filter((path) => path.includes('.yours'));
const clean = async (data: string): Promise<Record<string, string>> => {
  const one = new Project({ 'pipeline.yaml': PIPELINE, 'data.csv': data });
  others.push(one);
  await one.make();
  return { ...one.tree('out'), 'out/manifest.json': one.read('out/manifest.json') };
};

it('a file of the user in the place of an output is kept under another name, told, and the run is done', async () => {
  project.write(T1, 'NOTES\n');
  const { code, stderr } = await project.run();
  expect([code, stderr]).toEqual([0, expect.stringContaining(`kept    ${T1} as out/tables/t1.yours.md`)]);
  expect(project.read('out/tables/t1.yours.md')).toBe('NOTES\n');
  expect(project.read(T1)).toContain('papermake: tables.t1 from fits.a');
  expect((await project.run('-q', '--force')).stderr).toBe('');
});

it('one that is edited is kept, with its data unchanged or not, and none overwrites another', async () => {
  await project.make();
  project.write(T1, 'first\n');
  await project.make();
  project.write(T1, 'second\n');
  project.write('data.csv', DATA(2));
  const { stdout } = await project.run('run', '--json');
  expect(stdout).toContain(`{"event":"kept","path":"${T1}","as":"out/tables/t1.yours.2.md"}`);
  project.write(T1, 'first\n');
  await project.make();
  expect(kept(project)).toEqual(['out/tables/t1.yours.2.md', 'out/tables/t1.yours.md']);
  expect([project.read('out/tables/t1.yours.md'), project.read('out/tables/t1.yours.2.md')]).toEqual([
    'first\n',
    'second\n',
  ]);
});

// Windows has no shell for such a line.
it.skipIf(process.platform === 'win32')('one that is edited while the run goes on is kept', async () => {
  const program = `mkdir -p "${project.path('out/tables')}"; echo mine > "${project.path(T1)}"; echo > o`;
  // The table reads what comes of the program, so that it is written after the program has run.
  project.write(
    'pipeline.yaml',
    PIPELINE.replace(
      'steps:\n',
      `steps:\n  run: {kind: command, run: ${JSON.stringify(program)}, inputs: {d.csv: data}, outputs: {o.csv: frame}}\n`,
    )
      .replace('from: data', 'from: joined')
      .replace(
        '  fits:',
        '  joined: {kind: ingest, file: data.csv, panel: {unit: id, time: year}, merge: [{from: run, on: [id, year], how: "1:1", columns: [z]}]}\n  fits:',
      ),
  );
  project.edit('pipeline.yaml', 'echo > o', 'cut -d, -f1-3 d.csv | sed 1s/.*/id,year,z/ > o.csv');
  await project.make();
  project.remove(T1);
  await project.make();
  project.write('data.csv', DATA(3));
  await project.make();
  expect(project.read(T1)).toContain('papermake: tables.t1 from fits.a');
  expect(kept(project).map((path) => project.read(path))).toEqual(['mine\n']);
});

describe('a clone', () => {
  it('takes over what was committed, and keeps what was edited in it', async () => {
    await project.make();
    const [one, two] = [clone(), clone()];
    one.write('data.csv', DATA(2));
    await one.make();
    expect({ ...one.tree('out'), 'out/manifest.json': one.read('out/manifest.json') }).toEqual(await clean(DATA(2)));
    two.write(T1, 'mine\n');
    two.write('data.csv', DATA(2));
    await two.make();
    expect(kept(two)).toEqual(['out/tables/t1.yours.md']);
  });

  it('without the manifest keeps all that is not as it is made', async () => {
    await project.make();
    const one = clone();
    one.remove('out/manifest.json');
    await one.make();
    expect(kept(one)).toEqual([]);
    const two = clone();
    two.remove('out/manifest.json');
    two.write('data.csv', DATA(2));
    await two.make();
    expect(kept(two)).toEqual(['out/tables/t1.yours.json', 'out/tables/t1.yours.md']);
  });

  it('with conflicts of a pull in outputs and manifest ends as a clean build, and keeps the conflict', async () => {
    await project.make();
    const mine = project.read(T1);
    const manifest = project.read('out/manifest.json');
    project.write('data.csv', DATA(2));
    await project.make();
    const one = clone();
    const conflict = (a: string, b: string): string => `<<<<<<< HEAD\n${a}=======\n${b}>>>>>>> theirs\n`;
    one.write(T1, conflict(mine, project.read(T1)));
    one.write('out/manifest.json', conflict(manifest, project.read('out/manifest.json')));
    one.write('data.csv', DATA(3));
    await one.make();
    expect(kept(one)).toEqual(['out/tables/t1.yours.md']);
    one.remove('out/tables/t1.yours.md');
    expect({ ...one.tree('out'), 'out/manifest.json': one.read('out/manifest.json') }).toEqual(await clean(DATA(3)));
  });
});

describe('the manifest', () => {
  const OTHER = PIPELINE.replace('tables:', 'others:');
  const both = async (order: readonly string[]): Promise<string> => {
    const one = new Project({ 'pipeline.yaml': PIPELINE, 'other.yaml': OTHER, 'data.csv': DATA(1) });
    others.push(one);
    for (const file of order) await one.make(['-f', file]);
    return one.read('out/manifest.json');
  };

  it('is the same whichever pipeline of a folder ran first, and a clone of both knows both', async () => {
    const first = await both(['pipeline.yaml', 'other.yaml']);
    expect(await both(['other.yaml', 'pipeline.yaml'])).toBe(first);
    expect(Object.keys(JSON.parse(first))).toEqual([
      'others/t1.json',
      'others/t1.md',
      'tables/t1.json',
      'tables/t1.md',
    ]);
    const one = others.at(-1)!;
    one.remove('.papermake');
    one.write('data.csv', DATA(2));
    await one.make(['-f', 'other.yaml']);
    await one.make(['-f', 'pipeline.yaml']);
    expect(kept(one)).toEqual([]);
  });

  it('comes back where it is removed or damaged, loses what is made no more, and goes with the last output', async () => {
    await project.make();
    const text = project.read('out/manifest.json');
    for (const damaged of ['no JSON', text.slice(0, 40), '{"a/../../b": "x"}']) {
      project.write('out/manifest.json', damaged);
      await project.run();
      expect(project.read('out/manifest.json')).toBe(text);
    }
    project.remove('out/manifest.json');
    await project.run();
    expect(project.read('out/manifest.json')).toBe(text);
    project.edit('pipeline.yaml', 't1:', 't2:');
    await project.make();
    expect(Object.keys(JSON.parse(project.read('out/manifest.json')))).toEqual(['tables/t2.json', 'tables/t2.md']);
    project.edit('pipeline.yaml', / {2}tables.*\n/.exec(project.read('pipeline.yaml'))![0], '');
    await project.make();
    expect(project.has('out')).toBe(false);
  });

  it('is what `gc` and `clean` leave to know outputs by, and goes with `clean --out`', async () => {
    await project.make();
    await project.run('gc');
    await project.run('clean');
    project.write('data.csv', DATA(2));
    await project.make();
    expect(kept(project)).toEqual([]);
    await project.run('clean', '--out');
    expect(project.has('out')).toBe(false);
  });

  it('is no output of a step', async () => {
    project.write(
      'steps/own.ts',
      `import { defineStep } from 'papermake/step';
export default defineStep({ name: 'own', summary: 'x', params: { type: 'object' },
  expand: (step) => [{ id: step.name, params: {}, inputs: {}, outputs: ['out/manifest.json'] }],
  run: () => ({ type: 'files', parts: new Map([['out/manifest.json', new Uint8Array(1)]]) }) });
`,
    );
    project.edit('pipeline.yaml', '  tables:', '  mine: {kind: own}\n  tables:');
    const { code, stderr } = await project.run();
    expect([code, stderr]).toEqual([2, expect.stringContaining('in which papermake says what it wrote')]);
  });
});

describe('a command that writes a file', () => {
  // Windows makes links for administrators alone.
  const links: [string, string][] = process.platform === 'win32' ? [] : [['a link to data', 'link.csv']];
  it.each<[string, string]>([
    ['the text itself', 'paper.md'],
    ['data', 'data.csv'],
    ['the pipeline', 'pipeline.yaml'],
    ...links,
    ['another name of data', 'hard.csv'],
    ['a template', 'templates/table.md.hbs'],
    ['the store', '.papermake/traces-v1.log'],
  ])('refuses to write over %s', async (_, name) => {
    project.write('paper.md', 'x\n');
    project.write('templates/table.md.hbs', '{{caption}}\n');
    for (const [, link] of links) symlinkSync('data.csv', project.path(link));
    linkSync(project.path('data.csv'), project.path('hard.csv'));
    await project.make();
    const before = project.read(name);
    const { code, stderr } = await project.run('check', 'paper.md', '--render', name);
    expect([code, stderr]).toEqual([2, expect.stringContaining('would be overwritten')]);
    expect(project.read(name)).toBe(before);
    expect((await project.run('check', 'paper.md', '--render', 'copy.md')).code).toBe(0);
    expect((await project.run('check', 'paper.md', '--render', 'copy.md')).code).toBe(0);
  });

  it('`report` refuses a page that is an input', async () => {
    project.write('page.html', '<p>mine</p>');
    project.edit(
      'pipeline.yaml',
      '  tables:',
      "  c: {kind: command, run: 'cat page.html > o', files: [page.html], outputs: {o: file}}\n  tables:",
    );
    const { code, stderr } = await project.run('report', 'page.html');
    expect([code, stderr]).toEqual([2, expect.stringContaining('the project reads `page.html`')]);
    expect(project.read('page.html')).toBe('<p>mine</p>');
  });
});
