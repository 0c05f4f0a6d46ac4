/** Numbers what a text in Markdown can refer to, and finds the references that lead nowhere. */
import { listing } from '../../base/text/quoted.ts';
import { didYouMean } from '../../base/text/suggest.ts';
import type { MarkdownProblem } from './parse.ts';
import type { Inline, MarkdownBlock } from './tree.ts';

export type NumberedKind = 'table' | 'figure' | 'equation' | 'section';

export interface Target {
  readonly is: NumberedKind;
  /** `3`, of a section `2.1`. */
  readonly number: string;
}

/** Labels in one form: Quarto's `tbl-x` is `tab:x`. */
export const plainLabel = (label: string): string =>
  label.replace(/^tbl(?=[:-])/, 'tab').replace(/^(tab|fig|eq|sec)-/, '$1:');

/** Label → what it is; `tables` gives the label of a table by the name of its node. */
export function targetsIn(
  blocks: readonly MarkdownBlock[],
  tables: ReadonlyMap<string, string>,
): ReadonlyMap<string, Target> {
  const targets = new Map<string, Target>();
  const counts = { table: 0, figure: 0, equation: 0 };
  const sections: number[] = [];
  const count = (is: keyof typeof counts, label: string | null | undefined): void => {
    counts[is] += 1;
    if (label) targets.set(plainLabel(label), { is, number: String(counts[is]) });
  };
  for (const block of blocks) {
    if (block.is === 'table') count('table', block.label ?? tables.get(block.node));
    else if (block.is === 'figure') count('figure', block.label);
    else if (block.is === 'equation' && block.label !== null) count('equation', block.label);
    else if (block.is === 'heading') {
      sections.length = Math.min(sections.length, block.level);
      while (sections.length < block.level) sections.push(0);
      sections[block.level - 1]! += 1;
      if (block.label !== null) targets.set(plainLabel(block.label), { is: 'section', number: sections.join('.') });
    }
  }
  return targets;
}

/** References to labels that nothing has. */
export function lostReferences(
  blocks: readonly MarkdownBlock[],
  targets: ReadonlyMap<string, Target>,
): MarkdownProblem[] {
  const known = [...targets.keys()];
  return inlinesOf(blocks).flatMap((inline): MarkdownProblem[] => {
    if (inline.is !== 'reference' || targets.has(plainLabel(inline.label))) return [];
    const hint =
      runOn(inline.label, known) ??
      didYouMean(inline.label, known) ??
      (known.length === 0 ? undefined : `labels: ${listing(known)}`);
    return [{ code: 'unknown-label', message: `nothing is labelled \`${inline.label}\``, hint, at: inline.at }];
  });
}

/** Says where a label ends that the words behind it have run into, as in texts without blanks between words: `@tab:main所示`. */
function runOn(label: string, known: readonly string[]): string | undefined {
  const plain = plainLabel(label);
  const ends = known.filter((each) => plain.startsWith(each)).sort((a, b) => b.length - a.length);
  const rest = plain.slice(ends[0]?.length);
  if (ends[0] === undefined || !/^[^\0-\x7f]/.test(rest)) return undefined;
  return `a label goes on as long as there are letters: write \`[@${label.slice(0, label.length - rest.length)}]${rest}\``;
}

/** Every inline of the blocks, those in others too. */
export function inlinesOf(blocks: readonly MarkdownBlock[]): Inline[] {
  return blocks.flatMap((block): Inline[] => {
    switch (block.is) {
      case 'heading':
      case 'paragraph':
        return within(block.content);
      case 'figure':
        return within(block.caption ?? []);
      case 'list':
        return block.items.flatMap(inlinesOf);
      case 'quotation':
        return inlinesOf(block.content);
      case 'grid':
        return block.rows.flatMap((cells) => cells.flatMap(within));
      default:
        return [];
    }
  });
}

export type Citation = Inline & { readonly is: 'citation' };

/** The citations of the blocks, in the order in which they stand. */
export const citationsOf = (blocks: readonly MarkdownBlock[]): Citation[] =>
  inlinesOf(blocks).filter((inline) => inline.is === 'citation');

function within(content: readonly Inline[]): Inline[] {
  return content.flatMap((inline): Inline[] => {
    if (inline.is === 'footnote') return [inline, ...inlinesOf(inline.content)];
    return 'content' in inline ? [inline, ...within(inline.content)] : [inline];
  });
}
