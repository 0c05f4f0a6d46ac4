import { describe, expect, it } from 'vitest';
import { planned } from './planned.ts';

const csv = `unit,year,a,b,c,name
u,1,1,9,2,p
u,2,2,7,5,q
v,1,4,8,1,p
v,2,8,1,9,q
w,1,3,5,4,p
w,2,5,3,,q
`;
const plan = (index: string, rest = '') =>
  planned(
    `papermake: 1
sets: {good: [a, c]}
steps:
  d: {kind: ingest, file: d.csv, panel: {unit: unit, time: year}, types: {name: string}}
  i: {kind: index, from: d, ${index}}
${rest}`,
    csv,
  );
const usual = 'name: X, dimensions: {One: [$good], Two: [b]}, directions: {b: negative}';

describe('the index step', () => {
  it('is one node with every default said, reading its whole frame', () => {
    const p = plan(usual);
    expect(p.problems).toEqual([]);
    expect(p.nodes.get('i')).toMatchObject({
      params: {
        name: 'X',
        method: 'entropy',
        scope: 'pooled',
        zero: { is: 'limit' },
        weights: 'flat',
        indicators: [
          { indicator: 'a', dimension: 'One', direction: 'positive' },
          { indicator: 'c', dimension: 'One', direction: 'positive' },
          { indicator: 'b', dimension: 'Two', direction: 'negative' },
        ],
      },
      inputs: { data: { node: 'd', parts: 'all' } },
    });
    expect(plan(`${usual}, zero: shift(0.01)`).nodes.get('i')!.params).toMatchObject({
      zero: { is: 'shift', by: 0.01 },
    });
  });

  it('gives later steps its column and the panel of its frame', () => {
    const model = '  m: {kind: models, from: i, fit: a ~ X + L.X | unit}\n';
    expect(plan(usual, model).problems).toEqual([]);
    const typo = plan(usual, '  m: {kind: models, from: i, fit: a ~ XX | unit}\n');
    expect(typo.problems).toMatchObject([{ code: 'unknown-variable' }]);
    const merged = `  p: {kind: ingest, file: d.csv, panel: {unit: unit, time: year}, merge: [{from: i, on: [unit, year], columns: [X]}]}
  s: {kind: describe, from: p, variables: [X]}
`;
    expect(plan(usual, merged).problems).toEqual([]);
  });

  it('keeps the frame’s other columns, and warns of rows without an index', async () => {
    const p = plan(usual, '  s: {kind: describe, from: i, variables: [X, a]}\n');
    const { parts } = await p.run('s');
    const rows = parts.rows as { variable: string; n: number }[];
    expect(rows.map(({ variable, n }) => [variable, n])).toEqual([
      ['X', 5],
      ['a', 6],
    ]);
  });

  it.each([
    ['name: a, dimensions: {One: [b]}', 'column-exists', 'a'],
    ['name: X, dimensions: {One: [aa, b]}', 'unknown-variable', 'aa'],
    ['name: X, dimensions: {One: [name]}', 'text-column', 'name'],
    ['name: X, dimensions: {One: [a], Two: [a]}', 'duplicate-indicator', 'a'],
    ['name: X, dimensions: {One: [$god]}', 'unknown-set', '$god'],
    ['name: X, dimensions: {One: [a]}, directions: {b: negative}', 'unknown-indicator', 'b'],
    ['name: X, dimensions: {One: [a]}, zero: shift(0)', 'bad-zero-rule', 'shift(0)'],
    ['name: X, dimensions: {One: [a]}, zero: nothing', 'bad-zero-rule', 'nothing'],
    ['name: X, dimensions: {One: [a, b]}, method: ahp', 'missing-judgements', 'ahp'],
    [
      'name: X, dimensions: {One: [a], Two: [b]}, method: ahp, judgements: [[One, Two, 2], [Two, One, 2]]',
      'judged-twice',
      '[Two, One, 2]',
    ],
    [
      'name: X, dimensions: {One: [a], Two: [b]}, method: ahp, judgements: [[One, Two, 2], [a, b, 2]]',
      'not-compared',
      '[a, b, 2]',
    ],
    ['name: X, dimensions: {One: [a], Two: [b]}, judgements: [[One, Two, 2]]', 'unused-judgements', 'judgements'],
    [
      'name: X, dimensions: {One: [a], Two: [b]}, method: ahp, weights: flat, judgements: [[One, Two, 2]]',
      'unused-weights',
      'flat',
    ],
  ])('refuses %s', (index, code, words) => {
    const p = plan(index);
    expect(p.problems.map((problem) => problem.code)).toEqual([code]);
    expect(p.pointsAt(p.problems[0]!)).toBe(words);
  });

  it('by time needs a panel', () => {
    const p = planned(
      'papermake: 1\nsteps:\n  d: {kind: ingest, file: d.csv}\n  i: {kind: index, from: d, name: X, dimensions: {One: [a]}, scope: by-time}\n',
      csv,
    );
    expect(p.problems.map((problem) => problem.code)).toEqual(['no-panel']);
  });

  it('two that read each other are a circle, not a hang', () => {
    const p = planned(
      'papermake: 1\nsteps:\n  i: {kind: index, from: j, name: X, dimensions: {One: [a]}}\n  j: {kind: index, from: i, name: Y, dimensions: {One: [a]}}\n',
      csv,
    );
    expect(p.problems.map((problem) => problem.code)).toContain('cycle');
  });
});
