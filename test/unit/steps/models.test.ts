import { describe, expect, it } from 'vitest';
import { planned } from './planned.ts';

const rows = Array.from({ length: 24 }, (_, i) => {
  const [unit, year] = [Math.floor(i / 4), 2010 + (i % 4)];
  const x = ((i * 7) % 11) + unit / 3;
  return [
    `u${unit}`,
    year,
    unit < 3 ? 'East' : 'Upper middle',
    1 + 2 * x + ((i * 5) % 7) / 3,
    x,
    (i * 3) % 5,
    i === 4 ? '' : (i * i) % 13,
  ];
});
const csv = [['unit', 'year', 'region', 'y', 'x', 'a', 'b'], ...rows].map((row) => row.join(',')).join('\n');
const head = (more = '') => `papermake: 1
variables: {region: {levels: [Upper middle, East]}}
sets: {controls: [a, b]}
samples: {late: year >= 2011}
${more}
steps:
  d: {kind: ingest, file: d.csv, panel: {unit: unit, time: year}}
`;
const plan = (steps: string, known = {}, more = '') => planned(`${head(more)}${steps}`, csv, known);
const ids = (p: ReturnType<typeof plan>): string[] => [...p.nodes.keys()].filter((id) => id !== 'd');
const aliases = (p: ReturnType<typeof plan>, id: string) => p.nodes.get(id)!.view!.aliases;
const params = (p: ReturnType<typeof plan>, id: string) => p.nodes.get(id)!.params as Record<string, unknown>;

describe('node ids', () => {
  it('ids, numbers over expanded columns, the fullest by its column’s id', () => {
    const p = plan(`  m:
    kind: models
    from: d
    columns:
      - {id: main, fit: y ~ x + csw0($controls) | unit}
      - {fit: y ~ x}
      - {id: last one, fit: y ~ a}
`);
    expect(p.problems).toEqual([]);
    expect(ids(p)).toEqual(['m.main.1', 'm.main.2', 'm.main.3', 'm.4', 'm["last one"]']);
    expect(aliases(p, 'm.main.1')).toEqual(['m.1']);
    expect(aliases(p, 'm.main.3')).toEqual(['m.3', 'm.main']);
    expect(aliases(p, 'm.4')).toEqual([]);
    expect(aliases(p, 'm["last one"]')).toEqual(['m.5']);
    expect(p.nodes.get('m.main.2')!.view).toMatchObject({ number: 2, id: 'main', column: 'main', outcome: 'y' });
  });

  it('an expansion without an id is numbered in sequence', () => {
    expect(ids(plan('  m: {kind: models, from: d, columns: [{fit: "y ~ csw0(x, a)"}, {fit: y ~ b}]}\n'))).toEqual([
      'm.1',
      'm.2',
      'm.3',
      'm.4',
    ]);
  });

  it('a step of one model goes by its name', () => {
    const p = plan('  m: {kind: models, from: d, fit: y ~ x}\n  n: {kind: models, from: d, fit: "y ~ csw(x, a)"}\n');
    expect(ids(p)).toEqual(['m', 'n.1', 'n.2']);
    expect(aliases(p, 'm')).toEqual(['m.1']);
  });

  it('maps keep their written order, numbers as keys included', () => {
    const p = plan(
      '  m:\n    kind: models\n    from: d\n    columns:\n      z: {fit: y ~ x}\n      "1": {fit: y ~ a}\n',
    );
    expect(ids(p)).toEqual(['m.z', 'm["1"]']);
    expect(aliases(p, 'm["1"]')).toEqual(['m.2']);
  });

  it('two columns with one id are refused', () => {
    const p = plan('  m: {kind: models, from: d, columns: [{id: c, fit: y ~ x}, {id: c, fit: y ~ a}]}\n');
    expect(p.problems).toMatchObject([{ code: 'duplicate-id' }]);
  });
});

describe('splits', () => {
  const step = '  m: {kind: models, from: d, fit: y ~ x, split: region}\n';

  it('wait for the levels, which are a node of their own', async () => {
    const p = plan(step);
    expect(ids(p)).toEqual(['m@levels']);
    expect(p.nodes.get('m@levels')).toMatchObject({
      kind: 'levels',
      params: { column: 'region', sample: null, exclude: null },
      inputs: { data: { parts: ['rows', 'column:region'] } },
    });
    expect((await p.run('m@levels')).parts).toEqual({ levels: ['East', 'Upper middle'] });
  });

  it('become one node a level, in the declared order', async () => {
    const p = plan(step, { 'm@levels': ['East', 'Upper middle'] });
    expect(ids(p)).toEqual(['m@levels', 'm["Upper middle"]', 'm.East']);
    expect(aliases(p, 'm.East')).toEqual(['m.1.East']);
    expect(params(p, 'm.East').split).toEqual({ column: 'region', level: 'East' });
    expect(p.nodes.get('m.East')!.view).toMatchObject({ split: 'region', level: 'East' });
    expect((await p.run('m.East')).parts).toMatchObject({
      nobs: 12,
      rowsLost: [{ cause: 'sample', count: 12, detail: 'region == "East"' }],
    });
  });

  it('a level that is not declared comes last, with a warning', () => {
    const p = plan(step, { 'm@levels': ['Central', 'East'] });
    expect(ids(p).slice(1)).toEqual(['m.East', 'm.Central']);
    expect(p.problems).toMatchObject([{ code: 'undeclared-level', severity: 'warning' }]);
  });

  it('columns × levels', () => {
    const p = plan(
      '  m: {kind: models, from: d, split: region, columns: [{fit: y ~ x}, {id: c, fit: "y ~ csw(x, a)"}]}\n',
      { 'm@levels': ['East'] },
    );
    expect(ids(p).slice(1)).toEqual(['m.1.East', 'm.c.1.East', 'm.c.2.East']);
    expect(aliases(p, 'm.c.2.East')).toEqual(['m.3.East', 'm.c.East']);
  });

  it('other samples have levels of their own', () => {
    const p = plan(
      '  m: {kind: models, from: d, split: region, columns: [{fit: y ~ x}, {fit: y ~ a, sample: late}, {fit: y ~ b}]}\n',
    );
    expect(ids(p)).toEqual(['m@levels', 'm@levels.2']);
  });
});

