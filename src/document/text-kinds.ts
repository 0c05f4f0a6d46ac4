/** Kinds of the author's files, by their extensions: how their text is read, what in it is a comment, and how a minus sign is set. */

export interface TextKind {
  readonly extensions: readonly string[];
  readonly comment: RegExp;
  /** Set where the text that is replaced had none. */
  readonly minus: string;
  /** Whether a mark is code of the language, which prints the number that stands in it; otherwise the number takes its place. */
  readonly marksStay: boolean;
  /** Its bytes are its text; otherwise it is a Word document. */
  readonly isPlain: boolean;
}

const HTML_COMMENT = /<!--[\s\S]*?-->/g;

const markdown: TextKind = {
  extensions: ['.md', '.qmd', '.Rmd', '.html', '.txt'],
  comment: HTML_COMMENT,
  minus: '-',
  marksStay: false,
  isPlain: true,
};

const kinds: readonly TextKind[] = [
  { extensions: ['.tex'], comment: /(?<!\\)%.*$/gm, minus: '$-$', marksStay: true, isPlain: true },
  { extensions: ['.typ'], comment: /(?<!:)\/\/.*$|\/\*[\s\S]*?\*\//gm, minus: '−', marksStay: true, isPlain: true },
  { extensions: ['.docx'], comment: HTML_COMMENT, minus: '−', marksStay: false, isPlain: false },
  markdown,
];

const isOf = (path: string, { extensions }: TextKind): boolean =>
  extensions.some((extension) => path.endsWith(extension));

export const isKnown = (path: string): boolean => kinds.some((kind) => isOf(path, kind));

/** Any other file is read as Markdown is. */
export const kindOfText = (path: string): TextKind => kinds.find((kind) => isOf(path, kind)) ?? markdown;
