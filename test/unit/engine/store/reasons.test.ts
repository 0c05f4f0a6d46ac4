import { expect, it } from 'vitest';
import { reasonLines } from '../../../../src/engine/store/reasons.ts';

const changed = (...files: readonly string[]) => files.map((file) => ({ is: 'code-changed', file }) as const);

it('tells files of the code in one line, and counts those beyond the first few', () => {
  expect(reasonLines(changed('a.ts'))).toEqual(['the code changed: a.ts']);
  expect(reasonLines(changed('a.ts', 'b.ts', 'c.ts', 'd.ts'))).toEqual(['the code changed: a.ts, b.ts, c.ts, d.ts']);
  expect(reasonLines([...changed('a.ts', 'b.ts', 'c.ts', 'd.ts', 'e.ts'), { is: 'forced' }])).toEqual([
    'the code changed: a.ts, b.ts, c.ts and 2 more files',
    '--force',
  ]);
});
