/** A test that fails over a document or a list shows what is another in it, and not the whole. */
import { type DiffOptions, printDiffOrStringify } from '@vitest/utils/diff';
import { expect, it } from 'vitest';
import config from '../../../vitest.config.ts';
import { shortened } from '../../support/short-failures.ts';

const document = Array.from({ length: 20_000 }, (_, i) => `line ${i}`);
const told = (received: unknown, expected: unknown): string =>
  shortened(printDiffOrStringify(received, expected, config.test!.diff as DiffOptions)!);

it('in few lines, that which differs among them', () => {
  expect(config.test!.setupFiles).toContain('test/support/short-failures.ts');
  const other = document.with(15_000, 'another');
  for (const [received, expected] of [
    [document.join('\n'), 'absent'],
    [document.join('\n'), /absent/],
    [{ document, other }, {}],
  ])
    expect(told(received, expected).split('\n').length).toBe(21);
  for (const [received, expected] of [
    [other.join('\n'), document.join('\n')],
    [other, document],
  ])
    expect(told(received, expected)).toContain('another');
});
