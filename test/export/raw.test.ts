/** Exported scripts make data of the project's raw files where every rule has a direct form, and compare them with papermake's. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ScriptFile } from '../../src/export/data.ts';
import { Project } from '../cli/harness.ts';
import { byPython, byR, type Program, runInEmptyFolder, withoutPython, withoutR } from './runs.ts';
import { fault, unstored } from './stata-grammar.ts';

const UNITS = ['A, "B"', 'back\\slash', '北京', "l'Est", 'East', 'f', 'g', 'h', 'i'];
const chance = (seed: number): number => {
  const x = Math.sin(seed * 12.9898 + 4.1414) * 43758.5453;
  return 2 * (x - Math.floor(x)) - 1;
};
const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;

function panel(): string {
  const rows = UNITS.flatMap((unit, i) =>
    Array.from({ length: 8 }, (_, t) => {
      const at = 50 * i + t;
      const x = at % 23 === 4 ? 'NA' : at % 31 === 5 ? '-99' : chance(at);
      const y = 1 + i / 4 + t / 9 + 2 * chance(at) + chance(at + 700);
      return [
        quoted(unit),
        2010 + t,
        y,
        x,
        Math.exp(chance(at + 300) * 3),
        at % 3 === 0 ? 'coast' : 'inner',
        '+3e0',
      ].join(';');
    }),
  );
  return `\uFEFFProvince;year;y;Raw X;wealth;zone;three\n${rows.reverse().join('\n')}\n`;
}

const deflators = (): string =>
  `Province,base,unused\n${UNITS.slice(0, 7)
    .map((unit, i) => `${quoted(unit)},${i + 2},x${i}`)
    .join('\n')}\nnowhere,3,z\n`;

const pipeline = `papermake: 1
steps:
  prices: {kind: ingest, file: raw/prices.csv, rename: {Province: province}}
  panel:
    kind: ingest
    file: raw/panel.csv
    rename: {Province: province, Raw X: x}
    missing: [NA, -99]
    where: year >= 2011 and wealth > 0.1
    panel: {unit: province, time: year}
    merge: [{from: prices, on: [province], how: m:1, columns: [base], unmatched: keep}]
    derive:
      lw: log(wealth - 0.5)
      tails: winsorize(wealth, 5, 95)
      tails_year: winsorize(wealth, 10, 90, by=year)
      others: mean(wealth, by=[year, zone])
      spread: sd(x, by=province)
      of_base: y / (base - 2)
      size: if(wealth > 1, "large", "small")
      before: L.x
      is_late: year > 2014
      idle: cumsum(wealth)
  further:
    kind: derive
    from: panel
    columns: {more: tails + three}
    where: size == "large" or zone in ["coast"]
  main:
    kind: models
    from: panel
    columns:
      - {id: ols, fit: "y ~ x + lw + i(size)"}
      - {id: fe, fit: "y ~ before + tails + tails_year + others + spread + of_base + is_late | province", vcov: cluster(province)}
  later: {kind: models, from: further, fit: y ~ more + x, vcov: robust}
  running: {kind: models, from: panel, fit: y ~ idle}
`;

let project: Project;
beforeAll(async () => {
  project = new Project({ 'pipeline.yaml': pipeline, 'raw/panel.csv': panel(), 'raw/prices.csv': deflators() });
  await project.make();
});
afterAll(() => project.dispose());

function filesIn(folder: string): ScriptFile[] {
  const root = project.path(folder);
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(?:R|do|py|csv)$/.test(name))
    .map((name) => ({ path: name.replaceAll('\\', '/'), content: readFileSync(join(root, name), 'utf8') }));
}

const exported = (to: string, out: string, ...more: string[]): ReturnType<Project['run']> =>
  project.run('export', '--to', to, '--out', project.path(out), '--json', ...more);

interface Tried {
  readonly to: string;
  readonly ending: string;
  readonly program: Program;
  readonly why: string | undefined;
}

const languages: readonly Tried[] = [
  { to: 'r', ending: 'R', program: byR, why: withoutR },
  { to: 'python', ending: 'py', program: byPython, why: withoutPython },
];

describe.each(languages)('data for $to', ({ to, ending, program, why }) => {
  let files: ScriptFile[];
  beforeAll(async () => {
    const { code } = await exported(to, to, 'main', 'later');
    expect(code).toBe(0);
    files = filesIn(to);
  });
  const edited = (path: string, from: string | RegExp, by: string): ScriptFile[] =>
    files.map((file) => {
      if (file.path !== path) return file;
      const content = String(file.content).replace(from, by);
      expect(content, `an edit of ${path}`).not.toBe(file.content);
      return { path, content };
    });

  it('are made of raw files, and no frame is written', () => {
    const paths = files.map(({ path }) => path);
    expect(paths).toContain(`data_panel.${ending}`);
    expect(paths).toContain('raw/raw_panel.csv');
    expect(paths).not.toContain('data/panel.csv');
    expect(String(files.find(({ path }) => path === 'raw/raw_panel.csv')!.content)).toBe(panel());
  });

  it.skipIf(why !== undefined)('are the same, in an empty folder', () => {
    const { code, output } = runInEmptyFolder(files, `main.${ending}`, program);
    expect({ code, output }).toMatchObject({ code: 0 });
    expect(output).toMatch(/01_main\.\w+: all \d+ values are the same/);
    expect(output).toMatch(/02_later\.\w+: all \d+ values are the same/);
  });

  it.skipIf(why !== undefined).each([
    ['a raw cell', 'raw/raw_panel.csv', /(;2013;)(-?)(\d)/, '$1$29', /DIFFERENT {2}data panel: y: sum/],
    [
      'a key',
      'raw/raw_prices.csv',
      '"East"',
      '"West"',
      /DIFFERENT {2}data panel: base: values|DIFFERENT {2}data panel: of_base: values/,
    ],
    ['a rule of the rows', `data_panel.${ending}`, '2011', '2012', /DIFFERENT {2}data panel: rows/],
    ['a percentile', `data_panel.${ending}`, '5, 95', '20, 95', /DIFFERENT {2}data panel: tails: sum/],
    ['a lag', `data_panel.${ending}`, /(lagged\(.*), 1\)/, '$1, 2)', /DIFFERENT {2}data panel: before: /],
  ])('end with an error after a change of %s', (_, path, from, by, cell) => {
    const { code, output } = runInEmptyFolder(edited(path, from, by), `01_main.${ending}`, program);
    expect(code).not.toBe(0);
    expect(output).toMatch(cell);
  });

  it('are the frame where a rule has no direct form, which the script and the command say', async () => {
    const { stdout } = await exported(to, `${to}-frame`, 'running');
    const why_ = `the function \`cumsum\` has no direct form in ${to === 'r' ? 'R' : 'Python'}`;
    expect(JSON.parse(stdout).data).toEqual([{ name: 'panel', from: 'frame', why: why_ }]);
    expect(project.read(`${to}-frame/01_running.${ending}`).replace(/\s+#\s+/g, ' ')).toContain(why_);
    expect(project.has(`${to}-frame/data/panel.csv`)).toBe(true);
    expect(project.has(`${to}-frame/raw`)).toBe(false);
  });

  it('are the frame where that is asked for, and nothing is said of it', async () => {
    const { stdout } = await exported(to, `${to}-asked`, 'main.ols', '--data', 'frame');
    expect(JSON.parse(stdout).data).toEqual([]);
    expect(project.has(`${to}-asked/raw`)).toBe(false);
  });
});

describe('data for stata', () => {
  const main = pipeline
    .replace(/ {6}size: .*\n/, '')
    .replace(/ {4}where: size.*\n/, '')
    .replace(' + i(size)', ' + i(zone)');

  it('are made by a do-file of Stata by the grammar, which compares what its commands leave', async () => {
    project.write('pipeline.yaml', main);
    await project.make();
    const { stdout } = await exported('stata', 'stata', 'main', 'later');
    expect(JSON.parse(stdout).data).toMatchObject([
      { name: 'panel', from: 'raw', files: ['raw/raw_panel.csv', 'raw/raw_prices.csv'] },
      { name: 'further', from: 'raw' },
    ]);
    const lines = project.read('stata/data_panel.do').trimEnd().split('\n');
    expect(lines.flatMap((line) => fault(line) ?? [])).toEqual([]);
    expect(unstored(lines)).toEqual([]);
    for (const line of [
      "merge m:1 province using `data1', keep(master match) keepusing(base) nogenerate",
      'keep if year >= 2011 & wealth > 0.1 & !missing(year, wealth)',
      'encode province, generate(province_code)',
      'xtset province year',
      'generate double before = L.x',
      'generate double is_late = (year > 2014) if !missing(year)',
      'winsor2 tails_year, replace cuts(10 90) by(year)',
      'egen double others = mean(wealth), by(year zone)',
      'replace x = . if x == -99',
    ])
      expect(lines).toContain(line);
    expect(project.read('stata/01_main.do')).toContain('\ndo `"data_panel.do"\'\n');
    expect(project.read('stata/main.do')).toContain('ssc install winsor2');
    expect(project.has('stata/data/panel.dta')).toBe(false);
    project.write('pipeline.yaml', pipeline);
    await project.make();
  });

  it('are the frame where texts are derived', async () => {
    const { stdout } = await exported('stata', 'stata-frame', 'main.ols');
    expect(JSON.parse(stdout).data).toEqual([{ name: 'panel', from: 'frame', why: 'the texts of size are derived' }]);
    expect(project.has('stata-frame/data/panel.dta')).toBe(true);
  });
});

describe('raw files', () => {
  it('are not copied where a column of theirs may not be written, though no script reads it', async () => {
    project.edit('pipeline.yaml', 'papermake: 1', 'papermake: 1\nvariables: {three: {confidential: true}}');
    await project.make();
    const { code, stdout } = await exported('r', 'secret', 'main.ols');
    expect(code).toBe(0);
    expect(JSON.parse(stdout).data).toMatchObject([
      { from: 'frame', why: expect.stringContaining('the column three') },
    ]);
    expect(filesIn('secret').some(({ content }) => String(content).includes('+3e0'))).toBe(false);
    const named = await exported('r', 'named', 'main.ols', '--confidential', 'three');
    expect(JSON.parse(named.stdout).data).toMatchObject([{ from: 'raw' }]);
    project.edit('pipeline.yaml', '\nvariables: {three: {confidential: true}}', '');
    await project.make();
  });

  it('a choice that there is not is refused by name', async () => {
    expect(await project.run('export', '--to', 'r', '--data', 'file')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('`--data raw` or `--data frame`, got `file`'),
    });
  });
});
