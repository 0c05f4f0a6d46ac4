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
