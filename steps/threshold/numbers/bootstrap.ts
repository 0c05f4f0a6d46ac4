/**
 * Hansen's (1999, section 4) bootstrap of the F test of j−1 against j thresholds: the units' residual vectors of the
 * model with j thresholds are drawn with replacement and added to the fit of the model with j−1, q and the regressors
 * being fixed. A replication partials the drawn errors out of the basis and runs the searches in the space of the candidates:
 * O(N(k + p) + grid·p²·j), whatever the number of columns. Two replications share a pass over the rows.
 */

import { memo } from '../../../src/base/memo.ts';
import type { RandomStream } from '../../../src/base/number/rng.ts';
import { Refusal } from '../../../src/base/problem.ts';
import { levelMarks, orderByValues } from '../../../src/econ/panel/drawing-order.ts';
import type { Conditioned } from './conditioned.ts';
import type { DrawnOutcome } from './draw.ts';
import { mostKept } from './geometry.ts';
import { allCandidates, shorten } from './grid.ts';
import { type SearchSpace, splitsOf, stepNamed, type ThresholdSearch } from './search.ts';
import { type ThresholdSpec, type ThresholdTest, testNames } from './spec.ts';

/**
 * Replications, one for each stream: S*_{j−1}/S*_j − 1, of which F* is d times. `quirk`: the triple test as `xthreg` runs it (Wang 2015, SJ 15:121). There the
 * first search leaves out the candidates around the sample's Th-1 and the position found is applied to the full grid.
 * Throws Refusal in an unbalanced panel, where residual vectors of units differ in length, and where the fit is perfect.
 */
export function replicator(
  space: SearchSpace,
  search: ThresholdSearch,
  spec: ThresholdSpec,
  test: ThresholdTest,
  quirk: boolean,
): (streams: readonly RandomStream[]) => number[] {
  const { sample, geometry, root, exact } = space;
  const j = testNames.indexOf(test) + 1;
  if (sample.periods === null) throw unbalanced(sample.unit.name);
  const alternative = exact(splitsOf(search, j));
  if (!(alternative.rss > 0))
    throw new Refusal('perfect-fit', 'there are no residuals to draw from', { param: 'bootstrap' });
  const null0 = exact(splitsOf(search, j - 1));
  // what the null model's splits fit, beyond the basis
  const fitted = sample.linear.fit.residuals.map((e, i) => e - null0.residuals[i]!);
  const draw = space.draw(sample.periods);
  const full = allCandidates(geometry.size);
  const cuts = new Cuts(full, spec);
  const start = quirk && j === 3 ? Int32Array.from(stepNamed(search, 'Th-22').candidates) : full;
  const { outcome, terms } = sample.design;
  const order = orderByValues(sample.unit, levelMarks([outcome, { name: spec.on, values: sample.q }, ...terms]));
  return (streams) => {
    draw.from(fitted, alternative.residuals);
    const ratios: number[] = [];
    for (let i = 0; i < streams.length; i += 2) {
      const both = streams.slice(i, i + 2);
      draw.take(both.map((stream) => drawnUnits(order, stream)));
      ratios.push(...both.map((_, which) => searches(root, draw.outcomes[which]!, j, start, cuts)));
    }
    return ratios;
  };
}

/** Whose residuals each unit gets: drawn for each, and from all, in `order`. */
function drawnUnits(order: Int32Array, stream: RandomStream): Int32Array {
  const drawn = stream.sample(order.length, order.length);
  const units = new Int32Array(order.length);
  for (let place = 0; place < order.length; place++) units[order[place]!] = order[drawn[place]!]!;
  return units;
}

function unbalanced(unit: string): Refusal {
  return new Refusal('bootstrap-unbalanced', `the bootstrap draws whole units, and the rows of \`${unit}\` differ`, {
    param: 'bootstrap',
    hint: 'use the balanced part of the panel, or set `bootstrap: 0`',
  });
}

/** j searches on the drawn numerators: without refinement, each given the ones before. */
function searches(root: Conditioned, draw: DrawnOutcome, j: number, start: Int32Array, cuts: Cuts): number {
  let node = root;
  let before = draw.rss;
  let candidates = start;
  for (let order = 1; ; order++) {
    const { at, gain } = node.best(draw.numerators, candidates);
    if (order === j) return ratio(gain, before - gain, draw.rss);
    if (at < 0) return 0;
    before -= gain;
    node = node.given(candidates[at]!);
    node.sweep(draw.numerators);
    candidates = order === 1 ? cuts.ofFull(at) : cuts.of(candidates, at, order + 1);
  }
}

/** Units drawn several times can leave no more rows that differ than there are parameters: F* is then not defined. */
function ratio(gain: number, rest: number, total: number): number {
  if (rest > 1e-13 * total) return gain / rest;
  const message = 'a replication is fitted without error, so F* is not defined: there are too few units and periods';
  throw new Refusal('perfect-fit', message, { param: 'bootstrap', hint: 'set `bootstrap: 0`' });
}

/** Lists without the surroundings of a position; those of the full grid are kept. */
class Cuts {
  /** Its argument may have been counted in another list, as `xthreg` does. */
  readonly ofFull: (at: number) => Int32Array;
  readonly #trim: readonly number[];

  constructor(full: Int32Array, { trim }: ThresholdSpec) {
    this.ofFull = memo((at) => shorten(full, at, trim[1]!), mostKept(full.length));
    this.#trim = trim;
  }

  of(candidates: Int32Array, at: number, order: number): Int32Array {
    return shorten(candidates, at, this.#trim[order - 1]!);
  }
}
