/** A row of a footer holds one quantity, whatever fits of different kinds call it. */
import { describe, expect, it } from 'vitest';
import type { SmallStyle } from '../../../src/econ/design.ts';
import type { Stat, StatName } from '../../../src/econ/fit.ts';
import { cellText, plainStyle } from '../../../src/table/formats/cells.ts';
import { build, fitOf, node, renderedTexts, term } from '../../golden/fixtures.ts';
import { clusterOn, fitOn, simulate } from '../econ/panels.ts';

type Stats = Partial<Record<StatName, Stat>>;

const terms = [term('NQP', 1.5, 0.4, 0.001)];
const state = [{ name: 'province', levels: 31 }];
const both = [...state, { name: 'year', levels: 12 }];
const column = (id: string, absorbed: typeof state, stats: Stats) => node(id, fitOf(terms, { absorbed, stats }));

// As each style reports them: `r2` is the one within under `xtreg`, and counts the effects as regressors under `reghdfe`.
const pooled = column('pooled', [], { r2: 0.2, r2Adj: 0.19, mss: 20, f: 5, fP: 0.01 });
const within = { r2: 0.6, r2Within: 0.6, r2Lsdv: 0.95, r2Adj: 0.55, r2AdjLsdv: 0.94, mss: 6, f: 6, fP: 0.02 };
const xtreg = column('xtreg', state, within);
const reghdfe = column('reghdfe', both, {
  r2: 0.97,
  r2Within: 0.4,
  r2Lsdv: 0.97,
  r2Adj: 0.96,
  r2AdjLsdv: 0.95,
  r2AdjWithin: 0.39,
  mss: 97,
  f: 7,
});
const equation = (outcome: string, f: number) => fitOf(terms, { outcome, stats: { ...within, f } });
const iv = node(
  'iv',
  { ...equation('Gap', 8), firstStage: [equation('NQP', 72)], reducedForm: equation('Gap', 9) },
  { header: 'IV', stages: ['first', 'second', 'reduced'] },
);

const table = (nodes: readonly ReturnType<typeof node>[], entry: object = {}) => ({
  name: 'one',
  entry: { digits: 2, ...entry },
  groups: [{ title: null, sources: nodes }],
});
const statistics = (...given: Parameters<typeof table>): string[][] =>
  build(table(...given))
    .panels.flatMap((panel) => panel.rows)
    .filter((row) => /^(r2|f|mss|kp|cd)/.test(row.key) && !row.key.startsWith('fe:'))
    .map((row) => [row.label, ...row.cells.map((cell) => cellText(cell, plainStyle))]);

