/** Writes a text in Markdown as a Word document, its tables as the report's own Word file has them. */
import type { FormattedTable } from '../../table/formats/format.ts';
import { MAIN, sectionProperties, settings, tableInText, type } from '../../table/formats/office/document.ts';
import { type Styles, stylesOf, type TableStyles } from '../../table/formats/office/document-styles.ts';
import { paragraph } from '../../table/formats/office/document-text.ts';
import { officeFile, type PackagePart, type PicturePart } from '../../table/formats/office/package.ts';
import { element } from '../../table/formats/office/xml.ts';
import type { Cited, StyledWords } from '../cited.ts';
import type { TextEdit } from '../edit.ts';
import { type Citation, citationsOf, plainLabel, type Target } from '../markdown/labels.ts';
import type { MarkdownProblem } from '../markdown/parse.ts';
import { type Inline, type Manuscript, type MarkdownBlock, wordsIn } from '../markdown/tree.ts';
import { formulaInWord, MATH } from '../math/omml.ts';
import { grid } from './grid.ts';
import { Marking, wordsControlled } from './marks/control.ts';
import { unwrapped } from './marks/signs.ts';
import { noTable } from './no-table.ts';
import { Lists } from './numbering.ts';
import { figureXml, fitted, pictureRun, sizeOfPng } from './picture.ts';
import { placedXml } from './placed.ts';
import { link, type RunLook, textRun, textRuns } from './runs.ts';
import { textStyles } from './styles.ts';

const RELATIONS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';

/** Tables, figures and numbers that a document shows besides its words. */
export interface Material {
  /** Tables by the names of their nodes. */
  readonly tables: ReadonlyMap<string, FormattedTable>;
  /** The bytes of a picture by the name of its node, or by its path from the text. */
  picture(of: string): Uint8Array | undefined;
  readonly targets: ReadonlyMap<string, Target>;
  /** The keys of the works that may be cited. */
  readonly works: ReadonlySet<string>;
  /** Holds how these works are cited and listed. */
  readonly cited: Cited;
  /** Lines of the text in those of its letters; absent for the usual ones of the language. */
  readonly spacing?: number;
  /** The numbers between signs in the text, by their places among its edits, where results are to stand in marks; absent of documents without marks. */
  readonly marks?: readonly (NonNullable<TextEdit['number']> | undefined)[];
}

export type WordFile =
  | { readonly ok: true; readonly bytes: Uint8Array }
  | { readonly ok: false; readonly problems: readonly MarkdownProblem[] };

export function manuscriptInWord(manuscript: Manuscript, material: Material): WordFile {
  const writer = new WordWriter(manuscript, material);
  const body = writer.body();
  if (writer.problems.length > 0) return { ok: false, problems: writer.problems };
  return { ok: true, bytes: writer.file(body) };
}

interface ParagraphSetting {
  readonly style: string;
  /** Properties of the first paragraph, such as that of an item. */
  readonly first?: string;
  /** The depth of nested lists. */
  readonly depth: number;
}

class WordWriter {
  readonly problems: MarkdownProblem[] = [];
  readonly #manuscript: Manuscript;
  readonly #material: Material;
  readonly #styles: Styles;
  readonly #lists = new Lists();
  readonly #footnotes: string[] = [];
  readonly #pictures: Uint8Array[] = [];
  readonly #citations: ReadonlyMap<Inline, readonly StyledWords[]>;
  readonly #counts = { table: 0, figure: 0, equation: 0 };
  readonly #sections: number[] = [];
  readonly #marking: Marking | undefined;

  constructor(manuscript: Manuscript, material: Material) {
    this.#manuscript = manuscript;
    this.#material = material;
    this.#marking = material.marks && new Marking();
    const { language } = manuscript.head;
    const entries = [...material.tables.values()];
    this.#styles = stylesOf(entries.length > 0 ? entries : [noTable(language)], textStyles(language, material.spacing));
    const citations = citationsOf([...manuscript.abstract, ...manuscript.blocks]);
    this.#citations = new Map(citations.map((each, i) => [each, material.cited.citations[i] ?? []]));
  }

