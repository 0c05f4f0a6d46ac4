/** Whatever takes a text column for levels refuses `NA` in it at the file’s cell; whatever does not is left alone. */
import { describe, expect, it } from 'vitest';
import { planned } from './planned.ts';

const csv = `unit,year,region,y,x\n${Array.from({ length: 24 }, (_, i) => {
  const [unit, year] = [Math.floor(i / 4), 2010 + (i % 4)];
  return [`u${unit}`, year, i === 5 ? 'NA' : unit < 3 ? 'East' : 'West', ((i * 5) % 7) + unit, (i * 7) % 11].join(',');
}).join('\n')}\n`;
const head = (more = '') =>
  `papermake: 1\nsteps:\n  d: {kind: ingest, file: d.csv, panel: {unit: unit, time: year}${more}}\n`;

const uses: readonly (readonly [name: string, step: string])[] = [
  ['an effect', '{kind: models, from: d, fit: y ~ x | region}'],
  ['a combined effect', '{kind: models, from: d, fit: y ~ x | region^year}'],
  ['a cluster', '{kind: models, from: d, fit: y ~ x, vcov: cluster(region)}'],
  ['one of two clusters', '{kind: models, from: d, fit: y ~ x, vcov: cluster(unit + region)}'],
  ['a wild cluster', '{kind: models, from: d, fit: y ~ x, vcov: wild(region)}'],
  ['indicators', '{kind: models, from: d, fit: y ~ x + i(region)}'],
  ['an interaction with indicators', '{kind: models, from: d, fit: "y ~ x:i(region)"}'],
  ['groups of winsorising', '{kind: models, from: d, fit: y ~ x, winsorize: {at: [1, 99], by: region}}'],
  ['indicators described', '{kind: describe, from: d, variables: [i(region)]}'],
  ['indicators correlated', '{kind: correlate, from: d, variables: [x, i(region)]}'],
];

describe('`NA` in a text column', () => {
  it.each(uses)('is refused in %s', async (_, step) => {
    const { problems, run } = planned(`${head()}  m: ${step}\n`, csv);
    expect(problems).toEqual([]);
    expect((await run('m')).failures).toMatchObject([
      {
        code: 'doubtful-levels',
        message: 'the levels of `region` are in doubt: 1 cell holds `NA`, which reads like a missing value',
        cell: { is: 'marked cell', row: 7, column: 'region' },
      },
    ]);
  });

  it.each(uses)(
    'is a missing value of %s where it is said to be one, and a level where it is said to be one',
    async (_, step) => {
      for (const said of [', missing: [NA]', ', not_missing: {region: [NA]}'])
        expect((await planned(`${head(said)}  m: ${step}\n`, csv).run('m')).failures).toEqual([]);
    },
  );

  it('is refused as a level of a split', async () => {
    const { nodes, run } = planned(`${head()}  m: {kind: models, from: d, fit: y ~ x, split: region}\n`, csv);
    const levels = [...nodes.keys()].find((id) => id.endsWith('@levels.region') || id.includes('@levels'))!;
    expect((await run(levels)).failures).toMatchObject([{ code: 'doubtful-levels', cell: { row: 7 } }]);
  });

  it('leaves alone who does not use the column, or only compares with it', async () => {
    for (const step of ['fit: y ~ x', 'fit: y ~ x | unit', 'fit: y ~ x | unit, sample: \'region != "NA"\''])
      expect((await planned(`${head()}  m: {kind: models, from: d, ${step}}\n`, csv).run('m')).failures).toEqual([]);
  });
});
