/** `papermake init --from`: pipelines over files that nobody has described run at once, and wrong first tries end in the next command. */
import { afterEach, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { xlsxOf } from '../support/xlsx.ts';
import { Project } from './harness.ts';

let project: Project | undefined;
afterEach(() => project?.dispose());

/** Numbers that look drawn and are the same in every run. */
function drawn(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647;
  };
}

const UNITS = 12;
const YEARS = [2015, 2016, 2017, 2018, 2019, 2020];

/** Rows of a panel: firm, year, sales, staff, assets. */
function rows(): (string | number)[][] {
  const next = drawn(11);
  return Array.from({ length: UNITS }, (_, i) =>
    YEARS.map((year) => [`firm ${i}`, year, next(), next(), next()]),
  ).flat();
}

const csvOf = (...lines: (readonly (string | number)[])[]): string =>
  `${lines.map((line) => line.join(',')).join('\n')}\n`;
const NAMES = ['firm', 'year', 'sales', 'staff', 'assets'];

interface Found {
  readonly rows: number;
  readonly keys: Record<string, unknown>;
  readonly panel: { unit: string; time: string; balanced: boolean } | null;
  readonly repeated: { unit: string; time: string; rows: number } | null;
  readonly model: { outcome: string; regressors: string[] } | null;
}

async function found(file: string): Promise<Found> {
  const { code, stdout, stderr } = await project!.run('init', 'paper', '--from', file, '--json');
  expect(stderr).toBe('');
  expect(code).toBe(0);
  return JSON.parse(stdout) as Found;
}

/** Makes everything, and answers the columns of models. */
async function columns(): Promise<string[]> {
  const ran = await project!.run('-C', 'paper');
  expect(ran.stderr).not.toMatch(/error|warning|hint/);
  expect(ran.code).toBe(0);
  const { steps } = parse(project!.read('paper/pipeline.yaml'));
  return (steps.models?.columns ?? []).map(({ fit }: { fit: string }) => fit);
}

