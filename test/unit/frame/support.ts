import { readFileSync } from 'node:fs';
import { expect } from 'vitest';
import { parseExpression } from '../../../src/base/expression/parser.ts';
import type { Refusal } from '../../../src/base/problem.ts';
import type { Artifact, ArtifactReader } from '../../../src/base/reader.ts';
import { valueText } from '../../../src/frame/column.ts';
import { type DataComplaint, DataError } from '../../../src/frame/complaint.ts';
import type { Declaration } from '../../../src/frame/declared/declaration.ts';
import type { Derivation } from '../../../src/frame/declared/derive.ts';
import { Frame } from '../../../src/frame/frame.ts';
import { type LoadedFrame, load } from '../../../src/frame/ingest/load.ts';

export const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

export const fixture = (name: string): Uint8Array => readFileSync(new URL(`./fixtures/${name}`, import.meta.url));

export function loadText(
  text: string | Uint8Array,
  declaration: Partial<Declaration> = {},
  others: readonly Frame[] = [],
): LoadedFrame {
  const bytes = typeof text === 'string' ? utf8(text) : text;
  return load(bytes, { file: 'data.csv', ...declaration }, (i) => others[i]!);
}

export function frameOf(text: string, declaration: Partial<Declaration> = {}): Frame {
  return loadText(text, declaration).frame;
}

/** A column's values as text; missing is an empty text. */
export function values(frame: Frame, name: string): readonly string[] {
  return Array.from({ length: frame.nrows }, (_, i) => valueText(frame.column(name), i));
}

/** What is refused: by the step that reads the file, or else by whoever reads a column of the frame that it makes. */
export function errorsOf(work: () => unknown): readonly DataComplaint[] {
  let made: unknown;
  try {
    made = work();
  } catch (error) {
    if (error instanceof DataError) return error.complaints;
    throw error;
  }
  const frame = made instanceof Frame ? made : (made as Partial<LoadedFrame> | undefined)?.frame;
  const complaints = frame?.names.flatMap((name) => refusedColumn(frame, name)) ?? [];
  if (complaints.length > 0) return complaints;
  throw new Error('expected a DataError, or a column that may not be read');
}

/** Why a column may not be read, in the order in which all ways of reading refuse it. */
function refusedColumn(frame: Frame, name: string): readonly DataComplaint[] {
  const ways = [() => frame.type(name), () => frame.codes(name), () => frame.typed(name)];
  const refusals = ways.map((way) => {
    try {
      return void way();
    } catch (error) {
      return error as Refusal;
    }
  });
  const [first] = refusals;
  if (first === undefined) return [];
  expect(refusals.map((each) => each?.message)).toEqual(ways.map(() => first.message));
  const { code, message, hint, cell } = first;
  const said = hint?.replace('in the step that reads the file, ', '');
  return [{ code, message, hint: said, ...(cell === undefined ? {} : { row: cell.row, column: cell.column }) }];
}

export function derivation(name: string, text: string): Derivation {
  const parsed = parseExpression(text);
  if (!parsed.ok) throw new Error(parsed.problems[0].message);
  return { name, text, expression: parsed.ast };
}

/** An artifact as a node sees it that declared these parts. */
export function readerOf(artifact: Artifact, parts: readonly string[] = [...artifact.parts.keys()]): ArtifactReader {
  const bytes = (part: string) => {
    if (!parts.includes(part)) throw new Error(`not declared: ${part}`);
    return artifact.parts.get(part)!;
  };
  return { type: artifact.type, parts, bytes, json: (part) => JSON.parse(new TextDecoder().decode(bytes(part))) };
}