describe('keys', () => {
  it('column over step over defaults', () => {
    const p = plan(
      '  m: {kind: models, from: d, vcov: HC1, columns: [{fit: y ~ x, vcov: HC3}, {fit: y ~ x}]}\n  n: {kind: models, from: d, fit: y ~ x}\n',
      {},
      'defaults: {models: {vcov: cluster(unit), sample: late}}',
    );
    expect(ids(p).map((id) => params(p, id).vcov)).toEqual([
      { is: 'hc', type: 'HC3' },
      { is: 'hc', type: 'HC1' },
      { is: 'cluster', by: ['unit'] },
    ]);
    expect(params(p, 'm.1').sample).toBe('year >= 2011');
    const origins = p.nodes.get('m.2')!.origins!;
    expect(origins.vcov).toEqual({ path: ['steps', 'm', 'vcov'], text: 'HC1' });
    expect(origins.terms).toEqual({ path: ['steps', 'm', 'columns', 1, 'fit'], text: 'y ~ x' });
    expect(origins.sample).toEqual({
      path: ['defaults', 'models', 'sample'],
      text: 'late',
      also: [{ path: ['samples', 'late'], text: 'year >= 2011' }],
    });
  });

  it('a base stands between the step and the defaults', () => {
    const p = plan(
      `  m: {kind: models, from: d, columns: [{id: main, fit: y ~ x + $controls | unit, vcov: HC0, sample: late}]}
  r: {kind: models, base: m.main, columns: {all: {}, less: {fit: y ~ x | unit}, wins: {winsorize: [5, 95]}, hc: {vcov: HC1}}}
`,
      {},
      'defaults: {models: {vcov: cluster(unit)}}',
    );
    expect(p.problems).toEqual([]);
    expect(params(p, 'r.all')).toEqual(params(p, 'm.main'));
    expect(params(p, 'r.less')).toEqual({ ...params(p, 'm.main'), terms: ['x'] });
    expect(params(p, 'r.hc').vcov).toEqual({ is: 'hc', type: 'HC1' });
    expect(p.nodes.get('r.wins')!.inputs).toEqual(p.nodes.get('m.main')!.inputs);
    expect(p.nodes.get('r.wins')!.origins!.terms!.path).toEqual(['steps', 'm', 'columns', 0, 'fit']);
  });

  it('one column of several must be named', () => {
    const p = plan(
      '  m: {kind: models, from: d, columns: [{fit: y ~ x}, {fit: y ~ a}]}\n  r: {kind: models, base: m, split: region}\n',
    );
    expect(p.problems).toMatchObject([{ code: 'several-nodes', hint: 'one of `m.1`, `m.2`' }]);
    expect(plan('  r: {kind: models, base: d}\n').problems).toMatchObject([{ code: 'not-a-model' }]);
  });

  it('a base is a column of another step, which a column of its own is told', () => {
    const own = [
      '  m: {kind: models, from: d, columns: [{id: base, fit: y ~ x}, {id: more, base: base, add: [a]}]}\n',
      '  m: {kind: models, from: d, columns: {base: {fit: y ~ x}, more: {base: base, add: [a]}}}\n',
    ];
    for (const text of own)
      expect(plan(text).problems).toMatchObject([
        {
          code: 'own-base',
          message: '`base` is a column of this step, and a base is a column of another one',
          hint: 'move it into a step of its own, and write `base: STEP.base`',
        },
      ]);
    // A step of that name is meant before a column is.
    const step = '  base: {kind: models, from: d, fit: y ~ x}\n';
    expect(plan(`${step}${own[0]!}`).problems).toEqual([]);
  });

  it('layout, headers and comments change no parameters', () => {
    const a = plan('  m: {kind: models, from: d, columns: [{fit: y ~ x + a | unit, sample: late}]}\n');
    const b = plan(
      '  # said otherwise\n  m:\n    from: d\n    columns: [{sample: "year>=2011", header: H, fit: "y~x+(a)|unit"}]\n    kind: models\n',
    );
    expect(params(a, 'm.1')).toEqual(params(b, 'm.1'));
    expect(b.nodes.get('m.1')!.view).toMatchObject({ header: 'H' });
  });

  it('a common sample over all columns', async () => {
    const p = plan('  m: {kind: models, from: d, common_sample: true, columns: [{fit: y ~ x}, {fit: y ~ b}]}\n');
    expect(await Promise.all(ids(p).map(async (id) => (await p.run(id)).parts.nobs))).toEqual([23, 23]);
  });

  it('reads exactly the variables it names', async () => {
    const p = plan('  m: {kind: models, from: d, fit: y ~ x + L.a | unit, vcov: cluster(region), small: reghdfe}\n');
    expect(p.nodes.get('m')!.inputs.data).toEqual({
      is: 'node',
      node: 'd',
      parts: ['rows', 'column:a', 'column:region', 'column:unit', 'column:x', 'column:y'],
    });
    expect((await p.run('m')).parts).toMatchObject({ nobs: 18, nclusters: 2 });
  });
});

