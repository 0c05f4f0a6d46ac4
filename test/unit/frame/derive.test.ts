import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lagTexts } from '../../../src/base/expression/lag.ts';
import { parseExpression } from '../../../src/base/expression/parser.ts';
import { compileColumn } from '../../../src/econ/compile/compile-column.ts';
import type { Column } from '../../../src/frame/column.ts';
import { declaredColumns } from '../../../src/frame/declared/declaration.ts';
import type { Frame } from '../../../src/frame/frame.ts';
import { rowsInFile } from '../../../src/frame/ingest/load.ts';
import { frameOfColumns } from '../../support/data.ts';
import { estimate } from '../../support/estimate.ts';
import { derivation, errorsOf, frameOf, loadText, utf8, values } from './support.ts';

const panel = { unit: 'id', time: 'year' };

/** Two firms, the first with a year missing, in no order. */
const rows = [
  'id,year,g,d,x',
  'b,2012,u,2012-05-17,8',
  'a,2014,v,2014-11-02,7',
  'a,2011,u,2011-01-01,1',
  'b,2011,v,2011-04-30,2',
  'a,2012,u,2012-12-31,3',
  'b,2013,,2013-02-01,',
];
const text = rows.join('\n');

/** A derived column by `id year`. */
function derived(expression: string, given = text): Readonly<Record<string, string>> {
  const frame = frameOf(given, { panel, derive: [derivation('made', expression)], types: { d: 'date' } });
  return Object.fromEntries(
    values(frame, 'made').map((value, i) => [`${values(frame, 'id')[i]}${values(frame, 'year')[i]}`, value]),
  );
}

const numbers = (frame: Frame, name: string): readonly number[] =>
  Array.from((frame.column(name) as Column & { values: Float64Array }).values);

describe('along the time of a unit', () => {
  it.each([
    ['L.x', { a2011: '', a2012: '1', a2014: '', b2011: '', b2012: '2', b2013: '8' }],
    ['F.x', { a2011: '3', a2012: '', a2014: '', b2011: '8', b2012: '', b2013: '' }],
    ['D.x', { a2011: '', a2012: '2', a2014: '', b2011: '', b2012: '6', b2013: '' }],
    ['S2.x', { a2011: '', a2012: '', a2014: '4', b2011: '', b2012: '', b2013: '' }],
    ['L.D.x', { a2011: '', a2012: '', a2014: '', b2011: '', b2012: '', b2013: '6' }],
    ['x - L2.x', { a2011: '', a2012: '', a2014: '4', b2011: '', b2012: '', b2013: '' }],
    ['growth(x)', { a2011: '', a2012: '2', a2014: '', b2011: '', b2012: '3', b2013: '' }],
    ['cumsum(x)', { a2011: '1', a2012: '4', a2014: '11', b2011: '2', b2012: '10', b2013: '' }],
    ['ipolate(x, extrapolate=true)', { a2011: '1', a2012: '3', a2014: '7', b2011: '2', b2012: '8', b2013: '14' }],
    ['first(x, by=id)', { a2011: '1', a2012: '1', a2014: '1', b2011: '2', b2012: '2', b2013: '2' }],
    ['last(g, by=id)', { a2011: 'v', a2012: 'v', a2014: 'v', b2011: '', b2012: '', b2013: '' }],
    [
      'year(d) * 10 + quarter(d)',
      { a2011: '20111', a2012: '20124', a2014: '20144', b2011: '20112', b2012: '20122', b2013: '20131' },
    ],
    ['month(d)', { a2011: '1', a2012: '12', a2014: '11', b2011: '4', b2012: '5', b2013: '2' }],
  ])('%s', (expression, expected) => expect(derived(expression)).toEqual(expected));

  it('means the same in any order of the file’s rows', () => {
    const [header, ...body] = rows;
    fc.assert(
      fc.property(fc.shuffledSubarray(body, { minLength: body.length }), (shuffled) => {
        for (const expression of ['L.x', 'cumsum(x)', 'first(x, by=g)', 'mean(x, by=g, leave_out=true)'])
          expect(derived(expression, [header, ...shuffled].join('\n'))).toEqual(derived(expression));
      }),
      { numRuns: 20 },
    );
  });

  it('is what it is in a formula', () => {
    const frame = frameOf(text, { panel, derive: [derivation('lx', 'L.x'), derivation('dx', 'D.x')] });
    const data = frameOfColumns(
      Object.fromEntries(
        ['id', 'year', 'x', 'lx', 'dx'].map((name) => [
          name,
          values(frame, name).map((cell) => (cell === '' ? null : name === 'id' ? cell : Number(cell))),
        ]),
      ),
      panel,
    );
    const context = {
      sets: {},
      samples: {},
      frame: 'data',
      columns: data.names.map((name) => ({ name, type: data.type(name) })),
      panel,
    };
    const fitted = (fit: string) =>
      estimate(compileColumn({ fit }, null, context).specs[0]!, data).terms.map(({ estimate: b, stdError }) => [
        b,
        stdError,
      ]);
    expect(fitted('year ~ lx')).toEqual(fitted('year ~ L.x'));
    expect(fitted('year ~ dx')).toEqual(fitted('year ~ D.x'));
  });

  it('waits for a time that is derived itself', () => {
    const frame = frameOf('id,day,x\na,2011-06-01,1\na,2012-06-01,5\n', {
      panel,
      derive: [derivation('a_lag', 'L.x'), derivation('year', 'year(day)')],
      types: { day: 'date' },
    });
    expect(values(frame, 'a_lag')).toEqual(['', '1']);
  });

  it('needs a panel, and a column of numbers', () => {
    const header = ['id', 'year', 'g', 'x'].map((name) => ({
      name,
      type: name === 'g' ? ('string' as const) : ('number' as const),
    }));
    const complain = (expression: string, declared?: typeof panel) =>
      declaredColumns(
        header,
        { file: 'data.csv', derive: [derivation('made', expression)], ...(declared ? { panel: declared } : {}) },
        () => undefined,
      ).complaints.map(({ code, message }) => `${code}: ${message}`);
    expect(complain('L.x')).toEqual(['no-panel: lags and the like need a panel, and the data declares none']);
    expect(complain('cumsum(x)')).toHaveLength(1);
    expect(complain('L.z', panel)).toEqual(['unknown-variable: unknown variable `z`']);
    expect(complain('L.g', panel)).toEqual(['text-in-arithmetic: expected a number, got text `g`']);
    expect(complain('mean(x, by=[z])', panel)).toEqual(['unknown-variable: unknown variable `z`']);
    expect(complain('ntile(x, 1, by=g)', panel)).toEqual([
      'bad-argument: expected a number of groups, 2 or more, got `1`',
    ]);
    expect(complain('quantile(x, 25, by=g)', panel)).toEqual([
      'bad-argument: expected a share between 0 and 1, got `25`',
    ]);
  });

  it('finds a circle through a lag', () => {
    const errors = declaredColumns(
      [{ name: 'id', type: 'string' }],
      { file: 'data.csv', panel, derive: [derivation('u', 'L.v'), derivation('v', 'L.u')] },
      () => undefined,
    ).complaints;
    expect(errors.map(({ code }) => code)).toContain('circular-derive');
  });
});

