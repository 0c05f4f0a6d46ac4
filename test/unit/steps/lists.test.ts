import { describe, expect, it } from 'vitest';
import { planned } from './planned.ts';

const csv = 'id,t,x,z,s\na,1,1,2,u\na,2,2,1,v\na,3,4,4,u\nb,1,8,3,v\nb,2,16,,u\n';
const plan = (steps: string) =>
  planned(
    `papermake: 1
sets: {both: [x, z]}
samples: {early: t <= 2}
steps:
  d: {kind: ingest, file: d.csv, panel: {unit: id, time: t}}
${steps}`,
    csv,
  );

describe('describe', () => {
  it('each variable over its own values', async () => {
    const p = plan('  s: {kind: describe, from: d, variables: [$both, log(x), L.x]}\n');
    expect(p.problems).toEqual([]);
    expect(p.nodes.get('s')!.params).toEqual({ variables: ['x', 'z', 'log(x)', 'L.x'], sample: null, exclude: null });
    const rows = (await p.run('s')).parts.rows as { variable: string; n: number }[];
    expect(rows.map((row) => [row.variable, row.n])).toEqual([
      ['x', 5],
      ['z', 4],
      ['log(x)', 5],
      ['L.x', 3],
    ]);
    expect(Object.keys(rows[0]!).sort()).toEqual([
      'kurtosis',
      'max',
      'mean',
      'median',
      'min',
      'missing',
      'missingShare',
      'n',
      'p1',
      'p10',
      'p25',
      'p5',
      'p75',
      'p90',
      'p95',
      'p99',
      'sd',
      'seMean',
      'skewness',
      'variable',
    ]);
  });

  it('over a sample', async () => {
    const p = plan('  s: {kind: describe, from: d, variables: [x], sample: early, exclude: s == "v"}\n');
    expect(p.nodes.get('s')!.inputs.data).toMatchObject({ parts: ['rows', 'column:s', 'column:t', 'column:x'] });
    expect((await p.run('s')).parts.rows).toMatchObject([{ n: 2, mean: 8.5 }]);
    expect(
      (await plan('  s: {kind: describe, from: d, variables: [x], sample: t > 9}\n').run('s')).failures,
    ).toMatchObject([{ code: 'empty-sample', param: 'sample' }]);
  });

  it('weights rows, and tells which have no weight', async () => {
    const p = plan('  s: {kind: describe, from: d, variables: [x], weights: {frequency: z}}\n');
    expect(p.problems).toEqual([]);
    expect(p.nodes.get('s')!.params).toMatchObject({ weights: { is: 'frequency', of: 'z' } });
    const { parts } = await p.run('s');
    // 1 twice, 2 once, 4 four times, 8 three times
    expect(parts.rows).toMatchObject([{ n: 10, mean: 4.4, median: 4 }]);
    const bad = (weights: string) => plan(`  s: {kind: describe, from: d, variables: [x], weights: ${weights}}\n`);
    const told = (weights: string) => {
      const b = bad(weights);
      return b.problems.map((each) => [each.code, b.pointsAt(each)]);
    };
    expect(told('{probability: z}')).toEqual([['unsupported-weights', 'z']]);
    expect(told('zz')).toEqual([['unknown-variable', 'zz']]);
    expect((await bad('s').run('s')).failures).toHaveLength(1);
    expect((await bad('{frequency: log(x)}').run('s')).failures).toMatchObject([{ code: 'fractional-frequency' }]);
  });

  it('compares the pairs of groups that it is asked for', async () => {
    const groups = (more: string) => plan(`  s: {kind: describe, from: d, variables: [x, z], by: t${more}}\n`);
    const all = await groups(', between: all, adjust: bonferroni, variances: equal').run('s');
    expect(all.parts.pairs).toEqual([
      ['1', '2'],
      ['1', '3'],
      ['2', '3'],
    ]);
    const [row] = all.parts.rows as {
      pairs: { name: string; difference: number; pValue: number; pAdjusted: number }[];
    }[];
    expect(row!.pairs.map(({ name, difference }) => [name, difference])).toEqual([
      ['1 - 2', -4.5],
      ['1 - 3', 0.5],
      ['2 - 3', 5],
    ]);
    // one value in the third period, so that there is one test
    expect(row!.pairs[0]!.pAdjusted).toBe(row!.pairs[0]!.pValue);
    expect(row!.pairs[1]!.pAdjusted).toEqual({ invalid: 'one value in a group' });
    const one = await groups(', between: [3, 1]').run('s');
    expect(one.parts.rows).toMatchObject([{ difference: -0.5 }, {}]);
    expect((await groups(', between: [3, 9]').run('s')).failures).toMatchObject([
      { code: 'unknown-level', param: 'between' },
    ]);
    const told = (more: string) => groups(more).problems.map(({ code }) => code);
    expect(told(', between: [[1, 2], [2, 1]]')).toEqual(['bad-pairs']);
    expect(told(', between: [1, 1]')).toEqual(['bad-pairs']);
    const alone = plan('  s: {kind: describe, from: d, variables: [x], variances: equal}\n');
    expect(alone.problems.map((each) => [each.code, alone.pointsAt(each)])).toEqual([['missing-by', 'variances']]);
  });

  it('problems point at the item', () => {
    const p = plan('  s: {kind: describe, from: d, variables: [x, zz, $bth], sample: t >}\n');
    expect(p.problems.map((each) => [each.code, p.pointsAt(each)])).toEqual([
      ['unknown-variable', 'zz'],
      ['unknown-set', '$bth'],
      ['unexpected-end', '>'],
    ]);
  });
});

describe('correlate', () => {
  it('listwise Pearson unless asked otherwise', async () => {
    const p = plan(
      '  a: {kind: correlate, from: d, variables: [$both]}\n  b: {kind: correlate, from: d, variables: [x, L.x], method: spearman, missing: pairwise}\n',
    );
    expect(p.nodes.get('a')!.params).toMatchObject({ method: 'pearson', missing: 'listwise' });
    expect((await p.run('a')).parts).toMatchObject({
      method: 'pearson',
      variables: ['x', 'z'],
      nobs: [
        [4, 4],
        [4, 4],
      ],
    });
    expect((await p.run('b')).parts).toMatchObject({
      method: 'spearman',
      nobs: [
        [5, 3],
        [3, 3],
      ],
      correlation: [
        [1, 1],
        [1, 1],
      ],
    });
  });
});

describe('vif', () => {
  it('over the rows where all have values', async () => {
    const { parts } = await plan('  v: {kind: vif, from: d, variables: [x, z]}\n').run('v');
    expect(parts).toMatchObject({ nobs: 4, mean: expect.any(Number) });
    expect((parts.rows as object[]).map((row) => Object.keys(row).sort())).toEqual([
      ['tolerance', 'variable', 'vif'],
      ['tolerance', 'variable', 'vif'],
    ]);
  });

  it('says which variable has none, and why', async () => {
    const { parts, warnings } = await plan('  v: {kind: vif, from: d, variables: [x, log(exp(x))]}\n').run('v');
    expect(parts.mean).toHaveProperty('invalid');
    expect(warnings.map(({ message }) => message)).toEqual([
      '`x` has no variance inflation factor: collinear with `log(exp(x))`',
      '`log(exp(x))` has no variance inflation factor: collinear with `x`',
    ]);
  });
});
