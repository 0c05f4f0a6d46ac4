/** The rows that a panel lacks between its units' periods, as Stata's `tsfill` and tidyr's `complete`. */
import { aside } from '../../base/value.ts';
import { type Column, gather, isText } from '../column.ts';
import { count, DataError } from '../complaint.ts';
import type { Frame } from '../frame.ts';
import type { ColumnLabels } from '../stored/artifact.ts';
import { type Shaped, shaped, textOf } from './shaped.ts';

/** Names how added rows get values: the unit's only value, the one before or after, or a point between both; a `FillRule` may also be a number. */
export const fillRules = ['constant', 'previous', 'next', 'interpolate'] as const;
export type FillRule = (typeof fillRules)[number] | number;

export interface FillDeclaration {
  /** `unit`: from a unit's first period to its last; `panel`: from the first of all to the last. */
  readonly span: 'unit' | 'panel';
  /** Between two periods; the largest of which all differences are multiples where it is null. */
  readonly step: number | null;
  readonly columns: Readonly<Record<string, FillRule>>;
  /** A column of 1 in added rows and 0 in the others. */
  readonly added: string | null;
}

const MOST_ROWS = 16_000_000;

/** O(rows of the result × columns). */
export function fill(frame: Frame, labels: ColumnLabels, { span, step, columns, added }: FillDeclaration): Shaped {
  const { unit, time } = frame.panel!;
  const { codes } = frame.codes(unit);
  const at = frame.numbers(time);
  const units = rowsOfUnits(codes);
  const ends = [
    at.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY),
    at.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY),
  ] as const;
  const grid = step ?? stepOf(units, at, ends[0], span, time);
  const endsOf = (rows: Int32Array): readonly [number, number] =>
    span === 'panel' ? ends : [at[rows[0]!]!, at[rows.at(-1)!]!];
  const total = units.reduce((sum, rows) => sum + Math.floor((endsOf(rows)[1] - endsOf(rows)[0]) / grid) + 1, 0);
  if (total > MOST_ROWS) throw tooMany(grid, total);
  const source: number[] = [];
  const owner: number[] = [];
  const times: number[] = [];
  for (const rows of units) {
    const [first, last] = endsOf(rows);
    let next = 0;
    for (let k = 0, t = first; t <= last; k++, t = first + k * grid) {
      const isThere = next < rows.length && at[rows[next]!] === t;
      if (!isThere && next < rows.length && at[rows[next]!]! < t) throw offGrid(frame, rows[next]!, grid);
      source.push(isThere ? rows[next++]! : -1);
      owner.push(rows[0]!);
      times.push(t);
    }
    if (next < rows.length) throw offGrid(frame, rows[next]!, grid);
  }
  const made = new Filler(frame, { source: Int32Array.from(source), owner: Int32Array.from(owner), times });
  const result = new Map(frame.names.map((name) => [name, made.column(name, columns[name])]));
  const isAdded = Float64Array.from(source, (row) => Number(row < 0));
  if (added !== null) result.set(added, { type: 'number', values: isAdded });
  const rows = source.length - frame.nrows;
  const told = [
    rows === 0 ? 'no period is lacking' : `${count(rows, 'row')} added for periods that units lacked`,
    ...made.told,
  ];
  return shaped(result, source.length, frame.panel, { labels, told });
}

function rowsOfUnits(codes: Int32Array): readonly Int32Array[] {
  const units: Int32Array[] = [];
  for (let from = 0; from < codes.length; ) {
    let to = from + 1;
    while (to < codes.length && codes[to] === codes[from]) to++;
    units.push(Int32Array.from({ length: to - from }, (_, i) => from + i));
    from = to;
  }
  return units;
}

/** The greatest common divisor of all differences. */
function stepOf(
  units: readonly Int32Array[],
  at: Float64Array,
  start: number,
  span: FillDeclaration['span'],
  time: string,
): number {
  let step = 0;
  for (const rows of units) {
    rows.forEach((row, i) => {
      if (i === 0 && span === 'unit') return;
      step = divisor(step, Math.abs(at[row]! - (i === 0 ? start : at[rows[i - 1]!]!)));
    });
  }
  if (Number.isInteger(step)) return Math.max(1, step);
  const message = `periods of \`${time}\` are no whole numbers, so that no step between them is known`;
  throw new DataError({ code: 'no-step', message, hint: '`step: 0.25` says it', path: ['from'] });
}

function divisor(a: number, b: number): number {
  if (!Number.isInteger(b)) return Number.NaN;
  while (b !== 0) [a, b] = [b, a % b];
  return a;
}

function offGrid(frame: Frame, row: number, grid: number): DataError {
  const { unit, time } = frame.panel!;
  const which = aside([unit, time], ` (${textOf(frame, unit, row)}, ${textOf(frame, time, row)})`);
  const message = `row ${row + 1}${which} does not lie a multiple of ${grid} from the first period`;
  return new DataError({ code: 'off-step', message, hint: '`step:` says how far periods are apart', path: ['step'] });
}

