/** Builds a codebook of a frame's columns. */
import { isTimeType } from '../base/calendar.ts';
import { ownValue } from '../base/own-value.ts';
import { untypedOf } from './cells/untyped.ts';
import { type Column, isText, printed } from './column.ts';
import type { ColumnChange } from './column-changes.ts';
import type { Frame } from './frame.ts';
import type { ColumnLabels, FrameSchema } from './stored/artifact.ts';

/** The declaration of a variable. */
export interface DeclaredVariable {
  readonly label?: string;
  readonly unit?: string;
  readonly source: string | null;
  readonly formula: string | null;
  readonly confidential: boolean;
}

export interface CodebookRow extends ColumnChange {
  readonly variable: string;
  readonly label: string | null;
  readonly unit: string | null;
  /** A file, or the step that made it; null where a formula did, or where it is not known. */
  readonly source: string | null;
  readonly formula: string | null;
  /** `not typed` where the file's cells are neither numbers nor texts. */
  readonly type: string;
  readonly n: number;
  readonly missing: number;
  /** Smallest and largest value, times as they are printed; null for texts, where there is none, and of confidential variables. */
  readonly min: number | string | null;
  readonly max: number | string | null;
  /** Number of different texts; null for numbers and times. */
  readonly distinct: number | null;
  readonly confidential: boolean;
}

/** One row for each column, in the order of the data; `others` is declared of columns that `declared` leaves out. O(N) a column. */
export function codebookRows(
  frame: Frame,
  { columns }: FrameSchema,
  labels: ColumnLabels,
  declared: Readonly<Record<string, Partial<DeclaredVariable>>>,
  others: Partial<DeclaredVariable> = {},
): readonly CodebookRow[] {
  return columns.map(({ name, type, ...changes }): CodebookRow => {
    const column = frame.column(name);
    const { label, unit, source = null, formula = null, confidential = false } = ownValue(declared, name) ?? others;
    return {
      variable: name,
      label: label ?? labels.get(name)?.label ?? null,
      unit: unit ?? null,
      source,
      formula,
      type: untypedOf(column) === undefined ? type : 'not typed',
      ...rangeOf(column, confidential),
      confidential,
      ...changes,
    };
  });
}

type ColumnRange = Pick<CodebookRow, 'n' | 'missing' | 'min' | 'max' | 'distinct'>;

function rangeOf(column: Column, confidential: boolean): ColumnRange {
  if (isText(column)) {
    const missing = column.codes.reduce((total, code) => total + Number(code < 0), 0);
    return { n: column.codes.length - missing, missing, min: null, max: null, distinct: column.dictionary.length };
  }
  let [n, min, max] = [0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of column.values) {
    if (Number.isNaN(value)) continue;
    n += 1;
    if (value < min) min = value;
    if (value > max) max = value;
  }
  const said = (value: number): number | string => (isTimeType(column.type) ? printed(column.type, value) : value);
  const isShown = n > 0 && !confidential;
  return {
    n,
    missing: column.values.length - n,
    min: isShown ? said(min) : null,
    max: isShown ? said(max) : null,
    distinct: null,
  };
}
