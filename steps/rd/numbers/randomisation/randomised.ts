/** P values of effects in a window by assignments of its rows to the sides of the cut-off. */
import { createRng } from '../../../../src/base/number/rng.ts';
import { arrangements, firstArrangement, nextArrangement, shuffled } from '../../../../src/econ/draws/assignments.ts';
import { summarise } from '../../../../src/econ/draws/permutation.ts';
import type { RandomisationSpec } from './spec.ts';
import { midranks } from './statistics.ts';

/** Gives the share of assignments of rows to the sides, as many to each as there are, with a difference as large: Fisher's sharp hypothesis of no effect. */
export function randomised(
  { statistic, draws, seed }: RandomisationSpec,
  below: Float64Array,
  above: Float64Array,
): Readonly<Record<'randomisationP' | 'assignments', number>> {
  const all = Float64Array.from([...below, ...above]);
  const scores = statistic === 'ranksum' ? midranks(all) : all;
  const labels = Float64Array.from(all, (_, i) => (i < below.length ? 0 : 1));
  const total = scores.reduce((sum, score) => sum + score, 0);
  const difference = (treated: ArrayLike<number>): number => {
    let sum = 0;
    for (let i = 0; i < scores.length; i++) if (treated[i] === 1) sum += scores[i]!;
    return sum / above.length - (total - sum) / below.length;
  };
  const ways = arrangements(labels);
  const isExact = ways <= draws;
  const found: number[] = [];
  if (isExact) {
    const drawn = firstArrangement(labels);
    do found.push(difference(drawn));
    while (nextArrangement(drawn));
  } else {
    const rng = createRng(seed);
    for (let i = 0; i < draws; i++) found.push(difference(shuffled(labels, rng.stream('rd', i))));
  }
  const { countAbsGe } = summarise(difference(labels), found);
  return {
    randomisationP: isExact ? countAbsGe / ways : (1 + countAbsGe) / (1 + draws),
    assignments: isExact ? ways : draws,
  };
}
