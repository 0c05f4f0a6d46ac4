/** The options that formats with pages share. */
import Type from 'typebox';
import type { FormatOption } from './format.ts';

export const landscape: FormatOption = {
  schema: Type.Union([Type.Boolean(), Type.Literal('auto')], {
    description:
      'LaTeX, Typst and Word: true sets the table on a page of its own in landscape; `auto`, the default, does so in Word where it is wider than the page',
  }),
  usual: 'auto',
};

export const fontSize: FormatOption = {
  schema: Type.Union([Type.Number({ minimum: 4, maximum: 24 }), Type.Null()], {
    description: 'LaTeX, Typst and Word: points of the text in the table',
  }),
  usual: null,
};
