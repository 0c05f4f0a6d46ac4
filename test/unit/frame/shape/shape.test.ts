import { describe, expect, it } from 'vitest';
import type { Frame, Panel } from '../../../../src/frame/frame.ts';
import { append } from '../../../../src/frame/shape/append.ts';
import { balance } from '../../../../src/frame/shape/balance.ts';
import { collapse, parseStatistics, planCollapse } from '../../../../src/frame/shape/collapse.ts';
import { type LongDeclaration, long, planLong } from '../../../../src/frame/shape/long.ts';
import { stubsOf } from '../../../../src/frame/shape/pattern.ts';
import { wide } from '../../../../src/frame/shape/wide.ts';
import { errorsOf, frameOf, values } from '../support.ts';

const table = (frame: Frame): string[] => [
  frame.names.join(','),
  ...Array.from({ length: frame.nrows }, (_, row) => frame.names.map((name) => values(frame, name)[row]).join(',')),
];

const toLong = (columns: string[], name: string, more: Partial<LongDeclaration> = {}): LongDeclaration => ({
  stubs: stubsOf(columns, undefined, name).stubs,
  name,
  type: 'number',
  id: ['unit'],
  keep: null,
  dropMissing: false,
  panel: null,
  ...more,
});

const csv = 'unit,gdp2010,gdp2012,pop2011,region\nB,3,4.25,20,w\nA,1.5,,10,e\n';

describe('long', () => {
  it('gives every unit every value that any stub has, and carries the rest on', () => {
    const labels = new Map([['region', { label: 'Region' }]]);
    const made = long(frameOf(csv), labels, toLong(['gdp{year}', 'pop{year}'], 'year'));
    expect(table(made.frame)).toEqual([
      'unit,year,gdp,pop,region',
      'B,2010,3,,w',
      'B,2011,,20,w',
      'B,2012,4.25,,w',
      'A,2010,1.5,,e',
      'A,2011,,10,e',
      'A,2012,,,e',
    ]);
    expect(made.told).toEqual(['2 rows and 3 values of `year` became 6 rows']);
    expect([...made.labels]).toEqual([['region', { label: 'Region' }]]);
  });

  it('leaves rows without any value out on request, with their number, and sorts a panel', () => {
    const panel = { unit: 'unit', time: 'year' };
    const made = long(
      frameOf(csv),
      new Map(),
      toLong(['gdp{year}', 'pop{year}'], 'year', { dropMissing: true, panel }),
    );
    expect(values(made.frame, 'year')).toEqual(['2010', '2011', '2010', '2011', '2012']);
    expect(values(made.frame, 'unit')).toEqual(['A', 'A', 'B', 'B', 'B']);
    expect(made.told[1]).toBe('1 row without any value left out');
  });

  it('reads yearbook names, quarters and texts', () => {
    const years = frameOf('unit,2022年,2021年\na,1,2\n');
    const of = stubsOf(['{year}年'], ['gdp'], 'year').stubs;
    expect(table(long(years, new Map(), { ...toLong([], 'year'), stubs: of }).frame)).toEqual([
      'unit,year,gdp',
      'a,2021,2',
      'a,2022,1',
    ]);
    const quarters = long(
      frameOf('unit,x_2020q4,x_2020q1\na,1,2\n'),
      new Map(),
      toLong(['x_{q}'], 'q', { type: 'quarter' }),
    );
    expect(table(quarters.frame)).toEqual(['unit,q,x', 'a,2020q1,2', 'a,2020q4,1']);
    const texts = long(frameOf('unit,x_m,x_f\na,1,2\n'), new Map(), toLong(['x_{sex}'], 'sex', { type: 'string' }));
    expect(table(texts.frame)).toEqual(['unit,sex,x', 'a,f,2', 'a,m,1']);
  });

  it('refuses ids that are not unique, with their rows', () => {
    const twice = frameOf('unit,x1\na,1\nb,2\na,3\n');
    expect(errorsOf(() => long(twice, new Map(), toLong(['x{t}'], 't')))).toMatchObject([
      { code: 'repeated-id', message: '1 row repeats (unit): `a in rows 1, 3`', path: ['id'] },
    ]);
  });

  it('refuses columns of several types by both names, and columns of one value', () => {
    const mixed = frameOf('unit,x1,x2,x02\na,1,u,3\n');
    expect(errorsOf(() => long(mixed, new Map(), toLong(['x{t}'], 't')))[0]).toMatchObject({ code: 'same-place' });
    const known = [
      { name: 'unit', type: 'string' as const },
      { name: 'x1', type: 'number' as const },
      { name: 'x2', type: 'string' as const },
    ];
    expect(planLong(known, toLong(['x{t}'], 't')).complaints).toMatchObject([
      { code: 'column-types', message: '`x1` is number and `x2` is string' },
    ]);
    expect(planLong(known, toLong(['y{t}'], 't')).complaints).toMatchObject([
      { code: 'no-column', message: 'no column is called `y…` with a number in between' },
    ]);
  });
});

