/** What data files say of their variables in tables, and what reading did in `show`. */
import { readFileSync } from 'node:fs';
import { afterEach, expect, it } from 'vitest';
import { load } from '../../src/frame/load.ts';
import { dtaFile } from '../../steps/lib/bridge/dta.ts';
import { Project } from './harness.ts';

let project: Project;
afterEach(() => project.dispose());

const fixture = (name: string) => readFileSync(new URL(`../unit/frame/fixtures/${name}`, import.meta.url));

it('a Stata file’s labels stand in tables, through shapes too, unless `variables` says otherwise', async () => {
  project = new Project({
    'pipeline.yaml': `papermake: 1
variables: {year: {levels: ["2011"]}}
steps:
  d: {kind: ingest, file: d.dta, rename: {full: whole}}
  both: {kind: append, from: [d, d], source: of}
  fit: {kind: models, from: both, fit: year ~ tiny}
  s: {kind: describe, from: d, variables: [year, log(whole), tiny]}
  tables: {kind: report, formats: [markdown], tables: {fit: {from: fit}, s: {from: s}}}
`,
  });
  project.write('d.dta', fixture('pandas-118-little.dta'));
  await project.make();
  expect(project.read('out/tables/fit.md')).toMatch(/Year of survey/);
  expect(project.read('out/tables/s.md')).toMatch(/\| Year of survey[\s\S]*A double[\s\S]*\| tiny/);
  project.edit('pipeline.yaml', 'variables: {', 'variables: {whole: {label: Income}, ');
  expect((await project.make()).ran).toEqual(['tables.s']);
  expect(project.read('out/tables/s.md')).toMatch(/\| Year of survey[\s\S]*Income/);
});

const regions = ['East', 'Central', 'West: coast'];
const treatments = ['Control', 'Treated'];
/** Regions 1 to 3 and treatments 1 and 2, as Stata labels them. */
const labelled = (): Uint8Array => {
  const rows = Array.from({ length: 60 }, (_, i) => {
    const numbers = [i % 10, 2010 + Math.floor(i / 10), ((i * 37) % 23) + (i % 3), (i * 13) % 17];
    return [...numbers, regions[i % 3], treatments[i % 2]].join(',');
  });
  const text = `id,year,y,x,region,treated\n${rows.join('\n')}\n`;
  const types = { region: 'category', treated: 'category' };
  const levels = { region: regions, treated: treatments };
  return dtaFile(load(Buffer.from(text), { file: 'd.csv', types, levels }, () => expect.fail()).frame);
};

it('a Stata file’s value labels head splits, groups, factors and conditions, in tables and figures', async () => {
  project = new Project({
    'pipeline.yaml': `papermake: 1
steps:
  d: {kind: ingest, file: d.dta, panel: {unit: id, time: year}}
  both: {kind: append, from: [d, d], source: of}
  m: {kind: models, from: both, columns: [{id: a, fit: y ~ x*i(region), exclude: "region == 3 and treated in [2]"}, {id: b, fit: y ~ x, split: region}]}
  q: {kind: sql, inputs: {d: d}, query: "select id, year, y, x, 4 - region as region from d", panel: {unit: id, time: year}}
  turned: {kind: models, from: q, fit: y ~ x + i(region)}
  halves: {kind: models, from: d, split: treated, fit: y ~ x, difference: {of: x, by: chow}}
  s: {kind: describe, from: d, variables: [y], by: treated}
  t:
    kind: report
    formats: [markdown, csv]
    notes: full
    tables: {m: {from: m, rename: {Central: Middle}}, s: {from: s}, q: {from: turned}, h: {from: halves}, d: {from: halves.difference}}
  f: {kind: figure, plot: density, from: d, variables: [y], by: treated, formats: [svg]}
  c: {kind: figure, plot: coefficients, from: m.a, formats: [svg]}
`,
  });
  project.write('d.dta', labelled());
  await project.make();
  const table = project.read('out/t/m.md');
  for (const said of [
    ' East (2) ',
    ' Middle (3) ',
    ' West: coast (4) ',
    '| Region = Central ',
    '| x × Region = West: coast ',
  ])
    expect(table).toContain(said);
  expect(table).toContain('region = West: coast and treated');
  expect(table).toMatch(/treated (?:in|∈) \{Treated\}/);
  expect(project.read('out/t/m.csv')).toContain('\ni(region)::2,');
  expect(project.read('out/t/s.md')).toMatch(/Control – Mean[\s\S]*Treated – Mean/);
  for (const name of ['h', 'd']) expect(project.read(`out/t/${name}.md`)).toMatch(/\| +Control(?: \(1\))? \| +Treated/);
  expect(project.read('out/t/h.md')).toContain('in Control less that in Treated');
  // whether a query keeps the meaning of a number, nobody can tell
  expect(project.read('out/t/q.md')).toContain('| Region = 2 ');
  expect(project.read('out/figures/f.csv')).toMatch(/\nControl,[\s\S]*\nTreated,/);
  expect(project.read('out/figures/c.csv')).toContain(',Region = West: coast,');
  expect((await project.run('show', 'd')).stdout).toContain('`region`: 1 is East, 2 is Central, 3 is West: coast\n');
  project.edit('pipeline.yaml', 'file: d.dta,', 'file: d.dta, map: {region: {1: 东部}},');
  project.edit('pipeline.yaml', '"region == 3 and treated in [2]"', 'region == "Central"');
  project.edit('pipeline.yaml', 'rename: {Central: Middle}', 'caption: Regions');
  project.edit('pipeline.yaml', '4 - region as region', 'region');
  const { stderr } = await project.run('run');
  expect(stderr).not.toContain('warning');
  expect(project.read('out/t/m.md')).toMatch(/ 东部 \(\d\)/);
  expect(project.read('out/t/m.md')).toMatch(/ Central \(\d\)/);
});

