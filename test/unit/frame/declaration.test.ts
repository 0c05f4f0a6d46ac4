import { describe, expect, it } from 'vitest';
import { type Declaration, declaredColumns } from '../../../src/frame/declared/declaration.ts';
import type { HeaderColumn } from '../../../src/frame/readers/source.ts';
import { derivation, errorsOf, loadText, values } from './support.ts';

const header = ['province', 'year', 'income'].map((name): HeaderColumn => ({ name, type: null }));

function follow(declaration: Partial<Declaration>, others: Record<string, readonly HeaderColumn[]> = {}) {
  return declaredColumns(header, { file: 'f.csv', ...declaration }, (step) => others[step]);
}

describe('columns as declared', () => {
  it('follow rename, types, merge, derive, keep', () => {
    const { columns, complaints } = follow(
      {
        rename: { income: 'y' },
        types: { province: 'string', y: 'number' },
        merge: [{ from: 'nqp', on: ['province'], how: 'm:1', unmatched: 'error' }],
        derive: [derivation('big', 'y > 3'), derivation('ly', 'log(y + one)'), derivation('one', '1')],
        panel: { unit: 'province', time: 'year' },
        drop: ['one'],
      },
      {
        nqp: [
          { name: 'province', type: 'string' },
          { name: 'NQP', type: 'number' },
        ],
      },
    );
    expect(complaints).toEqual([]);
    expect(columns).toEqual([
      { name: 'province', type: 'string' },
      { name: 'year', type: null },
      { name: 'y', type: 'number' },
      { name: 'NQP', type: 'number' },
      { name: 'big', type: 'number' },
      { name: 'ly', type: 'number' },
    ]);
  });

  it('are unknown below a merge with an unknown frame, unless its columns are named', () => {
    const merge = { from: 'later', on: ['year'], how: 'm:1', unmatched: 'error' } as const;
    expect(follow({ merge: [merge], keep: ['whatever'] })).toEqual({ columns: undefined, complaints: [] });
    expect(follow({ merge: [{ ...merge, columns: ['z'] }] }).columns?.at(-1)).toEqual({ name: 'z', type: null });
  });

  it.each<[string, Partial<Declaration>, object]>([
    [
      'rename',
      { rename: { incme: 'y' } },
      { path: ['rename', 'incme'], key: true, hint: 'did you mean `income`? (the file has 3 columns)' },
    ],
    ['rename backwards', { rename: { y: 'income' } }, { hint: 'the old name comes first: `rename: {income: y}`' }],
    ['types', { types: { yaer: 'number' } }, { path: ['types', 'yaer'], key: true }],
    [
      'a renamed name',
      { rename: { income: 'y' }, keep: ['income'] },
      { path: ['keep', 0], hint: 'it was renamed to `y` (the file has 3 columns)' },
    ],
    ['panel', { panel: { unit: 'provnce', time: 'year' } }, { path: ['panel', 'unit'] }],
    ['drop', { drop: ['x'] }, { path: ['drop', 0], hint: 'the file has `province`, `year`, `income`' }],
    ['derive', { derive: [derivation('z', 'log(incom)')] }, { path: ['derive', 'z'], within: [4, 9] }],
    ['on', { merge: [{ from: 'a', on: ['yeer'], how: '1:1', unmatched: 'error' }] }, { path: ['merge', 0, 'on', 0] }],
  ])('complain about an unknown name in %s', (_, declaration, expected) => {
    expect(follow(declaration).complaints).toMatchObject([{ code: 'unknown-variable', ...expected }]);
  });

  it('complain about a column that the merged frame lacks', () => {
    const merge = [{ from: 'nqp', on: ['year'], how: 'm:1', unmatched: 'error', columns: ['NPQ'] }] as const;
    const { complaints } = follow(
      { merge },
      {
        nqp: [
          { name: 'year', type: null },
          { name: 'NQP', type: null },
        ],
      },
    );
    expect(complaints).toMatchObject([
      { path: ['merge', 0, 'columns', 0], hint: 'did you mean `NQP`? (nqp has 2 columns)' },
    ]);
  });

  it('complain about names that are taken', () => {
    expect(follow({ derive: [derivation('year', '1')] }).complaints).toMatchObject([
      { code: 'duplicate-column', key: true },
    ]);
    expect(follow({ rename: { income: 'year' } }).complaints).toMatchObject([{ code: 'duplicate-column' }]);
  });

  it('complain about circles and about a variable derived from itself', () => {
    const circle = follow({ derive: [derivation('a', 'b + 1'), derivation('b', 'a')] });
    expect(circle.complaints).toMatchObject([
      { code: 'circular-derive', message: 'derived from each other in a circle: a, b' },
    ]);
    expect(follow({ derive: [derivation('income', 'income / 2')] }).complaints).toMatchObject([
      { code: 'circular-derive' },
    ]);
  });

  it('complain about dropping what identifies the rows', () => {
    const panel = { unit: 'province', time: 'year' };
    expect(follow({ panel, drop: ['year'] }).complaints).toMatchObject([{ code: 'panel-column-dropped' }]);
  });
});

describe('derived variables', () => {
  it('may use each other in any order', () => {
    const derive = [derivation('b', 'a + 1'), derivation('a', 'x * 2'), derivation('t', 'if(x > 1, "high", "low")')];
    const { frame } = loadText('x,y\n1,\n2,\n,\n', { derive });
    expect(values(frame, 'b')).toEqual(['3', '5', '']);
    expect(values(frame, 't')).toEqual(['low', 'high', '']);
    expect(frame.codes('t').levels).toEqual(['high', 'low']);
  });

  it('report rows where they are not defined', () => {
    const { frame, warnings } = loadText('x,y\n1,\n0,\n-1,\n', { derive: [derivation('l', 'log(x)')] });
    expect(values(frame, 'l')).toEqual(['0', '', '']);
    expect(warnings).toMatchObject([{ code: 'undefined-values', path: ['derive', 'l'], severity: 'warning' }]);
    expect(warnings[0]!.message).toBe('`log(x)` is not defined in 2 rows: `l` is missing there');
  });

  it('refuse arithmetic on text at the YAML', () => {
    const errors = errorsOf(() => loadText('x,y\na,\n', { derive: [derivation('z', 'x + 1')] }));
    expect(errors).toMatchObject([{ path: ['derive', 'z'] }]);
  });

  it('read an empty text as missing', () => {
    const { frame } = loadText('x,y\n1,\n', { derive: [derivation('t', 'if(x == 1, "", "a")')] });
    expect(values(frame, 't')).toEqual(['']);
    expect(frame.codes('t').codes[0]).toBe(-1);
  });
});
