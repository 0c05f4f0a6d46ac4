import { describe, expect, it } from 'vitest';
import { Stories } from '../../../src/app/reporters/stories.ts';
import type { NodeId } from '../../../src/base/brand.ts';

const node = (i: number) => `grid.${i}` as NodeId;

describe('what several nodes tell alike', () => {
  it('is one line, which names the first of them', () => {
    const stories = new Stories('notes', 'in');
    for (let i = 1; i <= 10_000; i++) stories.note('9 rows not used (missing: `z`)', node(i));
    stories.note('1 row not used (singleton)', node(7));
    expect(stories.take()).toEqual([
      '9 rows not used (missing: `z`)  in 10000 nodes: grid.1, grid.2, grid.3 and 9997 more',
      '1 row not used (singleton)  in grid.7',
    ]);
    expect(stories.take()).toEqual([]);
  });

  it('is counted where there are many stories', () => {
    const stories = new Stories('notes', 'in');
    for (let i = 1; i <= 10_000; i++) stories.note(`${i} rows not used (sample)`, node(i));
    const lines = stories.take();
    expect(lines).toHaveLength(11);
    expect(lines.at(-1)).toBe('and 9990 other notes of 9990 nodes, which `papermake show NODE` tells');
  });
});
