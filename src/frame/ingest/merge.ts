/** Joins another frame's columns to the rows by equal values of key columns. */
import { aside } from '../../base/value.ts';
import { narrowed, showBlanks } from '../blanks.ts';
import { codesOf } from '../codes.ts';
import { type Column, columnLength, gather, isText, valueText } from '../column.ts';
import { count, type DataComplaint, DataError, listed, SHOWN, yamlScalar } from '../complaint.ts';
import type { MergeDeclaration } from '../declared/declaration.ts';
import { type Nearest, nearestRows } from '../functions/nearest.ts';
import { gatherRows, placeOfRow, rowInWords, type Worked, type Working } from '../working.ts';

export interface Other {
  readonly nrows: number;
  column(name: string): Column;
}

type Path = readonly (string | number)[];

/**
 * `1:1`: keys are unique on both sides; `m:1`: in the other frame; `1:m`: in the file's rows, each repeated for its
 * matches. A missing key matches nothing. Unmatched rows of the file fail the merge, stay with missing values, or go;
 * unmatched rows of the other frame fail it or are left out. Whatever does not fail is reported with counts. O(N).
 */
export function merge(
  working: Working,
  other: Other,
  declaration: MergeDeclaration,
  i: number,
): Worked & { readonly told: readonly string[] } {
  const path = ['merge', i];
  const { on, how, from, columns, nearest } = declaration;
  const left = on.map((name) => working.columns.get(name)!);
  const right = on.map((name) => other.column(name));
  refuseTypes(on, left, right, from, path);
  const [leftKeys, rightKeys] =
    on.length === 0
      ? [new Float64Array(working.nrows), new Float64Array(other.nrows)]
      : (rowKeys(left, right) as [Float64Array, Float64Array]);
  if (how !== 'm:1') refuseRepeated(leftKeys, left, on, 'the file', path, working);
  if (how !== '1:m' && nearest === undefined) refuseRepeated(rightKeys, right, on, `\`${from}\``, path);
  const keepUnmatched = declaration.unmatched !== 'drop';
  const pairs =
    nearest === undefined
      ? match(leftKeys, rightKeys, keepUnmatched)
      : nearestPairs({ leftKeys, rightKeys, right, nearest, keepUnmatched }, working, other, { on, from, path });
  const sides: readonly [Unmatched, Unmatched] = [
    { rows: pairs.leftOnly, keys: left, of: 'the file', working },
    { rows: pairs.rightOnly, keys: right, of: `\`${from}\`` },
  ];
  const warnings = reportUnmatched(declaration, path, sides);
  const matched = pairs.right.reduce((total, row) => total + Number(row >= 0), 0);
  const told = [
    `merged with \`${from}\` by ${[...on, ...(nearest ? [`the nearest ${nearest.by}`] : [])].join(', ')}: ${count(matched, 'row')} matched`,
    ...sides.flatMap((side, k) => (side.rows.length === 0 ? [] : [unmatchedProblem(side, k, declaration).message])),
  ];
  const rows = gatherRows(working, pairs.left);
  const added = (columns ?? []).map((name) => [name, gather(other.column(name), pairs.right)] as const);
  if (nearest?.as !== undefined) added.push([nearest.as, gather(other.column(nearest.by), pairs.right)]);
  return { ...rows, columns: new Map([...rows.columns, ...added]), warnings, told };
}

interface MatchRequest {
  readonly leftKeys: Float64Array;
  readonly rightKeys: Float64Array;
  readonly right: readonly Column[];
  readonly nearest: Nearest;
  readonly keepUnmatched: boolean;
}

/** Each row with the nearest of the other frame, whose rows must be told apart; those that are nearest to none are no fault. */
function nearestPairs(
  { leftKeys, rightKeys, right, nearest, keepUnmatched }: MatchRequest,
  working: Working,
  other: Other,
  { on, from, path }: { readonly on: readonly string[]; readonly from: string; readonly path: Path },
): Pairs {
  const [own, theirs] = [working.columns.get(nearest.by)!, other.column(nearest.by)];
  refuseTypes([nearest.by], [own], [theirs], from, path);
  if (isText(own) || isText(theirs)) {
    const message = `\`${nearest.by}\` is text; nearness is of numbers and times`;
    throw new DataError({
      code: 'merge-types',
      message,
      hint: `\`types: {${yamlScalar(nearest.by)}: date}\` reads dates`,
      path: [...path, 'nearest'],
    });
  }
  const [keys] = rowKeys([...right, theirs]) as [Float64Array];
  refuseRepeated(keys, [...right, theirs], [...on, nearest.by], `\`${from}\``, path);
  const rows = nearestRows({ keys: leftKeys, values: own.values }, { keys: rightKeys, values: theirs.values }, nearest);
  const kept = Int32Array.from(rows.keys()).filter((row) => keepUnmatched || rows[row]! >= 0);
  const leftOnly = Array.from(rows.keys()).filter((row) => rows[row]! < 0);
  return { left: kept, right: kept.map((row) => rows[row]!), leftOnly, rightOnly: [] };
}

