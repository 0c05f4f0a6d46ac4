/** Finds the names in a Markdown text: tables and figures by their nodes, pictures, and the files in its front matter. */
import { equationMentions } from '../equation-mark.ts';
import { headEnd, readHead } from '../markdown/head.ts';
import { parseMarkdown } from '../markdown/parse.ts';
import type { MarkdownBlock } from '../markdown/tree.ts';
import { folderOf, type Mention, pathFrom, type Stretch, type TextPlaces } from '../mention.ts';

export function mentions(text: string, { own }: TextPlaces): Mention[] {
  const file = (said: string, at: Stretch): Mention => ({
    is: 'file',
    said,
    paths: [said.startsWith('/') ? pathFrom('', said.slice(1)) : pathFrom(folderOf(own), said)],
    isText: false,
    at,
  });
  const parsed = parseMarkdown(text);
  if (!parsed.ok)
    return parsed.problems.map(({ code, message, hint, at }) => ({ is: 'unusable', code, message, hint, at }));
  const named = all(parsed.manuscript.blocks).flatMap((block): Mention[] => {
    if (block.is === 'table') return [{ is: 'table', node: block.node, at: block.at }];
    if (block.is !== 'figure') return [];
    return [block.node === null ? file(block.path!, block.at) : { is: 'figure', node: block.node, at: block.at }];
  });
  return [...named, ...equationMentions(text), ...inHead(text, file)];
}

function inHead(text: string, file: (said: string, at: Stretch) => Mention): Mention[] {
  const read = readHead(text);
  if (!read.ok) return [];
  const head = text.slice(0, headEnd(text));
  const place = (said: string): Stretch => {
    const start = Math.max(0, head.indexOf(said));
    return [start, start + said.length];
  };
  const { bibliography, style, date } = read.head;
  const files = [...bibliography, ...(style?.endsWith('.csl') ? [style] : [])];
  const today: Mention[] = /^(?:today|now|last-modified)$/.test(date)
    ? [
        {
          is: 'unusable',
          code: 'date-of-today',
          message: `\`date: ${date}\` would make another document every day`,
          hint: 'write the date: `date: March 2026`',
          at: place(date),
        },
      ]
    : [];
  return [...files.map((said) => file(said, place(said))), ...today];
}

/** Blocks, and those in lists and quotations. */
const all = (blocks: readonly MarkdownBlock[]): MarkdownBlock[] =>
  blocks.flatMap((block) => {
    if (block.is === 'list') return block.items.flatMap(all);
    return block.is === 'quotation' ? all(block.content) : [block];
  });
