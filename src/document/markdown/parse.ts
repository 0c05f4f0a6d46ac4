/** Parses Markdown, as GitHub, pandoc and Quarto have it in common, to its tree; whatever no document could show is refused where it stands. */
import type { Token, Tokens } from 'marked';
import { parseFormula } from '../../base/formula/parse.ts';
import type { MathTree } from '../../base/formula/tree.ts';
import { isPlacement } from '../../table/formats/page.ts';
import { type AttributeProblem, type Attributes, noPlacement, readAttributes } from '../attributes.ts';
import type { Stretch } from '../mention.ts';
import { DEEPEST, tooDeep, Unbounded, WorkBound, withinStack } from './bounds.ts';
import { headEnd, readHead } from './head.ts';
import { tokensOf } from './marked-tokens.ts';
import type { Align, Inline, Manuscript, MarkdownBlock, Work } from './tree.ts';

export interface MarkdownProblem {
  readonly code: string;
  readonly message: string;
  readonly hint?: string | undefined;
  readonly at: Stretch;
}

export type ParsedMarkdown =
  | { readonly ok: true; readonly manuscript: Manuscript }
  | { readonly ok: false; readonly problems: readonly MarkdownProblem[] };

/** `text` is the whole file, its comments blanked. */
export function parseMarkdown(text: string): ParsedMarkdown {
  const read = readHead(text);
  if (!read.ok)
    return {
      ok: false,
      problems: [{ code: 'bad-markdown', message: `the head is no YAML: ${read.message}`, at: read.at }],
    };
  const parser = new Parser(text.replace(/\r\n?/g, (end) => (end === '\r\n' ? ' \n' : '\n')));
  try {
    const blocks = withinStack(() => parser.document(headEnd(text)));
    const abstract = read.head.abstract === '' ? [] : parser.inside(read.head.abstract, 0);
    const { placement } = read.head;
    const isPlaced = placement === null || isPlacement(placement);
    if (!isPlaced) parser.refuse(noPlacement(placement), text.search(/^placement\s*:/m));
    const { problems } = parser;
    const numbered = read.head.numbered ?? !isNumberedByHand(blocks);
    return problems.length > 0
      ? { ok: false, problems }
      : {
          ok: true,
          manuscript: { head: { ...read.head, numbered, placement: isPlaced ? placement : null }, abstract, blocks },
        };
  } catch (error) {
    if (!(error instanceof Unbounded)) throw error;
    const { message, hint, at = [0, 1] } = error;
    return { ok: false, problems: [{ code: 'bad-markdown', message, hint, at }] };
  }
}

/** The number one before a heading: `1 Introduction`, `一、引言`. */
const FIRST = /^\s*(?:1(?:[.、．)]|\.\d|\s)|[一壹][、．.]|第[一1][章节部]|I\.\s)/;

/** Says whether the author's own numbers stand before the headings, which need no others. */
function isNumberedByHand(blocks: readonly MarkdownBlock[]): boolean {
  const first = blocks.find((block) => block.is === 'heading');
  const [start] = first?.content ?? [];
  return start?.is === 'text' && FIRST.test(start.text);
}

/** Labels of what a document numbers, as pandoc-crossref and Quarto have them. */
const LABELLED = /^(?:tab|tbl|fig|eq|sec)[:-]/;

/** `@hansen1999, p. 3` */
const WORK = /^(?=[^;]*$)(?<before>[^@]*)@(?<key>[^\s,;\]]*[^\s,;.:\]])(?:,?\s*(?<after>[^;]*))?$/;

/** A block, or what stands in a line, takes as much as so many characters. */
const BLOCK_OR_INLINE = 20;

class Parser {
  readonly problems: MarkdownProblem[] = [];
  readonly #text: string;
  readonly #notes = new Map<string, { readonly text: string; readonly at: number }>();
  readonly #open = new Set<string>();
  readonly #work = new WorkBound();
  #depth = 0;

