import { expect, it } from 'vitest';
import { allKinds, kindNamed, kindNames } from '../../../steps/registry.ts';

it('each kind stands under its own name, with its hints', () => {
  expect(allKinds().map(({ name }) => name)).toEqual(kindNames);
  expect(kindNamed('models')?.foreign?.keys?.robust).toBe('write `vcov: robust`');
  expect(kindNamed('models')).toBe(kindNamed('models'));
});

it('knows no kind by what every object has', () => {
  for (const name of ['constructor', 'toString', 'ols']) expect(kindNamed(name)).toBeUndefined();
});
