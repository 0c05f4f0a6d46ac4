/** Kinds of the author's files, by their extensions: how their text is read, what in it is a comment, and how numbers are set. */
import { raised } from '../table/superscripts.ts';

export interface TextKind {
  readonly extensions: readonly string[];
  readonly comment: RegExp;
  /** Set where the text that is replaced had none. */
  readonly minus: string;
  /** Returns the code of `×10⁻⁹`, by its exponent. */
  readonly power: (exponent: string) => string;
  /** Is true where a mark is code of the language that prints its number. Otherwise the number takes the mark's place. */
  readonly marksStay: boolean;
  /** Its bytes are its text; otherwise it is a Word document. */
  readonly isPlain: boolean;
}

const HTML_COMMENT = /<!--[\s\S]*?(?:-->|$)/g;

const inCharacters = (exponent: string): string => `×10${raised(exponent)}`;
/** In a formula as in the text. */
const inLatex = (exponent: string): string => `\\ensuremath{\\times10^{${exponent}}}`;

const markdown: TextKind = {
  extensions: ['.md', '.qmd', '.Rmd', '.html', '.txt'],
  comment: HTML_COMMENT,
  minus: '-',
  power: inCharacters,
  marksStay: false,
  isPlain: true,
};

const kinds: readonly TextKind[] = [
  { extensions: ['.tex'], comment: /(?<!\\)%.*$/gm, minus: '$-$', power: inLatex, marksStay: true, isPlain: true },
  {
    extensions: ['.typ'],
    comment: /(?<!:)\/\/.*$|\/\*[\s\S]*?(?:\*\/|(?![\s\S]))/gm,
    minus: '−',
    power: inCharacters,
    marksStay: true,
    isPlain: true,
  },
  { extensions: ['.docx'], comment: HTML_COMMENT, minus: '−', power: inCharacters, marksStay: false, isPlain: false },
  markdown,
];

const isOf = (path: string, { extensions }: TextKind): boolean =>
  extensions.some((extension) => path.endsWith(extension));

export const isKnown = (path: string): boolean => kinds.some((kind) => isOf(path, kind));

/** Any other file is read as Markdown is. */
export const kindOfText = (path: string): TextKind => kinds.find((kind) => isOf(path, kind)) ?? markdown;
