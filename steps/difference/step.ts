/** The internal kind `difference`: tests of whether a coefficient is the same in two groups of a split. */
import { Type } from 'typebox';
import { type GroupPermutations, permutationTest } from '../../src/econ/difference/permutation.ts';
import { inOrder } from '../../src/econ/difference/spec.ts';
import { compareGroups } from '../../src/econ/difference/tests.ts';
import { defineStep } from '../../src/engine/step.ts';
import { readFrame, readOrder } from '../../src/frame/stored/artifact.ts';
import type { DifferenceParams } from '../lib/difference/keys.ts';

export default defineStep({
  name: 'difference',
  summary: 'Tests of whether a coefficient is the same in two groups of a split',
  internal: true,
  artifact: 'difference',
  params: Type.Object({}),
  run: (context) => {
    const { by, draws, chunks, ...spec } = context.params as unknown as DifferenceParams;
    const stored = context.artifact('data');
    const data = readFrame(stored);
    const { chow, suest, ...compared } = compareGroups(inOrder(spec, data, readOrder(stored, spec.group)), data);
    const tests = {
      ...(by.includes('chow') ? { chow } : {}),
      ...(by.includes('suest') ? { suest } : {}),
    };
    if (chunks.length === 0) return { ...compared, by, ...tests };
    const artifacts = chunks.map((name) => context.artifact(name));
    const found = artifacts[0]!.json('found') as unknown as Pick<
      GroupPermutations,
      'permute' | 'actual' | 'assignments'
    >;
    const statistics = artifacts.flatMap((artifact) => artifact.json('differences') as (number | null)[]);
    const permutation = permutationTest(found, statistics, draws);
    if (permutation.skipped > 0) {
      const message = `${permutation.skipped} of ${statistics.length} permutations do not identify the coefficient in both groups, and were left out`;
      context.warn({ code: 'failed-draws', message, param: 'draws', severity: 'warning' });
    }
    return { ...compared, by, ...tests, permutation };
  },
});