describe('problems', () => {
  it('point at the words that are wrong, all at once', () => {
    const p = plan(`  m:
    kind: models
    from: d
    columns:
      - {fit: y ~ x + zzz | unti}
      - {fit: y ~ $contrls, vcov: clutser(unit)}
      - {fit: y ~ x, sample: lat}
      - {fit: y ~ x, split: regoin}
      - {sample: late}
`);
    expect(p.problems.map((each) => [each.code, p.pointsAt(each)])).toEqual([
      ['unknown-variable', 'zzz'],
      ['unknown-variable', 'unti'],
      ['unknown-set', '$contrls'],
      ['unknown-vcov', 'clutser'],
      ['unknown-sample', 'lat'],
      ['unknown-variable', 'regoin'],
      ['missing-fit', '{sample: late}'],
    ]);
    expect(p.problems[1]!.hint).toBe('did you mean `unit`? (d has 7 columns)');
  });

  it('in a named sample point there, once', () => {
    const yaml = `${head().replace('year >= 2011', 'yaer >= 2011')}  m: {kind: models, from: d, sample: late, columns: [{fit: y ~ x}, {fit: y ~ a}]}\n`;
    const p = planned(yaml, csv);
    expect(p.problems.map((each) => p.pointsAt(each))).toEqual(['yaer']);
  });

  it('of the data are told at the key that said it', async () => {
    const p = plan('  m: {kind: models, from: d, fit: y ~ x, sample: year > 2050}\n');
    expect((await p.run('m')).failures).toMatchObject([{ code: 'empty-sample', param: 'sample' }]);
  });

  it('dropped terms are warned about', async () => {
    const p = plan('  m: {kind: models, from: d, fit: y ~ x + i(region) | unit}\n');
    const { parts, warnings } = await p.run('m');
    expect(parts.dropped).toHaveLength(1);
    expect(warnings).toMatchObject([{ code: 'dropped-term', param: 'terms', severity: 'warning' }]);
  });

  it('dropped levels of a factor are one warning', async () => {
    const p = plan('  m: {kind: models, from: d, fit: y ~ x + i(year) | year}\n');
    const { parts, warnings } = await p.run('m');
    const levels = (parts.dropped as unknown[]).length;
    expect(levels).toBeGreaterThan(1);
    expect(warnings.map(({ message }) => message)).toEqual([
      `all ${levels} terms of \`i(year)\` were dropped (each absorbed: does not vary within \`year\`)`,
    ]);
  });

  it('a collinear term names the first of many that span it', async () => {
    const p = plan('  m: {kind: models, from: d, fit: y ~ i(year) + i(unit) + i(region)}\n');
    const { warnings } = await p.run('m');
    expect(warnings.map(({ message }) => message)).toEqual([
      expect.stringMatching(/^.*`i\(region\).*` w\w+ dropped \(.*collinear: spanned by .*terms of `i\(unit\)`\)$/),
    ]);
  });

  it('without a frame', () => {
    expect(plan('  m: {kind: models, fit: y ~ x}\n').problems).toMatchObject([{ code: 'missing-from' }]);
    expect(plan('  m: {kind: models, from: e, fit: y ~ x}\n').problems).toMatchObject([{ code: 'unknown-step' }]);
  });
});

it('a fit has the names that other tools rely on', async () => {
  const { parts } = await plan('  m: {kind: models, from: d, fit: y ~ x | unit, vcov: robust}\n').run('m');
  expect(Object.keys(parts)).toEqual(
    expect.arrayContaining([
      'estimator',
      'outcome',
      'terms',
      'vcov',
      'nobs',
      'ngroups',
      'nclusters',
      'dfResid',
      'stats',
      'tests',
      'dropped',
      'rowsLost',
    ]),
  );
  expect(Object.keys((parts.terms as object[])[0]!).sort()).toEqual([
    'confHigh',
    'confLow',
    'estimate',
    'pValue',
    'statistic',
    'stdError',
    'term',
  ]);
});
