/** Makes a PDF of a text in Markdown, by way of Typst. */
import type { TextPlace } from '../../../../src/base/problem.ts';
import type { PlacedText } from '../../../../src/document/filled.ts';
import { lostReferences, targetsIn } from '../../../../src/document/markdown/labels.ts';
import { type MarkdownProblem, parseMarkdown } from '../../../../src/document/markdown/parse.ts';
import { type InTypst, manuscriptInTypst } from '../../../../src/document/markdown/typst.ts';
import { withoutComments } from '../../../../src/document/text.ts';
import { kindOfText } from '../../../../src/document/text-kinds.ts';
import type { Complaint } from '../../../../src/engine/step.ts';
import { chosenFormats, templateOf } from '../../../../src/table/formats/choose.ts';
import { renderTable } from '../../../../src/table/render.ts';
import type { Engine, Made, Manuscript } from './engine.ts';
import { compile, typst } from './typst.ts';

const [format] = chosenFormats(['typst']);
/** The layouts of tables and of the text, which a project's own of these names replace. */
const TABLE = templateOf(format!, {})!;
const TEXT = 'document.typ';

export const markdown: Engine = {
  from: '.md',
  to: 'pdf',
  cost: typst.cost,
  inputs: (plan) => ({
    ...typst.inputs(plan),
    ...Object.fromEntries([TABLE, TEXT].map((name) => [`template:${name}`, { is: 'template', name }])),
  }),
  make,
};

async function make(manuscript: Manuscript): Promise<Made> {
  const { main, texts, tables, figures } = manuscript;
  const author = texts.get(main)!;
  const parsed = parseMarkdown(withoutComments({ text: author.text, kind: kindOfText(main) }));
  if (!parsed.ok) return { bytes: undefined, complaints: complaintsOf(parsed.problems, author) };
  const { blocks, abstract } = parsed.manuscript;
  const labels = new Map([...tables].map(([node, { table }]) => [node, table.label]));
  const lost = lostReferences([...abstract, ...blocks], targetsIn(blocks, labels));
  if (lost.length > 0) return { bytes: undefined, complaints: complaintsOf(lost, author) };
  const own = new Map([...manuscript.own].filter(([name]) => ![TABLE, TEXT].includes(name.replace('template:', ''))));
  const files = new Map(manuscript.files);
  const layout = (name: string): string => new TextDecoder().decode(manuscript.own.get(`template:${name}`)!);
  files.set(TEXT, new TextEncoder().encode(layout(TEXT)));
  const paths = new Map<string, string>();
  for (const [node, { table, request }] of tables) {
    const [bytes] = (await renderTable(table, [format!], request, layout)).values();
    files.set(`.tables/${node}.typ`, bytes!);
    paths.set(node, `/.tables/${node}.typ`);
  }
  const pictures = new Map([...figures].map(([node, each]) => [node, `/${pictureOf(each)}`]));
  const written = manuscriptInTypst(parsed.manuscript, { tables: paths, figures: pictures }, `/${TEXT}`);
  const text = new InAuthor(written, author);
  return compile({ ...manuscript, main: `${main}.typ`, texts: new Map([[`${main}.typ`, text]]), files, own });
}

/** The file of a figure that is drawn by curves and letters, where there is one. */
const pictureOf = (paths: readonly string[]): string =>
  ['.svg', '.pdf'].flatMap((end) => paths.filter((path) => path.endsWith(end)))[0] ?? paths[0]!;

export const complaintsOf = (problems: readonly MarkdownProblem[], author: PlacedText): Complaint[] =>
  problems.map(({ code, message, hint, at: [start, end] }) => ({
    code,
    message,
    hint,
    text: author.place(start, end),
  }));

/** What was written in Typst, whose places are those of the author's blocks. */
class InAuthor implements PlacedText {
  readonly #written: InTypst;
  readonly #author: PlacedText;

  constructor(written: InTypst, author: PlacedText) {
    this.#written = written;
    this.#author = author;
  }

  get text(): string {
    return this.#written.text;
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
