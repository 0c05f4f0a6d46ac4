/** Every format of every kind of table, byte for byte. `UPDATE=1` rewrites; look at what it wrote. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { renderText } from '../../src/table/formats/text.ts';
import { cases } from './cases.ts';
import { build, render } from './fixtures.ts';

const folder = path.join(import.meta.dirname, 'tables');
const update = process.env.UPDATE === '1';

/** Not `.json`, which the formatter of sources would lay out anew. */
const fileName = (table: string, extension: string): string =>
  extension === 'json' ? `${table}.json.txt` : `${table}.${extension}`;

function compare(name: string, text: string): void {
  const file = path.join(folder, name);
  if (update) writeFileSync(file, text);
  expect(existsSync(file), `${name} is missing: run with UPDATE=1`).toBe(true);
  expect(text).toBe(readFileSync(file, 'utf8'));
}

describe('golden tables', () => {
  for (const one of cases) {
    it(`${one.name} in every format`, async () => {
      const files = await render(one);
      expect([...files.keys()]).toEqual(['tex', 'md', 'html', 'csv', 'json']);
      for (const [extension, text] of files) compare(fileName(one.name, extension), text);
      compare(`${one.name}.txt`, renderText(build(one)));
    });
  }

  it('has no file that no case makes', () => {
    const known = new Set(
      cases.flatMap((one) =>
        ['tex', 'md', 'html', 'csv', 'json', 'txt'].map((extension) => fileName(one.name, extension)),
      ),
    );
    expect(readdirSync(folder).filter((name) => !known.has(name))).toEqual([]);
  });
});
