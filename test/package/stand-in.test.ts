/** Stand-in data: drawn by a recipe, they keep what it names of the original, and show no row of it and no value that few have. */
import { afterEach, describe, expect, it } from 'vitest';
import { rawColumn } from '../../src/app/package/stand-in/column.ts';
import { drawStandIn, type StandIn } from '../../src/app/package/stand-in/draw.ts';
import { MARK } from '../../src/app/package/stand-in/place.ts';
import { recipeOf } from '../../src/app/package/stand-in/recipe.ts';
import { createRng } from '../../src/base/number/rng.ts';
import type { StandInDecl } from '../../src/engine/declared.ts';
import type { Column } from '../../src/frame/column.ts';
import { readColumns } from '../../src/frame/ingest/file-columns.ts';
import type { Project } from '../cli/harness.ts';
import { DATA, PIPELINE, paperToPack, SECTION, withSection } from './project.ts';

const UNITS = 120;
const YEARS = 8;

/** A panel of persons: wages, a region, a treatment that is taken up once, gaps, missing values, rare towns, and a few who earn most. */
function persons(): string {
  const stream = createRng('38').stream('persons', 0);
  const rows: string[] = [];
  const towns = ['Aachen', 'Bremen', 'Cottbus'];
  for (let unit = 0; unit < UNITS; unit++) {
    const skill = stream.normal();
    const region = towns[stream.int(3)]!;
    const start = stream.uniform() < 0.4 ? 2013 + 2 * stream.int(2) : undefined;
    for (let year = 2010; year < 2010 + YEARS; year++) {
      const x = skill + stream.normal();
      if (stream.uniform() < 0.15) continue;
      const wage =
        stream.uniform() < 0.2 ? '' : (1000 * Math.exp(0.5 * skill + 0.2 * x + 0.1 * stream.normal())).toFixed(2);
      const town = unit % 40 === 0 ? `Hamlet ${unit}` : region;
      rows.push(
        [5000 + unit, year, town, Number(start !== undefined && year >= start), x.toFixed(4), wage, year - 2000].join(),
      );
    }
  }
  return ['person,year,town,treated,x,wage,price', ...rows, ''].join('\n');
}

const PERSONS = persons();
const columnsOf = (text: string): ReadonlyMap<string, Column> =>
  readColumns(Buffer.from(text), { file: 'data/persons.csv' }).columns;

function drawn(recipe: StandInDecl = {}, text = PERSONS, panelled = true): StandIn {
  const columns = columnsOf(text);
  return drawStandIn(
    {
      path: 'data/persons.csv',
      nrows: text.trimEnd().split('\n').length - 1,
      columns: [...columns].map(([name, column]) => rawColumn(name, column)),
      ...(panelled && { panel: { unit: 'person', time: 'year' } }),
    },
    recipeOf(recipe),
  );
}

const original = (name: string): string[] => {
  const [head, ...rows] = PERSONS.trimEnd()
    .split('\n')
    .map((line) => line.split(','));
  return rows.map((cells) => cells[head!.indexOf(name)]!);
};
const numbers = (texts: readonly string[]): number[] => texts.filter((each) => each !== '').map(Number);
const mean = (values: readonly number[]): number => values.reduce((sum, each) => sum + each, 0) / values.length;
const spread = (values: readonly number[]): number => Math.sqrt(mean(values.map((each) => (each - mean(values)) ** 2)));
function correlation(a: readonly string[], b: readonly string[]): number {
  const both = a.flatMap((each, i) =>
    each === '' || b[i] === '' ? [] : [[Number(each), Math.log(Number(b[i]))] as const],
  );
  const [x, y] = [both.map(([each]) => each), both.map(([, each]) => each)];
  return mean(x.map((each, i) => (each - mean(x)) * (y[i]! - mean(y)))) / spread(x) / spread(y);
}
const counts = (texts: readonly string[]): Map<string, number> => {
  const of = new Map<string, number>();
  for (const each of texts) of.set(each, (of.get(each) ?? 0) + 1);
  return of;
};
const rowsOf = (data: StandIn): string[] => {
  const columns = [...data.values()];
  return columns[0]!.map((_, row) => columns.map((texts) => texts[row]).join());
};

