/** Seeded draws follow the values of the data: what units, clusters and groups are called moves no number, and neither does the order of a panel's rows. */
import { beforeAll, describe, expect, it } from 'vitest';
import { createRng } from '../../src/base/number/rng.ts';
import { resultAlone } from '../support/result-alone.ts';
import { Project } from './harness.ts';

const units = 14;
const years = [2010, 2011, 2012, 2013, 2014, 2015];

interface Row {
  readonly unit: number;
  readonly group: number;
  readonly region: 'Inland' | 'Coast';
  readonly cells: readonly (number | string)[];
}

const random = createRng('renamed').stream('rows', 0);
const draw = (digits = 2): number => Number(random.normal().toFixed(digits));
const rows: Row[] = Array.from({ length: units }, (_, unit) => {
  const [lat, lon, start] = [20 + draw() * 5, 100 + draw() * 5, [2012, 2013, 2014, 0][unit % 4]!];
  return years.map((year): Row => {
    const d = start > 0 && year >= start ? 1 : 0;
    const [x, z] = [draw(), draw()];
    const m = Number((0.6 * x + draw()).toFixed(2));
    const y = Number((x - m / 2 + d / 3 + unit / 7 + (unit % 2) * x + draw()).toFixed(1));
    // zeros in all years of most units, so that many are alike in what a model reads
    const k = unit % 5 === 0 ? Math.max(0, Math.round(2 * x)) : 0;
    const cells = [year, y, x, z, m, d, start, k, lat.toFixed(3), lon.toFixed(3)];
    return { unit, group: unit % 5, region: unit % 2 === 0 ? 'Inland' : 'Coast', cells };
  });
}).flat();

/** `name`, `cluster`: what units and clusters are called. */
function csvOf(table: readonly Row[], name: (unit: number) => string, cluster: (group: number) => string): string {
  const lines = table.map(({ unit, group, region, cells }) => [name(unit), cluster(group), region, ...cells].join(','));
  return `unit,g,region,year,y,x,z,m,d,start,k,lat,lon\n${lines.join('\n')}\n`;
}

const PIPELINE = `papermake: 1
steps:
  panel: {kind: ingest, file: data/panel.csv, panel: {unit: unit, time: year}}
  wild:
    kind: models
    from: panel
    columns:
      - {id: few, fit: y ~ x | unit, vcov: "wild(g, weights = webb, reps = 199)"}
      - {id: many, fit: y ~ x + z | unit + year, vcov: "wild(unit, reps = 199)"}
      - {id: counts, fit: k ~ z | g, vcov: "wild(unit, reps = 199)"}
  base: {kind: models, from: panel, fit: y ~ x + z | unit, vcov: cluster(unit)}
  by_unit: {kind: mediation, base: base, treatment: x, mediator: m, bootstrap: 99}
  by_group: {kind: mediation, base: base, vcov: cluster(g), treatment: x, mediator: m, bootstrap: 99}
  pooled: {kind: models, from: panel, fit: y ~ x + z, vcov: HC1}
  by_row: {kind: mediation, base: pooled, treatment: x, mediator: m, bootstrap: 99}
  treated: {kind: models, from: panel, fit: y ~ d + z | unit + year, vcov: cluster(unit)}
  units: {kind: placebo, base: treated, treatment: d, permute: units, draws: 99}
  dates: {kind: placebo, base: treated, treatment: d, permute: dates, draws: 3}
  both: {kind: placebo, base: treated, treatment: d, permute: both, draws: 99}
  counted: {kind: models, from: panel, fit: k ~ d | unit + g^year, vcov: cluster(unit)}
  zeros: {kind: placebo, base: counted, treatment: d, permute: units, draws: 99}
  halves: {kind: models, base: base, split: region, difference: {of: x, between: [Coast, Inland], by: [chow, permutation], draws: 99}}
  unsaid: {kind: models, base: base, split: region, difference: {of: x}}
  shuffled: {kind: models, base: pooled, split: region, difference: {of: x, between: [Coast, Inland], by: permutation, permute: rows, draws: 99}}
  threshold: {kind: threshold, base: base, on: z, slope: x, max: 1, grid: 20, bootstrap: 50}
  joint: {kind: multiverse, base: base, of: x, choices: {controls: subsets, samples: [all, year > 2010]}, test: {draws: 99}}
  joint_rows: {kind: multiverse, base: pooled, of: x, choices: {controls: subsets}, test: {draws: 99}}
  near: {kind: spatial_weights, type: inverse-distance, from: panel, at: [lat, lon], power: 1}
  ring: {kind: spatial_weights, type: knn, from: panel, at: [lat, lon], k: 3}
  moran: {kind: moran, from: panel, variable: y, weights: near, by: year, permutations: 99}
  few_values: {kind: moran, from: panel, variable: k, weights: ring, by: year, sample: year == 2012, permutations: 99}
  cohorts: {kind: did, from: panel, method: callaway, outcome: y, cohort: start, cluster: unit, bands: 99}
  clustered: {kind: did, from: panel, method: callaway, outcome: k, cohort: start, bands: 99}
`;
const nodes = [
  ...['wild.few', 'wild.many', 'wild.counts', 'by_unit', 'by_group', 'by_row', 'units', 'dates', 'both', 'zeros'],
  ...[
    'halves.difference',
    'unsaid.difference',
    'shuffled.difference',
    'threshold',
    'joint',
    'joint_rows',
    'moran',
    'few_values',
    'cohorts',
  ],
  'clustered',
];

/** All numbers of a result by their paths; those that stand by units are in the units' order. */
function numbersOf(value: unknown, path = ''): [string, number][] {
  if (typeof value === 'number') return [[path, value]];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, each]) =>
    ['local', 'levels'].includes(key) ? [] : numbersOf(each, `${path}.${key}`),
  );
}

async function results(csv: string): Promise<Map<string, number>> {
  const project = new Project({ 'pipeline.yaml': PIPELINE, 'data/panel.csv': csv });
  try {
    await project.make();
    const found = new Map<string, number>();
    for (const node of nodes) {
      const { stdout } = await project.run('show', node, '--json');
      for (const [path, number] of numbersOf(JSON.parse(resultAlone(stdout)))) found.set(`${node}${path}`, number);
    }
    return found;
  } finally {
    project.dispose();
  }
}

const plain = (i: number): string => `p${String.fromCharCode(97 + i)}`;
const turned = (i: number): string => `p${String.fromCharCode(122 - ((5 * i) % 14))}`;
const shuffledRows = createRng('rows')
  .stream('order', 0)
  .shuffle([...rows]);

let usual: Map<string, number>;
beforeAll(async () => {
  usual = await results(csvOf(rows, plain, plain));
});

describe('no number moves', () => {
  it.each([
    ['where units and clusters have other names and the rows of the panel are shuffled', shuffledRows, turned, turned],
    ['where units are numbers', rows, (unit: number) => String((unit * 5) % 14), plain],
  ] as const)('%s', async (_, table, name, cluster) => {
    const other = await results(csvOf(table, name, cluster));
    expect([...other.keys()]).toEqual([...usual.keys()]);
    // rows that are shuffled do not say which group comes first
    if (table === shuffledRows) for (const path of other.keys()) if (path.startsWith('unsaid.')) other.delete(path);
    const moved = [...other].filter(([path, number]) => {
      const before = usual.get(path)!;
      return Math.abs(number - before) > 1e-7 * Math.max(1, Math.abs(before));
    });
    expect(moved.map(([path, number]) => `${path}: ${usual.get(path)} → ${number}`)).toEqual([]);
  });
});
