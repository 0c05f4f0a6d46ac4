/** Spatial weights of a file: a matrix or edges, checked against the units of the panel. */
import { afterEach, describe, expect, it } from 'vitest';
import { createRng } from '../../src/base/number/rng.ts';
import { Project } from './harness.ts';

let project: Project;
afterEach(() => project?.dispose());

const units = ['东', '南', '西', '北', '中'];
/** Neighbours in the order of the file, which is none of names. */
const edges: readonly (readonly [number, number, number])[] = [
  ...(
    [
      [0, 1, 2],
      [1, 2, 1],
      [2, 3, 4],
      [3, 0, 1],
      [4, 0, 3],
      [4, 2, 1],
    ] as const
  ).flatMap(([a, b, w]) => [[a, b, w] as const, [b, a, w] as const]),
];
const weight = (i: number, j: number): number => edges.find(([a, b]) => a === i && b === j)?.[2] ?? 0;
const line = (i: number): string => units.map((_, j) => weight(i, j)).join(',');
const named = (order: readonly number[]): string =>
  `name,${order.map((j) => units[j]).join(',')}\n${order.map((i) => `${units[i]},${order.map((j) => weight(i, j)).join(',')}`).join('\n')}\n`;

const stream = createRng('3').stream('rows', 0);
const panel = `unit,id,year,x,y\n${units
  .flatMap((unit, i) =>
    Array.from({ length: 8 }, (_, t) => [
      unit,
      i + 1,
      2010 + t,
      stream.normal().toFixed(3),
      stream.normal().toFixed(3),
    ]),
  )
  .map((row) => row.join(','))
  .join('\n')}\n`;

const pipeline = (steps: string, claims = '', unit = 'unit'): string => `papermake: 1
steps:
  panel: {kind: ingest, file: panel.csv, panel: {unit: ${unit}, time: year}}
  file: {kind: ingest, file: w.csv}
${steps}
${claims === '' ? '' : `claims:\n${claims}\n`}`;
const model = (w: string): string => `  sar${w}: {kind: spatial, from: panel, fit: y ~ x, weights: ${w}, model: sar}`;

async function ran(files: Readonly<Record<string, string>>): Promise<{ code: number | null; stderr: string }> {
  project = new Project({ 'panel.csv': panel, ...files });
  return await project.run();
}

it('are the same of a matrix in any order, of its names alone, of an order that is told, and of edges', async () => {
  const list = `a,b,w\n${edges.map(([a, b, w]) => `${units[a]},${units[b]},${w}`).join('\n')}\n`;
  const weights = {
    rows: '{kind: spatial_weights, from: panel, type: matrix, matrix: {from: file, unit: name}}',
    turned: '{kind: spatial_weights, from: panel, type: matrix, matrix: {from: other, unit: name}}',
    header: '{kind: spatial_weights, from: panel, type: matrix, matrix: {from: bare}}',
    told: '{kind: spatial_weights, from: panel, type: matrix, matrix: {from: plain, order: [东, 南, 西, 北, 中]}}',
    listed: '{kind: spatial_weights, from: panel, type: edges, edges: {from: list, unit: a, neighbour: b, weight: w}}',
    kept: '{kind: spatial_weights, from: panel, type: matrix, matrix: {from: file, unit: name}, standardize: none}',
  };
  const { code, stderr } = await ran({
    'w.csv': named([0, 1, 2, 3, 4]),
    'other.csv': named([3, 1, 0, 4, 2]),
    'bare.csv': `${units.join(',')}\n${units.map((_, i) => line(i)).join('\n')}\n`,
    'plain.csv': `w9,w1,w5,w2,w0\n${units.map((_, i) => line(i)).join('\n')}\n`,
    'list.csv': list,
    'pipeline.yaml': pipeline(
      [
        ...['other', 'bare', 'plain', 'list'].map((name) => `  ${name}: {kind: ingest, file: ${name}.csv}`),
        ...Object.entries(weights).map(([name, step]) => `  ${name}: ${step}`),
        ...Object.keys(weights).map(model),
      ].join('\n'),
      [
        ...['turned', 'header', 'told', 'listed'].map(
          (name) => `  ${name}: sar${name}.rho == sarrows.rho and sar${name}.rho.se == sarrows.rho.se`,
        ),
        '  standardised: rows.s0 > 4.99 and rows.s0 < 5.01 and kept.s0 == 24',
        '  moved: sarkept.rho != sarrows.rho',
      ].join('\n'),
    ),
  });
  expect([code, stderr]).toEqual([0, expect.not.stringContaining('warning')]);
});

