import { describe, expect, it } from 'vitest';
import { MemoryLimits } from '../../../../../src/engine/executors/cluster/memory-limits.ts';
import { askedOf } from '../../../../../src/engine/executors/cluster/resources.ts';

const first = askedOf({ memory: '4G' });
const asking = (memory: number | undefined) => ({ first, asked: { ...first, memory } });

describe('the memory that a scheduler gives', () => {
  it('is doubled where nothing was refused', () => {
    expect(new MemoryLimits().above(asking(4096))?.memory).toBe(8192);
  });

  it('is the mean of what a worker had and what was refused, where that is a quarter more', () => {
    const limits = new MemoryLimits();
    limits.took(asking(4096));
    expect(limits.refused(asking(8192), 'no')).toBe(true);
    expect(limits.within(asking(8192)).asked.memory).toBe(6144);
    expect(limits.within(asking(5000)).asked.memory).toBe(5000);
    expect(limits.above(asking(6144))).toBeUndefined();
    limits.refused(asking(6144), 'no');
    expect(limits.within(asking(8192)).asked.memory).toBe(5120);
    limits.refused(asking(5120), 'no');
    expect(limits.within(asking(8192)).asked.memory).toBe(4096);
    expect(limits.of({ first })).toEqual({ memory: 5120, says: 'no' });
  });

  it('that was taken and can begin never is none', () => {
    const limits = new MemoryLimits();
    limits.took(asking(8192));
    limits.refused(asking(8192), 'never');
    expect(limits.within(asking(8192)).asked.memory).toBe(6144);
  });

  it('that a step asks for itself is its own affair, and so are other requests', () => {
    const limits = new MemoryLimits();
    expect(limits.refused(asking(4096), 'no')).toBe(false);
    expect(limits.refused({ first: askedOf({}), asked: askedOf({}) }, 'no')).toBe(false);
    limits.refused(asking(8192), 'no');
    const other = askedOf({ memory: '4G', partition: 'large' });
    expect(limits.within({ first: other, asked: { ...other, memory: 8192 } }).asked.memory).toBe(8192);
  });

  it('is left to the cluster where a step asks for none and more is refused', () => {
    const none = askedOf({});
    const limits = new MemoryLimits();
    limits.refused({ first: none, asked: { ...none, memory: 4096 } }, 'no');
    expect(limits.within({ first: none, asked: { ...none, memory: 4096 } }).asked.memory).toBeUndefined();
  });
});
