/** Tells what a file says of a column beyond its values: never part of the values' bytes. */
import { agreed } from '../base/agreed.ts';
import { defined } from '../base/defined.ts';

/** Value labels: what the numbers of a column stand for, by the number's shortest text, as Stata keeps them. */
export type ValueLabels = Readonly<Record<string, string>>;

export interface ColumnNotes {
  readonly label?: string;
  readonly valueLabels?: ValueLabels;
  /** Texts as they first appear in the file, where a panel's rows have them in another order (level-order.ts). */
  readonly order?: readonly string[];
}

/** Columns below each other have the first label and the first order that one has, and the value labels on which they agree. */
export const stackedNotes = (all: readonly ColumnNotes[]): ColumnNotes =>
  defined({
    label: all.find(({ label }) => label !== undefined)?.label,
    order: all.find(({ order }) => order !== undefined)?.order,
    valueLabels: agreedLabels(all.map(({ valueLabels }) => valueLabels)),
  });

/** Columns of one variable keep the label that all of them have, and the value labels on which they agree. */
export const sharedNotes = (all: readonly ColumnNotes[]): ColumnNotes =>
  all.every(({ label }) => label === all[0]!.label)
    ? stackedNotes(all)
    : stackedNotes(all.map(({ valueLabels }) => defined({ valueLabels })));

/** The labels on which columns agree that become one; undefined where there is none. */
const agreedLabels = (all: readonly (ValueLabels | undefined)[]): ValueLabels | undefined =>
  labelsOf(Object.entries(agreed(all.map((labels = {}) => labels))));

/** Undefined where there is none. */
export const labelsOf = (pairs: readonly (readonly [value: string, label: string])[]): ValueLabels | undefined =>
  pairs.length === 0 ? undefined : Object.fromEntries(pairs);