describe('a first pipeline', () => {
  it('finds the panel, whatever the order of its rows, and runs', async () => {
    project = new Project({ 'panel.csv': csvOf(NAMES, ...rows()), 'turned.csv': csvOf(NAMES, ...rows().reverse()) });
    const { panel, model, keys } = await found('panel.csv');
    expect(panel).toEqual({ unit: 'firm', time: 'year', balanced: true });
    expect(keys).toEqual({});
    expect(model).toEqual({ outcome: 'sales', regressors: ['staff', 'assets'] });
    expect(await columns()).toEqual([
      'sales ~ staff + $controls',
      'sales ~ staff + $controls | firm',
      'sales ~ staff + $controls | firm + year',
    ]);
    expect(project.has('paper/out/tables/models.docx')).toBe(true);
    expect(project.has('paper/data/panel.csv')).toBe(true);
    project.remove('paper');
    expect((await found('turned.csv')).panel).toEqual(panel);
  });

  it('reads names below a title of a sheet', async () => {
    const sheet = [['Table 3. Firms of the survey'], [], NAMES, ...rows()];
    project = new Project({});
    project.write('book.xlsx', xlsxOf({ name: 'Sheet1', rows: sheet }));
    const { keys, panel } = await found('book.xlsx');
    expect(keys).toEqual({ header: 3 });
    expect(panel?.unit).toBe('firm');
    expect(await columns()).toHaveLength(3);
  });

  it('passes over rows of units, and reads numbers in another dress', async () => {
    const dressed = rows().map(([firm, year, sales, staff, assets]) => [
      firm!,
      `${year}年`,
      sales!,
      `"${(1000 + 900000 * Number(staff)).toFixed(0).replace(/(\d{3})$/, ',$1')}"`,
      Number(assets) < 0.05 ? '--' : assets!,
    ]);
    project = new Project({
      'units.csv': csvOf(NAMES, ['', '', 'USD', 'persons', 'USD'], ...rows()),
      'dress.csv': csvOf(NAMES, ...dressed),
    });
    expect((await found('units.csv')).keys).toEqual({ skip: [2] });
    expect(await columns()).toHaveLength(3);
    project.remove('paper');
    const { keys, panel } = await found('dress.csv');
    expect(keys).toEqual({ missing: ['--'], types: { staff: 'number(thousands)', year: 'number(suffix=年)' } });
    expect(panel?.time).toBe('year');
    expect(await columns()).toHaveLength(3);
  });

  it('makes years that stand in names of columns long', async () => {
    const next = drawn(5);
    const heads = ['gdp', 'pop'].flatMap((name) => YEARS.map((year) => `${name}${year}`));
    const cities = Array.from({ length: 20 }, (_, i) => [`city ${i}`, ...heads.map(() => next())]);
    project = new Project({ 'wide.csv': csvOf(['city', ...heads], ...cities) });
    expect((await found('wide.csv')).panel).toEqual({ unit: 'city', time: 'year', balanced: true });
    expect(await columns()).toContain('gdp ~ pop | city');
  });

  it('takes rows without unit and time as a cross-section', async () => {
    const next = drawn(3);
    const people = Array.from({ length: 80 }, (_, i) => [i + 1, next(), next(), next()]);
    project = new Project({ 'people.csv': csvOf(['id', 'wage', 'educ (years)', 'age'], ...people) });
    expect((await found('people.csv')).panel).toBeNull();
    expect(await columns()).toEqual(['wage ~ `educ (years)`', 'wage ~ `educ (years)` + $controls']);
  });

  it('tells rows that repeat a unit and a time', async () => {
    const [first, ...others] = rows();
    project = new Project({ 'twice.csv': csvOf(NAMES, first!, first!, ...others) });
    const { panel, repeated } = await found('twice.csv');
    expect([panel, repeated]).toEqual([null, { unit: 'firm', time: 'year', rows: 1 }]);
    project.remove('paper');
    const { stdout } = await project.run('init', 'paper', '--from', 'twice.csv');
    expect(stdout).toContain('1 rows repeat a pair: `kind: duplicates`');
    expect(await columns()).toHaveLength(2);
  });

  it('speaks Chinese where it is asked to', async () => {
    project = new Project({ 'panel.csv': csvOf(NAMES, ...rows()) });
    const { stdout } = await project.run('init', 'paper', '--from', 'panel.csv', '--lang', 'zh');
    expect(stdout).toContain('看起来是面板数据：个体 `firm`（12 个），时间 `year`（6 期），平衡');
    expect(project.read('paper/pipeline.yaml')).toContain('请在 ~ 前写被解释变量');
    expect(await columns()).toHaveLength(3);
  });
});

describe('a wrong first try', () => {
  it.each([
    ['main.do', 'is a script, and `--from` takes data\nhint: `.* import main.do` makes a pipeline of it'],
    ['paper.docx', 'holds no data\nhint: `--from` takes the data file itself'],
    ['old.sav', 'no reader for `.sav` files\nhint: .*read.spss'],
    ['data', 'is a folder\nhint: name one file: `--from .*a.csv`'],
    ['none.csv', 'there is no file `none.csv`'],
    ['empty.csv', 'empty'],
  ])('with %s ends in the next command', async (file, says) => {
    project = new Project({
      'main.do': 'reg y x\n',
      'paper.docx': 'x',
      'old.sav': 'x',
      'data/a.csv': 'x\n1\n',
      'empty.csv': '',
    });
    const { code, stderr } = await project.run('init', 'paper', '--from', file);
    expect(stderr).toMatch(new RegExp(says));
    expect(code).toBe(2);
    expect(project.has('paper')).toBe(false);
  });

  it('to import data names `init --from`', async () => {
    project = new Project({ 'a.csv': 'x\n1\n' });
    expect((await project.run('import', 'a.csv')).stderr).toMatch(
      /hint: `.* init --from a.csv` makes a first pipeline/,
    );
  });

  it('overwrites nothing', async () => {
    project = new Project({ 'a.csv': csvOf(NAMES, ...rows()), 'paper/pipeline.yaml': 'mine\n' });
    const { code, stderr } = await project.run('init', 'paper', '--from', 'a.csv');
    expect([code, stderr]).toEqual([2, expect.stringContaining('`pipeline.yaml` already there; nothing was written')]);
    expect(project.read('paper/pipeline.yaml')).toBe('mine\n');
  });
});
