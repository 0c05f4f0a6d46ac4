/** A certificate as lines of text, for terminals. */
import { wrapped } from '../../../base/text/fold.ts';
import { headedLines } from '../../terminal/grid.ts';
import { textWidth } from '../../terminal/width.ts';
import type { CertificatePage, PageBlock } from '../page.ts';
import { setText, sparkline } from './format.ts';

export function textOf({ title, subtitle, blocks }: CertificatePage): string {
  const heads = [title, ...(subtitle === '' ? [] : [subtitle])].flatMap((line) => wrapped(line, textWidth()));
  const parts = blocks.map(linesOf);
  const lines = parts.flatMap((own, i) =>
    i > 0 && blocks[i]!.is === 'item' && blocks[i - 1]!.is === 'item' ? own : ['', ...own],
  );
  return `${[...heads, ...lines].join('\n')}\n`;
}

const plain = (text: string): string => setText(text, { plain: (t) => t, code: (t) => t, bold: (t) => t });

function linesOf(block: PageBlock): string[] {
  switch (block.is) {
    case 'heading':
      return [block.text.toUpperCase()];
    case 'paragraph':
      return wrapped(plain(block.text), textWidth());
    case 'item':
      return wrapped(`- ${plain(block.text)}`, textWidth(), '  ');
    case 'grid':
      return headedLines(block.rows, ['left', 'right']);
    case 'picture':
      return [...sparkline(block), ...wrapped(block.caption, textWidth())];
    default:
      return block satisfies never;
  }
}
