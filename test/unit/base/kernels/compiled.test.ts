/** The committed kernels are what their sources compile to. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { compiledKernel, kernelNames } from '../../../../scripts/kernels.ts';

it.each(kernelNames())('`%s` is as `npm run generate` writes it', async (name) => {
  const { file, text } = await compiledKernel(name);
  expect(readFileSync(file, 'utf8')).toBe(text);
});

it('has no kernel without a source', () => {
  const compiled = path.resolve(import.meta.dirname, '../../../../src/base/kernels/compiled');
  expect(readdirSync(compiled).sort()).toEqual(kernelNames().map((name) => `${name}.ts`));
});
