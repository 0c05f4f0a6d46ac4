/** Figures from the real binary: what makes them anew, and what does not. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Project } from './harness.ts';
import { DATA, HEADER, ROWS } from './paper.ts';

const PIPELINE = `papermake: 1
variables:
  y: {label: Outcome}
  x: {label: Treatment}
  w: {label: Weather}
steps:
  panel: {kind: ingest, file: data/panel.csv, panel: {unit: unit, time: year}}
  fits:
    kind: models
    from: panel
    columns:
      - {id: one, fit: y ~ x + z | unit}
      - {id: two, fit: y ~ w | unit}
  coefficients: {kind: figure, plot: coefficients, from: fits.one}
  yearbook: {kind: ingest, file: data/yearbook.csv}
  provinces: {kind: figure, plot: box, from: yearbook, variables: [v], by: province, formats: [svg]}
  others: {kind: figure, plot: coefficients, from: fits.two}
  weather: {kind: figure, plot: density, from: panel, variables: [w], by: region, formats: [svg]}
  layered: {kind: figure, plot: layers, from: panel, x: x, y: y, layers: [{mark: points}, {mark: fit}, {mark: points, from: fits.two, x: estimate, y: estimate}], formats: [svg]}
  pair: {kind: figure, plot: combine, from: [weather, others], formats: [svg]}
  outcome: {kind: figure, plot: trends, from: panel, x: year, y: y, by: region, formats: [svg]}
`;

let project: Project;

beforeAll(async () => {
  project = new Project({
    'pipeline.yaml': PIPELINE,
    'data/panel.csv': DATA,
    'data/yearbook.csv': 'province,v\n北京,1\n天津,2\n河北,3\n北京,4\n',
  });
  expect((await project.make()).failed).toEqual([]);
});
afterAll(() => project.dispose());

/** What runs after an edit, and after it is taken back. */
async function editing(file: string, text: string, before: string): Promise<string[]> {
  project.write(file, text);
  const { ran } = await project.make();
  project.write(file, before);
  await project.make();
  return ran;
}

/** The data with another value in a column of the third row. */
function changed(column: string): string {
  const at = HEADER.split(',').indexOf(column);
  const rows = ROWS.map((row, i) => {
    const cells = row.split(',');
    if (i === 2) cells[at] = '0.987';
    return cells.join(',');
  });
  return `${HEADER}\n${rows.join('\n')}\n`;
}

