/**
 * How often intervals of the double bootstrap have the slope from which units were drawn, and where they lie: few samples in the suite, many at night (PAPERMAKE_FUZZ).
 * The design is Simar and Wilson's (2007, section 4) with one input and one output.
 * @module-tag slow
 */
import { expect, it } from 'vitest';
import { createRng } from '../../../src/base/number/rng.ts';
import { compileColumn } from '../../../src/econ/compile/compile-column.ts';
import { secondStage } from '../../../steps/simar_wilson/numbers/second-stage.ts';
import { dataOf } from '../../support/data.ts';

const isNight = Number(process.env.PAPERMAKE_FUZZ ?? 1) > 1;
const [samples, draws] = isNight ? [400, 400] : [40, 100];
const slope = 0.5;

/** z ~ N(2, 2²), δ ~ N(0.5 + 0.5 z, 1) above 1, x ~ U(6, 16), y = x^(3/4)/δ. */
function unitsOf(sample: number) {
  const draw = createRng('simar-wilson size').stream('rows', sample);
  const rows = Array.from({ length: 100 }, () => {
    const [x, z] = [6 + 10 * draw.uniform(), 2 + 2 * draw.normal()];
    let delta = 0;
    while (delta < 1) delta = 0.5 + slope * z + draw.normal();
    return { x, z, y: Math.exp(0.75 * Math.log(x)) / delta };
  });
  return dataOf({ x: rows.map(({ x }) => x), y: rows.map(({ y }) => y), z: rows.map(({ z }) => z) });
}

it('intervals have the slope about as often as they say', () => {
  const context = { sets: {}, samples: {}, frame: 'd', columns: undefined, panel: null };
  const [model] = compileColumn({ fit: 'score ~ z' }, null, context).specs;
  const spec = {
    measure: {
      ...({ name: 'score', inputs: ['x'], outputs: ['y'], undesirable: [], model: 'radial' } as const),
      ...({ orientation: 'output', returns: 'variable', isSuper: false, frontier: 'period', direction: null } as const),
      ...{ disposability: null, withScale: false, index: null, isParted: false, slacks: false, peers: null },
      bootstrap: null,
    },
    ...({ model: model!, algorithm: 2, isInverted: false, draws, biasDraws: isNight ? 100 : 30 } as const),
  };
  let [covered, total] = [0, 0];
  for (let sample = 0; sample < samples; sample++) {
    const fit = secondStage(spec, unitsOf(sample), createRng(`${sample}`), () => undefined);
    const row = fit.terms.find(({ term }) => term === 'z')!;
    total += row.estimate;
    if ((row.confLow as number) <= slope && slope <= (row.confHigh as number)) covered++;
  }
  // four standard errors of a share of 95 percent, and the bias that the correction leaves
  const room = 4 * Math.sqrt((0.95 * 0.05) / samples) + 0.03;
  expect(Math.abs(covered / samples - 0.95), `${covered} of ${samples}`).toBeLessThan(room);
  expect(Math.abs(total / samples - slope), `${total / samples}`).toBeLessThan(isNight ? 0.04 : 0.08);
});
