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
