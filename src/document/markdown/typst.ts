/** Writes a text in Markdown as one in Typst. Words of the author's are text there, whatever they mean to Typst. */

import { inTypst } from '../../table/formats/page.ts';
import { typstString } from '../../table/formats/typst-text.ts';
import { formulaInTypst } from '../math/typst.ts';
import type { Stretch } from '../mention.ts';
import { citationsOf, plainLabel } from './labels.ts';
import { type FrontMatter, type Inline, type Manuscript, type MarkdownBlock, wordsIn } from './tree.ts';

export type MarkdownTable = MarkdownBlock & { readonly is: 'table' };

export interface Displays {
  /** The path of a table in Typst; one that begins with `/` is from the project. */
  table(block: MarkdownTable): string;
  /** Paths of figures by the names of their nodes. */
  readonly figures: ReadonlyMap<string, string>;
}

export interface InTypst {
  readonly text: string;
  /** The beginning of each block in the Typst text, with its place in the author's text, in order. */
  readonly blocks: readonly { readonly start: number; readonly at: Stretch }[];
}

/** `template` is the path of the file that has the function `document`. */
export function manuscriptInTypst(
  { head, abstract, blocks }: Manuscript,
  displays: Displays,
  template: string,
): InTypst {
  const writer = new TypstWriter(displays, head.language);
  const origins: { start: number; at: Stretch }[] = [];
  let text = `#import ${typstString(template)}: document\n${citing(head, ['#h(0pt, weak: true)（', '）#h(0pt, weak: true)'])}#show: document.with(\n${headOf(head)}  abstract: [${writer.blocks(abstract)}],\n)\n\n`;
  const all = hasReferences(blocks) || head.bibliography.length === 0 ? blocks : [...blocks, REFERENCES];
  for (const block of all) {
    origins.push({ start: text.length, at: block.at });
    text += block.is === 'references' ? bibliography(head) : writer.block(block);
    text += '\n\n';
  }
  return { text, blocks: origins };
}

/** The citations of a text alone, each a paragraph, with the list of what they cite; empty where there are none. */
export function citationsInTypst({ head, abstract, blocks }: Manuscript): InTypst {
  const writer = new TypstWriter({ table: () => '', figures: new Map() }, head.language);
  const origins: { start: number; at: Stretch }[] = [];
  let text = `#set text(lang: ${typstString(head.language)})\n${citing(head, ['（', '）'])}`;
  for (const citation of citationsOf([...abstract, ...blocks])) {
    origins.push({ start: text.length, at: citation.works[0]!.at });
    text += `${writer.inline(citation)}\n\n`;
  }
  return { text: origins.length === 0 ? '' : text + bibliography(head), blocks: origins };
}

/**
 * Citations in Chinese have its punctuation, which the styles that Typst knows by name have not. A file of a style is followed to the letter, and
 * so are notes, whose brackets may hold the number of an issue.
 */
function citing({ language, style }: FrontMatter, [open, close]: readonly [string, string]): string {
  if (language !== 'zh' || /\.csl$|note/.test(style ?? '')) return '';
  const shown = [
    `"(": [${open}]`,
    `")": [${close}]`,
    '", ": "，"',
    '"; ": "；"',
    'regex("\\\\s等"): "等"',
    'regex("\\\\s\\\\("): "（"',
  ];
  return `#show cite: it => { ${shown.map((each) => `show ${each}; `).join('')}it }\n`;
}

const REFERENCES: MarkdownBlock = { is: 'references', at: [0, 0] };
const hasReferences = (blocks: readonly MarkdownBlock[]): boolean => blocks.some(({ is }) => is === 'references');

const list = (items: readonly string[]): string => `(${items.map((item) => `${item}, `).join('')})`;

function headOf({ title, subtitle, authors, date, keywords, language, numbered }: FrontMatter): string {
  const people = authors.map(
    ({ name, affiliation }) => `(name: ${typstString(name)}, affiliation: ${typstString(affiliation)})`,
  );
  const entries = {
    title: typstString(title),
    subtitle: typstString(subtitle),
    authors: list(people),
    date: typstString(date),
    keywords: list(keywords.map(typstString)),
    lang: typstString(language),
    ...(numbered ? {} : { numbered: 'false' }),
  };
  return Object.entries(entries)
    .map(([name, value]) => `  ${name}: ${value},\n`)
    .join('');
}

function bibliography({ bibliography: files, language, style }: FrontMatter): string {
  if (files.length === 0) return '';
  const title = language === 'zh' ? '参考文献' : 'References';
  const usual = language === 'zh' ? 'gb-7714-2015-author-date' : 'chicago-author-date';
  return `#bibliography(${list(files.map(typstString))}, title: ${typstString(title)}, style: ${typstString(style ?? usual)})`;
}

class TypstWriter {
  readonly #displays: Displays;
  readonly #language: FrontMatter['language'];

  constructor(displays: Displays, language: FrontMatter['language']) {
    this.#displays = displays;
    this.#language = language;
  }