  constructor(text: string) {
    this.#text = text;
  }

  document(from: number): MarkdownBlock[] {
    const tokens = tokensOf(this.#text.slice(from), this.#work.spend);
    let at = from;
    for (const token of tokens) {
      if (token.type === 'note') this.#notes.set(token.id, { text: unindented(token.text), at });
      at += token.raw.length;
    }
    return this.#blocks(tokens, from);
  }

  /** A text that stands inside of the document, near `at`. */
  inside(text: string, at: number): MarkdownBlock[] {
    return this.#blocks(tokensOf(text, this.#work.spend), at);
  }

  #find(raw: string, from: number): number {
    const found = this.#text.indexOf(raw, from);
    this.#work.spend((found === -1 ? this.#text.length : found) - from);
    return found;
  }

  #nested<T>(at: Stretch, act: () => T): T {
    this.#work.spend(BLOCK_OR_INLINE);
    if (++this.#depth > DEEPEST) throw tooDeep(at);
    const made = act();
    this.#depth--;
    return made;
  }

  #complain(message: string, raw: string, from: number, hint?: string): void {
    const found = this.#find(raw, from);
    const start = found === -1 ? from : found;
    this.problems.push({ code: 'bad-markdown', message, hint, at: [start, start + raw.trimEnd().length] });
  }

  /** Blocks whose first stands at `from`; those inside of others are looked for from there on. */
  #blocks(tokens: readonly Token[], from: number): MarkdownBlock[] {
    let at = from;
    return tokens.flatMap((token) => {
      const found = this.#find(token.raw, at);
      const start = found === -1 ? at : found;
      at = start + (found === -1 ? 0 : token.raw.length);
      const stretch = [start, start + token.raw.trimEnd().length] as const;
      const block = this.#nested(stretch, () => this.#block(token, stretch));
      return block ?? [];
    });
  }

  #block(token: Token, at: Stretch): MarkdownBlock | undefined {
    const [start] = at;
    switch (token.type) {
      case 'space':
      case 'def':
      case 'note':
        return undefined;
      case 'heading': {
        const { content, label } = labelled(this.#inlines(token.tokens, start));
        return { is: 'heading', at, level: token.depth, label, content };
      }
      case 'paragraph':
      case 'text': {
        const { tokens = [token] } = token as Tokens.Paragraph;
        const figure = this.#picture(tokens, at);
        return figure ?? { is: 'paragraph', at, content: this.#inlines(tokens, start) };
      }
      case 'list': {
        const { ordered, start: first, items } = token as Tokens.List;
        return {
          is: 'list',
          at,
          first: ordered ? Number(first) : null,
          items: items.map((item) => this.#blocks(item.tokens, start)),
        };
      }
      case 'blockquote':
        return { is: 'quotation', at, content: this.#blocks(token.tokens ?? [], start) };
      case 'code':
        return { is: 'code', at, text: token.text };
      case 'hr':
        return { is: 'rule', at };
      case 'table': {
        const { header, rows, align } = token as Tokens.Table;
        const cells = (row: readonly Tokens.TableCell[]) => row.map((cell) => this.#inlines(cell.tokens, start));
        return {
          is: 'grid',
          at,
          aligns: align.map((each): Align => each ?? 'left'),
          rows: [header, ...rows].map(cells),
        };
      }
      case 'equation': {
        const formula = this.#formula(token.tex, token.raw, start);
        return formula && { is: 'equation', at, formula, label: token.label ?? null };
      }
      case 'display': {
        const { kind, node, caption = null, attributes } = token as Tokens.Generic;
        const said = this.#attributes(attributes, start);
        if (kind === 'table') return { is: 'table', at, node, caption, ...said };
        const content = caption === null ? null : this.#inlines(tokensOf(caption, this.#work.spend), start);
        return { is: 'figure', at, node, path: null, caption: content, ...said, label: said.label ?? `fig:${node}` };
      }
      case 'references':
        return { is: 'references', at };
      case 'html':
        if (token.raw.trim() !== '')
          this.#complain('HTML is no part of a document', token.raw, start, 'Markdown has a form for most of it');
        return undefined;
      default:
        throw new Error(`Markdown has no block \`${token.type}\``);
    }
  }

  /** A picture that stands alone is a figure: `![Caption](path.png){#fig:x width=80%}`. */
  #picture(tokens: readonly Token[], at: Stretch): MarkdownBlock | undefined {
    const [image, attributes, ...more] = tokens;
    if (image?.type !== 'image' || more.length > 0) return undefined;
    const said = attributes === undefined ? '' : attributes.raw.trim();
    if (said !== '' && !/^\{[^{}]*\}$/.test(said)) return undefined;
    const { href, tokens: caption = [] } = image as Tokens.Image;
    return {
      is: 'figure',
      at,
      node: null,
      path: decoded(href),
      caption: this.#inlines(caption, at[0]),
      ...this.#attributes(said.slice(1, -1), at[0]),
    };
  }

  #attributes(said: string | undefined, from: number): Attributes {
    const { attributes, problems } = readAttributes(said);
    for (const problem of problems) this.refuse(problem, from);
    return attributes;
  }

  /** Tells what is wrong with an attribute that stands behind `from`. */
  refuse({ message, hint, said }: AttributeProblem, from: number): void {
    this.#complain(message, said, Math.max(0, from), hint);
  }

  #inlines(tokens: readonly Token[] | undefined, from: number): Inline[] {
    return (tokens ?? []).flatMap((token) => this.#nested([from, from + 1], () => this.#inline(token, from)));
  }

  #inline(token: Token, from: number): Inline[] {
    switch (token.type) {
      case 'text':
      case 'paragraph': {
        const { tokens } = token as Tokens.Text;
        return tokens ? this.#inlines(tokens, from) : [{ is: 'text', text: plain(token.text) }];
      }
      case 'escape':
        return [{ is: 'text', text: token.text }];
      case 'em':
        return [{ is: 'emphasis', content: this.#inlines(token.tokens, from) }];
      case 'strong':
        return [{ is: 'strong', content: this.#inlines(token.tokens, from) }];
      case 'del':
        return [{ is: 'struck', content: this.#inlines(token.tokens, from) }];
      case 'raised':
      case 'lowered':
        return [{ is: token.type, content: [{ is: 'text', text: plain((token as Tokens.Generic).text) }] }];
      case 'codespan':
        return [{ is: 'code', text: token.text }];
      case 'br':
        return [{ is: 'break' }];
      case 'link':
        return [{ is: 'link', to: token.href, content: this.#inlines(token.tokens, from) }];
      case 'formula': {
        const { tex, raw } = token as Tokens.Generic;
        const formula = this.#formula(tex, raw, from);
        return formula ? [{ is: 'formula', formula }] : [];
      }
      case 'footnote':
        return this.#footnote(token as Tokens.Generic, from);
      case 'inlineNote':
        return [{ is: 'footnote', content: this.inside((token as Tokens.Generic).text, from) }];
      case 'named':
        return this.#named(token as Tokens.Generic, from);
      case 'cited':
        return this.#cited(token as Tokens.Generic, from);
      case 'html':
        if (/^<br\s*\/?>$/i.test(token.raw)) return [{ is: 'break' }];
        this.#complain(
          `HTML is no part of a document: \`${token.raw}\``,
          token.raw,
          from,
          'Markdown has a form for most of it',
        );
        return [];
      case 'image':
        this.#complain(
          'a picture stands in a paragraph of its own',
          token.raw,
          from,
          'leave a blank line before and after it',
        );
        return [];
      default:
        throw new Error(`Markdown has no inline \`${token.type}\``);
    }
  }

  #formula(tex: string, raw: string, from: number): MathTree | undefined {
    const parsed = parseFormula(tex);
    if (parsed.ok) return parsed.formula;
    const inner = Math.max(0, this.#find(raw, from)) + raw.indexOf(tex);
    for (const { code, message, hint, start, end } of parsed.problems)
      this.problems.push({ code, message, hint, at: [inner + start, inner + end] });
    return undefined;
  }

  #footnote({ id, raw }: Tokens.Generic, from: number): Inline[] {
    const note = this.#notes.get(id);
    if (note === undefined || this.#open.has(id)) {
      this.#complain(
        note === undefined ? `there is no footnote \`[^${id}]:\`` : `the footnote \`${id}\` is inside itself`,
        raw,
        from,
      );
      return [];
    }
    this.#open.add(id);
    const content = this.inside(note.text, note.at);
    this.#open.delete(id);
    return [{ is: 'footnote', content }];
  }

  #named({ key, raw }: Tokens.Generic, from: number): Inline[] {
    const at = this.#place(raw, from);
    if (LABELLED.test(key)) return [{ is: 'reference', label: key, at }];
    return [{ is: 'citation', works: [{ key, after: '', at }], inText: true }];
  }

  #cited({ works: said, raw }: Tokens.Generic, from: number): Inline[] {
    const at = this.#place(raw, from);
    const works = (said as string).split(';').flatMap((each): Work[] => {
      const { before, key, after = '' } = WORK.exec(each)?.groups ?? {};
      if (before?.trim() !== '')
        this.#complain(
          `expected \`@key\` first in a citation, got \`${each.trim()}\``,
          raw,
          from,
          'write other words before the bracket',
        );
      return key === undefined ? [] : [{ key, after: after.trim(), at }];
    });
    const [first] = works;
    if (works.length === 1 && LABELLED.test(first!.key)) return [{ is: 'reference', label: first!.key, at }];
    return [{ is: 'citation', works, inText: false }];
  }

  #place(raw: string, from: number): Stretch {
    const start = Math.max(from, this.#find(raw, from));
    return [start, start + raw.length];
  }
}

const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  nbsp: '\u00a0',
  ndash: '–',
  mdash: '—',
  minus: '−',
};

