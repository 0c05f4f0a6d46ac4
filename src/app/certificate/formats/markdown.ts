/** A certificate in Markdown, as GitHub and pandoc read it; documents are made of the same text with a picture in the place of letters. */

import { largest } from '../../../base/extremes.ts';
import { displayWidth } from '../../../base/text/display-width.ts';
import { pad } from '../../../table/formats/cells.ts';
import { escapeMarkdown } from '../../../table/formats/escapes.ts';
import type { PageBlock } from '../page.ts';
import { type CertificateFormat, type PageGrid, type PictureBlock, setText, sparkline } from './format.ts';

export const markdown: CertificateFormat = {
  name: 'markdown',
  extension: 'md',
  write: ({ title, subtitle, blocks }) => {
    const head = [`# ${escapeMarkdown(title)}`, ...(subtitle === '' ? [] : [`*${escapeMarkdown(subtitle)}*`])];
    return `${[...head, blocksInMarkdown(blocks, inLetters)].join('\n\n')}\n`;
  },
};

const inLetters = (block: PictureBlock): string =>
  ['```', ...sparkline(block), '```', '', escapeMarkdown(block.caption)].join('\n');

export function blocksInMarkdown(blocks: readonly PageBlock[], picture: (block: PictureBlock) => string): string {
  const written = blocks.map((block) => inMarkdown(block, picture));
  return written
    .map((text, i) => (i === 0 ? text : (areItems(blocks[i - 1]!, blocks[i]!) ? '\n' : '\n\n') + text))
    .join('');
}

const areItems = (...both: readonly PageBlock[]): boolean => both.every(({ is }) => is === 'item');

function inMarkdown(block: PageBlock, picture: (block: PictureBlock) => string): string {
  switch (block.is) {
    case 'heading':
      return `## ${escapeMarkdown(block.text)}`;
    case 'paragraph':
      return styled(block.text);
    case 'item':
      return `- ${styled(block.text)}`;
    case 'grid':
      return gridOf(block);
    case 'picture':
      return picture(block);
    default:
      return block satisfies never;
  }
}

const styled = (text: string): string =>
  setText(text, {
    plain: escapeMarkdown,
    code: (code) => `\`${code}\``,
    bold: (bold) => `**${escapeMarkdown(bold)}**`,
  });

function gridOf({ rows }: PageGrid): string {
  const cells = rows.map((row) => row.map(escapeMarkdown));
  const widths = cells[0]!.map((_, c) => Math.max(3, largest(cells.map((row) => displayWidth(row[c]!)))));
  const side = (c: number): 'left' | 'right' => (c === 0 ? 'left' : 'right');
  const line = (row: readonly string[]): string =>
    `| ${row.map((cell, c) => pad(cell, widths[c]!, side(c))).join(' | ')} |`;
  const rule = widths.map((width, c) => (c === 0 ? `:${'-'.repeat(width - 1)}` : `${'-'.repeat(width - 1)}:`));
  return [line(cells[0]!), `| ${rule.join(' | ')} |`, ...cells.slice(1).map(line)].join('\n');
}