describe('stand-in data', () => {
  it('have the distributions, missing shares and correlations of the original', () => {
    const data = drawn();
    for (const name of ['x', 'wage']) {
      const [own, theirs] = [numbers(original(name)), numbers(data.get(name)!)];
      expect(Math.abs(mean(theirs) - mean(own)), name).toBeLessThan(0.1 * spread(own));
      expect(spread(theirs) / spread(own), name).toBeGreaterThan(0.85);
      expect(spread(theirs) / spread(own), name).toBeLessThan(1.15);
    }
    const share = (texts: readonly string[]) => texts.filter((each) => each === '').length / texts.length;
    expect(Math.abs(share(data.get('wage')!) - share(original('wage')))).toBeLessThan(0.02);
    const [theirs, own] = [
      correlation(data.get('x')!, data.get('wage')!),
      correlation(original('x'), original('wage')),
    ];
    expect(own).toBeGreaterThan(0.6);
    expect(Math.abs(theirs - own)).toBeLessThan(0.15);
  });

  it('keep the structure of the panel: constants of units and periods, one start of a treatment, gaps', () => {
    const data = drawn();
    const [unit, year] = [data.get('person')!, data.get('year')!];
    expect(new Set(unit).size).toBe(UNITS);
    expect(new Set(unit.map((each, row) => `${each} ${year[row]}`)).size).toBe(unit.length);
    expect(Math.abs(unit.length / (UNITS * YEARS) - 0.85)).toBeLessThan(0.06);
    const town = new Map<string, string>();
    const last = new Map<string, string>();
    unit.forEach((each, row) => {
      expect(town.get(each) ?? data.get('town')![row]).toBe(data.get('town')![row]);
      town.set(each, data.get('town')![row]!);
      expect(data.get('price')![row]).toBe(String(Number(year[row]) - 2000));
      expect(Number(data.get('treated')![row])).toBeGreaterThanOrEqual(Number(last.get(each) ?? 0));
      last.set(each, data.get('treated')![row]!);
    });
    const share = mean(numbers(data.get('treated')!));
    expect(Math.abs(share - mean(numbers(original('treated'))))).toBeLessThan(0.08);
  });

  it.each([3, 10, 25])('show no row, no unit and no value that fewer than %i have', (cell) => {
    const data = drawn({ cell });
    const own = new Set(PERSONS.trimEnd().split('\n'));
    expect(rowsOf(data).filter((row) => own.has(row))).toEqual([]);
    const units = original('person');
    for (const [name, texts] of data) {
      const values = original(name);
      const holders = new Map<string, Set<string>>();
      values.forEach((each, row) => void holders.set(each, (holders.get(each) ?? new Set()).add(units[row]!)));
      const rare = new Set([...holders].flatMap(([each, persons]) => (persons.size < cell ? [each] : [])));
      // A number is the same however it is written.
      const isRare = (each: string) =>
        rare.has(each) || (each !== '' && [...rare].some((one) => Number(one) === Number(each)));
      expect(
        [...new Set(texts)].filter((each) => each !== '' && isRare(each)),
        name,
      ).toEqual([]);
    }
    expect([...new Set(data.get('person'))].some((each) => new Set(units).has(each))).toBe(false);
    expect(Math.max(...numbers(data.get('wage')!))).not.toBe(Math.max(...numbers(original('wage'))));
  });

  it('are the same again, and others under another seed', () => {
    expect(rowsOf(drawn())).toEqual(rowsOf(drawn()));
    expect(rowsOf(drawn({ seed: 2 }))).not.toEqual(rowsOf(drawn()));
    expect(rowsOf(drawn({ cell: 10, seed: 1, keeps: ['correlations', 'panel', 'missing'], open: [] }))).toEqual(
      rowsOf(drawn()),
    );
  });

  it('keep no more than the recipe names', () => {
    const data = drawn({ keeps: [] });
    expect(data.get('wage')!.filter((each) => each === '')).toEqual([]);
    expect(Math.abs(correlation(data.get('x')!, data.get('wage')!))).toBeLessThan(0.15);
    expect(data.get('person')).toHaveLength(UNITS * YEARS);
  });

  it('keep the values of open columns where they stand', () => {
    const data = drawn({ open: ['person', 'year', 'town'] });
    for (const name of ['person', 'year', 'town']) expect(data.get(name)).toEqual(original(name));
    expect(data.get('x')).not.toEqual(original('x'));
  });

  it('are drawn of rows where there is no panel', () => {
    const data = drawn({}, PERSONS, false);
    expect(counts(data.get('town')!).has('Hamlet 0')).toBe(false);
    expect(data.get('x')).toHaveLength(original('x').length);
  });

  it('are refused where all units make no cell', () => {
    expect(() => drawn({ cell: UNITS + 1 })).toThrow('it has 120 units, and a cell must have 121');
  });
});