describe('wide', () => {
  const declaration = {
    stubs: stubsOf(['gdp{year}', 'pop{year}'], undefined, 'year').stubs,
    name: 'year',
    id: ['unit'],
    keep: null,
  };

  it('is the inverse of long', () => {
    const made = long(frameOf(csv), new Map(), toLong(['gdp{year}', 'pop{year}'], 'year')).frame;
    const back = wide(made, new Map(), declaration).frame;
    expect(table(back)).toEqual([
      'unit,gdp2010,pop2010,gdp2011,pop2011,gdp2012,pop2012,region',
      'B,3,,,20,4.25,,w',
      'A,1.5,,,10,,,e',
    ]);
  });

  it('refuses a row that stands twice, and what varies within an id', () => {
    const twice = frameOf('unit,year,gdp,pop\na,1,1,1\na,1,2,2\n');
    expect(errorsOf(() => wide(twice, new Map(), declaration))).toMatchObject([
      { code: 'repeated-id', message: '1 row repeats (unit, year): `a, 1 in rows 1, 2`' },
    ]);
    const varying = frameOf('unit,year,gdp,pop,z\na,1,1,1,5\na,2,2,2,6\n');
    expect(errorsOf(() => wide(varying, new Map(), declaration))).toMatchObject([
      { code: 'varies-within-id', message: '`z` has several values within (unit): `a`' },
    ]);
  });
});

describe('collapse', () => {
  const data = frameOf('g,year,x,w\nb,1,1,u\na,1,2,v\nb,2,,u\na,1,6,u\n,2,5,v\n');
  const make = (columns: Record<string, string>, by: string[], panel: Panel | null = null) => {
    const { statistics, complaints } = parseStatistics(columns, by);
    expect(complaints).toEqual([]);
    return { statistics, by, panel };
  };

  it('makes statistics of groups, sorted by them, a missing one last', () => {
    const columns = {
      m: 'mean(x)',
      n: 'count(x)',
      rows: 'count(1)',
      total: 'sum(x)',
      share: 'mean(w == "u")',
      part: 'sum(x) / sum(x, by=[])',
      w1: 'first(w)',
    };
    const made = collapse(data, new Map([['g', { label: 'Group' }]]), make(columns, ['g']));
    expect(table(made.frame)).toEqual([
      'g,m,n,rows,total,share,part,w1',
      `a,4,2,2,8,0.5,${8 / 14},v`,
      `b,1,1,2,1,1,${1 / 14},u`,
      `,5,1,1,5,0,${5 / 14},v`,
    ]);
    expect(made.told).toEqual(['5 rows became 3 groups']);
    expect([...made.labels.keys()]).toEqual(['g']);
  });

  it('makes one row of all, and a panel of two columns', () => {
    expect(table(collapse(data, new Map(), make({ m: 'max(x)' }, [])).frame)).toEqual(['m', '6']);
    const panel = { unit: 'w', time: 'year' };
    const made = collapse(data, new Map(), make({ m: 'mean(x)' }, ['year', 'w'], panel));
    expect(made.frame.panel).toEqual(panel);
    expect(values(made.frame, 'm')).toEqual(['3.5', '', '2', '5']);
  });

  it('refuses what is no value of a group, at its place', () => {
    const known = ['g', 'x', 'w'].map((name) => ({
      name,
      type: name === 'x' ? ('number' as const) : ('string' as const),
    }));
    const wrong = (text: string) =>
      planCollapse(known, make({ v: text }, ['g']), null).complaints.map(({ code, within }) => [code, within]);
    expect(wrong('x')).toEqual([['varies-within-group', [0, 1]]]);
    expect(wrong('sum(x) / x')).toEqual([['varies-within-group', [9, 10]]]);
    expect(wrong('rank(x, by=[g])')).toEqual([['varies-within-group', [0, 15]]]);
    expect(wrong('mean(x, leave_out=true)')).toEqual([['varies-within-group', [0, 23]]]);
    expect(wrong('mean(x, by=[w])')).toEqual([['varies-within-group', [0, 15]]]);
    expect(wrong('mean(w)')).toEqual([['text-in-arithmetic', [5, 6]]]);
    expect(wrong('mean(q)')).toEqual([['unknown-variable', [5, 6]]]);
    expect(wrong('max(mean(x), 0)')).toEqual([]);
    expect(wrong('if(g == "a", mean(x), median(x))')).toEqual([]);
  });
});

