/** Long texts are read in steps in proportion: where a token may begin is looked for no further than the paragraph, or a stretch of it. */
import { describe, expect, it } from 'vitest';
import { extensions } from '../../../../src/document/markdown/extensions.ts';
import { parseMarkdown } from '../../../../src/document/markdown/parse.ts';

const FAR = 100_000;
const startOf = (extension: (typeof extensions)[number], src: string): number | undefined =>
  (extension.start as (src: string) => number | undefined)(src);

describe.each(extensions.map((each) => [each.name, each] as const))('%s', (_, extension) => {
  it('is looked for near by', () => {
    for (const begins of [
      '$$',
      '$a$',
      '[^1]:',
      '[^1]',
      '^[note]',
      '[@a]',
      '@a',
      '^2^',
      '~2~',
      ':::',
      '{{ table a }}',
    ]) {
      const behind = startOf(extension, `${'word '.repeat(FAR)}\n\n${begins}`);
      expect(behind ?? 0).toBeLessThan(1000);
    }
    expect(startOf(extension, 'words alone')).toBeUndefined();
  });
});

const toldOf = (text: string): string => {
  const parsed = parseMarkdown(text);
  return parsed.ok ? 'read' : parsed.problems.map(({ message }) => message).join();
};

it('footnotes that repeat each other are refused before they are all set', () => {
  const notes = Array.from({ length: 40 }, (_, i) => `[^n${i}]: a [^n${i + 1}][^n${i + 1}]\n`).join('\n');
  expect(toldOf(`x [^n0]\n\n${notes}\n[^n40]: x\n`)).toContain('more than 100000000 characters are looked at');
});

it.each(['[', '^', '$', '__a', '[^'])('a paragraph of %s alone is read, or refused by its work', (mark) => {
  expect(toldOf('a\n\n'.repeat(100) + mark.repeat(1000))).not.toContain('looked at');
  expect(toldOf(mark.repeat(50_000))).toContain('more than 100000000 characters are looked at');
});

it.each([
  ['quotations', '> '.repeat(5000)],
  ['lists', '1. '.repeat(5000)],
  ['a few quotations', '> '.repeat(120)],
  ['emphasis', `${'*a _b '.repeat(300)}${'b_ a*'.repeat(300)}`],
])('%s in each other are refused by their depth', (_, text) => {
  expect(toldOf(text)).toContain('nested deeper than 100 levels');
});

it('addresses and characters that there are not stay as they are written', () => {
  expect(parseMarkdown('![a](b%zz.png)\n')).toMatchObject({ manuscript: { blocks: [{ path: 'b%zz.png' }] } });
  expect(parseMarkdown('&#99999999;\n')).toMatchObject({
    manuscript: { blocks: [{ content: [{ text: '&#99999999;' }] }] },
  });
});

it('words of a long paragraph are one text', () => {
  const words = `${'word '.repeat(2000)}end`;
  const parsed = parseMarkdown(`${words} $x$ and @key2020, ${words}\n`);
  const [paragraph] = parsed.ok ? parsed.manuscript.blocks : [];
  expect(paragraph).toMatchObject({
    content: [
      { is: 'text', text: `${words} ` },
      { is: 'formula' },
      { is: 'text', text: ' and ' },
      { is: 'citation' },
      { is: 'text', text: `, ${words}` },
    ],
  });
});