  body(): string {
    const { head, abstract, blocks } = this.#manuscript;
    const zh = head.language === 'zh';
    const plain = (style: string, text: string): string => (text === '' ? '' : paragraph(style, textRun(text, {})));
    const start = [
      plain('Title', head.title),
      plain('Subtitle', head.subtitle),
      ...head.authors.map(({ name, affiliation }) =>
        plain('Author', affiliation === '' ? name : `${name}, ${affiliation}`),
      ),
      plain('Author', head.date),
      ...(abstract.length === 0 ? [] : [plain('Abstract', zh ? '摘要' : 'Abstract')]),
      ...abstract.map((block) => this.#block(block, { style: 'Abstract', depth: 0 })),
      ...(head.keywords.length === 0
        ? []
        : [
            paragraph(
              'Abstract',
              textRun(zh ? '关键词：' : 'Keywords: ', { italic: true }) +
                textRun(head.keywords.join(zh ? '；' : ', '), {}),
            ),
          ]),
    ];
    const all = blocks.some(({ is }) => is === 'references')
      ? blocks
      : [...blocks, { is: 'references', at: [0, 0] } as const];
    return [...start, ...all.map((block) => this.#block(block, { style: 'BodyText', depth: 0 }))].join('');
  }

  file(body: string): Uint8Array {
    const part = (name: string, xml: string): PackagePart & { relation: string } => ({
      path: `word/${name}.xml`,
      type: type(name),
      relation: name,
      xml,
    });
    const pictures = this.#pictures.map((bytes, i): PicturePart & { relation: string } => ({
      path: `word/media/image${i + 1}.png`,
      type: 'image/png',
      relation: 'image',
      bytes,
    }));
    const namespaces = { 'xmlns:w': MAIN, 'xmlns:m': MATH, 'xmlns:r': RELATIONS };
    const footnotes = element('w:footnotes', namespaces, ...SEPARATORS, ...this.#footnotes);
    // Pictures come first, since what is related has its number by its order.
    return officeFile(
      {
        path: 'word/document.xml',
        type: type('document.main'),
        xml: element('w:document', namespaces, element('w:body', {}, body, sectionProperties(false))),
      },
      [
        ...pictures,
        part('styles', this.#styles.xml),
        part('settings', settings),
        part('numbering', this.#lists.xml(MAIN)),
        part('footnotes', footnotes),
      ],
      [...this.#material.tables.values()].map(({ table }) => table),
    );
  }

  #complain(message: string, at: MarkdownBlock['at'], hint?: string): string {
    this.problems.push({ code: 'bad-word', message, hint, at });
    return '';
  }

  #block(block: MarkdownBlock, place: ParagraphSetting): string {
    const { style, first = '' } = place;
    switch (block.is) {
      case 'heading': {
        const level = Math.min(block.level, 3);
        return paragraph(`Heading${level}`, textRun(this.#section(block.level), {}) + this.#inlines(block.content));
      }
      case 'paragraph':
        return paragraph(style, this.#inlines(block.content), first);
      case 'list': {
        const id = this.#lists.open(block.first);
        return block.items.map((item) => this.#item(item, id, place.depth)).join('');
      }
      case 'quotation':
        return block.content.map((each) => this.#block(each, { ...place, style: 'Quote' })).join('');
      case 'code':
        return block.text
          .split('\n')
          .map((line) => paragraph('SourceCode', textRun(line, { code: true })))
          .join('');
      case 'rule':
        return paragraph(
          style,
          '',
          element('w:pBdr', {}, element('w:bottom', { 'w:val': 'single', 'w:sz': 4, 'w:space': 1 })),
        );
      case 'equation':
        return this.#equation(block);
      case 'grid':
        return grid(
          block.rows.map((cells) => cells.map((cell) => this.#inlines(cell))),
          block.aligns,
        );
      case 'table': {
        const { table, options } = this.#material.tables.get(block.node)!;
        const entry = { options, table: { ...table, caption: block.caption ?? table.caption } };
        const look: TableStyles = this.#styles.lookOf(entry);
        this.#counts.table += 1;
        const place = { number: this.#counts.table, look };
        const xml = tableInText(entry, place, this.#marking?.ofTable(block.node));
        const { placement } = block;
        return placement === 'top' || placement === 'bottom'
          ? placedXml(xml, placement)
          : placedXml(paragraph('Figure', '') + xml + paragraph('BodyText', ''), placement ?? 'auto');
      }
      case 'figure':
        return this.#figure(block);
      case 'references':
        return this.#references();
      default:
        return block satisfies never;
    }
  }

  #item(item: readonly MarkdownBlock[], id: number, depth: number): string {
    return item
      .map((block, i) =>
        this.#block(block, {
          style: 'ListParagraph',
          depth: depth + 1,
          ...(i === 0 ? { first: Lists.item(id, depth) } : {}),
        }),
      )
      .join('');
  }

  #section(level: number): string {
    this.#sections.length = Math.min(this.#sections.length, level);
    while (this.#sections.length < level) this.#sections.push(0);
    this.#sections[level - 1]! += 1;
    return this.#manuscript.head.numbered ? `${this.#sections.join('.')} ` : '';
  }

  #bracketed(number: number): string {
    return this.#manuscript.head.language === 'zh' ? `（${number}）` : `(${number})`;
  }

  /** In the middle of the line, its number at the end. */
  #equation({ formula, label }: MarkdownBlock & { readonly is: 'equation' }): string {
    if (label === null) return paragraph('Equation', element('m:oMathPara', {}, formulaInWord(formula)));
    this.#counts.equation += 1;
    const tab = element('w:r', {}, element('w:tab'));
    const stop = (val: string, pos: number): string => element('w:tab', { 'w:val': val, 'w:pos': pos });
    const content = [tab, formulaInWord(formula), tab, textRun(this.#bracketed(this.#counts.equation), {})].join('');
    return paragraph('Equation', content, element('w:tabs', {}, stop('center', 4513), stop('right', 9026)));
  }

  #figure({ node, path, caption: said, width, placement, at }: MarkdownBlock & { readonly is: 'figure' }): string {
    const name = node ?? path!;
    const bytes = this.#material.picture(name);
    const size = bytes && sizeOfPng(bytes);
    if (size === undefined)
      return this.#complain(`\`${name}\` is no PNG, which pictures in Word are`, at, 'name a `.png` file');
    const number = this.#pictures.push(bytes!);
    this.#counts.figure += 1;
    const { language } = this.#manuscript.head;
    const caption = said ?? [];
    const run = pictureRun(`rId${number}`, number, fitted(size, width), unwrapped(wordsIn(caption)) || name);
    const words = caption.length === 0 ? '' : this.#inlines(caption);
    const marking = node === null ? undefined : this.#marking;
    const xml = figureXml({
      picture: marking === undefined ? run : marking.picture(name, bytes!, run),
      number: this.#counts.figure,
      caption: marking === undefined ? words : marking.captionOfFigure(name, words),
      language,
    });
    return placedXml(xml, placement ?? 'auto');
  }

  #references(): string {
    const { entries } = this.#material.cited;
    if (entries.length === 0) return '';
    const title = this.#manuscript.head.language === 'zh' ? '参考文献' : 'References';
    const hanging = element('w:ind', { 'w:left': 360, 'w:hanging': 360 });
    return (
      paragraph('Heading1', textRun(title, {})) +
      entries.map((entry) => paragraph('Bibliography', this.#words(entry, {}), hanging)).join('')
    );
  }

  #words(words: readonly StyledWords[], look: RunLook): string {
    return words
      .map(({ text, italic, bold, raised, note }) =>
        note === undefined
          ? textRun(text, {
              ...look,
              ...(italic && { italic }),
              ...(bold && { bold }),
              ...(raised && { raised: 'superscript' }),
            })
          : this.#note(() => paragraph('FootnoteText', this.#words(note, {}))),
      )
      .join('');
  }

  #inlines(content: readonly Inline[], look: RunLook = {}): string {
    return content
      .map((inline, i) => this.#inline(this.#besideCitations(inline, content[i - 1], content[i + 1]), look))
      .join('');
  }

  /** A text without the blanks before a citation that is a raised mark, and beside full-width brackets of one. */
  #besideCitations(inline: Inline, last: Inline | undefined, next: Inline | undefined): Inline {
    if (inline.is !== 'text') return inline;
    const first = next && this.#citations.get(next)?.[0];
    const end = last && this.#citations.get(last)?.at(-1);
    const started = end?.text.endsWith('）') ? inline.text.trimStart() : inline.text;
    return { ...inline, text: first?.raised || first?.text.startsWith('（') ? started.trimEnd() : started };
  }

  #inline(inline: Inline, look: RunLook): string {
    switch (inline.is) {
      case 'text':
        return this.#text(inline.text, look);
      case 'emphasis':
        return this.#inlines(inline.content, { ...look, italic: true });
      case 'strong':
        return this.#inlines(inline.content, { ...look, bold: true });
      case 'struck':
        return this.#inlines(inline.content, { ...look, struck: true });
      case 'raised':
        return this.#inlines(inline.content, { ...look, raised: 'superscript' });
      case 'lowered':
        return this.#inlines(inline.content, { ...look, raised: 'subscript' });
      case 'code':
        return textRun(inline.text, { ...look, code: true });
      case 'link':
        return link(inline.to, this.#inlines(inline.content, { ...look, linked: true }));
      case 'break':
        return element('w:r', {}, element('w:br'));
      case 'footnote':
        return this.#note(() =>
          inline.content.map((block) => this.#block(block, { style: 'FootnoteText', depth: 0 })).join(''),
        );
      case 'formula':
        return formulaInWord(inline.formula);
      case 'reference':
        return textRun(this.#referred(inline.label), look);
      case 'citation':
        return this.#words(this.#citation(inline), look);
      default:
        return inline satisfies never;
    }
  }

  #text(text: string, look: RunLook): string {
    const { marks } = this.#material;
    if (marks === undefined) return textRun(text, look);
    return textRuns(text, look, (index, run) => wordsControlled({ kind: 'number', ...marks[index]! }, run));
  }

  #note(paragraphs: () => string): string {
    const id = this.#footnotes.length + 1;
    // The place is taken before what the note itself holds.
    this.#footnotes.push('');
    const mark = (inner: string): string =>
      element('w:r', {}, element('w:rPr', {}, element('w:vertAlign', { 'w:val': 'superscript' })), inner);
    const marked = paragraphs().replace('</w:pPr>', `</w:pPr>${mark(element('w:footnoteRef'))}${textRun(' ', {})}`);
    this.#footnotes[id - 1] = element('w:footnote', { 'w:id': id }, marked);
    return mark(element('w:footnoteReference', { 'w:id': id }));
  }

  #referred(label: string): string {
    const { is, number } = this.#material.targets.get(plainLabel(label))!;
    const names = this.#manuscript.head.language === 'zh' ? CHINESE : ENGLISH;
    return names[is](number);
  }

  #citation(citation: Citation): readonly StyledWords[] {
    for (const { key, at } of citation.works)
      if (!this.#material.works.has(key)) this.#complain(`no bibliography has \`${key}\``, at);
    return this.#citations.get(citation) ?? [];
  }
}

const ENGLISH: Readonly<Record<Target['is'], (number: string) => string>> = {
  table: (number) => `Table ${number}`,
  figure: (number) => `Figure ${number}`,
  equation: (number) => `Equation ${number}`,
  section: (number) => `Section ${number}`,
};
const CHINESE: typeof ENGLISH = {
  table: (number) => `表${number}`,
  figure: (number) => `图${number}`,
  equation: (number) => `式（${number}）`,
  section: (number) => `第${number}节`,
};

/** The lines above footnotes, which Word demands. */
const SEPARATORS = (['separator', 'continuationSeparator'] as const).map((name, i) =>
  element(
    'w:footnote',
    { 'w:type': name, 'w:id': i - 1 },
    element('w:p', {}, element('w:r', {}, element(`w:${name}`))),
  ),
);