function refuseTypes(
  on: readonly string[],
  left: readonly Column[],
  right: readonly Column[],
  from: string,
  path: Path,
): void {
  const kind = (column: Column) => (isText(column) ? 'text' : column.type);
  const complaints = on.flatMap((name, k): DataComplaint[] => {
    const [a, b] = [kind(left[k]!), kind(right[k]!)];
    if (a === b) return [];
    const message = `\`${name}\` is ${a} in the file and ${b} in \`${from}\`: such values never match`;
    return [{ code: 'merge-types', message, hint: 'read both alike with `types`', path: [...path, 'on', k] }];
  });
  if (complaints.length > 0) throw new DataError(...complaints);
}

function refuseRepeated(
  keys: Float64Array,
  columns: readonly Column[],
  on: readonly string[],
  of: string,
  path: Path,
  working?: Working,
): void {
  const seen = new Map<number, number>();
  const texts: string[] = [];
  let total = 0;
  let first: number | undefined;
  for (let i = 0; i < keys.length; i++) {
    if (keys[i]! < 0) continue;
    const earlier = seen.get(keys[i]!);
    if (earlier === undefined) {
      seen.set(keys[i]!, i);
      continue;
    }
    first ??= i;
    if (total++ < SHOWN) texts.push(keyText(columns, i) + twoRows(working, earlier, i));
  }
  if (total === 0) return;
  const repeated = listed(texts, total);
  throw new DataError({
    code: 'merge-duplicates',
    message: `${count(total, 'row')} of ${of} ${total === 1 ? 'repeats' : 'repeat'} a key of the merge (${on.join(', ')})${aside(on, `: ${repeated}`)}`,
    hint: 'a side that repeats keys is the `m` of `how: m:1` or `1:m`',
    path: [...path, 'how'],
    ...(working === undefined ? {} : { ...placeOfRow(working, first!), column: on[0]! }),
  });
}

function twoRows(working: Working | undefined, earlier: number, later: number): string {
  if (working === undefined) return '';
  if (working.files !== undefined) return ` in ${rowInWords(working, earlier)} and ${rowInWords(working, later)}`;
  return ` in rows ${working.fileRows[earlier]} and ${working.fileRows[later]}`;
}

interface Pairs {
  /** Rows of either side that make the rows of the result; −1 in `right` where there is none. */
  readonly left: Int32Array;
  readonly right: Int32Array;
  readonly leftOnly: readonly number[];
  readonly rightOnly: readonly number[];
}

/** Matched rows stand in the order of the left rows, and those that match one left row in the order of the right ones. */
function match(leftKeys: Float64Array, rightKeys: Float64Array, keepUnmatched: boolean): Pairs {
  const byKey = new Map<number, number[]>();
  rightKeys.forEach((key, row) => {
    if (key < 0) return;
    const rows = byKey.get(key);
    if (rows === undefined) byKey.set(key, [row]);
    else rows.push(row);
  });
  const matched = new Uint8Array(rightKeys.length);
  const left: number[] = [];
  const right: number[] = [];
  const leftOnly: number[] = [];
  leftKeys.forEach((key, row) => {
    const rows = byKey.get(key) ?? [];
    for (const other of rows) {
      left.push(row);
      right.push(other);
      matched[other] = 1;
    }
    if (rows.length > 0) return;
    leftOnly.push(row);
    if (keepUnmatched) {
      left.push(row);
      right.push(-1);
    }
  });
  const rightOnly: number[] = [];
  matched.forEach((found, row) => {
    if (found === 0) rightOnly.push(row);
  });
  return { left: Int32Array.from(left), right: Int32Array.from(right), leftOnly, rightOnly };
}

interface Unmatched {
  readonly rows: readonly number[];
  readonly keys: readonly Column[];
  readonly of: string;
  readonly working?: Working;
}

const fates = { error: 'none is allowed', keep: 'kept with missing values', drop: 'dropped' };

