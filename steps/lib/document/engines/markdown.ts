/** Makes a PDF of a text in Markdown, by way of Typst. */
import type { TextPlace } from '../../../../src/base/problem.ts';
import type { PlacedText } from '../../../../src/document/filled.ts';
import { displaysIn } from '../../../../src/document/markdown/displays.ts';
import type { Display } from '../../../../src/document/markdown/tree.ts';
import { type InTypst, type MarkdownTable, manuscriptInTypst } from '../../../../src/document/markdown/typst.ts';
import { chosenFormats, templateOf } from '../../../../src/table/formats/choose.ts';
import { renderTable } from '../../../../src/table/render.ts';
import type { DocumentEngine, DocumentSources, MadeDocument, ShownTable } from './engine.ts';
import { readManuscript } from './manuscript.ts';
import { compile, typst } from './typst.ts';

const [typstTable] = chosenFormats(['typst']);
/** The layouts of tables and of the text, which a project's own of these names replace. */
const TABLE = templateOf(typstTable!, {})!;
const TEXT = 'document.typ';

export const markdown: DocumentEngine = {
  from: '.md',
  to: 'pdf',
  cost: typst.cost,
  inputs: (plan) => ({
    ...typst.inputs(plan),
    ...Object.fromEntries([TABLE, TEXT].map((name) => [`template:${name}`, { is: 'template', name }])),
  }),
  make,
};

async function make(manuscript: DocumentSources): Promise<MadeDocument> {
  const { main, texts, tables, figures } = manuscript;
  const author = texts.get(main)!;
  const read = readManuscript(manuscript);
  if ('complaints' in read) return { bytes: undefined, complaints: read.complaints };
  const own = new Map([...manuscript.own].filter(([name]) => ![TABLE, TEXT].includes(name.replace('template:', ''))));
  const files = new Map(manuscript.files);
  const layout = (name: string): string => new TextDecoder().decode(manuscript.own.get(`template:${name}`)!);
  files.set(TEXT, new TextEncoder().encode(layout(TEXT)));
  const paths = new Map<Display, string>();
  for (const block of displaysIn(read.parsed.blocks)) {
    if (block.is !== 'table') continue;
    const path = `.tables/${paths.size + 1}.typ`;
    files.set(path, await inTypst(block, tables.get(block.node)!, layout));
    paths.set(block, `/${path}`);
  }
  const pictures = new Map([...figures].map(([node, each]) => [node, `/${pictureOf(each.files)}`]));
  const displays = { table: (block: Display) => paths.get(block)!, figures: pictures };
  const written = manuscriptInTypst(read.parsed, displays, `/${TEXT}`);
  const text = new InAuthor(written, author);
  return compile({ ...manuscript, main: `${main}.typ`, texts: new Map([[`${main}.typ`, text]]), files, own });
}

/** A table as the text has it, whose own words come before those of the report. */
async function inTypst(
  { caption, label, placement }: MarkdownTable,
  { table, request }: ShownTable,
  layout: (name: string) => string,
): Promise<Uint8Array> {
  const said = { ...table, caption: caption ?? table.caption, label: label ?? table.label };
  const options = { ...request.formatOptions[typstTable!.name], placement: placement ?? 'auto' };
  const formatOptions = { ...request.formatOptions, [typstTable!.name]: options };
  const [bytes] = (await renderTable(said, [typstTable!], { ...request, formatOptions }, layout)).values();
  return bytes!;
}

/** The file of a figure that is drawn by curves and letters, where there is one. */
const pictureOf = (paths: readonly string[]): string =>
  ['.svg', '.pdf'].flatMap((end) => paths.filter((path) => path.endsWith(end)))[0] ?? paths[0]!;

/** A text written in Typst that maps places back to the author's blocks. */
export class InAuthor implements PlacedText {
  readonly #written: InTypst;
  readonly #author: PlacedText;

  constructor(written: InTypst, author: PlacedText) {
    this.#written = written;
    this.#author = author;
  }

  readonly edits = [];

  get text(): string {
    return this.#written.text;
  }

  textWith(): string {
    return this.text;
  }

  place(start: number): TextPlace {
    const block = this.#written.blocks.findLast((each) => each.start <= start);
    return this.#author.place(...(block?.at ?? ([0, 0] as const)));
  }

  lineAt(line: number): TextPlace {
    return this.place(
      this.text
        .split('\n')
        .slice(0, line - 1)
        .join('\n').length,
    );
  }
}
