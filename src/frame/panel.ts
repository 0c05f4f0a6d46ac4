/** Panel structure: every row has its unit and time, no pair twice; rows sorted by (unit, time); gaps reported. */
import { calendar, timeTypeOf, timeTypes } from '../base/calendar.ts';
import { aside } from '../base/value.ts';
import { readingsOf, readsAs } from './cells/readings.ts';
import { codesOf } from './codes.ts';
import { type Column, isText, type NumericColumn, type TextColumn, valueText } from './column.ts';
import { count, type DataComplaint, DataError, listed, SHOWN, yamlScalar } from './complaint.ts';
import type { Panel } from './frame.ts';
import { parseDecimalText } from './readers/decimal.ts';
import { MOST_UNITS, passesOver } from './readers/unit-rows.ts';
import { gatherRows, placeOfRow, rowInWords, type Worked, type Working } from './working.ts';

/** O(N log N), O(N) when the rows are in order already. Throws DataError on missing or duplicate keys. */
export function arrangePanel(working: Working, panel: Panel): Worked {
  const unit = working.columns.get(panel.unit)!;
  const time = timeColumn(working, panel);
  if (standsAsPanel(unit, time)) return { ...working, warnings: [] };
  refuseMissing(working, panel, [unit, time]);
  const { codes, levels } = codesOf(unit);
  const order = sortedRows(codes, time.values);
  const sorted = order === undefined ? working : gatherRows(working, order);
  const sortedCodes = order === undefined ? codes : order.map((row) => codes[row]!);
  const sortedTime =
    order === undefined ? time : ({ ...time, values: Float64Array.from(order, (r) => time.values[r]!) } as const);
  refuseDuplicates(sorted, panel, sortedCodes, levels, sortedTime);
  const warnings = time.type !== 'date' ? gaps(panel, sortedCodes, levels, sortedTime) : [];
  return { ...sorted, warnings };
}

/** Tells whether the rows form a panel without any change or notice: each with its keys, in order, no pair twice, all steps equal. */
function standsAsPanel(unit: Column, { type, values }: NumericColumn): boolean {
  const units = isText(unit) ? unit.codes : unit.values;
  const least = isText(unit) ? 0 : Number.NEGATIVE_INFINITY;
  let [shortest, longest] = [Number.POSITIVE_INFINITY, 0];
  let [unitBefore, timeBefore] = [Number.NaN, Number.NaN];
  for (let i = 0; i < units.length; i++) {
    const here = units[i]!;
    const time = values[i]!;
    // neither holds where a key is missing
    if (!(here >= least && time > Number.NEGATIVE_INFINITY)) return false;
    if (here === unitBefore) {
      const step = time - timeBefore;
      if (!(step > 0)) return false;
      if (step < shortest) shortest = step;
      if (step > longest) longest = step;
    } else if (here < unitBefore) return false;
    unitBefore = here;
    timeBefore = time;
  }
  return type === 'date' || longest <= shortest;
}

function timeColumn(working: Working, panel: Panel): NumericColumn {
  const time = working.columns.get(panel.time)!;
  if (!isText(time)) return time;
  const example = time.dictionary[0] ?? '';
  throw new DataError({
    code: 'panel-time',
    message: `expected numbers or times as the panel's time, got text in \`${panel.time}\`${aside(panel.time, `, such as \`${example}\``)}`,
    hint: unitsAbove(working, time) ?? aside(panel.time, timeHint(panel.time, time.dictionary)),
    path: ['panel', 'time'],
  });
}

/** Returns the hint to skip the first rows, where only these hold no times. */
function unitsAbove({ nrows, fileRows, files }: Working, { codes, dictionary }: TextColumn): string | undefined {
  const isTime = dictionary.map((text) => timeTypeOf([text]) !== undefined || !Number.isNaN(parseDecimalText(text)));
  let n = 0;
  while (n < nrows && n <= MOST_UNITS && codes[n]! >= 0 && !isTime[codes[n]!]!) n++;
  if (n === 0 || n > MOST_UNITS || n === nrows || files !== undefined) return undefined;
  if (codes.subarray(n).some((code) => code >= 0 && !isTime[code]!)) return undefined;
  return n > 1
    ? passesOver([...fileRows.subarray(0, n)])
    : `if row ${fileRows[0]} holds units, \`skip: [${fileRows[0]}]\` passes over it`;
}

function timeHint(name: string, texts: readonly string[]): string {
  const type = timeTypeOf(texts);
  if (type !== undefined) return `\`types: {${yamlScalar(name)}: ${type}}\` reads ${type}s`;
  const [reading] = readingsOf(texts);
  if (reading !== undefined) return readsAs(reading, texts[0]!, name);
  return `\`types: {${yamlScalar(name)}: number}\` reads numbers; ${timeTypes.map((each) => calendar[each].forms).join('; ')}`;
}

