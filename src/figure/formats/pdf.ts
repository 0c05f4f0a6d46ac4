/** PDF: vectors, and text in embedded subsets of its fonts. The embedded Typst compiler sets the SVG on a page of its size. */
import { join, resolve } from 'node:path';
import { sha256 } from '../../base/canonical.ts';
import { typstString } from '../../table/formats/typst-text.ts';
import type { FigureFont, FigureFormat } from './format.ts';
import { loadProgram } from './program.ts';

/** The folder in which the compiler believes to find the one file that it is handed: on Windows, a path without a drive is not absolute to it. */
const FOLDER = resolve('/figure');

export const pdf: FigureFormat = {
  name: 'pdf',
  title: 'PDF',
  write: async ({ svg, description, width, height }, fonts) => {
    const compiler = await compilerWith(fonts);
    compiler.mapShadow(join(FOLDER, 'figure.svg'), Buffer.from(svg));
    const page = `#set page(width: ${width}pt, height: ${height}pt, margin: 0pt, fill: none)`;
    // A reader of screens finds the description in the tags, as `/Alt`.
    const said = typstString(description);
    const image = `#image("/figure.svg", format: "svg", width: ${width}pt, height: ${height}pt, alt: ${said})`;
    const mainFileContent = `#set document(date: none, title: ${said})\n${page}\n${image}`;
    return compiler.pdf({ mainFileContent }, { pdfTags: true });
  },
};

type Compiler = import('@myriaddreamin/typst-ts-node-compiler').NodeCompiler;

/** Making a compiler takes longer than a figure, since it looks for the machine's fonts: one is kept for each set of ours. */
const compilers = new Map<string, Compiler>();

async function compilerWith(fonts: readonly FigureFont[]): Promise<Compiler> {
  const key = fonts.map(({ bytes }) => sha256(bytes)).join(' ');
  const known = compilers.get(key);
  if (known) return known;
  const { NodeCompiler } = await loadProgram(
    async () => await import('@myriaddreamin/typst-ts-node-compiler'),
    '@myriaddreamin/typst-ts-node-compiler@0.7.0',
    'PDF',
  );
  const fontBlobs = fonts.map(({ bytes }) => Buffer.from(bytes));
  const compiler = NodeCompiler.create({ workspace: FOLDER, fontArgs: [{ fontBlobs }] });
  compilers.set(key, compiler);
  return compiler;
}
