/** The author's own files: what their text is, and what parts of it no number of a paper stands in. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { isAbsolute, relative, resolve } from 'node:path';
import type { Problem } from '../../base/problem.ts';
import { openZip } from '../../frame/readers/xlsx/zip.ts';
import { isKnown, kindOfText, type TextKind } from './text-kinds.ts';

export interface TextFile {
  /** Absolute. */
  readonly path: string;
  /** As messages name it: relative to the project where it lies there. */
  readonly name: string;
  /** The text of a Word document has a line for each paragraph. */
  readonly text: string;
  readonly kind: TextKind;
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
    return { path, name, kind, text: kind.isPlain ? bytes.toString() : wordText(bytes) };
  } catch {
    return problem(`\`${name}\` cannot be read as a Word document`);
  }
}

const problem = (message: string): Problem => ({ code: 'no-file', severity: 'error', message, at: [] });

const ENTITIES: Readonly<Record<string, string>> = {
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&apos;': "'",
  '&amp;': '&',
};

/** The paragraphs of the body, whatever runs their text is cut into. */
function wordText(bytes: Uint8Array): string {
  const document = openZip(bytes)('word/document.xml');
  if (document === undefined) throw new Error('it has no document.xml');
  const paragraphs = document.match(/<w:p[ >].*?<\/w:p>/gs) ?? [];
  return paragraphs
    .map((paragraph) =>
      (paragraph.match(/<w:t(?: [^>]*)?>[^<]*<\/w:t>/g) ?? []).map((run) => run.replace(/<[^>]*>/g, '')).join(''),
    )
    .map((text) => text.replace(/&(?:lt|gt|quot|apos|amp);/g, (entity) => ENTITIES[entity]!))
    .join('\n');
}

/** The text with comments blanked, so that offsets stay what they are. */
export const withoutComments = ({ text, kind }: TextFile): string => text.replace(kind.comment, blank);

export const blank = (text: string): string => text.replace(/[^\n]/g, ' ');
