/** PDF: vectors, and text in embedded subsets of its fonts. The embedded Typst compiler sets the SVG on a page of its size. */
import type { FigureFormat } from './format.ts';

/** Where the compiler believes to find the one file that it is handed. */
const FOLDER = '/figure';

export const pdf: FigureFormat = {
  name: 'pdf',
  title: 'PDF',
  write: async ({ svg, width, height }, fonts) => {
    const { default: typst } = await import('@myriaddreamin/typst-ts-node-compiler');
    const fontBlobs = fonts.map(({ bytes }) => Buffer.from(bytes));
    const compiler = typst.NodeCompiler.create({ workspace: FOLDER, fontArgs: [{ fontBlobs }] });
    compiler.mapShadow(`${FOLDER}/figure.svg`, Buffer.from(svg));
    const page = `#set page(width: ${width}pt, height: ${height}pt, margin: 0pt, fill: none)`;
    const image = `#image("/figure.svg", format: "svg", width: ${width}pt, height: ${height}pt)`;
    const mainFileContent = `#set document(date: none)\n${page}\n${image}`;
    return compiler.pdf({ mainFileContent }, { pdfTags: false });
  },
};