/** `3 rows of the file without a match in `gdp` by city: dropped`. `side` is 0 for the file, 1 for the other frame. */
function unmatchedProblem(
  { rows, of }: Unmatched,
  side: number,
  { unmatched, from, on }: Pick<MergeDeclaration, 'unmatched' | 'from' | 'on'>,
  which = '',
): { readonly code: string; readonly message: string } {
  const fate = side === 1 && unmatched !== 'error' ? 'left out' : fates[unmatched];
  const there = side === 0 ? `\`${from}\`` : 'the file';
  const rowsOf = `${count(rows.length, 'row')} of ${of}`;
  const by = on.join(', ');
  return { code: 'merge-unmatched', message: `${rowsOf} without a match in ${there} by ${by}${which}: ${fate}` };
}

function reportUnmatched(
  { unmatched, from, on }: MergeDeclaration,
  path: Path,
  sides: readonly [Unmatched, Unmatched],
): readonly DataComplaint[] {
  const alike = alikeButForBlanks(on, sides);
  const complaints = sides.flatMap((each, side): DataComplaint[] => {
    const { rows, keys, working } = each;
    if (rows.length === 0) return [];
    const texts = [...new Set(rows.map((row) => keyText(keys, row)))];
    const which = listed(texts);
    return [
      {
        ...unmatchedProblem(each, side, { unmatched, from, on }, aside(on, ` (${which})`)),
        path: [...path, 'unmatched'],
        ...(unmatched === 'error' ? { hint: alike ?? GOES_ON } : { severity: 'warning', hint: alike }),
        ...(working === undefined ? {} : { ...placeOfRow(working, rows[0]!), column: on[0]! }),
      },
    ];
  });
  if (unmatched === 'error' && complaints.length > 0) throw new DataError(...complaints);
  return complaints;
}

const GOES_ON = '`unmatched: keep` or `unmatched: drop` goes on without them';

/** Keys without a match on either side that differ by blanks, capitals or full-width characters alone; undefined where none do. */
function alikeButForBlanks(on: readonly string[], [left, right]: readonly [Unmatched, Unmatched]): string | undefined {
  if (left.rows.length === 0 || right.rows.length === 0) return undefined;
  const bare = (text: string): string =>
    narrowed(text)
      .replace(/[\s\u200b\u2060]/g, '')
      .toLowerCase();
  const texts = ({ rows, keys }: Unmatched): readonly string[] => [...new Set(rows.map((row) => keyText(keys, row)))];
  const other = new Map(texts(right).map((text) => [bare(text), text]));
  const pairs = texts(left).flatMap((text) => {
    const like = other.get(bare(text));
    return like === undefined ? [] : [`${showBlanks(text)} and ${showBlanks(like)}`];
  });
  if (pairs.length === 0) return undefined;
  const which = aside(on, `: ${listed(pairs.slice(0, SHOWN), pairs.length)}`);
  const text = on[0]!;
  return `${count(pairs.length, 'key')} ${pairs.length === 1 ? 'differs' : 'differ'} by blanks, capitals or full-width characters alone${which}; \`map: {${yamlScalar(text)}: {…}}\` writes them alike`;
}

/** One number per row, equal where all the key columns are equal, over one or several sets of rows; −1 where one is missing. */
function rowKeys(...sets: readonly (readonly Column[])[]): readonly Float64Array[] {
  const keys = sets.map((columns) => new Float64Array(columnLength(columns[0]!)));
  for (let k = 0; k < sets[0]!.length; k++) {
    const codes = sets.map((columns) => codesOf(columns[k]!));
    const dictionary = new Map<string, number>();
    const shared = codes.map(({ levels }) =>
      levels.map((level) => {
        if (!dictionary.has(level)) dictionary.set(level, dictionary.size);
        return dictionary.get(level)!;
      }),
    );
    keys.forEach((key, s) => {
      const { codes: own } = codes[s]!;
      for (let i = 0; i < key.length; i++) {
        key[i] = key[i]! < 0 || own[i]! < 0 ? -1 : key[i]! * dictionary.size + shared[s]![own[i]!]!;
      }
    });
    if (keys.some((key) => key.some((value) => value > Number.MAX_SAFE_INTEGER / 16_777_216))) renumber(keys);
  }
  return keys;
}

/** Small numbers for large ones, so that the next column's codes still fit. */
function renumber(keys: readonly Float64Array[]): void {
  const seen = new Map<number, number>();
  for (const key of keys) {
    for (let i = 0; i < key.length; i++) {
      if (key[i]! < 0) continue;
      if (!seen.has(key[i]!)) seen.set(key[i]!, seen.size);
      key[i] = seen.get(key[i]!)!;
    }
  }
}

/** `Beijing 2011` */
function keyText(columns: readonly Column[], row: number): string {
  return columns.map((column) => valueText(column, row) || 'missing').join(' ');
}
