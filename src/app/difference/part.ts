/** Finds where two versions of a part of an artifact first differ, for people. */
import { attempt } from '../../base/attempt.ts';
import { ownValue } from '../../base/own-value.ts';
import { columnLength, valueText } from '../../frame/column.ts';
import { decodeColumn } from '../../frame/stored/bytes.ts';

/** The first difference. `at` is a path into JSON, a row of a column, a line of a text or an offset; empty for a part as a whole. */
export interface FirstDifference {
  readonly at: string;
  readonly before: string;
  readonly after: string;
}

const NOTHING = '(nothing)';
/** A missing value as Stata prints it. */
const MISSING = '.';
const LONGEST = 60;

/** The first difference of two versions, undefined ones being absent. `rowName` names a row of the frame by its keys. */
export function firstDifference(
  part: string,
  before: Uint8Array | undefined,
  after: Uint8Array | undefined,
  rowName: (row: number) => string = (row) => `row ${row + 1}`,
): FirstDifference {
  if (!before || !after) return { at: '', before: sizeText(before), after: sizeText(after) };
  if (part.startsWith('column:')) return columnDifference(before, after, rowName);
  const [a, b] = [textOf(before), textOf(after)];
  if (a === undefined || b === undefined) return byteDifference(before, after);
  const [jsonA, jsonB] = [jsonOf(a), jsonOf(b)];
  if (jsonA && jsonB) return jsonDifference(jsonA.value, jsonB.value, '') ?? lineDifference(a, b);
  return lineDifference(a, b);
}

const sizeText = (bytes: Uint8Array | undefined): string => (bytes ? `${bytes.length} bytes` : NOTHING);

function textOf(bytes: Uint8Array): string | undefined {
  const text = attempt(() => new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  return text?.includes('\0') ? undefined : text;
}

const jsonOf = (text: string): { value: unknown } | undefined => attempt(() => ({ value: JSON.parse(text) }));

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

function jsonDifference(before: unknown, after: unknown, path: string): FirstDifference | undefined {
  if (!isObject(before) || !isObject(after) || Array.isArray(before) !== Array.isArray(after)) {
    return Object.is(before, after) ? undefined : { at: path, before: jsonText(before), after: jsonText(after) };
  }
  for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const below = Array.isArray(before) ? `${path}[${key}]` : path === '' ? key : `${path}.${key}`;
    const found = jsonDifference(ownValue(before, key), ownValue(after, key), below);
    if (found) return found;
  }
  return undefined;
}

const jsonText = (value: unknown): string => (value === undefined ? NOTHING : cut(JSON.stringify(value)));

const cut = (text: string): string => (text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text);

function lineDifference(before: string, after: string): FirstDifference {
  const [a, b] = [before.split('\n'), after.split('\n')];
  const line = a.findIndex((text, i) => text !== b[i]);
  const at = line === -1 ? a.length : line;
  return { at: `line ${at + 1}`, before: lineOf(a[at]), after: lineOf(b[at]) };
}

const lineOf = (text: string | undefined): string => (text === undefined ? NOTHING : cut(text));

function byteDifference(before: Uint8Array, after: Uint8Array): FirstDifference {
  const longest = Math.max(before.length, after.length);
  let at = 0;
  while (at < longest && before[at] === after[at]) at += 1;
  const hex = (bytes: Uint8Array): string => bytes[at]?.toString(16).padStart(2, '0') ?? 'the end';
  return { at: `byte ${at}`, before: hex(before), after: hex(after) };
}

function columnDifference(before: Uint8Array, after: Uint8Array, rowName: (row: number) => string): FirstDifference {
  const [a, b] = [decodeColumn(before), decodeColumn(after)];
  const rows = columnLength(a);
  if (a.type !== b.type) return { at: 'type', before: a.type, after: b.type };
  if (rows !== columnLength(b)) return { at: 'number of rows', before: String(rows), after: String(columnLength(b)) };
  for (let row = 0; row < rows; row++) {
    const [was, is] = [valueText(a, row), valueText(b, row)];
    if (was !== is) return { at: rowName(row), before: was || MISSING, after: is || MISSING };
  }
  return byteDifference(before, after);
}
