/** Rows below regressions that belong to all of them together: an effect through a mediator, a test of groups. */
import { ownValue } from '../../base/own-value.ts';
import type { Stat } from '../../econ/fit.ts';
import { legible, vanishes } from '../number.ts';
import { digitsOf } from '../options/digits.ts';
import { numberFormat } from '../options/options.ts';
import { nameTest } from '../select.ts';
import { markOf } from '../stars.ts';
import type { Cell, NumberCell, Row, TablePanel } from '../table.ts';
import { asLabelled } from '../words/worded.ts';
import type { BuildContext } from './builder.ts';
import { sentence, tells } from './notes.ts';

/** A row by the name that `stats` and `hide` have for it. */
export interface RowBelow<T> {
  readonly en: string;
  readonly zh: string;
  readonly csv: string;
  /** Returns the row's value for a result, or undefined where the result has none. */
  of(result: T): Below | undefined;
}

export type Below =
  | {
      readonly is: 'number';
      readonly value: Stat;
      readonly pValue?: Stat;
      readonly count?: true;
      readonly wrap?: readonly [string, string];
    }
  | { readonly is: 'interval'; readonly ends: readonly [Stat, Stat] }
  | { readonly is: 'percentage'; readonly value: Stat }
  | { readonly is: 'text'; readonly en: string; readonly zh: string };

export type RowsBelow<T> = Readonly<Record<string, RowBelow<T>>>;

/** The rows' names that a table shows: those that `stats` names, or the usual ones that `hide` leaves. */
export function namesBelow(rows: object, usual: readonly string[], { options }: BuildContext): readonly string[] {
  if (options.stats !== null) return options.stats.filter((name) => Object.hasOwn(rows, name));
  return usual.filter((name) => !options.hide.some((pattern) => nameTest(pattern)(name)));
}

/** Options for the regressions above, which know nothing of the rows below them. */
export const optionsAbove = ({ options }: BuildContext, rows: object): BuildContext['options'] =>
  options.stats === null ? options : { ...options, stats: options.stats.filter((name) => !Object.hasOwn(rows, name)) };

/** A result, and the column in which its numbers stand. */
export interface PlacedResult<T> {
  readonly result: T;
  readonly column: number;
}

/** The rows of one panel of `width` columns. */
export function rowsBelow<T>(
  rows: RowsBelow<T>,
  names: readonly string[],
  placed: readonly PlacedResult<T>[],
  width: number,
  context: BuildContext,
): Row[] {
  const { book } = context;
  return names.flatMap((name): Row[] => {
    const { [book.language]: label, csv, of } = rows[name]!;
    const cells: Cell[] = Array.from({ length: width }, () => ({ is: 'empty' }));
    let isFilled = false;
    for (const { result, column } of placed) {
      const found = of(result);
      if (found === undefined) continue;
      cells[column] = cellOf(found, name, context);
      isFilled = true;
    }
    if (!isFilled) return [];
    return [
      { key: name, label: ownValue(book.renamed, name) ?? label, name: csv, section: 'footer', cells, apart: true },
    ];
  });
}

function cellOf(found: Below, name: string, { options, book }: BuildContext): Cell {
  const numberOf = (value: Stat, count = false): NumberCell => {
    const format = numberFormat(options, [name], count);
    const isTiny = typeof value === 'number' && vanishes(value, format);
    return { is: 'number', value, format: isTiny ? legible(value, format) : format };
  };
  switch (found.is) {
    case 'number': {
      const stars = found.pValue === undefined ? '' : markOf(found.pValue, options);
      return {
        ...numberOf(found.value, found.count === true),
        ...(stars === '' ? {} : { stars }),
        ...(found.wrap === undefined ? {} : { wrap: found.wrap }),
      };
    }
    case 'interval': {
      const [low, high] = found.ends;
      if (typeof low !== 'number' || typeof high !== 'number') return numberOf(low);
      const comma = { is: 'text', text: ', ' } as const;
      const [open, close] = [{ is: 'text', text: '[' } as const, { is: 'text', text: ']' } as const];
      return { is: 'pieces', pieces: [open, numberOf(low), comma, numberOf(high), close] };
    }
    case 'percentage': {
      if (typeof found.value !== 'number') return numberOf(found.value);
      const digits = digitsOf(options.digits, [name]) ?? 1;
      const value = { ...numberOf(100 * found.value), format: { ...numberFormat(options, [name]), digits } };
      return { is: 'pieces', pieces: [value, { is: 'text', text: '%' }] };
    }
    case 'text':
      return { is: 'text', text: found[book.language] };
    default:
      return found satisfies never;
  }
}

/** Panels with rows of their own added below each. */
export const withRowsBelow = (panels: readonly TablePanel[], below: readonly (readonly Row[])[]): TablePanel[] =>
  panels.map((panel, i) => ({ ...panel, rows: [...panel.rows, ...(below[i] ?? [])] }));

/** Why numbers of these rows are not defined. */
export function undefinedBelow<T>(
  rows: RowsBelow<T>,
  names: readonly string[],
  results: readonly T[],
  context: BuildContext,
): string[] {
  const { book, words } = context;
  if (!tells(context, 'undefined')) return [];
  const reasons = results.flatMap((result) =>
    names.flatMap((name) => {
      const found = rows[name]!.of(result);
      if (found === undefined || found.is === 'text') return [];
      const value = found.is === 'interval' ? found.ends[0] : found.value;
      return typeof value === 'number'
        ? []
        : [`${rows[name]![book.language]}${words.colon}${asLabelled(value.invalid, book)}`];
    }),
  );
  if (reasons.length === 0) return [];
  return [sentence(words.undefinedStat([...new Set(reasons)].join(words.semicolon)), context)];
}
