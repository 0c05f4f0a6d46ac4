/** The mark `rule`: lines across the figure at fixed values. */
import type { Layer } from '../../layer-options.ts';
import type { Mark } from '../mark.ts';

export const rule: Mark = {
  name: 'rule',
  reads: ['x', 'y'],
  needs: [['x', 'y']],
  sign: 'line',
  ink: 'reference',
  fixed: true,
  rows: (_, { x, y }) => [...fixed(x).map((value) => ({ x: value })), ...fixed(y).map((value) => ({ y: value }))],
  views: ({ x, y }, { color }) =>
    (['x', 'y'] as const).map((axis) => ({
      transform: [{ filter: `isValid(datum.${axis})` }],
      mark: { type: 'rule', strokeDash: [3, 2.5] },
      encoding: { [axis]: axis === 'x' ? x : y, color },
    })),
};

const fixed = (said: Layer['x']): readonly number[] => (said === undefined ? [] : ([said].flat() as readonly number[]));
