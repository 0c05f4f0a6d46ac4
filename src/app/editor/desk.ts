/** Declares what an editor asks of a pipeline that is open in it. Offsets are of UTF-16 units in the text. */
import type { Problem } from '../../base/problem.ts';

export interface OpenText {
  /** Absolute path of the file. */
  readonly path: string;
  readonly text: string;
  /** All texts that are open. */
  readonly others?: OpenTexts;
}

/** A stretch of another file than the one that was asked about. */
export interface FoundIn extends Stretch {
  readonly in?: OpenText;
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

/** A text with what is put in the place of its stretches. */
export interface EditedText extends OpenText {
  readonly edits: readonly (Stretch & { readonly text: string })[];
}

/** Why a name is not renamed, in a sentence. */
export interface Unrenamed {
  readonly why: string;
}

/** A line above a place. */
export interface Lens {
  readonly at: Stretch;
  readonly title: string;
  /** The editor runs the node by it, or asks why the node is as it is. */
  readonly node?: string;
  readonly does?: 'run' | 'why';
}

/** The texts that are open, by their absolute paths. */
export type OpenTexts = ReadonlyMap<string, string>;

export interface Desk {
  readonly version: string;
  /** Patterns of files that a run writes, after which states are others. */
  readonly watched: readonly string[];
  /** Tells whether a text is a pipeline, or stands below one as the text of a document. */
  holds(open: OpenText): boolean;
  /** The errors and warnings of the text as it stands, whose places name files relative to `root`. */
  problems(open: OpenText): Promise<{ readonly root: string; readonly problems: readonly Problem[] }>;
  complete(open: OpenText, offset: number): Promise<Offers>;
  hover(open: OpenText, offset: number): Promise<Note | undefined>;
  /** The declaration of what the word at the offset names. */
  definition(open: OpenText, offset: number): Promise<FoundIn | undefined>;
  /** All places that name what the word at the offset names, its declaration among them. */
  references(open: OpenText, offset: number): Promise<readonly Stretch[]>;
  /** The name at the offset, where it can be renamed. */
  renamable(open: OpenText, offset: number): Promise<Stretch | Unrenamed>;
  /** The edits of the pipeline and of the texts of its documents that give what is named at the offset another name. */
  rename(open: OpenText, offset: number, to: string, others: OpenTexts): Promise<readonly EditedText[] | Unrenamed>;
  /** The states of nodes, with what runs them. */
  lenses(open: OpenText): Promise<readonly Lens[]>;
  /** The edit that formats the text; undefined where there is none, as of a text with errors. */
  format(open: OpenText): (Stretch & { readonly text: string }) | undefined;
}
