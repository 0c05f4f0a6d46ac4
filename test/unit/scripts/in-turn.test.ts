/** Builds that follow one another: one more where anything changed meanwhile, and none beside another. */
import { expect, it } from 'vitest';
import { inTurn } from '../../../scripts/in-turn.ts';

it('is done once more for all that was asked meanwhile', async () => {
  const ends: (() => void)[] = [];
  const ask = inTurn(() => new Promise((end) => ends.push(end)));
  const first = ask();
  for (let i = 0; i < 5; i++) void ask();
  expect(ends).toHaveLength(1);
  ends[0]!();
  await expect.poll(() => ends.length).toBe(2);
  ends[1]!();
  await first;
  expect(ends).toHaveLength(2);
  void ask();
  expect(ends).toHaveLength(3);
  ends[2]!();
});
