/** Tells by which column shapes stand along one axis: by a number on a linear or logarithmic scale, or by a name. */

export interface Place {
  readonly x: number;
  readonly y: number;
}

export interface Columns {
  readonly names: readonly string[];
  readonly texts: readonly (readonly string[])[];
  /** NaN where a cell is no number. */
  readonly numbers: readonly Float64Array[];
}

export function columnsOf(names: readonly string[], rows: readonly (readonly string[])[]): Columns {
  const texts = names.map((_, c) => rows.map((row) => row[c] ?? ''));
  const numbers = texts.map((all) =>
    Float64Array.from(all, (text) => (text.trim() === '' ? Number.NaN : Number(text))),
  );
  return { names, texts, numbers };
}

/** A scale of an axis: points from the edge are `from + by * value`, or its logarithm. */
export interface Scale {
  readonly column: number;
  readonly from: number;
  readonly by: number;
  readonly isLog: boolean;
}

/** Coordinates have two decimals, and groups that hold each other add theirs. */
const TOLERANCE = 0.035;

export const isClose = (a: number, b: number): boolean => Math.abs(a - b) <= TOLERANCE;

export const placeOn = ({ from, by, isLog }: Scale, value: number): number =>
  from + by * (isLog ? Math.log(value) : value);

/** Values that stand apart, up to three. */
export function distinct(values: readonly number[]): number {
  const found = new Set<number>();
  for (const value of values) {
    found.add(value);
    if (found.size === 3) break;
  }
  return found.size;
}

/** The scales on which the values of a column stand at these places; none where they stand at others, or are one value. */
export function scalesOf(
  column: number,
  values: readonly number[],
  places: readonly number[],
  towards: 1 | -1,
): Scale[] {
  let low = 0;
  let high = 0;
  for (let i = 1; i < values.length; i++) {
    if (values[i]! < values[low]!) low = i;
    if (values[i]! > values[high]!) high = i;
  }
  return [false, true].flatMap((isLog) => {
    if (isLog && !(values[low]! > 0)) return [];
    const at = (i: number): number => (isLog ? Math.log(values[i]!) : values[i]!);
    const by = (places[high]! - places[low]!) / (at(high) - at(low));
    if (!Number.isFinite(by) || by * towards <= 0) return [];
    const scale = { column, from: places[low]! - by * at(low), by, isLog };
    return values.every((value, i) => isClose(placeOn(scale, value), places[i]!)) ? [scale] : [];
  });
}

/** Says whether each name has a place of its own, of which there are two or more. */
export function isByName(names: readonly string[], places: readonly number[]): boolean {
  const found = new Map<string, number>();
  for (const [i, name] of names.entries()) {
    const before = found.get(name);
    if (before === undefined) found.set(name, places[i]!);
    else if (!isClose(before, places[i]!)) return false;
  }
  const sorted = [...found.values()].sort((a, b) => a - b);
  return sorted.length > 1 && sorted.every((place, i) => i === 0 || !isClose(place, sorted[i - 1]!));
}
