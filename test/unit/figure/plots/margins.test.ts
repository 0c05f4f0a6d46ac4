/** Figures of effects: which terms move with the variable, and what the effect is on. */
import { expect, it } from 'vitest';
import type { ModelSpec } from '../../../../src/econ/spec.ts';
import type { FigureOptions } from '../../../../src/figure/option-schemas.ts';
import type { FigureSource } from '../../../../src/figure/plot.ts';
import { drawCase, resultSource } from '../../../golden/figure-fixtures.ts';
import { dataOf } from '../../../support/data.ts';

const data = dataOf({ x: [1, 2, 3, 4], w: [0, 2, 1, 3], y: [1, 0, 1, 1] });

function sourceOf(names: readonly string[], estimator?: string): FigureSource {
  const terms = names.map((term) => ({
    term,
    estimate: 0.2,
    stdError: 0.1,
    statistic: 2,
    pValue: 0.05,
    confLow: 0,
    confHigh: 0.4,
  }));
  const vcov = terms.map((_, i) => terms.map((__, j) => (i === j ? 0.01 : 0)));
  const spec = {
    ...{
      outcome: 'y',
      terms: ['x', 'w'],
      absorb: [],
      iv: null,
      constant: true,
      sample: null,
      exclude: null,
      split: null,
    },
    ...{ common: null, winsorize: null, vcov: { is: 'iid' }, small: null, singletons: null },
    ...(estimator === undefined ? {} : { estimator: { is: estimator } }),
  } as unknown as ModelSpec;
  return {
    ...resultSource('fit', { outcome: 'y', terms, vcov, dfResid: 30, stats: { n: 4, ymean: 0.75 } }),
    model: { spec, data, ...(estimator === 'logit' && { ofIndex: true as const }) },
  };
}

async function told(source: FigureSource, options: FigureOptions): Promise<string> {
  try {
    const { svg } = await drawCase({ name: 'margins', plot: 'margins', sources: [source], options });
    return [...svg.matchAll(/<text[^>]*>(.*?)<\/text>/g)]
      .map(([, text]) => text!.replace(/<[^>]*>/g, ''))
      .filter((text) => text.startsWith('Effect'))
      .join();
  } catch (error) {
    return (error as Error).message;
  }
}

it.each([
  [['x', 'x^2', 'L.x', 'D.x', 'i(g)::x'], {}, 'Effect of x on y'],
  [['x', 'x:w', 'w', 'L.x:w'], { over: 'w' }, 'Effect of x on y'],
  [['x', 'x^2', 'log(x)'], {}, '`log(x)`'],
  [['x', 'x^2', 'i(g)::2:x'], {}, '`i(g)::2:x`'],
  [['x', 'x:w', 'x^2:w'], { over: 'w' }, '`x^2:w`'],
] as const)('of %j follow the variable through all its terms', async (names, options, expected) => {
  expect(await told(sourceOf(names), { variable: 'x', ...options })).toContain(expected);
});

it('say that they are on the linear prediction where the mean is another function of it', async () => {
  const logit = sourceOf(['x', 'x^2'], 'logit');
  expect(await told(logit, { variable: 'x' })).toBe('Effect of x on the linear prediction of y');
  expect(await told(logit, { variable: 'x', show: 'outcome' })).toContain('`show: outcome` is not supported');
  expect(await told(sourceOf(['x', 'x^2'], 're'), { variable: 'x', show: 'outcome' })).not.toContain('not supported');
});
