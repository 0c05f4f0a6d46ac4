import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { derivation, errorsOf, frameOf, values } from './support.ts';

/** Two firms, in no order; one day is missing. */
const rows = ['k,id,day,g,x', '1,b,3,u,8', '2,a,9,v,7', '3,a,1,u,1', '4,b,1,v,2', '5,a,2,u,1', '6,b,,v,', '7,b,5,u,8'];

/** The derived column by `k`. */
function derived(expression: string, given: readonly string[] = rows): string {
  const frame = frameOf(given.join('\n'), { derive: [derivation('made', expression)] });
  const made = new Map(values(frame, 'k').map((k, i) => [k, values(frame, 'made')[i]!]));
  return [...made.keys()]
    .sort()
    .map((k) => made.get(k) || '.')
    .join(' ');
}

describe('rows of a group in an order', () => {
  // by hand; rows of `a` by day: 3 5 2, of `b`: 4 1 7 6
  it.each([
    ['row(by=id, order=day)', '2 3 1 1 2 4 3'],
    ['row(by=id, order=[-day])', '2 1 3 3 2 4 1'],
    ['row(order=[id, day])', '5 3 1 4 2 7 6'],
    ['lag(x, by=id, order=day)', '2 1 . . 1 8 8'],
    ['lag(x, 2, by=id, order=day)', '. 1 . . . 8 2'],
    ['lead(g, by=id, order=day)', 'u . u u v . v'],
    ['first(x, by=id, order=[-day])', '8 7 7 8 7 8 8'],
    ['last(g, by=id, order=day)', 'v v v v v v v'],
    ['cumsum(x, by=id, order=day)', '10 9 1 2 2 . 18'],
    ['cumsum(x > 1, by=id, order=day)', '2 1 0 1 0 . 3'],
    ['spell(x, by=id, order=day)', '2 2 1 1 1 . 2'],
    ['spell(g, by=id, order=day)', '2 2 1 1 1 3 2'],
    ['group(id, g)', '3 2 1 4 1 4 3'],
    ['group(g, x)', '2 4 1 3 1 . 2'],
    ['count(1, by=[])', '7 7 7 7 7 7 7'],
  ])('%s', (expression, expected) => expect(derived(expression)).toBe(expected));

  it('mean the same in any order of the file’s rows, and with other names of units', () => {
    const [header, ...body] = rows;
    const expressions = [
      'row(by=id, order=day)',
      'lag(g, by=id, order=day)',
      'spell(x, by=id, order=day)',
      'cumsum(x, by=id, order=[-day])',
      'group(id, g)',
    ];
    fc.assert(
      fc.property(fc.shuffledSubarray(body, { minLength: body.length }), fc.constantFrom('a', '甲'), (shuffled, a) => {
        for (const expression of expressions) {
          const given = [header!, ...shuffled.map((row) => row.replace(',a,', `,${a === 'a' ? 'a' : 'Z'},`))];
          expect(derived(expression, given)).toBe(derived(expression));
        }
      }),
      { numRuns: 20 },
    );
  });

  it('is refused where the keys leave it open', () => {
    const [error] = errorsOf(() => derived('lag(x, by=id, order=g)'));
    expect(error).toMatchObject({
      code: 'ties-in-order',
      message: '3 rows of a group tie with another in `order=[g]`',
      path: ['derive', 'made'],
    });
  });

  it('is that of the panel where none is named', () => {
    const text = 'id,year,x\nb,2012,4\na,2012,2\na,2011,1\nb,2011,3\n';
    const frame = frameOf(text, {
      panel: { unit: 'id', time: 'year' },
      derive: [derivation('r', 'row()'), derivation('l', 'lag(x, by=id)')],
    });
    expect([values(frame, 'x'), values(frame, 'r'), values(frame, 'l')]).toEqual([
      ['1', '2', '3', '4'],
      ['1', '2', '3', '4'],
      ['', '1', '', '3'],
    ]);
  });
});

describe('quantile groups', () => {
  const given = ['k,x', ...[1, 2, 2, 2, 3, 4, 4].map((x, i) => `${i},${x}`)];
  // percentiles of _pctile: 2 at a third, 3 at two thirds
  it.each([
    ['ntile(x, 3, by=[])', '1 1 1 1 2 3 3'],
    ['ntile(x, 3, by=[], ties=low)', '1 1 1 1 2 3 3'],
    ['ntile(x, 3, by=[], ties=high)', '1 2 2 2 3 3 3'],
    ['ntile(x, 3, by=[], ties=first)', '1 1 1 2 2 3 3'],
  ])('%s', (expression, expected) => expect(derived(expression, given)).toBe(expected));
});
