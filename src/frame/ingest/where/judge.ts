/** Judges the rows of a file by a condition, batch by batch, while the file is read and its columns are not yet known as a whole. */
import { evaluateCondition } from '../../../base/expression/evaluate.ts';
import type { Expression } from '../../../base/expression/tree.ts';
import type { ColumnType } from '../../../econ/data.ts';
import type { Coded } from '../../cells/by-code.ts';
import { isMissingText, type MissingCodes } from '../../cells/missing.ts';
import { type ColumnRequest, convert } from '../../cells/types.ts';
import { type Column, isText } from '../../column.ts';
import { Frame } from '../../frame.ts';
import type { BatchColumn, Cells, Keep, KnownTexts } from '../../readers/source.ts';
import { WholeOnly } from './whole-only.ts';

export class Judge {
  readonly #expression: Expression;
  readonly #requests: readonly ColumnRequest[];
  readonly #texts = new Map<string, TextValues>();

  /** `requests`: for each variable of the condition. */
  constructor(expression: Expression, requests: readonly ColumnRequest[]) {
    this.#expression = expression;
    this.#requests = requests;
  }

  /** Forgets the texts of columns, which get other codes where the file is read from its first row once more. */
  begin(): void {
    this.#texts.clear();
  }

  /** Chooses rows as `Keep.choose` demands, and throws `WholeOnly` where only all rows together can tell. */
  choose(n: number, column: Parameters<Keep['choose']>[1], chosen: Int32Array): number {
    const columns = new Map<string, Column>();
    for (const request of this.#requests) {
      const cells = column(request.name);
      if (cells !== undefined) columns.set(request.variable, this.#columnOf(request, cells));
    }
    const { values, notes } = WholeOnly.instead(() => evaluateCondition(this.#expression, Frame.of(columns, n)));
    if (notes.some(({ is }) => is === 'undefined'))
      throw new WholeOnly('the rows where the condition is not defined are counted');
    let kept = 0;
    for (let i = 0; i < n; i++) if (values[i] === 1) chosen[kept++] = i;
    return kept;
  }

  reads(variable: string): boolean {
    return this.#requests.some((request) => request.variable === variable);
  }

  /** The type that a variable was taken to have; undefined where no value was met. */
  typeOf(variable: string): ColumnType | undefined {
    const texts = this.#texts.get(variable);
    return texts === undefined ? 'number' : texts.type;
  }

  #columnOf(request: ColumnRequest, cells: BatchColumn): Column {
    if (cells.is === 'numbers') return { type: 'number', values: cells.values };
    let values = this.#texts.get(request.variable);
    if (values === undefined) {
      values = new TextValues(request);
      this.#texts.set(request.variable, values);
    }
    values.learn(cells.texts);
    return values.column(cells.codes);
  }
}

/** Levels that are handed on as they are; of more, those of a batch alone. */
const FEW_LEVELS = 256;

/** Learns what the texts of a column mean, by their codes, as the texts become known. */
class TextValues {
  readonly #request: ColumnRequest;
  type: ColumnType | undefined;
  #known = 0;
  /** The number of each code, or its place among the levels. */
  #values = new Float64Array(64);
  readonly #levels: string[] = [];
  readonly #places = new Map<string, number>();

  constructor(request: ColumnRequest) {
    this.#request = request;
    this.type = request.reading?.type;
  }

  learn(texts: KnownTexts): void {
    if (texts.count === this.#known) return;
    const cells = texts.cells(this.#known);
    this.type ??= typeOfTexts(cells.coded!(0)!, cells, this.#request.missing);
    if (texts.count > this.#values.length) {
      const grown = new Float64Array(Math.max(texts.count, 2 * this.#values.length));
      grown.set(this.#values);
      this.#values = grown;
    }
    const reading = this.#request.reading ?? { type: this.type ?? 'string' };
    const request = { ...this.#request, reading, levels: null, warn: () => {} };
    const column = WholeOnly.instead(() => convert(cells, 0, request));
    for (let i = 0; i < cells.nrows; i++) this.#values[this.#known + i] = this.#valueOf(column, i);
    this.#known = texts.count;
  }

  #valueOf(column: Column, i: number): number {
    if (!isText(column)) return column.values[i]!;
    const code = column.codes[i]!;
    if (code < 0) return Number.NaN;
    const text = column.dictionary[code]!;
    let place = this.#places.get(text);
    if (place === undefined) {
      place = this.#levels.push(text) - 1;
      this.#places.set(text, place);
    }
    return place;
  }

  column(codes: Int32Array): Column {
    const values = Float64Array.from(codes, (code) => (code < 0 ? Number.NaN : this.#values[code]!));
    const { type = 'string' } = this;
    if (type !== 'string' && type !== 'category') return { type, values };
    const places = Int32Array.from(values, (value) => (Number.isNaN(value) ? -1 : value));
    if (this.#levels.length <= FEW_LEVELS) return { type: 'string', codes: places, dictionary: this.#levels };
    const own = new Map<number, number>();
    const ownPlaces = places.map((place) => {
      if (place >= 0 && !own.has(place)) own.set(place, own.size);
      return own.get(place) ?? -1;
    });
    return { type: 'string', codes: ownPlaces, dictionary: [...own.keys()].map((place) => this.#levels[place]!) };
  }
}

/** Guesses by texts what a column is whose type nobody declared; undefined while all are missing. */
function typeOfTexts({ texts, numbers: read }: Coded, cells: Cells, missing: MissingCodes): ColumnType | undefined {
  const values = read();
  const held = [...texts.keys()].filter((i) => !isMissingText(texts[i]!, missing) && !missing.numbers.has(values[i]!));
  if (held.length === 0) return undefined;
  return held.every((i) => !Number.isNaN(values[i]) && !cells.isCode(i, 0)) ? 'number' : 'string';
}
