/** A frame: a data set in columns, which the numerics see as `Data`. */
import { timeTypeOf } from '../base/calendar.ts';
import { Refusal } from '../base/problem.ts';
import { didYouMean } from '../base/text/suggest.ts';
import { aside } from '../base/value.ts';
import type { Codes, ColumnType, Data } from '../econ/data.ts';
import { doubtRefusal, looksMissing } from './cells/doubts.ts';
import { makesText } from './cells/lost-digits.ts';
import { dateFormatsOf, readingsOf } from './cells/readings.ts';
import { untypedOf, untypedRefusal } from './cells/untyped.ts';
import { codesOf } from './codes.ts';
import { type Column, isText } from './column.ts';
import { yamlScalar } from './complaint.ts';
import { codeForm, parseDecimalText } from './readers/decimal.ts';

export interface Panel {
  readonly unit: string;
  readonly time: string;
}

/** The rows' identity as stored; columns of unit and time are decoded when asked for. */
export interface StoredRows {
  readonly nrows: number;
  readonly panel: Panel | null;
  readonly keys: ReadonlyMap<string, () => Column>;
}

/** Remembers the decoded columns of one stored frame for other readers. */
export class FrameMemory {
  rows: StoredRows | undefined;
  readonly columns = new Map<string, Column>();
  readonly codes = new Map<string, Codes>();
}

/** Up to so many names are looked through sooner than they would be indexed. */
const FEW = 32;

/**
 * A data set in columns. With a panel, rows are sorted by (unit, time). Columns of a stored frame are decoded when
 * first asked for; asking for one that the node did not declare throws.
 */
export class Frame implements Data {
  readonly nrows: number;
  readonly panel: Panel | null;
  /** In the order of the file, merged and derived columns after it; of a stored frame, only what may be read. */
  readonly names: readonly string[];
  readonly #load: (name: string) => Column;
  readonly #memory: FrameMemory;
  #known: ReadonlySet<string> | undefined;

  constructor(
    nrows: number,
    names: readonly string[],
    panel: Panel | null,
    load: (name: string) => Column,
    memory: FrameMemory = new FrameMemory(),
  ) {
    this.nrows = nrows;
    this.names = names;
    this.panel = panel;
    this.#load = load;
    this.#memory = memory;
  }

  /** A frame held in memory. */
  static of(columns: ReadonlyMap<string, Column>, nrows: number, panel: Panel | null = null): Frame {
    return new Frame(nrows, [...columns.keys()], panel, (name) => columns.get(name)!);
  }

  has(name: string): boolean {
    if (this.names.length <= FEW) return this.names.includes(name);
    this.#known ??= new Set(this.names);
    return this.#known.has(name);
  }

  /** Gives a column as it stands, also one that was not typed: what is made of its values goes through the other ways of reading. */
  column(name: string): Column {
    // first of all: what others have read is not for those who did not declare it
    if (!this.has(name)) throw unknownColumn(name, this.names);
    let column = this.#memory.columns.get(name);
    if (column === undefined) {
      column = this.#load(name);
      this.#memory.columns.set(name, column);
    }
    return column;
  }

  /** A column to be read, not only carried on. */
  typed(name: string): Column {
    const column = this.column(name);
    const untyped = untypedOf(column);
    if (untyped !== undefined) throw untypedRefusal(name, untyped, this.#untypedBeside(name));
    return column;
  }

  #untypedBeside(name: string): Refusal[] {
    return this.names.flatMap((other) => {
      const untyped = other === name ? undefined : untypedOf(this.column(other));
      return untyped === undefined ? [] : [untypedRefusal(other, untyped)];
    });
  }

  type(name: string): ColumnType {
    return this.typed(name).type;
  }

  numbers(name: string): Float64Array {
    const column = this.typed(name);
    if (!isText(column)) return column.values;
    const example = column.dictionary.find(makesText) ?? column.dictionary[0];
    const got = example === undefined ? '' : `, such as \`${example}\``;
    const reading = readingOfTexts(column.dictionary);
    const asNumbers =
      reading === undefined
        ? ''
        : `; \`types: {${yamlScalar(name)}: ${reading.includes(',') ? JSON.stringify(reading) : reading}}\` reads it${asRead(example)}`;
    const codesOnly = column.doubts !== undefined && column.dictionary.every(looksMissing);
    const hint = codesOnly
      ? doubtRefusal(name, column.doubts).hint!
      : `\`i(${name})\` enters it as indicators${aside(name, asNumbers)}`;
    throw new Refusal('text-column', `\`${name}\` holds text${aside(name, got)}; numbers are expected here`, {
      hint,
      variable: name,
    });
  }

  codes(name: string): Codes {
    const column = this.typed(name);
    let codes = this.#memory.codes.get(name);
    if (codes === undefined) {
      codes = codesOf(column);
      if (isText(column) && column.doubts !== undefined)
        codes = { ...codes, refusal: doubtRefusal(name, column.doubts) };
      this.#memory.codes.set(name, codes);
    }
    return codes;
  }
}

/** `, \`010\` as 10`: digits that are lost by that. */
const asRead = (text: string | undefined): string =>
  text === undefined || codeForm(text) === undefined ? '' : `, \`${text}\` as ${Number(text)}`;

/** The type by which texts are read as numbers or times; undefined where none reads them all. */
function readingOfTexts(texts: readonly string[]): string | undefined {
  if (texts.length === 0) return undefined;
  if (!texts.map(parseDecimalText).some(Number.isNaN)) return 'number';
  return readingsOf(texts)[0] ?? timeTypeOf(texts) ?? dateFormatsOf(texts)[0];
}

function unknownColumn(name: string, names: readonly string[]): Refusal {
  return new Refusal('unknown-variable', `unknown variable \`${name}\``, { hint: didYouMean(name, names) });
}
