/** The README of a package asks its authors for little: the list of fields, and how many of them each example leaves to its authors. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { withFields } from '../../scripts/package-fields.ts';
import { countFields } from '../../src/app/package/readme/readme.ts';
import { sections } from '../../src/app/package/readme/registry.ts';
import type { Source } from '../../src/app/package/sources.ts';
import type { PackageDecl } from '../../src/engine/declared.ts';

const root = path.resolve(import.meta.dirname, '../..');
const read = (file: string): string => readFileSync(path.join(root, file), 'utf8');

it('docs/package.md lists every field as `npm run generate` writes it', () => {
  expect(withFields(read('docs/package.md'))).toBe(read('docs/package.md'));
});

it('no two fields have one name', () => {
  const names = sections.flatMap(({ fields }) => fields.map(({ name }) => name));
  expect(names.filter((name, i) => names.indexOf(name) !== i)).toEqual([]);
});

const examples = ['.', ...readdirSync(path.join(root, 'examples')).map((name) => `examples/${name}`)];

it.each(examples)('of %s at least four fields in five need no typing', (folder) => {
  const { package: declared } = parse(read(`${folder}/pipeline.yaml`)) as { readonly package: PackageDecl };
  const sources = Object.values(declared.sources!).map((each) => ({ declared: each, hidden: [] }) as unknown as Source);
  const { all, typed } = countFields({ declared, sources });
  expect(typed).toBeGreaterThanOrEqual(2 + 3 * sources.length);
  expect(typed / all).toBeLessThanOrEqual(0.2);
  for (const file of declared.include!) expect(existsSync(path.join(root, folder, file)), file).toBe(true);
});
