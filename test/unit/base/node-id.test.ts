import { expect, it } from 'vitest';
import { nodeId } from '../../../src/base/node-id.ts';

it('quotes values that are no identifier, and keeps positions apart from them', () => {
  expect(nodeId('het', [])).toBe('het');
  expect(nodeId('het', [2, 'East'])).toBe('het.2.East');
  expect(nodeId('het', ['Upper middle income'])).toBe('het["Upper middle income"]');
  expect(nodeId('het', ['1'])).toBe('het["1"]');
  expect(nodeId('het', ['东部'])).toBe('het.东部');
  expect(nodeId('het', ['a"b\\c'])).toBe('het["a\\"b\\\\c"]');
});
