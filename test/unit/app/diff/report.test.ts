import { expect, it } from 'vitest';
import type { CellMove } from '../../../../src/app/diff/moves.ts';
import { distance } from '../../../../src/app/diff/report.ts';

it.each([
  [null, ''],
  [0, ''],
  [0.0044, '+0.004 s.e.'],
  [-0.0044, '-0.004 s.e.'],
  [0.000_012, 'under 0.001 s.e.'],
  [0.126, '+0.13 s.e.'],
  [-12.3, '-12.30 s.e.'],
])('a move by %s standard errors is told as `%s`', (inStdErrors, text) => {
  expect(distance({ inStdErrors } as CellMove)).toBe(text);
});
