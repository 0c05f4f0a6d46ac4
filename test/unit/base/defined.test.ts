import { expect, it } from 'vitest';
import { defined } from '../../../src/base/defined.ts';

it('leaves out what is undefined and nothing else, in order', () => {
  const found = defined({ code: 'a', hint: undefined as string | undefined, none: null, zero: 0, empty: '' });
  expect(JSON.stringify(found)).toBe('{"code":"a","none":null,"zero":0,"empty":""}');
  expect('hint' in found).toBe(false);
  const hint: string | undefined = found.hint;
  expect(hint).toBeUndefined();
});
