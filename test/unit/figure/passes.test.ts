/** Counts how often a figure is laid out: what a single view leaves to its axes is guessed so well that most need no second pass. */
import { View } from 'vega';
import { afterEach, expect, it, vi } from 'vitest';
import { figureCases } from '../../golden/figure-cases.ts';
import { drawCase } from '../../golden/figure-fixtures.ts';

afterEach(() => vi.restoreAllMocks());

it.each(['trends', 'density', 'event', 'margins', 'scatter', 'bacon'])('%s is laid out once', async (name) => {
  const laidOut = vi.spyOn(View.prototype, 'finalize');
  await drawCase(figureCases.find((one) => one.name === name)!);
  expect(laidOut).toHaveBeenCalledTimes(1);
});
