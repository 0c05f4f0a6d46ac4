/** References that lead nowhere, with a hint at the label that was meant. */
import { expect, it } from 'vitest';
import { lostReferences, type Target } from '../../../../src/document/markdown/labels.ts';
import type { MarkdownBlock } from '../../../../src/document/markdown/tree.ts';

const targets = new Map<string, Target>([
  ['tab:基准', { is: 'table', number: '1' }],
  ['tab:main', { is: 'table', number: '2' }],
]);
const hintOf = (label: string): string | undefined => {
  const blocks = [{ is: 'paragraph', content: [{ is: 'reference', label, at: [0, 1] }], at: [0, 1] }];
  return lostReferences(blocks as unknown as readonly MarkdownBlock[], targets)[0]?.hint;
};

it('a label that the words behind it ran into is shown with its end', () => {
  expect(hintOf('tab:基准所示')).toBe('a label goes on as long as there are letters: write `[@tab:基准]所示`');
  expect(hintOf('tbl-main所示')).toBe('a label goes on as long as there are letters: write `[@tbl-main]所示`');
});

it('a slip of the keyboard is one', () => {
  expect(hintOf('tab:mian')).toBe('did you mean `tab:main`?');
  expect(hintOf('tab:基准')).toBeUndefined();
  expect(hintOf('tab:mainly')).not.toContain('letters');
});
