/** What can be wrong with a project or its data, and where: problems that are told, and refusals of the numerics. */

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
  /** One of the marks that the node which read the file keeps beside its result. */
  readonly mark: string;
  readonly row: number;
  readonly column: string;
}

/**
 * Something wrong, in words, and where: a stretch of a text, a cell of a file, a key of a step, as whoever finds it knows the place.
 * Messages: expected and got, literals in backticks, no final period. A hint says how to mend it.
 */
export type Diagnostic<Where = unknown> = {
  /** kebab-case, listed in docs/errors.md */
  readonly code: string;
  readonly message: string;
  readonly hint?: string | undefined;
  /** Present where values of data stand in the message or the hint. */
  readonly quotes?: Quotes | undefined;
} & Where;

/** The variables of which a diagnostic quotes values, and where. */
export interface Quotes {
  readonly of: readonly string[];
  /** The stretch of the message without which no value stands in it. */
  readonly stretch: string;
  /** Whether values stand in the hint too. */
  readonly inHint: boolean;
}

/** Whether no value of a variable may be shown. */
export type Hides = (variable: string) => boolean;

/**
 * The diagnostic without values of hidden variables: THE place through which messages go that may quote data. Where nobody said what is
 * quoted, the hint goes that belongs to a message about a hidden variable, since hints name values that were meant.
 */
export function withoutValues<D extends Diagnostic>(diagnostic: D, hides: Hides): D {
  const { message, hint, quotes } = diagnostic;
  if (quotes?.of.some(hides)) {
    const bare = message.replace(quotes.stretch, () => '');
    return { ...diagnostic, message: bare, hint: quotes.inHint ? undefined : hint, quotes: undefined };
  }
  if (hint === undefined || quotes !== undefined) return diagnostic;
  const named = [...message.matchAll(/`([^`]+)`/g)].map(([, name]) => name!);
  return named.some(hides) ? { ...diagnostic, hint: undefined } : diagnostic;
}

/** An expected failure or a warning as users read it: every other diagnostic becomes one of these. */
export type Problem = Diagnostic<{
  readonly severity: 'error' | 'warning';
  /** The main place first; a value problem names the cell first and the YAML second. */
  readonly at: readonly Place[];
}>;

/** The error that a diagnostic is at these places. */
export const problemAt = ({ code, message, hint, quotes }: Diagnostic, ...at: readonly Place[]): Problem => ({
  code,
  severity: 'error',
  message,
  at,
  hint,
  ...(quotes ? { quotes } : {}),
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
  /** Which parameter of the specification it is about (`terms`, `vcov`, `sample`, `small`, …), if one. */
  readonly param: string | undefined;
  /** The cell of a data file that it is about, if one. */
  readonly cell: MarkedCell | undefined;
  /** The column of data that it is about, so that the parameter can be found that reads it. */
  readonly variable: string | undefined;
  readonly quotes: Quotes | undefined;
  /** What else is wrong of the same sort, each with its variable; it concerns whoever reads that variable too. */
  readonly others: readonly Refusal[];
  constructor(
    code: string,
    message: string,
    more: {
      readonly hint?: string | undefined;
      readonly param?: string | undefined;
      readonly cell?: MarkedCell | undefined;
      readonly variable?: string | undefined;
      readonly quotes?: Quotes | undefined;
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
    this.quotes = more.quotes;
    this.others = more.others ?? [];
  }

  /** The same, and what else was refused of other variables. */
  beside(others: readonly Refusal[]): Refusal {
    const { code, message, hint, param, cell, variable, quotes } = this;
    const all = [...this.others, ...others].filter(
      (each, i, list) =>
        each.variable !== variable && list.findIndex((other) => other.variable === each.variable) === i,
    );
    return new Refusal(code, message, { hint, param, cell, variable, quotes, others: all });
  }

  /** The same about a parameter. */
  about(param: string, hint: string | undefined = this.hint): Refusal {
    const { code, message, cell, variable, quotes, others } = this;
    return new Refusal(code, message, { hint, param, cell, variable, quotes, others });
  }
}
