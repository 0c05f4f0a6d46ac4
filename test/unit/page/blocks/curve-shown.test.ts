/** Which specifications a reader sees, and what is said of them. */
import { describe, expect, it } from 'vitest';
import type { CurveBlock, CurveSpecification } from '../../../../src/app/show/block.ts';
import { allOf, rangeOf, saidOf, shownOf, ticksOf, turned } from '../../../../src/page/blocks/curve-shown.ts';

const one = (node: string, made: readonly number[], estimate: number, pValue: number | null): CurveSpecification => ({
  ...{ node, made, estimate, pValue },
  low: estimate - 1,
  high: estimate + 1,
});

const block: CurveBlock = {
  is: 'curve',
  of: 'x',
  dimensions: [
    { name: 'Sample', options: ['all', 'late'] },
    { name: 'Effects', options: ['none', 'unit'] },
  ],
  specifications: [
    one('a', [0, 0], 3, 0.01),
    one('b', [0, 1], 1, 0.05),
    one('c', [1, 0], 2, null),
    one('d', [1, 1], 8, 0.04),
  ],
  unidentified: 0,
};

const names = (all: readonly CurveSpecification[]): string => all.map(({ node }) => node).join('');

describe('a curve of specifications', () => {
  it('shows those whose every option is chosen, by their estimates', () => {
    const all = allOf(block);
    expect(names(shownOf(block, all))).toBe('bcad');
    expect(names(shownOf(block, turned(all, 0, 1)))).toBe('ba');
    expect(names(shownOf(block, turned(turned(all, 0, 1), 1, 0)))).toBe('b');
    expect(names(shownOf(block, turned(turned(all, 0, 1), 0, 1)))).toBe('bcad');
    expect(shownOf(block, turned(turned(all, 0, 1), 0, 0))).toEqual([]);
  });

  it('counts as significant what is below 5%, of those that have a p-value, and means the two in the middle', () => {
    expect(saidOf(shownOf(block, allOf(block)))).toEqual({ count: 4, median: 2.5, significant: 2, tested: 3 });
    expect(saidOf(shownOf(block, turned(allOf(block), 1, 0)))).toEqual({
      count: 2,
      median: 4.5,
      significant: 1,
      tested: 2,
    });
  });

  it('spans the intervals and zero, with round ticks', () => {
    expect(rangeOf(block.specifications)).toEqual([0, 9]);
    expect(rangeOf([{ ...one('e', [0, 0], 0, null), low: null, high: null }])).toEqual([-1, 1]);
    expect(ticksOf(0, 9)).toEqual([0, 2, 4, 6, 8]);
    expect(ticksOf(-0.31, 0.07)).toEqual([-0.3, -0.2, -0.1, 0]);
  });
});
