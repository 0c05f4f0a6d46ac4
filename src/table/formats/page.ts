/** The options that formats with pages share, among them where on its pages a table stands. */
import Type from 'typebox';
import { ownValue } from '../../base/own-value.ts';
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

/** Near its first mention; exactly where the text takes it in; at the top or the bottom of a page; on a page of its own. */
export const placements = ['auto', 'here', 'top', 'bottom', 'page'] as const;
export type Placement = (typeof placements)[number];

export const isPlacement = (word: string): word is Placement => (placements as readonly string[]).includes(word);

/** The words of LaTeX and of Typst for them. */
const elsewhere: Readonly<Record<string, Placement>> = {
  h: 'here',
  H: 'here',
  none: 'here',
  t: 'top',
  b: 'bottom',
  p: 'page',
  htbp: 'auto',
  tbp: 'auto',
};

/** Suggests what to write for a word that is no placement. */
export function placementHint(word: string): string {
  const meant = ownValue(elsewhere, word.replace(/!/g, ''));
  return meant === undefined ? 'without one it stands near its first mention' : `write \`${meant}\``;
}

/** Gives the words that tell LaTeX each placement, as the option of a float. */
export const inLatex: Readonly<Record<Placement, string>> = {
  auto: 'htbp',
  here: 'H',
  // A float that is too high for a part of a page gets one of its own.
  top: 'tp',
  bottom: 'bp',
  page: 'p',
};

/** Gives the words that tell Typst each placement, as the argument of a figure; undefined where the document decides. */
export const inTypst: Readonly<Record<Placement, string | undefined>> = {
  auto: undefined,
  here: 'none',
  top: 'top',
  bottom: 'bottom',
  page: 'none',
};

export const placement: FormatOption = {
  schema: Type.Enum([...placements], {
    description:
      'LaTeX, Typst and Word: where a document has the table: `here`, at the `top` or `bottom` of a page, on a `page` of its own; `auto`, the default, near its first mention',
  }),
  usual: 'auto',
};

export const placementOf = ({ placement: said = 'auto' }: FormatOptions): Placement => said as Placement;

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
export interface WidthShares {
  readonly labels: number | null;
  readonly texts: number | null;
}

export function sharesOf({ widths: said }: FormatOptions): WidthShares {
  const { labels = null, texts = null } = (
    typeof said === 'number' ? { labels: said } : (said ?? {})
  ) as Partial<WidthShares>;
  return { labels, texts };
}
