/** Everything that papermake reads of a user's: what of each is sound, and what reads it. */
import type { FileReader } from '../../src/base/reader.ts';
import { keysOfBibliography } from '../../src/document/bibliography.ts';
import { FilledText } from '../../src/document/filled.ts';
import { languages } from '../../src/document/languages/registry.ts';
import { namedIn } from '../../src/document/named.ts';
import { marksInText, marksOf, printing } from '../../src/document/number-marks.ts';
import { authorText } from '../../src/document/text.ts';
import { numbersIn } from '../../src/document/unmarked.ts';
import { readWord } from '../../src/document/word/template.ts';
import { readYaml } from '../../src/engine/pipeline/source/yaml.ts';
import { readShapes } from '../../src/figure/rows/shapes.ts';
import { load } from '../../src/frame/ingest/load.ts';
import { readerFor, readers } from '../../src/frame/readers/registry.ts';
import type { ReadOptions } from '../../src/frame/readers/source.ts';
import { frameArtifact } from '../../src/frame/stored/artifact.ts';
import { readPublished } from '../../steps/lib/compare/published.ts';
import { zipOf } from '../support/zip.ts';
import { partsOf, soundFiles } from './files.ts';
import { EVERYTHING } from './pipelines.ts';

export interface Input {
  readonly name: string;
  readonly sound: readonly Uint8Array[];
  /** Throws what tells the user what is wrong. */
  readonly read: (bytes: Uint8Array) => unknown;
  /** Present where the work is not in proportion to the size, but is counted, and refused where it is too much. */
  readonly isCounted?: true;
}

const none = (): never => {
  throw new Error('nothing is merged');
};

function data(name: string, bytes: Uint8Array, options: ReadOptions = {}): void {
  readerFor(name).header(bytes, options);
  const { frame, notes } = load(bytes, { file: name, ...options }, none);
  frameArtifact(frame, notes);
}

/** Options of each format that alter how it is read. */
const OPTIONS: Readonly<Record<string, readonly ReadOptions[]>> = {
  csv: [
    {},
    { delimiter: ';', decimal: ',' },
    { header: [1, 2] },
    { header: [2], skip: [3], footer: 1 },
    { footer: 'Source' },
    { encoding: 'gb18030' },
  ],
  xlsx: [{}, { header: [1, 2] }, { skip: [2], footer: 'x' }],
};

const dataInputs = readers.flatMap(({ name, extensions }): Input[] => {
  const isOf = (file: string): boolean => extensions.some((extension) => file.endsWith(extension));
  const sound = soundFiles.filter((file) => isOf(file.name)).map(({ bytes }) => bytes);
  return (OPTIONS[name] ?? [{}]).map((options) => ({
    name: `${name} ${JSON.stringify(options)}`,
    sound,
    read: (bytes) => data(`x${extensions[0]}`, bytes, options),
  }));
});

/** One part of an archive, the others as they are. */
const inArchive = (name: string, archive: Uint8Array, read: (bytes: Uint8Array) => unknown): Input[] => {
  const parts = partsOf(archive);
  return [...parts].map(([path, bytes]) => ({
    name: `${name} ${path}`,
    sound: [bytes],
    read: (changed) => read(zipOf(new Map([...parts, [path, changed]]))),
  }));
};

const books = soundFiles.filter(({ name }) => name.endsWith('.xlsx'));
const bookParts = books.flatMap(({ name, bytes }) => inArchive(name, bytes, (changed) => data('x.xlsx', changed)));

/** Reads and fills an author's text as papermake does. */
function text(path: string, bytes: Uint8Array): void {
  const author = authorText(path, bytes);
  namedIn(author, { own: path, main: path });
  numbersIn(author);
  marksInText(author.text);
  const edits = marksOf(author).map((mark) => printing(mark, '1.2'));
  const filled = new FilledText(author, edits);
  for (const { at } of edits) filled.place(...at);
  if (path.endsWith('.docx')) readWord(bytes).edited(edits);
}

