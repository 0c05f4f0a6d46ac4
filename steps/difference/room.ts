/** The room of `difference`. */
import type { Room } from '../room.ts';
import levels from './levels.ts';
import pairs from './pairs.ts';
import { pairwiseResult } from './pairs-result.ts';
import { pairwise } from './pairs-table.ts';
import permutation from './permutation.ts';
import { differenceResult } from './result.ts';
import step from './step.ts';
import { difference } from './table.ts';

export default {
  get step() {
    return step;
  },
  get helpers() {
    const results = [pairwiseResult];
    return { permutation, pairs: { ...pairs, results }, levels: { ...levels, results } };
  },
  results: [differenceResult, pairwiseResult],
  get tables() {
    return [difference, pairwise];
  },
} satisfies Room;
