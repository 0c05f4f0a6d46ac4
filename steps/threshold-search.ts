/** The internal kind `threshold-search`: the search for the thresholds of a panel model. */
import { Type } from 'typebox';
import { searchThresholds } from '../src/econ/threshold/search.ts';
import { defineStep } from '../src/engine/step.ts';
import type { SearchParams } from './lib/threshold/keys.ts';
import { preparedSpace } from './lib/threshold/prepared.ts';

export default defineStep({
  name: 'threshold-search',
  summary: 'The sequential search for thresholds, which the tests and the result of a threshold step share',
  internal: true,
  params: Type.Object({}),
  run: (context) => {
    const spec = context.params as unknown as SearchParams;
    return { ...searchThresholds(preparedSpace(context, spec), spec) };
  },
});
