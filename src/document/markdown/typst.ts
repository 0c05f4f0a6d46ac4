/** Writes a text in Markdown as one in Typst. Words of the author's are text there, whatever they mean to Typst. */
import { typstString } from '../../table/formats/typst-text.ts';
import { formulaInTypst } from '../math/typst.ts';
import type { Stretch } from '../mention.ts';
import { citationsOf, plainLabel } from './labels.ts';
import { type Block, type Head, type Inline, type Manuscript, wordsIn } from './tree.ts';

export interface Displays {
  /** Paths of tables in Typst, and of figures, by the names of their nodes; those that begin with `/` are from the project. */
  readonly tables: ReadonlyMap<string, string>;
  readonly figures: ReadonlyMap<string, string>;
}

export interface InTypst {
  readonly text: string;
  /** Where each block begins there, with its place in the author's text; in order. */
  readonly blocks: readonly { readonly start: number; readonly at: Stretch }[];
}

/** `template` is the path of the file that has the function `document`. */
export function manuscriptInTypst(
  { head, abstract, blocks }: Manuscript,
  displays: Displays,
  template: string,
): InTypst {
  const writer = new Writer(displays);
  const origins: { start: number; at: Stretch }[] = [];
  let text = `#import ${typstString(template)}: document\n#show: document.with(\n${headOf(head)}  abstract: [${writer.blocks(abstract)}],\n)\n\n`;
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
  const writer = new Writer({ tables: new Map(), figures: new Map() });
  const origins: { start: number; at: Stretch }[] = [];
  let text = `#set text(lang: ${typstString(head.language)})\n`;
  for (const citation of citationsOf([...abstract, ...blocks])) {
    origins.push({ start: text.length, at: citation.works[0]!.at });
    text += `${writer.inline(citation)}\n\n`;
  }
  return { text: origins.length === 0 ? '' : text + bibliography(head), blocks: origins };
}

const REFERENCES: Block = { is: 'references', at: [0, 0] };
const hasReferences = (blocks: readonly Block[]): boolean => blocks.some(({ is }) => is === 'references');

const list = (items: readonly string[]): string => `(${items.map((item) => `${item}, `).join('')})`;

function headOf({ title, subtitle, authors, date, keywords, language, numbered }: Head): string {
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

function bibliography({ bibliography: files, language, style }: Head): string {
  if (files.length === 0) return '';
  const title = language === 'zh' ? '参考文献' : 'References';
  const usual = language === 'zh' ? 'gb-7714-2015-author-date' : 'chicago-author-date';
  return `#bibliography(${list(files.map(typstString))}, title: ${typstString(title)}, style: ${typstString(style ?? usual)})`;
}

class Writer {
  readonly #displays: Displays;

  constructor(displays: Displays) {
    this.#displays = displays;
  }

  blocks(blocks: readonly Block[]): string {
    return blocks.map((block) => this.block(block)).join('\n\n');
  }

  block(block: Block): string {
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
        const numbering = block.label === null ? 'none' : '"(1)"';
        return `#math.equation(block: true, numbering: ${numbering}, $ ${formulaInTypst(block.formula)} $)${labelOf(block.label)}`;
      }
      case 'grid':
        return this.#grid(block);
      case 'table':
        return `#include ${typstString(this.#displays.tables.get(block.node)!)}`;
      case 'figure': {
        const path = block.node === null ? block.path! : this.#displays.figures.get(block.node)!;
        const width = block.width === null ? '' : `, width: ${block.width}`;
        const words = wordsIn(block.caption);
        const alt = words === '' ? '' : `, alt: ${typstString(words)}`;
        return `#figure(image(${typstString(path)}${width}${alt}), caption: [${this.#inlines(block.caption)}])${labelOf(block.label)}`;
      }
      case 'references':
        return '';
      default:
        return block satisfies never;
    }
  }

  #grid({ aligns, rows }: Block & { readonly is: 'grid' }): string {
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
