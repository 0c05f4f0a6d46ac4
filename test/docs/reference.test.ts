/** Each kind of step has a page with an example that has what it makes, and the page is as the scripts write it. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { exampleOf, examplesFolder } from '../../scripts/reference/examples.ts';
import { pictureFor } from '../../scripts/reference/plots.ts';
import { allKinds, plots } from '../../steps/registry.ts';

const root = join(import.meta.dirname, '../..');
const folder = join(root, 'docs/reference');
const kinds = allKinds().flatMap(({ name, internal }) => (internal === true ? [] : [name]));

/** They write files, or need a program that not every machine has; a sentence says what they make. */
const IN_WORDS = ['command', 'document', 'equations', 'magnitudes', 'python', 'r', 'stata', 'witness', 'audit'];

describe('the reference', () => {
  it('has a page for each kind and no other', () => {
    expect(readdirSync(folder).sort()).toEqual(kinds.map((name) => `${name}.md`).sort());
    const list = readFileSync(join(root, 'docs/pipeline.md'), 'utf8');
    for (const name of kinds) expect(list).toContain(`[\`${name}\`](reference/${name}.md)`);
  });

  it.each(kinds)('says of each key of `%s` what it does', (name) => {
    const page = readFileSync(join(folder, `${name}.md`), 'utf8');
    const [, table = ''] = page.split('\n| key | value | |\n');
    expect(table).toContain('\n| `');
    expect(table.split('\n').filter((line) => /^\| `.*\|\s*\|$/.test(line))).toEqual([]);
  });

  it.each(kinds)('shows an example of `%s` with what it makes', (name) => {
    const example = exampleOf(name)!;
    expect(readFileSync(join(folder, `${name}.md`), 'utf8')).toContain(example.trimEnd());
    expect(example).toMatch(new RegExp(`kind: ${name}\\b`));
    if (!IN_WORDS.includes(name)) expect(example).toMatch(/^(\||!\[)/m);
    else expect(example.split('```').at(-1)!.trim()).not.toBe('');
  });

  it.each(plots.all)(
    'has a heading of the plot `$name` with its keys and its picture',
    ({ name, options, required }) => {
      const page = readFileSync(join(folder, 'figure.md'), 'utf8');
      expect(page).toContain(`(#${name})`);
      const [text] = page.split(`\n### \`${name}\`\n`)[1]!.split('\n### ') as [string];
      for (const option of options)
        expect(text).toContain(`\`${option}\`${required.includes(option) ? ' (required)' : ''}`);
      const picture = pictureFor(name);
      if (picture !== undefined) expect(text).toContain(picture.lines);
      for (const [, file] of text.matchAll(/^!\[.*\]\((.*)\)$/gm)) expect(existsSync(join(folder, file!))).toBe(true);
    },
  );

  it('says what a figure shows below headings, and not in a cell', () => {
    const cells = readFileSync(join(folder, 'figure.md'), 'utf8')
      .split('\n')
      .filter((line) => line.startsWith('| `plot`'));
    expect(cells).toHaveLength(1);
    expect(cells[0]!.length).toBeLessThan(200);
  });

  it('has no example of a kind that is not there', () => {
    for (const file of readdirSync(examplesFolder)) expect(kinds).toContain(file.replace('.md', ''));
  });
});
