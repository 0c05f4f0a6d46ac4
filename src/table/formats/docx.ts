/** The format Word: a native table in a document. What writes it is loaded when it is asked for. */
import Type from 'typebox';
import type { CodeFormat, FormatOption } from './format.ts';
import { fontSize, landscape, placement, widths } from './page.ts';

const document = async () => (await import('./office/document.ts')).document;

const option = (schema: FormatOption['schema'], usual: FormatOption['usual']): FormatOption => ({ schema, usual });
const fontName = (description: string) => Type.String({ minLength: 1, maxLength: 31, description });
const points = (description: string) =>
  Type.Union([Type.Number({ minimum: 4, maximum: 24 }), Type.Null()], { description });

export const docx: CodeFormat = {
  name: 'docx',
  title: 'Word',
  extension: 'docx',
  otherExtensions: ['rtf', 'doc'],
  options: {
    landscape,
    font_size: fontSize,
    placement,
    widths,
    font: option(
      fontName('Word: the font of Latin letters and figures; Times New Roman by default'),
      'Times New Roman',
    ),
    font_asian: option(fontName('Word: the font of Chinese, Japanese and Korean letters; 宋体 by default'), '宋体'),
    caption_font: option(
      Type.Union([fontName('a font'), Type.Null()], { description: 'Word: the font of Latin letters in the caption' }),
      null,
    ),
    caption_font_asian: option(
      Type.Union([fontName('a font'), Type.Null()], {
        description: 'Word: the font of Chinese letters in the caption',
      }),
      null,
    ),
    caption_size: option(points('Word: points of the caption; as in the table by default'), null),
    caption_bold: option(Type.Boolean({ description: 'Word: a bold caption' }), false),
    note_size: option(points('Word: points of the notes; 9 by default, or as in a smaller table'), null),
  },
  breaksCells: false,
  render: async (table, options) => (await document())([{ table, options }]),
  together: async (entries) => (await document())(entries),
};
