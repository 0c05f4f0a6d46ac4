/** The flow of rows: what it draws and which results it refuses. */
import { expect, it } from 'vitest';
import type { FigureSource } from '../../../../src/figure/plot.ts';
import { drawCase, type FigureCase, resultSource } from '../../../golden/figure-fixtures.ts';

const lost = [
  { cause: 'sample', count: 10, detail: 'year > 2010' },
  { cause: 'missing', count: 0, detail: 'y' },
  { cause: 'singleton', count: 2, detail: '' },
];
const fitted = (spec: object | undefined): FigureSource =>
  ({
    ...resultSource('fit', { stats: { n: 88 }, rowsLost: lost }),
    ...(spec === undefined ? {} : { model: { spec } }),
  }) as FigureSource;
const flow = (source: FigureSource, more: Partial<FigureCase> = {}) =>
  drawCase({ name: 'rows', plot: 'flow', sources: [source], ...more });

it('counts down from all rows to those of the estimate, without rules that leave nothing out', async () => {
  const { csv, description } = await flow(fitted({}));
  expect(csv).toBe('cause,detail,leftOut,rows\ndata,,0,100\nsample,year > 2010,10,90\nsingleton,,2,88\n');
  expect(description).toBe(
    '100 rows; 10 left out (sample: year > 2010); 2 left out (singletons); Rows of the estimate: 88',
  );
});

it('refuses what does not count rows, and a height that its boxes do not fit in', async () => {
  await expect(flow(fitted(undefined))).rejects.toThrow('no-flow');
  await expect(flow(fitted({ weights: { is: 'frequency', of: 'w' } }))).rejects.toThrow('no-flow');
  await expect(flow(fitted({ weights: { is: 'analytic', of: 'w' } }))).resolves.toBeDefined();
  await expect(flow(fitted({}), { options: { height: 30 } })).rejects.toThrow('the flow of rows takes');
});