function refuseMissing(working: Working, panel: Panel, keys: readonly [Column, Column]): void {
  const complaints: DataComplaint[] = [];
  [panel.unit, panel.time].forEach((name, k) => {
    const rows: number[] = [];
    let total = 0;
    for (let i = 0; i < working.nrows; i++) {
      if (valueIsMissing(keys[k]!, i) && total++ < SHOWN) rows.push(i);
    }
    if (total === 0) return;
    complaints.push({
      code: 'missing-panel-key',
      message: `\`${name}\` identifies rows of the panel but is missing in ${count(total, 'row')} (${listed(
        rows.map((i) => rowInWords(working, i)),
        total,
      )})`,
      ...placeOfRow(working, rows[0]!),
      column: name,
      path: ['panel', k === 0 ? 'unit' : 'time'],
    });
  });
  if (complaints.length > 0) throw new DataError(...complaints);
}

function valueIsMissing(column: Column, row: number): boolean {
  return isText(column) ? column.codes[row]! < 0 : Number.isNaN(column.values[row]!);
}

/** undefined when the rows are in order as they stand; equal keys keep the order of the file. */
function sortedRows(codes: Int32Array, time: Float64Array): Int32Array | undefined {
  const n = codes.length;
  let inOrder = true;
  for (let i = 1; i < n && inOrder; i++) {
    inOrder = codes[i - 1]! < codes[i]! || (codes[i - 1] === codes[i] && time[i - 1]! <= time[i]!);
  }
  if (inOrder) return undefined;
  const ranks = codesOf({ type: 'number', values: time });
  const nunits = codes.reduce((most, code) => Math.max(most, code + 1), 0);
  if (nunits * ranks.levels.length * n <= Number.MAX_SAFE_INTEGER) {
    const packed = Float64Array.from(codes, (code, i) => (code * ranks.levels.length + ranks.codes[i]!) * n + i).sort();
    return Int32Array.from(packed, (value) => value % n);
  }
  const rows = Int32Array.from({ length: n }, (_, i) => i);
  return rows.sort((a, b) => codes[a]! - codes[b]! || ranks.codes[a]! - ranks.codes[b]! || a - b);
}

function refuseDuplicates(
  working: Working,
  panel: Panel,
  codes: Int32Array,
  levels: readonly string[],
  time: NumericColumn,
): void {
  const pairs: DataComplaint[] = [];
  let total = 0;
  for (let i = 1; i < working.nrows; i++) {
    if (codes[i] !== codes[i - 1] || time.values[i] !== time.values[i - 1]) continue;
    if (total++ >= SHOWN) continue;
    const [unit, at] = [levels[codes[i]!]!, valueText(time, i)];
    pairs.push({
      code: 'duplicate-panel-key',
      message: `(${panel.unit}, ${panel.time})${aside([panel.unit, panel.time], ` = (${unit}, ${at})`)} in ${rowInWords(working, i)} and already in ${rowInWords(working, i - 1)}`,
      ...placeOfRow(working, i),
      column: panel.unit,
      path: ['panel'],
    });
  }
  if (total === 0) return;
  const [first, ...rest] = pairs;
  const words = total === 1 ? 'duplicate panel key' : `${total} duplicate panel keys`;
  throw new DataError({ ...first!, message: `${words}: ${first!.message}` }, ...rest);
}

/** Steps longer than the shortest of the panel, by unit. */
function gaps(
  panel: Panel,
  codes: Int32Array,
  levels: readonly string[],
  time: NumericColumn,
): readonly DataComplaint[] {
  const { values } = time;
  let step = Number.POSITIVE_INFINITY;
  for (let i = 1; i < values.length; i++)
    if (codes[i] === codes[i - 1]) step = Math.min(step, values[i]! - values[i - 1]!);
  const places: string[] = [];
  const units = new Set<number>();
  let total = 0;
  for (let i = 1; i < values.length; i++) {
    if (codes[i] !== codes[i - 1] || values[i]! - values[i - 1]! <= step) continue;
    units.add(codes[i]!);
    if (total++ < SHOWN) places.push(`${levels[codes[i]!]}: ${valueText(time, i - 1)} to ${valueText(time, i)}`);
  }
  if (total === 0) return [];
  const where = listed(places, total);
  return [
    {
      code: 'panel-gaps',
      message: `${count(total, 'gap')} in \`${panel.time}\` in ${count(units.size, 'unit')}${aside([panel.unit, panel.time], ` (${where})`)}`,
      hint: 'a lag across a gap is missing',
      path: ['panel'],
      severity: 'warning',
    },
  ];
}
