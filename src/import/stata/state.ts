/** Holds the data in memory at one place of a do-file, other data that are merged, and the texts of the steps that make them. */
import { type Draft, type DraftStep, plainName, type Value } from '../draft.ts';
import type { Variables, Version } from './variables.ts';

export interface Panel {
  readonly unit: Version;
  readonly time?: Version;
}

/** Other data that are merged. */
export interface MergedData {
  readonly from: string;
  readonly keys: readonly string[];
  readonly how: string;
  /** Columns that are taken; all others than the keys and those that there are when left out. */
  readonly columns?: readonly string[];
  /** All columns of the other data, where they are known. */
  readonly known?: readonly string[];
  readonly unmatched: 'keep' | 'drop';
}

export interface State {
  readonly step: DraftStep;
  readonly variables: Variables;
  readonly panel?: Panel;
  /** `sort id year` */
  readonly order: readonly string[];
  /** A statement that changes the data and was not read. */
  readonly unsure?: { readonly line: number };
}

/** A column of a file, and the step that reads it. */
export interface ReadColumn {
  readonly step: DraftStep;
  readonly column: string;
}

/** The file's column that a variable is; undefined where it is another, or where not every row of the file is in memory. */
export function columnAsRead(
  { step: last, variables, unsure }: State,
  name: string,
  draft: Draft,
): ReadColumn | undefined {
  const { fileName } = variables.get(name);
  const step = unsure === undefined ? draft.fileOf(last) : undefined;
  return fileName === undefined || step === undefined ? undefined : { step, column: fileName };
}

/** The columns that a step derives, to be added to. */
export const columnsOf = (step: DraftStep): Record<string, Value> | undefined =>
  step.keys.get('columns') as Record<string, Value> | undefined;

/** Kinds of steps whose data have the panel of those that they read. */
export const KEEPING = ['fill', 'duplicates'];

/** Kinds of steps that say no panel: theirs is that of the data which they add to. */
export const PANELLESS = ['fill', 'predict', 'match'];

export const baseName = (name: string): string => plainName(name.replace(/_\d+$/, ''));

/** An expression in the place of a name: in parentheses where another stands beside it. */
export function inner(text: string, around: string): string {
  const isArgument = /^if\(/.test(around) || !/[-+*/^<>=]| and | or /.test(around);
  return isArgument || /^[\w.]+$/.test(text) || /^\w+\([^()]*\)$/.test(text) ? text : `(${text})`;
}
