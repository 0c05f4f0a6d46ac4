/** A text in Markdown as a tree, which PDFs and Word files are written from. */
import type { MathTree } from '../../base/formula/tree.ts';
import type { Placement } from '../../table/formats/page.ts';
import type { Attributes } from '../attributes.ts';
import type { Stretch } from '../mention.ts';

export type Inline =
  | { readonly is: 'text'; readonly text: string }
  | { readonly is: 'emphasis' | 'strong' | 'struck' | 'raised' | 'lowered'; readonly content: readonly Inline[] }
  | { readonly is: 'code'; readonly text: string }
  | { readonly is: 'link'; readonly to: string; readonly content: readonly Inline[] }
  | { readonly is: 'break' }
  | { readonly is: 'footnote'; readonly content: readonly MarkdownBlock[] }
  | { readonly is: 'formula'; readonly formula: MathTree }
  /** `@tab:first`: a heading, an equation, a table or a figure. */
  | { readonly is: 'reference'; readonly label: string; readonly at: Stretch }
  | { readonly is: 'citation'; readonly works: readonly Work[]; readonly inText: boolean };

export type Display = MarkdownBlock & { readonly is: 'table' | 'figure' };

/** A work that is cited: `[see @hansen1999, p. 3]`. */
export interface Work {
  readonly key: string;
  readonly after: string;
  readonly at: Stretch;
}

/** The words of a line, without how they are set: what a reader of screens says. */
export const wordsIn = (line: readonly Inline[]): string =>
  line
    .map((each) => {
      if (each.is === 'text' || each.is === 'code') return each.text;
      return 'content' in each && each.is !== 'footnote' ? wordsIn(each.content as readonly Inline[]) : ' ';
    })
    .join('')
    .replace(/\s+/g, ' ')
    .trim();

/** Every block has its place in the text. */
export type MarkdownBlock = { readonly at: Stretch } & (
  | {
      readonly is: 'heading';
      readonly level: number;
      readonly label: string | null;
      readonly content: readonly Inline[];
    }
  | { readonly is: 'paragraph'; readonly content: readonly Inline[] }
  | { readonly is: 'list'; readonly first: number | null; readonly items: readonly (readonly MarkdownBlock[])[] }
  | { readonly is: 'quotation'; readonly content: readonly MarkdownBlock[] }
  | { readonly is: 'code'; readonly text: string }
  | { readonly is: 'rule' }
  | { readonly is: 'equation'; readonly formula: MathTree; readonly label: string | null }
  | {
      readonly is: 'grid';
      readonly aligns: readonly Align[];
      readonly rows: readonly (readonly (readonly Inline[])[])[];
    }
  /** A table of the results, by the name of its node. */
  | ({ readonly is: 'table'; readonly node: string; readonly caption: string | null } & Attributes)
  /** A figure of the results by the name of its node, or a picture by its path from the text. */
  | ({
      readonly is: 'figure';
      readonly node: string | null;
      readonly path: string | null;
      /** Null where the text says none. */
      readonly caption: readonly Inline[] | null;
    } & Attributes)
  /** The place of the list of references. */
  | { readonly is: 'references' }
);

export type Align = 'left' | 'center' | 'right';

/** The front matter of a text: its title, authors and settings. */
export interface FrontMatter {
  readonly title: string;
  readonly subtitle: string;
  readonly authors: readonly { readonly name: string; readonly affiliation: string }[];
  readonly date: string;
  readonly abstract: string;
  readonly keywords: readonly string[];
  readonly language: 'en' | 'zh';
  /** Paths from the text. */
  readonly bibliography: readonly string[];
  /** Says whether sections have numbers before their headings. */
  readonly numbered: boolean;
  /** The placement of tables and figures that are given no other; null where the head says none. */
  readonly placement: Placement | null;
  /** A style of references by name, or the path of a CSL file. */
  readonly style: string | null;
}

export interface Manuscript {
  readonly head: FrontMatter;
  /** The abstract as it is set. */
  readonly abstract: readonly MarkdownBlock[];
  readonly blocks: readonly MarkdownBlock[];
}
