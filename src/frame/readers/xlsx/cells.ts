/** The cells of a sheet's rows of data. A text that reads as a number is one, as it is in a text file. */
import { numberText } from '../../column.ts';
import type { DataComplaint } from '../../complaint.ts';
import { codeForm, parseDecimalText } from '../decimal.ts';
import type { Cells } from '../source.ts';
import type { SheetColumn } from './column.ts';
import { noStoredValue, type Sheet } from './sheet.ts';

interface Chosen {
  readonly values: Float64Array;
  readonly codes: Int32Array | undefined;
  readonly dates: Uint8Array | undefined;
  readonly texts: readonly string[];
  /** The number that each text is, NaN where it is none. */
  readonly numbers: Float64Array;
}

export class SheetCells implements Cells {
  readonly nrows: number;
  readonly #rows: Int32Array;
  readonly #columns: readonly (SheetColumn | undefined)[];
  /** Places of the rows of data among those of the sheet. */
  readonly #places: Int32Array;
  readonly #unstored: Sheet['unstored'];
  readonly #chosen: (Chosen | undefined)[] = [];

  constructor({ rows, columns, unstored }: Sheet, places: Int32Array) {
    this.nrows = places.length;
    this.#unstored = unstored;
    this.#rows = rows;
    this.#columns = columns;
    this.#places = places;
  }

  row(i: number): number {
    return this.#rows[this.#places[i]!]!;
  }

  /** A formula without its value in the rows of data would be missing in silence. */
  refused(j: number): DataComplaint | undefined {
    const cells = this.#unstored.get(j);
    if (cells === undefined) return undefined;
    const rows = new Set(Array.from(this.#places, (place) => this.#rows[place]!));
    const first = cells.find(({ row }) => rows.has(row));
    return first && noStoredValue(first);
  }

  text(i: number, j: number): string {
    const { codes, texts, values, dates } = this.#column(j);
    const code = codes === undefined ? -1 : codes[i]!;
    if (code >= 0) return texts[code]!;
    return Number.isNaN(values[i]) || dates?.[i] === 1 ? '' : numberText(values[i]!);
  }

  number(i: number, j: number): number {
    const { codes, numbers, values, dates } = this.#column(j);
    const code = codes === undefined ? -1 : codes[i]!;
    if (code >= 0) return numbers[code]!;
    return dates?.[i] === 1 ? Number.NaN : values[i]!;
  }

  isCode(i: number, j: number): boolean {
    const { codes, texts } = this.#column(j);
    const code = codes === undefined ? -1 : codes[i]!;
    return code >= 0 && codeForm(texts[code]!) !== undefined;
  }

  date(i: number, j: number): number {
    const { dates, values } = this.#column(j);
    return dates?.[i] === 1 ? values[i]! : Number.NaN;
  }

  plain(j: number): Float64Array | undefined {
    const { values, codes, dates } = this.#column(j);
    return codes === undefined && dates === undefined ? values : undefined;
  }

  coded(j: number) {
    const { values, codes, texts, numbers } = this.#column(j);
    if (codes === undefined || values.some((value) => !Number.isNaN(value))) return undefined;
    return { codes, texts, numbers: () => numbers };
  }

  #column(j: number): Chosen {
    let chosen = this.#chosen[j];
    if (chosen === undefined) {
      chosen = this.#choose(this.#columns[j]);
      this.#chosen[j] = chosen;
    }
    return chosen;
  }

  /** Returns the cells of a column in rows of data, without those of the header above. */
  #choose(column: SheetColumn | undefined): Chosen {
    const places = this.#places;
    const values = new Float64Array(places.length).fill(Number.NaN);
    if (column === undefined) return { values, codes: undefined, dates: undefined, texts: [], numbers: values };
    places.forEach((place, i) => {
      values[i] = column.values[place]!;
    });
    const codes = column.codes && Int32Array.from(places, (place) => column.codes![place]!);
    const dates = column.dates && Uint8Array.from(places, (place) => column.dates![place]!);
    const isText = codes?.some((code) => code >= 0) === true;
    return {
      values,
      codes: isText ? codes : undefined,
      dates: dates?.includes(1) ? dates : undefined,
      texts: column.texts,
      numbers: isText ? Float64Array.from(column.texts, parseDecimalText) : new Float64Array(0),
    };
  }
}
