/** Merges by nearness in time, against a search of all pairs. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { MergeDeclaration } from '../../../src/frame/declared/declaration.ts';
import { type Nearest, nearestRows } from '../../../src/frame/functions/nearest.ts';
import { errorsOf, frameOf, loadText, values } from './support.ts';

const left = 'firm,t,x\na,5,1\na,10,2\nb,7,3\nc,1,4\n';
const right = 'firm,t,rate\na,4,40\na,9,90\na,12,120\nb,8,80\n';

function merged(nearest: Nearest, more: Partial<MergeDeclaration> = {}, other = right) {
  const merge = [{ from: 'other', on: ['firm'], how: 'm:1' as const, unmatched: 'keep' as const, nearest, ...more }];
  return loadText(left, { merge }, [frameOf(other)]);
}

describe('a merge with the nearest row', () => {
  it.each([
    [{ by: 't', side: 'before', as: 'of' }, ['40', '90', '', ''], ['4', '9', '', '']],
    [{ by: 't', side: 'after', as: 'of' }, ['90', '120', '80', ''], ['9', '12', '8', '']],
    [{ by: 't', side: 'either', as: 'of', within: 1 }, ['40', '90', '80', ''], ['4', '9', '8', '']],
    [{ by: 't', side: 'after', as: 'of', within: 2 }, ['', '120', '80', ''], ['', '12', '8', '']],
  ] as const)('%o', (nearest, rates, of) => {
    const { frame, quiet } = merged(nearest);
    expect([values(frame, 'rate'), values(frame, 'of')]).toEqual([rates, of]);
    expect(quiet[0]).toContain('merged with `other` by firm, the nearest t: ');
  });

  it('of all rows where there are no keys', () => {
    expect(values(merged({ by: 't', side: 'before' }, { on: [], columns: ['rate'] }).frame, 'rate')).toEqual([
      '40',
      '90',
      '40',
      '',
    ]);
  });

  it('refuses rows that cannot be told apart, texts, and what is unmatched', () => {
    expect(errorsOf(() => merged({ by: 't', side: 'before' }, {}, 'firm,t,rate\na,4,1\na,4,2\n'))[0]!.code).toBe(
      'merge-duplicates',
    );
    expect(errorsOf(() => merged({ by: 't', side: 'before' }, {}, 'firm,t,rate\na,x,1\n'))[0]!.code).toBe(
      'merge-types',
    );
    expect(errorsOf(() => merged({ by: 't', side: 'before' }, { unmatched: 'error' }))[0]).toMatchObject({
      code: 'merge-unmatched',
    });
  });

  it('is what a search of all pairs finds', () => {
    const row = fc.record({ key: fc.integer({ min: -1, max: 2 }), value: fc.integer({ min: 0, max: 12 }) });
    const sideOf = (rows: readonly { key: number; value: number }[]) => ({
      keys: Float64Array.from(rows, ({ key }) => key),
      values: Float64Array.from(rows, ({ value }) => value),
    });
    fc.assert(
      fc.property(
        fc.array(row, { maxLength: 8 }),
        fc.uniqueArray(row, { maxLength: 10, selector: ({ key, value }) => `${key} ${value}` }),
        fc.constantFrom('before', 'after', 'either' as const),
        fc.integer({ min: 0, max: 6 }),
        (ours, theirs, side, within) => {
          const found = nearestRows(sideOf(ours), sideOf(theirs), { by: 't', side: side as Nearest['side'], within });
          const expected = ours.map(({ key, value }) => {
            const fits = theirs
              .map((each, i) => ({ ...each, i, apart: Math.abs(each.value - value) }))
              .filter((each) => key >= 0 && each.key === key && each.apart <= within)
              .filter((each) =>
                side === 'before' ? each.value <= value : side === 'after' ? each.value >= value : true,
              )
              .sort((a, b) => a.apart - b.apart || a.value - b.value);
            return fits[0]?.i ?? -1;
          });
          expect([...found]).toEqual(expected);
        },
      ),
    );
  });
});
