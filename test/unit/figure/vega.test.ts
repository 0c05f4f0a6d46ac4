/** What Vega draws, whatever it draws beside. */
import { expect, it } from 'vitest';
import { render } from '../../../src/figure/drawing/vega.ts';

const clipped = {
  $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
  data: { values: [0, 1, 2].map((x) => ({ x, y: x * x })) },
  mark: { type: 'line', clip: true },
  encoding: { x: { field: 'x', type: 'quantitative' }, y: { field: 'y', type: 'quantitative' } },
};

it('draws the same picture beside another one as alone', async () => {
  const alone = await render(clipped as never);
  expect(alone).toContain('url(#clip1)');
  const [first, second] = await Promise.all([render(clipped as never), render(clipped as never)]);
  expect([first, second]).toEqual([alone, alone]);
});
