/** Defines problems of a project or its data with their places, and refusals by the numerics. */
import { type Hides, hidesIn, withMasks, written } from './value.ts';

/** A stretch of a text file: UTF-16 offsets, `end` exclusive. */
export interface TextPlace {
  readonly is: 'text';
  readonly file: string;
  readonly start: number;
  readonly end: number;
}

/** A cell of a data file. `row` counts as an editor or spreadsheet does: the header is row 1. */
export interface CellPlace {
  readonly is: 'cell';
  readonly file: string;
  readonly row: number;
  readonly column: string;
}

export type Place = TextPlace | CellPlace;

/** A cell of a file known by what it says alone: no result names a path, since a file that was renamed is the same input. */
export interface MarkedCell {
  readonly is: 'marked cell';
  /** A mark that the node which read the file keeps beside its result. */
  readonly mark: string;
  readonly row: number;
  readonly column: string;
}

/**
 * Something wrong, in words, and where: a stretch of a text, a cell of a file, a key of a step, as whoever finds it knows the place.
 * Messages: expected and got, literals in backticks, no final period. A hint says how to mend it. A value of data stands in either as
 * `datum` its variable or in an `aside` (value.ts), so that it is shown to nobody who may not see it.
 */
export type Diagnostic<Where = unknown> = {
  /** kebab-case, listed in docs/errors.md */
  readonly code: string;
  readonly message: string;
  readonly hint?: string | undefined;
} & Where;

/**
 * The diagnostic with the values of hidden variables masked; the others are still values (value.ts). Where a message about a hidden
 * variable marks no value, its hint goes, since hints name values that were meant.
 */
export function withoutValues<D extends Diagnostic>(diagnostic: D, hides: Hides): D {
  const message = withMasks(diagnostic.message, hides);
  if (diagnostic.hint === undefined) return { ...diagnostic, message };
  const hint = withMasks(diagnostic.hint, hides);
  const isMarked = message !== diagnostic.message || hint !== diagnostic.hint;
  const named = isMarked ? [] : [...message.matchAll(/`([^`]+)`/g)].map(([, name]) => name!);
  return { ...diagnostic, message, hint: hint === '' || named.some((name) => hidesIn(name, hides)) ? undefined : hint };
}

/** The diagnostic in words, with all values that are not masked. */
export const inWords = <D extends Diagnostic>(diagnostic: D): D => {
  const { message, hint } = diagnostic;
  return { ...diagnostic, message: written(message), ...(hint === undefined ? {} : { hint: written(hint) }) };
};

/** An expected failure or a warning as users read it: every other diagnostic becomes one of these. */
export type Problem = Diagnostic<{
  readonly severity: 'error' | 'warning';
  /** The main place first; a value problem names the cell first and the YAML second. */
  readonly at: readonly Place[];
}>;

/** The error that a diagnostic is at these places. */
export const problemAt = ({ code, message, hint }: Diagnostic, ...at: readonly Place[]): Problem => ({
  code,
  severity: 'error',
  message,
  at,
  hint,
});

/** Carries problems to whoever reports them. Any other throw is our bug ("Internal error:"). */
export class ProblemError extends Error {
  readonly problems: readonly Problem[];
  constructor(problems: readonly Problem[]) {
    super(problems.map((p) => p.message).join('; '));
    this.name = 'ProblemError';
    this.problems = problems;
  }
}

/** Numerics refuse by name what is not defined or not supported; steps turn it into a Problem at the right place. */
export class Refusal extends Error implements Diagnostic {
  readonly code: string;
  readonly hint: string | undefined;
  /** The parameter of the specification that it is about (`terms`, `vcov`, `sample`, `small`, …), if one. */
  readonly param: string | undefined;
  /** The cell of a data file that it is about, if one. */
  readonly cell: MarkedCell | undefined;
  /** The column of data that it is about, so that the parameter can be found that reads it. */
  readonly variable: string | undefined;
  /** Further refusals of the same sort, each with its variable. They concern every reader of that variable too. */
  readonly others: readonly Refusal[];
  constructor(
    code: string,
    message: string,
    more: {
      readonly hint?: string | undefined;
      readonly param?: string | undefined;
      readonly cell?: MarkedCell | undefined;
      readonly variable?: string | undefined;
      readonly others?: readonly Refusal[];
    } = {},
  ) {
    super(message);
    this.name = 'Refusal';
    this.code = code;
    this.hint = more.hint;
    this.param = more.param;
    this.cell = more.cell;
    this.variable = more.variable;
    this.others = more.others ?? [];
  }

  /** Returns this refusal together with refusals about other variables. */
  beside(others: readonly Refusal[]): Refusal {
    const { code, message, hint, param, cell, variable } = this;
    const all = [...this.others, ...others].filter(
      (each, i, list) =>
        each.variable !== variable && list.findIndex((other) => other.variable === each.variable) === i,
    );
    return new Refusal(code, message, { hint, param, cell, variable, others: all });
  }

  /** Returns this refusal as one about the named parameter. */
  about(param: string, hint: string | undefined = this.hint): Refusal {
    const { code, message, cell, variable, others } = this;
    return new Refusal(code, message, { hint, param, cell, variable, others });
  }
}
