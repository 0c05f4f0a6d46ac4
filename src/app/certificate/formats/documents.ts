/** A certificate as a PDF or a Word file, made of its text in Markdown as documents of the paper are. */
import { readFileSync } from 'node:fs';
import type { DocumentSources } from '../../../../steps/lib/document/engines/engine.ts';
import { readManuscript } from '../../../../steps/lib/document/engines/manuscript.ts';
import { markdown } from '../../../../steps/lib/document/engines/markdown.ts';
import { ProblemError, problemAt } from '../../../base/problem.ts';
import { NOTHING_CITED } from '../../../document/cited.ts';
import { FilledText } from '../../../document/filled.ts';
import { fonts } from '../../../document/fonts.ts';
import { authorText } from '../../../document/text.ts';
import { png } from '../../../figure/formats/png.ts';
import type { CertificatePage } from '../page.ts';
import { pictureOf } from '../picture.ts';
import type { CertificateFormat, FindTemplate, PictureBlock } from './format.ts';
import { blocksInMarkdown } from './markdown.ts';
import { svgOf } from './svg.ts';

const MAIN = 'certificate.md';
/** The layouts that a text in Markdown is made a PDF by. */
const LAYOUT = 'document.typ';
const LAYOUTS = [LAYOUT, 'table.typ.hbs'];

/** The layout of papers, or the project's own, in smaller letters and closer lines, so that one page holds all. */
const closer = (path: string): Uint8Array => Buffer.concat([readFileSync(path), Buffer.from(CLOSER)]);
const CLOSER = `
#let paper = document
#let document(..said, body) = paper(..said, {
  set text(size: 9pt)
  set par(leading: .5em, spacing: .5em, first-line-indent: 0pt)
  show heading: set text(size: 10pt)
  show heading: set block(above: .8em, below: .4em)
  show list: set block(above: .5em, below: .5em)
  show figure: set block(spacing: .6em)
  show table: set text(size: 8.5pt)
  body
})
`;

export const pdf: CertificateFormat = {
  name: 'pdf',
  extension: 'pdf',
  write: async (page, template) => {
    const { bytes, complaints } = await markdown.make(await manuscriptOf(page, 'svg', template));
    return bytes ?? refused(complaints);
  },
};

export const docx: CertificateFormat = {
  name: 'docx',
  extension: 'docx',
  write: async (page, template) => {
    const manuscript = await manuscriptOf(page, 'png', template);
    const read = readManuscript(manuscript);
    if ('complaints' in read) return refused(read.complaints);
    const { manuscriptInWord } = await import('../../../document/word/document.ts');
    const made = manuscriptInWord(read.parsed, {
      tables: new Map(),
      picture: (path) => manuscript.files.get(path),
      targets: read.targets,
      works: new Set(),
      cited: NOTHING_CITED,
      // One page has room for no more.
      spacing: 1,
    });
    return made.ok ? made.bytes : refused(made.problems);
  },
};

/** Throws what stood in the way of a document, such as a compiler that is not installed. */
function refused(complaints: readonly { code: string; message: string; hint?: string | undefined }[]): never {
  throw new ProblemError(
    complaints.map(({ code, message, hint }) => problemAt({ code, message, ...(hint === undefined ? {} : { hint }) })),
  );
}

async function manuscriptOf(
  page: CertificatePage,
  picture: 'svg' | 'png',
  template: FindTemplate,
): Promise<DocumentSources> {
  const files = new Map<string, Uint8Array>();
  for (const [i, block] of page.blocks.entries())
    if (block.is === 'picture') files.set(`picture-${i}.${picture}`, await pictureFile(block, picture, template));
  const author = authorText(MAIN, Buffer.from(textOf(page, [...files.keys()])));
  const own = [...fonts, ...LAYOUTS].flatMap((name) => {
    const path = template(name);
    return path === undefined
      ? []
      : [[`template:${name}`, name === LAYOUT ? closer(path) : readFileSync(path)] as const];
  });
  return {
    main: MAIN,
    texts: new Map([[MAIN, new FilledText(author, [])]]),
    files,
    tables: new Map(),
    figures: new Map(),
    equations: new Map(),
    own: new Map(own),
    signal: new AbortController().signal,
  };
}

async function pictureFile(
  { panels, caption }: PictureBlock,
  format: 'svg' | 'png',
  template: FindTemplate,
): Promise<Uint8Array> {
  const picture = pictureOf(panels);
  const svg = svgOf(picture, caption);
  if (format === 'svg') return Buffer.from(svg);
  const path = template('NotoSans-Regular.ttf')!;
  const drawn = { svg, description: caption, width: picture.width, height: picture.height };
  return png.write(drawn, [{ path, bytes: readFileSync(path) }]);
}

function textOf({ title, subtitle, language, blocks }: CertificatePage, pictures: readonly string[]): string {
  const said = { title, subtitle, lang: language, 'number-sections': false, placement: 'here' };
  const head = Object.entries(said).map(([name, value]) => `${name}: ${JSON.stringify(value)}`);
  let at = 0;
  const body = blocksInMarkdown(blocks, ({ caption }) => `![${caption}](${pictures[at++]}){width=100%}`);
  return `---\n${head.join('\n')}\n---\n\n${body}\n`;
}