describe('within groups', () => {
  it('a missing group is one of its own', () => {
    expect(derived('count(year, by=g)')).toEqual({
      a2011: '3',
      a2012: '3',
      a2014: '2',
      b2011: '2',
      b2012: '3',
      b2013: '1',
    });
  });

  it('the others’ mean keeps its digits beside a huge value', () => {
    const given = 'id,year,x\na,1,1e300\na,2,1\na,3,2\n';
    expect(derived('mean(x, by=[], leave_out=true)', given).a1).toBe('1.5');
    expect(derived('sum(x, by=[], leave_out=true)', given).a1).toBe('3');
  });

  it('a row without a value of its own has others, and is none of theirs', () => {
    const given = 'id,year,x\na,1,\na,2,1\na,3,4\n';
    expect(derived('mean(x, by=id, leave_out=true)', given)).toEqual({ a1: '2.5', a2: '4', a3: '1' });
    expect(derived('sum(x, by=id, leave_out=true)', given)).toEqual({ a1: '5', a2: '4', a3: '1' });
    expect(derived('count(x, by=id, leave_out=true)', given)).toEqual({ a1: '2', a2: '1', a3: '1' });
    expect(derived('mean(x, by=id, leave_out=true) + 0 * x', given)).toEqual({ a1: '', a2: '4', a3: '1' });
  });

  it('what is alone has no others', () => {
    const given = 'id,year,x\na,1,4\n';
    expect([
      derived('mean(x, by=id, leave_out=true)', given).a1,
      derived('count(x, by=id, leave_out=true)', given).a1,
      derived('sd(x, by=id)', given).a1,
    ]).toEqual(['', '0', '']);
  });

  it('leniency is the mean of the judge’s other cases, each less that of its cell', () => {
    const given = [
      'id,year,j,c,x',
      'a,1,p,u,1',
      'a,2,p,u,0',
      'a,3,q,u,1',
      'a,4,q,v,0',
      'a,5,p,v,1',
      'a,6,r,v,0',
      'a,7,,v,1',
      'a,8,q,v,',
    ].join('\n');
    const mean = { u: 2 / 3, v: 1 / 3 };
    const found = derived('leniency(x, by=j, within=c)', given);
    expect(Number(found.a1)).toBeCloseTo((0 - mean.u + (1 - mean.v)) / 2, 12);
    expect(Number(found.a5)).toBeCloseTo((1 - mean.u + (0 - mean.u)) / 2, 12);
    expect(Number(found.a3)).toBeCloseTo(0 - mean.v, 12);
    expect(Number(found.a8)).toBeCloseTo((1 - mean.u - mean.v) / 2, 12);
    expect([found.a6, found.a7]).toEqual(['', '']);
    expect(derived('leniency(x, by=[j], within=[c])', given)).toEqual(found);
  });

  it('leniency is missing in cells of one judge, which count for nobody, and refused where it is so everywhere', () => {
    const rows = ['a,1,p,u,1', 'a,2,p,u,0', 'a,3,q,u,1', 'a,4,q,u,0', 'a,5,p,w,1', 'a,6,p,w,0'];
    const of = (each: readonly string[]) =>
      derived('leniency(x, by=j, within=c)', ['id,year,j,c,x', ...each].join('\n'));
    const found = of(rows);
    const without = of(rows.slice(0, 4));
    for (const name of ['a1', 'a2', 'a3', 'a4']) expect(found[name]).toBe(without[name]);
    expect([found.a5, found.a6]).toEqual(['', '']);
    expect(() => of(rows.slice(4))).toThrow('every cell has one judge, whom nobody can be compared with');
    expect(() => of(['a,1,p,u,1', 'a,2,q,u,0', 'a,3,r,u,1'])).toThrow('no judge has a second case');
  });

  it('quantile groups hold equal values together, and cover 1 … n', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 4, maxLength: 40 }),
        fc.integer({ min: 2, max: 4 }),
        (x, n) => {
          const frame = frameOf(`x\n${x.join('\n')}\n`, { derive: [derivation('q', `ntile(x, ${n}, by=[])`)] });
          const groups = numbers(frame, 'q');
          for (const [i, group] of groups.entries()) {
            expect(group >= 1 && group <= n).toBe(true);
            for (const [j, other] of groups.entries()) if (x[i]! <= x[j]!) expect(group).toBeLessThanOrEqual(other);
          }
        },
      ),
      { numRuns: 30 },
    );
  });

  it('standardising removes units, centring a common shift', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: -1000, max: 1000 }), { minLength: 3, maxLength: 20 }), (x) => {
        const of = (expression: string, values: readonly number[]) =>
          numbers(frameOf(`x\n${values.join('\n')}\n`, { derive: [derivation('z', expression)] }), 'z');
        of(
          'standardize(x)',
          x.map((value) => 8 * value + 16),
        ).forEach((z, i) => {
          expect(z).toBeCloseTo(of('standardize(x)', x)[i]!, 10);
        });
        of(
          'center(x)',
          x.map((value) => value + 512),
        ).forEach((z, i) => {
          expect(z).toBeCloseTo(of('center(x)', x)[i]!, 9);
        });
      }),
      { numRuns: 20 },
    );
  });

  it('a value that is no number is missing, and told', () => {
    const { frame, warnings } = loadText('id,year,x\na,1,0\na,2,3\n', {
      panel,
      derive: [derivation('g', 'growth(x)')],
    });
    expect(values(frame, 'g')).toEqual(['', '']);
    expect(warnings.map(({ message }) => message)).toEqual([
      '`growth(x)` is not defined in 1 row: `g` is missing there',
    ]);
  });
});

