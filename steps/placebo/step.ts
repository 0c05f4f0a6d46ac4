/** The kind `placebo`: a treatment's coefficient among those of treatments assigned to other units or dates. */

import { fewReplications } from '../../src/econ/vcov/inference.ts';
import { defineStep } from '../../src/engine/step.ts';
import { preparedOnce } from '../lib/chunks.ts';
import { estimationData } from '../lib/estimation-memory.ts';
import { noteLost, warnAll } from '../lib/frame-source.ts';
import { PlaceboParams, type PlaceboResultParams } from './keys.ts';
import type { PlaceboDraws } from './numbers/spec.ts';
import { placeboNodes } from './plan.ts';

export default defineStep({
  name: 'placebo',
  summary: 'Placebo tests: the regression with its treatment assigned to other units, other dates, or both',
  artifact: 'placebo',
  params: PlaceboParams,
  expand: (step, plan) => placeboNodes(step, plan),
  run: async (context) => {
    const { placebosOf, placeboTest } = await import('./numbers/placebo.ts');
    const { chunks, draws, convention, ...spec } = context.params as unknown as PlaceboResultParams;
    const { of: _, ...found } = preparedOnce(context, 'placebos', spec, () => {
      const { data, workspace } = estimationData(context);
      return placebosOf(spec, data, workspace);
    });
    const parts = chunks.map((name) => context.artifact(name));
    const all = <K extends keyof PlaceboDraws>(key: K) => parts.flatMap((part) => part.json(key) as (number | null)[]);
    const result = placeboTest(
      found,
      { estimates: all('estimates'), pValues: all('pValues') },
      { ...spec, draws, convention },
    );
    warnAll(context, found.fit.warnings);
    noteLost(context, found.fit.rowsLost);
    if (!result.exact) warnAll(context, fewReplications(result.draws, '`draws: 1000` is usual'));
    if (result.skipped > 0) {
      const message = `${result.skipped} of ${result.skipped + result.draws} placebo treatments are not identified, and were left out`;
      context.warn({ code: 'failed-draws', message, param: 'draws', severity: 'warning' });
    }
    return { ...result };
  },
});
