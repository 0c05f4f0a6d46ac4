/** Rows of sets of values that a test does not reject, of which not all are intervals: `[0.025, 0.285]`, `(−∞, 0.819] ∪ [16.8, ∞)`. */
import { ownValue } from '../../base/own-value.ts';
import type { Stat } from '../../econ/fit.ts';
import type { ConfidenceSet } from '../../econ/iv/weak/confidence-set.ts';
import { numberFormat } from '../options/options.ts';
import type { Cell, NumberCell, NumberFormat, Row, TextCell } from '../table.ts';
import { words as wordsOf } from '../words/phrases.ts';
import type { BuildContext } from './builder.ts';
import { type FitColumn, inColumn } from './fits.ts';

/** The test whose set a row shows, the number with which a reason is told besides, and its name in tables and in CSV. */
const tests = {
  arSet: { test: 'anderson-rubin', statistic: 'arLow', name: 'Anderson–Rubin', csv: 'Anderson-Rubin' },
  clrSet: { test: 'clr', statistic: 'clr', name: 'CLR', csv: 'CLR' },
  tfSet: { test: 'tf', statistic: 'tfCritical', name: 'tF', csv: 'tF' },
} as const;

type Tested = Readonly<Record<string, unknown>>;

/** Builders of rows by the names that `stats` has for them. */
export const setRows = Object.fromEntries(
  Object.keys(tests).map((key) => [
    key,
    (columns: readonly FitColumn[], context: BuildContext) => rowOf(key as keyof typeof tests, columns, context),
  ]),
);

function rowOf(key: keyof typeof tests, columns: readonly FitColumn[], context: BuildContext): Row[] {
  const { test, name, csv } = tests[key];
  const found = columns.map(({ fit }) => fit.tests?.find((each) => each.name === test));
  if (found.every((each) => each === undefined)) return [];
  const levels = new Set(found.flatMap((each) => (typeof each?.level === 'number' ? [`${100 * each.level}%`] : [])));
  const level = [...levels].join(', ');
  return [
    {
      key,
      label: ownValue(context.book.renamed, key) ?? context.words.confidenceSet(name, level),
      name: wordsOf.en.confidenceSet(csv, level),
      section: 'footer',
      cells: columns.map(
        (column, j): Cell => (found[j] === undefined ? { is: 'empty' } : cellOf(key, found[j], column, context)),
      ),
    },
  ];
}

function cellOf(key: string, test: Tested, column: FitColumn, { options }: BuildContext): Cell {
  return setCell(setOf(test), numberFormat(inColumn(options, column), [key], false));
}

export type PrintedSet = Pick<ConfidenceSet, 'pieces'> | { readonly invalid: string };

/** A set as its intervals; `∅` where it has none. */
export function setCell(set: PrintedSet, format: NumberFormat): Cell {
  if ('invalid' in set) return { is: 'number', value: set, format };
  const number = (value: number): NumberCell => ({ is: 'number', value, format });
  const text = (value: string): TextCell => ({ is: 'text', text: value });
  if (set.pieces.length === 0) return text('∅');
  const pieces = set.pieces.flatMap(([low, high], i) => [
    ...(i === 0 ? [] : [text(' ∪ ')]),
    ...(low === null ? [text('(−∞')] : [text('['), number(low)]),
    text(', '),
    ...(high === null ? [text('∞)')] : [number(high), text(']')]),
  ]);
  return { is: 'pieces', pieces };
}

/** Sets that a column has none of, by their labels, with the reason. */
export const undefinedSets = (
  { fit }: FitColumn,
  keys: ReadonlySet<string>,
  { words }: BuildContext,
): [string, Stat][] =>
  Object.entries(tests).flatMap(([key, { test, statistic, name }]): [string, Stat][] => {
    const found = keys.has(key) && !keys.has(statistic) ? fit.tests?.find((each) => each.name === test) : undefined;
    const set = found && setOf(found);
    return set === undefined || !('invalid' in set) ? [] : [[words.confidenceSet(name, ''), set]];
  });

/** The set itself, or the interval of a test that has ends alone. */
function setOf(test: Tested): PrintedSet {
  if (test.set !== undefined) return test.set as PrintedSet;
  const { low, high } = test as { readonly low: number | { readonly invalid: string }; readonly high: number };
  return typeof low === 'number' ? { pieces: [[low, high]] } : low;
}
