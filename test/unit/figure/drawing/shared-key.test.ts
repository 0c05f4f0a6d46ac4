/** One key for several figures: what is put together, and what keeps figures apart. */
import { expect, it } from 'vitest';
import { sharedKey } from '../../../../src/figure/drawing/shared-key.ts';

const [blue, brown] = ['#14345c', '#b8651b'];

it('puts the line of one figure and the point of another together', () => {
  const shared = sharedKey([
    { keys: [{ label: 'East', color: blue, shape: 'circle' }] },
    {
      keys: [
        { label: 'East', color: blue, dash: [] },
        { label: 'West', color: brown, dash: [6, 2] },
      ],
    },
    {},
  ]);
  expect(shared?.keys).toEqual([
    { label: 'East', color: blue, shape: 'circle', dash: [] },
    { label: 'West', color: brown, dash: [6, 2] },
  ]);
});

it('is none where a label looks otherwise in another figure, or two labels look alike', () => {
  const east = { keys: [{ label: 'East', color: blue, dash: [] }] };
  expect(sharedKey([east, { keys: [{ label: 'East', color: brown, dash: [] }] }])).toBeUndefined();
  expect(sharedKey([east, { keys: [{ label: 'East', color: blue, dash: [2, 2] }] }])).toBeUndefined();
  expect(sharedKey([east, { keys: [{ label: 'Treated', color: blue, dash: [] }] }])).toBeUndefined();
  expect(sharedKey([east, { keys: [{ label: 'Treated', color: blue, shape: 'square' }] }])).toBeUndefined();
});

it('is none of a single figure, and of figures whose keys have different headings', () => {
  const east = { keys: [{ label: 'East', color: blue }] };
  expect(sharedKey([east, { keys: [] }])).toBeUndefined();
  expect(
    sharedKey([
      { ...east, keysOf: 'Region' },
      { ...east, keysOf: 'Zone' },
    ]),
  ).toBeUndefined();
  expect(
    sharedKey([
      { ...east, keysOf: 'Region' },
      { ...east, keysOf: 'Region' },
    ])?.keysOf,
  ).toBe('Region');
});
