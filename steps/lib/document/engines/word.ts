/** Makes a Word document of a text in Markdown. */

import { own } from '../../../../src/base/own.ts';
import { readBibliography } from '../../../../src/document/bibliography.ts';
import { folderOf, pathFrom } from '../../../../src/document/mention.ts';
import type { Engine, Made, Manuscript } from './engine.ts';
import { complaintsOf, readManuscript } from './manuscript.ts';

export const word: Engine = {
  from: '.md',
  to: 'docx',
  cost: 'short',
  inputs: () => ({}),
  make,
};

async function make(manuscript: Manuscript): Promise<Made> {
  const { main, texts, files, tables, figures } = manuscript;
  const read = readManuscript(manuscript);
  if ('complaints' in read) return { bytes: undefined, complaints: read.complaints };
  const { parsed, targets } = read;
  const inText = (path: string): Uint8Array | undefined =>
    files.get(path.startsWith('/') ? path.slice(1) : pathFrom(folderOf(main), path));
  const bibliographies = parsed.head.bibliography.map((path) => new TextDecoder().decode(inText(path)));
  const entries = [...tables].map(([node, { table, request }]) => {
    const options = own(request.formatOptions, 'docx')!;
    return [node, { table, options }] as const;
  });
  // Long, and needed here alone.
  const { manuscriptInWord } = await import('../../../../src/document/word/document.ts');
  const file = manuscriptInWord(parsed, {
    tables: new Map(entries),
    picture: (of) => {
      const paths = figures.get(of);
      const png = paths?.find((path) => path.endsWith('.png'));
      return paths === undefined ? inText(of) : png === undefined ? undefined : files.get(png);
    },
    targets,
    references: new Map(bibliographies.flatMap((text) => [...readBibliography(text)])),
  });
  if (file.ok) return { bytes: file.bytes, complaints: [] };
  return { bytes: undefined, complaints: complaintsOf(file.problems, texts.get(main)!) };
}
