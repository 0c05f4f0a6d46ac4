/** Defines the things that an author's text names and the document is made of. */
import { posix } from 'node:path';

/** Offsets into the text. */
export type Stretch = readonly [start: number, end: number];

/** A file that the text takes in: a table, a figure, another text, a bibliography. */
export interface NamedFile {
  readonly is: 'file';
  /** The name as the text has it. */
  readonly said: string;
  /** Paths that it may mean, the first one first, relative to the project where they lie in it. */
  readonly paths: readonly string[];
  /** Is true where the file is a text of the same language, whose names are followed in turn. */
  readonly isText: boolean;
}

/** A table by the name of its node, in languages that have no way to take one in. */
export interface NamedTable {
  readonly is: 'table';
  readonly node: string;
}

export interface NamedFigure {
  readonly is: 'figure';
  readonly node: string;
}

/** An equation of a result, or one of the pipeline. */
export interface NamedEquation {
  readonly is: 'equation';
  readonly node: string;
  /** The options that the mark gives it. */
  readonly options: Readonly<Record<string, string>>;
  readonly lang: 'en' | 'zh';
}

/** A name in the text with which the document cannot be made. */
export interface Unusable {
  readonly is: 'unusable';
  readonly code: string;
  readonly message: string;
  readonly hint: string | undefined;
}

export type Mention = (NamedFile | NamedTable | NamedFigure | NamedEquation | Unusable) & { readonly at: Stretch };

/** A mention with which the document cannot be made. */
export const unusable = (code: string, message: string, hint: string | undefined, at: Stretch): Mention => ({
  is: 'unusable',
  code,
  message,
  hint,
  at,
});

/** The places of a text in the project: its own path, and that of the text that the document begins with. */
export interface TextPlaces {
  readonly own: string;
  readonly main: string;
}

/** The path of a file that a text in `folder` names; one that begins with `../` lies outside of the project. */
export const pathFrom = (folder: string, said: string): string => posix.normalize(posix.join(folder, said));

export const folderOf = (path: string): string => posix.dirname(path);

/** Every match of a pattern, with the stretch of its group `name`. */
export function* found(
  text: string,
  pattern: RegExp,
): Generator<{ readonly name: string; readonly at: Stretch; readonly groups: Readonly<Record<string, string>> }> {
  for (const match of text.matchAll(pattern)) {
    const { name } = match.groups!;
    if (name !== undefined) yield { name, at: match.indices!.groups!.name!, groups: match.groups! };
  }
}
