/** Problems inside short texts (an expression, a formula, a covariance), and how parsers throw and return them. */

/** The caller knows where the text stands. */
export interface TextProblem {
  readonly code: string;
  readonly message: string;
  /** UTF-16 offsets into the text, `end` exclusive. */
  readonly start: number;
  readonly end: number;
  readonly hint?: string;
}

/** Thrown inside a parser to leave it; parsers catch it and return the problem as a value. */
export class TextError extends Error {
  readonly problem: TextProblem;
  constructor(code: string, message: string, start: number, end: number, hint?: string) {
    super(message);
    this.name = 'TextError';
    this.problem = { code, message, start, end, ...(hint === undefined ? {} : { hint }) };
  }
}

/** Either a value or the problems that stood in its way. */
export type Parsed<T> =
  | ({ readonly ok: true } & T)
  | { readonly ok: false; readonly problems: readonly [TextProblem, ...TextProblem[]] };

/** Runs a parser that throws TextError and turns the throw into a value. */
export function catching<T extends object>(parse: () => T): Parsed<T> {
  try {
    return { ok: true, ...parse() };
  } catch (error) {
    if (error instanceof TextError) return { ok: false, problems: [error.problem] };
    throw error;
  }
}
