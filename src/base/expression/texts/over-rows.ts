/** Functions of texts over rows: each combination of values that occurs is worked out once. */
import { calendar, isTimeType } from '../../calendar.ts';
import type { Values } from '../values.ts';
import type { CellValue, TextFunction } from './functions.ts';

/** Distinct values of an argument, and each row's, −1 where it is missing. */
interface Coded {
  readonly codes: ArrayLike<number>;
  readonly cells: readonly CellValue[];
}

/** `gives`: the type of what the function makes. O(rows × arguments), and the function once for each combination of values. */
export function mapTexts(
  args: readonly Values[],
  nrows: number,
  { of, gives }: { readonly of: TextFunction; readonly gives: 'text' | 'boolean' | 'number' },
): Values {
  const coded = args.map(codedOf);
  const { codes, combinations } = combined(coded, nrows);
  const made = combinations.map((cells) => (of as (...cells: readonly CellValue[]) => CellValue | null)(...cells));
  if (gives !== 'text') {
    const numbers = made.map((cell) => (cell === null ? Number.NaN : Number(cell)));
    return { type: gives, values: Float64Array.from(codes, (code) => (code < 0 ? Number.NaN : numbers[code]!)) };
  }
  const levels = [...new Set(made.filter((cell): cell is string => typeof cell === 'string' && cell !== ''))].sort();
  const places = new Map(levels.map((level, place) => [level, place]));
  const placeOf = made.map((cell) => places.get(cell as string) ?? -1);
  return { type: 'text', codes: codes.map((code) => (code < 0 ? -1 : placeOf[code]!)), levels };
}

function codedOf(of: Values): Coded {
  if (of.type === 'text') return { codes: of.codes, cells: of.levels };
  const places = new Map<number, number>();
  const codes = new Int32Array(of.values.length);
  of.values.forEach((value, row) => {
    if (Number.isNaN(value)) codes[row] = -1;
    else codes[row] = places.get(value) ?? places.set(value, places.size).size - 1;
  });
  const { type } = of;
  return { codes, cells: [...places.keys()].map((value) => (isTimeType(type) ? calendar[type].print(value) : value)) };
}

function combined(
  args: readonly Coded[],
  nrows: number,
): { readonly codes: Int32Array; readonly combinations: readonly (readonly CellValue[])[] } {
  let codes = new Int32Array(nrows);
  let combinations: (readonly CellValue[])[] = [[]];
  for (const { codes: own, cells } of args) {
    const places = new Map<number, number>();
    const next: (readonly CellValue[])[] = [];
    codes = codes.map((before, row) => {
      const code = own[row]!;
      if (before < 0 || code < 0) return -1;
      const pair = before * cells.length + code;
      let place = places.get(pair);
      if (place === undefined) {
        place = next.push([...combinations[before]!, cells[code]!]) - 1;
        places.set(pair, place);
      }
      return place;
    });
    combinations = next;
  }
  return { codes, combinations };
}