/** A path as it is written where it is no address. */
function decoded(href: string): string {
  try {
    return decodeURI(href);
  } catch {
    return href;
  }
}

/** Text with its entities and dashes set, and its lines joined. */
const plain = (text: string): string =>
  text
    .replace(/&(?:#(\d+)|(\w+));/g, (whole, number, name) =>
      number === undefined
        ? (ENTITIES[name] ?? whole)
        : Number(number) > 0x10_ffff
          ? whole
          : String.fromCodePoint(Number(number)),
    )
    .replace(/---/g, '—')
    .replace(/--/g, '–')
    .replace(/\.\.\./g, '…')
    .replace(/(?<!\s)\s*\n\s*/g, (gap, at: number, whole: string) =>
      isWide(whole[at - 1]) && isWide(whole[at + gap.length]) ? '' : ' ',
    );

/** True of characters of scripts that are set without blanks between their words. */
const isWide = (character = ''): boolean => /[\u3000-\u9fff\uff00-\uffef]/.test(character);

const unindented = (text: string): string => text.replace(/\n[ \t]{1,4}/g, '\n');

/** A label at the end of a heading: `{#sec:data}`, or `{-}` and the like, which say nothing here. */
function labelled(content: readonly Inline[]): { content: readonly Inline[]; label: string | null } {
  const last = content.at(-1);
  const match = last?.is === 'text' ? /(?<!\s)\s*\{(?:#([^\s{}]+)(?![^\s{}]))?[^{}]*\}\s*$/.exec(last.text) : null;
  if (last?.is !== 'text' || match === null) return { content, label: null };
  const text = last.text.slice(0, match.index);
  return { content: [...content.slice(0, -1), ...(text === '' ? [] : [{ ...last, text }])], label: match[1] ?? null };
}
