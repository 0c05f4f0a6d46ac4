/** Declares what an editor asks of a pipeline that is open in it. Offsets are of UTF-16 units in the text. */
import type { Problem } from '../../base/problem.ts';

export interface OpenText {
  /** Absolute path of the file. */
  readonly path: string;
  readonly text: string;
}

export interface Stretch {
  readonly start: number;
  readonly end: number;
}

export interface Offer {
  readonly label: string;
  /** Tells what it is, beside the label. */
  readonly detail?: string;
  readonly is: 'key' | 'value' | 'step' | 'column' | 'variable' | 'set';
  /** The text that stands in the place of the word. */
  readonly insert: string;
}

export interface Offers {
  /** The word that an offer replaces. */
  readonly at: Stretch;
  readonly offers: readonly Offer[];
}

export interface Note extends Stretch {
  readonly markdown: string;
}

export interface Desk {
  readonly version: string;
  /** Tells whether a text is a pipeline. */
  holds(open: OpenText): boolean;
  /** The errors and warnings of the text as it stands, whose places name files relative to `root`. */
  problems(open: OpenText): Promise<{ readonly root: string; readonly problems: readonly Problem[] }>;
  complete(open: OpenText, offset: number): Promise<Offers>;
  hover(open: OpenText, offset: number): Promise<Note | undefined>;
  /** The declaration of what the word at the offset names. */
  definition(open: OpenText, offset: number): Promise<Stretch | undefined>;
  /** All places that name what the word at the offset names, its declaration among them. */
  references(open: OpenText, offset: number): Promise<readonly Stretch[]>;
}