describe('a row of statistics', () => {
  it('is of one R², whatever the columns’ fits call `r2`', () => {
    const rows = [
      ['R²', '0.20', '0.95', '0.97'],
      ['Within R²', '', '0.60', '0.40'],
    ];
    expect(statistics([pooled, xtreg, reghdfe], { stats: ['r2'] })).toEqual(rows);
    expect(statistics([pooled, xtreg, reghdfe])).toEqual(rows);
    expect(statistics([xtreg, reghdfe], { stats: ['n', 'r2'] })).toEqual([
      ['R²', '0.95', '0.97'],
      ['Within R²', '0.60', '0.40'],
    ]);
  });

  it('says within where every column’s is', () => {
    expect(statistics([xtreg, xtreg], { stats: ['r2'] })).toEqual([['Within R²', '0.60', '0.60']]);
    expect(statistics([xtreg, xtreg], { stats: ['r2', 'r2Within'] })).toEqual([['Within R²', '0.60', '0.60']]);
    expect(statistics([xtreg])).toEqual([['Within R²', '0.60']]);
    expect(statistics([xtreg, reghdfe])).toEqual([['Within R²', '0.60', '0.40']]);
  });

  it('tells adjusted R² and sums of squares within from those that count the effects', () => {
    expect(statistics([pooled, xtreg, reghdfe], { stats: ['r2Adj', 'mss'] })).toEqual([
      ['Adjusted R²', '0.19', '0.94', '0.96'],
      ['Adjusted within R² (xtreg)', '', '0.55', ''],
      ['Model sum of squares', '20.00', '', '97.00'],
      ['Model sum of squares, within', '', '6.00', ''],
    ]);
    expect(statistics([pooled, xtreg], { stats: ['r2AdjXtreg'] })).toEqual([
      ['Adjusted within R² (xtreg)', '', '0.55'],
    ]);
  });

  it('tells F of the excluded instruments from F of all slopes', () => {
    expect(statistics([pooled, iv], { stats: ['f', 'fP'] })).toEqual([
      ['F', '5.00', '', '8.00', ''],
      ['F of excluded instruments', '', '72.00', '', '9.00'],
      ['p of F', '0.01', '', '0.02', ''],
      ['p of F of excluded instruments', '', '0.02', '', '0.02'],
    ]);
  });

  it('has its new label and digits where the name stands for one quantity', () => {
    const entry = { stats: ['r2'], rename: { r2: 'R-squared' }, digits: { r2: 1 } };
    expect(statistics([xtreg], entry)).toEqual([['R-squared', '0.6']]);
    expect(statistics([pooled, xtreg], entry)).toEqual([
      ['R-squared', '0.2', '0.9'],
      ['Within R²', '', '0.6'],
    ]);
  });

  it('shows of weak-identification tests the one that goes with the column’s covariance', () => {
    const robust = column('robust', state, { ...within, kpWaldF: 30, cdWaldF: 90 });
    const plain = column('plain', state, { ...within, kpWaldF: { invalid: 'iid' }, cdWaldF: 80 });
    expect(statistics([robust, plain]).slice(1)).toEqual([
      ['Kleibergen–Paap rk Wald F', '30.00', ''],
      ['Cragg–Donald Wald F', '', '80.00'],
    ]);
  });

  it('is called alike in every format', async () => {
    const files = await renderedTexts(table([xtreg, reghdfe]));
    expect(files.get('csv')).toContain('\nWithin R2,0.60,0.40\n');
    expect(files.get('md')).toContain('| Within R² ');
    expect(files.get('tex')).toContain('\nWithin R\\textsuperscript{2} & \\pmh{0.60} & \\pmh{0.40} ');
    expect(files.get('html')).toContain('>Within R<sup>2</sup></th>');
    expect(files.get('json')).toContain('"label": "Within R²"');
  });
});

describe('what estimation calls R²', () => {
  const { design, unit, time } = simulate('statistics', 12, 6, 0.1);
  const estimated = (id: string, absorb: (typeof unit)[], small: SmallStyle | undefined) =>
    node(id, fitOn({ ...design, absorb }, small === undefined ? {} : { small }));
  const nodes = [
    estimated('pooled', [], undefined),
    estimated('xtreg', [unit], 'xtreg'),
    estimated('asymptotic', [unit], 'asymptotic'),
    estimated('areg', [unit], 'areg'),
    estimated('one', [unit], 'reghdfe'),
    estimated('two', [unit, time], 'reghdfe'),
    node('nested', fitOn({ ...design, absorb: [unit] }, { small: 'reghdfe', ...clusterOn(unit) })),
  ];

  it.each<[StatName, string]>([
    ['r2', 'r2Within'],
    ['r2Adj', 'r2AdjXtreg'],
    ['mss', 'mssWithin'],
  ])('`%s` is the one within under `xtreg` alone', (name, within) => {
    const rows = build(table(nodes, { stats: [name] })).panels[0]!.rows.filter((row) =>
      [name, within].includes(row.key),
    );
    const shown = ({ artifact }: (typeof nodes)[number]): unknown => (artifact.stats as Stats)[name];
    const [overall, inside] = rows.map((row) =>
      row.cells.map((cell) => (cell.is === 'number' ? cell.value : undefined)),
    );
    expect(rows.map((row) => row.key)).toEqual([name, within]);
    for (const [i, each] of nodes.entries()) {
      const isWithin = each.node === 'xtreg' || each.node === 'asymptotic';
      expect([each.node, (isWithin ? inside : overall)![i]]).toEqual([each.node, shown(each)]);
      if (isWithin) expect(overall![i]).not.toEqual(shown(each));
    }
  });
});
