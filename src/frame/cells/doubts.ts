/**
 * Cells of a text column of which nobody has said what they are: `NA`, which reads like a missing value and is Namibia's code too, and
 * texts that differ from others only in their blanks. They stop whoever takes the column's texts for levels, and nobody else.
 */
import { type MarkedCell, Refusal } from '../../base/problem.ts';
import { aside } from '../../base/value.ts';
import { hasOddBlanks, showBlanks, withEqualBlanks } from '../blanks.ts';
import { fileIn, type Marks } from '../cell-marks.ts';
import { type Column, type DoubtfulText, type Doubts, isText } from '../column.ts';
import { count, type DataComplaint, SHOWN, yamlScalar } from '../complaint.ts';

/** Texts that programs and yearbooks write in place of a missing value. */
const readsMissing: ReadonlySet<string> = new Set(
  [
    'NA N/A n/a na N.A. n.a. <NA> NaN nan NAN NaT null NULL',
    '. .. ... … …… - -- --- – — —— ― － /',
    '#N/A #DIV/0! #VALUE! #REF! #NAME? #NUM! #NULL!',
  ].flatMap((line) => line.split(' ')),
);

/** Stata's `.a` to `.z` are such, too. */
export function looksMissing(text: string): boolean {
  return readsMissing.has(text) || (text.length === 2 && /^\.[a-z]$/.test(text));
}

interface Origin {
  readonly marks: Marks;
  /** Name in the file. */
  readonly column: string;
  readonly rows: Int32Array;
  /** Cells that each row stands for, where they may be several. */
  readonly counts?: ArrayLike<number> | undefined;
  /** Texts that are known to be values. */
  readonly values: ReadonlySet<string>;
}

/** The column with what is in doubt about it. O(levels), and O(N) where there is something. */
export function withDoubts(column: Column, { marks, column: name, rows, counts: cells, values }: Origin): Column {
  if (!isText(column)) return column;
  const { codes, dictionary } = column;
  const found = [...missingLooks(dictionary, values), ...variants(dictionary)];
  if (found.length === 0) return column;
  const counts = new Map<number, number>();
  const first = new Map<number, number>();
  codes.forEach((code, i) => {
    counts.set(code, (counts.get(code) ?? 0) + (cells?.[i] ?? 1));
    if (!first.has(code)) first.set(code, i);
  });
  const texts = found.map(([code, like]): DoubtfulText => {
    // the rarer of two spellings is the odd one
    const swapped = like !== null && counts.get(code)! > counts.get(like)!;
    const [odd, usual] = swapped ? [like, code] : [code, like];
    const likeText = usual === null ? null : dictionary[usual]!;
    return { text: dictionary[odd]!, like: likeText, count: counts.get(odd)!, row: rows[first.get(odd)!]! };
  });
  const [{ row, text }] = texts as [DoubtfulText];
  return { ...column, doubts: { mark: marks.give({ column: name, row, text }), column: name, texts } };
}

type DoubtfulCode = readonly [code: number, like: number | null];

function missingLooks(dictionary: readonly string[], values: ReadonlySet<string>): DoubtfulCode[] {
  return dictionary.flatMap((text, code): DoubtfulCode[] =>
    looksMissing(text) && !values.has(text) ? [[code, null]] : [],
  );
}

/** Texts of which a reader could not tell that they are two. */
function variants(dictionary: readonly string[]): DoubtfulCode[] {
  const odd = dictionary.flatMap((text, code) => (hasOddBlanks(text) ? [code] : []));
  if (odd.length === 0) return [];
  const seen = new Map(dictionary.map((text, code) => [text, code]));
  return odd.flatMap((code): DoubtfulCode[] => {
    const key = withEqualBlanks(dictionary[code]!);
    const like = seen.get(key);
    if (like !== undefined) return [[code, like]];
    seen.set(key, code);
    return [];
  });
}

/** Returns the refusal for a reader that takes the texts of `variable` for levels. */
export function doubtRefusal(variable: string, { mark, column, texts }: Doubts): Refusal {
  const cell: MarkedCell = { is: 'marked cell', mark, row: texts[0]!.row, column };
  return new Refusal('doubtful-levels', inDoubt(variable, texts), { hint: hint(variable, texts), cell, variable });
}

/**
 * Returns the complaint about doubtful texts for the step that reads the file and gave `own` marks. A merged column comes from another
 * file.
 */
export function doubtComplaint(
  variable: string,
  { mark, texts, column }: Doubts,
  own: Marks,
  path: readonly (string | number)[],
): DataComplaint {
  const { row } = texts[0]!;
  const here = own.has(mark);
  return {
    code: 'doubtful-levels',
    message: `${inDoubt(variable, texts)}${here ? '' : ` (row ${row} of the file that it is merged from)`}`,
    hint: hint(variable, texts),
    path,
    ...(here ? { row, column, ...fileIn(own, mark) } : {}),
  };
}

const inDoubt = (variable: string, texts: readonly DoubtfulText[]): string =>
  `the levels of \`${variable}\` are in doubt${aside(variable, `: ${doubtful(texts)}`)}`;

/** Describes the doubt in words: `2 cells hold `-`, which reads like a missing value`. */
export function doubtful(texts: readonly DoubtfulText[]): string {
  const said = texts.slice(0, SHOWN).map(({ text, like, count: cells }) => {
    const holds = `${count(cells, 'cell')} ${cells === 1 ? 'holds' : 'hold'} \`${showBlanks(text)}\``;
    if (like === null) return `${holds}, which reads like a missing value`;
    return `${holds}, which differs from \`${showBlanks(like)}\` only in its blanks`;
  });
  const more = texts.length > said.length ? `; and ${texts.length - said.length} more such texts` : '';
  return `${said.join('; ')}${more}`;
}

function hint(variable: string, texts: readonly DoubtfulText[]): string {
  const codes = texts.filter(({ like }) => like === null).map(({ text }) => yamlScalar(text));
  const list = `[${codes.join(', ')}]`;
  const kept = `\`not_missing: {${yamlScalar(variable)}: ${list}}\``;
  const says = `in the step that reads the file, \`missing: ${list}\` makes them missing and ${kept} keeps them as values`;
  const ways = [
    ...(codes.length > 0 ? [says] : []),
    ...(codes.length < texts.length ? ['write them alike in the file'] : []),
  ];
  return aside(variable, ways.join('; '));
}
