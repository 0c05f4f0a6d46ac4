/** The tables behind a Stata file's data: value labels and long strings. Texts are raw: one character a byte. */
import { LONGEST_CELL, longCell } from '../limits.ts';
import { bigCount, type DtaLayout, damaged, rawText } from './layout.ts';

/** Format 105 keeps its value labels in another way, which is not read. */
export function hasUnreadLabels({ release, view, valueLabelsAt }: DtaLayout): boolean {
  return release < 108 && valueLabelsAt < view.byteLength;
}

/** Name of a label set → value → text. Labels of missing values (`.a`) are left out. */
export function valueLabels(layout: DtaLayout): ReadonlyMap<string, ReadonlyMap<number, string>> {
  const { view, littleEndian, release, valueLabelsAt } = layout;
  const sets = new Map<string, ReadonlyMap<number, string>>();
  const open = release >= 117 ? '<lbl>' : '';
  const nameBytes = release >= 118 ? 129 : release >= 110 ? 33 : 9;
  let at = release < 108 ? view.byteLength : valueLabelsAt;
  while (at + open.length + 4 <= view.byteLength && rawText(view, at, open.length) === open) {
    at += open.length;
    const length = view.getInt32(at, littleEndian);
    const name = rawText(view, at + 4, nameBytes);
    const tableAt = at + 4 + nameBytes + 3;
    if (length < 8 || tableAt + length > view.byteLength) throw damaged('a table of value labels is cut');
    sets.set(name, labelTable(view, littleEndian, tableAt, length));
    at = tableAt + length + (open === '' ? 0 : '</lbl>'.length);
  }
  return sets;
}

function labelTable(view: DataView, littleEndian: boolean, at: number, length: number): ReadonlyMap<number, string> {
  const n = view.getInt32(at, littleEndian);
  const textBytes = view.getInt32(at + 4, littleEndian);
  if (n < 0 || textBytes < 0 || 8 + 8 * n + textBytes > length) throw damaged('a table of value labels is cut');
  const textAt = at + 8 + 8 * n;
  const labels = new Map<number, string>();
  for (let i = 0; i < n; i++) {
    const offset = view.getInt32(at + 8 + 4 * i, littleEndian);
    const value = view.getInt32(at + 8 + 4 * n + 4 * i, littleEndian);
    if (offset < 0 || offset > textBytes) throw damaged('a value label lies outside its table');
    if (value <= 2147483620) labels.set(value, rawText(view, textAt + offset, textBytes - offset));
  }
  return labels;
}

/** `variable,observation` → text. */
export function longStrings({ view, littleEndian, release, strlsAt }: DtaLayout): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  let at = strlsAt;
  while (at + 3 <= view.byteLength && rawText(view, at, 3) === 'GSO') {
    const variable = view.getUint32(at + 3, littleEndian);
    const observation = release === 117 ? view.getUint32(at + 7, littleEndian) : bigCount(view, at + 7, littleEndian);
    const head = at + (release === 117 ? 11 : 15);
    const length = view.getUint32(head + 1, littleEndian);
    if (length > LONGEST_CELL) throw longCell(`observation ${observation}`, length, observation);
    found.set(`${variable},${observation}`, rawText(view, head + 5, length));
    at = head + 5 + length;
  }
  return found;
}
