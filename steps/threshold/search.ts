/** The internal kind `threshold-search`: the search for the thresholds of a panel model. */
import { Type } from 'typebox';
import { defineStep } from '../../src/engine/step.ts';
import type { SearchParams } from './keys.ts';
import { searchThresholds } from './numbers/search.ts';
import { preparedSpace } from './prepared.ts';

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
