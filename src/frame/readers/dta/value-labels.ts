/** The tables behind a Stata file's data: value labels and long strings. Texts are raw: one character a byte. */
import { LONGEST_CELL, longCell } from '../../limits.ts';
import { bigCount, type DtaLayout, damaged, rawText, viewOf } from './layout.ts';

type Sets = ReadonlyMap<string, ReadonlyMap<number, string>>;

/** Name of a label set → value → text. Labels of missing values (`.a`) are left out. */
export function valueLabels(layout: DtaLayout): Sets {
  const { file, release, valueLabelsAt } = layout;
  const view = viewOf(file.part(valueLabelsAt, file.size));
  // Stata keeps those of format 105 in another way; haven does not, and leaves two bytes empty where the name would begin.
  const isOld = release < 108 && view.byteLength > 4 && view.getUint16(2) !== 0;
  return isOld ? oldLabels(layout, view) : newLabels(layout, view);
}

function newLabels({ littleEndian, release }: DtaLayout, view: DataView): Sets {
  const sets = new Map<string, ReadonlyMap<number, string>>();
  const open = release >= 117 ? '<lbl>' : '';
  const nameBytes = release >= 118 ? 129 : release >= 110 || release < 108 ? 33 : 9;
  let at = 0;
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

/** A set in format 105: how many, its name and a byte, the values, and texts of eight bytes each (as pandas reads them). */
function oldLabels({ littleEndian }: DtaLayout, view: DataView): Sets {
  const sets = new Map<string, ReadonlyMap<number, string>>();
  for (let at = 0; at + 2 <= view.byteLength; ) {
    const n = view.getUint16(at, littleEndian);
    const valuesAt = at + 12;
    if (valuesAt + 10 * n > view.byteLength) throw damaged('a table of value labels is cut');
    const labels = new Map<number, string>();
    for (let i = 0; i < n; i++)
      labels.set(view.getInt16(valuesAt + 2 * i, littleEndian), rawText(view, valuesAt + 2 * n + 8 * i, 8));
    sets.set(rawText(view, at + 2, 9), labels);
    at = valuesAt + 10 * n;
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
export function longStrings({
  file,
  littleEndian,
  release,
  strlsAt,
  valueLabelsAt,
}: DtaLayout): ReadonlyMap<string, string> {
  const view = viewOf(file.part(strlsAt, Math.max(strlsAt, valueLabelsAt)));
  const found = new Map<string, string>();
  let at = 0;
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
