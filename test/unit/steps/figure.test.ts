/** What a figure plans to read, and what is said of options that are wrong. */
import { describe, expect, it } from 'vitest';
import { planned } from './planned.ts';

const csv = `unit,year,y,x,g
a,2001,1,2,East
a,2002,2,3,East
a,2003,4,5,East
b,2001,2,1,West
b,2002,1,4,West
b,2003,3,3,West
`;

const pipeline = (figure: string): string => `papermake: 1
variables:
  y: {label: Outcome, unit: yuan, zh: 结果}
  x: {label: Exposure}
  g: {label: Group, levels: [West, East]}
sets: {controls: [x]}
steps:
  d: {kind: ingest, file: d.csv, panel: {unit: unit, time: year}}
  m: {kind: models, from: d, columns: [{id: a, fit: y ~ x | unit}, {id: b, header: Second, fit: y ~ x}]}
  s: {kind: describe, from: d, variables: [y]}
  fig: {kind: figure, ${figure}}
`;

const plan = (figure: string) => planned(pipeline(figure), csv);
const problemsOf = (figure: string) => {
  const found = plan(figure);
  return found.problems.map((problem) => [problem.code, problem.message, found.pointsAt(problem), problem.hint]);
};

describe('what a figure reads', () => {
  it('is the parts of fits that it draws, and its fonts', () => {
    const { inputs, outputs, params } = plan('plot: coefficients, from: m, terms: [$controls]').nodes.get('fig')!;
    expect(inputs['m.a']).toEqual({ is: 'node', node: 'm.a', parts: ['terms', 'dfResid', 'tests'] });
    expect(Object.keys(inputs).filter((name) => name.startsWith('font:'))).toHaveLength(4);
    expect(outputs).toEqual(['svg', 'pdf', 'png', 'csv'].map((extension) => `out/figures/fig.${extension}`));
    expect(params).toMatchObject({
      options: { terms: ['x'] },
      variables: { x: 'Exposure', y: 'Outcome' },
      sources: [{ header: '(1)' }, { header: 'Second' }],
    });
  });

  it('is the columns of a frame that its options name', () => {
    const { inputs, params } = plan(
      'plot: trends, from: d, x: year, y: log(y), by: g, sample: x > 1, formats: [pdf]',
    ).nodes.get('fig')!;
    expect(inputs.d).toMatchObject({ parts: ['rows', 'column:g', 'column:x', 'column:y', 'column:year'] });
    expect(params).toMatchObject({
      list: { variables: ['year', 'log(y)'], sample: 'x > 1', exclude: null },
      levels: { g: ['West', 'East'] },
      units: { y: 'yuan' },
    });
  });

  it('takes labels in its language, and none that it does not print', () => {
    const { params } = plan('plot: density, from: d, variables: [y], lang: zh').nodes.get('fig')!;
    expect(params).toMatchObject({ language: 'zh', variables: { y: '结果' } });
  });
});

describe('layers', () => {
  it('read the variables of each, of a node once, and take from the figure what they do not say', () => {
    const { inputs, params } = plan(
      'plot: layers, from: d, x: year, y: log(y), facet: {by: g}, layers: [{mark: points}, {mark: fit, x: x, sample: x > 1, by: g}, {mark: points, from: m.a, x: term, y: estimate}, {mark: rule, x: 2002}]',
    ).nodes.get('fig')!;
    expect(inputs.d).toMatchObject({ parts: ['column:g', 'column:x', 'column:y', 'column:year', 'rows'] });
    expect(inputs['m.a']).toMatchObject({ parts: ['terms'] });
    expect(params).toMatchObject({
      options: {
        layers: [
          { mark: 'points', x: 'year', y: 'log(y)', sources: [0], columns: ['x'] },
          { mark: 'fit', x: 'x', y: 'log(y)', by: 'g', sources: [1] },
          { mark: 'points', x: 'term', y: 'estimate', sources: [2] },
          { mark: 'rule', x: 2002, sources: [] },
        ],
      },
      sources: [
        { node: 'd', list: { variables: ['log(y)'], sample: null } },
        { node: 'd', list: { sample: 'x > 1' } },
        { node: 'm.a' },
      ],
      levels: { g: ['West', 'East'] },
      variables: { y: 'Outcome', x: 'Exposure', g: 'Group' },
    });
  });

  it.each([
    ['{mark: fit, statistic: mean}', 'unknown-key', 'the mark `fit` reads no `statistic`', 'statistic'],
    ['{mark: range, low: x}', 'missing-key', 'the mark `range` needs both of `low` and `high`', 'x'],
    ['{mark: text}', 'missing-key', 'the mark `text` needs `label` or `text`', '{mark: text}'],
    ['{mark: points, x: 3}', 'bad-place', 'expected a variable for `x` of the mark `points`, got 3', '3'],
    ['{mark: rule, x: year}', 'bad-place', 'expected a number for `x` of the mark `rule`, got `year`', 'year'],
    ['{mark: fit, method: lowess, level: 95}', 'unknown-key', 'a fit by `lowess` reads no `level`', 'level'],
    ['{mark: fit, method: local, degree: 2}', 'bad-degree', 'a local polynomial has the order 1 or 3, got 2', '2'],
    [
      '{mark: line, by: g, name: All}',
      'two-names',
      'a layer with `by` has the names of its groups in the key, and none of its own',
      'All',
    ],
    ['{mark: line, y: z}', 'unknown-variable', 'unknown variable `z`', 'z'],
    ['{mark: line, from: s.y}', 'unknown-node', 'no node is called `s.y`', 's.y'],
  ])('refuse %s', (layer, code, message, place) => {
    const found = problemsOf(`plot: layers, from: d, x: year, y: y, layers: [${layer}]`);
    expect(found[0]!.slice(0, 3)).toEqual([code, message, place]);
  });
});

