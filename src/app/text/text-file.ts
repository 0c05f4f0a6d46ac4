/** The author's own files: what their text is, and what parts of it no number of a paper stands in. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Problem } from '../../base/problem.ts';
import { pathInside } from '../../base/system/path-inside.ts';
import { spliced, type TextEdit } from '../../document/edit.ts';
import type { AuthorText } from '../../document/text.ts';
import { isKnown, kindOfText } from '../../document/text-kinds.ts';
import { readWord } from '../../document/word/template.ts';

export interface TextFile extends AuthorText {
  /** Absolute. */
  readonly path: string;
  /** The file with edits of its text. */
  edited(edits: readonly TextEdit[]): string | Uint8Array;
}

/** Tells whether an operand of `check` means a file: an existing one, a path, or a name with a known extension. */
export const isTextFile = (operand: string, folder: string): boolean =>
  /[\\/]/.test(operand) ||
  isKnown(operand) ||
  (existsSync(resolve(folder, operand)) && statSync(resolve(folder, operand)).isFile());

export function readTextFile(operand: string, folder: string, root: string): TextFile | Problem {
  const path = resolve(folder, operand);
  const name = pathInside(root, path) ?? operand;
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
