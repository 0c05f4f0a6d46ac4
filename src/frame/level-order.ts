/** The order of a panel's texts in its file, which rows that are sorted by unit and time do not keep. */
import { largest } from '../base/extremes.ts';
import type { Codes } from '../econ/data.ts';
import { codesOf } from './codes.ts';
import { isText, type TextColumn } from './column.ts';
import type { Panel } from './frame.ts';
import type { Working } from './working.ts';

/** Columns of more texts are no groups that are compared. */
const MOST_LEVELS = 1000;

/**
 * For each column of texts, these as they first appear in the file, where its rows have them in another order. Empty where the file has none itself: its units
 * stand in one order in some periods and in another in others, as those of shuffled rows do. O(N) for each column.
 */
export function levelOrders({ columns, fileRows }: Working, panel: Panel): Map<string, readonly string[]> {
  const found = new Map<string, readonly string[]>();
  const texts = [...columns].filter(
    (entry): entry is [string, TextColumn] =>
      isText(entry[1]) && entry[1].dictionary.length <= MOST_LEVELS && entry[0] !== panel.unit,
  );
  if (texts.length === 0 || ascend(fileRows)) return found;
  const inFile = rowsInFile(fileRows);
  if (!isOneOrder(inFile, codesOf(columns.get(panel.unit)!), codesOf(columns.get(panel.time)!))) return found;
  for (const [name, { codes, dictionary }] of texts) {
    const own = firstSeen(inFile.map((row) => codes[row]!));
    const inRows = firstSeen(codes);
    if (own.some((code, i) => code !== inRows[i])) {
      found.set(
        name,
        own.map((code) => dictionary[code]!),
      );
    }
  }
  return found;
}

function ascend(rows: Int32Array): boolean {
  for (let i = 1; i < rows.length; i++) if (rows[i]! <= rows[i - 1]!) return false;
  return true;
}

/** Rows as they stand in the file, the last of several that a merge made of one. */
function rowsInFile(fileRows: Int32Array): Int32Array {
  const at = new Int32Array(largest(fileRows) + 1).fill(-1);
  for (let row = 0; row < fileRows.length; row++) at[fileRows[row]!] = row;
  return at.filter((row) => row >= 0);
}

/** Says whether every period has its units in one order, that of their first rows. */
function isOneOrder(rows: Int32Array, unit: Codes, time: Codes): boolean {
  const ranks = new Int32Array(unit.levels.length).fill(-1);
  const last = new Int32Array(time.levels.length).fill(-1);
  let next = 0;
  for (const row of rows) {
    const [code, period] = [unit.codes[row]!, time.codes[row]!];
    if (ranks[code] === -1) ranks[code] = next++;
    if (ranks[code]! < last[period]!) return false;
    last[period] = ranks[code]!;
  }
  return true;
}

const firstSeen = (codes: Int32Array): number[] => [...new Set(codes)].filter((code) => code >= 0);
