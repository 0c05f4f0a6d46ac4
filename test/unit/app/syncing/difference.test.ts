/** The lines in which a coauthor's version of a file differs from the result. */
import { expect, it } from 'vitest';
import { difference } from '../../../../src/app/syncing/difference.ts';

const between = (ours: string, theirs: string, whyHidden?: string): string[] =>
  difference({
    path: 'out/a.tex',
    verdict: 'edited',
    bytes: Buffer.from(ours),
    theirs: Buffer.from(theirs),
    whyHidden,
  });

const lines = (count: number, name: string): string =>
  Array.from({ length: count }, (_, i) => `${name} ${i}\n`).join('');

it('leaves out what both have, wherever it stands', () => {
  expect(between('a\nb\nc\nd\n', 'a\nB\nc\nd\ne\n')).toEqual(['- b', '+ B', '+ e']);
  expect(between('a\nb\n', 'a\r\nx\r\nb\r\n')).toEqual(['+ x']);
  expect(between('a\nb\n', 'b\n')).toEqual(['- a']);
});

it('splits what it shows between both sides, and counts what it leaves out', () => {
  const shown = between(lines(50, 'ours'), lines(30, 'theirs'));
  expect(shown.filter((line) => line.startsWith('- '))).toHaveLength(10);
  expect(shown.filter((line) => line.startsWith('+ '))).toHaveLength(10);
  expect(shown.at(-1)).toBe('and 60 more lines');
  const few = between(`${lines(50, 'ours')}z\n`, 'x\nz\n');
  expect(few.filter((line) => line.startsWith('- '))).toHaveLength(19);
  expect(few.at(-1)).toBe('and 31 more lines');
  expect(few).toContain('+ x');
  expect(between(lines(9, 'ours'), lines(12, 'theirs')).at(-1)).toBe('and 1 more line');
});

it('shows two blocks where a text is too long to be compared line by line, and long lines in part', () => {
  const shown = between(lines(1500, 'ours'), `ours 700\n${'é'.repeat(5000)}\n`);
  expect(shown.filter((line) => line.startsWith('+ '))).toEqual(['+ ours 700', `+ ${'é'.repeat(200)}…`]);
  expect(shown.at(-1)).toBe('and 1482 more lines');
});

it('shows no bytes that are no text, and no line that may tell values', () => {
  expect(between('a\0', 'b\0')).toEqual([]);
  expect(between('a\n', 'b\n', 'it is made from `x`')).toEqual(['no line of it is shown: it is made from `x`']);
});
