/** The plot `margins-at`: what it chooses of a fit's margins, and what it refuses. */
import { describe, expect, it } from 'vitest';
import { drawCase, resultSource } from '../../../golden/figure-fixtures.ts';
import { drawn, fitOf } from '../../../support/likelihood.ts';

const data = drawn('margins at', 80, (draw, i) => {
  const [x, g] = [draw.normal(), i % 2];
  return { x, g, y: x + g * x + draw.normal() };
});
const sourceOf = (margins: object) => {
  const { margins: found, outcome, dfResid } = fitOf(data, { fit: 'y ~ x*i(g)', margins: margins as never });
  return resultSource('fit', { margins: found, outcome, dfResid });
};
const draw = (margins: object, options = {}) =>
  drawCase({ name: 'm', plot: 'margins-at', sources: [sourceOf(margins)], options });

describe('margins-at', () => {
  it('draws predictions, by the first variable that has several values', async () => {
    const { csv } = await draw({ at: { g: 1, x: [0, 1, 2] }, predict: true });
    const lines = csv.trim().split('\n').slice(1);
    expect(lines.map((line) => line.split(',').slice(0, 2))).toEqual(['0', '1', '2'].map((x) => ['g = 1', x]));
  });

  it('draws the only effect, and one that is named', async () => {
    const { csv } = await draw({ at: { g: 'levels' }, dydx: 'x' });
    expect(csv.trim().split('\n')).toHaveLength(3);
    await expect(draw({ at: { g: 'levels' } }, { variable: 'z' })).rejects.toThrow(
      'unknown-term: `m` has no effects of `z`',
    );
  });

  it('refuses a fit without margins at values, and an axis that is none of its variables', async () => {
    await expect(draw({ predict: true })).rejects.toThrow('nothing-to-show: `m` has no margins at values');
    await expect(draw({ at: { g: 'levels' }, predict: true }, { over: 'x' })).rejects.toThrow(
      'unknown-variable: `margins` does not put `x` at values',
    );
  });
});
