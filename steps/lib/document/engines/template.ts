/** Fills a Word document of the author's: numbers in the place of their marks, tables and figures in that of the paragraphs that name them. */
import { ownValue } from '../../../../src/base/own-value.ts';
import type { DocumentEngine } from './engine.ts';

export const template: DocumentEngine = {
  from: '.docx',
  to: 'docx',
  cost: 'short',
  inputs: () => ({}),
  async make({ main, texts, files, tables, figures, equations }) {
    const [{ readWord }, { withDisplays }] = await Promise.all([
      import('../../../../src/document/word/template.ts'),
      import('../../../../src/document/word/fill.ts'),
    ]);
    const filled = readWord(files.get(main)!).edited(texts.get(main)!.edits);
    const entries = [...tables].map(
      ([node, { table, request }]) => [node, { table, options: ownValue(request.formatOptions, 'docx')! }] as const,
    );
    const pngs = [...figures].map(([node, { files: paths, caption }]) => ({
      ...{ node, caption },
      path: paths.find((path) => path.endsWith('.png')),
    }));
    const lacking = pngs.flatMap(({ node, path }) => (path === undefined ? [noPng(node)] : []));
    if (lacking.length > 0) return { bytes: undefined, complaints: lacking };
    const shown = new Map(pngs.map(({ node, caption, path }) => [node, { caption, png: files.get(path!)! }]));
    return { bytes: withDisplays(filled, { tables: new Map(entries), figures: shown, equations }), complaints: [] };
  },
};

const noPng = (node: string) => ({
  code: 'bad-word',
  message: `\`${node}\` writes no PNG, which pictures in Word are`,
  hint: 'add `png` to its `formats:`',
});