const tooMany = (grid: number, total: number): DataError =>
  new DataError({
    code: 'too-many-rows',
    message: `filled in steps of ${grid}, the panel would have ${total} rows, and ${MOST_ROWS} are the most`,
    hint: '`step:` says how far periods are apart; dates of months want `types: {…: month}`',
    path: ['from'],
  });

interface FilledRows {
  /** The row of the frame, −1 where one is added. */
  readonly source: Int32Array;
  /** A row of the same unit. */
  readonly owner: Int32Array;
  readonly times: readonly number[];
}

class Filler {
  readonly told: string[] = [];
  readonly #frame: Frame;
  readonly #rows: FilledRows;

  constructor(frame: Frame, rows: FilledRows) {
    this.#frame = frame;
    this.#rows = rows;
  }

  column(name: string, rule: FillRule | undefined): Column {
    const { unit, time } = this.#frame.panel!;
    const { source, owner, times } = this.#rows;
    const column = this.#frame.column(name);
    if (name === unit) return gather(column, owner);
    if (name === time && !isText(column)) return { type: column.type, values: Float64Array.from(times) };
    if (rule === undefined) return gather(column, source);
    const filled = this.#filled(name, rule);
    const cells = source.reduce((total, row, i) => total + Number(row < 0 && filled.has(i)), 0);
    this.told.push(`\`${name}\`: ${count(cells, 'cell')} filled (${rule})`);
    return filled.column;
  }

  #filled(name: string, rule: FillRule): { readonly column: Column; readonly has: (i: number) => boolean } {
    const { source } = this.#rows;
    if (typeof rule === 'number' || rule === 'interpolate') {
      const values = typeof rule === 'number' ? this.#constantNumber(name, rule) : this.#line(name);
      return { column: { type: this.#frame.type(name) as 'number', values }, has: (i) => !Number.isNaN(values[i]!) };
    }
    const { codes } = this.#frame.codes(name);
    if (rule === 'constant') this.#refuseVarying(name, codes);
    const from = source.slice();
    const take = (i: number, known: number): number => {
      if (source[i]! < 0) from[i] = known;
      return source[i]! >= 0 && codes[source[i]!]! >= 0 ? source[i]! : known;
    };
    if (rule !== 'next') this.#walk(take, 1);
    if (rule !== 'previous') this.#walk((i, known) => (from[i] === -1 || source[i]! >= 0 ? take(i, known) : known), -1);
    return { column: gather(this.#frame.column(name), from), has: (i) => from[i]! >= 0 };
  }

  /** Goes through the rows of each unit, forth or back, with the last row that held a value. */
  #walk(take: (i: number, known: number) => number, direction: 1 | -1): void {
    const { owner } = this.#rows;
    let known = -1;
    for (let k = 0; k < owner.length; k++) {
      const i = direction === 1 ? k : owner.length - 1 - k;
      if (k > 0 && owner[i] !== owner[i - direction]) known = -1;
      known = take(i, known);
    }
  }

  #constantNumber(name: string, value: number): Float64Array {
    const values = this.#frame.numbers(name);
    return Float64Array.from(this.#rows.source, (row) => (row < 0 ? value : values[row]!));
  }

  #line(name: string): Float64Array {
    const values = this.#frame.numbers(name);
    const { source, owner, times } = this.#rows;
    const out = Float64Array.from(source, (row) => (row < 0 ? Number.NaN : values[row]!));
    const known = Array.from(out.keys()).filter((i) => !Number.isNaN(out[i]!));
    known.slice(1).forEach((right, k) => {
      const left = known[k]!;
      if (owner[left] !== owner[right]) return;
      const slope = (out[right]! - out[left]!) / (times[right]! - times[left]!);
      for (let i = left + 1; i < right; i++)
        if (source[i]! < 0) out[i] = out[left]! + slope * (times[i]! - times[left]!);
    });
    return out;
  }

  #refuseVarying(name: string, codes: Int32Array): void {
    const { source, owner } = this.#rows;
    const first = new Map<number, number>();
    source.forEach((row, i) => {
      if (row < 0 || codes[row]! < 0) return;
      const known = first.get(owner[i]!);
      if (known === undefined) first.set(owner[i]!, codes[row]!);
      else if (known !== codes[row]) {
        const { unit } = this.#frame.panel!;
        const which = aside([unit], ` of \`${textOf(this.#frame, unit, row)}\``);
        const message = `\`${name}\` varies between the rows${which}, and should be constant`;
        throw new DataError({
          code: 'not-constant',
          message,
          hint: '`previous`, `next` or `interpolate` fill what varies',
          path: ['columns', name],
        });
      }
    });
  }
}
