/** Every format of every kind of table, byte for byte. `UPDATE=1` rewrites; look at what it wrote. */
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { formats, sidecar } from '../../src/table/formats/registry.ts';
import { renderText } from '../../src/table/formats/text.ts';
import { cases } from './cases.ts';
import { build, render } from './fixtures.ts';
import { expectGolden } from './golden.ts';

const folder = path.join(import.meta.dirname, 'tables');

/** Not `.json`, which the formatter of sources would lay out anew. */
const fileName = (table: string, extension: string): string =>
  extension === 'json' ? `${table}.json.txt` : `${table}.${extension}`;

const extensions = [...formats, sidecar].map(({ extension }) => extension);

const compare = (name: string, bytes: Uint8Array): void => expectGolden(path.join(folder, name), bytes);

describe('golden tables', () => {
  for (const one of cases) {
    it(`${one.name} in every format`, async () => {
      const files = await render(one);
      expect([...files.keys()]).toEqual(extensions);
      for (const [extension, bytes] of files) compare(fileName(one.name, extension), bytes);
      compare(`${one.name}.txt`, new TextEncoder().encode(renderText(build(one))));
    });
  }

  it('has no file that no case makes', () => {
    const known = new Set(
      cases.flatMap((one) => [...extensions, 'txt'].map((extension) => fileName(one.name, extension))),
    );
    expect(readdirSync(folder).filter((name) => !known.has(name))).toEqual([]);
  });
});
