/**
 * The smoothed bootstrap of radial scores that corrects their bias and gives intervals (Simar and Wilson 1998, Management Science 44:49; 2000, J. Applied Statistics 27:779).
 * It works with distances of one or more: 1/θ of inputs, φ of outputs.
 */

import type { Rng } from '../../../src/base/number/rng.ts';
import { sortNumbers } from '../../../src/base/number/sort-numbers.ts';
import { mean } from '../../../src/base/number/sum.ts';
import { Refusal } from '../../../src/base/problem.ts';
import { percentile } from '../../../src/econ/distributions/percentile.ts';
import type { Rows } from '../../../src/econ/efficiency/efficiency.ts';
import { measures, type Score } from '../../../src/econ/efficiency/measures.ts';
import type { EfficiencySpec } from '../../../src/econ/efficiency/spec.ts';
import { NOTHING, Technology } from '../../../src/econ/efficiency/technology.ts';

/** Scores by row without their bias, and the ends of their intervals; NaN where there is no score. */
export interface Corrected {
  readonly corrected: Float64Array;
  readonly low: Float64Array;
  readonly high: Float64Array;
}

type Spec = EfficiencySpec & { readonly bootstrap: NonNullable<EfficiencySpec['bootstrap']> };

/** Bootstraps the rows of each technology by themselves, with streams of their own. `report` is told the share that is done. */
export function bootstrapScores(
  spec: Spec,
  rows: Rows,
  scores: readonly (Score | undefined)[],
  rng: Rng,
  report: (share: number) => void,
): Corrected {
  const { complete, panel } = rows;
  const of = (): Float64Array => new Float64Array(scores.length).fill(Number.NaN);
  const made = { corrected: of(), low: of(), high: of() };
  const isOne = panel === null || spec.frontier === 'global';
  const groups = isOne ? [complete] : periodsOf(complete, panel.periods);
  let done = 0;
  for (const [g, group] of groups.entries()) {
    const own = Float64Array.from(group, (row) => distanceOf(spec, scores[row]!.score));
    const draws = distancesDrawn(spec, rows, group, own, rng, `efficiency ${g}`, () =>
      report(++done / (groups.length * spec.bootstrap.draws)),
    );
    for (const [k, row] of group.entries()) {
      const { corrected, low, high } = inferred(own[k]!, draws[k]!, spec.bootstrap.level);
      const isInput = spec.orientation === 'input';
      made.corrected[row] = distanceOf(spec, corrected);
      made.low[row] = isInput ? 1 / high : low;
      made.high[row] = isInput ? 1 / low : high;
    }
  }
  return made;
}

function periodsOf(complete: Int32Array, periods: Int32Array): Int32Array[] {
  const known = [...new Set(Array.from(complete, (row) => periods[row]!))].sort((a, b) => a - b);
  return known.map((period) => complete.filter((row) => periods[row] === period));
}

/** The distance of a score, and the score of a distance. */
const distanceOf = ({ orientation }: EfficiencySpec, score: number): number =>
  orientation === 'input' ? 1 / score : score;

/** Twice the distance less the mean of draws, and the interval by quantiles of draws less the distance (Simar and Wilson 2000, section 2). */
function inferred(distance: number, draws: Float64Array, level: number) {
  const tail = (100 - level) / 2;
  const errors = sortNumbers(draws.map((draw) => draw - distance));
  return {
    corrected: distance - mean(errors),
    low: distance - percentile(errors, 100 - tail, 'type7'),
    high: distance - percentile(errors, tail, 'type7'),
  };
}

/** Distances of units to technologies of drawn data, whose units keep their mix and lie as far off the frontier as drawn ones. */
function distancesDrawn(
  spec: Spec,
  rows: Rows,
  group: Int32Array,
  own: Float64Array,
  rng: Rng,
  stream: string,
  told: () => void,
): readonly Float64Array[] {
  const { draws } = spec.bootstrap;
  const isInput = spec.orientation === 'input';
  const width = bandwidth(own);
  const count = rows.inputs[0]!.length;
  // drawn units stand behind those that are measured
  const doubled = (values: Float64Array): Float64Array =>
    Float64Array.from({ length: 2 * count }, (_, i) => values[i % count]!);
  const quantities = {
    inputs: rows.inputs.map(doubled),
    outputs: rows.outputs.map(doubled),
    undesirable: [],
  };
  const moved = isInput ? quantities.inputs : quantities.outputs;
  const members = group.map((row) => count + row);
  const found = Array.from(group, () => new Float64Array(draws));
  const plain: EfficiencySpec = { ...spec, slacks: false };
  for (let draw = 0; draw < draws; draw++) {
    const drawn = smoothed(own, width, rng.stream(stream, draw));
    for (const [k, row] of group.entries()) {
      const factor = isInput ? drawn[k]! / own[k]! : own[k]! / drawn[k]!;
      for (const values of moved) values[count + row] = values[row]! * factor;
    }
    const technology = new Technology(quantities, members, spec.returns, false);
    for (const [k, row] of group.entries())
      found[k]![draw] = distanceOf(spec, measures.radial(technology, row, plain).score);
    told();
  }
  return found;
}

/** Draws distances with replacement, smooths them by a normal kernel that is reflected at one, and gives them the variance of the distances. */
function smoothed(own: Float64Array, width: number, draw: ReturnType<Rng['stream']>): Float64Array {
  const picked = Float64Array.from(draw.sample(own.length, own.length), (k) => own[k]!);
  const centre = mean(picked);
  const shrink = Math.sqrt(1 + (width * width) / variance(own));
  return picked.map((distance) => {
    const moved = distance + width * draw.normal();
    const reflected = moved >= 1 ? moved : 2 - moved;
    return centre + (reflected - centre) / shrink;
  });
}

/**
 * The normal reference rule for distances above one and their reflections, brought to the number and the deviation of all distances (Simar and Wilson 2008, in Fried, Lovell and
 * Schmidt, The Measurement of Productive Efficiency, section 4.3.5).
 */
function bandwidth(own: Float64Array): number {
  const inside = own.filter((distance) => distance > 1 + NOTHING);
  if (inside.length < 2)
    throw new Refusal('too-few-rows', `${inside.length} units lie off the frontier, and a smoothed bootstrap needs 2`, {
      param: 'bootstrap',
      hint: 'leave `bootstrap` out, or take fewer inputs and outputs',
    });
  const both = sortNumbers(Float64Array.from([...inside, ...inside.map((distance) => 2 - distance)]));
  const deviation = Math.sqrt(variance(both));
  const spread = percentile(both, 75, 'type7') - percentile(both, 25, 'type7');
  const size = both.length;
  const fifthRoot = (x: number): number => Math.exp(Math.log(x) / 5);
  const ofBoth = (1.06 * Math.min(deviation, spread / 1.34)) / fifthRoot(size);
  return (ofBoth * fifthRoot(size / own.length) * Math.sqrt(variance(own))) / deviation;
}

function variance(values: Float64Array): number {
  const centre = mean(values);
  return mean(values.map((value) => (value - centre) * (value - centre)));
}