it('of a file without names follow the numbers of the units, which is told', async () => {
  const { code, stderr } = await ran({
    'list.csv': `a,b,w\n${edges.map(([a, b, w]) => `${a + 1},${b + 1},${w}`).join('\n')}\n`,
    'w.csv': `v9,v2,v3,v1,v5\n${units.map((_, i) => line(i)).join('\n')}\n`,
    'pipeline.yaml': pipeline(
      `  w: {kind: spatial_weights, from: panel, type: matrix, matrix: {from: file}}\n${model('w')}
  list: {kind: ingest, file: list.csv}
  e: {kind: spatial_weights, from: panel, type: edges, edges: {from: list, unit: a, neighbour: b, weight: w}}\n${model('e')}`,
      '  same: sarw.rho == sare.rho',
      'id',
    ),
  });
  expect([code, stderr]).toEqual([
    0,
    expect.stringContaining('its rows and columns are taken in the order of the units’ numbers'),
  ]);
});

describe('what does not fit the units', () => {
  const step = (more: string): string => pipeline(`  w: {kind: spatial_weights, from: panel, ${more}}`);
  const matrix = step('type: matrix, matrix: {from: file, unit: name}');
  const changed = (from: string, to: string): string => named([0, 1, 2, 3, 4]).replace(from, to);
  it.each([
    ['a unit is missing', matrix, changed('\n中,', '\n终,'), 'the matrix has no row for 1 of the 5 units: `中`'],
    ['a column is', matrix, changed(',中\n', ',终\n'), 'the matrix has no column for 1 of the 5 units: `中`'],
    ['a name stands twice', matrix, changed('\n中,', '\n东,'), '`东` names several rows of the matrix'],
    ['a weight is negative', matrix, changed('东,0,2', '东,0,-2'), '1 are negative, the first of `东` and `南`'],
    ['a cell is empty', matrix, changed('东,0,2', '东,0,'), '1 have no number, the first of `东` and `南`'],
    [
      'nothing is named',
      step('type: matrix, matrix: {from: file}'),
      `a,b,c,d,e\n${units.map((_, i) => line(i)).join('\n')}\n`,
      'does not say whose its rows and columns are',
    ],
    [
      'it is not square',
      step('type: matrix, matrix: {from: file}'),
      `东,南,西,北,中\n${line(0)}\n`,
      'expected a square matrix, got 1 rows and 5 columns',
    ],
    [
      'an edge stands twice',
      step('type: edges, edges: {from: file, unit: a, neighbour: b, weight: w}'),
      'a,b,w\n东,南,1\n东,南,2\n',
      'the edge from `东` to `南` is listed twice',
    ],
    [
      'a column is unknown',
      step('type: edges, edges: {from: file, unit: a, neighbour: b, weight: ww}'),
      'a,b,w\n东,南,1\n',
      'unknown variable `ww`',
    ],
    ['a key is missing', step('type: matrix'), 'a\n1\n', '`matrix` needs `matrix`'],
  ])('is refused where %s', async (_, text, file, message) => {
    const { code, stderr } = await ran({ 'w.csv': file, 'pipeline.yaml': text });
    expect(code).not.toBe(0);
    expect(stderr).toContain(message);
    expect(stderr).toContain('pipeline.yaml:5:');
  });

  it('is told of a diagonal, of directions and of strangers, with counts', async () => {
    const file = changed('东,0,2', '东,7,5').replace(/\n/g, (_, at: number) => (at < 12 ? ',外\n' : ',1\n'));
    const { code, stderr } = await ran({ 'w.csv': `${file}外,1,1,1,1,1,1\n`, 'pipeline.yaml': matrix });
    expect([code, stderr]).toEqual([0, expect.stringContaining('1 unit weighs itself; the diagonal is set to 0')]);
    expect(stderr).toContain('they differ by direction in 1 pair');
    expect(stderr).toContain('1 row of the matrix not used (units that the data does not have)');
  });
});
