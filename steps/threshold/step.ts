/** The kind `threshold`: Hansen's panel threshold model, its tests and its regimes. */

import { fewReplications } from '../../src/econ/vcov/inference.ts';
import { defineStep } from '../../src/engine/step.ts';
import { noteLost, warnAll } from '../lib/frame-source.ts';
import { readRatios, readSearch } from './artifact.ts';
import { ThresholdParams, type ThresholdResultParams } from './keys.ts';
import { thresholdResult } from './numbers/result.ts';
import { thresholdNodes } from './plan.ts';
import { preparedSample } from './prepared.ts';

export default defineStep({
  name: 'threshold',
  summary: 'Panel thresholds (Hansen 1999, as in xthreg): search, bootstrap tests, intervals, regression by regime',
  artifact: 'threshold',
  params: ThresholdParams,
  expand: (step, plan) => thresholdNodes(step, plan),
  run: (context) => {
    const { chunks, convention, vcov, level, use, ...spec } = context.params as unknown as ThresholdResultParams;
    const sample = preparedSample(context, spec);
    const ratios = chunks.map((names) => names.flatMap((name) => readRatios(context.artifact(name))));
    const search = readSearch(context.artifact('search'));
    const result = thresholdResult(sample, search, ratios, spec.on, { convention, vcov, level, use });
    warnAll(context, result.fit.warnings);
    noteLost(context, result.fit.rowsLost);
    const counts = ratios.map((of) => of.length).filter((count) => count > 0);
    warnAll(context, fewReplications(Math.min(...counts), '`bootstrap: 300` is usual'));
    return { ...result };
  },
});
