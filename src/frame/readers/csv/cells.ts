/** The cells of a delimited text in columns, as they were collected: a column that is asked for in another form is collected once more. */
import { codeForm, parseDecimal } from '../decimal.ts';
import type { Cells } from '../source.ts';
import type { Body } from './body.ts';
import type { NumberColumn, TextStore } from './columns.ts';

export type Collected = NumberColumn | TextStore | undefined;

export class CsvCells implements Cells {
  readonly nrows: number;
  readonly #body: Body;
  readonly #columns: Collected[];
  readonly #point: number;
  readonly #collect: (wanted: readonly number[]) => readonly TextStore[];
  readonly #numbers = new Map<TextStore, Float64Array>();

  /** `collect` goes over the text again and gives the texts of these columns. */
  constructor(
    body: Body,
    columns: readonly Collected[],
    nrows: number,
    point: number,
    collect: (wanted: readonly number[]) => readonly TextStore[],
  ) {
    this.#body = body;
    this.#columns = [...columns];
    this.nrows = nrows;
    this.#point = point;
    this.#collect = collect;
  }

  row(i: number): number {
    return this.#body.row(i);
  }

  text(i: number, j: number): string {
    const column = this.#columns[j];
    if (column?.is === 'numbers' && !column.isGivenUp) {
      const word = column.words.get(i);
      if (word !== undefined) return word;
      if (Number.isNaN(column.values(this.nrows)[i])) return '';
    }
    const { codes, texts } = this.coded(j, true)!;
    return codes[i]! < 0 ? '' : texts[codes[i]!]!;
  }

  number(i: number, j: number): number {
    const column = this.#columns[j];
    if (column?.is === 'numbers' && !column.isGivenUp) return column.values(this.nrows)[i]!;
    const store = this.#textsOf(j);
    const code = store.codes(this.nrows)[i]!;
    if (code < 0) return Number.NaN;
    return this.#numbers.get(store)?.[code] ?? numberIn(store.texts[code]!, this.#point);
  }

  /** A code among numbers would have made texts of them. */
  isCode(i: number, j: number): boolean {
    const column = this.#columns[j];
    return !(column?.is === 'numbers' && !column.isGivenUp) && codeForm(this.text(i, j)) !== undefined;
  }

  date(): number {
    return Number.NaN;
  }

  plain(j: number): Float64Array | undefined {
    const column = this.#columns[j];
    return column?.is === 'numbers' && !column.isGivenUp && !hasWords(column, this.nrows)
      ? column.values(this.nrows)
      : undefined;
  }

  coded(j: number, insists = false) {
    const column = this.#columns[j];
    if (!insists && column?.is === 'numbers' && !column.isGivenUp) return undefined;
    const store = this.#textsOf(j);
    return { codes: store.codes(this.nrows), texts: store.texts, numbers: () => this.#numbersOf(j) };
  }

  #textsOf(j: number): TextStore {
    const known = this.#columns[j];
    if (known?.is === 'texts') return known;
    const wanted = [...this.#columns.keys()].filter((k) => {
      const column = this.#columns[k];
      return k === j || (column?.is === 'numbers' && column.isGivenUp);
    });
    this.#collect(wanted).forEach((store, k) => {
      this.#columns[wanted[k]!] = store;
    });
    return this.#columns[j] as TextStore;
  }

  #numbersOf(j: number): Float64Array {
    const store = this.#textsOf(j);
    let numbers = this.#numbers.get(store);
    if (numbers === undefined) {
      numbers = Float64Array.from(store.texts, (text) => numberIn(text, this.#point));
      this.#numbers.set(store, numbers);
    }
    return numbers;
  }
}

/** A text as a number, with this decimal point. */
export function numberIn(text: string, point: number): number {
  const bytes = Buffer.from(text);
  return parseDecimal(bytes, 0, bytes.length, point);
}

/** Says whether the column has words in its rows; cells of the footer are none. */
function hasWords({ words }: NumberColumn, nrows: number): boolean {
  for (const row of words.keys()) if (row < nrows) return true;
  return false;
}
