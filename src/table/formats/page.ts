/** The options that formats with pages share. */
import Type from 'typebox';
import type { FormatOption, FormatOptions } from './format.ts';

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

const share = (description: string) => Type.Number({ minimum: 0.05, maximum: 0.9, description });
const shares = Type.Object(
  {
    labels: Type.Optional(share('of the first column')),
    texts: Type.Optional(share('of each column of texts')),
  },
  { additionalProperties: false, minProperties: 1 },
);

export const widths: FormatOption = {
  schema: Type.Union([share('of the first column'), shares, Type.Null()], {
    description:
      'LaTeX, Typst, Word and HTML: the most of the line that labels take, or `{labels, texts}`; longer ones break',
  }),
  usual: null,
};

/** The most of the line that labels, and a column of texts, take; null where nothing is said of it. */
export interface Shares {
  readonly labels: number | null;
  readonly texts: number | null;
}

export function sharesOf({ widths: said }: FormatOptions): Shares {
  const { labels = null, texts = null } = (
    typeof said === 'number' ? { labels: said } : (said ?? {})
  ) as Partial<Shares>;
  return { labels, texts };
}
