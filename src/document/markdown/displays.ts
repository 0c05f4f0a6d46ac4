/** Settles what a text leaves open of its tables and figures: their captions, and where they stand. */
import { parts } from '../../base/formula/in-text.ts';
import { parseFormula } from '../../base/formula/parse.ts';
import type { Placement } from '../../table/formats/page.ts';
import type { Display, Inline, Manuscript, MarkdownBlock } from './tree.ts';

/** The captions and placements that tables and figures are given where they are made, by the names of their nodes. */
export interface SaidElsewhere {
  /** The caption of a figure; empty where it has none. */
  caption(node: string): string;
  placement(node: string): Placement;
}

/** The text's own words come first, then those of the pipeline, then those of the text's head. */
export function withSettledDisplays(manuscript: Manuscript, said: SaidElsewhere): Manuscript {
  const { placement: usual } = manuscript.head;
  const placed = (block: Display): Placement => {
    const ofNode = block.node === null ? 'auto' : said.placement(block.node);
    return block.placement ?? (ofNode === 'auto' ? (usual ?? ofNode) : ofNode);
  };
  const settled = (block: Display): Display => {
    if (block.is === 'table') return { ...block, placement: placed(block) };
    const caption = block.caption ?? inlinesOfCaption(block.node === null ? '' : said.caption(block.node));
    return { ...block, caption, placement: placed(block) };
  };
  return { ...manuscript, blocks: manuscript.blocks.map((block) => eachDisplay(block, settled)) };
}

/** A block with every table and figure in it, those in lists and quotations too, as `change` makes it. */
function eachDisplay(block: MarkdownBlock, change: (display: Display) => Display): MarkdownBlock {
  const within = (blocks: readonly MarkdownBlock[]): readonly MarkdownBlock[] =>
    blocks.map((each) => eachDisplay(each, change));
  if (block.is === 'table' || block.is === 'figure') return change(block);
  if (block.is === 'list') return { ...block, items: block.items.map(within) };
  return block.is === 'quotation' ? { ...block, content: within(block.content) } : block;
}

/** All tables and figures of a text, in their order. */
export function displaysIn(blocks: readonly MarkdownBlock[]): Display[] {
  const found: Display[] = [];
  for (const block of blocks) {
    eachDisplay(block, (display) => {
      found.push(display);
      return display;
    });
  }
  return found;
}

/** The caption that a pipeline says is plain text, in which formulas stand between dollars. */
const inlinesOfCaption = (caption: string): readonly Inline[] =>
  parts(caption).map(({ text, isFormula }): Inline => {
    const parsed = isFormula ? parseFormula(text) : undefined;
    if (parsed?.ok) return { is: 'formula', formula: parsed.formula };
    return { is: 'text', text: isFormula ? `$${text}$` : text };
  });
