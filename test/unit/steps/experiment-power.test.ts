/** Draws of power against the whole step in the same assignment, by every estimator and error. */
import { expect, it } from 'vitest';
import { createRng } from '../../../src/base/number/rng.ts';
import { Refusal } from '../../../src/base/problem.ts';
import { studentT } from '../../../src/econ/distributions/distributions.ts';
import { outcomeEffects } from '../../../steps/experiment/numbers/effects.ts';
import { powerDraws } from '../../../steps/experiment/numbers/power/draws.ts';
import { redrawnDesign } from '../../../steps/experiment/numbers/redrawn/redrawn-design.ts';
import { made } from './experiment-made.ts';

const rng = createRng('power');
const cases = Number(process.env.PAPERMAKE_FUZZ ?? 60);
const level = 0.1;

it('has the estimate and the reach of the step in every assignment', () => {
  let compared = 0;
  for (let k = 0; k < cases; k++) {
    const { spec: any, experiment } = made(rng.stream('made', k), 'any');
    const spec = { ...any, strataMin: k % 3 === 0 ? 2 : null };
    const { design, columns } = experiment;
    const redrawn = redrawnDesign({ ...design, chances: null }, [...columns.outcomes]);
    const { units, assignments } = redrawn;
    const drawn = powerDraws(spec, experiment, redrawn, level);
    for (const assigned of assignments.of({ from: 0, to: 3, draws: 0 }, (i) => rng.stream('arm', 3 * k + i))) {
      const arm = units.codes.map((unit) => assigned[unit]!);
      const found = drawn(assigned);
      const expected = columns.outcomes.flatMap((outcome) => {
        try {
          return outcomeEffects(spec, { ...experiment, design: { ...design, arm } }, outcome).effects.map(
            ({ estimate, stdError, df }) => [estimate, (stdError as number) * studentT(df).upperQuantile(level / 2)],
          );
        } catch (error) {
          if (!(error instanceof Refusal)) throw error;
          return design.terms.map(() => [Number.NaN, Number.NaN]);
        }
      });
      expect(found).toHaveLength(expected.length);
      for (const [e, { estimate, reach }] of found.entries()) {
        const what = `${k} ${spec.estimator} ${spec.errors}`;
        for (const [own, other] of [
          [estimate, expected[e]![0]!],
          [reach, expected[e]![1]!],
        ] as const) {
          if (Number.isNaN(other)) expect(own, what).toBeNaN();
          else expect(Math.abs(own - other), what).toBeLessThan(1e-9 * Math.max(1, Math.abs(other)));
        }
        if (!Number.isNaN(reach)) compared++;
      }
    }
  }
  expect(compared).toBeGreaterThan(3 * cases);
});
