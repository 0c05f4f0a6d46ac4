/**
 * Whatever stands where a formula, a condition, a claim, a name or a path belongs, it is told where it is wrong.
 * @module-tag slow
 */
import fc from 'fast-check';
import { afterAll, beforeAll, it } from 'vitest';
import { PATIENCE_MS } from '../support/patience.ts';
import { trials } from './budget.ts';
import { Seeds } from './pipelines.ts';
import { textPipelines } from './texts.ts';
import { tryPipeline } from './trial.ts';
import { Watchdog } from './watchdog.ts';

const watchdog = new Watchdog(PATIENCE_MS);
let seeds: Seeds;
beforeAll(() => {
  seeds = new Seeds();
});
afterAll(async () => {
  seeds.dispose();
  await watchdog.dispose();
});

it('tells what is wrong with texts', async () => {
  const tried = fc.asyncProperty(textPipelines, async ({ place, pipeline }) => {
    // Programs that are started take most of the time, and know nothing of texts.
    await tryPipeline(seeds.everything.root, pipeline, !place.startsWith('command'), watchdog);
  });
  await fc.assert(tried, trials(1));
});
