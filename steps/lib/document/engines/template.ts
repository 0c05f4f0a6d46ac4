/** Fills a Word document of the author's: numbers in the place of their marks, tables in that of the paragraphs that name them. */
import { own } from '../../../../src/base/own.ts';
import type { Engine } from './engine.ts';

export const template: Engine = {
  from: '.docx',
  to: 'docx',
  cost: 'short',
  inputs: () => ({}),
  async make({ main, texts, files, tables }) {
    const [{ readWord }, { withTables }] = await Promise.all([
      import('../../../../src/document/word/template.ts'),
      import('../../../../src/document/word/fill.ts'),
    ]);
    const filled = readWord(files.get(main)!).edited(texts.get(main)!.edits);
    const entries = [...tables].map(
      ([node, { table, request }]) => [node, { table, options: own(request.formatOptions, 'docx')! }] as const,
    );
    return { bytes: withTables(filled, new Map(entries)), complaints: [] };
  },
};