const WORDS = {
  '.tex': String.raw`\documentclass{article}\begin{document} % aside
\title{A}\maketitle \pmval{fits.main.x}{1.592} and \pmnum{n}, 12.5\% of 1,234 \input{out/t.tex}
\begin{verbatim}\input{a}\end{verbatim} \verb|x| \includegraphics[width=\textwidth]{out/f.pdf} \graphicspath{{a/}{b/}}
\bibliography{refs, more} $x^2$ \end{document}
`,
  '.typ': `#import "a.typ": b /* aside */
= Title // aside
#pmval("fits.main.x")[1.592] and #pmnum("n"), 3.14 × 10⁻⁸ \`raw\` #image("out/f.svg") #bibliography("refs.bib", style: ("a.csl"))
#table(columns: (1fr, 2fr))[$x^2$] "out/t.typ" datetime.today()
`,
  '.md': `---
title: A paper
author: [A, B]
bibliography: refs.bib
date: 2026
abstract: Of things.
---
# One {#sec:a}

{{pm fits.main.x "1.592"}} and *b* **c** \`d\` [e](f.md) ![g](out/h.png){width=50%} [@hansen1999, p. 3; -@lind] ^1^ H~2~O

<!-- aside -->
{{table t.main}} <http://a.b> &amp; \\* $x^2_{i}$ 1,234.5 [^1]

$$\\frac{a}{b} + \\sqrt{c} \\sum_{i=1}^n x_i$$ {#eq:a}

- a
  1. b
> c

| a | b |
|---|:-:|
| 1 | 2 |

[^1]: A note.
`,
  '.docx': `<w:document><w:body><w:p><w:pPr/><w:r><w:t xml:space="preserve">A {{pm fits.main.x "1.</w:t></w:r><w:r><w:t>592"}} &amp; 12.5 &#x4e2d;</w:t></w:r></w:p><w:p/><w:p><w:r><w:t>{{table t.main}}</w:t></w:r></w:p></w:body></w:document>`,
} as const satisfies Readonly<Record<string, string>>;

const textInputs = languages.map(({ extension }): Input => {
  const sound = Buffer.from((WORDS as Readonly<Record<string, string>>)[extension] ?? '');
  const packed = (bytes: Uint8Array): Uint8Array => zipOf(new Map([['word/document.xml', bytes]]));
  const isWord = extension === '.docx';
  return {
    name: `a text in ${extension}`,
    ...(extension === '.md' && { isCounted: true as const }),
    sound: sound.length === 0 ? [] : [sound],
    read: (bytes) => text(`paper${extension}`, isWord ? packed(bytes) : bytes),
  };
});

const decoded = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

const BIBLIOGRAPHY = `@article{lind2010, author = {Lind, Jo Thori and Mehlum, Halvor}, title = "With or {W}ithout \\'{U}?", year = 2010,}
@comment{x} @book{hansen1999,
  author = {Bruce E. Hansen}, title = {Threshold \\& effects}, year = {1999} }
`;

const GEO = `{"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {"name": "A"}, "geometry": {"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 0]]]}}, {"type": "Feature", "properties": {"name": "B"}, "geometry": {"type": "MultiPolygon", "coordinates": [[[[2, 2], [3, 2], [3, 3], [2, 2]]]]}}]}`;

const others: readonly Input[] = [
  ...bookParts,
  {
    name: 'a pipeline',
    sound: [Buffer.from(EVERYTHING)],
    read: (bytes) => {
      const { source } = readYaml('pipeline.yaml', decoded(bytes));
      for (const key of source?.keys([]) ?? []) source!.said([key]);
    },
  },
  {
    name: 'a bibliography',
    sound: [Buffer.from(BIBLIOGRAPHY)],
    read: (bytes) => keysOfBibliography(decoded(bytes)),
  },
  { name: 'shapes', sound: [Buffer.from(GEO)], read: (bytes) => readShapes(decoded(bytes), 'name') },
  {
    name: 'a published table',
    sound: [Buffer.from(',(1),(2)\nTreatment,1.592*** (0.456),2\n,(0.3),\nN,48,"1,234"\n')],
    read: (bytes) => readPublished({ bytes: () => bytes } as FileReader),
  },
];

export const inputs: readonly Input[] = [...dataInputs, ...textInputs, ...others];
