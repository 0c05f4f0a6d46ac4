/** docs/tables.md tells of every format of tables, what it is chosen by, its options and its template. */
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { formats } from '../../src/table/formats/registry.ts';

const text = readFileSync(join(resolve(import.meta.dirname, '../..'), 'docs/tables.md'), 'utf8');
const headings = [...text.matchAll(/^## (.*)$/gm)].map(([, heading]) => heading!).join(', ');

/** What the table of options says of one. */
const optionRow = (key: string): string | undefined =>
  text.split('\n').find((line) => line.startsWith('| ') && line.split('|')[1]!.includes(`\`${key}\``));

describe.each(formats.map((format) => [format.name, format] as const))('docs/tables.md, of %s', (name, format) => {
  it('says how it is chosen', () => expect(optionRow('formats')).toContain(`\`${name}\``));

  it('has a section', () => expect(headings).toContain(format.title));

  it('explains its options', () => {
    for (const key of Object.keys(format.options ?? {})) expect(optionRow(key)).toBeDefined();
  });

  it('names its template and the fields of it', () => {
    if (!('template' in format)) return;
    expect(text).toContain(`\`${format.template}\``);
    expect(text).toMatch(new RegExp(`^\\| ${format.title} \\| \``, 'm'));
  });

  it('names what it brings', () => {
    if (format.companion !== undefined) expect(text).toContain(`\`${format.companion}\``);
  });
});
