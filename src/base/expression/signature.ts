/** Defines how a function of expressions is written: what it takes, what it gives, and where it may stand. */

/**
 * Says what a named argument takes after `=`: one or more columns, columns in whose order rows are taken, `true` or `false`, or one of
 * these words.
 */
export type NamedKind = 'names' | 'order' | 'flag' | readonly string[];

/** Says what an argument must be; a `pattern` is a regular expression in quotes. */
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
  /** True where the function reads the values of other times of a unit, unless `by=` names groups. */
  readonly alongTime?: true;
  /** True where the function depends on the order of the rows of a group. */
  readonly inOrder?: true;
  /** True where the function gives all rows of a group one value, unless a call leaves out each row's own value. */
  readonly perGroup?: true;
  /** Shows in hints how the function is written. */
  readonly form: string;
  /** Tells in hints what else the user may mean. */
  readonly beside?: string;
  /** Lists what each argument must be, where the last kind also holds for all further arguments; arguments are numbers where this is absent. */
  readonly takes?: readonly ArgumentKind[];
  /** The type of the value, `same` that of the first argument; a number where this is left out. */
  readonly gives?: 'same' | 'text' | 'boolean' | 'number';
  /** True where the function takes or gives texts or times, which data have and results do not. */
  readonly ofData?: true;
}

/** Gives what the i-th argument must be. */
export const argumentKind = ({ takes = ['number'] }: FunctionSignature, i: number): ArgumentKind =>
  takes[Math.min(i, takes.length - 1)]!;