describe('rows alone', () => {
  it.each([
    ['round(2.5)', '3'],
    ['round(-2.5)', '-3'],
    ['round(1.005, 2)', '1'],
    ['round(1234.567, 1)', '1234.6'],
    ['mod(-7, 3)', '2'],
    ['mod(7, 0)', ''],
    ['floor(-1.2) + ceil(1.2)', '0'],
    ['ln(exp(2))', '2'],
  ])('%s is %s', (expression, expected) => expect(derived(expression, 'id,year,x\na,1,1\n').a1).toBe(expected));

  it('parts of a time are of a time alone', () => {
    expect(() => frameOf(text, { derive: [derivation('y', 'year(g)')] })).toThrow();
    expect(errorsOf(() => frameOf(text, { derive: [derivation('y', 'year(g)')] }))[0]!.message).toBe(
      'expected a date, a month or a quarter, got text `g`',
    );
  });
});

describe('rows that are found in the file', () => {
  it('are those of the file, whichever `where` leaves out', () => {
    const parsed = parseExpression('x > 1');
    if (!parsed.ok) throw new Error(parsed.problems[0].message);
    const text = 'id,x\na,1\nb,2\nc,3\n';
    const declaration = { file: 'data.csv', where: { text: 'x > 1', expression: parsed.ast } };
    expect(rowsInFile(utf8(text), declaration)(frameOf(text, declaration), 0, 'x')).toBe(3);
  });
});

describe('a range of lags', () => {
  it('is one text for each', () => {
    expect(lagTexts('log(L(1/3).x)')).toEqual([1, 2, 3].map((order) => ({ order, text: `log(L${order}.x)` })));
    expect(lagTexts('L.x')).toBeUndefined();
    expect(lagTexts('L(1/2).x - L(1/2).y')).toBeUndefined();
  });
});