  blocks(blocks: readonly MarkdownBlock[]): string {
    return blocks.map((block) => this.block(block)).join('\n\n');
  }

  block(block: MarkdownBlock): string {
    switch (block.is) {
      case 'heading':
        return `#heading(level: ${block.level})[${this.#inlines(block.content)}]${labelOf(block.label)}`;
      case 'paragraph':
        return this.#inlines(block.content);
      case 'list': {
        const items = block.items.map((item) => `[${this.blocks(item)}]`).join(', ');
        return block.first === null ? `#list(${items})` : `#enum(start: ${block.first}, ${items})`;
      }
      case 'quotation':
        return `#quote(block: true)[${this.blocks(block.content)}]`;
      case 'code':
        return `#raw(${rawString(block.text)}, block: true)`;
      case 'rule':
        return '#line(length: 100%)';
      case 'equation': {
        const numbering = block.label === null ? 'none' : this.#language === 'zh' ? '"（1）"' : '"(1)"';
        return `#math.equation(block: true, numbering: ${numbering}, $ ${formulaInTypst(block.formula)} $)${labelOf(block.label)}`;
      }
      case 'grid':
        return this.#grid(block);
      case 'table':
        return `#include ${typstString(this.#displays.table(block))}`;
      case 'figure':
        return this.#figure(block);
      case 'references':
        return '';
      default:
        return block satisfies never;
    }
  }

  #figure({
    node,
    path: own,
    caption: said,
    width: share,
    placement,
    label,
  }: MarkdownBlock & { readonly is: 'figure' }): string {
    const path = node === null ? own! : this.#displays.figures.get(node)!;
    const width = share === null ? '' : `, width: ${share}`;
    const spoken = wordsIn(said ?? []);
    const alt = spoken === '' ? '' : `, alt: ${typstString(spoken)}`;
    const caption = said?.length ? `[${this.#inlines(said)}]` : 'figure.caption(separator: none)[]';
    const where = inTypst[placement ?? 'auto'];
    const placed = where === undefined ? '' : `, placement: ${where}`;
    const figure = `#figure(image(${typstString(path)}${width}${alt}), caption: ${caption}${placed})${labelOf(label)}`;
    return placement === 'page'
      ? `#place(top, float: true, block(width: 100%, height: 100%, align(horizon)[${figure}]))`
      : figure;
  }

  #grid({ aligns, rows }: MarkdownBlock & { readonly is: 'grid' }): string {
    const [head = [], ...body] = rows.map((cells) => cells.map((cell) => `[${this.#inlines(cell)}]`).join(', '));
    const lines = [`table.header(${head})`, 'table.hline(stroke: .5pt)', ...body, 'table.hline(stroke: 1pt)'];
    return `#align(center, table(columns: ${aligns.length}, align: ${list(aligns)}, stroke: none, table.hline(stroke: 1pt), ${lines.join(', ')}))`;
  }

  #inlines(content: readonly Inline[]): string {
    return content.map((inline) => this.inline(inline)).join('');
  }

  /** Code ends with a semicolon, so that no bracket behind it is taken for an argument. */
  inline(inline: Inline): string {
    switch (inline.is) {
      case 'text':
        return words(inline.text);
      case 'emphasis':
      case 'strong':
      case 'struck':
      case 'raised':
      case 'lowered':
        return `#${FUNCTIONS[inline.is]}[${this.#inlines(inline.content)}];`;
      case 'code':
        return `#raw(${rawString(inline.text)});`;
      case 'link':
        return `#link(${typstString(inline.to)})[${this.#inlines(inline.content)}];`;
      case 'break':
        return '#linebreak();';
      case 'footnote':
        return `#footnote[${this.blocks(inline.content)}];`;
      case 'formula':
        return `$${formulaInTypst(inline.formula)}$`;
      case 'reference':
        return `#ref(${label(inline.label)});`;
      case 'citation':
        return inline.works
          .map(({ key, after }) => {
            const form = inline.inText ? ', form: "prose"' : '';
            const supplement = after === '' ? '' : `, supplement: [${words(after)}]`;
            return `#cite(label(${typstString(key)})${form}${supplement});`;
          })
          .join('');
      default:
        return inline satisfies never;
    }
  }
}

const FUNCTIONS = { emphasis: 'emph', strong: 'strong', struck: 'strike', raised: 'super', lowered: 'sub' } as const;

const label = (name: string): string => `label(${typstString(plainLabel(name))})`;
const labelOf = (name: string | null): string => (name === null ? '' : ` #${label(name)}`);

/** A string that keeps its lines. */
const rawString = (text: string): string => `"${text.replace(/[\\"]/g, '\\$&').replace(/\n/g, '\\n')}"`;

/** Text of the markup, whose signs stand for themselves but for quotation marks, which Typst turns. */
const words = (text: string): string =>
  text.replace(/[\\#*_`$<>@=+/~[\]{}^&|-]/g, '\\$&').replace(/^(\s*\d+)([.)])/g, '$1\\$2');