describe('layers that name their own sources', () => {
  const layer = '{mark: points, from: d, x: year, y: y}';

  it('need none of the figure', () => {
    const { nodes, problems } = planned(pipeline(`plot: layers, layers: [${layer}, {mark: rule, x: 2002}]`), csv);
    expect(problems).toEqual([]);
    expect(Object.keys(nodes.get('fig')!.inputs)).toContain('d');
  });

  it.each([
    `plot: layers, layers: [${layer}, {mark: points, x: year, y: y}]`,
    'plot: layers, layers: [{mark: rule, x: 2002}]',
    'plot: density, variables: [y]',
  ])('%s lacks a source', (entry) => {
    const { problems } = planned(pipeline(entry), csv);
    expect(problems.map(({ code, message }) => [code, message])).toEqual([
      ['missing-from', 'expected `from`, got none'],
    ]);
  });
});

describe('defaults', () => {
  it('count for the plots that read them, and are in no key of others', () => {
    const yaml = pipeline('plot: density, from: d, variables: [y]').replace(
      'steps:',
      'defaults: {figure: {levels: [90], font: sans, by: g}}\nsteps:',
    );
    const { options } = planned(yaml, csv).nodes.get('fig')!.params as { options: object };
    expect(options).toEqual({ font: 'sans', by: 'g', variables: ['y'] });
  });
});

describe('options that are wrong', () => {
  it.each([
    ['plot: density, from: d', 'missing-key', 'the plot `density` needs `variables`', 'density'],
    ['plot: coefficients, from: m, by: g', 'unknown-key', 'the plot `coefficients` reads no `by`', 'by'],
    ['plot: coefficients, from: s', 'no-figure', 'the plot `coefficients` shows no `describe`, which `s` is', 's'],
    ['plot: coefficients, from: d', 'no-column', '`d` has no column `term`, which the plot `coefficients` reads', 'd'],
    ['plot: trends, from: d, x: year, y: z', 'unknown-variable', 'unknown variable `z`', 'z'],
    [
      'plot: density, from: d, variables: [i(g)]',
      'several-variables',
      '`i(g)` stands for several columns, and `variables` takes numbers',
      'i(g)',
    ],
    [
      'plot: map, from: d, variables: [y, g], unit: g, shapes: s.json',
      'several-variables',
      'the plot `map` shows one of `variables`, got 2',
      'g',
    ],
    [
      "plot: density, from: d, variables: [y], title: 'Mean {{pm s.y.mean}}'",
      'bad-mark',
      '`title` marks a number, and figures print none in their texts',
      "'Mean {{pm s.y.mean}}'",
    ],
    ['plot: trends, from: d, x: year, y: y, by: h', 'unknown-variable', 'unknown variable `h`', 'h'],
    [
      'plot: density, from: [d, d], variables: [y]',
      'several-sources',
      'the plot `density` shows one result, got 2',
      'from',
    ],
    ['plot: density, from: d, variables: [y], sample: z > 1', 'unknown-variable', 'unknown variable `z`', 'z'],
  ])('%s', (figure, code, message, place) => {
    expect(problemsOf(figure)[0]!.slice(0, 3)).toEqual([code, message, place]);
  });

  it('does not make a node of them', () => {
    expect(plan('plot: density, from: d').nodes.has('fig')).toBe(false);
  });
});
