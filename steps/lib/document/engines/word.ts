/** Makes a Word document of a text in Markdown. */

import { ownValue } from '../../../../src/base/own-value.ts';
import { keysOfBibliography } from '../../../../src/document/bibliography.ts';
import { type Cited, citedIn, NOTHING_CITED } from '../../../../src/document/cited.ts';
import { citationsOf } from '../../../../src/document/markdown/labels.ts';
import type { Manuscript as MarkdownText } from '../../../../src/document/markdown/tree.ts';
import { citationsInTypst } from '../../../../src/document/markdown/typst.ts';
import { folderOf, pathFrom } from '../../../../src/document/mention.ts';
import { withoutComments } from '../../../../src/document/text.ts';
import { kindOfText } from '../../../../src/document/text-kinds.ts';
import type { Complaint } from '../../../../src/engine/step.ts';
import type { DocumentEngine, DocumentSources, MadeDocument } from './engine.ts';
import { complaintsOf, readManuscript } from './manuscript.ts';
import { InAuthor } from './markdown.ts';
import { compile, HTML, typst } from './typst.ts';

export const word: DocumentEngine = {
  from: '.md',
  to: 'docx',
  // Typst cites and lists works.
  cost: typst.cost,
  inputs: () => ({}),
  make,
};

async function make(manuscript: DocumentSources): Promise<MadeDocument> {
  const { main, texts, files, tables, figures } = manuscript;
  const read = readManuscript(manuscript);
  if ('complaints' in read) return { bytes: undefined, complaints: read.complaints };
  const { parsed, targets } = read;
  const inText = (path: string): Uint8Array | undefined =>
    files.get(path.startsWith('/') ? path.slice(1) : pathFrom(folderOf(main), path));
  const bibliographies = parsed.head.bibliography.map((path) => new TextDecoder().decode(inText(path)));
  const entries = [...tables].map(([node, { table, request }]) => {
    const options = ownValue(request.formatOptions, 'docx')!;
    return [node, { table, options }] as const;
  });
  const works = new Set(bibliographies.flatMap((text) => [...keysOfBibliography(text)]));
  const { cited, complaints } = await citedBy(manuscript, parsed, works);
  if (cited === undefined) return { bytes: undefined, complaints };
  // Long, and needed here alone.
  const [{ manuscriptInWord }, { signedManuscript }] = await Promise.all([
    import('../../../../src/document/word/document.ts'),
    import('../../../../src/document/word/marks/manuscript.ts'),
  ]);
  const author = texts.get(main)!;
  const kind = kindOfText(main);
  const signed = read.settled((plain) =>
    signedManuscript(plain, author.edits, (words) => withoutComments({ text: author.textWith(words), kind })),
  );
  const file = manuscriptInWord(signed, {
    tables: new Map(entries),
    picture: (of) => {
      const paths = figures.get(of)?.files;
      const png = paths?.find((path) => path.endsWith('.png'));
      return paths === undefined ? inText(of) : png === undefined ? undefined : files.get(png);
    },
    targets,
    works,
    cited,
    marks: author.edits.map(({ number }) => number),
  });
  if (file.ok) return { bytes: file.bytes, complaints };
  return { bytes: undefined, complaints: complaintsOf(file.problems, texts.get(main)!) };
}

/** Finds how Typst cites and lists the works of a text; nothing where one is in no bibliography, which is told of in its place. */
async function citedBy(
  manuscript: DocumentSources,
  parsed: MarkdownText,
  works: ReadonlySet<string>,
): Promise<{ readonly cited: Cited | undefined; readonly complaints: readonly Complaint[] }> {
  const written = citationsInTypst(parsed);
  const citedWorks = citationsOf([...parsed.abstract, ...parsed.blocks]).flatMap((each) => each.works);
  if (written.text === '' || citedWorks.some(({ key }) => !works.has(key)))
    return { cited: NOTHING_CITED, complaints: [] };
  const { main, texts } = manuscript;
  const text = new InAuthor(written, texts.get(main)!);
  const made = await compile({ ...manuscript, main: `${main}.typ`, texts: new Map([[`${main}.typ`, text]]) }, HTML);
  const cited = made.bytes && citedIn(new TextDecoder().decode(made.bytes));
  return { cited, complaints: made.complaints };
}