it('a level with a colon prints as itself, alone, in interactions, in splits and among descriptives', async () => {
  const cells = ['a:b', 'c', 'd: 12:30'];
  const rows = Array.from({ length: 30 }, (_, i) => `${(i * 7) % 11},${(i * 5) % 13},${cells[i % 3]}`);
  project = new Project({
    'pipeline.yaml': String.raw`papermake: 1
steps:
  d: {kind: ingest, file: d.csv}
  m:
    kind: models
    from: d
    columns:
      - {id: a, fit: y ~ x*i(g), lincom: {gap: "'i(g)::\"d: 12:30\"' - x"}}
      - {id: b, fit: y ~ x, split: g}
  s: {kind: describe, from: d, variables: [g]}
  t:
    kind: report
    formats: [markdown, csv]
    tables: {m: {from: m, order: ['x:*', 'i(g)::"d: 12:30"']}, s: {from: s}}
claims:
  held: 'm.a["i(g)::\"d: 12:30\""].b < 1000'
`,
    'd.csv': `y,x,g\n${rows.join('\n')}\n`,
  });
  await project.make();
  const table = project.read('out/t/m.md');
  for (const said of ['a:b (2) |', 'd: 12:30 (4) |', '\n| G = d: 12:30 ', '\n| x × G = d: 12:30 ', '\n| gap '])
    expect(table).toContain(said);
  expect(table).not.toContain('× b');
  expect(project.read('out/t/m.csv')).toContain('\n"x:i(g)::""d: 12:30""",');
  expect(project.read('out/t/s.md')).toContain('\n| G = a:b ');
});

it('`show` counts what was read as missing, recoded, interpolated and unmatched, and texts in doubt', async () => {
  project = new Project({
    'pipeline.yaml': `papermake: 1
variables: {secret: {confidential: true}}
steps:
  names: {kind: ingest, file: names.csv}
  d:
    kind: ingest
    file: d.csv
    header: {row: 1, rows: 2}
    panel: {unit: id, time: year}
    rename: {gdp_m: gdp}
    missing: [-99]
    map: {w: {east: E}}
    where: year > 0
    merge: [{from: names, on: [id], how: m:1, unmatched: drop}]
    derive: {full: ipolate(gdp)}
`,
    'd.csv': 'id,year,gdp,w,secret\n,,m,,\na,1,1,east,NA\na,2,-99,-,x\na,3,3,west,y\nb,0,4,east,x\nc,1,5,east,x\n',
    'names.csv': 'id,name\na,A\nz,Z\n',
  });
  await project.make();
  const { stdout } = await project.run('show', 'd');
  for (const line of [
    '1 row left out by `where`',
    '`w`: 3 values recoded',
    '`full`: 1 cell interpolated',
    'merged with `names` by id: 3 rows matched',
    '1 row of the file without a match in `names` by id: dropped',
    '1 row of `names` without a match in the file by id: left out',
    '`gdp`: 1 cell read as missing by `missing`',
    '`w`: 1 cell holds `-`, which reads like a missing value',
    '`secret`: 1 text is in doubt',
  ])
    expect(stdout.split('\n')).toContain(line);
  const shown = JSON.parse((await project.run('show', 'd', '--json')).stdout);
  expect(shown.told).toContain('`full`: 1 cell interpolated');
  const of = (name: string) => shown.columns.find((column: { name: string }) => column.name === name);
  expect(of('gdp')).toMatchObject({ readAsMissing: 1 });
  expect(of('full')).toMatchObject({ interpolated: 1 });
  expect(of('w')).toMatchObject({ recoded: 3, doubts: [{ text: '-', count: 1, row: 4 }] });
  expect(of('secret').doubts).toBeUndefined();
});
