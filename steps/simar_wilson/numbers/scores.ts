/** Scores that are explained, and what remains of them without their bias. */
import type { Rng } from '../../../src/base/number/rng.ts';
import type { Rows } from '../../../src/econ/efficiency/efficiency.ts';
import { measures } from '../../../src/econ/efficiency/measures.ts';
import type { EfficiencySpec } from '../../../src/econ/efficiency/spec.ts';
import { NOTHING, Technology } from '../../../src/econ/efficiency/technology.ts';
import type { Truncation } from '../../../src/econ/truncreg/maximum.ts';
import type { SimarWilsonSpec } from './spec.ts';

type Measured = Pick<SimarWilsonSpec, 'measure' | 'isInverted'>;

/** The scores that are explained lie above one where those of outputs are as they are, or those of inputs inverted, and between zero and one otherwise. */
export const limitsOf = ({ measure: { orientation }, isInverted }: Measured): Truncation =>
  (orientation === 'output') !== isInverted ? { lower: 1, upper: Number.POSITIVE_INFINITY } : { lower: 0, upper: 1 };

/** The score that is explained of a radial score, and back; one that is one but for rounding is. */
export function turned({ isInverted }: Pick<Measured, 'isInverted'>, score: number): number {
  const value = isInverted ? 1 / score : score;
  return Math.abs(value - 1) <= NOTHING ? 1 : value;
}

/** Rows by the technology that they span: of their period, or of all. */
export function groupsOf({ frontier }: EfficiencySpec, { complete, panel }: Rows): readonly Int32Array[] {
  if (panel === null || frontier === 'global') return [complete];
  const known = [...new Set(Array.from(complete, (row) => panel.periods[row]!))].sort((a, b) => a - b);
  return known.map((period) => complete.filter((row) => panel.periods[row] === period));
}

/**
 * Scores by row without their bias: twice the score less the mean of its scores against technologies of units whose inputs, or outputs, are moved until they have
 * drawn scores (Simar & Wilson 2007, algorithm 2, steps 3 and 4). `drawn` gives the scores of a sample by row, as they are explained.
 */
export function withoutBias(
  spec: Measured,
  rows: Rows,
  scores: Float64Array,
  draws: number,
  drawn: (draw: number) => Float64Array,
  told: (done: number) => void,
): Float64Array {
  const { measure } = spec;
  const isInput = measure.orientation === 'input';
  const count = scores.length;
  const groups = groupsOf(measure, rows);
  // moved units stand behind those that are measured
  const doubled = (values: Float64Array): Float64Array =>
    Float64Array.from({ length: 2 * count }, (_, i) => values[i % count]!);
  const quantities = { inputs: rows.inputs.map(doubled), outputs: rows.outputs.map(doubled), undesirable: [] };
  const moved = isInput ? quantities.inputs : quantities.outputs;
  const sums = new Float64Array(count);
  const plain: EfficiencySpec = { ...measure, slacks: false };
  for (let draw = 0; draw < draws; draw++) {
    const sample = drawn(draw);
    for (const row of rows.complete) {
      const factor = turned(spec, scores[row]!) / turned(spec, sample[row]!);
      for (const values of moved) values[count + row] = values[row]! * factor;
    }
    for (const group of groups) {
      const technology = new Technology(
        quantities,
        group.map((row) => count + row),
        measure.returns,
        false,
      );
      for (const row of group) sums[row] = sums[row]! + turned(spec, measures.radial(technology, row, plain).score);
    }
    told(draw + 1);
  }
  return scores.map((score, row) => 2 * score - sums[row]! / draws);
}

/** The stream of a sample of each of both bootstraps. */
export const streams = (rng: Rng) => ({
  ofBias: (draw: number) => rng.stream('simar_wilson bias', draw),
  ofErrors: (draw: number) => rng.stream('simar_wilson errors', draw),
});
