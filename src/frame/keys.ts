/** Identifies rows by the values of several columns. */
import { codesOf } from './codes.ts';
import { type Column, columnLength, valueText } from './column.ts';

/** One number per row, equal where all the key columns are equal, over one or several sets of rows; −1 where one is missing. */
export function rowKeys(...sets: readonly (readonly Column[])[]): readonly Float64Array[] {
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
export function keyText(columns: readonly Column[], row: number): string {
  return columns.map((column) => valueText(column, row) || 'missing').join(' ');
}
