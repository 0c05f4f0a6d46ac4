/** Blanks in texts: those around a text are no part of it, and those inside must not tell two levels apart. */
import { narrow } from '../base/text/full-width.ts';
import { aside } from '../base/value.ts';
import { TextBuilder, type TextColumn } from './column.ts';
import { count, type DataComplaint, listed, SHOWN } from './complaint.ts';

/** Every blank of Unicode, the full-width and the no-break one included, and those without width. */
const blank = '[\\s\\u200b\\u2060]';
const around = new RegExp(`^${blank}+|(?<!${blank})${blank}+$`, 'g');
const inside = new RegExp(`${blank}+`, 'g');
const betweenHan = /(?<=\p{Script=Han}) | (?=\p{Script=Han})/gu;

/** Almost every text has none, and is given back as it is. */
export function trimBlanks(text: string): string {
  const bare = text.trim();
  const widthless = hasNoWidth(bare.charCodeAt(0)) || hasNoWidth(bare.charCodeAt(bare.length - 1));
  return widthless ? bare.replace(around, '') : bare;
}

const hasNoWidth = (code: number): boolean => code === 0x200b || code === 0x2060;

const signs: readonly (readonly [RegExp, string])[] = [
  [/￡/g, '£'],
  [/￥/g, '¥'],
  [/−/g, '-'],
];

/** Full-width digits and signs as plain ones, the minus sign too, and any blank as the plain one. No `²` or `②` becomes a digit: those mark footnotes. */
export function narrowed(text: string): string {
  return narrow(signs.reduce((made, [sign, plain]) => made.replace(sign, plain), text)).replace(/\p{Zs}/gu, ' ');
}

/** Equal for texts that a reader takes for the same: any blanks are one, and beside Chinese characters none. */
export function withEqualBlanks(text: string): string {
  return text.replace(inside, ' ').replace(betweenHan, '');
}

/** False where the text equals itself `withEqualBlanks`, for texts without blanks around them. */
export function hasOddBlanks(text: string): boolean {
  return /[^\S ]|[\u200b\u2060]| {2}|\p{Script=Han} | \p{Script=Han}/u.test(text);
}

/** A text with its unusual blanks made visible: `São⟨U+00A0⟩Paulo`. */
export function showBlanks(text: string): string {
  return text.replace(
    /[^\S ]|[\u200b\u2060]/g,
    (c) => `⟨U+${c.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}⟩`,
  );
}

/** The place of a column, for messages. */
export interface NamedRows {
  /** in the file */
  readonly name: string;
  /** Row of the file. */
  row(i: number): number;
}

/** The column without blanks around its texts, and a word where texts become equal by that. */
export function trimmed(
  column: TextColumn,
  { name, row }: NamedRows,
): { readonly column: TextColumn; readonly warnings: readonly DataComplaint[] } {
  const { codes, dictionary } = column;
  const texts = dictionary.map(trimBlanks);
  const spaced = dictionary.map((text, code) => text !== texts[code]);
  if (!spaced.includes(true)) return { column, warnings: [] };
  const builder = new TextBuilder(codes.length);
  codes.forEach((code, i) => {
    if (code >= 0) builder.set(i, texts[code]!);
  });
  const times = new Map<string, number>();
  for (const text of texts) times.set(text, (times.get(text) ?? 0) + 1);
  const joins = (code: number): boolean =>
    code >= 0 && spaced[code]! && texts[code] !== '' && times.get(texts[code]!)! > 1;
  const rows: number[] = [];
  let total = 0;
  codes.forEach((code, i) => {
    if (joins(code) && total++ < SHOWN) rows.push(i);
  });
  const finished = builder.finish(column.type, texts);
  if (total === 0) return { column: finished, warnings: [] };
  const places = rows.map((i) => `row ${row(i)}: ${showBlanks(dictionary[codes[i]!]!)}`);
  const where = listed(places, total);
  return {
    column: finished,
    warnings: [
      {
        code: 'blanks-left-out',
        message: `blanks around ${count(total, 'cell')} of \`${name}\` are left out, by which they equal others${aside(name, ` (${where})`)}`,
        severity: 'warning',
        row: row(rows[0]!),
        column: name,
        path: ['file'],
      },
    ],
  };
}
