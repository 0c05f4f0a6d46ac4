/** The internal kind `difference-permutation`: a chunk of the permutations of two groups. */
import { Type } from 'typebox';
import { groupPermutations } from '../../src/econ/difference/permutation.ts';
import { inOrder } from '../../src/econ/difference/spec.ts';
import { defineStep } from '../../src/engine/step.ts';
import { readFrame, readOrder } from '../../src/frame/stored/artifact.ts';
import { drawText, preparedOnce } from '../lib/chunks.ts';
import type { PermutationParams } from '../lib/difference/keys.ts';

export default defineStep({
  name: 'difference-permutation',
  summary: 'A chunk of the permutations of two groups of a split',
  internal: true,
  params: Type.Object({}),
  run: (context) => {
    const { from, to, draws, ...spec } = context.params as unknown as PermutationParams;
    const { of, ...found } = preparedOnce(context, 'permutations', spec, () => {
      const stored = context.artifact('data');
      const data = readFrame(stored);
      return groupPermutations(inOrder(spec, data, readOrder(stored, spec.group)), data);
    });
    context.report(undefined, drawText(from + 1, from, to));
    return { found, differences: of(from, to, draws, (i) => context.rng.stream('difference', i)) };
  },
});
