/** How a function of expressions is written: what it takes, what it gives, and where it may stand. */

/** What stands behind `=`: a column or a list of them, columns in whose order rows are taken, `true` or `false`, or one of these words. */
export type NamedKind = 'names' | 'order' | 'flag' | readonly string[];

/** What an argument must be; a `pattern` is a regular expression in quotes. */
export type ArgumentKind = 'number' | 'text' | 'pattern' | 'time' | 'any';

export interface FunctionSignature {
  /** Fewest and most arguments without a name; `null` is any number. */
  readonly min: number;
  readonly max: number | null;
  /**
   * `rows`: a row's value is made of that row alone. `columns`: it also hangs on other rows, which only `derive` allows.
   * `results`: it is over results, which only claims allow.
   */
  readonly over: 'rows' | 'columns' | 'results';
  readonly named?: Readonly<Record<string, NamedKind>>;
  /** Names that must be there. */
  readonly required?: readonly string[];
  /** Whether it reads the values of other times of a unit, unless `by=` names groups; or the order of the rows of a group. */
  readonly alongTime?: true;
  readonly inOrder?: true;
  /** Whether it gives all rows of a group one value, unless it leaves out their own. */
  readonly perGroup?: true;
  /** How it is written, for hints. */
  readonly form: string;
  /** What else may be meant, for hints. */
  readonly beside?: string;
  /** What each argument must be, the last also for those behind it; numbers where this is left out. */
  readonly takes?: readonly ArgumentKind[];
  /** The type of the value, `same` that of the first argument; a number where this is left out. */
  readonly gives?: 'same' | 'text' | 'boolean' | 'number';
  /** Whether it is of values that data have and results do not: texts and times. */
  readonly ofData?: true;
}

/** What the i-th argument must be. */
export const argumentKind = ({ takes = ['number'] }: FunctionSignature, i: number): ArgumentKind =>
  takes[Math.min(i, takes.length - 1)]!;
