/** A text of the author's, and what parts of it are comments. */
import { kindOfText, type TextKind } from './text-kinds.ts';
import { readWord } from './word/template.ts';

export interface AuthorText {
  /** The path that messages print, relative to the project where the file lies in it. */
  readonly name: string;
  /** The text of a Word document has a line for each paragraph. */
  readonly text: string;
  readonly kind: TextKind;
}

/** The text of a file; throws where it is to be a Word document and is none. */
export function authorText(name: string, bytes: Uint8Array): AuthorText {
  const kind = kindOfText(name);
  return { name, kind, text: kind.isPlain ? new TextDecoder().decode(bytes) : readWord(bytes).text };
}

/** The text with comments blanked, so that offsets stay what they are. */
export const withoutComments = ({ text, kind }: Pick<AuthorText, 'text' | 'kind'>): string =>
  text.replace(kind.comment, blank);

export const blank = (text: string): string => text.replace(/[^\n]/g, ' ');
