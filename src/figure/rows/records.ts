/** Reads the records of a result: its terms, rows or weights. */
import type { Json } from '../../base/json.ts';
import type { FigureRow, FigureValue } from '../figure.ts';
import type { FigureSource } from '../plot.ts';

/** Type of artifact → the part that is its main list of records. */
const mainPart: Readonly<Record<string, string>> = {
  fit: 'terms',
  describe: 'rows',
  vif: 'rows',
  threshold: 'thresholds',
  index: 'weights',
};

/** The part of a type's records: the one that was named, or its main one; undefined where it has none. */
export const partOf = (type: string, named: string | undefined): string | undefined => named ?? mainPart[type];

/** The records of a part; undefined where it holds no list. */
export function recordsOf({ part }: FigureSource, name: string): FigureRow[] | undefined {
  const found = part(name);
  if (!Array.isArray(found)) return undefined;
  return (found as readonly Json[]).map((record) =>
    Object.fromEntries(Object.entries(record as object).flatMap(fieldOf)),
  );
}

/** Numbers and texts; a value that is not defined is missing, and what is itself a list or a map is left out. */
function fieldOf([name, value]: [string, Json]): [string, FigureValue][] {
  if (typeof value === 'number' || typeof value === 'string') return [[name, value]];
  const isUndefined = value === null || (typeof value === 'object' && 'invalid' in value);
  return isUndefined ? [[name, null]] : typeof value === 'boolean' ? [[name, String(value)]] : [];
}
