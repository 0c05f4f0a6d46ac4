/** Problems inside short texts (an expression, a formula, a covariance), and how parsers throw and return them. */
import type { Diagnostic } from '../problem.ts';

/** The caller knows where the text stands. */
export type TextProblem = Diagnostic<{
  /** UTF-16 offsets into the text, `end` exclusive. */
  readonly start: number;
  readonly end: number;
}>;

/** The problem as a stretch within a text, for those who know where that stands. */
export const inText = ({ code, message, hint, start, end }: TextProblem) =>
  ({ code, message, hint, within: [start, end] }) as const;

/** Thrown inside a parser to leave it; parsers catch it and return the problem as a value. */
export class TextError extends Error {
  readonly problem: TextProblem;
  constructor(code: string, message: string, start: number, end: number, hint?: string) {
    super(message);
    this.name = 'TextError';
    this.problem = { code, message, start, end, hint };
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