describe('a package without the data', () => {
  let project: Project;
  afterEach(() => project.dispose());
  const STAND_IN = SECTION.replace('provided: true', 'provided: false, access: by request, stand_in: {cell: 4}');

  it('runs on stand-in data in a folder of its own, which bears their name and no value of few', async () => {
    project = paperToPack({ 'pipeline.yaml': withSection(STAND_IN) });
    await project.make();
    const { code, stdout, stderr } = await project.run('package', '--json');
    expect(code, stderr).toBe(0);
    const { files, proof } = JSON.parse(stdout);
    expect(proof).toMatchObject({ on: 'stand-in data', different: [] });
    expect(files.filter((path: string) => path.startsWith('synthetic/'))).toEqual([
      'synthetic/data/panel.synthetic.csv',
      'synthetic/pipeline.yaml',
    ]);
    expect(files).not.toContain('data/panel.csv');
    const text = project.read('package/synthetic/data/panel.synthetic.csv');
    expect(text.split('\n')[0]).toBe(`unit,year,region,y,x,z,w,${MARK}`);
    const own = new Set(DATA.split('\n').map((row) => `${row},1`));
    expect(text.split('\n').filter((row) => own.has(row))).toEqual([]);
    expect(project.read('package/synthetic/pipeline.yaml')).toMatch(/^# SYNTHETIC STAND-IN DATA/);
    expect(project.read('package/README.md')).toMatch(
      /Stand-in: `synthetic\/` has drawn data .* They cannot show any result of the paper/,
    );
    const checked = await project.run('package', '--check', project.path('package'), '--json');
    expect(JSON.parse(checked.stdout)).toMatchObject({ passes: true, proof: { on: 'stand-in data' } });
  });

  it('has stand-ins of files with a confidential column', async () => {
    const secret = DATA.split('\n').map((row, i) => (row === '' ? '' : `${row},${i === 0 ? 'wage' : `91827${i}.5`}`));
    project = paperToPack({
      'data/panel.csv': secret.join('\n'),
      'pipeline.yaml': withSection(
        SECTION.replace('provided: true', 'provided: true, access: from the office, stand_in: {cell: 4}'),
        PIPELINE.replace('variables:\n', 'variables:\n  wage: {confidential: true}\n'),
      ),
    });
    await project.make();
    const { code, stderr } = await project.run('package');
    expect(code, stderr).toBe(0);
    const text = project.read('package/synthetic/data/panel.synthetic.csv');
    expect(text.split('\n')[0]).toContain(',wage,');
    expect(secret.slice(1).some((row) => row !== '' && text.includes(row.split(',').at(-1)!))).toBe(false);
  });

  it('is refused at its place where no stand-in can be drawn, or none is needed', async () => {
    project = paperToPack({ 'pipeline.yaml': withSection(STAND_IN.replace('cell: 4', 'cell: 4000')) });
    await project.make();
    const { code, stderr } = await project.run('package');
    expect(code).toBe(2);
    expect(stderr).toContain('no stand-in of `data/panel.csv` can be drawn: it has');
    project.write('pipeline.yaml', withSection(STAND_IN.replace('provided: false', 'provided: true')));
    expect((await project.run('package')).stderr).toContain(
      '`panel` is passed on, and `stand_in` is for data that are not',
    );
    expect(project.has('package')).toBe(false);
  });
});