describe('a figure', () => {
  it('is written in every format, with its data', () => {
    const files = Object.keys(project.tree('out')).sort();
    expect(files.filter((file) => file.includes('coefficients'))).toEqual(
      ['csv', 'pdf', 'png', 'svg'].map((extension) => `out/figures/coefficients.${extension}`),
    );
    expect(project.read('out/figures/weather.csv')).toMatch(/^group,x,density,bandwidth,n\nNorth,/);
  });

  it('has groups in the order of the data', () => {
    const groups = project.read('out/figures/provinces.csv').match(/(?<=box,)[^,]+/g);
    expect(groups).toEqual(['北京', '天津', '河北']);
  });

  it('tells where a label has a formula that it cannot set', async () => {
    project.write('pipeline.yaml', PIPELINE.replace('label: Treatment', 'label: "$\\\\frac{x}{y}$"'));
    const { code, stderr } = await project.run();
    project.write('pipeline.yaml', PIPELINE);
    expect(code).toBe(2);
    expect(stderr).toContain('has a fraction, which labels of figures cannot have');
    expect(stderr).toMatch(/pipeline\.yaml:4:\d+/);
  });

  it('is drawn anew when a cell changes that it shows, and no other is', async () => {
    expect(await editing('data/panel.csv', changed('w'), DATA)).toEqual([
      'fits.two',
      'layered',
      'others',
      'pair',
      'panel',
      'weather',
    ]);
    expect(await editing('data/panel.csv', changed('z'), DATA)).toEqual(['coefficients', 'fits.one', 'panel']);
  });

  it('is drawn anew in another colour, and nothing is estimated', async () => {
    const other = PIPELINE.replace('from: fits.one}', 'from: fits.one, colors: ["#aa0000"]}');
    expect(await editing('pipeline.yaml', other, PIPELINE)).toEqual(['coefficients']);
  });

  it('is drawn anew with another layer, and nothing is estimated', async () => {
    const other = PIPELINE.replace('{mark: fit}', '{mark: fit, method: lowess}, {mark: rule, y: 0}');
    expect(await editing('pipeline.yaml', other, PIPELINE)).toEqual(['layered']);
  });

  it('is drawn anew under another label, and others are not', async () => {
    const other = PIPELINE.replace('Weather', 'Temperature');
    expect(await editing('pipeline.yaml', other, PIPELINE)).toEqual(['others', 'pair', 'weather']);
  });

  it('is drawn anew in its place among others when an option of it changes, and nothing is estimated', async () => {
    const other = PIPELINE.replace('variables: [w], by: region,', 'variables: [w], by: region, title: By region,');
    expect(await editing('pipeline.yaml', other, PIPELINE)).toEqual(['pair', 'weather']);
    expect(project.read('out/figures/pair.svg')).toContain('>(a)<');
  });

  it('stands among others only where it is a figure, in their language, and combines none itself', async () => {
    const more = [
      'wrong: {kind: figure, plot: combine, from: [weather, fits.one], x_title: Places}',
      'twice: {kind: figure, plot: combine, from: [pair, others]}',
      'spoken: {kind: figure, plot: combine, from: [weather, chinese]}',
      'chinese: {kind: figure, plot: density, from: panel, variables: [w], lang: zh}',
    ];
    project.write('pipeline.yaml', `${PIPELINE}${more.map((line) => `  ${line}\n`).join('')}`);
    const { code, stderr } = await project.run();
    project.write('pipeline.yaml', PIPELINE);
    expect(code).toBe(2);
    for (const message of [
      'the plot `combine` shows figures, and `fits.one` is none',
      'the plot `combine` reads no `x_title`',
      '`pair` combines figures itself, and no combination stands in another',
      'a combined figure has one language, got en and zh',
    ])
      expect(stderr).toContain(message);
    expect(stderr.match(/^pipeline\.yaml:\d+:\d+ {2}/gm)).toHaveLength(4);
  });

  it('of the flow of rows accounts for every row of the data', async () => {
    const more = [
      'late: {kind: models, from: panel, fit: y ~ L.x, sample: year > 2011}',
      'rows: {kind: figure, plot: flow, from: late, formats: [svg]}',
      'none: {kind: figure, plot: flow, from: fits, formats: [svg]}',
    ];
    const whole = (text: readonly string[]): string => `${PIPELINE}${text.map((line) => `  ${line}\n`).join('')}`;
    project.write('pipeline.yaml', whole(more));
    const refused = await project.run();
    project.write('pipeline.yaml', whole(more.slice(0, 2)));
    const { failed } = await project.make();
    project.write('pipeline.yaml', PIPELINE);
    expect(refused.stderr).toContain('the plot `flow` shows one result, got 2');
    expect(failed).toEqual([]);
    const lines = project.read('out/figures/rows.csv').trim().split('\n').slice(1);
    const cells = lines.map((line) => line.split(','));
    expect(Number(cells[0]!.at(-1))).toBe(ROWS.length);
    expect(cells.map(([cause]) => cause)).toContain('sample');
    for (const [i, row] of cells.entries())
      if (i > 0) expect(Number(cells[i - 1]!.at(-1)) - Number(row.at(-2))).toBe(Number(row.at(-1)));
  });

  it('says at its key what is wrong with it', async () => {
    project.write('pipeline.yaml', PIPELINE.replace('from: fits.one}', 'from: fits.one, terms: [nothing]}'));
    const { code, stderr } = await project.run();
    project.write('pipeline.yaml', PIPELINE);
    // A term that no fit can have is refused before any model is estimated.
    expect(code).toBe(2);
    expect(stderr).toContain('no result has a term `nothing`');
    expect(stderr).toContain('hint: terms: `x`, `z`');
    expect(stderr).toMatch(/pipeline\.yaml:14:\d+/);
  });
});
