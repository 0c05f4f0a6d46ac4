import { describe, expect, it } from 'vitest';
import { Many } from '../../../src/app/reporters/many.ts';
import type { NodeId } from '../../../src/base/brand.ts';

const node = (step: string, i: number) => `${step}.${i}` as NodeId;

describe('a step of many nodes', () => {
  it('has a line for each of the first twenty, and one for the others', () => {
    const many = new Many();
    const counted = Array.from({ length: 25 }, (_, i) => many.counts(node('all', i), 0.5));
    expect(counted.filter((each) => !each)).toHaveLength(20);
    expect(counted.slice(0, 20)).not.toContain(true);
    expect(many.take(node('all', 99))).toBeUndefined();
    expect(many.take()).toEqual({ step: 'all', nodes: 5, seconds: 2.5 });
    expect(many.take()).toBeUndefined();
  });

  it('is told before the next step, and goes on being counted after it', () => {
    const many = new Many();
    for (let i = 0; i < 22; i++) many.counts(node('all', i), 1);
    expect(many.take(node('tables', 1))).toEqual({ step: 'all', nodes: 2, seconds: 2 });
    expect(many.counts(node('tables', 1), 1)).toBe(false);
    expect(many.counts(node('all', 23), 1)).toBe(true);
    expect(many.take()).toEqual({ step: 'all', nodes: 1, seconds: 1 });
  });
});
