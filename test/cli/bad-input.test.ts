/** What is wrong is told where it is wrong: all of the pipeline at once with exit 2, values with exit 1. */
import { execFileSync } from 'node:child_process';
import { renameSync, symlinkSync, truncateSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { Project } from './harness.ts';
import { DATA, HEADER, PIPELINE, paper, ROWS } from './paper.ts';

let project: Project;
afterEach(() => project.dispose());

/** Exit 2, nothing on stdout, nothing written. */
async function refused(
  yaml: string,
  files: Readonly<Record<string, string>> = { 'data/panel.csv': DATA },
): Promise<string> {
  project = new Project({ ...files, 'pipeline.yaml': yaml });
  const { code, stdout, stderr } = await project.run();
  expect({ code, stdout }, stderr).toEqual({ code: 2, stdout: '' });
  expect(project.has('out')).toBe(false);
  expect(project.has('.papermake')).toBe(false);
  return stderr;
}

describe('the pipeline is wrong', () => {
  it('tells all problems at once, in file order, with carets and hints', async () => {
    const told = await refused(`papermake: 1
sampels: {late: year > 2012}
samples: {late: yeer > 2012}
steps:
  panel: {kind: ingest, file: data/panel.csv, pannel: {unit: unit, time: year}}
  about: {kind: describ, from: panel, variables: [y]}
  fits: {kind: models, from: panel, fit: y ~ x}
`);
    expect(told).toBe(`pipeline.yaml:2:1  unknown key \`sampels\`
    sampels: {late: year > 2012}
    ~~~~~~~
hint: did you mean \`samples\`?

pipeline.yaml:5:47  unknown key \`pannel\`
    panel: {kind: ingest, file: data/panel.csv, pannel: {unit: unit, time: year}}
                                                ~~~~~~
hint: did you mean \`panel\`?

pipeline.yaml:6:17  unknown step kind \`describ\`
    about: {kind: describ, from: panel, variables: [y]}
                  ~~~~~~~
hint: did you mean \`describe\`?

papermake: 3 errors
`);
  });

  it.skipIf(process.platform === 'win32')('waits for no pipe and no device in the place of a file', async () => {
    const pipeline = 'papermake: 1\nsteps:\n  panel: {kind: ingest, file: data/pipe}\n';
    project = new Project({ 'pipeline.yaml': pipeline, 'data/x.csv': 'x\n1\n' });
    execFileSync('mkfifo', [project.path('data/pipe'), project.path('pipe.yaml')]);
    const { code, stderr } = await project.run();
    expect(code).toBe(2);
    expect(stderr).toContain('`data/pipe` is a pipe or a device, not a file');
    const piped = await project.run('status', '-f', 'pipe.yaml');
    expect(piped).toMatchObject({ code: 2, stdout: '' });
    expect(piped.stderr).toContain('`pipe.yaml` is a pipe or a device');
    expect((await project.run('status', '-f', 'data')).stderr).toContain('`data` is a folder, not a pipeline');
  });

  it('knows variables, samples, sets, steps and missing files before anything runs', async () => {
    const told = await refused(`papermake: 1
sets: {controls: [z]}
samples: {late: year > 2012}
steps:
  panel: {kind: ingest, file: data/panel.csv, panel: {unit: unit, time: year}}
  other: {kind: ingest, file: data/pannel.csv}
  fits:
    kind: models
    from: panel
    columns:
      - {fit: y ~ xx}
      - {fit: y ~ x + $contrls}
      - {fit: y ~ x, sample: lat}
  about: {kind: describe, from: panl, variables: [y]}
  tables: {kind: report, tables: {a: {from: fits.nope}}}
`);
    expect(told).toContain('there is no file `data/pannel.csv`');
    expect(told).toMatch(/unknown variable `xx`\n {4}- \{fit: y ~ xx\}\n {4} {12}~~/);
    expect(told).toMatch(/`\$?contrls`[\s\S]*hint: did you mean `\$?controls`\?/);
    expect(told).toMatch(/`lat`[\s\S]*did you mean `late`\?/);
    expect(told).toMatch(/unknown step `panl`[\s\S]*did you mean `panel`\?/);
    expect(told).toContain('`fits.nope`');
    expect(told.match(/^pipeline\.yaml:\d+/gm)?.map((place) => Number(place.split(':')[1]))).toEqual([
      6, 11, 12, 13, 14, 15,
    ]);
  });

  it('checks what is left of a step, and blames no step for what is wrong with another', async () => {
    const told = await refused(`papermake: 1
steps:
  panel: {kind: ingest, file: data/panel.csv, panel: {unit: unit, time: year}}
  raw: {kind: ingest, file: data/panel.csv, derive: {q: x}, tpyes: {x: number}}
  fits:
    kind: models
    from: panel
    columns:
      - {id: a, fit: y ~ xx}
      - {id: b, fit: y ~ x, header: [1]}
      - {id: c, fit: [y]}
      - {id: d, fit: y ~ x}
  more: {kind: models, from: raw, fit: y ~ q}
  edited: {kind: robustness, base: fits.a, columns: {one: {sample: x > 0}}}
  again: {kind: models, base: fits.d, sample: zz > 0}
  about: {kind: describe, from: rawe, variables: [y]}
  tables: {kind: report, tables: {t: {from: fits, order: [q]}, u: {from: fits.aa}}}
claims: {first: fits.a.x > 0}
`);
    const places = told
      .match(/^pipeline\.yaml:\d+:\d+ .*/gm)!
      .map((line) => line.replace(/^pipeline\.yaml:(\d+):\d+/, '$1'));
    expect(places).toEqual([
      '4  unknown key `tpyes`',
      '9  unknown variable `xx`',
      '10  expected a text, got a list',
      '11  expected a text, got a list',
      '15  unknown variable `zz`',
      '16  unknown step `rawe`',
      '17  no node is called `fits.aa`',
    ]);
    expect(told).toContain('hint: did you mean `raw`?');
  });

  it.each([
    [
      'a version in quotes',
      'papermake: "1"\nsteps: {}',
      ['expected `1`, got the text `1`', 'expected at least 1 entry, got 0'],
    ],
    ['two documents', 'papermake: 1\nsteps: {}\n---\na: 1', ['a second document begins here, and a pipeline is one']],
    [
      'an unquoted list in a flow map',
      'papermake: 1\nsteps:\n  p: {kind: ingest, file: data/panel.csv}\n  m: {kind: models, from: p, fit: y ~ x, sample: region in ["A", "B"]}',
      ['a value ends before this `[`'],
    ],
    [
      'an unquoted colon in a flow map',
      'papermake: 1\nsteps:\n  m: {kind: models, fit: y ~ x: z}',
      ['a key and its value where a value was expected'],
    ],
    [
      'aliases',
      'papermake: 1\nsteps:\n  p: &a {kind: ingest, file: data/panel.csv}\n  q: *a\n  r: {<<: *a}',
      ['aliases (`*a`) are not part of the language', 'aliases (`*a`) are not part of the language'],
    ],
    [
      'a language that is none',
      'papermake: 1\nsteps:\n  p: {kind: ingest, file: data/panel.csv}\n  d: {kind: describe, from: p, variables: [x]}\n  t: {kind: report, lang: fr, tables: {d: {from: d}}}',
      ['expected `en`, `zh`, got `fr`'],
    ],
    [
      'a comma that nothing takes',
      'papermake: 1\nsteps:\n  p: {kind: ingest, file: data/panel.csv}\n  m: {kind: models, from: p, fit: "y ~ log(x, 2)"}',
      ['expected `)`, got a comma'],
    ],
    [
      'a column on its sibling',
      'papermake: 1\nsteps:\n  p: {kind: ingest, file: data/panel.csv}\n  m: {kind: models, from: p, columns: {a: {fit: y ~ x}, b: {base: m.a, fe: [unit]}}}',
      ['`m` reads itself: what a step reads is of other steps'],
    ],
    [
      'columns that hold nothing',
      'papermake: 1\nsteps:\n  p: {kind: ingest, file: data/panel.csv}\n  m:\n    kind: models\n    from: p\n    columns:\n      a:\n      fit: y ~ x\n      b: {fit: y ~ xx}',
      ['expected a map, got nothing', 'expected a map, got `y ~ x`', 'unknown variable `xx`'],
    ],
    [
      'declarations that nothing uses',
      'papermake: 1\nvariables: {x: {lable: X, unit: kg, zh-Hant: 甲}}\nsamples: {late: year > 2 an x}\nsets: {a: [x, $b]}\nsteps:\n  p: {kind: ingest, file: data/panel.csv}',
      ['unknown key `lable`', 'expected an operator, got `an`', 'unknown set `$b`'],
    ],
  ])('says of %s what it is', async (_, text, messages) => {
    const told = await refused(`${text}\n`);
    expect(told.match(/^pipeline\.yaml:\d+:\d+ {2}.*/gm)!.map((line) => line.replace(/^\S+ {2}/, ''))).toEqual(
      messages,
    );
  });

  it.each([
    ['a column begun', 'm: {kind: models, from: p, columns: {a: {fit: y ~ x}, b: }}', ['expected a map, got nothing']],
    ['a comparison without its table', 'c: {kind: compare, tables: {t: {with: p}}}', ['`published` is missing']],
    [
      'indicators that are no list',
      'i: {kind: index, from: p, name: I, dimensions: {A: [x], B: x}}',
      ['expected a list, got `x`'],
    ],
    [
      'a table begun below a key of two lines',
      't: {kind: report, tables: {"a\\nb": }}',
      ['expected a map, got nothing'],
    ],
    ['a table begun', 't: {kind: report, tables: {a: }}', ['expected a map, got nothing']],
    [
      'an output begun',
      'c: {kind: command, run: "true", outputs: {a.txt: }}',
      ['expected `frame`, `fit`, `file`, or a map with `as:` one of them, got nothing'],
    ],
    [
      'a name that no file system takes',
      `t: {kind: report, formats: [csv], tables: {${'x'.repeat(252)}: {from: d}}}`,
      [/^`t\.x+` would write a file with a name of 257 bytes; 255 are the most$/],
    ],
    [
      'a path that no file system takes',
      `q: {kind: ingest, file: ${'x'.repeat(300)}.csv}`,
      [/^there is no file `x+\.csv`$/],
    ],
    ['a path with a NUL', 'q: {kind: ingest, file: "data\\0/panel.csv"}', ['there is no file `data␀/panel.csv`']],
    ['a template with a NUL', 't: {kind: report, tables: {a: {from: d, template: "a\\0.md.hbs"}}}', [/a␀\.md\.hbs/]],
  ])('says of %s what it is', async (_, step, messages) => {
    const told = await refused(
      `papermake: 1\nsteps:\n  p: {kind: ingest, file: data/panel.csv}\n  d: {kind: describe, from: p, variables: [x]}\n  ${step}\n`,
    );
    const said = told.match(/^pipeline\.yaml:\d+:\d+ {2}.*/gm)!.map((line) => line.replace(/^\S+ {2}/, ''));
    expect(said.length).toBe(messages.length);
    for (const [i, message] of messages.entries())
      if (typeof message === 'string') expect(said[i]).toBe(message);
      else expect(said[i]).toMatch(message);
  });

  it('says of sets that they contain themselves, whoever reads them', async () => {
    const told = await refused(`papermake: 1
sets: {a: [$b, x], b: [$a], c: [$a, z], d: [$d]}
steps:
  p: {kind: ingest, file: data/panel.csv}
  f: {kind: models, from: p, fit: y ~ $a + $c}
  i: {kind: index, from: p, name: I, dimensions: {A: [x, $a]}}
  t: {kind: report, tables: {t: {from: f, indicate: [a], order: [$b]}}}
`);
    expect(told.match(/^pipeline\.yaml:2:.*/gm)!.map((line) => line.replace(/^\S+ {2}/, ''))).toEqual([
      'the set `$a` contains itself',
      'the set `$b` contains itself',
      'the set `$d` contains itself',
    ]);
  });

  it.skipIf(process.platform === 'win32')('says that links lead round in a circle', async () => {
    project = new Project({
      'pipeline.yaml': 'papermake: 1\nsteps:\n  p: {kind: ingest, file: data/a.csv}\n',
      'data/x': '',
    });
    symlinkSync('b.csv', project.path('data/a.csv'));
    symlinkSync('a.csv', project.path('data/b.csv'));
    const { code, stderr } = await project.run();
    expect(code).toBe(2);
    expect(stderr).toMatch(/`data\/a\.csv` cannot be read: too many symbolic links.*\n.*\n.*\nhint: .*circle/);
  });

  it('asks what is printed for figures that numbers can hold', async () => {
    const published = ',(1)\nx,1e400\n';
    const told = await refused(
      'papermake: 1\nsteps:\n  p: {kind: ingest, file: data/panel.csv}\n  m: {kind: models, from: p, fit: y ~ x}\n  c: {kind: compare, tables: {t: {published: data/t.csv, with: m}}}\n',
      { 'data/panel.csv': DATA, 'data/t.csv': published },
    );
    expect(told).toContain('`data/t.csv` is no table: `1e400` has more than 100 digits');
  });

  it('takes names of every object for names, and a name that is empty for none', async () => {
    project = new Project({
      'pipeline.yaml': `papermake: 1
variables: {"": {label: None}}
steps:
  p: {kind: ingest, file: data/panel.csv}
  i: {kind: index, from: p, name: I, dimensions: {constructor: [x, z]}}
  t: {kind: report, tables: {a: {from: i, formats: [latex]}}}
`,
      'data/panel.csv': DATA,
    });
    const { code, stderr } = await project.run();
    expect({ code, stderr: stderr.replace(/^ran .*\n/gm, '') }).toEqual({ code: 0, stderr: '' });
    expect(project.read('out/t/a.tex')).toContain('constructor');
  });

  it('tells labels and units that are no texts, also where figures and tables would print them', async () => {
    const told = await refused(`papermake: 1
variables:
  y: {label: {a: b}, unit: {en: yuan}}
  x: {label: [1], zh: {a: b}, source: [1], levels: {a: b}}
steps:
  panel: {kind: ingest, file: data/panel.csv}
  fits: {kind: models, from: panel, fit: y ~ x}
  tables: {kind: report, tables: {one: {from: fits, lang: zh}}}
  dots: {kind: figure, plot: scatter, from: panel, x: x, y: y, lang: zh}
`);
    expect(told.match(/expected a (text|list)/g)).toHaveLength(6);
    expect(told).toContain('papermake: 6 errors');
  });

  it('finds circles', async () => {
    const told = await refused(`papermake: 1
steps:
  a: {kind: ingest, file: data/panel.csv, merge: [{from: b, on: [unit, year]}]}
  b: {kind: ingest, file: data/panel.csv, merge: [{from: a, on: [unit, year]}]}
`);
    expect(told).toMatch(/in a circle: a → b → a|in a circle: b → a → b/);
  });

  it.each([
    ['split at a comma', '{kind: models, from: panel, fit: y ~ x + log(z, 2) | unit}', 'quote'],
    ['cut at a #', '{kind: models, from: panel, fit: y ~ x #z\n    }', 'quote'],
    ['unbalanced', '{kind: models, from: panel, fit: "y ~ log(x"}', 'fit'],
  ])('recognises a formula that is %s', async (_, step, word) => {
    const told = await refused(
      `papermake: 1\nsteps:\n  panel: {kind: ingest, file: data/panel.csv}\n  fits: ${step}\n`,
    );
    expect(told).toMatch(/^ +~+$/m);
    expect(told).toContain(word);
  });

  it('refuses duplicate keys and pipelines that are not there', async () => {
    const told = await refused(
      `papermake: 1\nsteps:\n  panel: {kind: ingest, file: data/panel.csv}\n  panel: {kind: ingest, file: data/panel.csv}\n`,
    );
    expect(told).toMatch(/pipeline\.yaml:4:3 .*`panel`/);
    project.remove('pipeline.yaml');
    const { code, stderr } = await project.run();
    expect(code).toBe(2);
    expect(stderr).toContain('there is no `pipeline.yaml` here\nhint: `papermake init`');
  });

  it('points into the code of an own kind', async () => {
    project = paper({ 'steps/double.ts': 'export default {\n  name: double,,\n};\n' });
    const { code, stderr } = await project.run();
    expect(code).toBe(2);
    expect(stderr).toMatch(/^steps\/double\.ts:2:16 {2}/);
    project.write('steps/double.ts', "import x from 'no-such-package';\nexport default x;\n");
    expect((await project.run()).stderr).toContain('`no-such-package`');
    project.write('steps/double.ts', 'export default 1;\n');
    expect((await project.run()).stderr).toContain('has no step kind as its default export');
  });
});

/** Exit 1, told at the cell and at the YAML. */
async function failed(changes: { data?: string; pipeline?: string; other?: string }): Promise<string> {
  project = new Project({
    'pipeline.yaml': changes.pipeline ?? PIPELINE.replace(/ {2}doubled.*\n/, ''),
    'data/panel.csv': changes.data ?? DATA,
    ...(changes.other === undefined ? {} : { 'data/other.csv': changes.other }),
  });
  const { code, stderr } = await project.run();
  expect(code, stderr).toBe(1);
  return stderr;
}

const table = (rows: readonly string[]): string => `${HEADER}\n${rows.join('\n')}\n`;

describe('a file is too large', () => {
  it('says so and what to do, where it is planned', async () => {
    project = paper();
    project.edit('pipeline.yaml', 'file: data/panel.csv', 'file: data/panel.xlsx');
    project.write('data/panel.xlsx', '');
    truncateSync(project.path('data/panel.xlsx'), 2_147_483_648);
    const { code, stderr } = await project.run();
    expect(code).toBe(2);
    expect(stderr).toContain('`data/panel.xlsx` cannot be read: it holds 2 GiB or more\n');
    expect(stderr).toContain('hint: only text, Stata and Parquet files of 2 GiB or more are read');
    expect(stderr).not.toContain('Internal error');
  });

  it('reads a text of any size up to what is wrong with it', { tags: 'slow' }, async () => {
    project = paper();
    expect((await project.run()).code).toBe(0);
    truncateSync(project.path('data/panel.csv'), 2_147_483_648);
    const { code, stderr } = await project.run();
    expect([code, stderr]).toEqual([
      1,
      expect.stringMatching(/row \d+ holds a text of \d+ bytes; 16777216 are the most/),
    ]);
  });
});

describe('values are wrong', () => {
  it('a duplicate panel key', async () => {
    const told = await failed({ data: table([...ROWS, ROWS[3]!]) });
    expect(told).toMatch(/^failed {2}panel\ndata\/panel\.csv:50:\w+ {2}duplicate panel key/m);
    expect(told).toMatch(/at pipeline\.yaml:\d+:\d+\n.*panel: \{kind: ingest/);
  });

  it('text in a column of numbers', async () => {
    const told = await failed({ data: table(ROWS.with(4, ROWS[4]!.replace(/,[^,]*$/, ',n.a.'))) });
    expect(told).toContain('data/panel.csv:6:w');
    expect(told).toContain('`n.a.`');
  });

  it('`NA` as a level, at the cell of the file it came from, renamed or merged', async () => {
    const data = 'unit,y,x,region\na,1,2,E\nb,2,1,NA\nc,3,3,E\nd,4,2,W\n';
    const pipeline = (file: string): string => `papermake: 1
steps:
  other: {kind: ingest, file: ${file}}
  panel:
    kind: ingest
    file: data/panel.csv
    merge: [{from: other, on: [unit], columns: [region], unmatched: drop}]
  fits: {kind: models, from: panel, fit: y ~ x | region}
`;
    const told = await failed({ pipeline: pipeline('data/other.csv'), data: 'unit,y,x\nd,1,2\nb,2,1\n', other: data });
    expect(told).toContain(
      'failed  fits\ndata/other.csv:3:region  the levels of `region` are in doubt: 1 cell holds `NA`',
    );
    expect(told).toContain('at pipeline.yaml:8:50');
    renameSync(project.path('data/other.csv'), project.path('data/moved.csv'));
    project.write('pipeline.yaml', pipeline('data/moved.csv'));
    expect((await project.run()).stderr).toContain('data/moved.csv:3:region  the levels of `region` are in doubt');
  });

  it('an empty sample, and more regressors than rows', async () => {
    const base = (step: string): string =>
      `papermake: 1\nsteps:\n  panel: {kind: ingest, file: data/panel.csv}\n  fits: ${step}\n`;
    const empty = await failed({ pipeline: base('{kind: models, from: panel, fit: y ~ x, sample: year > 3000}') });
    expect(empty).toMatch(/pipeline\.yaml:4:\d+ {2}.*\n.*year > 3000/);
    project.dispose();
    const few = await failed({
      pipeline: base(
        '{kind: models, from: panel, fit: y ~ x + z + w, sample: \'year == 2010 and unit in ["u1", "u2"]\'}',
      ),
    });
    expect(few).toMatch(/pipeline\.yaml:4:/);
    expect(few).toMatch(/\b2\b/);
  });

  it('points at the column of a step, and names its node', async () => {
    project = new Project({
      'pipeline.yaml': `papermake: 1
steps:
  panel: {kind: ingest, file: data/panel.csv}
  fits:
    kind: models
    from: panel
    columns:
      - {fit: y ~ x, vcov: iid}
      - {id: b, vcov: cluster(region), fit: y ~ x + z + w}
  edits:
    kind: robustness
    base: fits.b
    columns:
      late: {sample: year > 2011}
  text: {kind: models, from: panel, fit: y ~ region}
`,
      'data/panel.csv': DATA,
    });
    const { stderr } = await project.run();
    expect(stderr).toMatch(/pipeline\.yaml:9:45 {2}warning: F\(\.\)/);
    expect(stderr).toMatch(/pipeline\.yaml:14:7 {2}warning: F\(\.\)/);
    expect(stderr).toMatch(/pipeline\.yaml:15:46 {2}`region` holds text/);
  });

  it('reports what was dropped, and warns of F(.) with few clusters', async () => {
    project = new Project({
      'pipeline.yaml': `papermake: 1
steps:
  panel: {kind: ingest, file: data/panel.csv, derive: {x2: 2 * x, one: 1 + 0 * x}}
  fits: {kind: models, from: panel, fit: y ~ x + x2 + one + z + w, vcov: cluster(region)}
`,
      'data/panel.csv': DATA,
    });
    const { code, stderr } = await project.run();
    expect(code).toBe(0);
    expect(stderr).toContain('warning: F(.)');
    const shown = (await project.run('show', 'fits')).stdout;
    expect(shown).toMatch(/omitted: x2 \(collinear/);
    expect(shown).toMatch(/omitted: one \(/);
    expect(shown).toMatch(/F\(\., \.\) +\.\n/);
  });
});