describe('append', () => {
  const [a, b] = [frameOf('id,x,s\na,1,u\nb,2,v\n'), frameOf('id,x,z\nc,,5\na,4,6\n')];
  const declaration = { from: ['one', 'two'], unmatched: 'keep', source: null, panel: null } as const;

  it('puts rows below each other, and tells what a frame lacks', () => {
    const made = append([a, b], [new Map(), new Map([['x', { label: 'X' }]])], { ...declaration, source: 'of' });
    expect(table(made.frame)).toEqual(['id,x,s,z,of', 'a,1,u,,one', 'b,2,v,,one', 'c,,,5,two', 'a,4,,6,two']);
    expect(made.told).toEqual([
      '2 rows of `one` and 2 rows of `two`: 4 rows',
      '`s` is not in `two`: missing in 2 rows',
      '`z` is not in `one`: missing in 2 rows',
    ]);
    expect([...made.labels]).toEqual([['x', { label: 'X' }]]);
    expect(append([a, b], [new Map(), new Map()], { ...declaration, unmatched: 'drop' }).frame.names).toEqual([
      'id',
      'x',
    ]);
  });

  it('refuses columns that one lacks unless asked, and types that differ, with both', () => {
    const errors = errorsOf(() => append([a, b], [], { ...declaration, unmatched: 'error' }));
    expect(errors.map((each) => each.message)).toEqual([
      '`s` is in `one` and not in `two`',
      '`z` is in `two` and not in `one`',
    ]);
    const text = frameOf('id,x\nc,n\n');
    expect(errorsOf(() => append([a, text], [], declaration))).toMatchObject([
      { code: 'column-types', message: '`x` of `one` is number and `x` of `two` is string' },
    ]);
    const empty = frameOf('id,s\nc,\n');
    expect(values(append([a, empty], [new Map(), new Map()], declaration).frame, 's')).toEqual(['u', 'v', '']);
  });

  it('refuses rows that a panel has twice', () => {
    const panel = { unit: 'id', time: 'x' };
    expect(errorsOf(() => append([a, a], [new Map(), new Map()], { ...declaration, panel }))[0]!.code).toBe(
      'duplicate-panel-key',
    );
  });
});

describe('balance', () => {
  const panel = { unit: 'id', time: 't' };
  const data = frameOf('id,t,x\na,1,1\na,2,2\nb,1,3\nc,1,4\nc,2,\nd,1,5\nd,2,6\nd,3,7\n', { panel });

  it('keeps the units that are there in every period, with counts', () => {
    const made = balance(data, new Map(), { variables: [], times: [1, 2] });
    expect(values(made.frame, 'id')).toEqual(['a', 'a', 'c', 'c', 'd', 'd']);
    expect(made.told).toEqual(['3 of 4 units are complete in 2 periods: 6 of 8 rows kept', 'left out: `b`']);
    expect(values(balance(data, new Map(), { variables: ['x'], times: [1, 2] }).frame, 'id')).toEqual([
      'a',
      'a',
      'd',
      'd',
    ]);
    expect(values(balance(data, new Map(), { variables: [], times: null }).frame, 'id')).toEqual(['d', 'd', 'd']);
  });

  it('says how far the best unit is where none is complete', () => {
    const gaps = frameOf('id,t,x\na,1,1\na,2,2\nb,3,3\n', { panel });
    expect(errorsOf(() => balance(gaps, new Map(), { variables: [], times: null }))).toMatchObject([
      { code: 'no-balanced-part', hint: expect.stringContaining('`a` has the most, 2') },
    ]);
  });
});
