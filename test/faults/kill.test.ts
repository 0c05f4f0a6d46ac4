/**
 * The real binary, killed, torn, interrupted and out of space at its boundaries: the next run makes all of it good.
 * @module-tag slow
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { report, share } from './harness.ts';
import { scenes } from './scenes.ts';
import { boundariesIn, faultsAt, faultsInTime, type Scene, strike } from './strike.ts';

afterAll(() => report('kills of the real binary'));

/** Commands of the scenes are lines for `sh`. */
const runnable = scenes.filter(({ wantsShell }) => wantsShell !== true || process.platform !== 'win32');

describe.each(runnable)('$name', ({ make, weight, least }) => {
  let scene: Scene;
  let boundaries: readonly string[];
  const count = (part: number): number => share(part * weight);

  beforeAll(async () => {
    scene = await make();
    boundaries = await boundariesIn(scene);
    expect(boundaries.length).toBeGreaterThanOrEqual(least);
  });
  afterAll(() => scene.from.dispose());

  it('killed before a boundary, in the middle of a write and at any instant', async () => {
    const kills = [faultsAt('kill', boundaries, count(0.65)), faultsAt('tear', boundaries, count(0.35))];
    await strike(scene, mixed(...kills, faultsInTime(count(0.25))));
  });

  it('interrupted, and on a disk that is full, for good or for a moment', async () => {
    const sorts = ['interrupt', 'full', 'full-once'] as const;
    await strike(scene, mixed(...sorts.map((sort) => faultsAt(sort, boundaries, count(0.1)))));
  });
});

/** In turn from each, so that a chain holds several sorts. */
function mixed<T>(...lists: readonly (readonly T[])[]): T[] {
  const longest = Math.max(...lists.map((list) => list.length));
  return Array.from({ length: longest }, (_, i) => lists.flatMap((list) => list.slice(i, i + 1))).flat();
}
