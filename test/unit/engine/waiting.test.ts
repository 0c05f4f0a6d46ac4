import { describe, expect, it } from 'vitest';
import { createRng } from '../../../src/base/number/rng.ts';
import { Waiting } from '../../../src/engine/run/ready-queue.ts';

describe('nodes that wait', () => {
  it('are taken in order, and pass over those that must be left', () => {
    const waiting = new Waiting([1, 2, 3, 4]);
    expect(waiting.take((n) => (n % 2 === 0 ? 'take' : 'leave'))).toBe(2);
    expect(waiting.take((n) => (n === 1 ? 'drop' : 'take'))).toBe(3);
    expect([...waiting]).toEqual([4]);
    expect(waiting.size).toBe(1);
    expect(waiting.take(() => 'leave')).toBeUndefined();
    expect(waiting.take(() => 'take')).toBe(4);
    expect(waiting.take(() => 'take')).toBeUndefined();
  });

  it('are those that a plain list holds, whoever is taken and dropped', () => {
    const draw = createRng('waiting').stream('takes', 0);
    const waiting = new Waiting(Array.from({ length: 500 }, (_, i) => i));
    let list = [...waiting];
    while (list.length > 0) {
      // the first waits longest, so that empty places gather behind it
      const judge = (n: number) =>
        n === 0 && list.length > 1 ? 'leave' : (['take', 'drop', 'leave', 'leave', 'leave'] as const)[draw.int(5)]!;
      const verdicts = new Map(list.map((n) => [n, judge(n)]));
      const taken = list.find((n) => verdicts.get(n) === 'take');
      list = list.filter((n) => n !== taken && (verdicts.get(n) !== 'drop' || (taken !== undefined && n > taken)));
      expect(waiting.take((n) => verdicts.get(n)!)).toBe(taken);
      expect([...waiting]).toEqual(list);
      expect(waiting.size).toBe(list.length);
    }
  });
});
