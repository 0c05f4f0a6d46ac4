/** The author's own files: what their text is, and what parts of it no number of a paper stands in. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { isAbsolute, relative, resolve } from 'node:path';
import type { Problem } from '../../base/problem.ts';
import { isKnown, kindOfText, type TextKind } from './text-kinds.ts';
import { type Edit, readWord } from './word.ts';

export interface TextFile {
  /** Absolute. */
  readonly path: string;
  /** As messages name it: relative to the project where it lies there. */
  readonly name: string;
  /** The text of a Word document has a line for each paragraph. */
  readonly text: string;
  readonly kind: TextKind;
  /** The file with edits of its text. */
  edited(edits: readonly Edit[]): string | Uint8Array;
}

/** Whether an operand of `check` means a file: one that is there, or a path, or a name with a known extension. */
export const isTextFile = (operand: string, folder: string): boolean =>
  /[\\/]/.test(operand) ||
  isKnown(operand) ||
  (existsSync(resolve(folder, operand)) && statSync(resolve(folder, operand)).isFile());

export function readTextFile(operand: string, folder: string, root: string): TextFile | Problem {
  const path = resolve(folder, operand);
  const inside = relative(root, path);
  const name = inside.startsWith('..') || isAbsolute(inside) ? operand : inside;
  if (!existsSync(path) || !statSync(path).isFile()) return problem(`there is no file \`${operand}\``);
  const kind = kindOfText(path);
  const bytes = readFileSync(path);
  try {
    const text = bytes.toString();
    return {
      path,
      name,
      kind,
      ...(kind.isPlain ? { text, edited: (edits) => spliced(text, edits) } : readWord(bytes)),
    };
  } catch {
    return problem(`\`${name}\` cannot be read as a Word document`);
  }
}

const problem = (message: string): Problem => ({ code: 'no-file', severity: 'error', message, at: [] });

/** Edits of a plain text, which do not overlap. */
const spliced = (text: string, edits: readonly Edit[]): string =>
  [...edits]
    .sort((a, b) => b.at[0] - a.at[0])
    .reduce((all, { at: [start, end], text: own }) => all.slice(0, start) + own + all.slice(end), text);

/** The text with comments blanked, so that offsets stay what they are. */
export const withoutComments = ({ text, kind }: TextFile): string => text.replace(kind.comment, blank);

export const blank = (text: string): string => text.replace(/[^\n]/g, ' ');
