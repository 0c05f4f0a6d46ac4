import { describe, expect, it } from 'vitest';
import { printProblems, problemJson } from '../../../src/base/print.ts';
import type { Problem } from '../../../src/base/problem.ts';

const text = 'steps:\n  a: 1\n\n  b: 2';
const at = (start: number): Problem => ({
  code: 'wrong',
  severity: 'error',
  message: 'it is wrong',
  at: [{ is: 'text', file: 'p.yaml', start, end: start + 1 }],
});
const source = (): string => text;

describe('printProblems', () => {
  it('counts lines and columns from 1', () => {
    const places = [0, 6, 7, 9, text.indexOf('b')].map(
      (start) => (problemJson(at(start), source) as { at: { line: number; column: number }[] }).at[0]!,
    );
    expect(places.map(({ line, column }) => [line, column])).toEqual([
      [1, 1],
      [1, 7],
      [2, 1],
      [2, 3],
      [4, 3],
    ]);
  });

  it('tells the first hundred, and how many more there are', () => {
    const printed = printProblems(
      Array.from({ length: 20_000 }, () => at(9)),
      source,
    );
    expect(printed.match(/it is wrong/g)).toHaveLength(100);
    expect(printed).toMatch(/\n\nand 19900 more$/);
    expect(printProblems([at(9)], source)).not.toContain('more');
  });
});
